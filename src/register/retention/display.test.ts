import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { laws } from '../../../test/support/law.ts'
import type { Law, Limit, PackId, Severity } from '../../law/types.ts'
import type { CatalogItem, DisplayRule } from '../catalog/types.ts'
import { describeStep } from './describe.ts'
import { displayChanges } from './display-changes.ts'
import { displayDates, displayOf, type Display, type RecordFacts } from './display.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const item = (id: string, law: Law = laws.guangdong): CatalogItem => law.catalog.find((i) => i.id === id)!
const penalty = item('penalty')
const shownBy = (display: DisplayRule, over: Partial<CatalogItem> = {}): CatalogItem => ({ ...penalty, display, ...over })
const marketPenalty = item('market-penalty')
const years = (amount: number | null, type: Limit['type'] = 'duration'): Limit => ({ amount, unit: 'year', type })

const facts = (over: Partial<RecordFacts>): RecordFacts => ({
  item: penalty, severity: null, decidedOn: '2025-06-10', conductEndedOn: null, conductField: null, validUntil: null,
  receivedOn: over.decidedOn ?? '2025-06-10', tradeSecret: false, hasBasis: true, ...over,
})
const classed = (c: Severity) => ({ severity: { class: c, reason: '裁量基准' } })
const on = (text: string, over: Partial<RecordFacts>, pack: PackId = 'guangdong'): Display => displayOf(facts(over), laws[pack], day(text))
const step = (d: Display, rule: string) => d.steps.find((s) => s.rule === rule)

