/**
 * What somebody who owns the database can do to it, each found by whoever checks from outside, by the operator's audit, or by both:
 * what is found, and which act or leaf is named.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { openLog, sequenceOnce } from '../../src/acts/keeper.ts'
import { LogContradicted } from '../../src/acts/last-word.ts'
import { appendActs } from '../../src/acts/append.ts'
import { canonicalJson } from '../../src/acts/act.ts'
import { ActUnprojectable, rebuild } from '../../src/acts/rebuild.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { fetchBytes, verifyAddress } from '../../src/cli/verify.ts'
import type { Finding, FindingCode } from '../../src/log/finding.ts'
import { formatVerifierKey } from '../../src/log/note.ts'
import { verifierKeyOf } from '../../src/log/sign.ts'
import { registerClient } from '../../src/identity/acts.ts'
import { saveAccount } from '../../src/identity/members-store.ts'
import { grantMembership } from '../../src/identity/members.ts'
import { calendarFiles } from '../../src/calendar/calendar.ts'
import { readCalendar } from '../../src/packs.ts'
import { openIncident } from '../../src/register/boundary/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { askMailbox, confirmMailbox } from '../../src/register/notices/mailbox/acts.ts'
import { registerEndpoint } from '../../src/register/recall/endpoints/acts.ts'
import { tellWays } from '../../src/register/inquiries/ways/acts.ts'
import { calendarInUse, noteCalendar, noteLaw } from '../../src/register/law/acts.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { logHealth, startAudit } from '../../src/register/operation/acts.ts'
import { audits } from '../../src/register/operation/store.ts'
import { buildServer } from '../../src/web/server.ts'
import { delivered, unitFor } from '../support/delivered.ts'
import { picture } from '../support/picture.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'
import { signIn } from '../support/signed-in.ts'
import { told } from '../support/told.ts'

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const folder = mkdtempSync(path.join(tmpdir(), 'probity-tampering-'))
let ports: TestPorts
let server: FastifyInstance
let address: string

before(async () => {
  const made = await testPorts()
  let mail = ''
  const sendMail: TestPorts['sendMail'] = async ({ text }) => {
    mail = text
    return { ok: true }
  }
  ports = { ...made, sendMail, settings: { ...made.settings, lastWordFile: path.join(folder, 'log.last'), place: folder } }
  server = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  await delivered(ports, unit, 'penalty', ['1', '2', '3'].map((n) => ({
    行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: `粤罚${n}号`, 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
    处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: '2026-03-05', 处罚机关: '演示市场监督管理局', 失信行为等级: '一般', 备注: '内部',
  })))
  const pair = generateKeyPairSync('ed25519')
  assert.ok((await registerClient(ports, { clientId: `${unit}.test`, unitCode: unit, publicKey: pair.publicKey.export({ format: 'jwk' }) as JWK, by: 'operator' })).ok)
  const account = await saveAccount(ports.database, { issuer: 'https://id.example', subject: '1', name: '', at: '2026-11-21T00:00:00Z', signedIn: false })
  for (const role of ['deliver', 'administer'] as const) {
    assert.ok((await grantMembership(ports, 'operator', { account, body: { kind: 'unit', code: unit }, role } as Parameters<typeof grantMembership>[2])).ok)
  }
  assert.ok((await registerEndpoint(ports, unit, unit, 'https://news.example/in')).ok)
  assert.ok((await askMailbox(ports, unit, 'office@unit.example')).ok)
  assert.ok((await confirmMailbox(ports, unit, /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mail)![0])).ok)
  const { record } = (await ports.database.one<{ record: number }>`select min(record_id) as record from record`)!
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'delivery.row-corrected', actor: unit, rules: [], acts: [{ subject: organisation, content: canonicalJson({ outcome: 'accepted', record, row: 2 }) }],
  }))
  await noteLaw(ports)
  await ports.owner.run`
    insert into register_identity (origin, log_key, pack, law, drill, place, set_at, set_by)
    values (${ports.settings.logOrigin}, ${formatVerifierKey(verifierKeyOf(ports.settings.logOrigin, ports.settings.logKey))}, 'guangdong',
            ${ports.law().stamp}, false, ${ports.settings.place!}, now(), 'test')`
  await Promise.all([noteCalendar(ports), tellWays(ports)])
  await dailyRun(ports, { by: 'command' })
  const lodged = await lodgeObjection(ports, { actor: organisation, account: '1' }, {
    subject: organisation, record: record + 1, ground: ports.law().pack.lists.find((l) => l.id === 'objection-grounds')!.entries[0]!.code,
    at: 'operator', explanation: '处罚金额有误，应当是五千元，见所附决定书。', evidence: [picture()],
  })
  assert.ok(lodged.ok, JSON.stringify(lodged))
  await acts(300)
  await acts(40)
})
after(async () => {
  await server.close()
  await ports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function acts(count: number): Promise<void> {
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'day.closed', actor: 'operator', rules: [], acts: Array.from({ length: count }, (_, i) => ({ subject: '', content: canonicalJson({ i }) })),
  }))
  await openLog(ports).catchUp()
}

/** A stranger's check without a memory, and the operator's audit. */
async function checked(): Promise<{ outside: readonly Finding[]; inside: readonly Finding[] }> {
  const outside = await verifyAddress({
    address, stateFile: '', fetchBytes, readState: async () => null, writeState: async () => {}, wait: async () => {},
  })
  const started = await startAudit(ports, null)
  assert.ok(started.ok)
  await started.value.ended
  const [audit] = await audits(ports.database, 1, 0)
  return { outside: outside.findings.filter((f) => !f.ok), inside: audit!.findings.filter((f) => !f.ok) }
}

