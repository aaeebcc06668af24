/** What is kept as jsonb comes back as it was, whatever the text spells. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { testPorts, type TestPorts } from '../../test/support/ports.ts'
import { jsonbOf } from './jsonb.ts'

let ports: TestPorts
before(async () => { ports = await testPorts() })
after(() => ports.close())

/** Pieces that read like escapes, and what they would escape. */
const piece = fc.constantFrom('\\', '\\\\', 'u', 'u0000', 'ud800', '\\u0000', '\\ud800', '\\udc00', '\\uD83D\\uDE00', '"', '\u0000', '\ud800', '\udc00', '😀', '字', '\n', '/')
const text = fc.oneof(fc.array(piece, { maxLength: 8 }).map((some) => some.join('')), fc.string({ unit: 'binary', maxLength: 12 }))
const kept = (raw: string) => raw.toWellFormed().replaceAll('\u0000', '\uFFFD')

test('any text kept as jsonb comes back, but U+FFFD for U+0000 and for half a pair', async () => {
  const samples = fc.sample(fc.tuple(text, text), { numRuns: 3000, seed: 68 })
  for (const [name, value] of samples) {
    const back = JSON.parse(jsonbOf({ [name]: [value, { [name]: value }], n: 1, nothing: null })) as Record<string, unknown>
    if (kept(name) !== 'n' && kept(name) !== 'nothing') assert.deepEqual(back[kept(name)], [kept(value), { [kept(name)]: kept(value) }])
  }
  const taken = await ports.database.rows<{ v: string }>`
    select j::jsonb ->> 0 as v from unnest(${samples.map(([, value]) => jsonbOf([value]))}::text[]) with ordinality as t (j, n) order by n`
  assert.deepEqual(taken.map((row) => row.v), samples.map(([, value]) => kept(value)))
  await ports.database.rows`select j::jsonb from unnest(${samples.map(([name, value]) => jsonbOf({ [name]: value }))}::text[]) as t (j)`
})

test('an act whose text spells an escape is sound to the database and to the code; the escape itself is not', async () => {
  for (const spelled of ['\\u0000', '\\ud800', '\\\\u0000', 'a\\uDFFFb']) {
    const content = JSON.stringify({ text: spelled })
    const row = await ports.database.one<{ readable: boolean; text: string }>`select is_readable(${content}) as readable, readable_json(${content}) ->> 'text' as text`
    assert.deepEqual(row, { readable: true, text: spelled }, spelled)
  }
  for (const content of ['{"text":"\\u0000"}', '{"text":"\\\\\\ud800"}']) {
    assert.equal((await ports.database.one<{ readable: boolean }>`select is_readable(${content}) as readable`)!.readable, false, content)
  }
})
