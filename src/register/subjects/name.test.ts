import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bigrams, isFormSuffix, nameFault, normalName, splitForm } from './name.ts'

test('spellings of one name have one normal form', () => {
  const same = [
    ['岭湾市澄石（集团）有限公司', '岭湾市澄石(集团)有限公司', '岭湾市澄石 〔集团〕 有限公司', '岭湾市澄石\u200b（集团）有限公司\u200f', '  岭湾市\u3000澄石【集团】有限公司\n'],
    ['ＡＢＣ科技有限公司', 'abc科技有限公司', 'ABC 科技有限公司'],
    ['阿不都·热合曼商贸行', '阿不都•热合曼商贸行', '阿不都・热合曼商贸行', '阿不都‧热合曼商贸行'],
    ['Lingwan Trade Co., Ltd.', 'LINGWAN  TRADE CO., LTD.'],
  ]
  for (const names of same) assert.equal(new Set(names.map(normalName)).size, 1, names.join(' | '))
  assert.notEqual(normalName('岭湾市澄石有限公司'), normalName('岭湾市澄岩有限公司'))
  assert.notEqual(normalName('AB C有限公司'), normalName('A BC有限公司'))
})

test('the normal form is stable', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => { assert.equal(normalName(normalName(name)), normalName(name)) }))
})

test('names that are none are named as what they are', () => {
  assert.equal(nameFault('岭湾市澄石有限公司'), null)
  assert.equal(nameFault('<script>alert(1)</script>有限公司'), null)
  assert.equal(nameFault('𠮷野家𪚥有限公司'), null)
  assert.equal(nameFault(''), 'name-empty')
  assert.equal(nameFault('\u200b —— '), 'name-empty')
  assert.equal(nameFault('岭湾\ud842有限公司'), 'name-broken')
  assert.equal(nameFault('岭湾\ufffd有限公司'), 'name-broken')
  assert.equal(nameFault('岭湾\u0000有限公司'), 'name-control')
  assert.equal(nameFault('岭湾\n有限公司'), 'name-control')
  assert.equal(nameFault('岭'.repeat(201)), 'name-too-long')
})

test('any two adjoining characters of a name are among its pairs, astral ones whole', () => {
  assert.deepEqual(bigrams('𠮷野家𠮷野'), ['𠮷野', '野家', '家𠮷'])
  assert.deepEqual(bigrams('岭'), [])
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 2 }), fc.nat(), (name, at) => {
    const characters = [...name]
    fc.pre(characters.length > 1)
    const k = at % (characters.length - 1)
    const pairs = bigrams(name)
    assert.ok(pairs.includes(characters[k]! + characters[k + 1]!))
    assert.equal(new Set(pairs).size, pairs.length)
  }))
})

test('a name breaks before its form, and nowhere else', () => {
  assert.deepEqual(splitForm('岭湾市澄石精密机械股份有限公司'), ['岭湾市澄石精密机械', '股份有限公司'])
  assert.deepEqual(splitForm('岭湾市青禾农民专业合作社'), ['岭湾市青禾', '农民专业合作社'])
  assert.deepEqual(splitForm('岭湾启明投资中心（有限合伙）'), ['岭湾启明投资中心', '（有限合伙）'])
  assert.deepEqual(splitForm('有限公司'), ['有限公司', ''])
  assert.ok(isFormSuffix('有限公司') && !isFormSuffix('机械有限公司'))
})
