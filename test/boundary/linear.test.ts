/**
 * No text holds the server up: every regular expression of the parts that look at texts, and the whole look itself, take time in
 * proportion to the text's length, whatever it is a run of.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { textOf } from '../../src/text/text.ts'
import { readBoundary } from '../../src/packs.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

/** One of every class of character, and what begins everything that is looked for. */
const runs = [
  ...'AaÉéＡａЯяא٣ﬁ№㈱①１王的某、，。；：《（(【“"\'’·•.-_/\\=+*%&<>#@~^|$;?![]{}0129X \t\n　\u00a0\u200b\u00ad\u0301⻓',
  'Aa', 'A ', 'A. ', 'A, ', 'Aa ', 'Éa ', 'A-', "A'", 'a ', 'A1', '1 ', '1  ', '12 34 ', '1-', '-1', '1*', '92', '9250-', '+86 ', '1'.repeat(18), '1'.repeat(11),
  '%4', '%41', '%E5', '&amp', '&amp;', '&#6', '&#65;', '<b', '<b ', '<b>', '</', '<!--', '<!', '\\u', '\\u0041', '\\n', ']]>', '\ud83d\ude00', '\ud83c', '\udc00',
  '张三', '张 ', '对张三', '负责人', '负责人：', '负责人 ', '身份证号', '身份证号：', '血型：', '·王', '（张）', '因患抑郁症', '名下有房产', '出生', '1980年1月1日出生',
  'one ', 'one', 'yi', 'double ', 'NTIw', 'U+0034 ', '0x34 ', '%u0034', '\\064', '\\34 ', '33 ', '❶', '①1', '三1', '138和', '440106（', '12，后四位', '92a和',
  'Zhang ', 'Zhang San ', 'Mr ', 'Mr A ', 'http://', 'a@b.', 'No.', '国药准字H2005000', 'e\u0301', '\r\n', '某某', '张某',
]
const milliseconds = (work: () => unknown): number => {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}
/** Short texts first; what takes no time worth measuring is not compared. */
const isLinear = (work: (text: string) => unknown, run: string, [small, large]: readonly [number, number], end = ''): string | null => {
  const text = (size: number) => run.repeat(Math.ceil(size / run.length)) + end
  const [short, long] = [text(small), text(large)]
  work(short)
  const [before, after] = [milliseconds(() => work(short)), milliseconds(() => work(long))]
  // Twice, where once may have been the machine.
  const grows = (a: number, b: number) => b > 40 && b / Math.max(a, 0.5) > 3 * (large / small)
  if (!grows(before, after) || !grows(milliseconds(() => work(short)), milliseconds(() => work(long)))) return null
  return `${JSON.stringify(run + end)}: ${before.toFixed(1)} ms, ${after.toFixed(1)} ms`
}

test('every regular expression of the boundary, of text and of the doors', () => {
  const literal = /(?<=(?:[(=,:!&|?]|=>|return)\s*)\/(?![/*])((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?=\s*(?:[.,;)\n?:]|$))/gm
  const wrong: string[] = []
  let tried = 0
  for (const file of globSync('src/{register/boundary,text,http}/**/*.ts')) {
    if (file.endsWith('.test.ts')) continue
    const source = readFileSync(file, 'utf8').replace(/\/\*\*[^]*?\*\/|\/\/ .*/g, '')
    for (const [, pattern, flags] of source.matchAll(literal)) {
      tried++
      const expression = new RegExp(pattern!, [...new Set(`${flags!.replace('y', '')}g`)].join(''))
      for (const run of runs) {
        const slow = isLinear((text) => text.replace(expression, ''), run, [1_000, 12_000], '!\u0001')
        if (slow !== null) { wrong.push(`${file} /${pattern!}/ ${slow}`); break }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 100, `${tried} expressions`)
})

test('the whole look, at texts of 10 thousand and of 300 thousand characters', async () => {
  const scan = scanner({ boundary: await readBoundary(), pack: 'guangdong', today: '2026-03-02', minorsUnderYears: null })
  const wrong: string[] = []
  for (const run of runs) {
    // A quadratic one is seen at the first step, before the second takes for ever.
    for (const sizes of [[3_000, 30_000], [10_000, 300_000]] as const) {
      const slow = isLinear((text) => [scan.scanText(text, 'x'), textOf(text, { most: text.length })], run, sizes)
      if (slow !== null) { wrong.push(slow); break }
    }
  }
  assert.deepEqual(wrong, [])
})
