/** What an officer may choose on a day: measures of published lists in force, and no word of her own. Pure. */
import { isInForce } from '../../law/in-force.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Measure, MeasureList, MeasureListRules } from './measure-list.ts'

export type OfferedMeasure = Measure & { readonly list: Pick<MeasureList, 'level' | 'place' | 'version' | 'inForce'> }

/**
 * Of each place and level the newest version in force; what an earlier version held and the newer does not is not offered.
 * @param published lists of one kind that were published
 * @param day       day of the choice, YYYY-MM-DD
 * @source gd-27-2, gd-28-1, hn-24-1, js-45-1, ln-26
 */
export function offeredMeasures(published: readonly MeasureList[], day: string): OfferedMeasure[] {
  const newest = new Map<string, MeasureList>()
  for (const list of published.filter((l) => isInForce(l.inForce, day))) {
    const key = `${list.kind} ${list.level} ${list.place.zh}`
    const known = newest.get(key)
    if (!known || known.inForce.from < list.inForce.from) newest.set(key, list)
  }
  return [...newest.values()].flatMap(({ measures, level, place, version, inForce }) =>
    measures.map((m) => ({ ...m, list: { level, place, version, inForce } })))
}

/** @param wanted the code of an offered measure; anything else, free text among it, is refused. @source gd-30-4 */
export function chooseMeasure(
  published: readonly MeasureList[], day: string, wanted: string, rules: MeasureListRules,
): Outcome<OfferedMeasure, 'measure-not-offered'> {
  const offered = offeredMeasures(published, day)
  const chosen = offered.find((m) => m.code === wanted)
  return chosen ? ok(chosen) : refuse('measure-not-offered', rules.chosen, { found: wanted, offered: offered.map((m) => m.code).join(', ') })
}
