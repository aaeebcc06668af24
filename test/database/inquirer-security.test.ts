/** What the database gives an inquirer, asked in SQL: as much as the decision allows, on every ground of every pack, and no row more. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { connect } from '../../src/database/connect.ts'
import { database, type Database, type Tx } from '../../src/database/db.ts'
import { ownLogins } from '../../src/database/logins.ts'
import { displayStamp } from '../../src/law/in-force.ts'
import { choices, listOf } from '../../src/law/closed-list.ts'
import type { Law, PackId } from '../../src/law/types.ts'
import type { CatalogItem } from '../../src/register/catalog/types.ts'
import { type Access, type DisclosableRecord, disclose, type GroundCode, groundCodes, type Inquirer, waysOf } from '../../src/register/disclosure/disclose.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import { putWays, recordsAsked } from '../../src/register/inquiries/store.ts'
import { closedJsonOf } from '../../src/register/records/record.ts'
import { laws } from '../support/law.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'

const [day, yesterday, tomorrow] = ['2026-11-02', '2026-11-01', '2026-11-03']
const [bank, foe] = ['91440300MA5DA1WK2F', '91330200144073098H']

type State = { readonly row?: string; readonly item?: Partial<CatalogItem>; readonly mark?: string; readonly decision?: Partial<DisclosableRecord> }
const shown = { state: 'on-display', usable: true } as const
const mark = (name: string, from: string, until: string | null): State => ({
  mark: `'${name}', 1, '${from}', ${until === null ? 'null' : `'${until}'`}, 1`,
  decision: { marks: [{ record: 0, mark: name as 'disputed', case: 1, since: from, until }] },
})
const inMode = (mode: CatalogItem['mode']): State => ({ item: { mode }, row: 'display_starts_on = null, display_ends_on = null', decision: { display: { state: 'not-displayed', usable: true } } })
/** How each state stands in the database, and what the decision is told of it. */
const states: Readonly<Record<string, State>> = {
  'on display': {},
  'disputed': mark('disputed', yesterday, null),
  'suspended': mark('suspended', day, null),
  'shielded': mark('shielded', day, null),
  'withheld': mark('withheld', yesterday, null),
  'shielded until today': mark('shielded', yesterday, day),
  'shielded from tomorrow': mark('shielded', tomorrow, null),
  'ends today': { row: `display_ends_on = '${day}'`, decision: { display: { state: 'ended', usable: true } } },
  'ends tomorrow': { row: `display_ends_on = '${tomorrow}'` },
  'begins tomorrow': { row: `display_starts_on = '${tomorrow}'`, decision: { display: { state: 'not-yet', usable: true } } },
  'for no use': { row: 'display_starts_on = null, usable = false', decision: { display: { state: 'class-not-stated', usable: false } } },
  'kept until today': { row: `display_ends_on = '${yesterday}', retention_ends_on = '${day}'`, decision: { display: { state: 'ended', usable: false } } },
  'kept until tomorrow': { row: `display_ends_on = '${yesterday}', retention_ends_on = '${tomorrow}'`, decision: { display: { state: 'ended', usable: true } } },
  'for sharing': inMode('government-sharing'),
  'for duty': inMode('inquiry-by-authority'),
  'by authorisation': inMode('authorised-inquiry'),
  'for itself': inMode('own-inquiry'),
  'not shareable': { item: { shared: { shareable: false, scope: { zh: '', en: '' } } } },
  'of another category': { item: { category: 'pledges' } },
  'trade secret': {
    row: `facts = replace(facts, '"tradeSecret":false', '"tradeSecret":true'), display_starts_on = null`,
    decision: { tradeSecret: true, display: { state: 'not-displayed', usable: true } },
  },
  'withdrawn': { row: `existence = 'withdrawn', usable = false`, decision: { existence: 'withdrawn', display: { state: 'not-displayed', usable: false } } },
  'erased': { row: `existence = 'erased'`, decision: { existence: 'erased', values: null } },
}

/** The licence of the catalog again under a number for each state, as that state has it. */
const withItems = (law: Law): Law => {
  const licence = law.catalog.find((i) => i.id === 'licence')!
  return { ...law, catalog: Object.values(states).map((s, n) => ({ ...licence, ...s.item, id: `item-${n}` })) }
}

