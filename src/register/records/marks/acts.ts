/** Marks set beside a record and taken away, inside the transaction of whatever they follow from. */
import { canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { recordMoved } from '../../recall/acts.ts'
import type { Mark } from '../marks.ts'
import * as store from './store.ts'

/** @returns the number of the act */
export const setMark = (tx: Tx, ports: Ports, by: Doer, mark: store.MarkKey, rules: readonly RuleId[]): Promise<number> =>
  change(tx, ports, by, mark, rules, 'record.marked')
export const removeMark = (tx: Tx, ports: Ports, by: Doer, mark: store.MarkKey, rules: readonly RuleId[]): Promise<number> =>
  change(tx, ports, by, mark, rules, 'record.mark-removed')

async function change(tx: Tx, ports: Ports, by: Doer, m: store.MarkKey, rules: readonly RuleId[], kind: 'record.marked' | 'record.mark-removed'): Promise<number> {
  const { firstAct, head } = await appendActs(tx, ports, {
    kind, ...doer(by), rules, acts: [{ subject: m.subject, content: canonicalJson({ case: m.case, mark: m.mark, record: m.record }) }],
  })
  await (kind === 'record.marked' ? store.addMark : store.endMark)(tx, { ...m, on: head.on, act: firstAct })
  await recordMoved(tx, ports, {
    subject: m.subject, records: [m.record], because: kind === 'record.marked' ? 'marked' : 'mark-removed', act: firstAct, rules,
  })
  return firstAct
}

export const projectMark: Projector = async (tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    const { case: of, mark, record } = JSON.parse(content) as { case: number; mark: Mark; record: number }
    await (group.kind === 'record.marked' ? store.addMark : store.endMark)(tx, { subject, record, mark, case: of, on: group.head.on, act: actId })
  }
}
