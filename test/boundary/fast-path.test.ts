/** What a row's scan leaves out for speed changes nothing: cells passed over, remembered, or looked at whole are judged alike. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { nameFinder } from '../../src/register/boundary/person-names.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import { special } from '../../src/text/text.ts'
import {
  cleanRow, columns, digitDisguises, identityDisguises, identityNumber, mobileDisguises, mobileNumber, oldIdentityNumber, plainDisguises, seeded, travelDocument,
} from './generator.ts'
import { ethnicSentences, factSentences, fill, latinSentences, namedSentences } from './persons-generator.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: 'guangdong', today: '2026-11-30', minorsUnderYears: 14 })
const rows = scan.rows(columns)

/** `scanText` looks at a cell whole; the rows' scan passes over what it can. */
function alike(text: string): void {
  columns.forEach((column, i) => {
    if (rows.dropped.includes(i)) return
    const cells = columns.map((_, k) => (k === i ? text : ''))
    const whole = scan.scanText(text, column)
    for (const round of [1, 2]) {
      assert.deepEqual(rows.scan(cells), whole, `${column}, time ${round}: ${JSON.stringify(text)}`)
      // What is called ordinary needs no second look at its characters, nor at words blanked before.
      if (rows.wasOrdinary()) assert.ok(!special.test(text) && !text.includes('▇▇▇'), JSON.stringify(text))
    }
  })
}

test('sentences with persons and facts, numbers in every disguise, clean cells: passed over or looked at whole, the findings are the same', () => {
  const random = seeded(91)
  for (const text of [...namedSentences, ...latinSentences, ...ethnicSentences, ...factSentences.flatMap(({ of }) => of)]) alike(fill(text, random))
  const disguises = [...plainDisguises, ...digitDisguises, ...identityDisguises, ...mobileDisguises]
  for (const number of [identityNumber(random), oldIdentityNumber(random), mobileNumber(random), travelDocument(random), '92500103AD7L35G12B']) {
    for (const { of } of disguises) alike(of(number))
    alike(`联系${number}，已核实`)
  }
  for (const cell of cleanRow) alike(cell)
  for (const cell of ['1234567(8)', '440106********0019', '138****8000', 'H1234567', 'A123456(3)', '九二五〇0103AD7L35G12B', '▇▇▇', '"', '\\', 'a\u0001b', '①号', '2024/01/02', '12.500000']) alike(cell)
})

test('any text at all: the same', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('张伟', '王建国', '负责人', '对', '采取', '公司', '厂', '92', '九', '1380013', '8000', '440106', '19800101', '001X', '*', 'E', 'O', 'l', ' ', '：', '&#48;', '%34', '《', '》', '血型', '·', '"', '\\', '▇▇▇', '…'),
  )
  fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => alike(parts.join(''))), { numRuns: 400 })
})

test('a column forgets what does not repeat, and still judges each cell by itself', () => {
  const one = scan.rows(['违法事实'])
  const random = seeded(92)
  for (let n = 0; n < 4000; n++) {
    const text = n % 3 === 0 ? fill(namedSentences[n % namedSentences.length]!, random) : `第${n % 7 === 0 ? 1 : n}次未按规定办理变更登记`
    assert.deepEqual(one.scan([text]), scan.scanText(text, '违法事实'), text)
  }
})

test('what is skipped by tables alone as no name\u2019s beginning is none when it is looked at', () => {
  const { names } = boundary
  const finder = nameFinder(boundary)
  const characters = (groups: typeof names.surnameWeights) => groups.flatMap((group) => [...group.characters.replace(/\s/g, '')])
  const pools = [
    characters(names.surnameWeights), characters(names.givenWeights), [...'0123456789'], [...'，、。：（）·*x '], names.roles, names.personActs, names.words,
    ['老', '小', '阿', '对', '由', '万元', '于'],
  ]
  const random = seeded(413)
  let skipped = 0
  for (let n = 0; n < 20_000; n++) {
    const text = Array.from({ length: 1 + random.below(6) }, () => random.pick(random.pick(pools))).join('')
    // Once more when the words of the dictionary it asked for are known.
    for (const onlyBehindOffice of [false, true, false]) {
      for (let at = 0; at < text.length; at++) {
        const before = at === 0 ? 0 : text.charCodeAt(at - 1)
        if (finder.begins[text.charCodeAt(at)] !== 1 || !finder.skips(text, at, before, -1, onlyBehindOffice)) continue
        skipped++
        assert.equal(finder.look(text, at, -1, onlyBehindOffice), null, `${text} at ${at}`)
      }
    }
  }
  assert.ok(skipped > 10_000, `${skipped} were skipped`)
})
