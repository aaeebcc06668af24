/** Every way of asking, by every kind of inquirer, of a record in every state, under every pack. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { choices, listOf } from '../../law/closed-list.ts'
import type { PackId } from '../../law/types.ts'
import type { Mark } from '../records/marks.ts'
import { laws } from '../../../test/support/law.ts'
import { type Access, type DisclosableRecord, disclose, type Ground, type GroundCode, groundCodes, type Inquirer } from './disclose.ts'

const [subject, other, unit, day] = ['91330200058290389A', '91330200071451933T', '91330000470009923F', '2026-11-21']
const packs = Object.keys(laws) as PackId[]
const item = laws.guangdong.catalog.find((i) => i.id === 'penalty')!
const base: DisclosableRecord = {
  id: 7, version: 2, subject, item: { ...item, fields: item.fields.map((f, i) => ({ ...f, public: i > 0 })) }, existence: 'held',
  display: { state: 'on-display', usable: true }, tradeSecret: false, marks: [],
  values: { [item.fields[0]!.name]: 'closed', [item.fields[1]!.name]: 'open' },
}
const mark = (name: Mark) => ({ marks: [{ record: 7, mark: name, case: 1, since: '2026-11-01', until: null }] })
const inMode = (mode: DisclosableRecord['item']['mode']) => ({ item: { ...base.item, mode }, display: { state: 'not-displayed', usable: true } as const })

/** Ways in the order public, sharing, duty, own, authorised, bulk: S shown, P its public columns, else the first letters of why not. */
const states: readonly (readonly [name: string, change: Partial<DisclosableRecord>, shown: string])[] = [
  ['on display', {}, 'P S S S S P'],
  ['disputed', mark('disputed'), 'P S S S S P'],
  ['suspended', mark('suspended'), 'suspended S S S suspended suspended'],
  ['shielded', mark('shielded'), 'shielded shielded shielded S shielded shielded'],
  ['ended, still usable', { display: { state: 'ended', usable: true } }, 'not-on-display S S S S not-on-display'],
  ['ended for every use', { display: { state: 'ended', usable: false } }, 'not-on-display not-usable not-usable S not-usable not-on-display'],
  ['class not stated', { display: { state: 'class-not-stated', usable: false } }, 'not-on-display not-usable not-usable S not-usable not-on-display'],
  ['not yet', { display: { state: 'not-yet', usable: true } }, 'not-on-display S S S S not-on-display'],
  ['for sharing', inMode('government-sharing'), 'mode S S S S mode'],
  ['for duty', inMode('inquiry-by-authority'), 'mode mode S S S mode'],
  ['by authorisation', inMode('authorised-inquiry'), 'mode mode mode S S mode'],
  ['for itself', inMode('own-inquiry'), 'mode mode mode S mode mode'],
  ['not shareable', { item: { ...base.item, shared: { ...base.item.shared, shareable: false } } }, 'P not-shareable S S S P'],
  ['trade secret', { tradeSecret: true, display: { state: 'not-displayed', usable: true } }, 'trade-secret trade-secret trade-secret S trade-secret trade-secret'],
  ['withheld by consent', mark('withheld'), 'withheld withheld withheld S withheld withheld'],
  ['withdrawn', { existence: 'withdrawn', display: { state: 'not-displayed', usable: false } }, 'withdrawn withdrawn withdrawn S withdrawn withdrawn'],
  ['erased', { existence: 'erased', values: null }, 'erased erased erased erased erased erased'],
]

