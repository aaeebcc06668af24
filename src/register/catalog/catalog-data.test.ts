/** The catalog as data: what every item must hold together, whoever edits it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readLaws } from '../../packs.ts'
import { parseBoundary } from '../boundary/boundary.ts'
import { admitFields } from '../boundary/person-columns.ts'
import { bodies } from './may-provide.ts'

const laws = await readLaws()
const items = [...new Map(Object.values(laws).flatMap((law) => law.catalog).map((i) => [i.id, i])).values()]
const taken = items.filter((i) => i.scope === 'in')
const boundary = parseBoundary(readFileSync(new URL('../../../packs/boundary.yaml', import.meta.url), 'utf8'))

test('every field an item leans on is one of its fields', () => {
  for (const i of taken) {
    const names = new Set(i.fields.map((f) => f.name))
    const leans = [...i.identity, i.subject.code, i.subject.name, i.basis.documentNumber, i.basis.date,
      i.basis.authority,
      ...(i.severity ? Object.values(i.severity) : []), i.display.by === 'validity' ? i.display.untilField : null]
    for (const name of leans) if (name !== null) assert.ok(names.has(name), `${i.id} leans on ${name}`)
    assert.equal(i.fields.find((f) => f.name === i.subject.code)!.type, 'uscc')
    assert.equal(i.fields.find((f) => f.name === i.basis.date)!.type, 'date')
  }
})

test('within an item no two fields answer to one column name', () => {
  for (const i of taken) {
    const names = i.fields.flatMap((f) => [f.name, ...(f.code ? [f.code] : []), ...(f.alsoCalled ?? [])])
    assert.deepEqual(names.filter((n, at) => names.indexOf(n) !== at), [], i.id)
  }
})

test('gd-25-1 no item has a field about a natural person, and no person column is also a field', () => {
  for (const i of taken) {
    const names = i.fields.flatMap((f) => [f.name, ...(f.code ? [f.code] : []), ...(f.alsoCalled ?? [])])
    const admitted = admitFields(names, boundary, null)
    assert.ok(admitted.ok, `${i.id}: ${admitted.ok ? '' : admitted.refusals[0].facts['field']}`)
    assert.deepEqual(names.filter((n) => i.personColumns.includes(n)), [])
  }
})

test('js-4-2 every item is of exactly one nature, and the one basic item is the registration', () => {
  const natures = new Set(['basic', 'untrustworthiness', 'positive', 'other'])
  for (const i of taken) assert.ok(natures.has(i.nature), i.id)
  assert.deepEqual(taken.filter((i) => i.nature === 'basic').map((i) => i.id), ['registration'])
})

test('untrustworthiness rests on a document: its number, day and authority are required fields', () => {
  for (const i of taken.filter((i) => i.nature === 'untrustworthiness')) {
    for (const name of [i.basis.documentNumber, i.basis.date,
      i.basis.authority]) assert.ok(i.fields.find((f) => f.name === name)?.required, `${i.id} ${name}`)
    assert.ok(i.basis.kinds.length > 0, i.id)
  }
})

test('nat-424-7wd a frequency that rests on a rule is the rule’s own number', () => {
  const numbered = taken.filter((i) => i.frequency.rule !== null)
  assert.ok(numbered.length >= 2)
  for (const i of numbered) {
    const { limit } = laws.guangdong.national.rules.find((r) => r.id === i.frequency.rule)!
    assert.deepEqual([i.frequency.limit.amount, i.frequency.limit.unit], [limit!.amount, limit!.unit], i.id)
  }
})

test('the templates of 2018 stand whole: every code of the penalty and licence templates that is not about a person',
  () => {
  const codes = (id: string) => items.find((i) => i.id === id)!.fields.map((f) => f.code).filter((c) => c !== null)
  assert.deepEqual(['CF_XDR_MC', 'CF_XDR_LB', 'CF_XDR_SHXYM', 'CF_XDR_GSZC', 'CF_XDR_ZZJG', 'CF_XDR_SWDJ',
    'CF_XDR_SYDW', 'CF_XDR_SHZZ', 'CF_WSH', 'CF_WFXW', 'CF_SY', 'CF_YJ', 'CF_CFLB', 'CF_NR', 'CF_NR_FK',
    'CF_NR_WFFF', 'CF_NR_ZKDX', 'CF_JDRQ', 'CF_YXQ', 'CF_GSJZQ', 'CF_CFJG', 'CF_CFJGDM', 'CF_SJLY', 'CF_SJLYDM', 'BZ'],
      codes('penalty'))
  for (const code of ['XK_XDR_MC', 'XK_XDR_SHXYM', 'XK_XDR_GSZC', 'XK_XKWS', 'XK_WSH', 'XK_XKLB', 'XK_XKZS', 'XK_XKBH',
    'XK_NR', 'XK_JDRQ', 'XK_YXQZ', 'XK_YXQZI', 'XK_XKJG', 'XK_XKJGDM', 'XK_ZT', 'XK_LYDW', 'XK_LYDWDM', 'BZ']) {
    assert.ok(codes('licence').includes(code), code)
  }
  const fine = items.find((i) => i.id === 'penalty')!.fields.find((f) => f.code === 'CF_NR_FK')!
  assert.deepEqual([fine.unit, fine.decimals], ['10000-yuan', 6])
})

test('providers are bodies the packs know', () => {
  const known = new Set<string>([...bodies, 'state-organ'])
  for (const i of taken) for (const p of i.providers) assert.ok(known.has(p.split('/')[0]!), `${i.id}: ${p}`)
  for (const i of taken) assert.ok(i.providers.length > 0, i.id)
})
