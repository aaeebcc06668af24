import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, hash, verify } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type TestPorts, testPorts } from '../../test/support/ports.ts'
import { TextUnsound } from '../text/text.ts'
import { canonicalJson, type Json } from './act.ts'
import { appendActs } from './append.ts'
import { leafHashes } from '../log/hash.ts'
import { edgeTiles, growTiles, type Tile } from '../log/tiles.ts'
import { openLog, sequenceOnce } from './keeper.ts'
import * as store from './store.ts'

let ports: TestPorts
before(async () => { ports = await testPorts() })
after(async () => { await ports.close() })

const sha = (...parts: Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer')
/** RFC 6962, as it stands in the RFC: slow, and nothing else to compare with. */
function naiveRoot(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return sha()
  if (entries.length === 1) return sha(Buffer.of(0), entries[0]!)
  let split = 1
  while (split * 2 < entries.length) split *= 2
  return sha(Buffer.of(1), naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split)))
}
const note = (subject: string, text: string) => ({ subject, content: canonicalJson({ text }) })
const append = (texts: readonly string[], fail = false) => ports.database.transaction(async (tx) => {
  const done = await appendActs(tx, ports, { kind: 'day.closed', actor: 'operator', rules: [], acts: texts.map((t) => note('', t)) })
  if (fail) throw new Error('taken back')
  return done
})

test('canonical JSON is the same for the same value, whatever the order of its keys', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))), (value) => {
    const reversed = Object.fromEntries(Object.entries(value).reverse())
    const text = canonicalJson(value as Json)
    assert.equal(canonicalJson(reversed as Json), text)
    assert.deepEqual({ ...JSON.parse(text) as object }, { ...value })
  }))
  assert.throws(() => canonicalJson({ amount: 0.1 }), /integers only/)
})

test('canonical JSON holds no text that a database cannot: NUL and half a pair are refused wherever they stand', () => {
  for (const bad of ['\0', '\ud800', '违\udc00法']) {
    for (const value of [bad, [bad], { [bad]: 1 }, { facts: [{ basis: `依据${bad}` }] }] as Json[]) assert.throws(() => canonicalJson(value), TextUnsound, JSON.stringify(value))
  }
})

test('a grown tree has the root of RFC 6962, however the entries arrive', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), (batches) => {
    const entries: Buffer[] = []
    const tiles = new Map<string, Tile>()
    let size = 0
    for (const count of batches) {
      const batch = Array.from({ length: count }, (_, i) => sha(Buffer.from(`${size}/${i}`)))
      entries.push(...batch)
      const grown = growTiles(size, edgeTiles(size).map((t) => tiles.get(`${t.level}/${t.number}`)!), leafHashes(Buffer.concat(batch)))
      for (const t of grown.tiles) tiles.set(`${t.level}/${t.number}`, t)
      size = grown.size
      assert.deepEqual(Buffer.from(grown.root), naiveRoot(entries))
    }
  }), { numRuns: 30 })
})

test('acts written at once by many hands become leaves exactly once, and one that was taken back becomes none', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, i) =>
    append(Array.from({ length: 1 + (i % 5) }, (_x, n) => `${i}/${n}`), i % 7 === 3).catch((error: Error) => { assert.equal(error.message, 'taken back') })))
  while ((await sequenceOnce(ports)) > 0) { /* all of it */ }
  const size = await store.logSize(ports.database)
  const acts = await ports.database.rows<{ act_id: number }>`select act_id from act order by act_id`
  assert.equal(size, acts.length)
  const leaves = await Promise.all(acts.map(({ act_id }) => store.leafOf(ports.database, act_id)))
  assert.deepEqual([...leaves].sort((a, b) => a! - b!), Array.from({ length: size }, (_, i) => i))
})

test('the signed checkpoint is the root over commitments a stranger recomputes from salt, head and content', async () => {
  await append(['one', 'two', 'three'])
  const size = await openLog(ports).catchUp()
  const positions = await store.positionsBetween(ports.database, 0, size)
  const entries: Buffer[] = []
  for (const p of positions) {
    for (const act of await store.actsBetween(ports.database, p.first_act, p.first_act + p.acts)) entries.push(sha(act.salt!, Buffer.from(`${p.head}\n${act.content!}`)))
  }
  assert.equal(entries.length, size)
  const checkpoint = (await store.newestCheckpoint(ports.database))!
  assert.deepEqual(checkpoint.root, naiveRoot(entries))
  const [text, signature] = [checkpoint.note.slice(0, checkpoint.note.indexOf('\n\n') + 1), checkpoint.note.trimEnd().split(' ').at(-1)!]
  assert.equal(text, `probity/test\n${size}\n${checkpoint.root.toString('base64')}\n`)
  const publicKey = createPublicKey(createPrivateKey(ports.settings.logKey))
  assert.ok(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64').subarray(4)))
})

test('a part of the leaves is read with the entries that belong to it', async () => {
  const size = await store.logSize(ports.database)
  const all = Buffer.concat((await store.positionsBetween(ports.database, 0, size)).map((p) => p.entries))
  for (const [from, to] of [[0, 1], [1, size], [3, 9], [size - 1, size], [5, 6]] as const) {
    const part = Buffer.concat((await store.positionsBetween(ports.database, from, to)).map((p) => p.entries))
    assert.deepEqual(part, all.subarray(from * 32, to * 32), `leaves ${from} to ${to}`)
  }
})

test('the database refuses to change or remove acts, groups, positions, checkpoints: for the application and for the owner', async () => {
  for (const table of ['act', 'act_group', 'log_position', 'log_checkpoint', 'refused_row']) {
    for (const db of [ports.database, ports.loader]) {
      await assert.rejects(db.pool.query(`delete from ${table}`), /permission denied/)
      await assert.rejects(db.pool.query(`truncate ${table}`), /permission denied/)
    }
    await assert.rejects(ports.owner.pool.query(`delete from ${table}`), /append-only/)
    await assert.rejects(ports.owner.pool.query(`truncate ${table} cascade`), /append-only/)
  }
  await assert.rejects(ports.database.pool.query("update act set content = 'x'"), /permission denied/)
  await assert.rejects(ports.owner.pool.query("update act set content = 'x'"), /append-only/)
  await assert.rejects(ports.database.pool.query("update log_tile set hashes = '\\x' || repeat('00', 32)::bytea"), /may only grow/)
})

test('gd-2: every act names the pack it was made under', async () => {
  const { firstAct } = await append(['under which law?'])
  const group = (await store.groupOf(ports.database, firstAct))!
  assert.equal((JSON.parse(group.head) as { law: string }).law, ports.law().stamp)
  assert.match(group.head, /guangdong@/)
})