describe('the change of the national texts', () => {
  // The same records, asked on the last day of the older text and on the first of the newer one.
  const table: [what: string, over: Partial<RecordFacts>, before: string, after: string][] = [
    ['serious', classed('serious'), 'on-display until 2028-06-10, restoration from 2025-09-10', 'on-display until 2028-06-10, restoration from 2026-06-10'],
    ['general', classed('general'), 'on-display until 2028-06-10, restoration from 2025-09-10', 'on-display until 2026-06-10, restoration from 2025-09-10'],
    ['minor', classed('minor'), 'on-display until 2028-06-10, restoration from 2025-09-10', 'not-displayed until -, restoration from -'],
    ['no class', {}, 'on-display until 2028-06-10, restoration from 2025-09-10', 'class-not-stated until -, restoration from -'],
    ['work safety, serious', { ...classed('serious'), conductField: '安全生产' },
      'on-display until 2028-06-10, restoration from 2026-06-10', 'on-display until 2028-06-10, restoration from 2026-06-10'],
    ['fire, no class', { conductField: '消防' }, 'on-display until 2028-06-10, restoration from 2026-06-10', 'class-not-stated until -, restoration from -'],
    ['special equipment, general', { ...classed('general'), conductField: '特种设备' },
      'on-display until 2028-06-10, restoration from 2026-06-10', 'on-display until 2026-06-10, restoration from 2025-09-10'],
    ['general, older', { ...classed('general'), decidedOn: '2025-03-31' },
      'on-display until 2028-03-31, restoration from 2025-06-30', 'ended until 2026-03-31, restoration from -'],
  ]
  const told = (d: Display) => `${d.state} until ${d.endsOn ?? '-'}, restoration from ${d.earliestRestorationOn ?? '-'}`
  for (const [what, over, before, after] of table) {
    test(`nat-58-max nat-58-min nat-58-min-serious-fields nat-36-serious nat-36-serious-min nat-36-general nat-36-general-min nat-36-minor nat-36-class: ${what}`, () => {
      assert.equal(told(on('2026-03-31', over)), before)
      assert.equal(told(on('2026-04-01', over)), after)
    })
  }

  test('loading the newer text shows beforehand whose dates change', () => {
    const records = table.map(([what, over]) => ({ what, facts: facts(over) }))
    const of = (law: Law, text: string) => ({ law, day: day(text) })
    const changed = [...displayChanges(records, (r) => r.facts, of(laws.guangdong, '2026-03-31'), of(laws.guangdong, '2026-04-01'))]
    assert.deepEqual(changed.map((c) => c.record.what), ['serious', 'general', 'minor', 'no class', 'fire, no class', 'special equipment, general', 'general, older'])
    const without: Law = { ...laws.guangdong, national: { ...laws.guangdong.national, displayTexts: laws.guangdong.national.displayTexts.filter((t) => t.id !== 'order-36') } }
    assert.equal([...displayChanges(records, (r) => r.facts, of(without, '2026-03-31'), of(laws.guangdong, '2026-03-31'))].length, 0)
  })

  test('nat-36-start nat-58-start periods count from the document, display begins with receipt', () => {
    for (const text of ['2026-03-31', '2026-04-01']) {
      const d = on(text, { ...classed('serious'), decidedOn: '2025-06-10', receivedOn: '2025-08-01' })
      assert.deepEqual([d.startsOn, d.endsOn], ['2025-08-01', '2028-06-10'])
      assert.ok(step(d, text < '2026-04' ? 'nat-58-start' : 'nat-36-start'))
    }
  })

  test('a record that arrives after its period was never on display', () => {
    assert.equal(on('2026-08-01', { ...classed('general'), decidedOn: '2025-06-10', receivedOn: '2026-08-01' }).state, 'ended')
  })

  test('a document of a coming day is not yet displayed', () => {
    const d = on('2026-05-01', { ...classed('general'), decidedOn: '2026-05-06', receivedOn: '2026-05-01' })
    assert.deepEqual([d.state, d.startsOn, d.endsOn], ['not-yet', '2026-05-06', '2027-05-06'])
  })

  test('nat-36-general on the end day itself the record is gone', () => {
    const general = { ...classed('general'), decidedOn: '2026-05-06' }
    assert.equal(on('2027-05-05', general).state, 'on-display')
    assert.equal(on('2027-05-06', general).state, 'ended')
  })

  test('nat-36-class the reason of the class is in the explanation', () => {
    assert.deepEqual(step(on('2026-05-01', classed('serious')), 'nat-36-serious')?.facts, { decidedOn: '2025-06-10', class: 'serious', reason: '裁量基准' })
  })

  test('before any national text no period of untrustworthiness is invented', () => {
    assert.equal(on('2023-04-30', { decidedOn: '2022-07-01' }, 'liaoning').state, 'period-not-set')
    assert.equal(on('2023-05-01', { decidedOn: '2022-07-01' }, 'liaoning').endsOn, '2025-07-01')
  })
})

