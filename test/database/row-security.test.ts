/** What each role of the database is given, asked in SQL and not through a page: a fault in a page cannot show more. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { connect } from '../../src/database/connect.ts'
import { database, type Database, type Tx } from '../../src/database/db.ts'
import { ownLogins } from '../../src/database/logins.ts'
import { publicReads, readOwn } from '../../src/database/restricted.ts'
import { saveAccount } from '../../src/identity/members-store.ts'
import type { DisclosureMode, PackId } from '../../src/law/types.ts'
import { readLaw } from '../../src/packs.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { publicRecord } from '../../src/register/records/store.ts'
import { deliverCsv } from '../support/delivered.ts'
import { licenceRow, type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { picture } from '../support/picture.ts'

let at: Objected
/** the role of public pages, with nothing of the application around it */
let raw: Database
const proof = picture()
before(async () => {
  at = await objected({ today: '2026-11-02', records: 6 })
  raw = database(connect(at.ports.url, 'probity_public', { max: 1 }))
})
after(async () => {
  await raw.close()
  await at.ports.close()
})

const as = (day: string | null) => raw.run`select set_config('probity.day', ${day ?? ''}, false)`
const seen = async () => (await raw.rows<{ record_id: number }>`select record_id from record order by record_id`).map((r) => r.record_id)
/** Acts about organisations; those that concern none (units registered, periods entered) are published. */
const acts = async () => (await raw.rows<{ act_id: number }>`select act_id from act where subject_code <> '' order by act_id`).map((r) => r.act_id)
const denied = (error: unknown) => error instanceof pg.DatabaseError && error.code === '42501'

test('gd-18-1 the public is given every record on display without signing in, and of what is hidden, withdrawn, over or to come not a row', async () => {
  const { ports, records, foreign } = at
  const [shown, marked, withdrawn, ended, later, corrected] = records as [number, number, number, number, number, number]
  await ports.database.run`
    insert into record_mark (subject_code, record_id, mark, case_id, from_on, act_id) values (${objector}, ${marked}, 'shielded', 1, '2026-11-02', 1)`
  assert.ok((await withdrawRecord(ports, { subject: objector, record: withdrawn, provider, reason: '登记有误，予以撤回。', document: '撤1号', rule: null })).ok)
  await ports.owner.run`update record set display_starts_on = '2026-10-01', display_ends_on = '2026-11-02' where record_id = ${ended}`
  await ports.owner.run`update record set display_starts_on = '2026-11-03' where record_id = ${later}`
  await at.deliver(6, { 有效期至: '2036-03-04' })

  await as(null)
  assert.deepEqual([await seen(), await acts()], [[], []], 'who names no day is shown nothing')
  await as('2026-11-02')
  assert.deepEqual(await seen(), [shown, corrected, foreign].sort((a, b) => a - b))
  const now = (await ports.database.rows<{ act_id: number }>`select act_id from record where record_id = any(${[shown, corrected, foreign]}) order by 1`).map((r) => r.act_id)
  assert.deepEqual(await acts(), now, 'the act of the version that is shown, and no other act')
  await as('2026-11-03')
  assert.ok((await seen()).includes(later))
  assert.deepEqual((await raw.rows`select from record where record_id = ${ended}`).length, 0)
  await as('2026-11-01')
  assert.ok((await seen()).includes(ended), 'it was shown then')

  // What a visitor is told of a shown record: source, basis, end.
  const page = (await publicRecord(ports, objector, shown))!
  assert.deepEqual([page.provider_code, JSON.parse(page.facts).documentNumber, JSON.parse(page.content!).values.许可内容], [provider, '许1号', '食品经营'])
  for (const gone of [marked, withdrawn, ended]) assert.equal((await publicRecord(ports, objector, gone))!.content, null, 'its content does not leave the database')
  assert.equal(await publicRecord(ports, objector, later), null, 'of what was never shown nothing is said')

  await ports.database.run`update record_mark set until_on = '2026-11-02' where record_id = ${marked}`
  await as('2026-11-02')
  assert.ok((await seen()).includes(marked), 'the mark is gone')
})

