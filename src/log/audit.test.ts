import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sampleEntries, sampleLog, type SampleLog } from '../../test/support/sample-log.ts'
import { auditLog } from './audit.ts'
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { signCheckpoint } from './sign.ts'
import type { Finding } from './finding.ts'
import { hashBytes, leafHashes } from './hash.ts'
import { bundledEntryBytes, LogUnreachable, type ReadLog } from './read.ts'
import { growTiles, leavesUnder, parseTilePath, tilePath, tileWidth } from './tiles.ts'

const checkpointOf = (log: SampleLog): Checkpoint => readCheckpoint(log.files.get('checkpoint')!)!.checkpoint
const audit = async (log: SampleLog, more: { lastSeen?: Checkpoint | null; deep?: boolean; read?: ReadLog; note?: Buffer; mostFindings?: number } = {}) =>
  (await auditLog({ note: log.files.get('checkpoint')!, key: log.key, read: log.read, lastSeen: null, deep: true, ...more })).findings
const faults = (findings: readonly Finding[]) => findings.filter((f) => !f.ok)
const codes = (findings: readonly Finding[]) => findings.map((f) => f.code)
/** Answers one path itself, everything else from the log. */
const except = (log: SampleLog, path: string, answer: (bytes: Uint8Array) => Awaited<ReturnType<ReadLog>>): ReadLog => async (asked, most) => {
  const served = await log.read(asked, most)
  return asked === path && served.found ? answer(served.bytes) : served
}
const flipped = (bytes: Uint8Array, bit: number) => {
  const changed = Buffer.from(bytes)
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return { found: true, bytes: changed } as const
}
const size = 66_000 // a full tile on level 1, partial ones on levels 0, 1 and 2

test('a log of any size, in order, has nothing against it', async () => {
  for (const size of [0, 1, 2, 255, 256, 257, 700, 65_536, 66_000]) {
    const log = sampleLog(size)
    const { findings, leaves } = await auditLog({ note: log.files.get('checkpoint')!, key: log.key, read: log.read, lastSeen: null, deep: true })
    assert.deepEqual(codes(findings), ['signature', 'first-seen', 'root', 'entries'], `size ${size}`)
    assert.equal(leaves, size)
    assert.deepEqual(codes(await audit(log, { deep: false })), ['signature', 'first-seen', 'edge'])
  }
})

test('one flipped bit in any tile is named: tile, level, hash', async () => {
  const log = sampleLog(size)
  const tiles = [...log.files.keys()].filter((path) => path.startsWith('tile/') && !path.includes('entries'))
  await fc.assert(fc.asyncProperty(fc.constantFrom('tile/2/000', 'tile/1/000', 'tile/1/001', 'tile/0/257', ...tiles), fc.nat(), async (full, at) => {
    const { level, number } = parseTilePath(full)! as { level: number; number: number }
    const width = Math.min(tileWidth, Math.floor(size / leavesUnder(level)) - number * tileWidth)
    const bit = at % (width * hashBytes * 8)
    const read = except(log, tilePath({ level, number, width }), (bytes) => flipped(bytes, bit))
    const found = faults(await audit(log, { read }))
    assert.deepEqual(found.map(({ code, facts }) => ({ code, level: facts.level, number: facts.number, hash: facts.hash })),
      [{ code: 'tile-differs', level, number, hash: Math.floor(bit / 8 / hashBytes) }])
  }), { numRuns: 15 })
})

test('one flipped bit in any entry is named: the leaf', async () => {
  const log = sampleLog(1000)
  await fc.assert(fc.asyncProperty(fc.nat({ max: 999 }), fc.nat({ max: hashBytes * 8 - 1 }), async (leaf, bit) => {
    const number = Math.floor(leaf / tileWidth)
    const path = tilePath({ level: 'entries', number, width: Math.min(tileWidth, 1000 - number * tileWidth) })
    const read = except(log, path, (bytes) => flipped(bytes, ((leaf % tileWidth) * bundledEntryBytes + 2) * 8 + bit))
    assert.deepEqual(faults(await audit(log, { read })), [{ code: 'entry-differs', ok: false, facts: { leaf } }])
  }), { numRuns: 60 })
})

