/**
 * The due day of every numeric rule from every working day of 2018–2026, against a second computation that shares
 * nothing with src/calendar: it reads the yearly notices itself and goes from one day to the next. And a table worked
 * out by hand from the notices, over the two long holidays of each year.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { dueDay, dueDayFast } from '../../src/calendar/due-day.ts'
import type { LayerId, Limit, PauseGround, Rule } from '../../src/law/types.ts'
import { calendar, countingOf, day, hasSourceNotices, limitOf, packIds, packOf, packsFolder, rulesOf, sourceNotices } from '../support/law-data.ts'

// ---- the naive computation ---------------------------------------------------------------------------------------

/** Date → is it off? From every yearly file, whatever year the date lies in; from the source itself where it is at hand. */
const off = new Map<string, boolean>()
for (let year = 2016; year <= 2026; year++) {
  if (hasSourceNotices) {
    const file = JSON.parse(readFileSync(path.join(sourceNotices, `${year}.json`), 'utf8')) as { days: { date: string; isOffDay: boolean }[] }
    for (const entry of file.days) off.set(entry.date, entry.isOffDay)
  } else {
    const file = JSON.parse(readFileSync(path.join(packsFolder, 'calendar', `${year}.json`), 'utf8')) as { days: { day: string; off: boolean }[] }
    for (const entry of file.days) off.set(entry.day, entry.off)
  }
}
off.set('2027-01-01', true) // no notice yet: the one fixed day that the clocks below can reach

/** Every date from 2018 to 2032 in order, with its weekday; 2018-01-01 was a Monday. */
const dates: { date: string; works: boolean }[] = []
for (let year = 2018, weekday = 0; year <= 2032; year++) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  for (const [m, length] of [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
    for (let d = 1; d <= length; d++, weekday = (weekday + 1) % 7) {
      const date = `${year}-${String(m + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`
      const named = off.get(date)
      dates.push({ date, works: named === undefined ? weekday < 5 : !named })
    }
  }
}
const workingDays = dates.flatMap(({ date, works }, place) => (works && date < '2027-01-01' ? [place] : []))

/** `paused` are dates, both ends left out of the count. */
function naive(limit: Limit, start: number, paused?: { first: string; last: string }): string {
  let place = start
  if (limit.unit === 'working-day' || limit.unit === 'day') {
    for (let n = 0; n < limit.amount!;) {
      place++
      const { date, works } = dates[place]!
      if (paused && paused.first <= date && date <= paused.last) continue
      if (limit.unit === 'day' || works) n++
    }
    return dates[place]!.date
  }
  const [year, month, dayOfMonth] = dates[start]!.date.split('-').map(Number) as [number, number, number]
  const sum = (limit.unit === 'year' ? 12 : 1) * limit.amount! + month - 1
  const target = `${year + Math.floor(sum / 12)}-${String((sum % 12) + 1).padStart(2, '0')}`
  let last = ''
  for (; place < dates.length; place++) { // the day of that name, or the last there is in its month
    const { date } = dates[place]!
    if (date.startsWith(target) && Number(date.slice(8)) <= dayOfMonth) last = date
    else if (last !== '') break
  }
  return last
}

const clocks = new Set(['deadline', 'duration', 'cap', 'floor', 'window'])
const layers: readonly LayerId[] = [...packIds, 'national']
const numeric = layers.flatMap((layer) => rulesOf(layer)).filter((rule): rule is Rule & { limit: Limit } =>
  rule.limit !== null && rule.limit.amount !== null && clocks.has(rule.limit.type))

describe('every numeric rule from every working day of 2018–2026', () => {
  test('there are 2,244 such days, and clocks of every unit', () => {
    assert.equal(workingDays.length, 250 + 250 + 249 + 250 + 249 + 249 + 251 + 248 + 248)
    assert.deepEqual([...new Set(numeric.map((rule) => rule.limit.unit))].sort(), ['day', 'month', 'working-day', 'year'])
  })
  for (const layer of layers) {
    test(`of ${layer}`, () => {
      for (const { id, limit } of numeric.filter((rule) => packOf(rule.id) === layer)) {
        for (const start of workingDays) {
          const from = day(dates[start]!.date)
          const outcome = dueDay({ rule: id, from, limit, counting: countingOf(layer), calendar })
          assert.ok(outcome.ok)
          const expected = naive(limit, start)
          assert.equal(outcome.value.certificate.due, expected, `${id} from ${from}`)
          assert.equal(outcome.value.provisional, limit.unit === 'working-day' && expected > '2026-12-31', `${id} from ${from}`)
        }
      }
    })
    const pausing = numeric.filter((rule) => packOf(rule.id) === layer && rule.limit.pauses)
    if (pausing.length > 0) test(`of ${layer}, interrupted`, () => {
      for (const { id, limit } of pausing) {
        for (const [after, length] of [[0, 1], [1, 1], [1, 10], [2, 30], [3, 4], [9, 9]] as const) {
          for (const start of workingDays) {
            const [from, first, last] = [0, after, after + length - 1].map((n) => dates[start + n]!.date) as [string, string, string]
            const pauses = [{ ground: 'appraisal' as PauseGround, from: day(first), to: day(last) }]
            const outcome = dueDayFast({ rule: id, from: day(from), limit, counting: countingOf(layer), calendar, pauses })
            assert.ok(outcome.ok)
            assert.equal(outcome.value.day.toString(), naive(limit, start, { first, last }), `${id} from ${from}, ${first} to ${last}`)
          }
        }
      }
    })
  }
})