/** Tables as they were, whatever was done to them. */
const kept = ['act', 'act_group', 'log_position', 'log_pending', 'log_tile', 'log_bundle', 'log_checkpoint', 'record', 'subject', 'subject_name', 'unit', 'machine_client', 'membership',
  'recall_endpoint', 'mailbox', 'law_loaded', 'register_identity', 'disclosure', 'objection_evidence', 'objection', 'restoration_evidence', 'calendar_edition', 'setting', 'inquiry_way', 'inquiry_reach'] as const
async function tampered(statement: string): Promise<Awaited<ReturnType<typeof checked>>>
async function tampered<T>(statement: string, look: () => Promise<T>): Promise<T>
async function tampered(statement: string, look: () => Promise<unknown> = checked): Promise<unknown> {
  const owner = await ports.owner.pool.connect()
  try {
    await owner.query('set session_replication_role = replica')
    for (const table of kept) await owner.query(`create temporary table kept_${table} as table ${table}`)
    const { rowCount } = await owner.query(statement)
    assert.ok(rowCount! > 0, statement)
    return await look()
  } finally {
    for (const table of kept) {
      await owner.query(`delete from ${table}`)
      await owner.query(`insert into ${table} table kept_${table}`)
      await owner.query(`drop table kept_${table}`)
    }
    await owner.query('set session_replication_role = default')
    owner.release()
  }
}

