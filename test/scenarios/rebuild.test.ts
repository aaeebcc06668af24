/** Comparing projections with the acts: beside a working register, from one snapshot, and nothing found where only time has passed. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { allOf, rebuild, type RebuildProgress } from '../../src/acts/rebuild.ts'
import type { Tx } from '../../src/database/db.ts'
import { stateNoPerson } from '../../src/register/boundary/stated/acts.ts'
import { withdrawStatement } from '../../src/register/boundary/stated/withdrawal/acts.ts'
import { inColumn } from '../../src/register/boundary/stated/digest.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { objected, type Objected, objector, provider } from '../support/objected.ts'
import { penalised, penalty } from '../support/penalised.ts'

const by = { actor: objector, account: '1' }
let register: Objected
before(async () => { register = await objected({ packId: 'guangdong', today: '2026-09-28', records: 3 }) })
after(() => register.ports.close())
const compared = (put = false) => rebuild(register.ports.owner, projectors, finishRebuild(register.ports), put)

test('where only time has passed nothing differs, whether the days were closed or not', async () => {
  const at = await penalised({ packId: 'guangdong', today: '2026-09-28', rows: [
    penalty(1, '2026-08-01', '轻微'), penalty(2, '2026-08-01', '一般'), penalty(3, '2023-09-30', '一般'), penalty(4, '2021-01-01', '轻微'),
    penalty(5, '2025-10-10', '轻微'), penalty(6, '2026-08-01', null),
  ] })
  try {
    const found = () => rebuild(at.ports.owner, projectors, finishRebuild(at.ports), false)
    for (const [day, closes] of [['2026-09-28', true], ['2026-11-30', false], ['2026-11-30', true], ['2027-10-01', false], ['2029-12-01', true], ['2034-01-01', true]] as const) {
      at.ports.setToday(day)
      if (closes) await dailyRun(at.ports)
      assert.deepEqual(await found(), [], `${day}, ${closes ? 'closed' : 'not closed'}`)
    }
    // Broken off in the middle: displays have ended, the day was not closed.
    await at.ports.owner.run`update setting set value = '2033-12-31' where name = 'day-closed'`
    assert.deepEqual(await found(), [])
  } finally {
    await at.ports.close()
  }
})

test('beside writers: no act waits for a comparison, and it finds nothing of what they do meanwhile', async () => {
  const { ports } = register
  let [written, during] = [0, 0]
  let comparing = true
  const steps: RebuildProgress['phase'][] = []
  const writing = (async () => {
    for (let n = 0; comparing || n < 2; n++) {
      await register.deliver(1 + (n % 2), { 许可内容: `食品经营${n}` })
      written++
      if (comparing) during++
    }
  })()
  for (let n = 0; n < 3; n++) {
    assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false, ({ phase }) => steps.push(phase)), [])
  }
  comparing = false
  await writing
  assert.ok(during > 0, 'something was written meanwhile')
  assert.deepEqual([...new Set(steps)], ['acts', 'dates', 'compare'])
  // A writer in the middle of its act keeps no comparison waiting.
  await ports.database.transaction(async (tx) => {
    await tx.run`lock table act_group in row exclusive mode`
    assert.deepEqual(await compared(), [])
  })
  assert.ok(written > 0)
})

test('what was altered is named: table, key, column; a bounded number of examples; put in place it is gone', async () => {
  const { ports, records } = register
  const lodged = await lodgeObjection(ports, by, { subject: objector, record: records[2]!, at: 'provider', ground: 'error', explanation: '许可内容登记有误，决定书写的是食品销售，不是食品经营', evidence: [] })
  assert.ok(lodged.ok, JSON.stringify(lodged))
  await ports.owner.run`update record set display_ends_on = '2040-01-01' where record_id = ${records[1]!}`
  await ports.owner.run`delete from record_mark where record_id = ${records[2]!}`
  await ports.owner.run`insert into objection_act (case_id, act_id) select ${lodged.value}, n from generate_series(900001, 900020) n`
  const found = await compared()
  assert.deepEqual(found.map((d) => [d.table, d.onlyServed, d.onlyRebuilt]), [['record', 1, 1], ['record_mark', 0, 1], ['objection_act', 20, 0]])
  assert.deepEqual(found[0]!.examples, [{ key: `${objector} ${records[1]}`, found: 'changed', columns: ['display_ends_on'] }])
  assert.equal(found[1]!.examples[0]!.found, 'missing')
  assert.deepEqual([found[2]!.examples.length, found[2]!.examples[0]!.found], [5, 'surplus'])
  assert.deepEqual((await compared(true)).length, 3)
  assert.deepEqual(await compared(), [])
})

test('what was stated and taken back is made again like the rest; a projector that writes anywhere else ends the rebuild', async () => {
  const { ports } = register
  const statement = { place: inColumn('licence', '许可内容'), column: '许可内容', text: '由张伟负责', reason: '是商标名称，不指自然人', client: null, account: '1' }
  const stands = await stateNoPerson(ports, { ...statement, body: provider })
  assert.ok(stands.ok, JSON.stringify(stands))
  const taken = await stateNoPerson(ports, { ...statement, body: provider, text: '由王建国负责' })
  assert.ok(taken.ok, JSON.stringify(taken))
  assert.ok((await withdrawStatement(ports, { statement: taken.value.act, reason: '所写文字指自然人', actor: 'operator', account: null })).ok)
  assert.deepEqual(await compared(), [])
  const rows = () => ports.database.rows`select * from boundary_statement order by act_id`
  const served = await rows()
  assert.equal(served.length, 2)
  await ports.owner.run`delete from boundary_statement`
  assert.deepEqual((await compared(true)).map((d) => [d.table, d.onlyRebuilt]), [['boundary_statement', 2]])
  assert.deepEqual(await rows(), served)
  const astray = { ...projectors, byKind: { ...projectors.byKind, 'boundary.stated': async (tx: Tx) => { await tx.run`update setting set value = value` } } }
  await assert.rejects(rebuild(ports.owner, astray, finishRebuild(ports), false), /that no projection names: setting/)
})

test('every table is a projection that a rebuild makes again, or says why not, and no table says both', async () => {
  const { rows } = await register.ports.owner.pool.query<{ name: string; says: string | null }>(
    "select relname as name, obj_description(oid, 'pg_class') as says from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1")
  const unsaid = rows.filter((r) => projectors.tables.includes(r.name) === /^not projected: ./.test(r.says ?? '')).map((r) => r.name)
  assert.deepEqual(unsaid, [], "add it to a projection in src/register/projectors.ts, or: comment on table … is 'not projected: why'")
  for (const table of projectors.tables) assert.ok(rows.some((r) => r.name === table), table)
  const once = { tables: ['unit'], acts: {} }
  assert.throws(() => allOf([once, once]), /unit is projected twice/)
})
