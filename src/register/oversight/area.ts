/** Areas of the country by their codes, two figures each for province, city and district. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'

/** Six figures; `330200` is the city, `330000` the province it lies in, `000000` the whole country. */
export type AreaCode = string

export const readArea = (text: string): Outcome<AreaCode, 'area-unreadable'> =>
  (/^(?:[1-9]\d(?:\d\d){0,2}|000000)$/.test(text.trim()) ? ok(text.trim().padEnd(6, '0')) : refuse('area-unreadable', null, { found: text.trim().slice(0, 20) }))

/** The area of the office that registered a body: its code says it, at the third to the eighth place. */
export const areaOfCode = (code: string): AreaCode | null => /^..([0-9]{6})/.exec(code)?.[1] ?? null

/** Does the area lie in the other, or is it the same? */
export function within(area: AreaCode, outer: AreaCode): boolean {
  const digits = outer.replace(/(?:00)+$/, '')
  return area.startsWith(digits)
}
