/** The operator checked from outside: a real server on a real database, and what its owner could do behind its back. */
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openLog } from '../../src/acts/keeper.ts'
import { appendActs } from '../../src/acts/append.ts'
import { canonicalJson } from '../../src/acts/act.ts'
import { verifyAddress } from '../../src/cli/verify.ts'
import { readQuestion } from '../../src/log/question.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { delivered, unitFor } from '../support/delivered.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'

let ports: TestPorts
let server: FastifyInstance
let address: string
const folder = mkdtempSync(path.join(tmpdir(), 'probity-verify-'))
const stateFile = path.join(folder, 'state.json')

before(async () => {
  ports = await testPorts()
  server = await buildServer(ports, { deliveries: {} as DeliveryDesk })
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
const check = (at = address, handedIn?: string) => verifyAddress({
  address: at, handedIn: handedIn === undefined ? null : questionOf(handedIn), stateFile, language: 'en',
  fetchBytes: async (url: string) => {
    const answer = await fetch(url)
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
  },
  readState: async (file: string) => { try { return readFileSync(file, 'utf8') } catch { return null } },
  writeState: async (file: string, text: string) => { writeFileSync(file, text) },
} as unknown as Parameters<typeof verifyAddress>[0])

const questionOf = (text: string) => {
  const read = readQuestion(text, address)
  assert.ok(read.ok)
  return read.question
}

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

test('one record by the address of its page or its answer; a proof, an archive and a checkpoint kept from before', async () => {
  const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  await delivered(ports, unit, 'penalty', [{
    行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: '粤罚1号', 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
    处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: '2026-03-05', 处罚机关: '演示市场监督管理局', 失信行为等级: '一般',
  }])
  await acts(1)
  const { record_id: id } = (await ports.database.one<{ record_id: number }>`select record_id from record`)!
  const page = `/organisations/${organisation}/records/${id}`
  for (const path of [page, `/en${page}`, `/api/v1${page}`, `/api/v1${page}/proof`]) {
    const found = await check(address + path)
    assert.equal(found.exitCode, 0, `${path}: ${found.lines.join('\n')}`)
    assert.deepEqual(found.findings.map((f) => f.code).slice(0, 3), ['signature', 'commitment', 'inclusion'])
  }
  const fetched = async (path: string) => (await fetch(address + path)).text()
  const [proof, archive, checkpoint] = [await fetched(`/api/v1${page}/proof`), await fetched(`/api/v1/organisations/${organisation}/archive`), await fetched('/log/checkpoint')]
  await acts(1)
  for (const kept of [proof, archive, checkpoint]) {
    const found = await check(address, kept)
    assert.equal(found.exitCode, 0, found.lines.join('\n'))
  }
  const changed = await check(address, archive.replace('罚款一万元', '罚款九万元'))
  assert.equal(changed.exitCode, 2)
  assert.match(changed.lines.join('\n'), /NOT IN THE LOG/)
})

test('a stranger with SHA-256 and Ed25519 alone, following docs/verify.md to the letter, proves a record', async () => {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const { subject_code: code, record_id: id } = (await ports.database.one<{ subject_code: string; record_id: number }>`select subject_code, record_id from record`)!
  const answer = await fetch(`${address}/api/v1/organisations/${code}/records/${id}/proof`)
  const proof = await answer.json() as { checkpoint: string; acts: [{ head: string; content: string; salt: string; leaf: number; path: string[] }] }
  const [act] = proof.acts
  const entry = sha256(Buffer.from(act.salt, 'base64'), Buffer.from(act.head), Buffer.of(0x0a), Buffer.from(act.content))

  let hash = sha256(Buffer.of(0), entry)
  const [origin, size, root] = proof.checkpoint.split('\n') as [string, string, string]
  let [n, last] = [act.leaf, Number(size) - 1]
  const halve = () => { n = Math.floor(n / 2); last = Math.floor(last / 2) }
  for (const p of act.path.map((text) => Buffer.from(text, 'base64'))) {
    if (n % 2 === 1 || n === last) {
      hash = sha256(Buffer.of(1), p, hash)
      while (n % 2 === 0 && n !== 0) halve()
    } else hash = sha256(Buffer.of(1), hash, p)
    halve()
  }
  assert.deepEqual([last, hash.toString('base64')], [0, root])

  const [, name, keyId, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec((await (await fetch(`${address}/log/key`)).text()).trim()) as unknown as [string, string, string, string]
  const typed = Buffer.from(key, 'base64')
  assert.deepEqual([name, keyId, typed[0]], [origin, sha256(Buffer.from(name), Buffer.of(0x0a), typed).toString('hex', 0, 4), 1])
  const end = proof.checkpoint.indexOf('\n\n') + 1
  const line = Buffer.from(proof.checkpoint.slice(end + 1).trim().split(' ')[2]!, 'base64')
  assert.equal(line.toString('hex', 0, 4), keyId)
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') }, format: 'jwk' })
  assert.ok(verify(null, Buffer.from(proof.checkpoint.slice(0, end)), publicKey, line.subarray(4)))
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
