import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { laws } from '../../test/support/law.ts'
import { differences } from './differences.ts'
import { displayStamp, displayTextsInForce, rulesInForce } from './in-force.ts'
import { limits, numericLimits, periodsNotSet } from './limits.ts'
import { findRule, ruleOf } from './rule.ts'

const law = laws.guangdong

describe('which texts are in force', () => {
  const table: [day: string, stamp: string][] = [
    ['2023-04-30', 'none'], ['2023-05-01', 'order-58'], ['2025-12-24', 'order-58'], ['2025-12-25', 'order-58+samr-107'],
    ['2026-03-31', 'order-58+samr-107'], ['2026-04-01', 'order-36+samr-107'],
  ]
  for (const [day, texts] of table) {
    test(`${day}: ${texts}`, () => assert.equal(displayStamp(law, day), `guangdong@2026.1 national@2026.1 display:${texts}`))
  }
  test('a sector meets its own text only', () => {
    assert.equal(displayTextsInForce(law, 'market-regulation', '2026-04-01').sector?.id, 'samr-107')
    assert.equal(displayTextsInForce(law, 'taxation', '2026-04-01').sector, null)
    assert.equal(displayTextsInForce(law, null, '2026-04-01').general?.id, 'order-36')
  })
  test('rules of a day, of one layer or of both', () => {
    const ids = (day: string) => rulesInForce(law, day).map((r) => r.id)
    assert.ok(!ids('2021-05-31').includes('gd-46-1'))
    assert.ok(ids('2021-06-01').includes('gd-46-1'))
    assert.ok(rulesInForce(law, '2026-04-01', 'national').every((r) => r.layer === 'national'))
  })
})

describe('limits', () => {
  test('with and without a number, none declined', () => {
    assert.equal(limits(law).length, numericLimits(law).length + periodsNotSet(law).length)
    assert.ok(periodsNotSet(law).some((r) => r.id === 'ln-37-3'))
    assert.ok(numericLimits(law).every((r) => r.limit.amount! > 0 && r.scope !== 'declined'))
  })
})

describe('one rule', () => {
  test('of any pack', () => {
    assert.equal(findRule(law, 'hn-32-2b')?.limit?.unit, 'day')
    assert.equal(findRule(law, 'hn-0'), undefined)
    assert.throws(() => ruleOf(law, 'hn-0'), /hn-0 is no rule/)
  })
})

describe('differences', () => {
  const one = (key: string) => differences(law, { key }).find((d) => d.parameter.key === key)!
  test('every parameter is answered by all five', () => {
    for (const d of differences(law)) for (const value of Object.values(d.values)) assert.ok(value, d.parameter.key)
  })
  test('packs that answer alike stand together, whatever article says so', () => {
    assert.deepEqual(one('A3').alike, [['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']])
    assert.equal(one('A3').differs, false)
    assert.equal(one('A1').differs, true)
    assert.deepEqual(one('F13').alike.map((g) => g.length), [4, 1])
  })
  test('the same number from another event, or in another unit, is another answer', () => {
    assert.ok(one('F7').alike.every((g) => !(g.includes('liaoning') && g.includes('hunan'))))
  })
  test('by group, by key with its dotted keys, only what differs, among chosen packs', () => {
    assert.ok(differences(law, { key: 'F' }).every((d) => d.parameter.key.startsWith('F')))
    assert.deepEqual(differences(law, { key: 'F7' }).map((d) => d.parameter.key), ['F7', 'F7.correct', 'F7.notify'])
    assert.ok(differences(law, { onlyDiffering: true }).every((d) => d.differs))
    assert.equal(differences(law, { key: 'A1', packs: ['jiangsu', 'hunan'] })[0]!.alike.length, 2)
  })
})