const firstOf = async (kind: string) => (await ports.database.one<{ act: number }>`select min(first_act) as act from act_group where kind = ${kind}`)!.act
const anAct = `(select min(first_act) + 7 from act_group where acts = 300)`
const aCorrection = `(select first_act from act_group where kind = 'delivery.row-corrected')`
const aRecord = `(select min(record_id) from record)`
const newest = `(select max(size) from log_checkpoint)`
const cases: readonly (readonly [what: string, statement: string, outside: FindingCode | null, inside: FindingCode | null])[] = [
  ['an act removed', `delete from act where act_id = ${anAct}`, 'act-missing', 'act-missing'],
  ['an act changed', `update act set content = '{"i":"another"}' where act_id = ${anAct}`, 'act-differs', 'act-differs'],
  ['a salt changed', `update act set salt = sha256(salt) where act_id = ${anAct}`, 'act-differs', 'act-differs'],
  ['content and salt taken without an act of erasure', `update act set content = null, salt = null where act_id = ${anAct}`, 'content-missing', 'content-missing'],
  ['only the salt taken', `update act set salt = null where act_id = ${anAct}`, 'content-missing', 'content-missing'],
  ['two acts exchanged', `update act a set salt = b.salt, content = b.content from act b where (a.act_id, b.act_id) in ((${anAct}, ${anAct} + 1), (${anAct} + 1, ${anAct}))`, 'act-differs', 'act-differs'],
  ['a record given to another organisation', `update act set subject_code = '91440101MA9Y8CQR3G' where act_id = ${aRecord}`, null, 'projection-differs'],
  ['an act that changes nothing given to an organisation', `update act set subject_code = '${organisation}' where act_id = ${anAct}`, null, 'subject-differs'],
  ['the word on a corrected row given to another organisation', `update act set subject_code = '91440101MA9Y8CQR3G' where act_id = ${aCorrection}`, null, 'subject-differs'],
  ['the head of a group changed', `update act_group set head = replace(head, '"operator"', '"others"') where acts = 300`, 'act-differs', 'act-differs'],
  ['entries of a group changed', `update act_group set entries = set_byte(entries, 7 * 32, 1 + get_byte(entries, 7 * 32) % 255) where acts = 300`, 'group-differs', 'bundle-differs'],
  ['a stored bundle changed', `update log_bundle set entries = set_bit(entries, 77, 1 - get_bit(entries, 77)) where number = 0`, 'entry-differs', 'entry-differs'],
  ['a stored tile changed', `update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 0 and number = 0`, 'tile-differs', 'tile-differs'],
  ['two groups exchanged in the log', `update log_position set first_leaf = case acts when 40 then (select first_leaf from log_position where acts = 300) else (select first_leaf + 40 from log_position where acts = 300) end
    where acts in (40, 300)`, 'act-differs', 'bundle-differs'],
  ['a place removed', `delete from log_position where acts = 300`, 'act-unplaced', 'act-unlogged'],
  ['the newest checkpoint removed', `delete from log_checkpoint where size = ${newest}`, 'checkpoint-behind', 'checkpoint-behind'],
  ['an older checkpoint removed', `delete from log_checkpoint where size = (select min(size) from log_checkpoint)`, null, 'checkpoint-removed'],
  ['an older checkpoint replaced', `update log_checkpoint set note = replace(note, 'probity', 'another') where size = (select min(size) from log_checkpoint)`, null, 'checkpoint-differs'],
  ['the newest checkpoint replaced', `update log_checkpoint set note = (select note from log_checkpoint order by size limit 1) where size = ${newest}`, 'checkpoint-behind', 'checkpoint-differs'],
  ['closed fields changed', `update act set closed = closed || ' ' where act_id = ${aRecord}`, null, 'closed-differs'],
  ['closed fields taken', `update act set closed = null where act_id = ${aRecord}`, null, 'closed-differs'],
  ['the moment of a group set back', `update act_group set recorded_at = recorded_at - interval '1 year' where acts = 300`, null, 'head-differs'],
  ['a group of another kind', `update act_group set kind = 'law.loaded' where acts = 300`, null, 'head-differs'],
  ['a record put aside', `update record set existence = 'withdrawn' where record_id = ${aRecord}`, null, 'projection-differs'],
  ['a record of another item', `update record set item_id = 'licence' where record_id = ${aRecord}`, null, 'projection-differs'],
  ['a record of another provider', `update record set provider_code = '11440100007482910X' where record_id = ${aRecord}`, null, 'projection-differs'],
  ['a record removed from what is shown', `delete from record where record_id = ${aRecord}`, null, 'projection-differs'],
]
for (const [what, statement, outside, inside] of cases) {
  test(`${what}: found`, async () => {
    const found = await tampered(statement)
    const codes = (findings: readonly Finding[]) => [...new Set(findings.map((f) => f.code))]
    if (outside === null) assert.deepEqual(codes(found.outside), [])
    else assert.ok(codes(found.outside).includes(outside), `outside: ${JSON.stringify(found.outside)}`)
    if (inside !== null) assert.ok(codes(found.inside).includes(inside), `inside: ${JSON.stringify(found.inside)}`)
  })
}

/** The first day off of the newest notice made a day on which offices work. */
const aDayOn = `(select jsonb_set(body, '{1,days,0,off}', to_jsonb(not (body #> '{1,days,0,off}')::boolean)) from calendar_edition limit 1)`

