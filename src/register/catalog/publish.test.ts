import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { PackId } from '../../law/types.ts'
import { readLaws } from '../../packs.ts'
import { parseBoundary } from '../boundary/boundary.ts'
import { methodPublished, type NewMethod } from '../restoration/procedure.ts'
import { mayDraft, mayPublish, unfiled } from './publish.ts'
import { type DraftEntry, type DraftSupplement, parseSupplementRules } from './supplement.ts'
import type { CatalogItem } from './types.ts'
import { validateEntry } from './validate-entry.ts'

const read = (file: string) => readFileSync(new URL(`../../../packs/${file}`, import.meta.url), 'utf8')
const laws = await readLaws()
const rules = parseSupplementRules(read('supplements.yaml'))
const boundary = parseBoundary(read('boundary.yaml'))
const regulation = { en: 'local regulation, art. 1', zh: '地方性法规第一条' }

const supplementOf = (pack: PackId) => laws[pack].catalog.filter((i) => i.layer === pack)
const nationalOf = (pack: PackId) => laws[pack].catalog.filter((i) => i.layer === 'national')
const complete = (pack: PackId, change: Partial<CatalogItem> = {}): DraftEntry =>
  ({ item: { ...supplementOf(pack)[0]!, ...change }, localRegulation: regulation, citedLaw: regulation })
const faults = (pack: PackId, entry: DraftEntry) =>
  validateEntry(entry, laws[pack].pack, rules[pack], boundary).map((r) => [r.code, r.rule,
    r.facts['what'] ?? r.facts['class'] ?? r.facts['field'] ?? ''].join(' ').trim())
const draft = (pack: PackId, change: Partial<DraftSupplement> = {}): DraftSupplement => ({
  pack, level: rules[pack].levels.allowed.at(-1)!, version: '2026', entries: supplementOf(pack).map((item) => ({ item,
    localRegulation: regulation, citedLaw: regulation })),
  approval: { documentNumber: '府函〔2026〕1号', by: '批准机关', on: '2026-05-10' }, filedOn: null, ...change,
})
const publish = (d: DraftSupplement, national = nationalOf(d.pack), checks: Parameters<typeof mayPublish>[5] = []) => {
  const may = mayPublish(d, national, laws[d.pack].pack, rules[d.pack], boundary, checks)
  return may.ok ? 'published' : may.refusals.map((r) => `${r.code} ${r.rule}`).join(', ')
}
const without = (key: keyof CatalogItem) => ({ [key]: undefined }) as Partial<CatalogItem>

test('every supplement that comes with the packs is complete under its own regulation', () => {
  for (const pack of Object.keys(laws) as PackId[]) {
    assert.ok(supplementOf(pack).length > 0)
    assert.equal(publish(draft(pack)), 'published', pack)
  }
})

test('gd-14-2b an entry that does not say whether it may be disclosed or shared is incomplete', () => {
  assert.deepEqual(faults('guangdong', complete('guangdong')), [])
  assert.deepEqual(faults('guangdong', complete('guangdong', without('mode'))), ['entry-incomplete gd-14-2b mode'])
  assert.deepEqual(faults('guangdong', complete('guangdong', without('shared'))), ['entry-incomplete gd-14-2b shared'])
  assert.deepEqual(faults('guangdong', complete('guangdong', { retention: null })), [])
})

test('gd-47-1 a type of list is not opened before its sector has published how one is restored from it; the method counts from its first day', () => {
  const list: CatalogItem = { ...nationalOf('guangdong').find((i) => i.id === 'serious-list-entry')!, id: 'gd-serious-list', layer: 'guangdong', version: '2026' }
  const method = (sector: string): NewMethod => ({ sector, title: '信用修复办法', document: '粤信〔2026〕2号', papers: '整改报告', from: '2026-05-01' })
  const opened = (sectors: readonly string[], on = '2026-05-10', pack: PackId = 'guangdong') => {
    const check = (d: DraftSupplement) => d.entries.map((e) => methodPublished(e.item, sectors.map(method), laws[pack], on)).find((r) => r !== null) ?? null
    const d = draft(pack)
    return publish({ ...d, entries: [...d.entries, { ...d.entries[0]!, item: { ...list, layer: pack } }] }, nationalOf(pack), [check])
  }
  const others = ['administrative', 'pledges']
  assert.equal(opened(others), 'method-missing gd-47-1', 'those of other sectors do not do')
  assert.equal(opened([...others, 'serious-lists'], '2026-04-30'), 'method-missing gd-47-1')
  assert.equal(opened([...others, 'serious-lists']), 'published')
  assert.doesNotMatch(opened([], '2026-05-10', 'jiangsu'), /method-missing/, 'elsewhere the text of the state stands in')
})

test('js-35-2b retention and display are stated in Jiangsu; hn-12-3b ln-10-2b xm-8-1 ask for other things', () => {
  const unset = { display: { by: 'period', limit: { amount: null, unit: 'year', type: 'duration' },
    rule: 'js-35-2b' } } as const
  assert.deepEqual(faults('jiangsu', complete('jiangsu', { retention: null })), ['entry-incomplete js-35-2b retention'])
  assert.deepEqual(faults('liaoning', complete('liaoning', unset)), ['entry-incomplete ln-10-2b display'])
  assert.deepEqual(faults('xiamen', complete('xiamen', unset)), ['entry-incomplete xm-8-1 display'])
  const never = { frequency: { limit: { amount: null, unit: 'month', type: 'frequency' }, rule: null } } as const
  assert.deepEqual(faults('hunan', complete('hunan', never)), ['entry-incomplete hn-12-3b frequency'])
  assert.deepEqual(faults('hunan', complete('hunan', { retention: null, ...unset })), [])
})

