/** What stands beside a record while a case about it is open: marks, from a day on. Pure. */
import type { Pack, RuleId, Text2 } from '../../law/types.ts'

/**
 * - `disputed`   an objection is being handled
 * - `suspended`  a remedy is pending during which the pack has display stop
 * - `shielded`   kept from view for the time being by a decision on the record's case
 * - `withheld`   kept from view because the organisation asked for it; its case is the act that did
 * - `unstated`   kept from view because the statement that its words mean no person was taken back; its case is that statement
 */
export type Mark = 'disputed' | 'suspended' | 'shielded' | 'withheld' | 'unstated'
/** `until`: first day without it; null: it stands. `since` and `until` are days, YYYY-MM-DD. */
export type RecordMark = { readonly record: number; readonly mark: Mark; readonly case: number; readonly since: string; readonly until: string | null }

export const markText: Readonly<Record<Mark, Text2>> = {
  disputed: { zh: '该组织已对本条信息提出异议，正在办理', en: 'The organisation objected to this record; the objection is being handled' },
  suspended: { zh: '行政复议或者诉讼期间，中止公开', en: 'Not shown while reconsideration or a suit is pending' },
  shielded: { zh: '暂不公示', en: 'Not shown for the time being' },
  withheld: { zh: '应该组织的要求不公开', en: 'Not shown, at the request of the organisation' },
  unstated: { zh: '文字可能指自然人，“不指自然人”的说明已撤销，暂停公开', en: 'Not shown: its words may tell of a person, and the statement that none is meant was taken back' },
}

/** By which a disputed record is marked. @source gd-46-1, xm-33-2, js-64-1c, ln-37-6, hn-32-3 */
export function ruleOfMark(pack: Pack): RuleId | null {
  const value = pack.parameters.F4
  return value === undefined ? null : value.kind === 'limit' ? value.rule : value.rules[0] ?? null
}

/** The marks of an organisation as the database joins them to its records; null: none. */
export const marksFrom = (json: string | null): readonly RecordMark[] => (json === null ? none : JSON.parse(json) as RecordMark[])
const none: readonly RecordMark[] = []

export const standsOn = (mark: RecordMark, day: string): boolean => mark.since <= day && (mark.until === null || day < mark.until)

/** The open objection of a record; null where nobody disputes it on the day. */
export const disputeOf = (marks: readonly RecordMark[], record: number, day: string): RecordMark | null =>
  (marks.length === 0 ? null : marks.find((m) => m.mark === 'disputed' && m.record === record && standsOn(m, day)) ?? null)

/** Records a mark keeps from view on the day. @source xm-53-2, gd-41, xm-35 */
export const hiddenBy = (marks: readonly RecordMark[], day: string): ReadonlySet<number> =>
  new Set(marks.filter((m) => m.mark !== 'disputed' && standsOn(m, day)).map((m) => m.record))