describe('a sector with its own text', () => {
  const market = (over: Partial<RecordFacts>) => ({ item: marketPenalty, decidedOn: '2026-01-15', ...over })
  test('nat-107-minor nat-107-general nat-107-serious nat-58-sector its periods govern its items beside the older order', () => {
    assert.equal(on('2025-12-24', market({ ...classed('minor'), decidedOn: '2025-12-01' })).endsOn, '2028-12-01')
    assert.equal(on('2025-12-25', market({ ...classed('minor'), decidedOn: '2025-12-01' })).endsOn, '2026-03-01')
    assert.equal(on('2026-03-31', market(classed('minor'))).endsOn, '2026-04-15')
    assert.equal(on('2026-03-31', market(classed('general'))).endsOn, '2027-01-15')
    assert.equal(on('2026-03-31', market(classed('serious'))).endsOn, '2029-01-15')
    assert.equal(on('2026-03-31', market({})).state, 'class-not-stated')
    assert.equal(step(on('2026-03-31', market(classed('general'))), 'nat-58-sector')?.result.code, 'sector-text')
  })
  test('nat-107-general-min nat-107-serious-min restoration after its minimum', () => {
    assert.equal(on('2026-03-31', market(classed('general'))).earliestRestorationOn, '2026-04-15')
    assert.equal(on('2026-03-31', market(classed('serious'))).earliestRestorationOn, '2027-01-15')
    assert.equal(on('2026-03-31', market(classed('minor'))).earliestRestorationOn, '2026-01-15')
  })
  test('nat-107-warning a warning is not displayed, whatever its class', () => {
    assert.equal(on('2026-03-31', market({ ...classed('minor'), sanctionKind: '警告' })).state, 'not-displayed')
    assert.equal(on('2026-03-31', market({ ...classed('minor'), sanctionKind: '罚款' })).state, 'on-display')
  })
  test('nat-36-precedence beside the newer order the shorter display counts, and not displayed is the shortest', () => {
    const minor = on('2026-04-01', market(classed('minor')))
    assert.equal(minor.state, 'not-displayed')
    assert.equal(step(minor, 'nat-36-precedence')?.result.values.text, 'order-36')
    const general = on('2026-04-01', market(classed('general')))
    assert.equal(general.endsOn, '2027-01-15')
    assert.equal(step(general, 'nat-36-precedence')?.result.values.text, 'samr-107')
  })
  test('nat-58-sector nat-36-precedence a sector that showed longer would govern beside the older order, not beside the newer', () => {
    const longer = laws.guangdong.national.displayTexts.map((t) => (t.id !== 'samr-107' ? t : { ...t, classes: { ...t.classes, serious: { ...t.classes.serious!, maximum: years(4, 'cap') } } }))
    const law: Law = { ...laws.guangdong, national: { ...laws.guangdong.national, displayTexts: longer } }
    const endsOn = (text: string) => displayDates(facts(market(classed('serious'))), law, day(text)).endsOn
    assert.deepEqual([endsOn('2026-03-31'), endsOn('2026-04-01')], ['2030-01-15', '2029-01-15'])
  })
  test('items of other sectors know nothing of it', () => {
    assert.equal(on('2026-03-31', { ...classed('general'), item: shownBy({ by: 'severity', sector: 'taxation' }), decidedOn: '2026-01-15' }).endsOn, '2029-01-15')
  })
})

describe('Guangdong', () => {
  test('gd-43a without a national text the ceiling ends display five years after the determination', () => {
    const d = on('2023-04-30', { decidedOn: '2021-07-01' })
    assert.deepEqual([d.state, d.endsOn], ['on-display', '2026-07-01'])
    assert.equal(step(d, 'gd-43a')?.effective, true)
    assert.equal(on('2026-07-01', { decidedOn: '2021-07-01' }).state, 'class-not-stated')
    assert.equal(on('2026-07-01', { decidedOn: '2021-07-01', ...classed('serious') }).state, 'ended')
  })
  test('gd-43a no period of the catalog reaches beyond the ceiling', () => {
    const ten = shownBy({ by: 'period', limit: years(10), rule: 'gd-14-2b' })
    assert.equal(on('2026-06-30', { item: ten, decidedOn: '2021-07-01' }).state, 'on-display')
    assert.equal(on('2026-07-01', { item: ten, decidedOn: '2021-07-01' }).state, 'ended')
  })
  test('gd-43a the ceiling changes nothing where the state sets less, and says so', () => {
    const d = on('2026-05-01', classed('serious'))
    assert.deepEqual([step(d, 'gd-43a')?.effective, step(d, 'nat-36-serious')?.effective], [false, true])
    const lowered = on('2023-04-30', { item: shownBy({ by: 'period', limit: years(10), rule: 'gd-14-2b' }), decidedOn: '2021-07-01' })
    assert.equal(step(lowered, 'gd-43a')?.effective, true)
  })
  test('gd-43b conduct that continued moves the ceiling to its end', () => {
    const d = on('2023-04-30', { decidedOn: '2022-03-01', conductEndedOn: '2023-03-01' })
    assert.equal(d.endsOn, '2028-03-01')
    assert.equal(step(d, 'gd-43b')?.effective, true)
  })
  test('gd-43b while conduct continues no ceiling runs: displayed, end not known', () => {
    const d = on('2023-04-30', { decidedOn: '2022-03-01', conductEndedOn: 'continuing' })
    assert.deepEqual([d.state, d.endsOn], ['on-display', null])
    assert.equal(step(d, 'gd-43b')?.result.code, 'conduct-continues')
    assert.equal(on('2026-05-01', { ...classed('serious'), decidedOn: '2025-06-10', conductEndedOn: 'continuing' }).endsOn, '2028-06-10')
  })
  test('gd-43b conduct that ended before the document does not move it', () => {
    assert.equal(on('2023-04-30', { decidedOn: '2022-03-01', conductEndedOn: '2021-12-31' }).endsOn, '2027-03-01')
  })
  test('gd-43c after the end the record is neither displayed nor used, and the rule says so', () => {
    const d = on('2029-05-06', { ...classed('serious'), decidedOn: '2026-05-06' })
    assert.deepEqual([d.state, d.usable, step(d, 'gd-43c')?.effective], ['ended', false, true])
    assert.equal(step(on('2029-05-05', { ...classed('serious'), decidedOn: '2026-05-06' }), 'gd-43c')?.effective, false)
  })
})

