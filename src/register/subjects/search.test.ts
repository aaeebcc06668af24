import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { copyLines } from '../../database/copy.ts'
import { organisationAt } from '../../demonstration/organisations.ts'
import { type TestPorts, testPorts } from '../../../test/support/ports.ts'
import { mentionLines, nameTarget, subjectTarget } from './acts.ts'
import { normalName } from './name.ts'
import { noFrequencies, planNames, readSearch, sampleOf, searchGrams, type Frequencies, type SearchCursor } from './search.ts'
import * as store from './store.ts'

const count = 4000
const organisations = Array.from({ length: count }, (_, i) => organisationAt(3, i))
let ports: TestPorts
before(async () => {
  ports = await testPorts()
  const lines = mentionLines(organisations.map((o) => ({ code: o.code, name: o.name, normal: normalName(o.name) })), 1, true)
  await ports.loader.transaction(async (tx) => {
    await copyLines(tx.client, subjectTarget, lines.subjects)
    await copyLines(tx.client, nameTarget, lines.names)
  })
  await ports.owner.run`analyze subject_name`
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
      : { phase: 'contains', first: plan.first, sample: last.sample, name: last.name_normal, code: last.subject_code }
  }
}

test('every part of two or more characters of a name finds its organisation, once, over all pages', async () => {
  const frequencies = await store.nameFrequencies(ports.database)
  assert.ok(frequencies.shareOf.size > 0)
  await fc.assert(fc.asyncProperty(fc.nat(count - 1), fc.nat(20), fc.integer({ min: 2, max: 9 }), fc.boolean(), async (n, at, length, informed) => {
    const name = [...normalName(organisations[n]!.name)]
    const start = Math.min(at, name.length - 2)
    const text = name.slice(start, start + length).join('')
    const expected = organisations.filter((o) => normalName(o.name).includes(text)).map((o) => o.code).sort()
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