test('js-39-1 hn-16-1 what the catalog or the provider leaves to inquiry is held and no row of it is given to the public', async () => {
  const { ports } = at
  const guangdong = ports.law()
  const n = new Map<string, number>()
  for (const [packId, mode] of [['jiangsu', 'inquiry-by-authority'], ['hunan', 'authorised-inquiry']] as const satisfies [PackId, DisclosureMode][]) {
    const law = await readLaw(packId)
    ports.setLaw({ ...law, catalog: law.catalog.map((item) => (item.id === 'licence' ? { ...item, mode } : item)) })
    await as('2026-11-02')
    const before = await seen()
    const done = await deliverCsv(ports, provider, 'licence', [licenceRow(50 + n.size, stranger)])
    assert.equal(done.delivery?.accepted, 1, JSON.stringify(done))
    const held = (await ports.database.one<{ record_id: number }>`select max(record_id) as record_id from record where subject_code = ${stranger}`)!.record_id
    n.set(packId, held)
    await as('2026-11-02')
    assert.deepEqual(await seen(), before, packId)
    assert.equal((await raw.rows`select from act where act_id = ${held}`).length, 0)
    assert.deepEqual((await readOwn(ports.database, stranger, (own) => own.rows`select from record where record_id = ${held}`)).length, 1, 'its own organisation sees it')
  }
  ports.setLaw(guangdong)
})

test('a body sees its own and nobody else’s: records, acts, cases and their evidence', async () => {
  const { ports, records, foreign } = at
  const lodged = await lodgeObjection(ports, objector, {
    subject: objector, record: records[0]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。', at: 'operator', evidence: [proof],
  })
  assert.ok(lodged.ok, JSON.stringify(lodged))
  type Sees = { records: number[]; strange: number; cases: number; evidence: number; clocks: number; notices: number }
  const sees = (body: string): Promise<Sees> => readOwn(ports.database, body, async (own) => ({
    records: (await own.rows<{ record_id: number }>`select record_id from record where record_id <= ${foreign} order by 1`).map((r) => r.record_id),
    strange: (await own.rows`select from act where subject_code = ${stranger} and act_id = ${foreign}`).length,
    cases: (await own.rows`select from objection join objection_act using (case_id) group by case_id`).length,
    evidence: (await own.rows`select bytes from objection_evidence`).length,
    clocks: (await own.rows`select from clock`).length,
    notices: (await own.rows`select from notice where to_code <> ${body} and issuer <> ${body}`).length,
  }))
  const all = [...records, foreign].sort((a, b) => a - b)
  const none = { records: [] as number[], strange: 0, cases: 0, evidence: 0, clocks: 0, notices: 0 }
  assert.deepEqual(await sees(objector), { ...none, records: [...records].sort((a, b) => a - b), cases: 1, evidence: 1, clocks: 2 })
  assert.deepEqual(await sees(stranger), { ...none, records: [foreign], strange: 1 })
  assert.deepEqual(await sees(provider), { ...none, records: all, strange: 1, cases: 1, evidence: 1, clocks: 2 }, 'the clocks of a case stand with the case, whoever owes the step')
  assert.deepEqual(await sees('91440300MA5DA1WK2F'), none)
  assert.deepEqual(await sees(''), none)
  await assert.rejects(readOwn(ports.database, objector, (own) => own.rows`select secret_sha256 from session`), denied)
  await assert.rejects(readOwn(ports.database, objector, (own) => own.run`update record set usable = true`), /read-only|permission denied/)
  // The role of a transaction ends with it.
  assert.equal((await ports.database.one<{ role: string }>`select current_user as role`)!.role, 'probity_app')
})

