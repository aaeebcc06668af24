/** Which texts and rules apply on a day. Days are ISO strings: they compare as text. */
import type { DisplayText, InForce, Law, LayerId, Rule } from './types.ts'

/** @param day YYYY-MM-DD; both ends of a span are in force */
export const isInForce = (span: InForce, day: string): boolean => span.from <= day && (span.until === null || day <= span.until)

/** Rules of the deployment's pack and of the national layer in force on the day. */
export const rulesInForce = (law: Law, day: string, layer?: LayerId): Rule[] =>
  [...law.pack.rules, ...law.national.rules].filter((r) => (layer === undefined || r.layer === layer) && isInForce(r.inForce, day))

/** The text for everything and the sector's own text of that day; null where there is none. */
export function displayTextsInForce(law: Law, sector: string | null, day: string): { general: DisplayText | null; sector: DisplayText | null } {
  let [general, own]: (DisplayText | null)[] = [null, null]
  for (const text of law.national.displayTexts) {
    if (!isInForce(text.inForce, day)) continue
    if (text.sector === null) general = text
    else if (text.sector === sector) own = text
  }
  return { general: general ?? null, sector: own ?? null }
}

/**
 * The law with the display texts of one day: `guangdong@2026.1 national@2026.1 display:order-36+samr-107`. Dates computed
 * under one such stamp are to be computed again when the stamp of the day is another.
 */
export function displayStamp(law: Law, day: string): string {
  const texts = law.national.displayTexts.filter((t) => isInForce(t.inForce, day)).map((t) => t.id).sort()
  return `${law.stamp} display:${texts.join('+') || 'none'}`
}
