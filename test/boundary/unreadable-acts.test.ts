/** An act that lies there and that nobody can read takes nothing down: not the pages, not the interface, not the daily run, not a rebuild. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import { rebuild } from '../../src/acts/rebuild.ts'
import { registerClient, type ClientRole } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { openIncident } from '../../src/register/boundary/acts.ts'
import { startAudit } from '../../src/register/operation/acts.ts'
import { audits } from '../../src/register/operation/store.ts'
import { readThrough } from '../../src/register/operation/unreadable/acts.ts'
import { unreadableActs } from '../../src/register/operation/unreadable/store.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { accountPages } from '../../src/web/pages/account/routes.ts'
import { designPages } from '../../src/web/pages/design/routes.ts'
import { inquiryNorms } from '../../src/web/pages/inquiry/routes.ts'
import { publicPages } from '../../src/web/pages/public.ts'
import { buildServer } from '../../src/web/server.ts'
import { bodies, type FullRegister, fullRegister, passes, signedPages } from '../support/full-register.ts'
import { objector, provider } from '../support/objected.ts'
import { signIn } from '../support/signed-in.ts'

let at: FullRegister
let app: FastifyInstance
type Ask = { readonly url: string; readonly headers: Readonly<Record<string, string>> }
let asks: readonly Ask[]

before(async () => {
  at = await fullRegister()
  app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  asks = await everything()
  // Before there was a door, anything could come to lie here.
  for (const sql of ['alter table act drop constraint act_content_sound', 'alter table act_group drop constraint act_group_head_sound', 'alter table act disable trigger user', 'alter table act_group disable trigger user']) await at.ports.owner.pool.query(sql)
})
after(async () => {
  await app.close()
  await at.ports.close()
})

/** Every page and every read of the interface, for everybody and as each of those who sign in. */
async function everything(): Promise<Ask[]> {
  const { ports, facts, filled } = at
  const all: Record<string, string> = {
    ...facts, code: objector, id: facts.record!, version: '1', leaf: '0', item: 'licence', office: '91330000470009923F', pack: 'guangdong', article: '46', problem: 'not-found', '*': '0/000.p/1',
    component: 'table', example: '0', receipt: `prb1:${'A'.repeat(43)}`, rule: 'gd-46-1',
  }
  const open = (path: string): string => path.replace(/[:{](\w+|\*)\}?|\*/g, (_, name: string | undefined) => all[name ?? '*'] ?? '1')
  const page = { accept: 'text/html' }
  const described = JSON.parse((await app.inject('/api/openapi.json')).body) as { paths: Record<string, Record<string, { security?: unknown }>> }
  const reads = Object.entries(described.paths).filter(([, methods]) => methods.get !== undefined)
  const found: Ask[] = [
    ...[...publicPages, ...designPages, inquiryNorms].map(({ path }) => ({ url: encodeURI(open(path)), headers: page })),
    ...reads.filter(([, methods]) => methods.get!.security === undefined).map(([path]) => ({ url: encodeURI(open(path)), headers: {} })),
    ...[...at.records, Number(facts.second)].flatMap((record) => [
      { url: `/organisations/${objector}/records/${record}`, headers: page }, ...['', '/proof', '/versions/1', '/versions/2'].map((part) => ({ url: `/api/v1/organisations/${objector}/records/${record}${part}`, headers: {} })),
    ]),
    { url: `/api/v1/organisations/${objector}/archive?order=ending&limit=2`, headers: {} }, { url: `/organisations/${objector}?order=ending`, headers: page },
  ]
  for (const who of bodies) {
    const { cookie } = await signIn(ports, { ...who })
    const unitCode = who.body === 'operator' ? 'operator' : who.body.code
    const clientId = `${unitCode}.reads`
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    assert.ok((await registerClient(ports, { clientId, unitCode, publicKey, roles: who.roles as readonly ClientRole[] })).ok)
    const authorization = `Bearer ${(await issueToken(ports, { clientId, unitCode })).token}`
    for (const one of [...signedPages, ...accountPages]) if (one.get && passes(who, one.path)) found.push({ url: filled(one.path), headers: { ...page, cookie } })
    for (const [path, methods] of reads) if (methods.get!.security !== undefined && passes(who, path)) found.push({ url: filled(path), headers: { authorization } })
  }
  return found
}

