import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testPorts } from '../../../test/support/ports.ts'
import { setPeriod } from '../deadlines/acts.ts'
import { buildServer } from '../../web/server.ts'
import type { DeliveryDesk } from '../ingestion/desk.ts'

const ports = await testPorts()
const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
after(async () => {
  await app.close()
  await ports.close()
})
const get = async <T>(url: string) => { const a = await app.inject(url); return { status: a.statusCode, ...a.json<T>() } }

test('gd-46-1 a due day comes with its certificate; what cannot be computed says why', async () => {
  const due = await get<{ due: string; certificate: { rule: string; days: unknown[] }; words: { answer: { zh: string } } }>('/api/v1/law/due?rule=gd-46-1&from=2024-03-04')
  assert.deepEqual([due.due, due.certificate.rule], ['2024-03-05', 'gd-46-1'])
  assert.match(due.words.answer.zh, /2024年3月5日/)
  const no = async (query: string) => { const a = await get<{ code: string }>(`/api/v1/law/due?${query}`); return [a.status, a.code] }
  assert.deepEqual(await no('rule=gd-46-1&from=2024-02-31'), [400, 'day-unreadable'])
  assert.deepEqual(await no('rule=nope&from=2024-03-04'), [404, 'rule-unknown'])
  assert.deepEqual(await no('rule=gd-46-1&from=2024-03-04&pause=x'), [400, 'pause-unreadable'])
  assert.deepEqual(await no('rule=gd-46-1&from=1950-01-02'), [422, 'calendar-gap'])
  assert.deepEqual(await no('rule=gd-46-1'), [400, 'validation'])
})

test('rules come page by page, each once; every list of the law answers', async () => {
  const seen: string[] = []
  for (let after: string | null = '', n = 0; after !== null && n < 50; n++) {
    const page: { items: { id: string }[]; next: string | null } = await get(`/api/v1/law/rules?limit=150${after ? `&after=${after}` : ''}`)
    seen.push(...page.items.map((r) => r.id))
    after = page.next
  }
  const law = ports.law()
  assert.equal(seen.length, law.national.rules.length + Object.values(law.packs).reduce((n, p) => n + p.rules.length, 0))
  assert.equal(new Set(seen).size, seen.length)
  assert.equal((await get<{ id: string }>(`/api/v1/law/rules/${seen[0]}`)).id, seen[0])
  assert.ok((await get<{ items: { differs: boolean }[] }>('/api/v1/law/differences')).items.every((d) => d.differs))
  assert.ok((await get<{ items: { says: { zh: string } }[] }>('/api/v1/law/limits')).items.some((l) => l.says.zh === '期限未设定'))
  assert.equal((await get<{ pack: string }>('/api/v1/law/parameters?pack=hunan')).pack, 'hunan')
  assert.equal((await get<{ edition: string }>('/api/v1/law/calendar')).edition, ports.calendar().edition)
  assert.equal((await get<{ stamp: string }>('/api/v1/law')).stamp, law.stamp)
  assert.deepEqual((await get<{ items: { id: string }[] }>('/api/v1/catalog')).items.map((i) => i.id), law.catalog.map((i) => i.id))
  assert.equal((await get<{ code: string }>('/api/v1/catalog/exit-ban')).code, 'item-declined')
})

test('gd-35-1c a period an office entered is listed, and the clock runs under it; before that the answer is period not set', async () => {
  const url = '/api/v1/law/due?rule=gd-35-1c&from=2026-03-04'
  assert.deepEqual(await get<{ code: string }>(url).then((a) => [a.status, a.code]), [422, 'period-not-set'])
  assert.ok((await setPeriod(ports, 'operator', { rule: 'gd-35-1c', amount: 10, unit: 'working-day', from: '2026-01-01', office: '法规处', basis: '粤信〔2026〕1号' })).ok)
  const set = await get<{ due: string; configured: { office: string } | null }>(url)
  assert.deepEqual([set.due, set.configured?.office], ['2026-03-18', '法规处'])
  assert.equal((await get<{ due: string; configured: unknown }>('/api/v1/law/due?rule=gd-46-1&from=2024-03-04')).configured, null)
  assert.deepEqual((await get<{ items: { rule: string; basis: string }[] }>('/api/v1/law/periods')).items.map((p) => [p.rule, p.basis]), [['gd-35-1c', '粤信〔2026〕1号']])
  assert.equal((await get<{ periods: unknown[] }>('/api/v1/law/rules/gd-35-1c')).periods.length, 1)
})