test('one flipped bit in the length before an entry is named: the leaf, and what it says', async () => {
  const log = sampleLog(300)
  for (let bit = 0; bit < 16; bit++) {
    const read = except(log, 'tile/entries/000', (bytes) => flipped(bytes, 7 * bundledEntryBytes * 8 + bit))
    const [first] = faults(await audit(log, { read }))
    assert.ok(first?.code === 'entry-malformed' || first?.code === 'entry-missing')
    assert.equal(first.facts.leaf, 7)
  }
})

test('a bundle that is not served, cut short, or holds an empty place', async () => {
  const log = sampleLog(600)
  const said = 'HTTP 500: The act 300, leaf 299 of the log, is not in the register.'
  const from = (answer: (bytes: Uint8Array) => Awaited<ReturnType<ReadLog>>) => audit(log, { read: except(log, 'tile/entries/001', answer) }).then(faults)
  assert.deepEqual(await from(() => ({ found: false, said })), [{ code: 'entries-missing', ok: false, facts: { from: 256, to: 511, said } }])
  assert.deepEqual(await from((bytes) => ({ found: true, bytes: bytes.subarray(0, 10 * bundledEntryBytes) })),
    [{ code: 'entries-missing', ok: false, facts: { from: 266, to: 511, said: '' } }])
  assert.deepEqual(await from((bytes) => ({ found: true, bytes: Buffer.concat([bytes, Buffer.alloc(1)]) })),
    [{ code: 'entry-malformed', ok: false, facts: { leaf: 511, length: 1 } }])
  const at = 44 * bundledEntryBytes
  assert.deepEqual(await from((bytes) => ({ found: true, bytes: Buffer.concat([bytes.subarray(0, at), Buffer.alloc(2), bytes.subarray(at + bundledEntryBytes)]) })),
    [{ code: 'entry-missing', ok: false, facts: { leaf: 300 } }])
})

test('a tile that is not served or cut short is named, and what lies below is still checked', async () => {
  const log = sampleLog(size)
  for (const [path, level, number] of [['tile/0/003', 0, 3], ['tile/1/000', 1, 0], ['tile/1/001.p/1', 1, 1], ['tile/2/000.p/1', 2, 0]] as const) {
    const gone = faults(await audit(log, { read: except(log, path, () => ({ found: false, said: 'HTTP 404' })) }))
    assert.deepEqual(gone, [{ code: 'tile-missing', ok: false, facts: { level, number, said: 'HTTP 404' } }])
    const cut = faults(await audit(log, { read: except(log, path, (bytes) => ({ found: true, bytes: bytes.subarray(0, -1) })) }))
    assert.deepEqual(cut.map((f) => [f.code, f.facts.level, f.facts.number]), [['tile-malformed', level, number]])
  }
})

test('two faults in one tile are both named, and a fault below a damaged tile too', async () => {
  const log = sampleLog(size)
  const tile = log.read
  const read: ReadLog = async (path, most) => {
    const served = await tile(path, most)
    if (!served.found) return served
    if (path === 'tile/0/005') return flipped(served.bytes, 17 * 256)
    if (path === 'tile/entries/009') return flipped(served.bytes, (3 * bundledEntryBytes + 2) * 8)
    if (path === 'tile/1/000') return flipped(served.bytes, 200 * 256)
    return served
  }
  assert.deepEqual(faults(await audit(log, { read })).map((f) => [f.code, f.facts.level ?? f.facts.leaf, f.facts.number, f.facts.hash]), [
    ['tile-differs', 0, 5, 17], ['entry-differs', 9 * 256 + 3, undefined, undefined], ['tile-differs', 1, 0, 200],
  ])
})

test('a tree that is whole in itself and not the one signed', async () => {
  const log = sampleLog(1000)
  const other = sampleLog(1000, { seed: 'another history' })
  assert.deepEqual(codes(faults(await audit(log, { read: other.read }))), ['root-differs'])
})

test('between two visits a log that only grows is consistent, also over a tile that was partial and is full now', async () => {
  for (const [before, more] of [[0, 5], [1, 1], [255, 1], [200, 100], [256, 256], [700, 66_000]] as const) {
    const log = sampleLog(before)
    const lastSeen = checkpointOf(log)
    assert.deepEqual(codes(await audit(log, { lastSeen })), ['signature', 'unchanged', 'root', 'entries'])
    log.grow(more)
    assert.deepEqual(codes(await audit(log, { lastSeen })), ['signature', before === 0 ? 'nothing-before' : 'consistency', 'root', 'entries'], `${before} + ${more}`)
  }
})