describe('Hunan', () => {
  test('hn-35-1a the inquiry period is the one the state sets', () => {
    const d = on('2026-03-31', { decidedOn: '2023-05-10' }, 'hunan')
    assert.equal(d.endsOn, '2026-05-10')
    assert.equal(step(d, 'hn-35-1a')?.effective, true)
    assert.equal(on('2023-04-30', { decidedOn: '2022-09-10' }, 'hunan').state, 'period-not-set')
  })
  test('hn-35-1b a measure still running keeps the record until it ends', () => {
    const three = shownBy({ by: 'period', limit: years(3), rule: 'hn-35-1a' })
    const until = { item: three, decidedOn: '2022-01-01', measureEndsOn: '2025-06-30' }
    assert.equal(on('2025-01-01', until, 'hunan').state, 'on-display')
    assert.equal(on('2025-06-30', until, 'hunan').state, 'on-display')
    assert.equal(on('2025-07-01', until, 'hunan').state, 'ended')
    assert.equal(on('2025-01-01', { ...until, measureEndsOn: '2024-12-31' }, 'hunan').state, 'ended')
    assert.equal(on('2025-01-01', until, 'guangdong').state, 'ended')
  })
  test('hn-35-2 after the extended period no inquiry is answered', () => {
    const d = on('2028-07-01', { ...classed('serious'), measureEndsOn: '2028-06-30' }, 'hunan')
    assert.deepEqual([d.state, d.retentionEndsOn, d.usable, step(d, 'hn-35-2')?.effective], ['ended', '2028-07-01', false, true])
    assert.equal(on('2028-06-30', { ...classed('serious'), measureEndsOn: '2028-06-30' }, 'hunan').usable, true)
  })
})

describe('Jiangsu', () => {
  const entry = shownBy({ by: 'period', limit: years(1), rule: 'js-35-2b' }, { retention: years(3) })
  const record = { item: entry, decidedOn: '2023-06-01' }
  test('js-41-1 display and retention are two periods', () => {
    const d = on('2024-06-01', record, 'jiangsu')
    assert.deepEqual([d.state, d.endsOn, d.retentionEndsOn, d.usable], ['ended', '2024-06-01', '2026-06-01', true])
    assert.equal(step(on('2026-03-31', {}, 'jiangsu'), 'js-41-1')?.effective, true)
  })
  test('js-41-2a display stops on its end day', () => {
    assert.equal(on('2024-05-31', record, 'jiangsu').state, 'on-display')
    const d = on('2024-06-01', record, 'jiangsu')
    assert.deepEqual([d.state, step(d, 'js-41-2a')?.effective], ['ended', true])
  })
  test('js-41-2b after retention nothing is shared and no inquiry is answered', () => {
    assert.equal(on('2026-05-31', record, 'jiangsu').usable, true)
    assert.equal(on('2026-06-01', record, 'jiangsu').usable, false)
    assert.equal(step(on('2026-06-01', record, 'jiangsu'), 'js-41-2b')?.result.values.retentionEndsOn, '2026-06-01')
  })
  test('js-41-2b a retention the catalog leaves open is not set, never zero', () => {
    const d = on('2024-06-01', { ...record, item: { ...entry, retention: null } }, 'jiangsu')
    assert.deepEqual([d.retentionEndsOn, d.usable], [null, true])
  })
  test('js-41-2b what is displayed is kept at least as long', () => {
    assert.equal(on('2023-06-02', { ...record, item: { ...entry, display: { by: 'period', limit: years(4), rule: 'js-35-2b' } } }, 'jiangsu').retentionEndsOn, '2027-06-01')
  })
})

