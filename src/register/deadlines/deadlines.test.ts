import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { day, rulesOf, calendar } from '../../../test/support/law-data.ts'
import { configureLimit, limitOn, type ConfiguredLimit } from '../../calendar/configured-limit.ts'
import { readLaw } from '../../packs.ts'
import { awaitedNow, periodsEntered, setPeriod } from './acts.ts'
import { awaitedState, mayClose } from './awaited.ts'

let ports: TestPorts
before(async () => { ports = await testPorts({ packId: 'guangdong', today: '2024-03-20' }) })
after(async () => { await ports.close() })

const entry = (rule: string, amount: number, unit: ConfiguredLimit['unit'] = 'day'): ConfiguredLimit =>
  ({ rule, amount, unit, from: '2024-01-01', office: '法规处', basis: '粤信〔2024〕1号' })

test('gd-35-1c no reply period entered: the case says period not set and asks an office for one with its basis', async () => {
  const awaited = { rule: 'gd-35-1c', from: day('2024-03-04') }
  assert.deepEqual(await awaitedNow(ports, awaited), { state: 'period-not-set', rule: 'gd-35-1c', asks: ['amount', 'unit', 'office', 'basis'] })

  const empty = await setPeriod(ports, 'operator', { ...entry('gd-35-1c', 10, 'working-day'), office: ' ', basis: '' })
  assert.deepEqual(!empty.ok && empty.refusals.map((r) => r.code), ['office-missing', 'basis-missing'])
  assert.equal((await awaitedNow(ports, awaited)).state, 'period-not-set')

  assert.ok((await setPeriod(ports, 'operator', entry('gd-35-1c', 10, 'working-day'))).ok)
  const now = await awaitedNow(ports, awaited)
  assert.ok(now.state === 'overdue')
  assert.equal(now.due.day.toString(), '2024-03-18')
  assert.equal(now.configured?.basis, '粤信〔2024〕1号')
  const [act] = await ports.database.rows<{ head: string }>`select head from act_group where kind = 'period.set'`
  assert.deepEqual(JSON.parse(act!.head).rules, ['gd-35-1c'])
  assert.equal((await periodsEntered(ports)).length, 1)
})

test('js-31-1b without an entered period an objection asks for one with its basis; with one a clock runs', async () => {
  const law = await readLaw('jiangsu')
  const awaited = { rule: 'js-31-1b', from: day('2024-03-04') }
  const asked = awaitedState(awaited, [], law, calendar, day('2024-03-05'))
  assert.ok(asked.state === 'period-not-set' && asked.asks.includes('basis'))
  assert.equal(awaitedState(awaited, [entry('js-31-1b', 15)], law, calendar, day('2024-03-05')).state, 'running')
})

test('xm-25-2 ten days from 2024-03-04: overdue once 2024-03-14 has ended; not acting closes only with an explanation', async () => {
  const law = await readLaw('xiamen')
  const at = (today: string, entered: ConfiguredLimit[]) => awaitedState({ rule: 'xm-25-2', from: day('2024-03-04') }, entered, law, calendar, day(today)).state
  const entered = [entry('xm-25-2', 10)]
  assert.equal(at('2024-03-14', []), 'period-not-set')
  assert.equal(at('2024-03-14', entered), 'running')
  assert.equal(at('2024-03-15', entered), 'overdue')
  const silent = mayClose({ acted: false, explanation: '  ' }, 'xm-25-2')
  assert.deepEqual(!silent.ok && silent.refusals[0], { code: 'explanation-missing', rule: 'xm-25-2', facts: {} })
  assert.ok(mayClose({ acted: false, explanation: '该企业已注销，无法实施' }, 'xm-25-2').ok)
})

test('a number the law gives is never configured, and a period entered later leaves earlier clocks alone', () => {
  const numbered = rulesOf('guangdong').filter((r) => r.limit !== null && r.limit.amount !== null)
  const open = rulesOf('guangdong').find((r) => r.id === 'gd-35-1c')!
  fc.assert(fc.property(fc.constantFrom(...numbered), fc.integer({ min: 1, max: 999 }), (rule, amount) => {
    const refused = configureLimit(rule, entry(rule.id, amount))
    assert.equal(!refused.ok && refused.refusals[0].code, 'period-in-law')
    assert.deepEqual(limitOn(rule, [entry(rule.id, amount)], '2024-06-01')?.limit, rule.limit)
  }))
  const entered = [entry(open.id, 7), { ...entry(open.id, 9), from: '2024-06-01' }, { ...entry(open.id, 8), from: '2024-06-01' }]
  assert.deepEqual(['2023-12-31', '2024-01-01', '2024-05-31', '2024-06-01'].map((d) => limitOn(open, entered, d)!.limit.amount), [null, 7, 7, 8])
})
