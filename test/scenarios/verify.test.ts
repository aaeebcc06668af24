/** The operator checked from outside: a real server on a real database, and what its owner could do behind its back. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openLog } from '../../src/acts/keeper.ts'
import { appendActs } from '../../src/acts/append.ts'
import { canonicalJson } from '../../src/acts/act.ts'
import { logRoutes } from '../../src/acts/api.ts'
import { verifyAddress } from '../../src/cli/verify.ts'
import Fastify from 'fastify'
import { type TestPorts, testPorts } from '../support/ports.ts'

let ports: TestPorts
let server: FastifyInstance
let address: string
const folder = mkdtempSync(path.join(tmpdir(), 'probity-verify-'))
const stateFile = path.join(folder, 'state.json')

before(async () => {
  ports = await testPorts()
  server = Fastify()
  logRoutes(server, ports)
  address = await server.listen({ host: '127.0.0.1', port: 0 })
  await acts(700)
})
after(async () => {
  await server.close()
  await ports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function acts(count: number): Promise<number> {
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'day.closed', actor: 'operator', rules: [], acts: Array.from({ length: count }, (_, i) => ({ subject: '', content: canonicalJson({ i }) })),
  }))
  return openLog(ports).catchUp()
}
const check = () => verifyAddress({
  address, stateFile, language: 'en',
  fetchBytes: async (url: string) => {
    const answer = await fetch(url)
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
  },
  readState: async (file: string) => { try { return readFileSync(file, 'utf8') } catch { return null } },
  writeState: async (file: string, text: string) => { writeFileSync(file, text) },
} as unknown as Parameters<typeof verifyAddress>[0])

/** As somebody who owns the database and removes what protects it. */
async function tamper(...statements: string[]): Promise<void> {
  for (const statement of ['set session_replication_role = replica', ...statements, 'set session_replication_role = default']) await ports.owner.pool.query(statement)
}

test('an honest log is found in order, also after it has grown', async () => {
  assert.equal((await check()).exitCode, 0)
  await acts(300)
  const again = await check()
  assert.equal(again.exitCode, 0, again.lines.join('\n'))
})

test('a removed act is found and named', async () => {
  const { rows: [row] } = await ports.owner.pool.query('select act_id, salt, content, subject_code from act order by act_id limit 1 offset 5')
  await tamper(`delete from act where act_id = ${row.act_id}`)
  const found = await check()
  assert.equal(found.exitCode, 2)
  assert.match(found.lines.join('\n'), /\b5\b/, found.lines.join('\n'))
  await ports.owner.pool.query('insert into act (subject_code, act_id, salt, content) values ($1, $2, $3, $4)', [row.subject_code, row.act_id, row.salt, row.content])
  assert.equal((await check()).exitCode, 0)
})

test('an act rewritten in place is found and named', async () => {
  const { rows: [row] } = await ports.owner.pool.query('select act_id, content from act order by act_id limit 1 offset 300')
  await tamper(`update act set content = '{"i":"another"}' where act_id = ${row.act_id}`)
  const found = await check()
  assert.equal(found.exitCode, 2)
  assert.match(found.lines.join('\n'), /\b300\b/, found.lines.join('\n'))
  await tamper(`update act set content = '${row.content}' where act_id = ${row.act_id}`)
})

test('a flipped bit in a stored tile is found and named', async () => {
  await tamper('update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 0 and number = 1')
  const found = await check()
  assert.equal(found.exitCode, 2)
  assert.match(found.lines.join('\n'), /tile/i, found.lines.join('\n'))
  await tamper('update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 0 and number = 1')
  assert.equal((await check()).exitCode, 0)
})

test('a log cut back to an earlier checkpoint is found by whoever saw the later one', async () => {
  await tamper('delete from log_checkpoint where size > 700')
  assert.equal((await check()).exitCode, 2)
})
