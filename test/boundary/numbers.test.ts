/** Numbers that fit no column, facts that cannot be read, a log that lacks a tile: said for what they are, and never a fault of ours. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openLog } from '../../src/acts/keeper.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { makeStatement } from '../../src/register/statements/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { objected, type Objected, objector } from '../support/objected.ts'

let at: Objected
let app: FastifyInstance
before(async () => {
  at = await objected({ packId: 'guangdong', today: '2026-09-28', records: 2 })
  await openLog(at.ports).catchUp()
  app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await at.ports.close()
})

type Schema = { type?: unknown; maximum?: number; exclusiveMaximum?: number; properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[]; schema?: Schema; content?: Record<string, { schema: Schema }> }
function* unbounded(schema: Schema | undefined, where: string): Generator<string> {
  if (schema === undefined) return
  if ((schema.type === 'integer' || schema.type === 'number') && schema.maximum === undefined && schema.exclusiveMaximum === undefined) yield where
  for (const [name, one] of Object.entries(schema.properties ?? {})) yield* unbounded(one, `${where}.${name}`)
  for (const one of schema.anyOf ?? []) yield* unbounded(one, where)
  yield* unbounded(schema.items, `${where}[]`)
}

test('every number that any route takes has a largest one', async () => {
  await app.ready()
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, { parameters?: { name: string; schema: Schema }[]; requestBody?: { content: Record<string, { schema: Schema }> } }>> }
  let looked = 0
  const missing = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => {
    looked += parameters.length
    return [
      ...parameters.flatMap(({ name, schema }) => [...unbounded(schema, `${method} ${path} ${name}`)]),
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => [...unbounded(schema, `${method} ${path}`)]),
    ]
  }))
  assert.ok(looked > 50)
  assert.deepEqual(missing, [])
})

test('a number that fits no column is refused or not found, on pages and interfaces', async () => {
  for (const n of ['9223372036854775808', '9223372036854775807', '99999999999999999999999', '2147483648', '1e300', '-1', '1.5']) {
    for (const path of [
      `/api/v1/organisations/${objector}/records/${n}`, `/api/v1/organisations/${objector}/records/${n}/proof`, `/api/v1/log/leaves/${n}/standing`,
      `/api/v1/organisations/${objector}/records/1/versions/${n}`, `/api/v1/organisations/${objector}/records/1/versions/${n}/standing`,
      `/api/v1/organisations/${objector}/archive?offset=${n}`, `/api/v1/organisations/${objector}/archive?year=${n}`,
      `/organisations/${objector}/records/${n}`, `/organisations/${objector}?page=${n}`, `/log/erasures?after=${n}`,
    ]) {
      const { statusCode, body } = await app.inject({ url: path, headers: { accept: path.startsWith('/org') ? 'text/html' : 'application/json' } })
      assert.ok(statusCode < 500, `${path}: ${statusCode} ${body.slice(0, 200)}`)
    }
  }
})

test('stored facts that cannot be read take no page of the organisation down', async () => {
  const [record] = at.records as [number]
  const { facts } = (await at.ports.database.one<{ facts: string }>`select facts from record where record_id = ${record}`)!
  for (const broken of ['{', '', 'null', '[]', '{"decidedOn":1}', '{"documentNumber":']) {
    await at.ports.owner.run`update record set facts = ${broken} where record_id = ${record}`
    const fresh = await buildServer({ ...at.ports }, { deliveries: {} as DeliveryDesk })
    for (const path of ['', `/records/${record}`, '/archive']) {
      for (const prefix of ['/api/v1', '', '/en']) {
        const { statusCode, body } = await fresh.inject({ url: `${prefix}/organisations/${objector}${path}`, headers: { accept: prefix === '/api/v1' ? 'application/json' : 'text/html' } })
        assert.ok(statusCode < 500, `${broken} ${prefix}${path}: ${statusCode} ${body.slice(0, 300)}`)
      }
    }
    await fresh.close()
  }
  await at.ports.owner.run`update record set facts = ${facts} where record_id = ${record}`
})

test('a tile that is gone: the proof says so with 503, and the record is still shown', async () => {
  const path = `/api/v1/organisations/${objector}/records/${at.records[0]!}`
  assert.equal((await app.inject(`${path}/proof`)).statusCode, 200)
  // What is written once refuses its owner too, until told otherwise.
  const owner = await at.ports.owner.pool.connect()
  await owner.query('set session_replication_role = replica')
  const kept = (await owner.query('delete from log_tile where level = 0 returning *')).rows as { level: number; number: number; hashes: Buffer }[]
  const gone = await app.inject(`${path}/proof`)
  assert.deepEqual([gone.statusCode, gone.json<{ code: string }>().code], [503, 'log-damaged'])
  assert.match(gone.json<{ detail: string }>().detail, /tile 0\/0/)
  assert.equal((await app.inject(path)).statusCode, 200)
  for (const t of kept) await owner.query('insert into log_tile (level, number, hashes) values ($1, $2, $3)', [t.level, t.number, t.hashes])
  await owner.query('set session_replication_role = default')
  owner.release()
})

test('the same statement of the same organisation twenty times at once is one act; another text is another', async () => {
  const kind = 'statement'
  const by = { actor: objector, account: '1' }
  const say = (text: string) => makeStatement(at.ports, by, { kind, text })
  const made = await Promise.all(Array.from({ length: 20 }, () => say('本公司自愿公开食品安全自查制度，每月自查一次。')))
  assert.ok(made.every((m) => m.ok), JSON.stringify(made[0]))
  assert.equal(new Set(made.map((m) => m.ok && m.value)).size, 1)
  const other = await say('本公司自愿公开食品安全自查制度，每周自查一次。')
  assert.ok(other.ok && made[0]!.ok && other.value !== made[0]!.value)
})
