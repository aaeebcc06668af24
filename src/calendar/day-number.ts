/**
 * Days as whole numbers, 1970-01-01 = 0, proleptic Gregorian. Sweeps over many clocks count in these;
 * `Temporal.PlainDate` stays the form in which a day enters and leaves.
 */
export const dayNumber = (day: Temporal.PlainDate): number => numberOf(day.year, day.month, day.day)

export function plainDate(number: number): Temporal.PlainDate {
  const { year, month, day } = civil(number)
  return new Temporal.PlainDate(year, month, day)
}

/** 1 = Monday … 7 = Sunday, as ISO 8601 and Temporal count. */
export const weekdayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1

export const yearOf = (number: number): number => civil(number).year

/** `2026-02-12`, without the cost of a Temporal object. */
export function isoDay(number: number): string {
  const { year, month, day } = civil(number)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

// Years are counted from March, so that the leap day is the last of its year; 400 years are one cycle of 146,097 days.
const DAYS_BEFORE_1970 = 719_468

export function numberOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const cycle = Math.floor(y / 400)
  const yearOfCycle = y - cycle * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return cycle * 146_097 + yearOfCycle * 365 + (yearOfCycle >> 2) - Math.floor(yearOfCycle / 100) + dayOfYear - DAYS_BEFORE_1970
}

function civil(number: number): { year: number; month: number; day: number } {
  const n = number + DAYS_BEFORE_1970
  const cycle = Math.floor(n / 146_097)
  const dayOfCycle = n - cycle * 146_097
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) / 365)
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + (yearOfCycle >> 2) - Math.floor(yearOfCycle / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

/** Is this the text of a day there is, YYYY-MM-DD? */
export function isDay(text: string): boolean {
  try { return Temporal.PlainDate.from(text).toString() === text } catch { return false }
}