const access = (ground: GroundCode, change: Partial<Access> = {}): Access => ({ id: 1, ground, purposes: null, items: null, from: '2026-01-01', until: null, ...change })
const authority: Inquirer = { kind: 'unit', code: unit, access: groundCodes.map((g) => access(g)) }
const itself: Inquirer = { kind: 'organisation', code: subject }
const inquirers: readonly (readonly [string, Inquirer])[] = [
  ['the public', { kind: 'public' }], ['itself', itself], ['another organisation', { kind: 'organisation', code: other }],
  ['a unit with access', authority], ['a unit without', { kind: 'unit', code: unit, access: [] }],
]
const on = (by: GroundCode, change: Partial<Ground> = {}): Ground => ({ by, reference: '案1', stated: '依职责', authorisations: [{ id: 3, category: item.category }], ...change })
const purposeOf = (pack: PackId) => choices(listOf(laws[pack].pack, 'inquiry-purposes'))[0]!.code
const ask = (pack: PackId, who: Inquirer, ground: Ground, record: DisclosableRecord = base, purpose = purposeOf(pack)) => disclose(record, who, ground, purpose, day, laws[pack])
const code = (done: ReturnType<typeof ask>): string => (!done.ok ? done.refusals[0].code : !done.value.shown ? done.value.because : done.value.kept.length > 0 ? 'P' : 'S')

test('every way x inquirer x state x pack: shown what the table says, or refused by a rule of the pack', () => {
  for (const pack of packs) {
    const ways = choices(listOf(laws[pack].pack, 'inquiry-grounds')).map((e) => e.code)
    for (const [state, change, expected] of states) {
      for (const [n, ground] of groundCodes.entries()) {
        for (const [who, inquirer] of inquirers) {
          const done = ask(pack, inquirer, on(ground), { ...base, ...change })
          const fits = !ways.includes(ground) ? 'ground-not-in-list'
            : ground === 'own-inquiry' && who !== 'itself' ? 'not-oneself'
            : ground === 'authorised-inquiry' && who === 'the public' ? 'not-authorised'
            : ['government-sharing', 'inquiry-by-authority', 'bulk-inquiry'].includes(ground)
              ? inquirer.kind !== 'unit' ? 'not-an-authority' : inquirer.access.length === 0 ? (ground === 'bulk-inquiry' ? 'agreement-missing' : 'access-missing') : null
              : null
          assert.equal(code(done), fits ?? expected.split(' ')[n], `${pack}: ${who}, ${ground}, ${state}`)
          const rules = done.ok ? (done.value.shown ? done.value.rules : [done.value.rule ?? 'none']) : [done.refusals[0].rule!]
          for (const rule of rules) assert.ok(rule === 'none' || rule.startsWith({ guangdong: 'gd-', xiamen: 'xm-', jiangsu: 'js-', liaoning: 'ln-', hunan: 'hn-' }[pack]), `${pack} ${state} ${rule}`)
        }
      }
    }
  }
})

test('gd-24a xm-14a ln-21a hn-19-1 hn-19-2 a purpose outside the list is refused with its rule and the list; one about natural persons with the reason; those of the list need a case', () => {
  const rule: Partial<Record<PackId, string>> = { guangdong: 'gd-24a', xiamen: 'xm-14a', liaoning: 'ln-21a', hunan: 'hn-19-1' }
  const known: Partial<Record<PackId, readonly string[]>> = {
    guangdong: ['procurement', 'permitting'], xiamen: ['bidding', 'public-safety-risk'], liaoning: ['procurement-and-funding'], hunan: ['fiscal-support', 'social-security-of-employers'],
  }
  for (const pack of Object.keys(rule) as PackId[]) {
    const no = ask(pack, authority, on('inquiry-by-authority'), base, 'curiosity')
    assert.ok(!no.ok && no.refusals[0].code === 'purpose-not-in-list' && no.refusals[0].rule === rule[pack])
    for (const purpose of known[pack]!) {
      assert.ok(no.refusals[0].facts.allowed!.includes(purpose))
      assert.equal(code(ask(pack, authority, on('inquiry-by-authority'), base, purpose)), 'S')
      assert.equal(code(ask(pack, authority, on('inquiry-by-authority', { reference: ' ' }), base, purpose)), 'reference-missing')
    }
  }
  for (const [pack, purpose] of [['guangdong', 'recruitment'], ['xiamen', 'personnel'], ['liaoning', 'persons']] as const) {
    const declined = ask(pack, authority, on('inquiry-by-authority'), base, purpose)
    assert.ok(!declined.ok && declined.refusals[0].code === 'purpose-declined' && declined.refusals[0].facts['why-zh'] !== '')
  }
})

