/** Whatever a signed-in body reads is read as that body: a server whose application database answers nothing but who is asking serves it. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import type { Database, Tx } from '../../src/database/db.ts'
import { registerClient, type ClientRole } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { Outcome } from '../../src/law/outcome.ts'
import type { Ports } from '../../src/ports.ts'
import { authorise } from '../../src/register/consent/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { openCase, placeBody } from '../../src/register/oversight/acts.ts'
import { noteReceived } from '../../src/register/recall/acts.ts'
import { tellOnce } from '../../src/register/recall/telling/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { applyForRestoration } from '../../src/register/restoration/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { registerRuling } from '../../src/register/revocations/acts.ts'
import { accountPages } from '../../src/web/pages/account/routes.ts'
import { accountabilityPages } from '../../src/web/pages/accountability/routes.ts'
import { deskPage } from '../../src/web/pages/desk.ts'
import { inquiryPages } from '../../src/web/pages/inquiry/routes.ts'
import { noticePages } from '../../src/web/pages/notices/routes.ts'
import { operatorPages } from '../../src/web/pages/operator/routes.ts'
import { providerPages } from '../../src/web/pages/provider/routes.ts'
import { recallPages } from '../../src/web/pages/recall/routes.ts'
import { restorationPages } from '../../src/web/pages/restoration/routes.ts'
import { revocationPages } from '../../src/web/pages/revocations/desk.ts'
import { subjectPages } from '../../src/web/pages/subject/routes.ts'
import type { SignedRoute } from '../../src/web/routes.ts'
import { buildServer } from '../../src/web/server.ts'
import { delivered, deliverCsv, unitFor } from '../support/delivered.ts'
import { licenceRow, type Objected, objected, objector, provider } from '../support/objected.ts'
import { penalty } from '../support/penalised.ts'
import { signIn } from '../support/signed-in.ts'

const department = '91330200084752786H'
const other = '11970100MB0000115M'
let at: Objected
let app: FastifyInstance
/** what stands in the addresses */
const facts: Record<string, string> = {}
/** what was asked of the application's database directly */
const asked: string[] = []
const value = <T>(done: Outcome<T>): T => { assert.ok(done.ok, JSON.stringify(done)); return done.value }

