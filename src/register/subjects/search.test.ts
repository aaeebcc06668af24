import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { copyLines } from '../../database/copy.ts'
import { organisationAt } from '../../demonstration/organisations.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { mentionLines, nameTarget, subjectTarget } from './acts.ts'
import { normalName } from './name.ts'
import { noFrequencies, planNames, readSearch, readSearchCursor, sampleOf, searchGrams, writeSearchCursor, type Frequencies, type SearchCursor } from './search.ts'
import * as store from './store.ts'

const count = 4000
const organisations = Array.from({ length: count }, (_, i) => organisationAt(3, i)).map((o) => ({ code: o.code, name: o.name, normal: normalName(o.name) }))
let ports: TestPorts
before(async () => {
  ports = await testPorts()
  const lines = mentionLines(organisations, 1, true)
  await ports.loader.transaction(async (tx) => {
    await copyLines(tx.client, subjectTarget, lines.subjects)
    await copyLines(tx.client, nameTarget, lines.names)
  })
  await store.settleNames(ports.loader)
})
after(() => ports.close())

async function allPages(text: string, frequencies: Frequencies, limit: number): Promise<string[]> {
  const found: string[] = []
  for (let cursor: SearchCursor | null = null; ;) {
    const plan = planNames(text, frequencies, cursor)
    const rows: store.FoundRow[] = await store.findByName(ports.database, plan, cursor, limit)
    found.push(...rows.map((r) => r.subject_code))
    const last = rows.at(-1)
    if (!last || rows.length < limit) return found
    cursor = last.sample === null ? { phase: 'begins', name: last.name_normal, code: last.subject_code }
      : { phase: 'contains', first: plan.first, sample: last.sample, place: last.place }
  }
}

test('every part of two or more characters of a name finds its organisation, once, over all pages', async () => {
  const frequencies = await store.nameFrequencies(ports.database)
  assert.ok(frequencies.shareOf.size > 0)
  await fc.assert(fc.asyncProperty(fc.nat(count - 1), fc.nat(20), fc.integer({ min: 2, max: 9 }), fc.boolean(), async (n, at, length, informed) => {
    const name = [...organisations[n]!.normal]
    const start = Math.min(at, name.length - 2)
    const text = name.slice(start, start + length).join('')
    const expected = organisations.filter((o) => o.normal.includes(text)).map((o) => o.code).sort()
    const found = await allPages(text, informed ? frequencies : noFrequencies, Math.max(7, Math.ceil(expected.length / 6)))
    assert.deepEqual(found.sort(), expected)
  }), { numRuns: 40 })
})

