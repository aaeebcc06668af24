/**
 * What is awaited under each numeric rule, in the days of the acceptance matrix: still in time on the eve, overdue (or, for
 * a state, over) once its last day has ended. Read through the program's own reader, so a changed number shows here.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitedState } from '../../src/register/deadlines/awaited.ts'
import type { PackId } from '../../src/law/types.ts'
import { laws } from '../support/law.ts'
import { calendar, day, packOf } from '../support/law-data.ts'

const on = (rule: string, from: string, today: string): string =>
  awaitedState({ rule, from: day(from) }, [], laws[packOf(rule) as PackId], calendar, day(today)).state

/** A step is in time while its last day lasts. */
function lastDay(rule: string, from: string, last: string): void {
  assert.equal(on(rule, from, last), 'running', `${rule} on ${last}`)
  assert.equal(on(rule, from, day(last).add({ days: 1 }).toString()), 'overdue', `${rule} after ${last}`)
}
/** A state is over on its corresponding date. */
function overOn(rule: string, from: string, date: string): void {
  assert.equal(on(rule, from, day(date).subtract({ days: 1 }).toString()), 'running', `${rule} on the eve of ${date}`)
  assert.equal(on(rule, from, date), 'overdue', `${rule} on ${date}`)
}

test('gd-44a an error found on Monday: the correction is overdue once Thursday has ended', () => lastDay('gd-44a', '2024-03-04', '2024-03-07'))
test('gd-46-1 an objection received on Monday: the mark is overdue once Tuesday has ended', () => lastDay('gd-46-1', '2024-03-04', '2024-03-05'))
test('gd-46-2 an objection in the operator’s scope of Monday: overdue once Thursday has ended', () => lastDay('gd-46-2', '2024-03-04', '2024-03-07'))
test('gd-46-3a an objection in the provider’s scope of Monday: the transfer is overdue once Wednesday has ended', () => lastDay('gd-46-3a', '2024-03-04', '2024-03-06'))
test('gd-46-3b a transfer of Wednesday: the decision is overdue once Monday has ended', () => lastDay('gd-46-3b', '2024-03-06', '2024-03-11'))
test('gd-46-3c a decision of Monday: word to the objector is overdue once Wednesday has ended', () => lastDay('gd-46-3c', '2024-03-11', '2024-03-13'))
test('gd-46-4 a correction received on Monday: a copy not changed is overdue once Thursday has ended', () => lastDay('gd-46-4', '2024-03-11', '2024-03-14'))
test('hn-32-2a an objection in own scope of Monday: overdue once Thursday has ended', () => lastDay('hn-32-2a', '2024-03-04', '2024-03-07'))
test('hn-32-2b an assisted objection of 30 September: overdue once 5 October has ended, the own-scope one of that day still in time', () => {
  lastDay('hn-32-2b', '2024-09-30', '2024-10-05')
  assert.equal(on('hn-32-2a', '2024-09-30', '2024-10-06'), 'running')
})
test('hn-33 an error found on Monday: the correction is overdue once Thursday has ended', () => lastDay('hn-33', '2024-03-04', '2024-03-07'))
test('hn-34b a notice received on Monday: the correction is overdue once Thursday has ended', () => lastDay('hn-34b', '2024-03-04', '2024-03-07'))
test('js-65a a penalty revoked on Monday: the notice is overdue once the next Monday has ended', () => lastDay('js-65a', '2024-03-04', '2024-03-11'))
test('js-65b a notice received on Monday: the change is overdue once Wednesday has ended', () => lastDay('js-65b', '2024-03-11', '2024-03-13'))
test('ln-37-1 an objection accepted on Monday: the review is overdue once Thursday has ended', () => lastDay('ln-37-1', '2024-03-04', '2024-03-07'))
test('ln-37-2 an own error found on Thursday: word of it is overdue once Monday has ended', () => lastDay('ln-37-2', '2024-03-07', '2024-03-11'))
test('ln-37-4 feedback of Monday: word of it is overdue once Wednesday has ended', () => lastDay('ln-37-4', '2024-03-11', '2024-03-13'))
test('xm-33-1 an objection of 4 March: overdue once the tenth day has ended, the weekend counted', () => lastDay('xm-33-1', '2024-03-04', '2024-03-14'))
test('xm-43-3 a written objection of 4 March: the answer is overdue once the tenth day has ended', () => lastDay('xm-43-3', '2024-03-04', '2024-03-14'))

test('gd-43a a determination of 2021-07-01 is displayed until the eve of 2026-07-01', () => overOn('gd-43a', '2021-07-01', '2026-07-01'))
test('xm-24-1b a final entry published 2024-02-01 is public until the eve of 2029-02-01', () => overOn('xm-24-1b', '2024-02-01', '2029-02-01'))
test('xm-26-2a an entry of 2024-04-01 without new conduct ends on 2025-04-01', () => overOn('xm-26-2a', '2024-04-01', '2025-04-01'))
test('xm-26-4 a warning of 2025-01-05 is shown until the eve of 2027-01-05', () => overOn('xm-26-4', '2025-01-05', '2027-01-05'))