before(async () => {
  at = await objected({ today: '2026-11-02', records: 4 })
  const { ports, records } = at
  const [first, second, third] = records as [number, number, number]
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF')
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence', 'penalty'])
  await unitFor(ports, other, 'administrative-organ/market-regulation', ['licence'])
  await unitFor(ports, department, 'administrative-organ/development-and-reform', [])
  value(await placeBody(ports, 'operator', { code: department, as: 'government', area: '33', document: '三定规定' }))
  value(await placeBody(ports, 'operator', { code: provider, as: 'unit', area: '330203', document: '隶属关系说明' }))
  await delivered(ports, provider, 'penalty', [penalty(1, '2026-03-05', '一般'), penalty(2, '2026-03-06', '一般')])
  await deliverCsv(ports, provider, 'licence', [licenceRow(50, objector, { 许可决定日期: '2026-13-05' })])
  await at.deliver(4, { 有效期至: '2036-03-04' })
  const me = { actor: objector, account: '1' }
  const objection = value(await lodgeObjection(ports, me, {
    subject: objector, record: first, ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。', at: 'provider', evidence: [pdf],
  }))
  const penalties = await ports.database.rows<{ record_id: number }>`select record_id from record where item_id = 'penalty' order by 1`
  const restoration = value(await applyForRestoration(ports, me, {
    subject: objector, records: penalties.map((r) => r.record_id), at: 'operator', ways: ['rectification'], correctedOn: '2026-05-01', orderedUntil: null, commitment: true,
    explanation: '罚款已经缴清，违法行为已经改正。', evidence: [pdf],
  }))
  value(await registerRuling(ports, department, { organisation: objector, document: '许2号', provider: null, effect: 'revoked', ruling: '（2026）行终2号', ruledOn: '2026-10-30' }))
  await ports.database.transaction((tx) => noteReceived(tx, {
    recipient: { kind: 'unit', code: department }, path: 'duty', act: third, on: '2026-11-02', records: [{ subject: objector, record: third, version: 1 }],
  }))
  value(await withdrawRecord(ports, { subject: objector, record: third, provider, reason: '登记有误，予以撤回。', document: '撤1号', rule: null }))
  while (await tellOnce(ports) !== null);
  value(await authorise(ports, me, { inquirer: other, purpose: 'procurement', categories: ['administrative'], until: '2027-01-01', alone: true }))
  await answerInquiry(ports, { actor: provider, account: '7' }, {
    subject: objector, ground: 'inquiry-by-authority', purpose: 'other-duties', stated: '对食品经营的监督检查', reference: '无此案', items: null, channel: 'api', client: null,
  })
  ports.setToday('2026-12-10')
  await dailyRun(ports)
  const oversight = value(await openCase(ports, { actor: department, account: '5' }, {
    body: provider, matter: 'not-provided', facts: '未按规定办理，见所附记录。', about: `objection:${objection}`, answerUntil: '2026-12-20',
  }))
  while (await sequenceOnce(ports) > 0);
  const one = async (column: string, table: string) => String(Object.values((await ports.owner.pool.query(`select ${column} from ${table} order by 1 desc limit 1`)).rows[0] as object)[0])
  Object.assign(facts, {
    code: objector, subject: objector, record: String(first), objection: String(objection), restoration: String(restoration), case: String(oversight), number: await one('notice_id', 'notice'),
    delivery: await one('delivery_id', 'returned_row'), row: await one('row_number', 'returned_row'), sha256: await one("encode(sha256, 'hex')", 'objection_evidence'), format: 'csv', key: 'x', second: String(second),
    recall: await one('recall_id', 'recall'),
  })
  app = await buildServer(watched(ports), { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await at.ports.close()
})

/** Who is asking is found before anybody is known: by the secret of a session, by the client of a token. */
const whoAsks = [
  /^select s\.session_id, s\.account_id, a\.name, /, /^select m\.body_kind, m\.body_code, array_agg/, /^select client_id, unit_code, public_key, .* from machine_client where client_id = \?$/s,
  /^select \* from log_checkpoint order by size desc limit 1$/,
]
/**
 * `bodies`: lets through who asks, and what is read as a body; whatever else is asked of the application's database is refused.
 * `noting`: the same, but what else is asked is answered: something is written down first, or the route is one of the exceptions.
 * `nobody`: a register whose server forgets to become the body.
 */
let mode: 'bodies' | 'noting' | 'nobody' = 'bodies'

function watched(ports: Ports): Ports {
  const watch = (db: Pick<Database, 'rows' | 'one' | 'run'>, own: () => boolean) => {
    const through = (method: 'rows' | 'one' | 'run') => (text: TemplateStringsArray, ...values: unknown[]) => {
      const said = text.join('?').trim()
      if (mode === 'bodies' && !own() && !whoAsks.some((known) => known.test(said))) {
        asked.push(said)
        throw new Error(`asked of the application's database: ${said}`)
      }
      return db[method](text, ...values)
    }
    return { rows: through('rows'), one: through('one'), run: through('run') }
  }
  const transaction = (work: (tx: Tx) => Promise<unknown>) => ports.database.transaction((tx) => {
    let own = false
    const query = (text: unknown, ...rest: unknown[]) => {
      const becomes = typeof text === 'string' && text.startsWith('set transaction read only; set local role probity_party; ')
      own ||= becomes
      const sent = becomes && mode === 'nobody' ? (text as string).slice((text as string).indexOf('select ')) : text
      return (tx.client.query as (...args: unknown[]) => unknown)(sent, ...rest)
    }
    return work({ ...watch(tx, () => own), client: { query } } as unknown as Tx)
  })
  return { ...ports, database: { ...watch(ports.database, () => false), transaction, pool: ports.database.pool, close: () => Promise.resolve() } as unknown as Database }
}

const pages: readonly SignedRoute[] = [
  deskPage, ...accountPages.filter((p): p is SignedRoute => p.enter !== undefined), ...providerPages({} as DeliveryDesk), ...accountabilityPages, ...noticePages, ...operatorPages,
  ...inquiryPages, ...recallPages, ...revocationPages, ...subjectPages, ...restorationPages,
]
/** In which room an `:id` stands for what. */
const idIn = (path: string): string | undefined => (path.includes('deliver') ? facts.delivery : path.includes('objections') ? facts.objection : path.includes('restorations') ? facts.restoration
  : path.includes('recalls') ? facts.recall : path.includes('oversight') ? facts.case : facts.record)
const filled = (path: string): string => path.replace(/[:{](\w+)\}?/g, (_, name: string) => {
  if (name === 'code' && path.includes('units')) return provider
  return ((name === 'id' || name === 'case') ? idIn(path) : facts[name]) ?? '1'
})
const bodies = [
  { body: 'operator', roles: ['operate', 'administer'] },
  { body: { kind: 'unit', code: provider }, roles: ['deliver', 'administer', 'decide', 'inquire'] },
  { body: { kind: 'organisation', code: objector }, roles: ['represent'] }, { body: { kind: 'unit', code: department }, roles: ['decide'] },
] as const
/** A department in charge is another unit but in these rooms. */
const passes = (who: (typeof bodies)[number], path: string): boolean => who !== bodies[3] || /oversight|recalls|revocations|objections/.test(path)

/** Pages that are handed the application's database, and those before which something is written down; all others only read, as the body. */
const whole = ['/account', '/account/choose', '/account/join', '/account/kept/:key', '/subject/file.csv', '/subject/file.json']
const noting = ['/desk/recalls', '/notices/:number', '/notices/:number/pdf', '/subject', '/subject/records/:id']

test('every page of those who sign in is read as the body acted for, and says all that it would say if nothing were kept from it', async () => {
  assert.deepEqual(pages.filter((p) => p.get && p.whole !== undefined).map((p) => p.path).toSorted(), whole)
  assert.deepEqual(pages.filter((p) => p.get && p.notes !== undefined).map((p) => p.path).toSorted(), noting)
  const bad: string[] = []
  for (const who of bodies) {
    const { cookie } = await signIn(at.ports, { ...who })
    for (const page of pages) {
      if (!page.get || !passes(who, page.path) || (page.enter.length > 0 && !who.roles.some((role) => page.enter.some((r) => r === role)))) continue
      const request = { url: filled(page.path), headers: { cookie, accept: 'text/html' } }
      asked.length = 0
      mode = page.whole === undefined && page.notes === undefined ? 'bodies' : 'noting'
      const own = await app.inject(request)
      if (own.statusCode >= 500) bad.push(`${own.statusCode} ${who.roles[0]} ${request.url}: ${asked[0] ?? own.body.slice(0, 200)}`)
      if (own.statusCode === 302 || page.path.startsWith('/subject/file') || page.path.startsWith('/account')) continue
      mode = 'nobody'
      const all = await app.inject(request)
      if (own.statusCode !== all.statusCode || clean(own.body) !== clean(all.body)) bad.push(`${who.roles[0]} ${request.url} ${own.statusCode} ${all.statusCode} says less: ${difference(clean(own.body), clean(all.body))}`)
    }
  }
  assert.deepEqual(bad, [])
})
/** Without what is made anew with every answer, and without the size and connections of the database. */
const clean = (body: string): string => body.replace(/name="(code|key)" value="[\w-]{32,43}"|[\d.]+ [kM]B，连接\d+个|"(bytes|connections)":\d+/g, '')
function difference(a: string, b: string): string {
  let i = 0
  while (a[i] === b[i]) i++
  return `${a.slice(Math.max(0, i - 60), i + 100)} ||| ${b.slice(Math.max(0, i - 60), i + 100)}`
}

/** Signed reads of the interface that ask the application's database, and why. */
const exempt: Readonly<Record<string, string>> = {
  '/api/v1/own/file.json': 'writes the line before the answer', '/api/v1/own/file.csv': 'writes the line before the answer',
  '/api/v1/own/records/{record}/history': 'writes the line before the answer',
  '/api/v1/recalls/feed': 'taking the news is receiving it', '/api/v1/notices/{number}': 'opening a letter is receiving it', '/api/v1/notices/{number}/pdf': 'opening a letter is receiving it',
}

test('every signed read of the interface is read as the body behind the token', async () => {
  mode = 'noting'
  const described = JSON.parse((await app.inject('/api/openapi.json')).body) as { paths: Record<string, Record<string, { security?: unknown }>> }
  const reads = Object.entries(described.paths).flatMap(([path, methods]) => (methods.get?.security === undefined ? [] : [path]))
  const bad: string[] = []
  for (const [i, who] of bodies.entries()) {
    const { body, roles } = who
    const unitCode = body === 'operator' ? 'operator' : body.code
    const clientId = `${unitCode}.reads`
    const { publicKey } = generateKeyPairSync('ed25519')
    value(await registerClient(at.ports, { clientId, unitCode, publicKey: publicKey.export({ format: 'jwk' }) as JWK, roles: i === 0 ? [] : roles as readonly ClientRole[] }))
    const authorization = `Bearer ${(await issueToken(at.ports, { clientId, unitCode })).token}`
    for (const path of reads.filter((one) => passes(who, one))) {
      asked.length = 0
      mode = path in exempt ? 'noting' : 'bodies'
      const request = { url: filled(path), headers: { authorization } }
      const own = await app.inject(request)
      if (own.statusCode >= 500) bad.push(`${own.statusCode} ${unitCode} ${request.url}: ${asked[0] ?? own.body.slice(0, 200)}`)
      mode = 'nobody'
      const all = await app.inject(request)
      if (!path.includes('file.') && (own.statusCode !== all.statusCode || clean(own.body) !== clean(all.body))) bad.push(`${unitCode} ${request.url} ${own.statusCode} ${all.statusCode} says less: ${difference(own.body, all.body)}`)
    }
  }
  assert.deepEqual(bad, [])
})