test('a log that grows while it is read raises no alarm, even where its partial tiles are gone', async () => {
  const log = sampleLog(700)
  const note = log.files.get('checkpoint')!
  let asked = 0
  const read: ReadLog = async (path, most) => {
    if (asked++ === 3) log.grow(5000)
    return asked > 3 && path.includes('.p/') ? { found: false, said: 'HTTP 404' } : log.read(path, most)
  }
  assert.deepEqual(faults(await audit(log, { note, read })), [])
})

test('rollback, split view and a rewritten past are told apart', async () => {
  const log = sampleLog(1000)
  const early = log.files.get('checkpoint')!
  const seen = checkpointOf(log)
  log.grow(500)
  const late = checkpointOf(log)
  assert.deepEqual(codes(faults(await audit(log, { note: early, lastSeen: late }))), ['rollback'])

  const other = sampleLog(1000, { seed: 'another history' })
  assert.deepEqual(codes(faults(await audit(other, { lastSeen: seen }))), ['split-view'])
  other.grow(500)
  assert.deepEqual(codes(faults(await audit(other, { lastSeen: seen }))), ['history-rewritten'])

  // The present tiles damaged: no word about the past.
  const read = except(log, 'tile/0/004', (bytes) => flipped(bytes, 0))
  assert.deepEqual(codes(faults(await audit(log, { lastSeen: seen, read, deep: false }))), [])
  const damaged = except(log, 'tile/0/003', (bytes) => flipped(bytes, 0))
  assert.deepEqual(codes(faults(await audit(log, { lastSeen: seen, read: damaged, deep: false }))), ['consistency-unproven'])
})

test('one altered entry under a new signed root: nothing wrong in itself, and no beginning of it as it was seen', async () => {
  const log = sampleLog(1000)
  const seen = checkpointOf(log)
  const entries = sampleEntries('sample', 0, 1200)
  entries[17 * hashBytes]! ^= 1
  const forged = growTiles(0, [], leafHashes(entries))
  const note = Buffer.from(signCheckpoint({ origin: log.key.name, size: 1200, root: forged.root }, log.privateKey))
  const read: ReadLog = async (path) => {
    const { level, number, width } = parseTilePath(path)!
    return { found: true, bytes: forged.tiles.find((t) => t.level === level && t.number === number)!.hashes.subarray(0, width * hashBytes) }
  }
  assert.deepEqual(codes(await audit(log, { note, read, lastSeen: seen, deep: false })), ['signature', 'history-rewritten', 'edge'])
})

test('without the log\'s signature nothing is fetched and nothing else is said', async () => {
  const log = sampleLog(10)
  const read: ReadLog = async () => assert.fail('nothing may be fetched')
  for (let bit = 0; bit < 40; bit++) {
    const note = flipped(log.files.get('checkpoint')!, bit).bytes
    assert.match(codes(await audit(log, { note, read })).join(), /^checkpoint-(malformed|unsigned|forged)$/)
  }
})

test('a network that fails stops the check: what was found stands, and the rest is said to be unknown', async () => {
  const log = sampleLog(2000)
  const read: ReadLog = async (path, most) => {
    if (path === 'tile/0/005') throw new LogUnreachable('connection refused')
    const served = await log.read(path, most)
    return path === 'tile/entries/002' && served.found ? flipped(served.bytes, 16) : served
  }
  assert.deepEqual(codes(await audit(log, { read })), ['signature', 'first-seen', 'entry-differs', 'unreachable'])
})

test('a log that is wrong everywhere fills a bounded report', async () => {
  const log = sampleLog(3000)
  const read: ReadLog = async (path, most) => {
    const served = await log.read(path, most)
    return served.found && path.includes('entries') ? { found: true, bytes: Buffer.from(served.bytes).fill(0, 2, 34).map((b, i) => (i % 34 === 9 ? b ^ 1 : b)) } : served
  }
  const found = faults(await audit(log, { read, mostFindings: 10 }))
  assert.equal(found.length, 11)
  assert.deepEqual(found.at(-1), { code: 'and-more', ok: false, facts: { count: 3000 - 10 } })
})
