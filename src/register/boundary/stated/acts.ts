/**
 * A named officer states, with a reason, that words which may name a person mean none. What is certain cannot be stated away.
 * The act names the body, the place, who, the reason and a keyed digest of the text; it holds for exactly that text there.
 */
import { canonicalJson } from '../../../acts/act.ts'
import { doAlongside } from '../../../acts/alongside.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import { hold } from '../../../database/hold.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { isDoubtful, wordsAt } from '../mask.ts'
import { scanOn } from '../texts.ts'
import { inColumn, type Place, statedDigest } from './digest.ts'
import { letPass } from './reliance/acts.ts'
import * as store from './store.ts'

/**
 * - `reason-missing`  why no person is meant was not said
 * - `reason-personal` the reason itself tells of a person, or may
 * - `text-certain`    the text tells of a person beyond doubt: it stays refused
 * - `text-clean`      nothing in the text needs a statement
 */
export type StatedRefusal = 'reason-missing' | 'reason-personal' | 'text-certain' | 'text-clean'

export type NewStatement = {
  readonly body: string
  readonly place: Place
  /** the column's or field's name, by which the boundary judges what may stand there */
  readonly column: string
  readonly text: string
  readonly reason: string
  readonly client: string | null
  readonly account: string | null
}
/** Where files handed in are stated: by their SHA-256. */
export const evidenceField = 'evidence'
/** The longest reason. */
export const mostReason = 1000

/** Whether the statement can be made; nothing is written. */
export function mayState(ports: Pick<Ports, 'law' | 'boundary' | 'today'>, s: Pick<NewStatement, 'column' | 'text' | 'reason'>): Outcome<null, StatedRefusal> {
  const scan = scanOn(ports)
  const reason = reasonFault(ports, s.reason)
  if (reason !== null) return reason
  // A file is known by its digest; what is certain in it is refused when it comes, whatever was stated.
  if (s.column === evidenceField && /^[0-9a-f]{64}$/.test(s.text)) return ok(null)
  // A column of names is looked at as names are; what stands there may be in question in either way.
  // Markup is written plainly, not stated away.
  const found = [...scan.scanText(s.text, s.column), ...scan.scanName(s.text, s.column)].filter((f) => f.code !== 'markup')
  const certain = found.find((f) => f.certainty === 'certain')
  if (certain) return refuse('text-certain', certain.rules[0] ?? null, { where: s.column })
  return found.length === 0 ? refuse('text-clean', null, { where: s.column }) : ok(null)
}

/** null: the reason can stand */
export function reasonFault(ports: Pick<Ports, 'law' | 'boundary' | 'today'>, reason: string): Outcome<never, 'reason-missing' | 'reason-personal'> | null {
  if ([...reason.trim()].length < 2 || reason.length > mostReason) return refuse('reason-missing', null, { most: String(mostReason) })
  const [found] = scanOn(ports).scanText(reason, 'reason')
  return found ? refuse('reason-personal', found.rules[0] ?? null, { where: 'reason' }) : null
}

/** Which words of a reason may tell of a person, for whoever just wrote them; '' where that is certain, or the whole of it is meant. */
export function wordsInReason(ports: Pick<Ports, 'law' | 'boundary' | 'today'>, reason: string): string {
  const found = scanOn(ports).scanText(reason, 'reason')
  return !isDoubtful(found) ? '' : [...new Set(wordsAt(reason, found.flatMap((f) => f.words ?? f.spans)))].join('、')
}

/** Appends the act inside the caller's transaction. @returns the act's number */
export async function appendStatement(tx: Tx, ports: Ports, s: NewStatement): Promise<number> {
  const digest = statedDigest(ports.settings.refusalKey, s.body, s.place, s.text)
  const { firstAct, head } = await appendActs(tx, ports, {
    kind: 'boundary.stated', actor: s.body, account: s.account ?? undefined, rules: [],
    acts: [{ subject: '', content: canonicalJson({ ...(s.client === null ? {} : { client: s.client }), digest, place: s.place, reason: s.reason.trim() }) }],
  })
  await store.keepStatement(tx, {
    act_id: firstAct, body_code: s.body, place: s.place, text_digest: digest, client_id: s.client, account_id: s.account, stated_on: head.on,
  })
  return firstAct
}

/** What a unit stated of its deliveries of an item, as a row is asked: by which statement may this text stand in this field? null: by none. */
export async function statedBefore(
  ports: Pick<Ports, 'database' | 'settings'>, unit: string, item: string,
): Promise<((field: string, text: string) => number | null) | null> {
  const digests = await store.statedDigests(ports.database, unit, `item/${item}/`)
  if (digests.size === 0) return null
  return (field, text) => digests.get(statedDigest(ports.settings.refusalKey, unit, inColumn(item, field), text)) ?? null
}

/**
 * States it by itself, before the text is sent again: the way of systems. Once stated it is not stated again: its act is the answer.
 * What this request then does with the text stands on it.
 */
export async function stateNoPerson(ports: Ports, s: NewStatement): Promise<Outcome<{ readonly act: number }, StatedRefusal>> {
  const may = mayState(ports, s)
  if (!may.ok) return may
  const act = await ports.database.transaction((tx) => stateIn(tx, ports, s))
  letPass(ports, s.body, s.text, act)
  return ok({ act })
}

/** Of a form or a command: stated with what it lets in, or not at all. Nothing is written here. */
export function stateAlongside(ports: Ports, request: object, statements: readonly NewStatement[]): Outcome<null, StatedRefusal> {
  for (const s of statements) {
    const may = mayState(ports, s)
    if (!may.ok) return may
  }
  // By transaction: one that is begun again states anew.
  const stated = statements.map((s) => ({ s, acts: new WeakMap<Tx, number>() }))
  for (const { s, acts } of stated) letPass(ports, s.body, s.text, (tx) => acts.get(tx))
  if (stated.length > 0) doAlongside(request, async (tx) => { for (const { s, acts } of stated) acts.set(tx, await stateIn(tx, ports, s)) })
  return ok(null)
}

async function stateIn(tx: Tx, ports: Ports, s: NewStatement): Promise<number> {
  const digest = statedDigest(ports.settings.refusalKey, s.body, s.place, s.text)
  await hold(tx, 'statement', `${s.body} ${digest}`)
  return await store.standing(tx, s.body, s.place, digest) ?? appendStatement(tx, ports, s)
}

export const projectStated: Projector = async (tx, { head, kind }, acts) => {
  for (const { actId, content } of acts) {
    const told = JSON.parse(content) as { client?: string; digest: string; place: string; statement: number }
    if (kind === 'boundary.statement-withdrawn') await store.endStatement(tx, told.statement, actId)
    else {
      await store.keepStatement(tx, {
        act_id: actId, body_code: head.actor, place: told.place, text_digest: told.digest, client_id: told.client ?? null,
        account_id: head.account ?? null, stated_on: head.on,
      })
    }
  }
}
