import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { calendar, countingOf, day, limitOf, packOf } from '../../test/support/law-data.ts'
import type { Counting, Limit, PauseGround } from '../law/types.ts'
import { isWorkingDay } from './calendar.ts'
import { eachDay, lengthOf } from './certificate.ts'
import { dueDay, dueDayFast, type Clock } from './due-day.ts'
import type { Pause } from './pauses.ts'

const appraisal = (from: string, to: string | null, ground: PauseGround = 'appraisal'): Pause =>
  ({ ground, from: day(from), to: to === null ? null : day(to), rule: 'gd-46-5' })

/** A clock of a rule as its pack has it. */
const clockOf = (rule: string, from: string, pauses: readonly Pause[] = []): Clock =>
  ({ rule, from: day(from), limit: limitOf(rule), pauses, counting: countingOf(packOf(rule)), calendar })

function due(rule: string, from: string, pauses: readonly Pause[] = []): string {
  const outcome = dueDay(clockOf(rule, from, pauses))
  assert.ok(outcome.ok, JSON.stringify(outcome))
  assert.equal(outcome.value.edge, 'last-day')
  return outcome.value.day.toString()
}
function over(rule: string, from: string): string {
  const outcome = dueDay(clockOf(rule, from))
  assert.ok(outcome.ok, JSON.stringify(outcome))
  assert.equal(outcome.value.edge, 'first-day-over')
  return outcome.value.day.toString()
}
const refusalOf = (clock: Clock) => {
  const outcome = dueDay(clock)
  assert.ok(!outcome.ok)
  assert.deepEqual(dueDayFast(clock), outcome)
  return outcome.refusals
}

describe('steps are in time until the end of their last day', () => {
  const steps: [rule: string, from: string, due: string, what: string][] = [
    ['gd-44a', '2024-03-04', '2024-03-07', 'an error found is corrected within three working days'],
    ['gd-46-1', '2024-03-04', '2024-03-05', 'the mark is set within one working day of receipt'],
    ['gd-46-1', '2024-02-09', '2024-02-18', 'over Spring Festival the mark falls on the make-up Sunday'],
    ['gd-46-2', '2024-03-04', '2024-03-07', 'an objection in the operator’s own scope is handled within three working days'],
    ['gd-46-3a', '2024-03-04', '2024-03-06', 'an objection for the provider is passed on within two working days'],
    ['gd-46-3b', '2024-03-06', '2024-03-11', 'the provider decides within three working days of the transfer'],
    ['gd-46-3c', '2024-03-11', '2024-03-13', 'the objector is told within two working days of the decision'],
    ['gd-46-4', '2024-03-11', '2024-03-14', 'every receiver changes its copy within three working days'],
    ['hn-32-2a', '2024-03-04', '2024-03-07', 'an objection in own scope is disposed of within three working days'],
    ['hn-32-2a', '2024-09-30', '2024-10-10', 'three working days over National Day outlast five days'],
    ['hn-32-2b', '2024-09-30', '2024-10-05', 'with assistance within five days, holidays counted'],
    ['hn-33', '2024-03-04', '2024-03-07', 'an error found is corrected within three working days'],
    ['hn-34b', '2024-03-04', '2024-03-07', 'a revocation told is followed within three working days'],
    ['js-65a', '2024-03-04', '2024-03-11', 'a revocation is told within five working days'],
    ['js-65b', '2024-03-11', '2024-03-13', 'the register follows within two working days'],
    ['ln-37-1', '2024-03-04', '2024-03-07', 'an accepted objection is reviewed within three working days'],
    ['ln-37-2', '2024-03-07', '2024-03-11', 'an own error is told within two working days, the weekend left out'],
    ['ln-37-4', '2024-03-11', '2024-03-13', 'the feedback is told within two working days'],
    ['xm-33-1', '2024-03-04', '2024-03-14', 'an objection is decided within ten days, weekends counted'],
    ['xm-33-1', '2024-09-21', '2024-10-01', 'a tenth day on a holiday stays where it is'],
    ['xm-43-3', '2024-03-04', '2024-03-14', 'an objection to a spot check is answered within ten days'],
    ['nat-2025-22-answer', '2026-05-11', '2026-05-25', 'an application for restoration is answered within ten working days'],
    ['nat-2025-22-authority-step', '2026-05-11', '2026-05-14', 'the authority takes its step within three working days'],
    ['nat-2025-22-authority-step', '2026-05-14', '2026-05-19', 'and a weekend does not count'],
    ['nat-424-7wd', '2024-03-04', '2024-03-13', 'a licence is delivered within seven working days'],
  ]
  for (const [rule, from, last, what] of steps) test(`${rule} ${what}: ${from} gives ${last}`, () => assert.equal(due(rule, from), last))
})