test('js-24 js-40-1 the duty is stated and an open case named, or nothing is answered', () => {
  assert.equal(code(ask('jiangsu', authority, on('inquiry-by-authority', { stated: '' }))), 'duty-not-stated')
  assert.equal(code(ask('jiangsu', authority, on('inquiry-by-authority', { reference: '' }))), 'reference-missing')
  assert.equal(code(ask('jiangsu', authority, on('inquiry-by-authority'))), 'S')
})

test('js-39-2a an organ outside the sharing of an entry is refused it, and a matter outside its powers', () => {
  const shares: Inquirer = { kind: 'unit', code: unit, access: [access('government-sharing', { items: ['tax-arrears'] }), access('inquiry-by-authority', { purposes: [] })] }
  assert.equal(code(ask('jiangsu', shares, on('government-sharing'))), 'outside-access')
  assert.equal(code(ask('jiangsu', shares, on('inquiry-by-authority'))), 'outside-powers')
})

test('gd-19-1 a sharing agreement for tax records gives tax records and nothing else', () => {
  const tax: Inquirer = { kind: 'unit', code: unit, access: [access('government-sharing', { items: ['tax-arrears'] })] }
  const arrears = laws.guangdong.catalog.find((i) => i.id === 'tax-arrears')!
  assert.equal(code(ask('guangdong', tax, on('government-sharing'), { ...base, item: arrears })), 'S')
  assert.equal(code(ask('guangdong', tax, on('government-sharing'), { ...base, item: laws.guangdong.catalog.find((i) => i.id === 'contract-performance')! })), 'outside-access')
})

test('gd-40-2 js-39-2b without an authorisation that stands on the day nothing non-public is shown; with one, only of its category', () => {
  for (const pack of ['guangdong', 'jiangsu'] as const) {
    const secret = { ...base, ...inMode('authorised-inquiry') }
    const bank: Inquirer = { kind: 'organisation', code: other }
    assert.equal(code(ask(pack, bank, on('authorised-inquiry', { authorisations: [] }), secret)), 'not-authorised')
    assert.equal(code(ask(pack, bank, on('authorised-inquiry', { authorisations: [{ id: 1, category: 'pledges' }] }), secret)), 'outside-authorisation')
    assert.equal(code(ask(pack, bank, on('authorised-inquiry'), secret)), 'S')
  }
})

test('access ends with its last day', () => {
  for (const [until, expected] of [[day, 'S'], ['2026-11-20', 'access-missing']] as const) {
    const who: Inquirer = { kind: 'unit', code: unit, access: [access('inquiry-by-authority', { until })] }
    assert.equal(code(ask('guangdong', who, on('inquiry-by-authority'))), expected)
  }
})

test('whatever is asked, nobody but the organisation sees a closed column without access or authorisation', () => {
  const grounds = fc.constantFrom(...groundCodes)
  fc.assert(fc.property(fc.constantFrom(...packs), grounds, fc.constantFrom(...inquirers.map(([, i]) => i)), fc.constantFrom(...states), fc.boolean(), fc.string(),
    (pack, by, who, [, change], authorised, purpose) => {
      const done = ask(pack, who, on(by, authorised ? {} : { authorisations: [] }), { ...base, ...change }, purpose)
      const closed = done.ok && done.value.shown && Object.values(done.value.fields).includes('closed')
      if (!closed) return
      const entitled = (who.kind === 'organisation' && who.code === subject && by === 'own-inquiry')
        || (by === 'authorised-inquiry' && authorised) || (who.kind === 'unit' && who.access.length > 0)
      assert.ok(entitled)
    }))
})
