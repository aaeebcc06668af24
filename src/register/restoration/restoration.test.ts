import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { laws } from '../../../test/support/law.ts'
import type { PackId, Severity } from '../../law/types.ts'
import { displayDates } from '../retention/display.ts'
import { recordFacts } from '../records/dates.ts'
import type { StoredFacts } from '../records/facts.ts'
import { describeEligibility } from './describe.ts'
import { eligibilityOf, type Restorable } from './eligibility.ts'
import { basisFor, doorsOf, effectsOf, papersOf } from './procedure.ts'
import { answers, effectOf, mayApply } from './restoration.ts'
import { mayChange, type RestructuringState } from './shield/restructuring.ts'

const penalty = laws.guangdong.catalog.find((i) => i.id === 'penalty')!
const base: StoredFacts = {
  decidedOn: '2026-01-10', severity: 'general', severityReason: '理由', conductEndedOn: null, conductField: null, validUntil: null, tradeSecret: false,
  documentNumber: '罚1号', authority: '某局',
}
const held = (facts: Partial<StoredFacts> = {}, change: Partial<Restorable> = {}): Restorable =>
  ({ item: penalty, facts: { ...base, ...facts }, receivedOn: facts.decidedOn ?? base.decidedOn, existence: 'held', excludedBy: null, ...change })
const day = (text: string) => Temporal.PlainDate.from(text)
const said = (facts: Partial<StoredFacts>, on: string, pack: PackId = 'guangdong') => {
  const e = eligibilityOf(held(facts), laws[pack], day(on))
  return [e.standing, 'earliestOn' in e ? e.earliestOn : 'on' in e ? e.on : '', 'rule' in e ? e.rule : ''].join(' ').trim()
}

test('nat-58-min nat-36-minor nat-36-general-min nat-36-serious-min the same penalty on both sides of 2026-04-01', () => {
  const table = [
    ['minor', '2026-03-31', 'too-early 2026-04-10 nat-58-min'], ['minor', '2026-04-01', 'open 2026-01-10 nat-36-minor'],
    ['general', '2026-03-31', 'too-early 2026-04-10 nat-58-min'], ['general', '2026-04-01', 'too-early 2026-04-10 nat-36-general-min'],
    ['general', '2026-04-10', 'open 2026-04-10 nat-36-general-min'],
    ['serious', '2026-03-31', 'too-early 2026-04-10 nat-58-min'], ['serious', '2026-04-01', 'too-early 2027-01-10 nat-36-serious-min'],
    ['serious', '2027-01-10', 'open 2027-01-10 nat-36-serious-min'],
  ] as const
  for (const [severity, on, expected] of table) assert.equal(said({ severity }, on), expected, `${severity} ${on}`)
  assert.equal(said({ severity: null }, '2026-03-31'), 'too-early 2026-04-10 nat-58-min')
  assert.equal(said({ severity: null }, '2026-04-01'), 'class-missing  nat-36-start')
})

test('gd-47-5 hn-36d what law excludes is declined with the provision, by the rule of the pack or of the state', () => {
  for (const [pack, rule] of [['guangdong', 'gd-47-5'], ['hunan', 'hn-36d'], ['jiangsu', 'nat-36-conditions']] as const) {
    assert.deepEqual(eligibilityOf(held({}, { excludedBy: '某法第五十条' }), laws[pack], day('2026-06-01')), { standing: 'excluded', rule, provision: '某法第五十条' })
  }
})