const unsound = ['{"text":"\\u0000"}', '{"explanation":"a\\ud800b","case":1}', '{"text":', 'no JSON at all', '"a text"', '[]', '{"a":}', '']

/** Nothing remembered of what could be read before. */
async function walk(about: string): Promise<string[]> {
  const fresh = await buildServer({ ...at.ports }, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  const bad: string[] = []
  for (const ask of asks) {
    const { statusCode, body } = await fresh.inject(ask)
    if (statusCode >= 500) bad.push(`${about}: ${statusCode} ${ask.url} ${body.slice(0, 80).replaceAll('\n', ' ')}`)
    if (/json/.test(ask.url) && statusCode === 200) JSON.parse(body)
  }
  await fresh.close()
  return bad
}

/** Makes unreadable what `which` says of the acts, does the work, and puts back what was there. */
async function withUnreadable<T>(which: (kind: string) => boolean, part: 'content' | 'head', work: () => Promise<T>): Promise<T> {
  const owner = at.ports.owner.pool
  const { rows } = await owner.query<{ n: string; kind: string; was: string }>(part === 'head' ? 'select first_act as n, kind, head as was from act_group'
    : 'select a.act_id as n, g.kind, a.content as was from act_group g join act a on a.act_id >= g.first_act and a.act_id < g.first_act + g.acts where a.content is not null')
  const hit = rows.filter(({ kind }) => which(kind))
  const set = part === 'head' ? 'update act_group set head = $1 where first_act = $2' : 'update act set content = $1 where act_id = $2'
  for (const [i, { n }] of hit.entries()) await owner.query(set, [unsound[i % unsound.length], n])
  try { return await work() } finally { for (const { n, was } of hit) await owner.query(set, [was, n]) }
}

const families: Readonly<Record<string, RegExp>> = {
  cases: /^(objection|oversight|restoration|revocation|notice)\./,
  records: /^(record|inquiry|delivery|authorisation)\./,
  others: /^(subject|unit|client|membership|recall|day|deadline|feed|period|law|calendar)\./,
}

test('whatever act cannot be read, every page and every answer stands', async (t) => {
  const errors: string[] = []
  t.mock.method(console, 'error', (what: string, error: Error) => { errors.push(`${what} ${error?.stack?.split('\n').slice(0, 6).join(' | ')}`) })
  const kinds = (await at.ports.owner.pool.query<{ kind: string }>('select distinct kind from act_group')).rows.map((r) => r.kind)
  for (const kind of kinds) assert.ok(Object.values(families).some((f) => f.test(kind)), `${kind} belongs to no family`)
  const bad: string[] = []
  const without = (family: RegExp, work: () => Promise<string[]>) => withUnreadable((kind) => family.test(kind), 'content', work)
  bad.push(...await without(families.cases!, () => walk('cases')))
  bad.push(...await without(families.records!, () => walk('records')))
  bad.push(...await without(families.others!, () => withUnreadable(() => true, 'head', () => walk('others, and all heads'))))
  assert.deepEqual(bad, [], errors.join('\n'))
})

test('the daily run and a rebuild stand beside acts that cannot be read, and say which they are', async () => {
  const { ports } = at
  await withUnreadable(() => true, 'content', async () => {
    // As if none had been read through before: what is altered later is for an audit to find.
    await ports.owner.pool.query(`update setting set value = '0' where name = 'acts-read-until'`)
    ports.setToday('2026-12-12')
    await dailyRun(ports)
    const owner = ports.owner
    await rebuild(owner, projectors, finishRebuild(ports), false)
    // All of them are known: those that look like nothing at once, the others since the daily run read through them.
    const [known, all] = await Promise.all([unreadableActs(ports.database, 1000), owner.pool.query<{ n: string }>('select count(*) as n from act where content is not null and not is_readable(content)')])
    assert.equal(known.length, Number(all.rows[0]!.n))
    const { cookie } = await signIn(ports, { body: 'operator', roles: ['operate'] })
    for (const [url, word] of [['/desk/operate', '无法读取'], ['/en/desk/operate', 'cannot be read'], ['/en/desk/operate/incidents', 'Acts that cannot be read']] as const) {
      const page = await app.inject({ url, headers: { cookie, accept: 'text/html' } })
      assert.equal(page.statusCode, 200)
      assert.ok(page.body.includes(word), url)
    }
    // Nobody else is told.
    const unit = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
    assert.equal((await app.inject({ url: '/desk/operate/incidents', headers: { cookie: unit.cookie, accept: 'text/html' } })).statusCode, 403)
  })
})

test('a record whose text is broken says so in both languages; its act is erased by an act, once, for a reason, and the log still verifies', async () => {
  const { ports, records } = at
  const [record] = records as [number]
  await ports.owner.pool.query('update act set content = $1 where act_id = (select act_id from record where record_id = $2)', ['{"values":{"a":"\\u0000"}}', record])
  const act = Number((await ports.owner.pool.query<{ act_id: string }>('select act_id from record where record_id = $1', [record])).rows[0]!.act_id)
  const fresh = await buildServer({ ...ports }, { deliveries: {} as DeliveryDesk })
  const path = `/organisations/${objector}/records/${record}`
  assert.match((await fresh.inject({ url: path, headers: { accept: 'text/html' } })).body, /这一版本的内容无法读取/)
  assert.match((await fresh.inject({ url: `/en${path}`, headers: { accept: 'text/html' } })).body, /The content of this version cannot be read/)
  assert.equal((await fresh.inject(`/api/v1${path}`)).json<{ values: unknown }>().values, null)

  const { cookie, token } = await signIn(ports, { body: 'operator', roles: ['operate'] })
  const erase = async (fields: Record<string, string>) => fresh.inject({
    method: 'POST', url: '/desk/operate/incidents/unreadable', headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _token: await token(), ...fields }).toString(),
  })
  const why = '写入时文字已经损坏，无法读取。'
  assert.equal((await erase({ act: String(act), why: '' })).statusCode, 422)
  assert.equal((await erase({ act: '999999', why })).statusCode, 422)
  assert.equal((await erase({ act: String(records[1]), why })).statusCode, 422)
  const done = await erase({ act: String(act), why })
  assert.equal(done.statusCode, 303)
  assert.equal((await erase({ act: String(act), why })).statusCode, 422)
  const row = (await ports.owner.pool.query<{ content: string | null; salt: Buffer | null }>('select content, salt from act where act_id = $1', [act])).rows[0]!
  assert.deepEqual([row.content, row.salt], [null, null])
  const said = (await ports.owner.pool.query<{ content: string }>(`select a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'record.erased'`)).rows[0]!
  assert.deepEqual(((({ acts, reason }) => [acts, reason]))(JSON.parse(said.content) as { acts: number[]; reason: string }), [[act], why])
  // What can be read is erased by nobody: the database refuses the application too.
  await assert.rejects(ports.database.run`update act set content = null, salt = null where act_id = ${records[1]}`, /permission denied/)
  assert.equal((await fresh.inject({ url: path, headers: { accept: 'text/html' } })).statusCode, 410)
  while (await sequenceOnce(ports) > 0);
  const started = await startAudit(ports, null)
  assert.ok(started.ok)
  await started.value.ended
  const [audit] = await audits(ports.database, 1, 0)
  assert.equal(audit!.outcome, 'sound', JSON.stringify(audit!.findings))
  assert.ok(audit!.findings.some((f) => f.code === 'erasures' && String(f.facts.count) === '1'), JSON.stringify(audit!.findings))
  await fresh.close()
})

