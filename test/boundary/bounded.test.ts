/** No text holds the scan up: its work grows with the text's length and with nothing else. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanFileMetadata } from '../../src/register/boundary/file-metadata.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: null, today: '2026-11-21', minorsUnderYears: 14 })

/** One of every kind of character the scan tells apart, and pieces that begin what it looks closer at. */
const pieces = [
  '0', '1', '9', '8', '86', '13', 'X', 'x', 'O', 'l', ' ', '    ', '\u3000', '\n', '-', '.', '*', '●', '×', '\u200b', '\u00ad', '\u202e', '０', '٣', '𝟘', '〇', '一', '百', '张',
  '王', '王伟', '欧阳', '阿', '·', '某', '对', '由', '给予', '负责人', '负责人：', '法定代表人', '身份证', '护照号', '姓 ', '名', '男', '（', '(', '）', ')', '，', '、', '“', '"', '{', 'a', 'E', 'H', 'ab ',
  'John ', '&', '&#', '&#4', '&amp;', '&nbsp;', '<', '<b', '<br>', '</', '<!--', '%', '%3', '%34', '%25', '\\', '\\u', '\\u0034', '公司', '有限公司', '92', '9250', '6222', '=', 'http://',
  '年', '2020年1月1日', '出生', '个人', '存款', '血型', '患', '军字第', '国药准字', '\ud800', '\udc00', '\u0000', '👍', 'é', 'e\u0301', '한', 'あ', 'Ж',
]

test('no text of one repeated piece, with a number at its end, holds the scan up', { timeout: 600_000 }, () => {
  const number = '13800138000'
  for (const piece of pieces) {
    for (const times of [64, 1019, 1020, 1021, 1025, 3000]) {
      for (const cell of [piece.repeat(times) + number, piece.repeat(times), number + piece.repeat(times)]) {
        scan.scanText(cell, '备注')
        scan.mayHoldPersonalData(cell)
      }
    }
  }
  assert.deepEqual(scanFileMetadata({ fileName: '0'.repeat(1020) + number, sheetNames: [], properties: {} }, scan).findings.map((f) => f.code).filter((code) => code !== 'mobile-number'), [])
})

test('no run of runs holds it up', { timeout: 600_000 }, () => {
  const run = fc.tuple(fc.constantFrom(...pieces), fc.nat(1100)).map(([piece, times]) => piece.repeat(times))
  fc.assert(fc.property(fc.array(run, { maxLength: 5 }), fc.constantFrom('备注', '罚款金额', '行政相对人名称', '出生日期', '血型'), (runs, column) => {
    scan.rows([column]).scan([runs.join('')])
  }), { numRuns: 150 })
})

test('work per character does not grow from one thousand to ten million characters', { timeout: 600_000 }, () => {
  // Generous: quadratic work would be ten thousand times as much per character, not sixteen times.
  const perCharacter = (cell: string, repeat: number): number => {
    let best = Infinity
    for (let k = 0; k < repeat; k++) {
      const started = performance.now()
      scan.scanText(cell, '备注')
      best = Math.min(best, performance.now() - started)
    }
    return best / cell.length
  }
  for (const piece of ['0', '138 ', ' ', '\u200b', '王', '张伟', '负责人：', '*', 'x', '&', '<', '%3', '（', 'a', '1380013800 ', '身份证 ', '\\u']) {
    const of = (length: number) => piece.repeat(Math.ceil(length / piece.length))
    perCharacter(of(100_000), 2)
    const small = perCharacter(of(10_000), 5)
    const middle = perCharacter(of(1_000_000), 2)
    assert.ok(middle <= Math.max(small, 20e-6) * 16, `${JSON.stringify(piece)}: ${small} and ${middle} ms per character`)
  }
  for (const piece of ['0', '法定代表人张', 'a ']) {
    const small = perCharacter(piece.repeat(1000), 5)
    const large = perCharacter(piece.repeat(10_000_000 / piece.length), 1)
    assert.ok(large <= Math.max(small, 20e-6) * 16, `${JSON.stringify(piece)}: ${small} and ${large} ms per character`)
  }
})
