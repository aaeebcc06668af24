/** Clocks as stories: who owes what until when, what silence leaves behind, what a new holiday notice moves. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { rebuild } from '../../src/acts/rebuild.ts'
import { canonicalJson } from '../../src/acts/act.ts'
import { calendarFiles, parseCalendar } from '../../src/calendar/calendar.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { closeClock, missedBefore, missedCounts, openClock, openClocks, recountYear, sweepClocks } from '../../src/register/deadlines/clocks/acts.ts'
import { loadNotice } from '../../src/register/law/acts.ts'
import { actOnObjection, lodgeObjection, objectionFor, queueOf } from '../../src/register/objections/acts.ts'
import { noticeFor } from '../../src/register/notices/acts.ts'
import type { Command } from '../../src/register/objections/objection.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { packsFolder } from '../support/law-data.ts'
import { type Objected, objected, objector, provider } from '../support/objected.ts'
import { testPorts } from '../support/ports.ts'

const explanation = '许可有效期至2036年，登记为2031年，有误。'
const lodge = async (at: Objected, n: number, door: 'operator' | 'provider' = 'operator') => {
  const done = await lodgeObjection(at.ports, objector, { subject: objector, record: at.records[n]!, ground: 'error', explanation, at: door, evidence: [] })
  assert.ok(done.ok, JSON.stringify(done))
  return done.value
}
const act = async (at: Objected, by: string, id: number, command: Command) => {
  const done = await actOnObjection(at.ports, by, id, command)
  assert.ok(done.ok, JSON.stringify(done))
}
type Clock = { case_id: number; step: string; party: string; rule: string | null; due_on: string | null; why: string | null; missed: boolean }
const clocks = async ({ ports }: Pick<Objected, 'ports'>, id: number): Promise<string[]> =>
  (await ports.database.rows<Clock>`select *, missed_act is not null as missed from clock where case_id = ${id} order by step`)
    .map((c) => `${c.step} ${c.party === provider ? 'provider' : c.party} ${c.rule ?? '-'} ${c.due_on ?? c.why}${c.missed ? ' missed' : ''}`)
const sameFromActs = async ({ ports }: Pick<Objected, 'ports'>) =>
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [], 'the acts alone say the same')

test('gd-46-2 gd-46-3a gd-46-3b gd-46-5 the clocks of a case open and close with its steps; what was missed is an act and stays public', async () => {
  const at = await objected({ packId: 'guangdong', today: '2026-09-28', records: 3 })
  try {
    const { ports } = at
    const [first, second, third] = [await lodge(at, 0), await lodge(at, 1), await lodge(at, 2, 'provider')]
    assert.deepEqual(await clocks(at, first), ['review operator gd-46-2 2026-10-08', 'transfer operator gd-46-3a 2026-09-30'])
    assert.deepEqual(await clocks(at, third), ['review provider gd-46-0 no-number'], 'the unit’s own door has no period')
    ports.setToday('2026-09-29')
    await act(at, 'operator', first, { do: 'transfer', reason: '' })
    assert.deepEqual(await clocks(at, first), ['decide provider gd-46-3b 2026-10-09'], 'the holiday lies between')
    await act(at, provider, first, { do: 'pause', ground: 'appraisal', document: '鉴定委托书' })
    assert.deepEqual(await clocks(at, first), ['decide provider gd-46-3b paused'])
    // What the clock says is what the certificate says.
    const shown = await objectionFor(ports, 'operator', second)
    assert.ok(shown.ok)
    assert.deepEqual(shown.value.steps.filter((s) => s.due !== null && s.doneOn === null).map((s) => `${s.step} ${s.due!.day.toString()}`), ['review 2026-10-08', 'transfer 2026-09-30'])

    assert.equal((await dailyRun(ports)).missed, 0)
    ports.setToday('2026-09-30')
    assert.equal((await dailyRun(ports)).missed, 0, 'the last day is in time until it ends')
    ports.setToday('2026-10-11')
    assert.equal((await dailyRun(ports)).missed, 2, 'a run that comes late finds both')
    assert.equal((await dailyRun(ports)).missed, 0, 'each once')
    assert.deepEqual(await clocks(at, second), ['review operator gd-46-2 2026-10-08 missed', 'transfer operator gd-46-3a 2026-09-30 missed'])
    const acts = await ports.database.rows<{ head: string; content: string }>`
      select g.head, a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'deadline.missed' order by g.first_act`
    assert.deepEqual(acts.map((a) => (JSON.parse(a.head) as { on: string }).on), ['2026-10-01', '2026-10-09'], 'on the day on which it was missed')
    assert.deepEqual(acts.map((a) => JSON.parse(a.content) as object)[0],
      { case: second, due: '2026-09-30', kind: 'objection', party: 'operator', rule: 'gd-46-3a', silence: 'shown', step: 'transfer' })

    await act(at, 'operator', second, { do: 'decide', verdict: 'keep', reasons: '经核查许2号决定书原件，登记无误。' })
    await act(at, 'operator', second, { do: 'close' })
    assert.deepEqual(await clocks(at, second), [])
    assert.deepEqual((await missedBefore(ports.database, 'operator', Number.MAX_SAFE_INTEGER, 10)).map((m) => [m.step, m.due_on, m.open]),
      [['review', '2026-10-08', false], ['transfer', '2026-09-30', false]], 'done in the end, and public all the same')
    assert.deepEqual((await missedCounts(ports.database)).map((m) => [m.party, m.rule, m.missed, m.open]), [['operator', 'gd-46-2', 1, 0], ['operator', 'gd-46-3a', 1, 0]])
    ports.setToday('2026-10-12')
    await act(at, provider, first, { do: 'resume' })
    // 30 September and 8 October 2026 … 12 October were left out: three working days from the 13th.
    assert.deepEqual(await clocks(at, first), ['decide provider gd-46-3b 2026-10-15'])
    await sameFromActs(at)
  } finally {
    await at.ports.close()
  }
})

test('js-64-1b the verification has no period and nothing is missed; once an office enters one, the clocks it covers get their day by an act', async () => {
  const at = await objected({ packId: 'jiangsu', today: '2026-11-02' })
  try {
    const id = await lodge(at, 0, 'provider')
    assert.deepEqual(await clocks(at, id), ['review provider js-64-1b period-not-set'])
    at.ports.setToday('2026-12-01')
    assert.equal((await dailyRun(at.ports)).missed, 0)
    assert.equal((await queueOf(at.ports, provider)).cases.length, 1, 'what has no day stands in the queue all the same')
    assert.ok((await setPeriod(at.ports, 'operator', { rule: 'js-64-1b', amount: 7, unit: 'working-day', from: '2026-11-01', office: '省信用办', basis: '试行办法' })).ok)
    assert.deepEqual(await clocks(at, id), ['review provider js-64-1b 2026-11-11'])
    const [moved] = await at.ports.database.rows<{ content: string }>`select a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'clock.moved'`
    assert.deepEqual([JSON.parse(moved!.content).from, JSON.parse(moved!.content).to], [null, '2026-11-11'])
    // The organisation and the unit that owes the step hear of it in writing.
    const told = await at.ports.database.rows<{ notice_id: number; template: string; to_code: string; case_id: number }>`
      select notice_id, template, to_code, case_id from notice order by notice_id`
    assert.deepEqual(told.map((n) => [n.template, n.to_code, n.case_id]), [['due-day-moved', objector, id], ['due-day-moved-office', provider, id]])
    const letter = await noticeFor(at.ports, objector, told[0]!.notice_id)
    assert.ok(letter.ok)
    assert.match(letter.value.letter.paragraphs[0]!.zh, /由未设定改为2026年11月11日/)
    assert.deepEqual(letter.value.letter.rules, ['js-64-1b'])
    assert.equal((await dailyRun(at.ports)).missed, 1)
    await sameFromActs(at)
  } finally {
    await at.ports.close()
  }
})

test('a queue is read in the order of its due days, portion by portion, and leaves nobody out', async () => {
  const at = await objected({ packId: 'guangdong', today: '2026-11-02', records: 7 })
  try {
    const ids: number[] = []
    for (let n = 0; n < 7; n++) {
      at.ports.setToday(`2026-11-${String(12 - n).padStart(2, '0')}`)
      ids.push(await lodge(at, n, n === 3 ? 'provider' : 'operator'))
    }
    for (const desk of ['operator', provider]) {
      const seen: number[] = []
      for (let after: string | null = null; ;) {
        const { cases, next, open } = await queueOf(at.ports, desk, after, 3)
        assert.equal(open, 7)
        seen.push(...cases.map((c) => c.of.id))
        if (next === null) break
        after = next
      }
      // Lodged backwards in time: the last is due first; the one without a day comes last.
      assert.deepEqual([...seen].sort((a, b) => a - b), ids)
      const due = (await Promise.all(seen.map((id) => objectionFor(at.ports, 'operator', id)))).map((c) => (c.ok ? c.value.next?.due?.day.toString() ?? '9999' : ''))
      assert.deepEqual(due, [...due].sort())
      assert.equal(seen.at(-1), ids[3])
    }
    assert.equal((await queueOf(at.ports, 'operator', '2026-13-77~x')).cases.length, 7, 'a place that is none begins at the beginning')
  } finally {
    await at.ports.close()
  }
})

test('a holiday notice counts the open clocks of its year again, by an act that names those that moved, and no others', async () => {
  const ports = await testPorts({ packId: 'guangdong', today: '2025-09-25' })
  try {
    const read = (file: string) => JSON.parse(readFileSync(path.join(packsFolder, 'calendar', file), 'utf8')) as { edition: string; year: number }
    const whole = ports.calendar()
    const notice = read('2026.json')
    // As it was before the notice for 2026 was published.
    const before = parseCalendar(calendarFiles(whole).filter((f) => (f as { year?: number }).year !== 2026))
    const then = { ...ports, calendar: () => before }
    const key = (n: number) => ({ kind: 'objection', case: n, step: 'answer', subject: '', party: 'operator', rule: 'gd-46-2' } as const)
    await ports.database.transaction((tx) => openClocks(tx, then, [{ ...key(1), from: '2026-02-13' }, { ...key(2), from: '2025-09-25' }, { ...key(3), from: '2026-03-02' }]))
    const rows = () => ports.database.rows<{ case_id: number; due_on: string; provisional: boolean }>`select case_id, due_on, provisional from clock order by case_id`
    const provisional = await rows()
    assert.deepEqual(provisional.map((r) => r.provisional), [true, false, true])
    const loaded = await loadNotice(then, notice)
    assert.ok(loaded.ok, JSON.stringify(loaded))
    const now = await rows()
    // Spring Festival 2026: off 15–23 February, make-up work on the 14th and 28th.
    assert.deepEqual(now.map((r) => [r.due_on, r.provisional]), [['2026-02-25', false], [provisional[1]!.due_on, false], ['2026-03-05', false]])
    const moved = await ports.database.rows<{ content: string }>`
      select a.content from act_group g join act a on a.act_id >= g.first_act and a.act_id < g.first_act + g.acts where g.kind = 'clock.moved'`
    assert.deepEqual(moved.map((m) => JSON.parse(m.content) as object), [
      { calendar: whole.edition, case: 1, from: provisional[0]!.due_on, kind: 'objection', party: 'operator', step: 'answer', to: '2026-02-25' }])
    assert.equal(await recountYear(ports, 'operator', 2026), 0, 'counted once')
  } finally {
    await ports.close()
  }
})

test('ten thousand clocks of one minute: an act for each, its bytes canonical; an opened one is counted, a closed one is not', async () => {
  const ports = await testPorts({ packId: 'guangdong', today: '2026-03-04' })
  try {
    const key = (n: number) => ({ kind: 'recall', case: n, step: 'acknowledge', subject: '', party: provider, rule: 'gd-46-4' } as const)
    await ports.database.transaction((tx) => openClocks(tx, ports, Array.from({ length: 10_000 }, (_, n) => ({ ...key(n + 1), from: '2026-03-04' }))))
    await ports.database.transaction(async (tx) => {
      await closeClock(tx, ports, key(7))
      await openClock(tx, ports, { ...key(8), from: '2026-03-20' })
    })
    ports.setToday('2026-03-10')
    assert.equal(await sweepClocks(ports, 'operator', async () => {}), 9998)
    const [count] = await ports.database.rows<{ acts: number; distinct: number }>`
      select sum(acts) as acts, (select count(distinct case_id) from clock_missed) as distinct from act_group where kind = 'deadline.missed'`
    assert.deepEqual([count!.acts, count!.distinct], [9998, 9998])
    const [one] = await ports.database.rows<{ content: string }>`
      select a.content from clock_missed m join act a on a.subject_code = '' and a.act_id = m.act_id where m.case_id = 5`
    assert.equal(canonicalJson(JSON.parse(one!.content)), one!.content)
  } finally {
    await ports.close()
  }
})