describe('states are over on the corresponding date', () => {
  const states: [rule: string, from: string, over: string, what: string][] = [
    ['gd-43a', '2021-07-01', '2026-07-01', 'display ends five years after the determination'],
    ['gd-43a', '2024-02-29', '2029-02-28', 'five years from a leap day end on the last of February'],
    ['xm-24-1b', '2024-02-01', '2029-02-01', 'a list entry is public for five years'],
    ['xm-26-2a', '2024-04-01', '2025-04-01', 'a watch-list entry lasts one year'],
    ['xm-26-4', '2025-01-05', '2027-01-05', 'a warning lasts two years'],
    ['xm-26-3', '2024-01-10', '2025-01-10', 'twelve months of a window'],
    ['nat-36-minor', '2026-05-06', '2026-08-06', 'a minor penalty, where displayed at all, three months'],
    ['nat-107-general-min', '2026-01-15', '2026-04-15', 'a general penalty of market regulation, three months at least'],
    ['nat-107-serious-min', '2026-01-15', '2027-01-15', 'a serious penalty of market regulation, one year at least'],
    ['nat-36-general', '2026-05-06', '2027-05-06', 'a general penalty is displayed one year at most'],
    ['nat-36-general-min', '2026-05-06', '2026-08-06', 'and three months at least'],
    ['nat-36-serious', '2026-05-06', '2029-05-06', 'a serious penalty is displayed three years at most'],
    ['nat-36-serious-min', '2026-05-06', '2027-05-06', 'and one year at least'],
    ['nat-58-max', '2025-06-10', '2028-06-10', 'three years at most before the change of 2026'],
    ['nat-58-min', '2025-06-10', '2025-09-10', 'three months at least before the change'],
    ['nat-58-min-serious-fields', '2025-06-10', '2026-06-10', 'one year at least in the named fields'],
    ['nat-107-minor', '2026-01-15', '2026-04-15', 'a minor fine of market regulation, three months'],
    ['nat-107-general', '2026-01-15', '2027-01-15', 'a general penalty of market regulation, one year'],
    ['nat-107-serious', '2026-01-15', '2029-01-15', 'a serious penalty of market regulation, three years'],
    ['gd-25-2', '2010-03-05', '2024-03-05', 'one day under the age on the day before'],
    ['gd-25-2', '2010-03-04', '2024-03-04', 'of age on the day itself'],
  ]
  for (const [rule, from, end, what] of states) test(`${rule} ${what}: ${from} gives ${end}`, () => assert.equal(over(rule, from), end))
})