test('personal data are destroyed beside acts that cannot be read, and in a record whose newest version is one', async () => {
  const { ports, records } = at
  const held = (await ports.owner.pool.query<{ record_id: string; act_id: string }>(
    "select record_id, act_id from record where subject_code = $1 and existence = 'held' and record_id <> act_id", [objector])).rows[0]!
  await withUnreadable((kind) => kind !== 'record.accepted', 'content', async () => {
    const done = await openIncident(ports, { subject: objector, record: records[1]!, by: 'operator', reason: '备注栏中有自然人的信息。' })
    assert.ok(done.ok, JSON.stringify(done))
    const broken = await openIncident(ports, { subject: objector, record: Number(held.record_id), by: 'operator', reason: '备注栏中有自然人的信息。' })
    assert.ok(broken.ok && broken.value.erased >= 2, JSON.stringify(broken))
  })
})

test('the list and the erasure are the operator’s through the interface too', async () => {
  const { ports } = at
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
  assert.ok((await registerClient(ports, { clientId: 'operator.e', unitCode: 'operator', publicKey, roles: ['operate'] })).ok)
  const headers = { authorization: `Bearer ${(await issueToken(ports, { clientId: 'operator.e', unitCode: 'operator' })).token}` }
  const { rows: [one] } = await ports.owner.pool.query<{ act_id: string }>("select a.act_id from act a join act_group g on g.first_act = a.act_id where g.kind = 'membership.granted' limit 1")
  await ports.owner.pool.query('update act set content = $1 where act_id = $2', ['{"a":"\\udc00"}', one!.act_id])
  await readThrough(ports.database, { again: true })
  const listed = await app.inject({ url: '/api/v1/operator/unreadable-acts', headers })
  assert.deepEqual(listed.json<{ items: { act: number; kind: string; subject: null; part: string }[] }>().items.map((i) => [i.act, i.kind, i.subject, i.part]), [[Number(one!.act_id), 'membership.granted', null, 'content']])
  const erase = (act: string, reason: string) => app.inject({ method: 'POST', url: `/api/v1/operator/unreadable-acts/${act}/erasure`, headers, payload: { reason } })
  assert.deepEqual([(await erase('999999', '写入时已经损坏')).statusCode, (await erase(one!.act_id, ' ')).statusCode, (await erase(String(at.records[0]), '写入时已经损坏')).statusCode], [404, 422, 409])
  assert.equal((await erase(one!.act_id, '写入时已经损坏')).statusCode, 201)
  assert.equal((await erase(one!.act_id, '写入时已经损坏')).statusCode, 409)
  assert.deepEqual((await app.inject({ url: '/api/v1/operator/unreadable-acts', headers })).json<{ items: unknown[] }>().items, [])
})

test('the database takes no act that it could not read: not even from its owner', async () => {
  const { ports } = at
  await ports.owner.pool.query('alter table act add constraint act_content_sound check ((strpos(content, \'\\u0000\') = 0 and strpos(content, \'\\ud\') = 0) or is_readable(content)) not valid')
  for (const content of ['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"a":"\\udfff"}', '{"a":"x\\\\\\u0000"}']) {
    await assert.rejects(ports.owner.pool.query(`insert into act (subject_code, act_id, salt, content) values ('', 9000000, '\\x00', $1)`, [content]), /act_content_sound/, content)
  }
  for (const content of ['{"a":"C:\\\\udata"}', '{"a":"x\\u001fy"}', '{"a":"\\\\u0000"}']) {
    await ports.owner.pool.query(`insert into act (subject_code, act_id, salt, content) values ('', 9000000, '\\x00', $1)`, [content])
    await ports.owner.pool.query('delete from act where act_id = 9000000')
  }
})
