import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { calendar, calendarJson, day, hasSourceNotices, sourceNotices } from '../../test/support/law-data.ts'
import { calendarFiles, editionsOf, isWorkingDay, parseCalendar, workingDaysBetween, type Calendar } from './calendar.ts'
import { dayNumber, isoDay, plainDate, weekdayOf, yearOf } from './day-number.ts'

function status(text: string, of: Calendar = calendar) {
  const outcome = isWorkingDay(day(text), of)
  assert.ok(outcome.ok, `${text} is not covered`)
  return outcome.value
}
const anyDay = fc.integer({ min: -800_000, max: 800_000 })
const coveredDay = fc.integer({ min: calendar.index.first, max: calendar.index.last })

test('a year has the working days its notices give it', () => {
  const totals = { 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248 }
  for (const [year, total] of Object.entries(totals)) {
    assert.deepEqual(workingDaysBetween(day(`${Number(year) - 1}-12-31`), day(`${year}-12-31`), calendar), { ok: true, value: total }, year)
  }
})

test('days of December are taken from the notice of the next year', () => {
  assert.deepEqual(status('2018-12-29'), { working: true, why: 'make-up', name: { zh: '元旦', en: 'New Year’s Day' }, notice: 2019, provisional: false })
  assert.equal(status('2018-12-31').working, false)
  assert.equal(status('2018-12-31').notice, 2019)
  assert.deepEqual([status('2022-12-31').working, status('2022-12-31').why], [false, 'holiday'])
  assert.deepEqual([status('2019-12-31').working, status('2019-12-31').why], [true, 'weekday'])
})

test('a holiday, a weekend, a make-up day and a weekday each say what they are', () => {
  assert.equal(status('2026-09-25').name?.en, 'Mid-Autumn Festival')
  assert.equal(status('2025-10-06').name?.en, 'National Day and Mid-Autumn Festival')
  assert.equal(status('2026-10-10').why, 'make-up')
  assert.equal(status('2026-10-11').why, 'weekend')
  assert.equal(status('2026-10-12').why, 'weekday')
  // extended by a paper of its own: work began again on 2020-02-03
  assert.deepEqual([status('2020-01-31').working, status('2020-02-02').working, status('2020-02-03').working], [false, false, true])
})

test('a year without a notice is provisional: fixed days rest, days of the lunar calendar are not guessed', () => {
  assert.deepEqual(status('2027-01-01'), {
    working: false, why: 'statutory-provisional', name: { zh: '元旦', en: 'New Year’s Day' }, notice: null, provisional: true,
  })
  for (const text of ['2027-10-01', '2028-05-01', '2028-05-02', '2028-10-02', '2028-10-03']) assert.equal(status(text).working, false, text)
  assert.deepEqual([status('2027-02-08').working, status('2027-02-08').provisional], [true, true]) // in Spring Festival week, surely
  assert.equal(status('2027-10-09').working, false) // a Saturday that a notice may turn into a make-up day
  assert.equal(status('2026-12-31').provisional, false)
})

test('unknown is never open: before the first notice and past the provisional years the answer is a refusal', () => {
  for (const text of ['2015-12-31', '2029-01-01', '1970-01-01', '2099-12-31']) {
    const outcome = isWorkingDay(day(text), calendar)
    assert.deepEqual(outcome, {
      ok: false, refusals: [{ code: 'calendar-gap', rule: null, facts: { day: text, edition: '2026', firstDay: '2016-01-01', lastDay: '2028-12-31' } }],
    })
  }
  assert.equal(workingDaysBetween(day('2010-01-01'), day('2020-01-01'), calendar).ok, false)
  assert.equal(workingDaysBetween(day('2028-01-01'), day('2029-01-01'), calendar).ok, false)
})

test('an earlier edition answers as before the next notice came', () => {
  const files = calendarJson()
  assert.deepEqual(editionsOf(files), ['2016', '2017', '2018', '2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026'])
  const before = parseCalendar(files, '2018')
  assert.deepEqual([before.edition, before.lastCertainDay, before.lastDay], ['2018', '2018-12-31', '2020-12-31'])
  assert.equal(status('2018-12-31', before).working, true)
  assert.equal(status('2018-12-29', before).working, false)
  assert.equal(status('2019-10-01', before).why, 'statutory-provisional')
  assert.equal(status('2019-10-07', before).working, true)
  assert.throws(() => parseCalendar(files, '2031'), /no edition 2031/)
})