// ---- by hand ------------------------------------------------------------------------------------------------------

/** Last working day before the holiday, then the day due after 1, 2, 3 and 5 working days, 5 days and 10 days. */
const byHand = `
  2018 Spring Festival  02-14  02-22 02-23 02-24 02-27  02-19 02-24   off 15–21, work on Sat 24
  2018 National Day     09-30  10-08 10-09 10-10 10-12  10-05 10-10   work on Sun 30 September, off 1–7
  2019 Spring Festival  02-03  02-11 02-12 02-13 02-15  02-08 02-13   work on Sun 3, off 4–10
  2019 National Day     09-30  10-08 10-09 10-10 10-12  10-05 10-10   off 1–7, work on Sat 12
  2020 Spring Festival  01-23  02-03 02-04 02-05 02-07  01-28 02-02   off 24 January – 2 February, as extended
  2020 National Day     09-30  10-09 10-10 10-12 10-14  10-05 10-10   off 1–8, work on Sat 10
  2021 Spring Festival  02-10  02-18 02-19 02-20 02-23  02-15 02-20   off 11–17, work on Sat 20
  2021 National Day     09-30  10-08 10-09 10-11 10-13  10-05 10-10   off 1–7, work on Sat 9
  2022 Spring Festival  01-30  02-07 02-08 02-09 02-11  02-04 02-09   work on Sun 30, off 31 January – 6 February
  2022 National Day     09-30  10-08 10-09 10-10 10-12  10-05 10-10   off 1–7, work on Sat 8 and Sun 9
  2023 Spring Festival  01-20  01-28 01-29 01-30 02-01  01-25 01-30   off 21–27, work on Sat 28 and Sun 29
  2023 National Day     09-28  10-07 10-08 10-09 10-11  10-03 10-08   off 29 September – 6 October, work on Sat 7 and Sun 8
  2024 Spring Festival  02-09  02-18 02-19 02-20 02-22  02-14 02-19   off 10–17, work on Sun 18
  2024 National Day     09-30  10-08 10-09 10-10 10-12  10-05 10-10   off 1–7, work on Sat 12
  2025 Spring Festival  01-27  02-05 02-06 02-07 02-10  02-01 02-06   off 28 January – 4 February, work on Sat 8
  2025 National Day     09-30  10-09 10-10 10-11 10-14  10-05 10-10   off 1–8, work on Sat 11
  2026 Spring Festival  02-14  02-24 02-25 02-26 02-28  02-19 02-24   work on Sat 14, off 15–23, work on Sat 28
  2026 National Day     09-30  10-08 10-09 10-10 10-13  10-05 10-10   off 1–7, work on Sat 10
`
/** Which column each step of the five packs falls into, as its text has it. */
const columns: Readonly<Record<string, number>> = {
  'gd-46-1': 1,
  'gd-46-3a': 2, 'gd-46-3c': 2, 'js-65b': 2, 'ln-37-2': 2, 'ln-37-4': 2,
  'gd-44a': 3, 'gd-46-2': 3, 'gd-46-3b': 3, 'gd-46-4': 3, 'hn-32-2a': 3, 'hn-33': 3, 'hn-34b': 3, 'ln-37-1': 3,
  'js-65a': 4,
  'hn-32-2b': 5,
  'xm-33-1': 6, 'xm-43-3': 6,
}
const holidays = byHand.trim().split('\n').map((line) => {
  const [year, ...words] = line.trim().split(/\s+/)
  return { name: `${year} ${words[0]} ${words[1]}`, days: words.slice(2, 9).map((monthDay) => `${year}-${monthDay}`) }
})

describe('over Spring Festival and National Day, by hand', () => {
  test('every step of the five packs is in the table', () => {
    const steps = packIds.flatMap((pack) => rulesOf(pack)).filter((rule) => rule.limit?.type === 'deadline' && rule.limit.amount !== null)
    assert.deepEqual(steps.map((rule) => rule.id).sort(), Object.keys(columns).sort())
    assert.equal(holidays.length, 18)
  })
  for (const [rule, column] of Object.entries(columns)) {
    test(`${rule} falls on the days worked out from the notices`, () => {
      for (const { name, days } of holidays) assert.equal(due(rule, days[0]!), days[column], name)
    })
  }
  test('hn-32-2b the longer track in days falls due before the shorter one in working days', () => {
    for (const { name, days } of holidays) assert.ok(due('hn-32-2b', days[0]!) < due('hn-32-2a', days[0]!), name)
  })
  test('gd-46-5 an appraisal across Spring Festival 2026 takes the make-up Saturday before it too', () => {
    assert.equal(due('gd-46-3b', '2026-02-12', ['2026-02-13', '2026-02-24']), '2026-02-27')
  })
  test('ln-37-8 an appraisal across National Day 2024 leaves the make-up Sunday before it', () => {
    assert.equal(due('ln-37-1', '2024-09-27', ['2024-09-30', '2024-10-09']), '2024-10-11')
  })
})

function due(rule: string, from: string, appraisal?: [string, string]): string {
  const pauses = appraisal ? [{ ground: 'appraisal' as PauseGround, from: day(appraisal[0]), to: day(appraisal[1]) }] : []
  const outcome = dueDayFast({ rule, from: day(from), limit: limitOf(rule), counting: countingOf(packOf(rule)), calendar, pauses })
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value.day.toString()
}
