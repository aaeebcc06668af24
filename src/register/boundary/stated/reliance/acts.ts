/**
 * What stands on a statement that no person is meant: the act that holds the words, linked by an act in the same transaction. So
 * whoever takes the statement back knows what it let in.
 */
import { type ActKind, canonicalJson } from '../../../../acts/act.ts'
import { appendActs } from '../../../../acts/append.ts'
import type { Projector } from '../../../../acts/rebuild.ts'
import type { Tx } from '../../../../database/db.ts'
import { holdBeside } from '../../../../database/hold.ts'
import type { Ports } from '../../../../ports.ts'
import { notePassed } from '../../../../acts/passed.ts'
import { exact, type Place, statedDigest } from '../digest.ts'
import * as store from '../store.ts'

/** `act`: what holds the words; `record`: whose version that is, null where it is no record's */
export type LetIn = { readonly statement: number; readonly act: number; readonly kind: ActKind; readonly subject: string; readonly record: number | null }

/** What a statement is held by while something is let in by it, or it is taken back. */
export const statementHeld = 'no-person-statement'

/** None of these is taken back before the transaction ends; taken in the order of their numbers. @returns those that stand no longer */
export async function holdStatements(tx: Tx, statements: Iterable<number>): Promise<ReadonlySet<number>> {
  const sorted = [...new Set(statements)].sort((a, b) => a - b)
  for (const one of sorted) await holdBeside(tx, statementHeld, String(one))
  return new Set(sorted.length === 0 ? [] : (await store.endedOf(tx, sorted)).map((r) => r.act_id))
}

/** Links what was let in, each once. @param by the body that stated it */
export async function noteLetIn(tx: Tx, ports: Ports, by: string, letIn: readonly LetIn[], delivery?: string): Promise<void> {
  const keyOf = (l: { statement: number; act: number }): string => `${l.statement} ${l.act}`
  const known = new Set(letIn.length === 0 ? [] : (await store.linkedTo(tx, letIn.map((l) => l.act))).map(keyOf))
  const fresh = [...new Map(letIn.map((l) => [keyOf(l), l])).values()].filter((l) => !known.has(keyOf(l)))
  if (fresh.length === 0) return
  const { firstAct } = await appendActs(tx, ports, {
    kind: 'boundary.statement-relied', actor: by, rules: [], ...(delivery === undefined ? {} : { delivery }),
    acts: fresh.map(({ act, kind, record, statement, subject }) => (
      { subject: '', content: canonicalJson({ act, kind, record: record ?? undefined, statement, subject: subject === '' ? undefined : subject }) })),
  })
  await store.link(tx, fresh.map((l, i) => ({ ...l, relied: firstAct + i })))
}

export const projectLetIn: Projector = (tx, _group, acts) => store.link(tx, acts.map(({ actId, content }) => {
  const told = JSON.parse(content) as Omit<LetIn, 'subject' | 'record'> & { readonly subject?: string; readonly record?: number }
  return { ...told, subject: told.subject ?? '', record: told.record ?? null, relied: actId }
})).then(() => undefined)

/** The statement was taken back between the look at the words and the act that was to hold them. */
export class StatementEnded extends Error {
  constructor(statement: number) { super(`statement ${statement} was taken back meanwhile`) }
}

/** Of each transaction: the act of the statement; undefined where it is not made yet. */
type Stated = (tx: Tx) => number | undefined

/** From now on whatever act of this request holds the words stands on the statement. */
export function letPass(ports: Ports, body: string, text: string, stated: number | Stated, ended?: () => Error): void {
  notePassed({ text: exact(text), link: async (tx, acts) => {
    const statement = typeof stated === 'number' ? stated : stated(tx)
    if (statement === undefined) return
    if ((await holdStatements(tx, [statement])).size > 0) throw ended?.() ?? new StatementEnded(statement)
    await noteLetIn(tx, ports, body, acts.map((a) => ({ ...a, statement, record: null })))
  } })
}

/** Whether an officer of the body stated of exactly this text in this place that it means no person; it then may pass. */
export async function passesByStatement(ports: Ports, body: string, place: Place, text: string, ended?: () => Error): Promise<boolean> {
  const statement = await store.standing(ports.database, body, place, statedDigest(ports.settings.refusalKey, body, place, text))
  if (statement !== null) letPass(ports, body, text, statement, ended)
  return statement !== null
}
