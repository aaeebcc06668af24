import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { readCalendar } from '../../packs.ts'
import { awaitedNow } from '../deadlines/acts.ts'
import { liveCalendar, loadNotice, noteCalendar } from './acts.ts'

let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-12-28' })
  await noteCalendar(ports)
})
after(() => ports.close())

const notice = {
  kind: 'notice', edition: '2027', year: 2027, papers: [{ address: 'https://example.gov/2027', published: '2026-11' }],
  days: [{ day: '2027-01-01', name: '元旦', off: true }, { day: '2027-01-04', name: '元旦', off: true }],
}

test('gd-46-1 a due day that was provisional has another answer as soon as the notice is loaded, here and on every server', async () => {
  const another = await liveCalendar(ports.database, await readCalendar())
  const due = async () => {
    const state = await awaitedNow(ports, { rule: 'gd-46-1', from: Temporal.PlainDate.from('2026-12-31') })
    return 'due' in state && [state.due.day.toString(), state.due.provisional, ports.calendar().edition]
  }
  assert.deepEqual(await due(), ['2027-01-04', true, '2026'])
  const done = await loadNotice(ports, notice, { actor: 'operator', account: '7' })
  assert.ok(done.ok)
  assert.deepEqual(await due(), ['2027-01-05', false, '2027'])
  assert.equal(another.current().edition, '2026')
  await another.refresh()
  assert.equal(another.current().edition, '2027')
  const { head } = (await ports.database.one<{ head: string }>`select head from act_group where kind = 'calendar.loaded' order by first_act desc limit 1`)!
  assert.deepEqual([(JSON.parse(head) as { account: string }).account, (JSON.parse(head) as { actor: string }).actor], ['7', 'operator'])
})

test('the same notice again, or one that cannot be read, changes nothing', async () => {
  const again = await loadNotice(ports, notice)
  assert.equal(!again.ok && again.refusals[0].code, 'notice-known')
  const broken = await loadNotice(ports, { ...notice, edition: '2028', days: [] })
  assert.equal(!broken.ok && broken.refusals[0].code, 'notice-unreadable')
})