/** What a role may read: a column list where it is not the whole table. Whatever is not named here is nobody's. */
const everybody: Readonly<Record<string, '*' | readonly string[]>> = {
  subject: '*', subject_name: '*', subject_code_former: '*', unit: '*', law_loaded: '*', calendar_edition: '*',
  log_position: '*', log_bundle: '*', log_tile: '*', log_checkpoint: '*',
  record: '*', record_mark: '*', act: ['act_id', 'content', 'salt', 'subject_code'], act_group: '*', restoration_method: '*',
  received_count: '*', objection_count: '*', order_count: '*', recall_count: '*',
  clock_missed: ['act_id', 'due_on', 'kind', 'party', 'rule', 'step'], miss_reason: ['given_on', 'missed_act', 'office', 'reason'],
  delivery: ['accepted', 'changed', 'delivery_id', 'item_id', 'received_at', 'recognised', 'refused', 'returned', 'state', 'unit_code'], finding_count: ['delivery_id', 'kind', 'per', 'rows'],
  recall: ['acknowledged', 'because', 'completed_on', 'opened_on', 'recall_id', 'recipients', 'state'], recall_recipient: ['escalated_on', 'recall_id'],
  inquiry_access: ['access_id', 'document', 'ended_on', 'from_on', 'ground', 'items', 'purposes', 'unit_code', 'until_on'],
}
/** Tables of which everybody may see every row; of all others a policy says which. */
const open = ['calendar_edition', 'law_loaded', 'log_checkpoint', 'log_position', 'log_tile', 'migration', 'subject', 'subject_code_former', 'subject_name', 'unit']