/** Everything acts say and the database holds for showing or for deciding: table and columns, or the row, are named. */
const projected: readonly (readonly [what: string, statement: string, table: string, found: string, columns?: string])[] = [
  ['a record hidden', `update record set hidden = true where record_id = ${aRecord}`, 'record', 'changed', 'hidden'],
  ['a display ended', `update record set display_ends_on = '2026-01-01' where record_id = ${aRecord}`, 'record', 'changed', 'display_ends_on'],
  ['facts of a record', `update record set facts = replace(facts, '粤罚', '穗罚') where record_id = ${aRecord}`, 'record', 'changed', 'facts'],
  ['the name of an organisation', `update subject set name = '别的名称有限公司'`, 'subject', 'changed', 'name'],
  ['an organisation removed', 'delete from subject', 'subject', 'missing'],
  ['a name that is searched', `update subject_name set name = '别的名称有限公司'`, 'subject_name', 'changed', 'name'],
  ['the name of a unit', `update unit set name_zh = '别的单位'`, 'unit', 'changed', 'name_zh'],
  ['what a unit is registered for', `update unit set items = '{licence}'`, 'unit', 'changed', 'items'],
  ['a unit nobody registered', `insert into unit (unit_code, kind, name_zh, name_en, items, act_id) values ('11440100007482910X', 'court', '某院', 'A court', '{penalty}', 1)`, 'unit', 'surplus'],
  ['a role of a machine', `update machine_client set roles = '{deliver,administer}'`, 'machine_client', 'changed', 'roles'],
  ['another key', `update machine_client set public_key = public_key || '{"x":"AAAA"}'`, 'machine_client', 'changed', 'public_key'],
  ['a key that is revoked by nobody', `update machine_client set until_at = now()`, 'machine_client', 'changed', 'until_at'],
  ['a member nobody made', `insert into membership (membership_id, account_id, body_kind, body_code, role, from_on)
    select 900001, account_id, 'operator', 'operator', 'operate', '2026-01-01' from membership limit 1`, 'membership', 'surplus'],
  ['another role of a member', `update membership set role = 'decide' where role = 'deliver'`, 'membership', 'changed', 'role'],
  ['where news goes', `update recall_endpoint set url = 'https://elsewhere.example/'`, 'recall_endpoint', 'changed', 'url'],
  ['which law was loaded', `update law_loaded set loaded_on = '2020-01-01'`, 'law_loaded', 'changed', 'loaded_on'],
  ['which law the register knows it runs under', `update register_identity set law = 'guangdong@1999.1'`, 'register_identity', 'changed', 'law'],
  ['who is said to have received a version', `insert into disclosure (subject_code, record_id, recipient_kind, recipient_code, version, path, act_id, received_on, received_at)
    select subject_code, record_id, 'unit', '${unit}', 1, 'duty', act_id, '2026-01-01', now() from record limit 1`, 'disclosure', 'surplus'],
  ['a file that was handed in', `update objection_evidence set bytes = bytes || ' '`, 'objection_evidence', 'changed', 'bytes'],
  ['a file and its digest', `update objection_evidence set bytes = 'another', sha256 = sha256('another')`, 'objection_evidence', 'missing'],
  ['a file nobody handed in', `insert into restoration_evidence (sha256, application, media_type, bytes) values (sha256('one'), 1, 'application/pdf', 'one')`, 'restoration_evidence', 'surplus'],
  ['a file that is gone', `delete from objection_evidence`, 'objection_evidence', 'missing'],
  ['a file of another kind', `update objection_evidence set media_type = 'text/html'`, 'objection_evidence', 'changed', 'media_type'],
  ['a day off in the calendar', `update calendar_edition set body = ${aDayOn}`, 'calendar_edition', 'changed', 'body'],
  ['an edition nobody loaded', `insert into calendar_edition (edition, body, act_id, loaded_on) select 'other', body, 1, loaded_on from calendar_edition`, 'calendar_edition', 'surplus'],
  ['an edition removed', 'delete from calendar_edition', 'calendar_edition', 'missing'],
  ['the day closed last', `update setting set value = '2026-11-01' where name = 'day-closed'`, 'setting', 'changed', 'value'],
  ['acts said to be read that are not there', `update setting set value = '900000' where name = 'acts-read-until'`, 'setting', 'changed', 'value'],
  ['until where keys of before may operate', `update setting set value = '900000' where name = 'operate-role-from'`, 'setting', 'changed', 'value'],
  ['what a ground reaches', `insert into inquiry_reach (law, ground, item_id, category) select law, ground, 'payroll', category from inquiry_reach limit 1`, 'inquiry_reach', 'surplus'],
  ['on what one stands who asks', `update inquiry_way set standing = 'anybody' where standing = 'access'`, 'inquiry_way', 'changed', 'standing'],
  ['where the register stands', `update register_identity set place = 'elsewhere'`, 'register_identity', 'changed', 'place'],
  ['the key of the log', `update register_identity set log_key = 'another'`, 'register_identity', 'changed', 'log_key'],
  ['a drill made of it', 'update register_identity set drill = true', 'register_identity', 'changed', 'drill'],
  ['where letters go', `update mailbox set address = 'elsewhere@unit.example'`, 'mailbox', 'surplus'],
]
for (const [what, statement, table, found, columns = ''] of projected) {
  test(`${what}: named by the audit`, async () => {
    const { inside } = await tampered(statement)
    const named = inside.filter((f) => f.code === 'projection-differs' && f.facts.table === table)
    assert.ok(named.some((f) => f.facts.found === found && f.facts.columns === columns), JSON.stringify(inside))
  })
}

