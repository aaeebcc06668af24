import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { sampleLog, type SampleLog } from '../../test/support/sample-log.ts'
import { commitment } from '../log/commitment.ts'
import { leafHashes, sha256 } from '../log/hash.ts'
import { formatVerifierKey } from '../log/note.ts'
import { privateKeyOf, signCheckpoint, verifierKeyOf } from '../log/sign.ts'
import { proofBundle } from '../log/proof.ts'
import { growTiles } from '../log/tiles.ts'
import { inclusionProof } from '../log/tree.ts'
import { findingLine } from '../log/words.ts'
import { fetchBytes, verifyAddress, type VerifyRequest } from './verify.ts'

type Answer = { status: number; bytes: Uint8Array | string; headers?: Record<string, string> } | 'no answer'
type Register = {
  address: string
  log: SampleLog
  /** answers before the log does, by path below the address; may change what it would answer */
  damage: (path: string, bytes: Uint8Array | null) => Answer | null | Promise<Answer | null>
  asked: string[]
}
const servers: { close: () => void }[] = []
after(() => { for (const server of servers) server.close() })

/** A register's log behind a real HTTP server. */
async function register(log: SampleLog): Promise<Register> {
  const reg: Register = { address: '', log, damage: () => null, asked: [] }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url!.slice(1)
    reg.asked.push(path)
    const found = path === 'log/key' ? Buffer.from(`${formatVerifierKey(reg.log.key)}\n`) : await stored(reg.log, path)
    const special = await reg.damage(path, found)
    if (special === 'no answer') return void response.destroy()
    const { status, bytes, headers } = special ?? (found ? { status: 200, bytes: found } : { status: 404, bytes: 'Not here.\n' })
    response.writeHead(status, headers).end(bytes)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  servers.push({ close: () => { server.closeAllConnections(); server.close() } })
  reg.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return reg
}
async function stored(log: SampleLog, path: string): Promise<Uint8Array | null> {
  if (!path.startsWith('log/')) return null
  const served = await log.read(path.slice(4), Infinity)
  return served.found ? served.bytes : null
}

/** A stranger with a memory of their own. */
function stranger() {
  let state: string | null = null
  const verify = (reg: Register, more: Partial<VerifyRequest> = {}) => verifyAddress({
    address: reg.address, stateFile: 'seen.json', fetchBytes, readState: async () => state, writeState: async (_file, text) => { state = text }, wait: async () => {}, ...more,
  })
  return { verify, memory: () => state, forget: (text: string | null) => { state = text } }
}
const codes = (result: { findings: readonly { code: string }[] }) => result.findings.map((f) => f.code)
const text = (result: { lines: readonly string[] }) => result.lines.join('\n')
const flip = (bytes: Uint8Array, bit: number): Answer => {
  const changed = Buffer.from(bytes)
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return { status: 200, bytes: changed }
}