test('two organisations, two units and two inquirers: of every table, each body is given its own rows, and the public none of them', async () => {
  const { owner, database: app } = at.ports
  const [a, b] = [objector, stranger]
  const [unit, other] = [provider, 'other-unit']
  // One row for each pair of an organisation and a unit, in every table that says whose it is.
  const day = '2026-11-02'
  for (const [i, [subject, body]] of ([[a, unit], [b, other]] as const).entries()) {
    const n = 9_000_000 + i
    await owner.run`
      insert into inquiry (sequence, act_id, outcome, inquirer_kind, inquirer_code, channel, subject_code, ground, purpose, stated, reference, shown, asked_at, asked_on)
      values (${n}, ${n}, 'answered', 'unit', ${body}, 'api', ${subject}, 'inquiry-by-authority', '', '', '', 0, now(), ${day})`
    await owner.run`
      insert into disclosure (subject_code, record_id, recipient_kind, recipient_code, version, path, act_id, received_on, received_at)
      values (${subject}, ${n}, 'unit', ${body}, 1, 'duty', ${n}, ${day}, now())`
    await owner.run`
      insert into restoration (case_id, application, subject_code, record_id, provider_code, handler, state, lodged_on)
      values (${n}, ${n}, ${subject}, ${n}, ${body}, ${body}, 'open', ${day})`
    await owner.run`
      insert into clock (kind, case_id, step, subject_code, party, pauses, why, provisional) values ('restoration', ${n}, 'decide', ${subject}, ${body}, '[]', 'no-number', false)`
    await owner.run`insert into unit (unit_code, kind, name_zh, name_en, items, act_id) values (${body}, 'court', '某单位', 'A unit', '{}', ${n}) on conflict do nothing`
    await owner.run`insert into delivery (unit_code, item_id, state) values (${body}, 'licence', 'done')`
    await owner.run`
      insert into revocation (case_id, subject_code, record_id, provider_code, document, effect, ruling, ruled_on, ruled_by, registered_on, state)
      values (${n}, ${subject}, ${n}, ${body}, '许1号', 'revoked', ${String(n)}, ${day}, 'operator', ${day}, 'open')`
    await owner.run`insert into restructuring (case_id, subject_code, document, state, filed_on, changed_on) values (${n}, ${subject}, '破1号', 'filed', ${day}, ${day})`
    await owner.run`insert into machine_client (client_id, unit_code, public_key, from_at, act_id) values (${`${body}.test`}, ${body}, '{}', now(), ${n})`
    await owner.run`
      insert into inquiry_access (access_id, unit_code, ground, need, use, document, from_on) values (${n}, ${body}, 'inquiry-by-authority', '', '', '', ${day})`
    for (const [j, code] of [subject, body].entries()) {
      const account = await saveAccount(owner, { issuer: 'https://issuer.test', subject: code, name: '成员', at: '2026-11-02T00:00:00Z', signedIn: false })
      await owner.run`
        insert into membership (membership_id, account_id, body_kind, body_code, role, from_on)
        values (${10 * n + j}, ${account}, ${j === 0 ? 'organisation' : 'unit'}, ${code}, ${j === 0 ? 'represent' : 'deliver'}, ${day})`
      await owner.run`insert into mailbox (code, address, act_id) values (${code}, 'office@example.test', ${n})`
      await owner.run`insert into mailbox_pending (code, address, asked_at, expires_at) values (${code}, 'next@example.test', now(), now())`
      await owner.run`insert into security_event (at, kind, body_code, account_id) values (now(), 'member-added', ${code}, ${account})`
      await owner.run`insert into recall_endpoint (endpoint_id, body_code, url, from_on) values (${10 * n + j}, ${code}, 'https://example.test', ${day})`
      await owner.run`
        insert into recall_recipient (recall_id, recipient_kind, recipient_code, version, position, told_on)
        values (${n}, ${j === 0 ? 'organisation' : 'unit'}, ${code}, 1, ${10 * n + j}, ${day})`
    }
    await owner.run`
      insert into oversight_case (case_id, organ, body_code, matter, rule, state, opened_on) values (${n}, ${body}, ${subject}, 'x', 'gd-55-1', 'open', ${day})`
  }
  const whose = [
    ['inquiry', 'subject_code', 'inquirer_code'], ['disclosure', 'subject_code', 'recipient_code'], ['restoration', 'subject_code', 'provider_code'],
    ['clock', 'subject_code', 'party'], ['notice', 'to_code', 'issuer'], ['authorisation', 'subject_code', 'inquirer_code'],
    ['record', 'subject_code', 'provider_code'], ['objection', 'subject_code', 'provider_code'],
    ['delivery', 'unit_code', 'unit_code'], ['revocation', 'subject_code', 'provider_code'], ['restructuring', 'subject_code', 'subject_code'],
    ['machine_client', 'unit_code', 'unit_code'], ['inquiry_access', 'unit_code', 'unit_code'], ['membership', 'body_code', 'body_code'], ['mailbox', 'code', 'code'],
    ['mailbox_pending', 'code', 'code'], ['security_event', 'body_code', 'body_code'],
    ['recall_endpoint', 'body_code', 'body_code'], ['recall_recipient', 'recipient_code', 'recipient_code'], ['oversight_case', 'organ', 'body_code'],
  ] as const
  const filled = new Set<string>()
  for (const body of [a, b, unit, other, 'nobody', '']) {
    for (const [table, first, second] of whose) {
      const cases = ['objection', 'restoration'].map((kind) => `or kind = '${kind}' and case_id in (select case_id from ${kind} where provider_code = $1)`).join(' ')
      const own = (await owner.pool.query(`select count(*)::int as n from ${table} where $1 in (${first}, ${second}) ${table === 'clock' ? cases : ''}`, [body])).rows[0].n as number
      const given = await readOwn(app, body, async (mine) => (mine as Tx).client.query(`select ${first} as first, ${second} as second from ${table}`))
      assert.equal(given.rows.length, own, `${table} for ${body}: all that is its own`)
      if (table !== 'clock') assert.deepEqual(given.rows.filter((row) => row.first !== body && row.second !== body), [], `${table} for ${body}: nothing else`)
      if (own === 0) continue
      filled.add(`${table} ${body}`)
    }
  }
  for (const table of ['inquiry', 'disclosure', 'restoration', 'clock', 'revocation', 'membership', 'mailbox', 'mailbox_pending', 'security_event', 'recall_endpoint', 'recall_recipient', 'oversight_case']) {
    for (const body of [a, b, unit, other]) assert.ok(filled.has(`${table} ${body}`), `${table} has rows for ${body}`)
  }
  for (const table of ['delivery', 'machine_client', 'inquiry_access']) for (const body of [unit, other]) assert.ok(filled.has(`${table} ${body}`), `${table} has rows for ${body}`)
  await as(day)
  for (const [table] of whose) if (table !== 'record') await assert.rejects(raw.pool.query(`select * from ${table}`), denied, table)
  // Whatever table there is: what a body may read of has a policy that names whose it is, or is everybody's to read.
  const unguarded = await owner.rows<{ name: string }>`
    select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_any_column_privilege('probity_party', c.oid, 'select')
       and not exists (select from pg_policy p where p.polrelid = c.oid and 'probity_party'::regrole = any (p.polroles)) order by 1`
  assert.deepEqual(unguarded.map((t) => t.name).filter((name) => !open.includes(name)), [])
  const writes = await owner.rows<{ name: string }>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
       and (has_any_column_privilege('probity_party', c.oid, 'insert, update') or has_table_privilege('probity_party', c.oid, 'delete, truncate'))`
  assert.deepEqual(writes, [], 'and writes nowhere')
})

test('the operator is given what its desks work on and no secret; a department in charge what is overdue in its area; a unit neither', async () => {
  const { owner, database: app } = at.ports
  const ask = (body: string, statement: string) => readOwn(app, body, async (own) => (await (own as Tx).client.query(statement)).rows as Record<string, unknown>[])
  for (const statement of ['select secret_sha256 from session', 'select code_sha256 from invitation', 'select row_hash from refused_row', 'select * from sign_in_attempt',
    'select * from pending_form', 'select * from client_assertion_seen', 'select * from logout_token_seen', 'select code_sha256 from mailbox_pending', 'select sealed_token from session', 'select * from miss_reason for update']) {
    await assert.rejects(ask('operator', statement), /permission denied|read-only/, statement)
  }
  await owner.run`insert into daily_run (day, asked_by, started_at) values ('2026-11-02', 'clock', now())`
  for (const table of ['daily_run', 'record', 'delivery', 'restoration', 'revocation', 'membership', 'clock', 'act', 'act_group']) {
    const all = (await owner.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n as number
    assert.deepEqual(await ask('operator', `select count(*)::int as n from ${table}`), [{ n: all }], table)
    const [{ n }] = await ask('other-unit', `select count(*)::int as n from ${table}`) as [{ n: number }]
    assert.ok(n < all, `${table} is not all of it another unit’s`)
  }
  await owner.run`
    insert into oversight_body (body_code, role, area, name_zh, name_en, document, act_id) values
      ('department', 'competent-department', '330200', '', '', '三定', 1), ('elsewhere', 'government', '440000', '', '', '三定', 2),
      (${provider}, 'unit', '330203', '', '', '隶属', 3), ('other-unit', 'unit', '440300', '', '', '隶属', 4)`
  await owner.run`
    insert into clock (kind, case_id, step, subject_code, party, pauses, due_on, late_on, provisional)
    select 'restoration', n, 'late', ${objector}, p, '[]', '2026-10-01', '2026-10-02', false from (values (1, ${provider}), (2, 'other-unit')) v (n, p)`
  const overdue = (body: string) => ask(body, `select party from overdue_in_charge(array['${provider}', 'other-unit'], '2026-11-02', 10)`)
  assert.deepEqual([await overdue('department'), await overdue('elsewhere'), await overdue(provider), await overdue('operator'), await overdue('')],
    [[{ party: provider }], [{ party: 'other-unit' }], [], [], []])
  assert.deepEqual(await ask('department', 'select body_code from oversight_body order by 1'), [{ body_code: provider }, { body_code: 'department' }])
  assert.deepEqual(await ask('department', `select case_id from clock where step = 'late'`), [], 'the steps, not the cases')
})

test('a statement of a public page is one round trip: the connection is told its day once', async () => {
  const pool = connect(ownLogins(at.ports.url), 'probity_public', { max: 1 })
  let trips = 0
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => { trips++; return query(...args) }) as typeof client.query
  })
  let day = '2026-11-02'
  const reads = publicReads(pool, () => Temporal.PlainDate.from(day))
  const shown = () => reads.rows`select record_id from record`
  assert.ok((await shown()).length > 0)
  assert.equal(trips, 2)
  await shown()
  await shown()
  assert.equal(trips, 4)
  day = '2026-11-03'
  await shown()
  assert.equal(trips, 6, 'told again on another day')
  await reads.close()
})

test('every table is denied by default; what the public may read of which is stated column by column, and nobody may write', async () => {
  const { owner } = at.ports
  const tables = await owner.rows<{ name: string; kind: string; secured: boolean; whole: boolean; columns: string[]; policies: number; writes: boolean }>`
    select c.relname as name, c.relkind as kind, c.relrowsecurity as secured, has_table_privilege('probity_public', c.oid, 'select') as whole,
           (select coalesce(array_agg(a.attname::text order by a.attname), '{}') from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege('probity_public', c.oid, a.attnum, 'select')) as columns,
           (select count(*) from pg_policy p where p.polrelid = c.oid and 'probity_public'::regrole = any (p.polroles)) as policies,
           has_any_column_privilege('probity_public', c.oid, 'insert, update') or has_table_privilege('probity_public', c.oid, 'delete, truncate') as writes
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f') order by 1`
  assert.deepEqual(tables.filter((t) => t.kind === 'r' && !t.secured).map((t) => t.name), open)
  const reads = Object.fromEntries(tables.filter((t) => t.columns.length > 0).map((t) => [t.name, t.whole ? '*' : t.columns]))
  assert.deepEqual(reads, everybody)
  assert.deepEqual(tables.filter((t) => t.secured && t.columns.length > 0 && t.policies === 0).map((t) => t.name), [], 'a grant without a policy gives nothing')
  assert.deepEqual(tables.filter((t) => t.writes).map((t) => t.name), [])
  // Functions that answer with the owner's eyes are as many doors: these, and no other.
  const doors = await owner.rows<{ name: string }>`
    select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
       and has_function_privilege('probity_public', p.oid, 'execute') order by 1`
  assert.deepEqual(doors.map((d) => d.name), [
    'changes_since', 'count_ending', 'count_on_display', 'dates_under_other_law', 'disputed_cases', 'erased_on', 'gone_record', 'log_acts', 'log_erasures', 'log_successors', 'newest_act',
    'published_act', 'receipt_line', 'records_since', 'signed_entry', 'superseded_on', 'units_without_officer', 'version_at_leaf', 'withdrawn_on',
  ])

  await as('2026-11-02')
  await assert.rejects(raw.rows`select closed from act`, denied)
  await assert.rejects(raw.rows`select * from session`, denied)
  await assert.rejects(raw.rows`select findings from returned_row`, denied)
  await assert.rejects(raw.rows`select name from finding_count`, denied)
  await assert.rejects(raw.rows`select subject_code from clock_missed`, denied)
  await assert.rejects(raw.run`insert into record_mark select * from record_mark`, denied)
  assert.deepEqual(await raw.rows`select mark from record_mark where mark <> 'disputed'`, [], 'why a record is not shown is not for everybody')
  assert.deepEqual(await raw.rows`select kind from act_group where kind like 'objection.%' or kind like 'inquiry.%' or kind like 'member%'`, [])
  const roles = await owner.rows<{ rolname: string; rolbypassrls: boolean }>`
    select rolname, rolbypassrls from pg_roles where rolname in ('probity_public', 'probity_party', 'probity_app') order by 1`
  assert.deepEqual(roles.map((r) => [r.rolname, r.rolbypassrls]), [['probity_app', true], ['probity_party', false], ['probity_public', false]])
})