describe('pauses', () => {
  test('gd-46-5 an appraisal, its first and last day included, does not count', () => {
    assert.equal(due('gd-46-3b', '2024-03-06'), '2024-03-11')
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-08', '2024-03-21')]), '2024-03-25')
  })
  test('ln-37-8 the review waits for the appraisal', () => {
    assert.equal(due('ln-37-1', '2024-03-04', [appraisal('2024-03-06', '2024-03-12')]), '2024-03-14')
  })
  test('gd-46-5 each of the five grounds pauses, and every limit of an objection but the mark', () => {
    for (const ground of ['inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'] as const) {
      for (const rule of ['gd-46-2', 'gd-46-3a', 'gd-46-3b', 'gd-46-3c']) {
        assert.notEqual(due(rule, '2024-03-06', [appraisal('2024-03-07', '2024-03-08', ground)]), due(rule, '2024-03-06'), rule)
      }
      for (const rule of ['gd-46-1', 'gd-46-4']) {
        assert.equal(refusalOf(clockOf(rule, '2024-03-06', [appraisal('2024-03-07', '2024-03-08', ground)]))[0].code, 'pause-without-ground')
      }
    }
  })
  test('ln-37-8 each of the five grounds pauses each step of an objection', () => {
    for (const ground of ['inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'] as const) {
      for (const rule of ['ln-37-1', 'ln-37-2', 'ln-37-4']) {
        assert.notEqual(due(rule, '2024-03-06', [appraisal('2024-03-07', '2024-03-08', ground)]), due(rule, '2024-03-06'), rule)
      }
    }
  })
  test('hn-32-2a xm-33-1 js-65a where the text knows no pause, none is taken', () => {
    for (const rule of ['hn-32-2a', 'hn-32-2b', 'xm-33-1', 'js-65a']) {
      assert.deepEqual(refusalOf(clockOf(rule, '2024-03-04', [appraisal('2024-03-05', '2024-03-06')])), [{
        code: 'pause-without-ground', rule, facts: { ground: 'appraisal', from: '2024-03-05', to: '2024-03-06', allowed: '' },
      }])
    }
  })
  test('a pause over before the start, on the day of the start, or begun after the last day changes nothing', () => {
    for (const pause of [appraisal('2024-02-01', '2024-03-05'), appraisal('2024-03-01', '2024-03-06'), appraisal('2024-03-12', '2024-03-20'),
      appraisal('2024-03-12', null), appraisal('2024-03-09', '2024-03-10')]) {
      assert.equal(due('gd-46-3b', '2024-03-06', [pause]), '2024-03-11')
    }
  })
  test('a pause that begins on the last day moves it', () => {
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-11', '2024-03-11')]), '2024-03-12')
  })
  test('a pause running at the start delays the first day', () => {
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-01', '2024-03-08')]), '2024-03-13')
  })
  test('overlapping and touching pauses leave each day out once', () => {
    const whole = due('gd-46-3b', '2024-03-06', [appraisal('2024-03-08', '2024-03-21')])
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-12', '2024-03-21'), appraisal('2024-03-08', '2024-03-15', 'testing')]), whole)
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-08', '2024-03-14'), appraisal('2024-03-15', '2024-03-21')]), whole)
    assert.equal(due('gd-46-3b', '2024-03-06', [appraisal('2024-03-08', '2024-03-21'), appraisal('2024-03-11', '2024-03-12')]), whole)
  })
  test('while a pause runs the day is not known, and the refusal says how much is left', () => {
    assert.deepEqual(refusalOf(clockOf('gd-46-3b', '2024-03-06', [appraisal('2024-03-08', null)])), [{
      code: 'pause-open', rule: 'gd-46-3b', facts: { ground: 'appraisal', from: '2024-03-08', counted: '1', left: '2' },
    }])
  })
  test('every fault of a question is told at once', () => {
    const faults = refusalOf(clockOf('gd-46-3b', '2024-03-06', [
      appraisal('2024-03-21', '2024-03-08'), { ...appraisal('2024-03-08', '2024-03-09'), ground: 'holiday' as PauseGround },
    ]))
    assert.deepEqual(faults.map((fault) => fault.code), ['pause-reversed', 'pause-without-ground'])
  })
  test('how a pause would move a corresponding date no text says', () => {
    const clock = clockOf('gd-43a', '2024-03-06', [appraisal('2024-03-08', '2024-03-09')])
    assert.equal(refusalOf({ ...clock, limit: { ...clock.limit, pauses: ['appraisal'] } })[0].code, 'pause-in-months')
  })
})