let at: Objected
/** a connection that is the inquirer and nobody else */
let client: pg.PoolClient
let raw: Database
let records: ReadonlyMap<string, number>
before(async () => {
  at = await objected({ today: day, records: Object.keys(states).length })
  const { owner } = at.ports
  const pool = connect(ownLogins(at.ports.url), 'probity_app', { max: 1 })
  client = await pool.connect()
  await client.query('set role probity_inquirer')
  raw = database(pool, client.query.bind(client))
  // The owner may not change an act either, unless it switches the guards off.
  await owner.pool.query(`begin; set local session_replication_role = replica; update act set closed = repeat('0', 32) || '{"联系人":"x"}' where subject_code = '${objector}'; commit`)
  for (const [n, [, { row, mark: marked }]] of Object.entries(states).entries()) {
    await owner.pool.query(`update record set item_id = 'item-${n}', retention_ends_on = null where record_id = ${at.records[n]!}`)
    if (row) await owner.pool.query(`update record set ${row} where record_id = ${at.records[n]!}`)
    if (marked) await owner.pool.query(`insert into record_mark values ('${objector}', ${at.records[n]!}, ${marked})`)
  }
  records = new Map(Object.keys(states).map((name, n) => [name, at.records[n]!]))
})
after(async () => {
  client.release()
  await raw.close()
  await at.ports.close()
})

const denied = (error: unknown) => error instanceof pg.DatabaseError && error.code === '42501'
type Settings = { body: string; ground: string; purpose: string; day: string; law: string }
const become = (s: Partial<Settings>) => raw.run`
  select set_config('probity.body', ${s.body ?? ''}, false), set_config('probity.ground', ${s.ground ?? ''}, false), set_config('probity.purpose', ${s.purpose ?? ''}, false),
         set_config('probity.day', ${s.day ?? ''}, false), set_config('probity.law', ${s.law ?? ''}, false)`
const given = () => raw.rows<{ record_id: number; closed: string | null }>`select record_id, closed from inquired where subject_code = ${objector} order by record_id`

/** A transaction in which the body has begun to ask about the organisation on every ground. It ends in a rollback: nothing was answered. */
async function begun(body: string): Promise<void> {
  await client.query('begin')
  await raw.run`insert into inquiry_begun (body, ground, subject_code) select ${body}, g, ${objector} from unnest(${groundCodes}::text[]) g`
}

type Granted = Omit<Access, 'id' | 'ground'> & { readonly ended?: string }
const full: Granted = { purposes: null, items: null, from: '2026-01-01', until: null }
type Role = { readonly code: string; readonly kind: Inquirer['kind']; readonly access?: readonly Granted[]; readonly authorised?: readonly [category: string, from: string, until: string, revoked: string | null] }
const licences = laws.guangdong.catalog.find((i) => i.id === 'licence')!.category
const roles = (first: string, second: string): Readonly<Record<string, Role>> => ({
  'itself': { code: objector, kind: 'organisation' },
  'a stranger': { code: stranger, kind: 'organisation' },
  'whom it authorised': { code: bank, kind: 'organisation', authorised: [licences, day, day, null] },
  'whom it authorised for another category': { code: bank, kind: 'organisation', authorised: ['pledges', yesterday, tomorrow, null] },
  'whose authorisation is over': { code: foe, kind: 'organisation', authorised: [licences, '2026-10-01', yesterday, null] },
  'whose authorisation is to come': { code: foe, kind: 'organisation', authorised: [licences, tomorrow, '2026-12-01', null] },
  'whose authorisation it revoked': { code: foe, kind: 'organisation', authorised: [licences, '2026-10-01', '2026-12-01', day] },
  'a unit without access': { code: provider, kind: 'unit' },
  'a unit with access': { code: provider, kind: 'unit', access: [full] },
  'a unit with access to some': { code: provider, kind: 'unit', access: [{ ...full, items: ['item-0', 'item-3', 'item-13'] }] },
  'a unit for one purpose': { code: provider, kind: 'unit', access: [{ ...full, purposes: [first] }] },
  'a unit with another access for each purpose': {
    code: provider, kind: 'unit', access: [{ ...full, purposes: [second], items: ['item-1'] }, { ...full, purposes: [first], items: ['item-0'] }, full],
  },
  'a unit whose access ended': { code: provider, kind: 'unit', access: [{ ...full, ended: day }, { ...full, until: yesterday }, { ...full, from: tomorrow }] },
})