describe('properties', () => {
  const someFacts = fc.record({
    severity: fc.constantFrom<Severity | null>('minor', 'general', 'serious', null), conductField: fc.constantFrom(null, '消防'),
    decidedOn: fc.integer({ min: 0, max: 2000 }).map((n) => day('2023-05-01').add({ days: n }).toString()),
  })
  const somePack = fc.constantFrom(...(Object.keys(laws) as PackId[]))
  const someDay = fc.integer({ min: 0, max: 3000 }).map((n) => day('2023-05-01').add({ days: n }))

  test('nobody may apply before the day that is told, and everybody from it on while the text is the same', () => {
    fc.assert(fc.property(someFacts, somePack, someDay, (facts, pack, on) => {
      fc.pre(facts.decidedOn <= on.toString())
      const e = eligibilityOf(held(facts), laws[pack], on)
      if (e.standing === 'too-early') {
        assert.ok(on.toString() < e.earliestOn)
        const then = eligibilityOf(held(facts), laws[pack], day(e.earliestOn))
        assert.notEqual(then.standing === 'too-early' && then.text === e.text, true)
      }
      if (e.standing === 'open' && e.earliestOn !== null) assert.ok(e.earliestOn <= on.toString())
      if (e.standing === 'open') assert.equal(displayDates(recordFacts(penalty, { ...base, ...facts }, facts.decidedOn), laws[pack], on).usable, true, 'there is something to end')
      for (const text of Object.values(describeEligibility(e))) assert.ok(text.length > 0)
    }), { numRuns: 500 })
  })

  test('what was restored is neither shown nor used on any later day, under any text, and cannot be asked for again', () => {
    fc.assert(fc.property(someFacts, somePack, someDay, fc.nat(2000), (facts, pack, on, later) => {
      const restored = { ...base, ...facts, restoredOn: on.toString() }
      const dates = displayDates(recordFacts(penalty, restored, facts.decidedOn), laws[pack], on.add({ days: later }))
      assert.deepEqual([dates.usable, dates.state === 'on-display'], [false, false])
      assert.equal(eligibilityOf(held(restored), laws[pack], on.add({ days: later })).standing, 'restored')
    }), { numRuns: 500 })
  })

  test('a shield only goes forward: filed, then shielded or refused; shielded, then ended', () => {
    const states: RestructuringState[] = ['filed', 'shielded', 'refused', 'ended']
    fc.assert(fc.property(fc.constantFrom(...states), fc.constantFrom('shield', 'refuse', 'end'), (state, what) => {
      const done = mayChange(state, what === 'shield' ? { do: what } : { do: what as 'end', document: '裁定书' })
      const allowed: Record<string, string> = { 'filed shield': 'shielded', 'filed refuse': 'refused', 'shielded end': 'ended' }
      assert.equal(done.ok ? done.value : undefined, allowed[`${state} ${what}`])
    }))
  })
})

test('xm-34-1b gd-47-4a js-66-2b ln-39-2c hn-36c only Guangdong knows deletion; no pack lets an effect in that its text does not name', () => {
  for (const [pack, law] of Object.entries(laws)) {
    assert.equal(effectOf('delete', law).ok, pack === 'guangdong', pack)
    assert.ok(effectsOf(law).every((e) => effectOf(e.code, law).ok))
    assert.ok(doorsOf(law).length === 2, 'one application, wherever it is lodged')
  }
})

test('an application says all that is wanting at once, and names no fee', () => {
  const nothing = { at: 'operator', ways: [], correctedOn: '', orderedUntil: null, commitment: false, explanation: '' } as const
  const done = mayApply(nothing, [], 0, laws.guangdong, day('2026-06-01'))
  assert.deepEqual(done.ok ? [] : done.refusals.map((r) => r.code), [
    'no-records', 'restoration-way-missing', 'corrected-on-missing', 'correction-not-explained', 'commitment-missing', 'proof-missing',
  ])
  assert.deepEqual(papersOf(laws.guangdong, '2025-06-21'), [], 'the state\'s papers came with its plan')
  assert.deepEqual(papersOf(laws.hunan, '2025-06-21').map((p) => p.rule), ['hn-36a'])
})

test('js-66-3 ln-39-3 without a method of the sector the state\'s text of the day is the basis', () => {
  const methods = [{ sector: 'administrative', title: '办法', document: '1号', papers: '', from: '2026-05-01' }]
  assert.deepEqual(basisFor(penalty, [], laws.liaoning, '2026-03-31'), { by: 'state', title: laws.liaoning.national.displayTexts.find((t) => t.id === 'order-58')!.title })
  assert.equal(basisFor(penalty, methods, laws.jiangsu, '2026-04-30')?.by, 'state')
  assert.deepEqual(basisFor(penalty, methods, laws.jiangsu, '2026-05-01'), { by: 'sector', title: '办法', document: '1号' })
})

test('reasons out of a form speak of nothing in the case', () => {
  const c = { document: '罚1号', record: 7, ways: ['rectification'] }
  const code = (reasons: string) => { const said = answers(c, reasons, laws.guangdong); return said.ok ? 'ok' : said.refusals[0].code }
  assert.equal(code('同意。'), 'reasons-missing')
  assert.equal(code('经研究决定，予以修复，特此告知。'), 'restoration-beside-point')
  assert.equal(code('罚 1 号所列义务已经履行。'), 'ok')
  assert.equal(code('经核查，完成信用整改属实。'), 'ok')
})