test('an act that says what its kind cannot: named, and everything else is compared all the same', async () => {
  for (const [kind, content] of [
    ['unit.registered', `'{}'`], ['client.registered', `'{"client":null}'`], ['membership.granted', `'{"account":"one"}'`], ['law.loaded', `'{"law":null}'`],
    ['record.accepted', `'{"values":null}'`], ['objection.lodged', `'{"evidence":7}'`], ['calendar.loaded', `'{"edition":["x"]}'`],
  ] as const) {
    const of = await firstOf(kind)
    const { inside } = await tampered(`with other as (update machine_client set roles = '{deliver,administer}') update act set content = ${content} where act_id = ${of}`)
    assert.ok(inside.some((f) => f.code === 'act-differs' && f.facts.act === of), `${kind}: ${JSON.stringify(inside)}`)
    if (kind !== 'calendar.loaded') assert.ok(inside.some((f) => f.code === 'act-unprojectable' && f.facts.act === of), `${kind}: ${JSON.stringify(inside)}`)
    assert.ok(inside.some((f) => f.facts.table === 'machine_client'), `${kind}: ${JSON.stringify(inside)}`)
    assert.ok(!inside.some((f) => f.code === 'unaudited'), `${kind}: ${JSON.stringify(inside)}`)
  }
})

test('a rebuild that cannot work with an act names it and puts nothing in place', async () => {
  const act = await firstOf('unit.registered')
  await tampered(`with other as (update machine_client set roles = '{deliver,administer}') update act set content = '{}' where act_id = ${act}`, async () => {
    await assert.rejects(rebuild(ports.owner, projectors, finishRebuild(ports), true), (error) => error instanceof ActUnprojectable && error.act === act)
    assert.deepEqual((await ports.database.rows<{ roles: string[] }>`select distinct roles from machine_client`).map((c) => c.roles), [['deliver', 'administer']])
  })
})

test('a head that says a day no calendar has: named, and everything else is compared all the same', async () => {
  const { inside } = await tampered(`with other as (update machine_client set roles = '{deliver,administer}')
    update act_group set head = regexp_replace(head, '"at":"....-..-..', '"at":"2026-02-31') where acts = 300`)
  assert.ok(inside.some((f) => f.code === 'head-differs') && inside.some((f) => f.facts.table === 'machine_client'), JSON.stringify(inside))
  assert.ok(!inside.some((f) => f.code === 'unaudited'), JSON.stringify(inside))
})

test('gd-46-1 an edition of the calendar that was altered is not used; the operator is told, and the one before it is', async () => {
  const shipped = await readCalendar()
  await tampered(`update calendar_edition set body = ${aDayOn}`, async () => {
    const { lines, value } = await told(() => calendarInUse(ports.database, shipped))
    assert.deepEqual(calendarFiles(value), calendarFiles(shipped))
    assert.match(lines, new RegExp(`edition ${shipped.edition} .*not used`))
  })
})