describe('Xiamen', () => {
  const three = { item: shownBy({ by: 'period', limit: years(3), rule: 'xm-8-1' }), decidedOn: '2021-05-01' }
  test('xm-36 after the recording period of the catalog the record is out of inquiry and assessment', () => {
    assert.equal(on('2024-04-30', three, 'xiamen').usable, true)
    const d = on('2024-05-01', three, 'xiamen')
    assert.deepEqual([d.state, d.usable, d.retentionEndsOn], ['ended', false, '2024-05-01'])
    assert.deepEqual(d.steps.filter((s) => s.rule === 'xm-36').map((s) => [s.result.code, s.effective]), [['from-catalog', true], ['after-end', true]])
  })
  test('xm-36 a catalog without a period: untrustworthiness is not displayed, other information without end', () => {
    const open = { by: 'period', limit: years(null), rule: 'xm-8-1' } as const
    const d = on('2024-05-01', { item: shownBy(open), decidedOn: '2021-05-01' }, 'xiamen')
    assert.deepEqual([d.state, d.endsOn, d.usable], ['period-not-set', null, false])
    const honour = on('2024-05-01', { item: shownBy(open, { nature: 'positive' }), decidedOn: '2021-05-01' }, 'xiamen')
    assert.deepEqual([honour.state, honour.endsOn, honour.usable], ['on-display', null, true])
    assert.ok(honour.steps.some((s) => s.result.code === 'no-period'))
    for (const s of honour.steps) assert.doesNotMatch(describeStep(s, laws.xiamen).zh, /不予公示/, 'what is shown is never said not to be')
  })
})

describe('what is not displayed for the public', () => {
  const serious = classed('serious')
  test('gd-32 untrustworthiness without the document it rests on', () => {
    const d = on('2026-05-01', { ...serious, hasBasis: false })
    assert.deepEqual([d.state, d.usable], ['not-displayed', false])
    assert.ok(step(d, 'gd-32'))
    assert.equal(on('2026-05-01', { item: item('licence'), validUntil: 'no-end', hasBasis: false }).state, 'on-display')
  })
  test('gd-4 ln-8 what is flagged as a trade secret', () => {
    assert.ok(step(on('2026-05-01', { ...serious, tradeSecret: true }), 'gd-4'))
    const d = on('2026-05-01', { ...serious, tradeSecret: true }, 'liaoning')
    assert.deepEqual([d.state, d.startsOn, d.endsOn], ['not-displayed', null, null])
    assert.ok(step(d, 'ln-8'))
  })
  test('gd-14-2b what the catalog does not give to the public; its period bounds sharing', () => {
    const d = on('2026-05-01', { ...serious, item: { ...penalty, mode: 'government-sharing' } })
    assert.deepEqual([d.state, d.usable, d.retentionEndsOn], ['not-displayed', true, '2028-06-10'])
    assert.ok(step(d, 'gd-14-2b'))
  })
  test('an item the catalog never displays', () => {
    assert.equal(on('2026-05-01', { item: item('contract-performance') }).state, 'not-displayed')
  })
})