test('names that begin with the text come first, in the order of names', async () => {
  const rows = await store.findByName(ports.database, planNames('岭湾', noFrequencies, null), null, 50)
  const names = rows.map((r) => r.name_normal)
  assert.ok(names.every((n) => n.startsWith('岭湾')))
  assert.deepEqual(names, [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
})

test('an organisation of sample n is indexed in every larger sample too; a quarter of all reach the first', () => {
  const inFirst = organisations.filter((o) => sampleOf(o.code) >= 1).length / count
  assert.ok(inFirst > 0.21 && inFirst < 0.29, String(inFirst))
  const one = organisations.find((o) => sampleOf(o.code) === 2)!
  const grams = searchGrams(one.code, '甲乙丙')
  assert.deepEqual(grams, ['甲乙', '乙丙', '甲乙1', '乙丙1', '甲乙2', '乙丙2'])
})

test('what is typed is read as a code only where a code could read so; one character is too little', () => {
  assert.deepEqual(readSearch('澄'), { by: 'too-short' })
  assert.deepEqual(readSearch(' 9144 01ma '), { by: 'code-or-name', text: '914401MA' })
  assert.deepEqual(readSearch('澄石（岭湾）'), { by: 'name', text: '澄石(岭湾)' })
})

test('wild cards and quotes in a search are ordinary characters', async () => {
  for (const text of ['%%', '__', "'; drop", '{"a"}', '\\\\', '岭%']) assert.deepEqual(await store.findByName(ports.database, planNames(text, noFrequencies, null), null, 5), [])
})

test('gd-16-2 a part of the code from its beginning finds it, a former code finds the organisation that bears another now', async () => {
  const [one] = organisations as [typeof organisations[number]]
  const found = await store.searchOrganisations(ports.database, { q: one.code.toLowerCase(), after: null, limit: 20 })
  assert.deepEqual(found.items.map((o) => [o.code, o.matched, o.matchedText, o.generated]), [[one.code, 'code', one.code, true]])
  const begun = await store.searchOrganisations(ports.database, { q: one.code.slice(0, 12), after: null, limit: 20 })
  assert.ok(begun.items.some((o) => o.code === one.code))
  await store.addFormerCode(ports.database, one.code, '91440101MA5ABCDE0X', '2024-01-01', 1)
  const former = await store.searchOrganisations(ports.database, { q: '91440101MA5ABCDE0X', after: null, limit: 20 })
  assert.deepEqual(former.items.map((o) => [o.code, o.matched, o.matchedText]), [[one.code, 'former-code', '91440101MA5ABCDE0X']])
})

test('an organisation is found by a former name, and once where its present name fits as well', async () => {
  const one = organisations[1]!
  await store.addFormerName(ports.database, one.code, { name: '琥珀（岭湾）帆布厂', normal: '琥珀(岭湾)帆布厂', until: '2020-01-01', bigrams: searchGrams(one.code, '琥珀(岭湾)帆布厂') })
  const former = await store.searchOrganisations(ports.database, { q: '帆布', after: null, limit: 20 })
  assert.deepEqual(former.items.find((o) => o.code === one.code), {
    code: one.code, name: one.name, kind: 'enterprise', status: 'registered', generated: true, matched: 'former-name', matchedText: '琥珀（岭湾）帆布厂',
  })
  const both: string[] = []
  for (let after: string | null = null; ;) {
    const page = await store.searchOrganisations(ports.database, { q: '岭湾', after, limit: 500 })
    both.push(...page.items.filter((o) => o.code === one.code).map((o) => o.matched))
    if ((after = page.next) === null) break
  }
  assert.deepEqual(both, ['current-name'])
})

test('pages follow one another without gap or repetition; what is no cursor of ours begins again', async () => {
  const expected = organisations.filter((o) => o.normal.includes('有限')).map((o) => o.code).sort()
  const found: string[] = []
  for (let after: string | null = null; ;) {
    const page = await store.searchOrganisations(ports.database, { q: '有限', after, limit: 300 })
    found.push(...page.items.map((o) => o.code))
    if ((after = page.next) === null) break
  }
  assert.deepEqual(found.sort(), expected)
  for (const broken of ['x', '', writeSearchCursor({ phase: 'contains', first: 9, sample: 9, place: '(0,0)' }), writeSearchCursor({ phase: 'contains', first: 1, sample: 1, place: '(9999999999,1)' }), 'WyJjb250YWlucyJd']) {
    assert.equal(readSearchCursor(broken), null)
  }
})

test('one character, nothing visible, or a null character find nothing and do no harm', async () => {
  for (const q of ['有', '\0', ' \u200b ', '\ud800', '\0\0有']) assert.deepEqual(await store.searchOrganisations(ports.database, { q, after: null, limit: 5 }), { items: [], next: null })
})

test('results follow what happens to an organisation: renamed, merged', async () => {
  const [, , one, other] = organisations as typeof organisations & [unknown, unknown, typeof organisations[number], typeof organisations[number]]
  const name = '翡翠（岭湾）罗盘有限公司'
  await store.rename(ports.database, one!.code, { name, normal: normalName(name), on: '2025-05-06', bigrams: searchGrams(one!.code, normalName(name)), actId: 2 })
  await store.setStatus(ports.database, one!.code, 'merged', '2026-01-01', [other!.code], 3)
  const found = async (q: string) => (await store.searchOrganisations(ports.database, { q, after: null, limit: 500 })).items.filter((o) => o.code === one!.code)
  const shown = { code: one!.code, name, kind: 'enterprise', status: 'merged', generated: true }
  assert.deepEqual(await found('翡翠'), [{ ...shown, matched: 'current-name', matchedText: name }])
  assert.deepEqual(await found(one!.name), [{ ...shown, matched: 'former-name', matchedText: one!.name }])
})
