/** The scan says of a text what the text says: whatever was looked at before, in whatever order, by whichever way in. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import { type Random, seeded } from './generator.ts'
import { ethnicSentences, fill, framedSentences, latinSentences, listSentences, namedSentences, seldomName, wordNames } from './persons-generator.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const fresh = () => scanner({ boundary, pack: 'guangdong', today: '2026-11-30', minorsUnderYears: 14 })
const column = '违法事实'

/** Words that begin with a surname, so that what was learned of them in one sentence could be used in another. */
const words = [...new Set(boundary.names.words.filter((word) => word.length === 2)), ...wordNames, '安全', '关于', '高峰', '时间', '明确', '支持', '方法', '应当', '成本', '万一', '路线', '包装', '常年', '严格', '谈话', '全面', '严重', '道路', '任务', '管理']
const behind = ['先生到场', '女士到场', '一女士到场', '小姐签字', '同志审批', '，男，40岁', '（女，31岁）', '名声在外', '系数偏低', '的证明', '有限公司', '于当日到场', '不合格', '']
const before = ['随后', '经查，', '会计', '对', '由', '与', '证人：', '道德', '该', '公司', '责令', '', '市', '向']
const compose = (random: Random): string => {
  const kind = random.below(4)
  if (kind === 0) return random.pick(before) + random.pick(words) + random.pick(behind)
  if (kind === 1) return fill(random.pick([...namedSentences, ...framedSentences, ...listSentences, ...ethnicSentences, ...latinSentences]), random)
  if (kind === 2) return random.pick(before) + seldomName(random) + random.pick(behind)
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(before) + random.pick(words) + random.pick(behind)).join('，')
}

test('a fresh scan, the same scan twice, in another order, by text and by row: of thousands of texts the same is said', () => {
  const random = seeded(411)
  const texts = Array.from({ length: 4000 }, () => compose(random))
  const first = fresh()
  const said = texts.map((text) => first.scanText(text, column))
  assert.ok(said.filter((findings) => findings.length > 0).length > 500 && said.filter((findings) => findings.length === 0).length > 500, 'texts of both sorts')
  assert.deepEqual(texts.map((text) => first.scanText(text, column)), said, 'the second time')
  const rows = first.rows([column])
  assert.deepEqual(texts.map((text) => rows.scan([text])), said, 'by row, after all of them were seen')
  const backwards = fresh()
  assert.deepEqual(texts.toReversed().map((text) => backwards.scanText(text, column)).toReversed(), said, 'in another order')
  const rowsFirst = fresh().rows([column])
  assert.deepEqual(texts.map((text) => rowsFirst.scan([text])), said, 'by row, before anything was seen')
  assert.deepEqual(texts.map((text) => first.mayHoldPersonalData(text)), said.map((findings) => findings.length > 0), 'asked quickly')
})

test('each text alone, before a scanner that has seen nothing else', () => {
  const random = seeded(412)
  const all = fresh()
  const texts = Array.from({ length: 60 }, () => compose(random))
  for (const text of texts) all.scanText(text, column)
  for (const text of texts) assert.deepEqual(fresh().rows([column]).scan([text]), all.rows([column]).scan([text]), text)
})

test('a cell of eighteen signs, as a code has, is looked at with its neighbour again, though it was clean by itself before', () => {
  const rows = () => fresh().rows(['备注', '行政处罚决定书文号'], [null, 'code'])
  for (const [before, text] of [['现场负责人张', '伟明、市监罚字〔2023〕0778号'], ['负责人：张', '伟明（市监罚字〔2023〕077号）'], ['证件33010619730', '8214171，市监罚字2023号〇']] as const) {
    assert.equal(text.length, 18)
    const warm = rows()
    assert.deepEqual(warm.scan(['', text]), [])
    const said = rows().scan([before, text])
    assert.ok(said.length > 0, text)
    assert.deepEqual(warm.scan([before, text]), said, text)
  }
})