test('gd-24a gd-40-2 gd-19-1 xm-13-3 js-39-1 js-39-2a js-39-2b hn-16-1 every ground x inquirer x state x pack: the database gives the rows the decision allows, closed columns only beyond the public grounds', async () => {
  const { owner, database: app } = at.ports
  let compared = 0
  for (const pack of Object.keys(laws) as PackId[]) {
    const law = withItems(laws[pack])
    const stamp = displayStamp(law, day)
    await app.transaction((tx) => putWays(tx, stamp, waysOf(law)))
    await owner.run`update record set law = ${stamp}`
    const [first, second] = choices(listOf(law.pack, 'inquiry-purposes')).map((e) => e.code) as [string, string | undefined]
    for (const [role, who] of Object.entries(roles(first, second ?? first))) {
      await owner.pool.query('delete from inquiry_access; delete from authorisation')
      for (const [n, a] of (who.access ?? []).entries()) {
        await owner.run`
          insert into inquiry_access (access_id, unit_code, ground, purposes, items, need, use, document, from_on, until_on, ended_on)
          select ${n * 10} + i, ${who.code}, g, ${a.purposes}, ${a.items}, '', '', '', ${a.from}, ${a.until}, ${a.ended ?? null}
            from unnest(${groundCodes}::text[]) with ordinality as t (g, i)`
      }
      if (who.authorised) {
        const [category, from, until, revoked] = who.authorised
        await owner.run`
          insert into authorisation (authorisation_id, subject_code, inquirer_kind, inquirer_code, purpose, categories, from_on, until_on, revoked_on)
          values (1, ${objector}, ${who.kind}, ${who.code}, ${first}, ${[category]}, ${from}, ${until}, ${revoked})`
      }
      await begun(who.code)
      const running = who.authorised !== undefined && !role.startsWith('whose') ? [{ id: 1, category: who.authorised[0] }] : []
      for (const ground of groundCodes) {
        // Whoever asks on the others states none.
        for (const purpose of ['public-display', 'own-inquiry'].includes(ground) ? [''] : new Set([first, second ?? 'curiosity', 'curiosity'])) {
          const access = (who.access ?? []).filter((a) => a.ended === undefined).map((a, id) => ({ ...a, id, ground }))
          const inquirer: Inquirer = who.kind === 'unit' ? { kind: 'unit', code: who.code, access } : { kind: 'organisation', code: who.code }
          const allowed = [...records].filter(([state, id], n) => {
            const { decision } = states[state]!
            const marks = (decision?.marks ?? []).map((m) => ({ ...m, record: id }))
            const record: DisclosableRecord = {
              id, version: 1, subject: objector, item: law.catalog[n]!, existence: 'held', display: shown, tradeSecret: false, values: {}, ...decision, marks,
            }
            const done = disclose(record, inquirer, { by: ground, reference: '案1', stated: '依职责', authorisations: purpose === first ? running : [] }, purpose, day, law)
            return done.ok && done.value.shown
          })
          await become({ body: who.code, ground, purpose, day, law: stamp })
          const rows = await given()
          const name = (id: number) => [...records].find(([, r]) => r === id)?.[0] ?? `record ${id}`
          assert.deepEqual(rows.map((r) => name(r.record_id)).sort(), allowed.map(([state]) => state).sort(), `${pack}: ${role} on ${ground} for ${purpose}`)
          const closed = rows.filter((r) => r.closed !== null).length
          assert.equal(closed, (['public-display', 'bulk-inquiry'] as GroundCode[]).includes(ground) ? 0 : rows.length, `${pack}: ${role} on ${ground}: closed columns`)
          compared += rows.length
        }
      }
      await client.query('rollback')
    }
  }
  assert.ok(compared > 1000, `${compared} rows were given in all`)
})

