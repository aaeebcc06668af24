import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testPorts } from '../../../test/support/ports.ts'
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
