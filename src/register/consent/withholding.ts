/** Records an organisation keeps from view: which it may ask for, and under which rule. Pure. */
import { choices } from '../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { ClosedListEntry, Law, Pack, RuleId } from '../../law/types.ts'

/** Items of the catalog of which the pack lets an organisation ask that they not be disclosed; none where it gives no such right. */
export const withholdable = (pack: Pick<Pack, 'lists'>): readonly ClosedListEntry[] => {
  const list = pack.lists.find((l) => l.id === 'withholdable')
  return list === undefined ? [] : choices(list)
}

export type HeldToWithhold = { readonly record: number; readonly item: string; readonly existence: string; readonly withheld: boolean }
/**
 * - `record-unknown`    the organisation holds no such record; facts: record
 * - `not-withholdable`  the pack gives no right to this; facts: item-zh, item-en, allowed-zh, allowed-en
 * - `already-withheld`, `not-withheld`  facts: record
 */
export type WithholdingRefusal = 'record-unknown' | 'not-withholdable' | 'already-withheld' | 'not-withheld'

/** @param record null: the organisation has no record of this number. @source gd-41, xm-35 */
export function mayWithhold(number: number, record: HeldToWithhold | null, law: Pick<Law, 'pack' | 'catalog'>): Outcome<RuleId, WithholdingRefusal> {
  if (record === null || record.existence !== 'held') return refuse('record-unknown', null, { record: String(number) })
  const list = law.pack.lists.find((l) => l.id === 'withholdable')
  const entry = withholdable(law.pack).find((e) => e.code === record.item)
  if (entry === undefined) {
    const allowed = withholdable(law.pack)
    const title = law.catalog.find((item) => item.id === record.item)?.title
    return refuse('not-withholdable', list?.rules[0] ?? null, {
      'item-zh': title?.zh ?? record.item, 'item-en': title?.en ?? record.item,
      'allowed-zh': allowed.map((e) => e.text.zh).join('、') || '无', 'allowed-en': allowed.map((e) => e.text.en).join('; ') || 'none',
    })
  }
  return record.withheld ? refuse('already-withheld', entry.rule, { record: String(number) }) : ok(entry.rule)
}

/** What was withheld may be shown again whenever the organisation asks. */
export function mayShowAgain(number: number, record: HeldToWithhold | null): Outcome<null, WithholdingRefusal> {
  if (record === null || record.existence !== 'held') return refuse('record-unknown', null, { record: String(number) })
  return record.withheld ? ok(null) : refuse('not-withheld', null, { record: String(number) })
}
