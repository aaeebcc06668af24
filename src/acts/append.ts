/** Appending acts: the one way anything takes effect. */
import { commitment } from '../log/commitment.ts'
import type { Tx } from '../database/db.ts'
import type { Ports } from '../ports.ts'
import type { RuleId } from '../law/types.ts'
import { type ActContent, type ActKind, type Head, headText, saltBytes, withoutSubject } from './act.ts'
import { carryAlong } from './alongside.ts'
import { linkPassed } from './passed.ts'
import { requireStanding } from './standing.ts'

export type NewGroup = {
  readonly kind: ActKind
  readonly actor: string
  readonly account?: string | undefined
  readonly rules: readonly RuleId[]
  readonly delivery?: string
  /** the legal day, where it is not today: a late run catching up */
  readonly on?: Temporal.PlainDate
  readonly acts: readonly ActContent[]
}
export type Appended = { readonly firstAct: number; readonly head: Head; readonly headText: string; readonly recordedAt: string }

/**
 * Appends a group of acts inside the caller's transaction, together with whatever the caller projects from them.
 * Act `i` of the group bears the number `firstAct + i`.
 * @throws what the standing of whoever asks says, where it has ended meanwhile
 */
export async function appendActs(tx: Tx, ports: Pick<Ports, 'law' | 'now' | 'today' | 'randomBytes'>, group: NewGroup): Promise<Appended> {
  if (group.acts.length === 0) throw new RangeError('a group holds at least one act')
  if (withoutSubject.has(group.kind) && group.acts.some((act) => act.subject !== '')) throw new RangeError(`${group.kind} concerns no organisation`)
  await requireStanding(tx, ports.today().toString())
  await carryAlong(tx)
  const { head, text, at } = openGroup(ports, group)
  const firstAct = await takeActNumbers(tx, group.acts.length)
  const salts = ports.randomBytes(saltBytes * group.acts.length)
  const entries = Buffer.concat(group.acts.map((act, i) => commitment(salts.subarray(i * saltBytes, (i + 1) * saltBytes), text, act.content)))
  await tx.run`
    insert into act_group (first_act, acts, kind, head, entries, recorded_at)
    values (${firstAct}, ${group.acts.length}, ${group.kind}, ${text}, ${entries}, ${at})`
  await tx.run`
    insert into act (subject_code, act_id, salt, content)
    select subject, ${firstAct}::bigint + n - 1, salt, content
      from unnest(${group.acts.map((a) => a.subject)}::text[], ${group.acts.map((_, i) => salts.subarray(i * saltBytes, (i + 1) * saltBytes))}::bytea[],
                  ${group.acts.map((a) => a.content)}::text[]) with ordinality as t (subject, salt, content, n)`
  await tx.run`insert into log_pending (first_act) values (${firstAct})`
  await linkPassed(tx, group.kind, firstAct, group.acts)
  return { firstAct, head, headText: text, recordedAt: at }
}

/** The head of a group being opened now. */
export function openGroup(ports: Pick<Ports, 'law' | 'now' | 'today'>, group: Omit<NewGroup, 'acts'>): { head: Head; text: string; at: string } {
  const at = ports.now().round({ smallestUnit: 'millisecond' }).toString()
  const head: Head = {
    act: group.kind, actor: group.actor, ...(group.account ? { account: group.account } : {}), at,
    on: (group.on ?? ports.today()).toString(), law: ports.law().stamp, rules: group.rules, ...(group.delivery ? { delivery: group.delivery } : {}),
  }
  return { head, text: headText(head), at }
}

/** Takes `count` consecutive act numbers; returns the first. Numbers of a transaction that fails stay unused. */
export async function takeActNumbers(tx: Tx, count: number): Promise<number> {
  return (await tx.one<{ first: number }>`select take_act_numbers(${count}) as first`)!.first
}
