/** Organisations enter by being mentioned in a record or by a registration record; registration names and changes them. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson } from '../../acts/act.ts'
import type { ManyProjector, Projector } from '../../acts/rebuild.ts'
import { copyLines, copyText } from '../../database/copy.ts'
import type { Tx } from '../../database/db.ts'
import type { Ports } from '../../ports.ts'
import { kindOf } from './kind.ts'
import { normalName } from './name.ts'
import { registrationEvents, type Registration } from './registration.ts'
import { searchGrams } from './search.ts'
import { followStatus } from '../records/acts.ts'
import * as store from './store.ts'
import type { Uscc } from './uscc.ts'

/** An organisation the register did not know: named by a record on it, or by its registration record. */
export type Mention = { readonly code: string; readonly name: string; readonly normal: string; readonly registeredOn?: string | null }

export const subjectTarget = 'subject (subject_code, kind, name, name_normal, name_from, established, generated, act_id)'
export const nameTarget = 'subject_name (subject_code, name_normal, name, from_on, generated, bigrams)'

/** COPY lines and act contents of organisations first met; act `i` bears the number `firstAct + i`. */
export function mentionLines(mentions: readonly Mention[], firstAct: number, generated: boolean) {
  const subjects: string[] = []
  const names: string[] = []
  const contents: { subject: string; content: string }[] = []
  mentions.forEach(({ code, name, normal, registeredOn }, i) => {
    const by = registeredOn === undefined ? 'mention' : 'registration'
    const day = registeredOn ?? '\\N'
    subjects.push(
      `${code}\t${kindOf(code as Uscc)}\t${copyText(name)}\t${copyText(normal)}\t${by}\t${day}\t${generated ? 't' : 'f'}\t${firstAct + i}\n`,
    )
    names.push(
      `${code}\t${copyText(normal)}\t${copyText(name)}\t${day}\t${generated ? 't' : 'f'}\t${copyText(arrayText(searchGrams(code, normal)))}\n`,
    )
    contents.push({
      subject: code,
      content: canonicalJson({ by, code, established: registeredOn ?? undefined, generated: generated || undefined, name }),
    })
  })
  return { subjects: [subjects.join('')], names: [names.join('')], contents }
}

const arrayText = (items: readonly string[]) => `{${items.map((s) => `"${s.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

/**
 * What registration records say of organisations held: names, status, successors, former codes. Each change is an act;
 * the acts of one kind are one group.
 */
export async function applyRegistration(
  tx: Tx,
  ports: Ports,
  unitCode: string,
  deliveryId: string,
  registrations: readonly Registration[],
): Promise<void> {
  const held = new Map(
    (
      await store.subjects(
        tx,
        registrations.map((r) => r.code),
      )
    ).map((row) => [row.subject_code, row]),
  )
  const events = registrations.flatMap((r) => {
    const row = held.get(r.code)
    return row ? registrationEvents(row, r, ports.today().toString()).map((event) => ({ code: r.code, ...event })) : []
  })
  for (const [kind, ofKind] of Map.groupBy(events, (event) => event.act)) {
    const { firstAct } = await appendActs(tx, ports, {
      kind,
      actor: unitCode,
      rules: [],
      delivery: deliveryId,
      acts: ofKind.map(({ code, content }) => ({ subject: code, content: canonicalJson(content) })),
    })
    for (const [i, { code, content }] of ofKind.entries()) await projectEvent(tx, code, content, firstAct + i)
  }
  // Also where nothing changed: a registration record just renewed for an organisation long deregistered.
  const changed = new Set(events.flatMap(({ code, content }) => (content.event === 'status' ? [code] : [])))
  const renewed = [...held.values()].flatMap((row) => (row.status !== 'registered' && !changed.has(row.subject_code) ? [row.subject_code] : []))
  if (changed.size + renewed.length > 0) await followStatus(tx, ports, changed, renewed)
}

type EventContent = ReturnType<typeof registrationEvents>[number]['content']

async function projectEvent(tx: Tx, code: string, content: EventContent, actId: number): Promise<void> {
  switch (content.event) {
    case 'named':
      await store.rename(tx, code, {
        name: content.name,
        normal: normalName(content.name),
        on: content.on,
        bigrams: searchGrams(code, normalName(content.name)),
        actId,
      })
      return
    case 'former-name':
      await store.addFormerName(tx, code, {
        name: content.name,
        normal: normalName(content.name),
        until: content.until,
        bigrams: searchGrams(code, normalName(content.name)),
      })
      return
    case 'former-code':
      await store.addFormerCode(tx, code, content.code, content.until, actId)
      return
    case 'status':
      await store.setStatus(tx, code, content.status, content.on, [...content.successors], actId)
      return
    case 'established':
      await store.setEstablished(tx, code, content.on)
  }
}

/** The same writing, from the acts alone. */
export const projectMentions: ManyProjector = { async many(tx, acts) {
  type Content = { by: 'mention' | 'registration'; code: string; name: string; established?: string; generated?: boolean }
  const lines = acts.map((act) => {
    const { by, code, name, established, generated } = JSON.parse(act.content) as Content
    const registered = by === 'registration' ? { registeredOn: established ?? null } : {}
    return mentionLines([{ code, name, normal: normalName(name), ...registered }], act.actId, generated ?? false)
  })
  await copyLines(
    tx.client,
    subjectTarget,
    lines.flatMap((l) => l.subjects),
  )
  await copyLines(
    tx.client,
    nameTarget,
    lines.flatMap((l) => l.names),
  )
} }
export const projectRegistration: Projector = async (tx, _group, acts) => {
  for (const act of acts) await projectEvent(tx, act.subject, JSON.parse(act.content) as EventContent, act.actId)
}
