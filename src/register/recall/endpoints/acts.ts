/** Where a body's own system listens for what changed: registered and ended by its administrator, and told. */
import { canonicalJson, doer, type Doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import { hold } from '../../../database/hold.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { refusedAsPersonal } from '../../boundary/refused.ts'
import { newsEvent, type NewsEvent, waitAfter } from '../event.ts'
import { dutyOf } from '../recall.ts'
import { receive } from '../telling/acts.ts'
import { addressFault, sendNews, type Sender } from '../webhook.ts'
import * as store from './store.ts'

/**
 * - `endpoint-address`  not an address this register sends to; facts: why = not-an-address, not-https, inside
 * - `endpoint-known`    it is registered already; facts: endpoint
 * - `endpoint-unknown`  the body has none of this number; facts: endpoint
 * - `endpoint-too-many` facts: most
 */
export type EndpointRefusal = 'endpoint-address' | 'endpoint-known' | 'endpoint-unknown' | 'endpoint-too-many' | 'personal-data'

/** Engineering value. */
const mostEndpoints = 5
const inside = (ports: Pick<Ports, 'settings'>) => ports.settings.webhookHosts ?? []

export async function registerEndpoint(ports: Ports, by: Doer, body: string, url: string): Promise<Outcome<number, EndpointRefusal>> {
  const fault = addressFault(url.trim(), inside(ports))
  if (fault !== null) return refuse('endpoint-address', null, { why: fault })
  const personal = refusedAsPersonal({ url }, ports)
  if (personal !== null) return personal
  const address = new URL(url.trim()).href
  return ports.database.transaction(async (tx) => {
    await hold(tx, 'endpoints', body)
    const standing = await store.standing(tx, body)
    const known = standing.find((e) => e.url === address)
    if (known) return refuse('endpoint-known', null, { endpoint: String(known.endpoint_id) })
    if (standing.length >= mostEndpoints) return refuse('endpoint-too-many', null, { most: String(mostEndpoints) })
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'recall.endpoint-registered', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson({ body, url: address }) }],
    })
    await store.addEndpoint(tx, { id: firstAct, body, url: address, on: head.on })
    return ok(firstAct)
  })
}

export async function endEndpoint(ports: Ports, by: Doer, body: string, id: number): Promise<Outcome<null, EndpointRefusal>> {
  return ports.database.transaction(async (tx) => {
    const row = await store.endpointForChange(tx, id)
    if (row === null || row.body_code !== body || row.ended_on !== null) return refuse('endpoint-unknown', null, { endpoint: String(id) })
    const { head } = await appendActs(tx, ports, {
      kind: 'recall.endpoint-ended', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson({ body, endpoint: id }) }],
    })
    await store.endEndpoint(tx, id, head.on)
    await store.dropSendings(tx, id)
    return ok(null)
  })
}

export const projectEndpoint: Projector = async (tx, { kind, head }, acts) => {
  for (const { actId, content } of acts) {
    const { body, endpoint, url } = JSON.parse(content) as { body: string; endpoint: number; url: string }
    if (kind === 'recall.endpoint-ended') await store.endEndpoint(tx, endpoint, head.on)
    else await store.addEndpoint(tx, { id: actId, body, url, on: head.on })
  }
}

/** Engineering values. */
const portion = 20
export const ordinarySender = (ports: Pick<Ports, 'settings'>): Sender => ({ inside: inside(ports), timeoutMilliseconds: 10_000 })

/**
 * Sends a portion of what is due, side by side: one address that hangs keeps no other waiting longer than its own time.
 * @returns how many attempts were made
 */
export async function sendOnce(ports: Ports, sender: Sender = ordinarySender(ports)): Promise<number> {
  const now = ports.now()
  const due = await ports.database.transaction((tx) => store.takeSendings(tx, now.toString(), now.add({ seconds: 120 }).toString(), portion))
  await Promise.all(due.map((s) => sendOne(ports, s, sender)))
  return due.length
}

async function sendOne(ports: Ports, s: store.SendingRow, sender: Sender): Promise<void> {
  // Answered meanwhile by another way: the system need not be told any more.
  if (s.acknowledged_on !== null) {
    await store.setSent(ports.database, s, { sentAt: null, result: 'answered', next: null })
    return
  }
  const event = eventOf(ports, s)
  const seconds = Math.floor(ports.now().epochMilliseconds / 1000)
  const result = await sendNews(s.url, { id: event.id, body: JSON.stringify(event), seconds, key: ports.settings.logKey }, sender)
  const now = ports.now()
  if (result === 'taken') {
    await ports.database.transaction(async (tx) => {
      await store.setSent(tx, s, { sentAt: now.toString(), result, next: null })
      await receive(tx, ports, [s], 'webhook')
    })
    return
  }
  const wait = waitAfter(s.attempts)
  await store.setSent(ports.database, s, { sentAt: null, result, next: wait === null ? null : now.add({ seconds: wait }).toString() })
}

type Told = Pick<store.SendingRow, 'recall_id' | 'position' | 'because' | 'subject_code' | 'record_id' | 'version' | 'recipient_kind' | 'recipient_code' | 'opened_at'>
/** The same news, pulled or pushed. */
export function eventOf(ports: Pick<Ports, 'law' | 'settings'>, t: Told): NewsEvent {
  const duty = dutyOf(ports.law().pack, t.because, t.recipient_kind)
  const at = Temporal.Instant.from(rfc3339(t.opened_at)).toString()
  return newsEvent({
    recall: t.recall_id, position: t.position, because: t.because, subject: t.subject_code, record: t.record_id, version: t.version,
    recipient: { kind: t.recipient_kind, code: t.recipient_code }, at, duty: duty === null ? null : { rule: duty.rule, ...duty.text },
  }, ports.settings.address)
}

/** PostgreSQL writes `2026-11-02 09:30:00+08`. */
const rfc3339 = (text: string): string => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
