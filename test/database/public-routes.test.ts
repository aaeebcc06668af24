/** Every route anyone may ask is answered as the public reads: a server whose application database answers nothing serves them all. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import type { Database } from '../../src/database/db.ts'
import type { Ports } from '../../src/ports.ts'
import { accountPages } from '../../src/web/pages/account/routes.ts'
import { designPages } from '../../src/web/pages/design/routes.ts'
import { inquiryNorms } from '../../src/web/pages/inquiry/routes.ts'
import { publicPages } from '../../src/web/pages/public.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { noteCalendar, noteLaw } from '../../src/register/law/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { type Objected, objected, objector, provider } from '../support/objected.ts'

let at: Objected
let app: FastifyInstance
/** statements that reached the application's database */
const asked: string[] = []
before(async () => {
  at = await objected({ today: '2026-11-02', records: 4 })
  const { ports, records } = at
  await noteCalendar(ports)
  await noteLaw(ports)
  const lodged = await lodgeObjection(ports, objector, {
    subject: objector, record: records[0]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。', at: 'operator', evidence: [],
  })
  assert.ok(lodged.ok, JSON.stringify(lodged))
  assert.ok((await withdrawRecord(ports, { subject: objector, record: records[1]!, provider, reason: '登记有误，予以撤回。', document: '撤1号', rule: null })).ok)
  await at.deliver(3, { 有效期至: '2036-03-04' })
  while (await sequenceOnce(ports) > 0);
  app = await buildServer(poisoned(ports), { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await at.ports.close()
})

/** Whoever asks it is noted and refused. */
function poisoned(ports: Ports): Ports {
  const refuse = (text: TemplateStringsArray): never => {
    asked.push(text.join('?').trim())
    throw new Error(`asked of the application's database: ${text.join('?')}`)
  }
  const database = { rows: refuse, one: refuse, run: refuse, transaction: () => refuse(['a transaction'] as unknown as TemplateStringsArray) } as unknown as Database
  return { ...ports, database, loader: database }
}

/** Routes everybody may ask that are not answered as the public reads, and why. */
const exempt = {
  '/oauth/token': 'an assertion is taken once: its number is written down',
  '/health/live': 'asks no database',
}

const facts = (): Record<string, string> => ({
  code: objector, id: String(at.records[0]), version: '1', leaf: '0', item: 'licence', office: provider, pack: 'guangdong', article: '46', problem: 'not-found',
  '*': '0/000.p/1', component: 'table', example: '0', receipt: `prb1:${'A'.repeat(43)}`, rule: 'gd-46-1',
})
const filled = (path: string): string => path.replace(/[:{](\w+|\*)\}?|\*/g, (_, name: string | undefined) => facts()[name ?? '*'] ?? '1')

test('no page for everybody and no public route of the interface asks the application’s database', async () => {
  const described = JSON.parse((await app.inject('/api/openapi.json')).body) as { paths: Record<string, Record<string, { security?: unknown; operationId: string }>> }
  const api = Object.entries(described.paths).flatMap(([path, methods]) =>
    (methods.get && methods.get.security === undefined && !(path in exempt) ? [filled(path)] : []))
  const pages = [...publicPages, ...designPages, inquiryNorms].map(({ path }) => filled(path))
  const [record, withdrawn, , corrected] = at.records as [number, number, number, number]
  const deep = [
    '/organisations?q=云帆', '/organisations/suggest?q=云帆', `/organisations/${objector}?gone=${withdrawn}`, `/organisations/${objector}/records/${withdrawn}`,
    `/organisations/${objector}/records/${corrected}`, `/api/v1/organisations/${objector}/records/${withdrawn}/proof`, '/api/v1/organisations?q=云帆',
    `/api/v1/organisations/${objector}/records/${record}/versions/1`, `/api/v1/organisations/${objector}/archive?order=ending&limit=1`,
    '/log/tile/entries/000.p/1', '/log/checkpoint', '/clocks?rule=gd-46-1&from=2026-11-02', '/api/v1/law/due?rule=gd-46-1&from=2026-11-02',
  ]
  const bad: string[] = []
  for (const url of new Set([...pages, ...api, ...deep])) {
    asked.length = 0
    const { statusCode, body } = await app.inject({ url: encodeURI(url), headers: url.startsWith('/api') || url.startsWith('/log') ? {} : { accept: 'text/html' } })
    if (asked.length > 0 || statusCode >= 500) bad.push(`${statusCode} ${url}: ${asked[0] ?? body.slice(0, 200)}`)
  }
  assert.deepEqual(bad, [])
  const verified = await app.inject({ method: 'POST', url: '/verify', payload: { q: `/organisations/${objector}/records/${record}` } })
  assert.deepEqual([verified.statusCode, asked], [200, []])
  // Of the pages of people who sign in, these alone may be entered by anyone, and each says why it writes.
  const open = accountPages.filter((page) => page.enter === undefined)
  assert.deepEqual(open.filter((page) => page.writes === undefined).map((page) => page.path), [])
})
