import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { calendarFiles, isWorkingDay, parseCalendar, type Calendar } from '../../calendar/calendar.ts'
import { dueDay } from '../../calendar/due-day.ts'
import { ruleOf } from '../../law/rule.ts'
import { readCalendar } from '../../packs.ts'
import { calendarInUse, loadNotice, noteCalendar } from './acts.ts'

let ports: TestPorts
let shipped: Calendar
before(async () => {
  ports = await testPorts({ today: '2026-12-28' })
  shipped = await readCalendar()
  await noteCalendar(ports)
})
after(() => ports.close())

const notice = (year: number) => ({
  kind: 'notice', edition: String(year), year, papers: [{ address: `https://example.gov/${year}`, published: `${year - 1}-11` }],
  days: [{ day: `${year}-01-01`, name: '元旦', off: true }, { day: `${year}-01-04`, name: '元旦', off: true }, { day: `${year}-01-09`, name: '元旦', off: false }],
})
const due = (calendar: Calendar) => {
  const law = ports.law()
  const outcome = dueDay({ rule: 'gd-46-1', from: Temporal.PlainDate.from('2026-12-31'), limit: ruleOf(law, 'gd-46-1').limit!, counting: law.pack.counting, calendar })
  return outcome.ok && [outcome.value.day.toString(), outcome.value.provisional]
}
const days = (calendar: Calendar) => {
  const status: unknown[] = []
  for (let day = Temporal.PlainDate.from(calendar.firstDay); day.toString() <= calendar.lastDay; day = day.add({ days: 1 })) status.push(isWorkingDay(day, calendar))
  return status
}

test('before any notice is loaded the shipped ones are in use', async () => {
  const calendar = await calendarInUse(ports.database, shipped)
  assert.deepEqual([calendar.edition, due(calendar)], [shipped.edition, ['2027-01-04', true]])
})

test('gd-46-1 a loaded notice is read back from the database day for day, so that a restart has the same answer', async () => {
  const loaded = await loadNotice(ports, notice(2027))
  assert.ok(loaded.ok)
  const again = await calendarInUse(ports.database, shipped)
  assert.equal(again.edition, '2027')
  assert.deepEqual(days(again), days(loaded.value))
  assert.deepEqual(due(again), ['2027-01-05', false])
  assert.deepEqual(calendarFiles(again), calendarFiles(loaded.value))
  const makeUp = isWorkingDay(Temporal.PlainDate.from('2027-01-09'), again)
  assert.ok(makeUp.ok && makeUp.value.working && makeUp.value.why === 'make-up')
})

test('a program shipped with later notices than those loaded here uses its own', async () => {
  const later = parseCalendar([...calendarFiles(shipped), notice(2027), notice(2028)])
  assert.equal((await calendarInUse(ports.database, later)).edition, '2028')
})

test('the newest edition loaded is in use, the earlier ones stay on record', async () => {
  assert.ok((await loadNotice(ports, notice(2028))).ok)
  assert.equal((await calendarInUse(ports.database, shipped)).edition, '2028')
  const kept = await ports.database.rows<{ edition: string }>`select edition from calendar_edition order by act_id`
  assert.deepEqual(kept.map((k) => k.edition), [shipped.edition, '2027', '2028'])
})