test('gd-40-2 js-39-2b without each of its settings the role is given nothing; of tables, writes and other roles it has none', async () => {
  const { owner, database: app } = at.ports
  const law = withItems(laws.guangdong)
  const whole: Settings = { body: objector, ground: 'own-inquiry', purpose: '', day, law: displayStamp(law, day) }
  await become(whole)
  assert.deepEqual(await given(), [], 'no inquiry has begun')
  await begun(objector)
  assert.equal((await given()).length, records.size - 1, 'everything of oneself but what is erased')
  for (const setting of ['body', 'ground', 'day', 'law'] as const) {
    await become({ ...whole, [setting]: '' })
    assert.deepEqual(await given(), [], `without ${setting}`)
  }
  await become({ ...whole, ground: 'curiosity' })
  assert.deepEqual(await given(), [], 'no such ground')
  await become(whole)
  assert.deepEqual(await raw.rows`select from inquired where subject_code = ${stranger}`, [], 'oneself is nobody else')
  await become({ ...whole, body: stranger, ground: 'public-display' })
  assert.deepEqual(await given(), [], 'another began it')
  await client.query('rollback')

  const readable = await owner.rows<{ name: string }>`
    select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p')
       and has_any_column_privilege('probity_inquirer', c.oid, 'select, insert, update')`
  assert.deepEqual(readable.map((t) => t.name).sort(), ['inquired', 'inquiry_begun'])
  for (const statement of ['select content from act', 'select facts from record', 'select * from authorisation', 'select * from inquiry', 'select * from inquiry_begun', 'delete from inquiry_begun', 'select * from session']) {
    await assert.rejects(client.query(statement), denied, statement)
  }
  const { rows: [role] } = await owner.pool.query("select rolcanlogin, rolbypassrls, rolsuper from pg_roles where rolname = 'probity_inquirer'")
  assert.deepEqual(role, { rolcanlogin: false, rolbypassrls: false, rolsuper: false })
  const { rows: doors } = await owner.pool.query("select proname from pg_proc where proname = 'inquire' and (has_function_privilege('probity_public', oid, 'execute') or has_function_privilege('probity_party', oid, 'execute'))")
  assert.deepEqual(doors, [])

  // What an answer reads: given as the role, in a transaction that is itself again afterwards.
  const asking = { ...whole, subject: objector, items: null }
  // It ends in a refusal, as no line is written here.
  await app.transaction(async (tx) => {
    const asked = await recordsAsked(tx, asking, 100)
    assert.deepEqual([asked.held, asked.given.length], [records.size, records.size - 1])
    assert.equal(closedJsonOf(asked.given[0]!.closed), '{"联系人":"x"}')
    assert.equal((await tx.one<{ role: string }>`select current_user as role`)!.role, 'probity_app')
    assert.deepEqual(await recordsAsked(tx, asking, 2).then((a) => [a.held, a.given.length]), [3, 0], 'of too many none is read')
    assert.deepEqual((await recordsAsked(tx, { ...asking, body: stranger }, 100)).given, [])
    assert.deepEqual(await recordsAsked(tx, { ...asking, items: ['nothing'] }, 100), { held: 0, items: [], given: [] })
    return { ok: false }
  })
})

test('dates of another text of the law do not decide in the database: the row is given and the code decides', async () => {
  const { owner } = at.ports
  const stamp = displayStamp(withItems(laws.guangdong), day)
  await owner.run`update record set law = 'another'`
  await begun(stranger)
  await become({ body: stranger, ground: 'public-display', day, law: stamp })
  const names = new Set((await given()).map((r) => [...records].find(([, id]) => id === r.record_id)![0]))
  await client.query('rollback')
  assert.ok(names.has('ends today') && names.has('on display'))
  for (const never of ['shielded', 'withheld', 'withdrawn', 'erased', 'trade secret', 'for duty']) assert.ok(!names.has(never), never)
})

test('gd-20-2 js-39-3 hn-20 what was given cannot be committed without its line: neither with none, nor with another’s, nor with one of before', async () => {
  const { ports } = at
  const { database: app, owner } = ports
  ports.setLaw(withItems(laws.guangdong))
  const read = (tx: Tx, body: string) => recordsAsked(tx, {
    subject: objector, items: null, body, ground: 'public-display', purpose: '', day, law: displayStamp(ports.law(), day),
  }, 100)
  const asks = (by: string) => answerInquiry(ports, by, {
    subject: objector, ground: 'public-display', purpose: '', reference: '', stated: '', items: null, channel: 'api', client: null,
  })
  const unwritten = (error: unknown) => error instanceof pg.DatabaseError && error.code === '23000'
  await assert.rejects(app.transaction(async (tx) => { assert.ok((await read(tx, stranger)).given.length > 0) }), unwritten)
  const answered = await asks(stranger)
  assert.ok(answered.ok && answered.value.records.length > 0, JSON.stringify(answered))
  await assert.rejects(app.transaction(async (tx) => { await read(tx, stranger) }), unwritten, 'a line of an earlier transaction')
  await assert.rejects(app.transaction(async (tx) => {
    await read(tx, stranger)
    await tx.run`
      insert into inquiry (sequence, act_id, outcome, inquirer_kind, inquirer_code, channel, subject_code, ground, purpose, stated, reference, shown, asked_at, asked_on)
      select sequence + 1, act_id + 100000, outcome, inquirer_kind, ${provider}, channel, subject_code, ground, '', '', '', 0, asked_at, asked_on
        from inquiry order by sequence desc limit 1`
  }), unwritten, 'another’s line')
  await assert.rejects(app.transaction(async (tx) => {
    await tx.client.query('set transaction read only')
    await read(tx, stranger)
  }), 'where nothing can be written nothing is given')
  assert.deepEqual(await owner.rows`select * from inquiry_begun`, [], 'what is over is not kept')
})
