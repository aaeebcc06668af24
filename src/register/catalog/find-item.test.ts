import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLaws } from '../../packs.ts'
import { findItem, itemsInForce } from './find-item.ts'
import type { CatalogItem } from './types.ts'

const laws = await readLaws()
const today = Temporal.PlainDate.from('2026-11-20')
const codes = (found: ReturnType<typeof findItem>) => (found.ok ? ['ok'] : found.refusals.map((r) => r.code))

test('hn-12-1 js-35-1 ln-10-1 nat-catalog-closed an item of the national or the local catalog is found; one in neither is not', () => {
  const own = { guangdong: 'gd-charity', xiamen: 'xm-charity', jiangsu: 'js-charity', liaoning: 'ln-charity', hunan: 'hn-deception' } as const
  for (const law of Object.values(laws)) {
    assert.ok(findItem(law, 'penalty', today).ok)
    assert.ok(findItem(law, own[law.pack.id], today).ok)
    assert.deepEqual(codes(findItem(law, 'court-notice', today)), ['item-not-in-catalog'])
    for (const [pack, item] of Object.entries(own)) {
      if (pack !== law.pack.id) assert.deepEqual(codes(findItem(law, item, today)), ['item-not-in-catalog'], `${item} under ${law.pack.id}`)
    }
  }
})

test('an item is found from its first day in force to its last', () => {
  const licence = laws.guangdong.catalog.find((i) => i.id === 'licence')!
  const ended: CatalogItem = { ...licence, inForce: { from: '2021-01-01', until: '2022-12-31' } }
  const on = (day: string) => codes(findItem({ catalog: [ended] }, 'licence', Temporal.PlainDate.from(day)))
  assert.deepEqual(['2020-12-31', '2021-01-01', '2022-12-31', '2023-01-01'].map(on), [['item-not-in-catalog'], ['ok'], ['ok'], ['item-not-in-catalog']])
})

test('measures about persons are declined by name, each with its reason in both languages', () => {
  for (const item of ['consumption-restriction', 'exit-ban', 'schooling-restriction', 'titles-and-occupations']) {
    const found = findItem(laws.liaoning, item, today)
    assert.ok(!found.ok)
    assert.equal(found.refusals[0].code, 'item-declined')
    assert.match(found.refusals[0].facts['why-zh']!, /自然人|子女/)
    assert.match(found.refusals[0].facts['why-en']!, /persons|children/)
    assert.ok(!itemsInForce(laws.liaoning, today).some((i) => i.id === item))
  }
})
