import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLaws } from '../../packs.ts'
import { mayProvide, mayRegisterAsProvider } from './may-provide.ts'
import type { PackId } from '../../law/types.ts'

const laws = await readLaws()
const item = (pack: PackId, id: string) => laws[pack].catalog.find((i) => i.id === id)!
const answer = (kind: string, pack: PackId) => {
  const may = mayRegisterAsProvider(kind, laws[pack])
  return may.ok ? 'accepted' : `${may.refusals[0].code} ${may.refusals[0].rule}`
}

test('js-4-2 xm-2-3 ln-3-3 gd-3-3 hn-2-3a a mass organisation provides under Xiamen and Jiangsu, elsewhere only with a law behind it', () => {
  const asked = (Object.keys(laws) as PackId[]).map((pack) => [pack, answer('mass-organisation/federation', pack)])
  assert.deepEqual(Object.fromEntries(asked), {
    guangdong: 'no-public-provider gd-3-3', xiamen: 'accepted', jiangsu: 'accepted',
    liaoning: 'no-public-provider ln-3-3', hunan: 'no-public-provider hn-2-3a',
  })
  for (const pack of Object.keys(laws) as PackId[]) assert.equal(answer('authorised-body/federation', pack), 'accepted')
})

test('gd-3-3 hn-2-3a js-4-2 ln-3-3 xm-2-3 organs of the state provide; a company is shown the way to market information', () => {
  for (const pack of Object.keys(laws) as PackId[]) {
    assert.equal(answer('administrative-organ/tax', pack), 'accepted')
    assert.equal(answer('judicial-organ/court', pack), 'accepted')
    const company = mayRegisterAsProvider('other-body/company', laws[pack])
    assert.ok(!company.ok)
    assert.equal(company.refusals[0].facts['route'], 'market-information')
    assert.ok(company.refusals[0].rule)
  }
})

test('an item is entrusted to its kinds of unit, and a unit delivers what it was registered for', () => {
  const unit = (kind: string, ...items: string[]) => ({ code: '11970100MB0000510W', kind, items })
  const code = (u: ReturnType<typeof unit>, id: string) => {
    const may = mayProvide(u, item('guangdong', id), laws.guangdong)
    return may.ok ? 'ok' : may.refusals[0].code
  }
  assert.equal(code(unit('administrative-organ/tax', 'tax-arrears'), 'tax-arrears'), 'ok')
  assert.equal(code(unit('administrative-organ/water', 'tax-arrears'), 'tax-arrears'), 'item-not-for-kind')
  assert.equal(code(unit('judicial-organ/court', 'judgment-debtor'), 'judgment-debtor'), 'ok')
  assert.equal(code(unit('administrative-organ/tax', 'judgment-debtor'), 'judgment-debtor'), 'item-not-for-kind')
  assert.equal(code(unit('administrative-organ/tax'), 'tax-arrears'), 'item-not-of-unit')
  const named = { ...item('guangdong', 'penalty'), providers: ['11970100MB0000510W'] }
  assert.ok(mayProvide(unit('administrative-organ/tax', 'penalty'), named, laws.guangdong).ok)
})