describe('what has no day', () => {
  for (const [rule, from] of [
    ['gd-35-1c', '2024-03-04'], ['hn-45c', '2024-03-04'], ['js-31-1b', '2024-03-04'], ['js-64-1b', '2024-03-04'],
    ['js-64-2b', '2024-03-04'], ['ln-37-3', '2024-03-07'], ['ln-39-2a', '2024-03-04'], ['xm-25-2', '2024-03-04'],
  ] as const) {
    test(`${rule} period not set: no number, no day, never zero`, () => {
      assert.deepEqual(refusalOf(clockOf(rule, from)), [{ code: 'period-not-set', rule, facts: { from } }])
    })
  }
  test('hn-45c xm-25-2 a number set by an order or by configuration gives a day', () => {
    const withAmount = (rule: string, from: string, amount: number) => {
      const clock = clockOf(rule, from)
      const outcome = dueDay({ ...clock, limit: { ...clock.limit, amount } })
      return outcome.ok && outcome.value.day.toString()
    }
    assert.equal(withAmount('hn-45c', '2024-03-04', 15), '2024-03-19')
    assert.equal(withAmount('xm-25-2', '2024-03-04', 10), '2024-03-14')
  })
  test('a frequency is not a clock', () => {
    assert.equal(refusalOf(clockOf('gd-40-1b', '2024-03-04'))[0].code, 'not-a-clock')
  })
  test('a working day outside the calendar is refused with the rule and the days covered', () => {
    const facts = { edition: '2026', firstDay: '2016-01-01', lastDay: '2028-12-31' }
    assert.deepEqual(refusalOf(clockOf('gd-46-3b', '2028-12-28')), [{ code: 'calendar-gap', rule: 'gd-46-3b', facts: { day: '2028-12-29', ...facts } }])
    assert.deepEqual(refusalOf(clockOf('gd-46-3b', '2015-12-30')), [{ code: 'calendar-gap', rule: 'gd-46-3b', facts: { day: '2015-12-31', ...facts } }])
    assert.equal(refusalOf(clockOf('gd-46-3b', '2028-12-20', [appraisal('2028-12-22', '2031-01-05')]))[0].code, 'calendar-gap')
    assert.equal(refusalOf(clockOf('gd-46-3b', '2028-12-29', [appraisal('2030-01-01', '2030-01-05')]))[0].code, 'calendar-gap')
    assert.equal(due('gd-46-3b', '2015-12-31'), '2016-01-06')
  })
  test('a limit of zero or of half a day is a fault of the pack, not an answer', () => {
    const clock = clockOf('gd-46-3b', '2024-03-06')
    for (const amount of [0, -1, 1.5]) assert.throws(() => dueDay({ ...clock, limit: { ...clock.limit, amount } }), RangeError)
  })
})

describe('readings of the pack', () => {
  const limit = (amount: number, unit: Limit['unit'], type: Limit['type'] = 'deadline', pauses: PauseGround[] = ['appraisal']): Limit =>
    ({ amount, unit, type, ...(unit === 'day' || unit === 'working-day' ? { pauses } : {}) })
  const ask = (from: string, l: Limit, readings: Partial<Counting>, pauses: readonly Pause[] = []): string => {
    const counting = { stepsCountTriggerDay: false, lastRestDayMoves: false, pauseEdgesLeftOut: true, stateIncludesEndDay: false, ...readings }
    const outcome = dueDay({ from: day(from), limit: l, counting, pauses, calendar })
    assert.ok(outcome.ok, JSON.stringify(outcome))
    return outcome.value.day.toString()
  }
  test('counting the trigger day ends a step one day sooner, where that day counts at all', () => {
    assert.equal(ask('2024-03-04', limit(3, 'working-day'), { stepsCountTriggerDay: true }), '2024-03-06')
    assert.equal(ask('2024-03-02', limit(3, 'working-day'), { stepsCountTriggerDay: true }), '2024-03-06') // a Saturday
    assert.equal(ask('2024-03-04', limit(10, 'day'), { stepsCountTriggerDay: true }), '2024-03-13')
    assert.equal(ask('2024-03-04', limit(1, 'month'), { stepsCountTriggerDay: true }), '2024-04-03')
    assert.equal(ask('2024-03-04', limit(1, 'year', 'cap'), { stepsCountTriggerDay: true }), '2025-03-04') // states begin on their day anyway
  })
  test('a last day on a rest day moves to the next working day where the pack reads it so', () => {
    const moves = { lastRestDayMoves: true }
    assert.equal(ask('2024-09-21', limit(10, 'day'), moves), '2024-10-08')
    assert.equal(ask('2024-03-04', limit(10, 'day'), moves), '2024-03-14')
    assert.equal(ask('2024-09-01', limit(1, 'month'), moves), '2024-10-08')
    assert.equal(ask('2024-09-21', limit(10, 'day'), moves, [appraisal('2024-10-07', '2024-10-09')]), '2024-10-10')
    assert.equal(ask('2019-10-01', limit(5, 'year', 'cap'), moves), '2024-10-01') // states do not move
    assert.equal(ask('2018-12-19', limit(10, 'day'), moves), '2018-12-29') // a Saturday of work
  })
  test('a limit in days needs the calendar only where its last day may move', () => {
    assert.equal(ask('2040-01-01', limit(10, 'day'), {}), '2040-01-11')
    const counting = { stepsCountTriggerDay: false, lastRestDayMoves: true, pauseEdgesLeftOut: true, stateIncludesEndDay: false }
    assert.equal(dueDay({ from: day('2040-01-01'), limit: limit(10, 'day'), counting, calendar }).ok, false)
  })
  test('where the edges of a pause count, only the days between are left out', () => {
    const edges = { pauseEdgesLeftOut: false }
    assert.equal(ask('2024-03-06', limit(3, 'working-day'), edges, [appraisal('2024-03-08', '2024-03-21')]), '2024-03-21')
    assert.equal(ask('2024-03-06', limit(3, 'working-day'), edges, [appraisal('2024-03-08', '2024-03-08')]), '2024-03-11')
    assert.equal(ask('2024-03-06', limit(3, 'working-day'), edges, [appraisal('2024-03-08', '2024-03-11')]), '2024-03-11')
  })
  test('where the end day still belongs to a state, it is over the day after', () => {
    assert.equal(ask('2021-07-01', limit(5, 'year', 'cap'), { stateIncludesEndDay: true }), '2026-07-02')
    assert.equal(ask('2021-07-01', limit(5, 'year'), { stateIncludesEndDay: true }), '2026-07-01') // a step is not a state
  })
  test('a month without the date ends on its last day', () => {
    assert.equal(ask('2024-01-31', limit(1, 'month'), {}), '2024-02-29')
    assert.equal(ask('2023-01-31', limit(1, 'month'), {}), '2023-02-28')
    assert.equal(ask('2024-02-29', limit(12, 'month', 'duration'), {}), '2025-02-28')
  })
})

