/** Marks set beside a record and taken away, inside the transaction of whatever they follow from. */
import { canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { recordsMoved } from '../../recall/acts.ts'
import type { Mark } from '../marks.ts'
import * as store from './store.ts'

/** @returns the number of the act */
export const setMark = (tx: Tx, ports: Ports, by: Doer, mark: store.MarkKey, rules: readonly RuleId[]): Promise<number> =>
  change(tx, ports, by, mark, rules, 'record.marked')
export const removeMark = (tx: Tx, ports: Ports, by: Doer, mark: store.MarkKey, rules: readonly RuleId[]): Promise<number> =>
  change(tx, ports, by, mark, rules, 'record.mark-removed')

async function change(tx: Tx, ports: Ports, by: Doer, m: store.MarkKey, rules: readonly RuleId[], kind: 'record.marked' | 'record.mark-removed'): Promise<number> {
  return (await changeMarks(tx, ports, by, [m], rules, kind))!
}

/** Marks of many records set or taken away at once. @returns the number of the first act; null where there are none */
export async function changeMarks(
  tx: Tx, ports: Ports, by: Doer, marks: readonly store.MarkKey[], rules: readonly RuleId[], kind: 'record.marked' | 'record.mark-removed',
): Promise<number | null> {
  if (marks.length === 0) return null
  const { firstAct, head } = await appendActs(tx, ports, {
    kind, ...doer(by), rules, acts: marks.map((m) => ({ subject: m.subject, content: canonicalJson({ case: m.case, mark: m.mark, record: m.record }) })),
  })
  const acts = marks.map((m, i) => ({ ...m, on: head.on, act: firstAct + i }))
  await (kind === 'record.marked' ? store.addMarks : store.endMarks)(tx, acts)
  await recordsMoved(tx, ports, { moved: acts, because: kind === 'record.marked' ? 'marked' : 'mark-removed', rules })
  return firstAct
}

export const projectMark: Projector = async (tx, group, acts) => {
  await (group.kind === 'record.marked' ? store.addMarks : store.endMarks)(tx, acts.map(({ subject, actId, content }) => {
    const { case: of, mark, record } = JSON.parse(content) as { case: number; mark: Mark; record: number }
    return { subject, record, mark, case: of, on: group.head.on, act: actId }
  }))
}