describe('licences and registration', () => {
  test('nat-catalog-validity shown through the last day of validity', () => {
    const licence = { item: item('licence'), decidedOn: '2024-01-01', validUntil: '2026-12-31' }
    assert.equal(on('2026-12-31', licence).state, 'on-display')
    assert.equal(on('2027-01-01', licence).state, 'ended')
  })
  test('nat-catalog-validity without an end the end stays open, said plainly', () => {
    const d = on('2090-01-01', { item: item('licence'), validUntil: 'no-end' })
    assert.deepEqual([d.state, d.endsOn, d.retentionEndsOn], ['on-display', null, null])
    assert.equal(step(d, 'nat-catalog-validity')?.result.code, 'valid-without-end')
    assert.equal(step(on('2090-01-01', { item: item('licence') }), 'nat-catalog-validity')?.result.code, 'validity-not-stated')
  })
  test('nat-catalog-registration shown until the organisation is deregistered', () => {
    assert.equal(on('2026-05-05', { item: item('registration'), deregisteredOn: '2026-05-06' }).state, 'on-display')
    assert.equal(on('2026-05-06', { item: item('registration'), deregisteredOn: '2026-05-06' }).state, 'ended')
    assert.equal(on('2026-05-06', { item: item('registration') }).endsOn, null)
  })
  test('an entry that stands until removed is shown while it stands, in every pack', () => {
    for (const pack of Object.keys(laws) as PackId[]) {
      const open = on('2035-01-01', { item: item('abnormal-operations'), decidedOn: '2026-05-06' }, pack)
      assert.deepEqual([open.state, open.endsOn], ['on-display', null])
      assert.equal(on('2035-01-01', { item: item('abnormal-operations'), decidedOn: '2026-05-06', validUntil: '2026-09-30' }, pack).state, 'ended')
    }
  })
})

describe('what ends display sooner', () => {
  test('nat-36-3 restoration ends display and use on its day', () => {
    const restored = { ...classed('serious'), decidedOn: '2026-05-06', restoredOn: '2027-06-01' }
    assert.deepEqual([on('2027-05-31', restored).state, on('2027-05-31', restored).usable], ['on-display', true])
    const d = on('2027-06-01', restored)
    assert.deepEqual([d.state, d.usable, d.endsOn], ['ended', false, '2027-06-01'])
    assert.equal(step(d, 'gd-47-4a')?.effective, true)
    assert.equal(on('2030-01-01', { ...restored, restoredOn: '2029-12-31' }).endsOn, '2029-05-06')
  })
  test('nat-36-3 restoration goes before a measure that would prolong', () => {
    assert.equal(on('2027-06-01', { ...classed('serious'), restoredOn: '2027-06-01', measureEndsOn: '2031-01-01' }, 'hunan').state, 'ended')
  })
  test('an open record names restoration with its earliest day, revocation and objection, with their rules', () => {
    assert.deepEqual(on('2026-05-10', { ...classed('serious'), decidedOn: '2026-05-06' }).endsSooner, [
      { by: 'restoration', earliestOn: '2027-05-06', rules: ['nat-36-serious-min', 'gd-47-4a'] },
      { by: 'revocation', earliestOn: null, rules: ['gd-44a'] },
      { by: 'objection', earliestOn: null, rules: ['gd-46-3c'] },
    ])
    assert.deepEqual(on('2027-05-10', { ...classed('general'), decidedOn: '2026-05-06' }).endsSooner, [])
    assert.deepEqual(on('2026-05-10', { item: item('licence'), validUntil: 'no-end' }).endsSooner.map((e) => e.by), ['revocation', 'objection'])
  })
})

test('where the pack counts the end day in, every end is a day later', () => {
  const counted: Law = { ...laws.guangdong, pack: { ...laws.guangdong.pack, counting: { ...laws.guangdong.pack.counting, stateIncludesEndDay: true } } }
  assert.equal(displayDates(facts(classed('serious')), counted, day('2026-05-01')).endsOn, '2028-06-11')
  for (const law of Object.values(laws)) assert.equal(displayDates(facts(classed('serious')), law, day('2026-05-01')).endsOn, '2028-06-10')
})