describe('certificates', () => {
  const certificateOf = (clock: Clock) => {
    const outcome = dueDay(clock)
    assert.ok(outcome.ok, JSON.stringify(outcome))
    return outcome.value.certificate
  }
  test('gd-46-3b every day from the transfer to the decision says whether it counts, and why', () => {
    const { days, pauses, calendar: used, provisional } = certificateOf(
      clockOf('gd-46-3b', '2026-09-23', [appraisal('2026-09-28', '2026-10-09')]))
    assert.deepEqual(days!.map((row) => [row.from, row.to, row.mark, row.why, row.ordinal, row.name?.zh ?? row.ground ?? '']), [
      ['2026-09-23', '2026-09-23', 'trigger', 'trigger', null, ''],
      ['2026-09-24', '2026-09-24', 'counted', 'weekday', 1, ''],
      ['2026-09-25', '2026-09-27', 'skipped', 'holiday', null, '中秋节'],
      ['2026-09-28', '2026-09-30', 'skipped', 'pause', null, 'appraisal'],
      ['2026-10-01', '2026-10-07', 'skipped', 'holiday', null, '国庆节'],
      ['2026-10-08', '2026-10-09', 'skipped', 'pause', null, 'appraisal'],
      ['2026-10-10', '2026-10-10', 'counted', 'make-up', 2, '国庆节'],
      ['2026-10-11', '2026-10-11', 'skipped', 'weekend', null, ''],
      ['2026-10-12', '2026-10-12', 'counted', 'weekday', 3, ''],
    ])
    assert.deepEqual(days!.filter((row) => row.due).map((row) => row.from), ['2026-10-12'])
    assert.equal(pauses[0]!.daysLeftOut, 5)
    assert.deepEqual([used!.edition, used!.papers.map((paper) => paper.year), used!.yearsWithoutNotice, provisional], ['2026', [2026], [], false])
  })
  test('a clock into a year without a notice is provisional, and says which days and years make it so', () => {
    const { days, calendar: used, provisional } = certificateOf(clockOf('gd-46-3b', '2026-12-30'))
    assert.equal(provisional, true)
    assert.deepEqual(used!.yearsWithoutNotice, [2027])
    assert.deepEqual(days!.map((row) => [row.from, row.mark, row.why, row.provisional]), [
      ['2026-12-30', 'trigger', 'trigger', false],
      ['2026-12-31', 'counted', 'weekday', false],
      ['2027-01-01', 'skipped', 'statutory-provisional', true],
      ['2027-01-02', 'skipped', 'weekend', true],
      ['2027-01-04', 'counted', 'weekday', true],
      ['2027-01-05', 'counted', 'weekday', true],
    ])
    assert.equal(certificateOf(clockOf('gd-46-3b', '2026-12-28')).provisional, false)
  })
  test('a day of December names the notice of the next year', () => {
    const { days, calendar: used } = certificateOf(clockOf('gd-46-3b', '2018-12-27'))
    assert.deepEqual(days!.filter((row) => row.notice === 2019).map((row) => [row.from, row.to, row.mark]), [
      ['2018-12-29', '2018-12-29', 'counted'], ['2018-12-30', '2019-01-01', 'skipped'],
    ])
    assert.deepEqual([...new Set(used!.papers.map((paper) => paper.year))], [2018, 2019])
  })
  test('a limit in years has steps and no list of days, and rests on no calendar', () => {
    const certificate = certificateOf(clockOf('gd-43a', '2024-02-29'))
    assert.deepEqual([certificate.days, certificate.calendar, certificate.corresponding], [null, null, { day: '2029-02-28', constrained: true }])
    assert.ok(JSON.stringify(certificate).length < 600)
  })
  test('a last day that moved shows where from', () => {
    const clock = clockOf('xm-33-1', '2024-09-21')
    const { days, movedFrom, due: end } = certificateOf({ ...clock, counting: { ...clock.counting, lastRestDayMoves: true } })
    assert.deepEqual([movedFrom, end], ['2024-10-01', '2024-10-08'])
    assert.deepEqual(days!.slice(-3).map((row) => [row.from, row.to, row.mark, row.ordinal]), [
      ['2024-10-01', '2024-10-01', 'counted', 10], ['2024-10-02', '2024-10-07', 'skipped', null], ['2024-10-08', '2024-10-08', 'moved-to', null],
    ])
  })
})