test('a file whose bytes were altered is not given out', async () => {
  const { case_id: id, sha256 } = (await ports.database.one<{ case_id: number; sha256: Buffer }>`select case_id, sha256 from objection_evidence`)!
  const { cookie } = await signIn(ports, { body: { kind: 'organisation', code: organisation }, roles: ['represent'] })
  await openLog(ports).catchUp()
  const ask = async () => {
    const answer = await fetch(`${address}/subject/objections/${id}/evidence/${sha256.toString('hex')}`, { headers: { cookie } })
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
  }
  assert.deepEqual(await ask(), { status: 200, body: picture() })
  await tampered(`update objection_evidence set bytes = bytes || ' '`, async () => {
    const { lines, value } = await told(ask)
    assert.equal(value.status, 503)
    assert.match(value.body.toString(), /不提供|not given out/)
    assert.match(lines, new RegExp(sha256.toString('hex')))
  })
})

test('content that is gone without an act of erasure: named, and no page or answer breaks on it', async () => {
  const { record_id: record } = (await ports.database.one<{ record_id: number }>`select min(record_id) as record_id from record`)!
  const page = `/organisations/${organisation}`
  const paths = [page, `${page}/records/${record}`].flatMap((at) => [at, `/en${at}`]).concat([
    `/api/v1${page}`, `/api/v1${page}/archive`, `/api/v1${page}/records/${record}`, `/api/v1${page}/records/${record}/proof`,
    `/api/v1${page}/records/${record}/versions/1`, `/verify?of=${page}`, `/api/v1/organisations?q=${encodeURIComponent('宁波')}`, '/board', '/data',
  ])
  for (const gone of ['salt = null, content = null', 'salt = null, content = null, closed = null', 'content = null', 'salt = null']) {
    const answers = await tampered(`update act set ${gone} where act_id = ${record}`, async () => Promise.all(paths.map(async (at) => {
      const answer = await fetch(address + at)
      return { at, status: answer.status, body: await answer.text() }
    })))
    assert.deepEqual(answers.filter(({ status }) => status >= 500).map(({ at, status, body }) => [gone, at, status, body.slice(0, 200)]), [])
  }
})

test('all checkpoints removed: tampering for a reader who remembers a size, and for whoever has the key', async () => {
  let memory: string | null = null
  const verify = () => verifyAddress({
    address, stateFile: 'seen', fetchBytes, readState: async () => memory, writeState: async (_file, text) => { memory = text }, wait: async () => {},
  })
  const before = await verify()
  assert.equal(before.exitCode, 0, before.lines.join('\n'))
  assert.ok(before.lines.some((line) => line.includes('probity operate audit')))
  const { outside, health } = await tampered('delete from log_checkpoint', async () => ({ outside: await verify(), health: await logHealth(ports) }))
  assert.deepEqual(outside.findings.map((f) => f.code), ['checkpoints-gone'])
  assert.match(outside.lines.join('\n'), /TAMPERING FOUND|发现篡改/)
  assert.notEqual(outside.exitCode, 0)
  assert.equal(health.state, 'faulty')
})

test('an act that is kept from the log: found, and named', async () => {
  await ports.database.transaction((tx) => appendActs(tx, ports, { kind: 'day.closed', actor: 'operator', rules: [], acts: [{ subject: '', content: '{}' }] }))
  const { first_act: act } = (await ports.database.one<{ first_act: number }>`select first_act from log_pending`)!
  const { inside } = await tampered('delete from log_pending')
  assert.deepEqual(inside, [{ code: 'act-unlogged', ok: false, facts: { act, count: 1 } }])
  await openLog(ports).catchUp()
})

