/** The item a delivery names, if the catalog holds it on that day. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law } from '../../law/types.ts'
import type { CatalogItem } from './types.ts'

/**
 * - `item-not-in-catalog` in neither the national basic catalog nor this pack's supplement, or not in force on the day
 * - `item-declined`       the text knows it, this register does not take it; facts: why, in both languages
 */
export type ItemRefusal = 'item-not-in-catalog' | 'item-declined'

const closed = 'nat-catalog-closed'

/** @source nat-catalog-closed, and for each province that names both catalogs: hn-12-1, js-35-1, ln-10-1 */
export function findItem(law: Pick<Law, 'catalog'>, id: string, on: Temporal.PlainDate): Outcome<CatalogItem, ItemRefusal> {
  const day = on.toString()
  const item = law.catalog.find((i) => i.id === id && i.inForce.from <= day && (i.inForce.until === null || day <= i.inForce.until))
  if (item === undefined) return refuse('item-not-in-catalog', closed, { item: id, on: day })
  if (item.scope === 'declined') {
    return refuse('item-declined', item.display.by === 'none' ? item.display.rule : closed, {
      item: id, 'title-zh': item.title.zh, 'title-en': item.title.en, 'why-zh': item.why?.zh ?? '', 'why-en': item.why?.en ?? '',
    })
  }
  return ok(item)
}

/** What may be delivered on a day, in the order of the catalog. */
export const itemsInForce = (law: Pick<Law, 'catalog'>, on: Temporal.PlainDate): CatalogItem[] =>
  law.catalog.filter((i) => findItem({ catalog: [i] }, i.id, on).ok)