test('first contact says the key is trusted from now on; later visits compare with the last one', async () => {
  const reg = await register(sampleLog(1000))
  const { verify, memory } = stranger()
  const first = await verify(reg)
  assert.equal(first.exitCode, 0)
  assert.deepEqual(codes(first), ['signature', 'first-seen', 'root', 'entries', 'acts-same', 'erasures'])
  assert.match(text(first), /seen for the first time and is trusted from now on/)
  assert.match(text(first), /Not proved:[^]*key is the operator's[^]*authorities delivered everything/)

  reg.log.grow(700)
  const second = await verify(reg, { address: `${reg.address}/log/`, language: 'zh' })
  assert.deepEqual([second.exitCode, ...codes(second)], [0, 'signature', 'consistency', 'root', 'entries', 'acts-same', 'erasures'])
  assert.match(text(second), /较早检查点所覆盖的 1000 个行为，原样是现在 1700 个行为的日志的开头/)
  assert.match(memory()!, /\\n1700\\n/)
  assert.deepEqual(codes(await verify(reg)), ['signature', 'unchanged', 'root', 'entries', 'acts-same', 'erasures'])
})

test('a named key is used instead of the one offered, and one that did not sign is tampering', async () => {
  const reg = await register(sampleLog(10))
  const right = await stranger().verify(reg, { key: formatVerifierKey(reg.log.key) })
  assert.equal(right.exitCode, 0)
  assert.ok(!reg.asked.includes('log/key'))
  assert.doesNotMatch(text(right), /on first contact\. Compare/)
  const other = verifierKeyOf(reg.log.key.name, privateKeyOf(sha256(Buffer.from('other'))))
  const wrong = await stranger().verify(reg, { key: formatVerifierKey(other) })
  assert.deepEqual([wrong.exitCode, ...codes(wrong)], [2, 'checkpoint-unsigned'])
  assert.equal((await stranger().verify(reg, { key: 'not a key' })).exitCode, 1)
})

test('a flipped bit in a stored tile is found and named, and nothing of that visit is remembered', async () => {
  const reg = await register(sampleLog(66_000))
  const { verify, memory } = stranger()
  reg.damage = (path, bytes) => (path === 'log/tile/0/042' ? flip(bytes!, 99 * 256 + 3) : null)
  const result = await verify(reg)
  assert.equal(result.exitCode, 2)
  assert.match(text(result), /\[WRONG\] Tile 42 of level 0 was changed: its hash 99 is not the one signed\.[^]*TAMPERING FOUND/)
  assert.equal(memory(), null)
})

test('a removed act is found and named, whether the server refuses the bundle or leaves its place empty', async () => {
  const reg = await register(sampleLog(1000))
  const { verify } = stranger()
  reg.damage = (path) => (path === 'log/tile/entries/001' ? { status: 500, bytes: 'The act 300, leaf 299 of the log, is not in the register.\n' } : null)
  const refused = await verify(reg)
  assert.equal(refused.exitCode, 2)
  assert.match(text(refused), /entries of leaves 256 to 511 are not served \(HTTP 500: The act 300, leaf 299 of the log, is not in the register\.\)/)
  reg.damage = (path) => (path === 'log/tile/entries/001' ? { status: 404, bytes: '' } : null)
  assert.deepEqual(codes(await verify(reg)), ['signature', 'first-seen', 'entries-missing', 'root', 'acts-unread', 'erasures'])
  reg.damage = (path, bytes) => (path === 'log/tile/entries/001'
    ? { status: 200, bytes: Buffer.concat([bytes!.subarray(0, 43 * 34), Buffer.alloc(2), bytes!.subarray(44 * 34)]) } : null)
  const empty = await verify(reg, { language: 'zh' })
  assert.match(text(empty), /\[不符\] 日志中第 299 号叶的条目已不在/)
  // Reading only the edge cannot see it, and says so.
  const quick = await verify(reg, { deep: false })
  assert.equal(quick.exitCode, 0)
  assert.match(text(quick), /only the edge of the tree was read/)
})

test('an altered act, a truncated tile and a truncated bundle are named', async () => {
  const reg = await register(sampleLog(1000))
  const { verify } = stranger()
  reg.damage = (path, bytes) => (path === 'log/tile/entries/003.p/232' ? flip(bytes!, (5 * 34 + 20) * 8) : null)
  assert.match(text(await verify(reg)), /The act at leaf 773 was altered/)
  reg.damage = (path, bytes) => (path === 'log/tile/0/002' ? { status: 200, bytes: bytes!.subarray(0, 8000) } : null)
  assert.match(text(await verify(reg)), /Tile 2 of level 0 has 8000 bytes instead of 8192/)
  reg.damage = (path, bytes) => (path === 'log/tile/0/002' ? { status: 200, bytes: Buffer.concat([bytes!, Buffer.alloc(9_000_000)]) } : null)
  assert.match(text(await verify(reg)), /Tile 2 of level 0 has 8193 bytes instead of 8192/)
  reg.damage = (path, bytes) => (path === 'log/tile/entries/000' ? { status: 200, bytes: bytes!.subarray(0, 100 * 34 + 10) } : null)
  assert.match(text(await verify(reg)), /entries of leaves 101 to 255 are not served|entry of leaf 100 is not written/)
})

test('rollback, split view and a rewritten past are tampering, and both notes are printed as evidence', async () => {
  const reg = await register(sampleLog(1000))
  const early = reg.log.files.get('checkpoint')!
  const { verify, memory } = stranger()
  reg.log.grow(500)
  await verify(reg)
  const remembered = memory()
  reg.damage = (path) => (path === 'log/checkpoint' ? { status: 200, bytes: early } : null)
  const rollback = await verify(reg)
  assert.deepEqual([rollback.exitCode, codes(rollback).includes('rollback')], [2, true])

  reg.damage = () => null
  reg.log = sampleLog(1500, { seed: 'another history' })
  const split = await verify(reg)
  assert.deepEqual([split.exitCode, codes(split).includes('split-view')], [2, true])
  assert.match(text(split), /Together they are the evidence/)
  assert.equal(text(split).split('register.example/sample').length - 1, 7, 'heading, key, signature line and twice two lines of the notes')
  reg.log.grow(1)
  const rewritten = await verify(reg)
  assert.deepEqual([rewritten.exitCode, codes(rewritten).includes('history-rewritten')], [2, true])
  assert.equal(memory(), remembered, 'what was seen before stays remembered')
})

test('a forged signature, another key, and another log at a known address', async () => {
  const reg = await register(sampleLog(100))
  const { verify } = stranger()
  await verify(reg)
  const thief = sampleLog(100, { privateKey: privateKeyOf(sha256(Buffer.from('thief'))) })
  const honest = reg.log
  reg.log = thief
  const stolen = await verify(reg)
  assert.deepEqual([stolen.exitCode, ...codes(stolen)], [2, 'checkpoint-unsigned'], 'the remembered key counts, not the one offered now')
  reg.log = honest
  reg.damage = (path, bytes) => (path === 'log/checkpoint' ? flip(bytes!, (bytes!.length - 20) * 8) : null)
  const forged = await verify(reg)
  assert.deepEqual([forged.exitCode, ...codes(forged)], [2, 'checkpoint-forged'])
  reg.damage = () => null
  reg.log = sampleLog(100, { origin: 'elsewhere.example' })
  const moved = await verify(reg)
  assert.deepEqual([moved.exitCode, ...codes(moved)], [2, 'origin-changed'])
  assert.equal((await verify(reg, { key: formatVerifierKey(reg.log.key) })).exitCode, 0, 'a new log is accepted by its key')
})

test('a log that grows while it is read is no alarm', async () => {
  const reg = await register(sampleLog(700))
  const { verify } = stranger()
  let requests = 0
  reg.damage = (path) => {
    if (++requests % 3 === 0) reg.log.grow(333)
    // A static store drops a partial tile once it is full.
    return path === 'log/tile/0/002.p/188' && reg.log.size > 768 ? { status: 404, bytes: '' } : null
  }
  assert.equal((await verify(reg, { ahead: 2 })).exitCode, 0)
  assert.equal((await verify(reg, { ahead: 2 })).exitCode, 0)
  assert.ok(reg.log.size > 1500)
})

test('no answer is said to be no answer, and not tampering', async () => {
  const reg = await register(sampleLog(1000))
  const { verify, memory } = stranger()
  reg.damage = (path) => (path === 'log/tile/0/002' ? 'no answer' : null)
  const cut = await verify(reg)
  assert.equal(cut.exitCode, 1)
  assert.match(text(cut), /COULD NOT BE VERIFIED[^]*says nothing for or against/)
  for (const status of [429, 503]) {
    reg.damage = (path) => (path === 'log/tile/0/002' ? { status, bytes: '' } : null)
    assert.equal((await verify(reg)).exitCode, 1)
  }
  let failing = false
  const shut = (path: string): boolean => {
    failing ||= path === 'log/tile/0/002'
    return failing
  }
  reg.damage = (path) => (shut(path) ? { status: 500, bytes: 'database is down' } : null)
  assert.equal((await verify(reg)).exitCode, 1, 'a server that fails altogether withholds nothing')
  reg.damage = (path) => (path === 'log/checkpoint' ? { status: 404, bytes: 'The log holds no act yet.\n' } : null)
  assert.equal((await verify(reg)).exitCode, 2, 'a log that has signed does not become one that never did')
  assert.equal((await stranger().verify(reg)).exitCode, 1)
  assert.equal((await verify({ ...reg, address: 'http://127.0.0.1:9' })).exitCode, 1)
  assert.match(memory()!, /\\n1000\\n/, 'what was signed on first contact is held against the log later')
})

test('a busy server is asked again, after as long as it wishes', async () => {
  const reg = await register(sampleLog(300))
  const waits: number[] = []
  const busy = new Map<string, number>()
  reg.damage = (path) => {
    const times = (busy.get(path) ?? 0) + 1
    busy.set(path, times)
    return times < 3 ? { status: 429, bytes: '', headers: { 'retry-after': '7' } } : null
  }
  assert.equal((await stranger().verify(reg, { wait: async (ms) => { waits.push(ms) } })).exitCode, 0)
  assert.deepEqual([...new Set(waits)], [7000])
})

test('a damaged memory stops the check rather than being forgotten', async () => {
  const reg = await register(sampleLog(10))
  const { verify, memory, forget } = stranger()
  for (const damaged of ['', '{', '{"format":"probity-seen/1"}', '{"format":"probity-seen/1","logs":[{"origin":"x"}]}', '[]', 'null']) {
    forget(damaged)
    const result = await verify(reg)
    assert.equal(result.exitCode, 1)
    assert.match(text(result), /seen\.json is damaged/)
    assert.equal(memory(), damaged)
  }
})

test('what a server says cannot move the cursor', async () => {
  const reg = await register(sampleLog(300))
  reg.damage = (path) => (path === 'log/tile/0/000' ? { status: 404, bytes: '\u001b[2J\u001b[1;1H[in order] all is well\u202e' } : null)
  const result = await stranger().verify(reg)
  assert.equal(result.exitCode, 2)
  assert.doesNotMatch(text(result), /[\u001b\u202e]/)
})

test('one record is proved by its own address, within the one history the log shows', async () => {
  const privateKey = privateKeyOf(sha256(Buffer.from('sample key')))
  const acts = Array.from({ length: 400 }, (_, i) => ({
    salt: sha256(Buffer.from(`${i}`)).subarray(0, 16), head: '{"act":"record.accepted","actor":"GD-MARKET","on":"2026-04-01"}', content: `{"n":${i}}`,
  }))
  const leaves = leafHashes(Buffer.concat(acts.map((act) => commitment(act.salt, act.head, act.content))))
  const origin = 'register.example/sample'
  const tree = (size: number) => growTiles(0, [], leaves.subarray(0, size * 32))
  const note = (size: number) => signCheckpoint({ origin, size, root: tree(size).root }, privateKey)
  const read = (size: number) => (tile: { level: number; number: number }) => tree(size).tiles.find((t) => t.level === tile.level && t.number === tile.number)!.hashes
  const bundle = (size: number) => proofBundle(note(size), [{ ...acts[123]!, leaf: 123, path: inclusionProof(123, size, read(size)) }])

  const reg = await register(sampleLog(0))
  let proof: unknown = bundle(300)
  let shown = 400
  const serve: Register['damage'] = (path) => {
    if (path === 'api/v1/records/r-17/proof') return { status: 200, bytes: JSON.stringify(proof) }
    if (path === 'log/checkpoint') return { status: 200, bytes: note(shown) }
    const [, level, number, width] = /^log\/tile\/(\d)\/(\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? []
    const tile = level && tree(400).tiles.find((t) => t.level === Number(level) && t.number === Number(number))
    return tile ? { status: 200, bytes: tile.hashes.subarray(0, Number(width ?? 256) * 32) } : null
  }
  reg.damage = serve
  const { verify, memory } = stranger()
  const address = `${reg.address}/api/v1/records/r-17`
  const first = await verify(reg, { address })
  assert.deepEqual([first.exitCode, ...codes(first)], [0, 'signature', 'commitment', 'inclusion', 'first-seen'])
  assert.match(text(first), /123 {2}2026-04-01 {2}record\.accepted {2}GD-MARKET/)
  assert.match(text(first), /these are all the acts about this record/)
  assert.match(memory()!, /\\n400\\n/)
  const again = await verify(reg, { address: `${address}/proof` })
  assert.deepEqual([again.exitCode, codes(again).at(-1)], [0, 'unchanged'])

  // The bundle newer than the checkpoint: fetched while a cache still held the older one.
  ;[proof, shown] = [bundle(400), 350]
  assert.equal((await verify(reg, { address })).exitCode, 0)
  shown = 400

  proof = { ...bundle(300), acts: [{ ...bundle(300).acts[0]!, content: '{"n":124}' }] }
  const altered = await verify(reg, { address })
  assert.deepEqual([altered.exitCode, codes(altered).includes('commitment-fails')], [2, true])

  // A proof under a history of its own, signed by the log all the same.
  const changed = acts.map((act, i) => (i === 123 ? { ...act, content: '{"n":"another"}' } : act)).slice(0, 300)
  const other = growTiles(0, [], leafHashes(Buffer.concat(changed.map((act) => commitment(act.salt, act.head, act.content)))))
  proof = proofBundle(signCheckpoint({ origin, size: 300, root: other.root }, privateKey), [{
    ...changed[123]!, leaf: 123, path: inclusionProof(123, 300, (tile) => other.tiles.find((t) => t.level === tile.level && t.number === tile.number)!.hashes),
  }])
  const parallel = await verify(reg, { address })
  assert.deepEqual([parallel.exitCode, codes(parallel).includes('history-rewritten')], [2, true])
  assert.match(text(parallel), /Together they are the evidence/)

  proof = 'hello'
  assert.deepEqual(codes(await verify(reg, { address })), ['proof-malformed'])
  reg.damage = (path, bytes) => (path.endsWith('/proof') ? { status: 404, bytes: 'No such record.\n' } : serve(path, bytes))
  assert.equal((await verify(reg, { address })).exitCode, 1)
})

test('every finding has its sentence in both languages, with nothing left unsaid', async () => {
  const facts = {
    size: 1, from: 2, to: 3, leaf: 4, leaves: 5, level: 6, number: 7, hash: 8, was: 'a', is: 'b', said: 'c', bytes: 9, expected: 10, count: 11, key: 'd', origin: 'e',
    root: 'f', signed: 'g', recomputed: 'h', length: 12, record: 13, day: '2026-11-21', receipt: 'i', field: 'j', code: 'k', since: '2026-11-21', rules: 'gd-43-2', of: 14, version: 15, act: 16, file: 'l', records: 17, checkpoints: 18, table: 'unit', found: 'changed', columns: 'name_zh', tables: 36, on: '2026-11-21', reason: 'm', part: 'n',
  }
  const { readFile } = await import('node:fs/promises')
  const declared = (await readFile(new URL('../log/finding.ts', import.meta.url), 'utf8')).split('export type Finding =')[0]!
  const all = [...declared.matchAll(/'([a-z-]+)'/g)].map((m) => m[1]!)
  assert.ok(all.length > 25)
  for (const code of all) {
    for (const language of ['zh', 'en'] as const) {
      const line = findingLine({ code: code as 'root', ok: false, facts }, language)
      assert.doesNotMatch(line, /undefined/, `${code} ${language}`)
      assert.match(line, language === 'zh' ? /。$/ : /\.$/)
    }
  }
})

test('connections kept from before a server started again are not taken for its silence', async () => {
  const listen = async (port: number) => {
    const server = createServer((_, response) => { setTimeout(() => response.end('here\n'), 20) })
    await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve) })
    return server
  }
  const first = await listen(0)
  const { port } = first.address() as AddressInfo
  const ask = async () => Buffer.from((await fetchBytes(`http://127.0.0.1:${port}/`, 100)).bytes).toString()
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 16 }, ask))), new Set(['here\n']))
  first.closeAllConnections()
  first.close()
  const second = await listen(port)
  servers.push({ close: () => { second.closeAllConnections(); second.close() } })
  // All of them at once, before anybody is told that they have ended.
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 16 }, ask))), new Set(['here\n']))
})
