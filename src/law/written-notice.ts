/**
 * What a row of untrustworthiness information states of the written notice that went before it, where the regulation in force
 * asks for one: columns of the items, and what a row must hold in them. The pack's list `written-notice` is the data. Pure.
 */
import type { ClosedListEntry, Pack, RuleId } from './types.ts'
import type { CatalogField, CatalogItem } from '../register/catalog/types.ts'

type Lists = Pick<Pack, 'lists'>
type Code = 'document' | 'day' | 'exception'

const entriesOf = ({ lists }: Lists): readonly ClosedListEntry[] =>
  lists.find((l) => l.id === 'written-notice')?.entries.filter((e) => e.scope === 'in') ?? []

/** Names of the columns; null where the pack, or an item of this nature, asks for no notice. */
export function noticeColumns(item: Pick<CatalogItem, 'nature' | 'scope'>, pack: Lists): Readonly<Record<Code, string>> | null {
  if (item.nature !== 'untrustworthiness' || item.scope !== 'in') return null
  const named = new Map(entriesOf(pack).map((e) => [e.code, e.text.zh]))
  const [document, day, exception] = (['document', 'day', 'exception'] as const).map((code) => named.get(code))
  return document && day && exception ? { document, day, exception } : null
}

const longest: Readonly<Record<Code, number | null>> = { document: 128, day: null, exception: 512 }

/** The item with the pack's columns at its end; the same item where it asks for none. @source xm-11-2 */
export function withNoticeFields(item: CatalogItem, pack: Lists): CatalogItem {
  if (noticeColumns(item, pack) === null) return item
  const fields = entriesOf(pack).map(({ code, text }): CatalogField => {
    const most = longest[code as Code]
    return { name: text.zh, code: null, title: text, type: code === 'day' ? 'date' : 'text', required: false, public: true, ...(most === null ? {} : { maxLength: most }) }
  })
  return { ...item, fields: [...item.fields, ...fields] }
}

/**
 * - `written-notice-missing` neither a notice (number and day) nor the law that asks for none; facts: document, day, exception: the columns
 * - `date-in-future`         the notice is dated after the delivery
 */
export type NoticeFault = {
  readonly code: 'written-notice-missing' | 'date-in-future'
  readonly field: string
  readonly rule: RuleId
  readonly facts: Readonly<Record<string, string>>
}

/**
 * @returns null where the pack asks for no notice, so that a row costs nothing there
 * @source xm-11-2
 */
export function noticeCheck(item: CatalogItem, pack: Lists): ((today: string, value: (field: string) => string | null) => NoticeFault | null) | null {
  const columns = noticeColumns(item, pack)
  if (columns === null) return null
  const { document, day, exception } = columns
  const { rule } = entriesOf(pack)[0]!
  return (today, value): NoticeFault | null => {
    const on = value(day)
    if (on && on > today) return { code: 'date-in-future', field: day, rule, facts: { found: on, today } }
    if (value(exception) || (value(document) && on)) return null
    return { code: 'written-notice-missing', field: value(document) ? day : document, rule, facts: { document, day, exception } }
  }
}