test('a month or year without the date ends on its last day', () => {
  assert.equal(on('2026-05-01', { ...classed('general'), decidedOn: '2024-02-29' }).endsOn, '2025-02-28')
  assert.equal(on('2026-03-31', { decidedOn: '2025-11-30' }).earliestRestorationOn, '2026-02-28')
})

describe('properties', () => {
  const someDay = fc.integer({ min: 0, max: 4000 }).map((n) => day('2019-01-01').add({ days: n }).toString())
  const maybe = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: null })
  const someFacts: fc.Arbitrary<RecordFacts> = fc.record({
    item: fc.constantFrom(penalty, marketPenalty, item('licence'), item('registration'), item('pledge'), item('abnormal-operations'),
      ...laws.jiangsu.catalog.filter((i) => i.layer === 'jiangsu'), { ...penalty, mode: 'government-sharing' as const }),
    severity: maybe(fc.constantFrom<Severity>('minor', 'general', 'serious').map((c) => ({ class: c, reason: '理由' }))),
    decidedOn: someDay, receivedOn: someDay,
    conductEndedOn: fc.oneof(fc.constant(null), fc.constant('continuing' as const), someDay),
    conductField: fc.constantFrom(null, '消防', '广告'), sanctionKind: fc.constantFrom(null, '警告'),
    validUntil: fc.oneof(fc.constant(null), fc.constant('no-end' as const), someDay),
    measureEndsOn: maybe(someDay), restoredOn: maybe(someDay), deregisteredOn: maybe(someDay),
    tradeSecret: fc.boolean(), hasBasis: fc.boolean(),
  })
  const somePack = fc.constantFrom(...(Object.keys(laws) as PackId[]))

  test('the dates alone and the explained decision agree', () => {
    fc.assert(fc.property(someFacts, somePack, someDay, (f, pack, text) => {
      const { steps, endsSooner, ...dates } = displayOf(f, laws[pack], day(text))
      assert.deepEqual(dates, displayDates(f, laws[pack], day(text)))
      assert.ok(steps.length > 0)
      assert.ok(endsSooner.length <= 3)
    }), { numRuns: 1000 })
  })

  test('under one text what ended stays ended, and nothing is displayed outside its dates', () => {
    fc.assert(fc.property(someFacts, somePack, fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 900 }), (f, pack, n, later) => {
      const first = day('2026-04-01').add({ days: n })
      const [a, b] = [displayDates(f, laws[pack], first), displayDates(f, laws[pack], first.add({ days: later }))]
      if (a.state === 'ended') assert.equal(b.state, 'ended')
      if (!a.usable) assert.equal(b.usable, false)
      if (a.state === 'on-display') assert.ok(a.startsOn! <= first.toString() && (a.endsOn === null || first.toString() < a.endsOn))
      if (a.state === 'on-display' && a.endsOn) assert.ok(a.retentionEndsOn === null || a.retentionEndsOn >= a.endsOn)
      assert.deepEqual([a.startsOn, a.endsOn], [b.startsOn, b.endsOn])
    }), { numRuns: 1000 })
  })

  test('gd-43a in Guangdong no untrustworthiness is displayed beyond the ceiling of its determination or end of conduct', () => {
    const cap = laws.guangdong.pack.display.cap!.limit.amount!
    fc.assert(fc.property(someFacts, someDay, (f, text) => {
      const d = displayDates(f, laws.guangdong, day(text))
      if (f.item.nature !== 'untrustworthiness' || f.item.display.by === 'validity' || f.conductEndedOn === 'continuing' || d.endsOn === null) return
      const from = f.conductEndedOn !== null && f.conductEndedOn > f.decidedOn ? f.conductEndedOn : f.decidedOn
      assert.ok(d.endsOn <= day(from).add({ years: cap }).toString())
    }), { numRuns: 1000 })
  })
})