test('a notice that arrives, and one that amends it, are new editions; the files before them stay', () => {
  const notice = (edition: string, published: string, days: unknown[]) =>
    ({ kind: 'notice', edition, year: 2027, papers: [{ address: 'https://example.org', published }], days })
  const off = (text: string) => ({ day: text, name: '春节', off: true })
  const first = notice('2027', '2026-11-25', [off('2027-02-08')])
  const amended = notice('2027-2', '2027-01-20', [off('2027-02-08'), off('2027-02-09')])
  const files = [amended, ...calendarJson(), first]
  const newest = parseCalendar(files)
  assert.equal(newest.edition, '2027-2')
  assert.deepEqual([status('2027-02-09', newest).working, status('2027-02-09', newest).provisional], [false, false])
  assert.equal(status('2027-02-09', parseCalendar(files, '2027')).working, true)
  assert.equal(status('2027-02-08', parseCalendar(files, '2026')).provisional, true)
  // the amendment stands for the whole year: what it no longer names is an ordinary day again
  const withdrawn = parseCalendar([...calendarJson(), first, notice('2027-2', '2027-01-20', [off('2027-02-09')])])
  assert.equal(status('2027-02-08', withdrawn).working, true)
})

test('the files kept with an edition make the same calendar again', () => {
  const kept = JSON.parse(JSON.stringify(calendarFiles(calendar))) as unknown[]
  assert.deepEqual(parseCalendar(kept), calendar)
})

test('a malformed notice is refused when it is read, not when a day is asked for', () => {
  const files = calendarJson()
  const good = { kind: 'notice', edition: 'x', year: 2027, papers: [{ address: 'a', published: '2026-11-25' }], days: [{ day: '2027-02-08', name: '春节', off: true }] }
  const wrong: [object, RegExp][] = [
    [{ days: [] }, /names no day/],
    [{ papers: [] }, /rests on no paper/],
    [{ days: [good.days[0], good.days[0]] }, /twice/],
    [{ days: [{ day: '2027-02-30', name: '春节', off: true }] }, /RangeError|range|valid/i],
    [{ days: [{ day: '2026-11-30', name: '春节', off: true }] }, /not a day it could name/],
    [{ days: [{ day: '2028-01-01', name: '元旦', off: true }] }, /not a day it could name/],
    [{ days: [{ day: '2027-02-08', name: '狂欢节', off: true }] }, /no English name/],
    [{ days: [{ day: '2027-02-08', name: '春节' }] }, /neither off nor on/],
    [{ year: 2029 }, /not a day it could name/],
    [{ edition: '2026' }, /one edition/],
  ]
  for (const [change, message] of wrong) assert.throws(() => parseCalendar([...files, { ...good, ...change }]), message)
  assert.throws(() => parseCalendar(files.filter((file) => (file as { year?: number }).year !== 2020)), /lacks a notice/)
  assert.throws(() => parseCalendar(files.filter((file) => (file as { kind: string }).kind === 'notice')), /one frame/)
  assert.throws(() => parseCalendar(files.filter((file) => (file as { kind: string }).kind === 'frame')), /no notice/)
  assert.throws(() => parseCalendar([...files, null]), /not an object/)
})

test('the index counts what stepping counts', () => {
  fc.assert(fc.property(coveredDay, fc.integer({ min: 0, max: 90 }), (from, length) => {
    const until = Math.min(from + length, calendar.index.last)
    let stepped = 0
    for (let n = from + 1; n <= until; n++) if (status(isoDay(n)).working) stepped++
    assert.deepEqual(workingDaysBetween(plainDate(from), plainDate(until), calendar), { ok: true, value: stepped })
    assert.deepEqual(workingDaysBetween(plainDate(until), plainDate(from), calendar), { ok: true, value: 0 })
  }), { numRuns: 300 })
})

test('day numbers and Temporal agree on every day', () => {
  fc.assert(fc.property(anyDay, (number) => {
    const date = day('1970-01-01').add({ days: number })
    assert.equal(dayNumber(date), number)
    assert.ok(plainDate(number).equals(date))
    assert.equal(weekdayOf(number), date.dayOfWeek)
    assert.equal(yearOf(number), date.year)
    if (date.year >= 0 && date.year <= 9999) assert.equal(isoDay(number), date.toString())
  }), { numRuns: 2000 })
})

test('the notices are those of the source, day by day', { skip: hasSourceNotices ? false : 'the source files lie beside the project, not in it' }, () => {
  for (const notice of calendar.notices.values()) {
    const source = JSON.parse(readFileSync(path.join(sourceNotices, `${notice.year}.json`), 'utf8')) as
      { papers: string[]; days: { date: string; name: string; isOffDay: boolean }[] }
    assert.deepEqual(notice.days.map(({ day, name, off }) => ({ name, date: day, isOffDay: off })), source.days)
    assert.deepEqual(notice.papers.map((paper) => paper.address), source.papers)
  }
})