test('gd-15 a class outside the eight is refused, naming the list', () => {
  assert.deepEqual(faults('guangdong', complete('guangdong', { classes: { guangdong: 'opinions' } })),
    ['class-outside-list gd-15 opinions'])
  assert.deepEqual(faults('guangdong', complete('guangdong', { classes: {} })), ['class-outside-list gd-15'])
  const [refusal] = validateEntry(complete('guangdong', { classes: {} }), laws.guangdong.pack, rules.guangdong,
    boundary)
  assert.equal(refusal!.facts['allowed']!.split(', ').length, 8)
})

test('js-36 only untrustworthiness is bound to the six classes', () => {
  assert.deepEqual(faults('jiangsu', complete('jiangsu', { nature: 'untrustworthiness',
    classes: { jiangsu: 'late-payment' } })), ['class-outside-list js-36 late-payment'])
  assert.deepEqual(faults('jiangsu', complete('jiangsu', { nature: 'positive', classes: {} })), [])
})

test('ln-11 outside the seven named classes an entry needs the eighth and a cited law', () => {
  assert.deepEqual(faults('liaoning', complete('liaoning', { classes: { liaoning: 'something-else' } })),
    ['law-not-cited ln-11 something-else'])
  const eighth = complete('liaoning', { classes: { liaoning: 'other-by-law' } })
  assert.deepEqual(faults('liaoning', { ...eighth, citedLaw: null }), ['law-not-cited ln-11 other-by-law'])
  assert.deepEqual(faults('liaoning', eighth), [])
})

test('gd-14-1 hn-12-2 an entry without a cited local regulation goes no further; Xiamen and Liaoning do not ask for one', () => {
  const bare = (pack: PackId) => faults(pack, { ...complete(pack), localRegulation: null })
  assert.deepEqual(bare('guangdong'), ['local-regulation-missing gd-14-1'])
  assert.deepEqual(bare('hunan'), ['local-regulation-missing hn-12-2'])
  assert.deepEqual(bare('jiangsu'), ['local-regulation-missing js-35-2a'])
  assert.deepEqual([bare('xiamen'), bare('liaoning')], [[], []])
})

test('gd-25-1 a field that identifies a natural person is refused until it is dropped', () => {
  const [first, ...others] = supplementOf('guangdong')[0]!.fields
  const fields = [first!, ...others, { ...first!, name: '法定代表人身份证号' }]
  const found = faults('guangdong', complete('guangdong', { fields }))
  assert.equal(found.length, 1)
  assert.match(found[0]!, /^field-about-a-person gd-\S+ 法定代表人身份证号$/)
  assert.deepEqual(faults('guangdong', complete('guangdong', { fields: [first!, ...others] })), [])
})

test('what the register declined does not come back as a supplement', () => {
  const declined = nationalOf('hunan').find((i) => i.scope === 'declined')!
  assert.ok(faults('hunan', { item: { ...declined, providers: ['court'] }, localRegulation: regulation,
    citedLaw: null }).some((f) => f.startsWith('item-declined')))
})

test('xm-8-2 a catalog without the class on effective legal documents is refused, the class named', () => {
  const national = nationalOf('xiamen').filter((i) => i.classes.xiamen !== 'refused-documents')
  const may = mayPublish(draft('xiamen'), national, laws.xiamen.pack, rules.xiamen, boundary)
  assert.ok(!may.ok)
  assert.deepEqual(may.refusals.map((r) => [r.code, r.facts['class']]), [['class-missing', 'refused-documents']])
  assert.equal(publish(draft('guangdong'), []), 'published')
})

test('gd-14-2a js-35-2a ln-10-2a xm-9-1b no approval on file, no publication; hn-12-3a names no approver', () => {
  const unapproved = Object.fromEntries((Object.keys(laws) as PackId[]).map((pack) => [pack, publish(draft(pack,
    { approval: null }))]))
  assert.deepEqual(unapproved, {
    guangdong: 'approval-missing gd-14-2a', xiamen: 'approval-missing xm-9-1b', jiangsu: 'approval-missing js-35-2a',
    liaoning: 'approval-missing ln-10-2a', hunan: 'published',
  })
  const approved = mayPublish(draft('xiamen'), nationalOf('xiamen'), laws.xiamen.pack, rules.xiamen, boundary)
  assert.deepEqual(approved, { ok: true, value: { version: '2026', approvedOn: '2026-05-10' } })
})

test('ln-10-1 a city supplement is not offered under Liaoning', () => {
  assert.equal(publish(draft('liaoning', { level: 'city' })), 'level-not-offered ln-10-1')
  assert.ok(!mayDraft('city', rules.liaoning).ok)
  for (const pack of ['guangdong', 'jiangsu', 'hunan', 'xiamen'] as const) assert.ok(mayDraft('city', rules[pack]).ok)
})

test('what another capability asks before publication is asked', () => {
  const open = () => ({ code: 'consultation-open', rule: null, facts: {} })
  assert.equal(publish(draft('guangdong'), undefined, [open]), 'consultation-open null')
})

test('gd-14-3 an approved city supplement without a filing receipt is on the unfiled list', () => {
  const all = [draft('guangdong'), draft('guangdong', { filedOn: '2024-06-01' }), draft('guangdong',
    { approval: null }), draft('guangdong', { level: 'province' })]
  assert.deepEqual(unfiled(all, rules.guangdong), [all[0]])
  assert.deepEqual(unfiled(all, rules.jiangsu), [])
})