const grounds = ['inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'] as const
/** Without its calendar, so that a counterexample can be read. */
const anyQuestion: fc.Arbitrary<Omit<Clock, 'calendar'>> = fc.record({
  from: fc.integer({ min: 1, max: 3650 }),
  amount: fc.integer({ min: 1, max: 25 }),
  unit: fc.constantFrom('working-day', 'day', 'month', 'year'),
  type: fc.constantFrom('deadline', 'deadline', 'deadline', 'duration', 'cap', 'window', 'age'),
  pauses: fc.array(fc.record({ start: fc.integer({ min: -10, max: 40 }), length: fc.integer({ min: 0, max: 30 }), ground: fc.constantFrom(...grounds) }), { maxLength: 4 }),
  counting: fc.record({
    stepsCountTriggerDay: fc.boolean(), lastRestDayMoves: fc.boolean(), pauseEdgesLeftOut: fc.boolean(), stateIncludesEndDay: fc.boolean(),
  }, { noNullPrototype: true }),
}, { noNullPrototype: true }).map(({ from, amount, unit, type, pauses, counting }) => {
  const start = day('2016-01-01').add({ days: from })
  const counted = unit === 'working-day' || unit === 'day'
  return {
    rule: 'gd-0', from: start, counting,
    limit: { amount: unit === 'year' ? Math.min(amount, 2) : amount, unit, type, ...(counted ? { pauses: grounds } : {}) } as Limit,
    pauses: counted ? pauses.map((p) => ({ ground: p.ground, from: start.add({ days: p.start }), to: start.add({ days: p.start + p.length }) })) : [],
  }
})