test('what is in order has nothing against it, outside and inside; an erasure by an act is counted', async () => {
  assert.deepEqual(await checked(), { outside: [], inside: [] })
  const { record_id: record } = (await ports.database.one<{ record_id: number }>`select record_id from record order by record_id limit 1`)!
  const done = await openIncident(ports, { subject: organisation, record, by: 'operator', reason: '违法事实中有个人信息' })
  assert.ok(done.ok)
  await openLog(ports).catchUp()
  const { findings, exitCode, lines } = await verifyAddress({ address, stateFile: '', fetchBytes, readState: async () => null, writeState: async () => {} })
  assert.deepEqual([exitCode, findings.find((f) => f.code === 'erasures')?.facts.count], [0, 1], lines.join('\n'))
  assert.deepEqual(await checked(), { outside: [], inside: [] })
})

test('what the operator is told agrees with what a verifier says', async () => {
  const state = async () => { const { state, erasures, against } = await logHealth(ports); return { state, erasures, against: against.map((f) => f.code) } }
  await checked()
  assert.deepEqual(await state(), { state: 'sound', erasures: 1, against: [] })
  for (const [statement, code] of [
    [`update act set content = null, salt = null where act_id = ${anAct}`, 'contents-missing'], [`delete from log_checkpoint where size = ${newest}`, 'checkpoint-behind'],
  ] as const) assert.deepEqual(await tampered(statement, state), { state: 'faulty', erasures: 1, against: [code] })
  // Found by an audit alone: the audit has the last word until a sound one.
  await tampered(`delete from act where act_id = ${anAct}`)
  assert.equal((await state()).state, 'faulty')
  await checked()
  assert.equal((await state()).state, 'sound')
  ports.setToday('2026-12-21')
  assert.equal((await state()).state, 'unknown', 'a month later nobody knows')
  ports.setToday('2026-11-21')
})

test('the key never signs less than it has signed, nor other acts', async () => {
  const file = path.join(folder, 'log.last')
  const word = readFileSync(file, 'utf8')
  const size = Number(word.split('\n')[1])
  const { rows: [row] } = await ports.owner.pool.query('select note from log_checkpoint order by size desc limit 1')
  assert.equal(word, row.note)
  const one = () => ports.database.transaction((tx) => appendActs(tx, ports, { kind: 'day.closed', actor: 'operator', rules: [], acts: [{ subject: '', content: '{}' }] }))
  await one()
  for (const [said, code] of [
    [word.replace(String(size), String(size + 5)), 'last-word-longer'], [word.replace(/\n.{44}\n/, `\n${Buffer.alloc(32, 1).toString('base64')}\n`), 'last-word-differs'],
    ['nothing', 'last-word-damaged'], [word.replace('probity/test', 'probity/other'), 'last-word-differs'],
  ] as const) {
    writeFileSync(file, said)
    await assert.rejects(sequenceOnce(ports), (error) => error instanceof LogContradicted && error.finding.code === code && /bring|Bring/.test(error.message))
    const { inside } = await checked()
    assert.ok(inside.some((f) => f.code === code), code)
  }
  writeFileSync(file, word)
  assert.equal(await sequenceOnce(ports), 1)
  assert.notEqual(readFileSync(file, 'utf8'), word)
})

test('what never changes says so, and is there without a limit; what acts say now is kept by nobody', async () => {
  const caching = async (at: string) => (await fetch(`${address}/log/tile/${at}`)).headers.get('cache-control')
  for (const full of ['0/000', 'entries/000']) assert.match((await caching(full))!, /immutable/, full)
  for (const growing of ['0/001.p/3', 'entries/001.p/3']) assert.equal(await caching(growing), 'no-cache')
  assert.equal(await caching('acts/000'), 'no-store')
  const answers = await Promise.all(Array.from({ length: 1200 }, () => fetch(`${address}/log/tile/entries/000`).then(async (answer) => {
    await answer.arrayBuffer()
    return answer.status
  })))
  assert.deepEqual([...new Set(answers)], [200])
  // Acts are recomputed for a few at a time; who finds too many waiting is told to come again, and a verifier does.
  const rechecks = await Promise.all(Array.from({ length: 400 }, () => fetch(`${address}/log/tile/acts/000`).then(async (answer) => {
    await answer.arrayBuffer()
    return answer.status
  })))
  assert.ok(rechecks.every((status) => status === 200 || status === 503) && rechecks.includes(200))
  assert.equal((await fetch(`${address}/log/tile/acts/009`)).status, 404)
})