test('a rule comes with its questions and its tests; an article with its rules; words find rules', async () => {
  const rule = await get<{ text: { zh: string }; parameters: { parameter: { key: string }; value: { kind: string } }[]; tests: { title: string; file: string }[] }>('/api/v1/law/rules/gd-46-3b')
  assert.ok(rule.parameters.some((p) => p.parameter.key === 'F9' && p.value.kind === 'limit'))
  assert.ok(rule.tests.every((t) => t.title.includes('gd-46-3b') && t.file.endsWith('.test.ts')) && rule.tests.length > 0)
  const articles = await get<{ items: { article: string; rules: string[] }[] }>('/api/v1/law/packs/hunan/articles')
  const article = await get<{ rules: { id: string }[] }>('/api/v1/law/packs/hunan/articles/32')
  assert.deepEqual(article.rules.map((r) => r.id), articles.items.find((a) => a.article === '32')!.rules)
  assert.equal((await get<{ code: string }>('/api/v1/law/packs/hunan/articles/999')).code, 'rule-unknown')
  assert.equal((await get('/api/v1/law/packs/nowhere/articles')).status, 400)
  const found = await get<{ items: { id: string; layer: string }[] }>(`/api/v1/law/rules?q=${encodeURIComponent('异议')}&pack=hunan`)
  assert.ok(found.items.length > 0 && found.items.every((r) => r.layer === 'hunan'))
})

test('nat-58-max nat-36-general what changed on 2026-04-01 is told rule by rule, and for each class of record', async () => {
  type Shown = { class: { maximumRule: string; maximum: { amount: number; unit: string } } }
  const v = await get<{ began: { id: string }[]; ended: { id: string }[]; display: { severity: string; before: Shown; after: Shown }[]; days: { day: string }[]; loaded: unknown[] }>('/api/v1/law/versions?on=2026-04-01')
  assert.ok(v.ended.some((r) => r.id === 'nat-58-max') && v.began.some((r) => r.id === 'nat-36-general'))
  const said = ({ class: c }: Shown) => `${c.maximumRule} ${c.maximum.amount} ${c.maximum.unit}`
  assert.deepEqual(v.display.map((d) => [d.severity, said(d.before), said(d.after)])[1], ['general', 'nat-58-max 3 year', 'nat-36-general 1 year'])
  assert.ok(v.days.some((d) => d.day === '2026-04-01'))
  assert.equal((await get<{ code: string }>('/api/v1/law/versions?on=x')).code, 'day-unreadable')
})

test('hn-32-2b gd-46-3c one objection is compared under the five packs; what the text leaves open has no day', async () => {
  const { items } = await get<{ items: { pack: string; way: string; due: string | null; steps: { key: string; due: string | null }[] }[] }>('/api/v1/law/objection-clocks?from=2026-09-28')
  const due = (pack: string, way: string) => items.find((c) => c.pack === pack && c.way === way)?.due
  assert.deepEqual([due('hunan', 'provider'), due('guangdong', 'provider'), due('jiangsu', 'own')], ['2026-10-03', '2026-10-13', null])
})

test('an item of the catalog tells its sharing, its update frequency and the columns that are dropped', async () => {
  const item = await get<{ shared: { shareable: boolean }; frequency: { limit: { unit: string } }; personColumns: string[]; basis: { kinds: string[] } }>('/api/v1/catalog/penalty')
  assert.deepEqual([typeof item.shared.shareable, typeof item.frequency.limit.unit, item.personColumns.length > 0, item.basis.kinds.length > 0], ['boolean', 'string', true, true])
})