/** Every reading at once, by stepping from day to day with nothing but `isWorkingDay` and the pauses as given. */
function stepped({ from, limit, pauses = [], counting }: Clock): { counted: string; due: string } {
  const working = (d: Temporal.PlainDate) => {
    const status = isWorkingDay(d, calendar)
    assert.ok(status.ok)
    return status.value.working
  }
  const paused = (d: Temporal.PlainDate) => pauses.some((pause) => {
    const a = Temporal.PlainDate.compare(d, pause.from), b = Temporal.PlainDate.compare(d, pause.to!)
    return counting.pauseEdgesLeftOut ? a >= 0 && b <= 0 : a > 0 && b < 0
  })
  const step = limit.type === 'deadline'
  let d = from
  if (limit.unit === 'month' || limit.unit === 'year') {
    d = from.add(limit.unit === 'month' ? { months: limit.amount! } : { years: limit.amount! })
    if (step && counting.stepsCountTriggerDay) d = d.subtract({ days: 1 })
  } else {
    if (step && counting.stepsCountTriggerDay) d = d.subtract({ days: 1 })
    for (let n = 0; n < limit.amount!;) {
      d = d.add({ days: 1 })
      if (!paused(d) && (limit.unit === 'day' || working(d))) n++
    }
  }
  const counted = d.toString()
  if (!step) return { counted, due: (counting.stateIncludesEndDay ? d.add({ days: 1 }) : d).toString() }
  while (counting.lastRestDayMoves && limit.unit !== 'working-day' && (paused(d) || !working(d))) d = d.add({ days: 1 })
  return { counted, due: d.toString() }
}

describe('properties of every clock', () => {
  test('leaping gives the day that stepping gives, under every reading and with any pauses', () => {
    fc.assert(fc.property(anyQuestion, (question) => {
      const clock: Clock = { ...question, calendar }
      const fast = dueDayFast(clock)
      assert.ok(fast.ok, JSON.stringify(fast))
      assert.equal(fast.value.day.toString(), stepped(clock).due)
    }), { numRuns: 1500 })
  })
  test('the certificate proves the same day: no day missing, each counted day numbered, the last one due', () => {
    fc.assert(fc.property(anyQuestion, (question) => {
      const clock: Clock = { ...question, calendar }
      const full = dueDay(clock), fast = dueDayFast(clock)
      assert.ok(full.ok && fast.ok)
      const { certificate, ...end } = full.value
      assert.deepEqual({ ...end, day: end.day.toString() }, { ...fast.value, day: fast.value.day.toString() })
      assert.deepEqual(JSON.parse(JSON.stringify(certificate)), certificate)
      assert.equal(certificate.due, end.day.toString())
      if (certificate.days === null) return assert.equal(certificate.corresponding?.day, stepped(clock).counted)

      const each = [...eachDay(certificate.days)]
      assert.equal(each.length, certificate.days.reduce((sum, row) => sum + lengthOf(row), 0))
      each.forEach((row, n) => assert.equal(row.from, clock.from.add({ days: n }).toString()))
      const counted = each.filter((row) => row.mark === 'counted')
      assert.deepEqual(counted.map((row) => row.ordinal), Array.from({ length: clock.limit.amount! }, (_, n) => n + 1))
      assert.equal(counted.at(-1)!.from, stepped(clock).counted)
      assert.deepEqual(each.filter((row) => row.due).map((row) => row.from), [certificate.due])
      assert.equal(certificate.pauses.reduce((sum, pause) => sum + pause.daysLeftOut, 0), each.filter((row) => row.why === 'pause').length)
    }), { numRuns: 600 })
  })
  test('a day more, or a day of pause more, never ends a clock sooner', () => {
    const end = (clock: Clock): Temporal.PlainDate => {
      const outcome = dueDayFast(clock)
      assert.ok(outcome.ok)
      return outcome.value.day
    }
    fc.assert(fc.property(anyQuestion, (question) => {
      const clock: Clock = { ...question, calendar }
      const day0 = end(clock)
      assert.ok(Temporal.PlainDate.compare(day0, end({ ...clock, limit: { ...clock.limit, amount: clock.limit.amount! + 1 } })) <= 0)
      const pauses = (clock.pauses ?? []).map((pause) => ({ ...pause, to: pause.to!.add({ days: 1 }) }))
      assert.ok(Temporal.PlainDate.compare(day0, end({ ...clock, pauses })) <= 0)
      assert.ok(Temporal.PlainDate.compare(day0, end({ ...clock, from: clock.from.add({ days: 1 }) })) <= 0)
    }), { numRuns: 500 })
  })
})
