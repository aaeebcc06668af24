import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyRoot, hashBytes, leafHash, nodeHash, rootOf, sha256 } from './hash.ts'
import { growTiles, leavesUnder, type TileAt } from './tiles.ts'
import {
  checkBeginning, checkInclusion, consistencyNodes, consistencyProof, inclusionNodes, inclusionProof, rootFromInclusion, rootsFromConsistency, tilesFor,
  verifyConsistency, verifyInclusion,
} from './tree.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const leaf = (i: number) => leafHash(sha256(Buffer.from(`entry ${i}`)))
const leaves = (count: number, from = 0) => Array.from({ length: count }, (_, i) => leaf(from + i))

/** The definition of RFC 9162 section 2.1.1, word for word: the yardstick for everything faster. */
function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot
  if (hashes.length === 1) return hashes[0]!
  let k = 1
  while (k * 2 < hashes.length) k *= 2
  return nodeHash(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)))
}

/** Every tile of a tree, as a reader that refuses a tile nobody said would be needed. */
function reader(hashes: readonly Uint8Array[], allowed?: readonly TileAt[]) {
  const grown = growTiles(0, [], Buffer.concat(hashes))
  const name = (t: TileAt) => `${t.level}/${t.number}`
  const tiles = new Map(grown.tiles.map((t) => [name(t), t.hashes]))
  const names = allowed && new Set(allowed.map(name))
  return (tile: TileAt) => {
    assert.ok(!names || names.has(name(tile)), `tile ${name(tile)} was not named beforehand`)
    return tiles.get(name(tile))!
  }
}

// The eight entries and the roots that implementations of Certificate Transparency test against.
const knownEntries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex)
const knownRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the known roots of the eight known entries', () => {
  const hashes = knownEntries.map(leafHash)
  for (const [size, root] of knownRoots.entries()) {
    assert.equal(growTiles(0, [], Buffer.concat(hashes.slice(0, size))).root.toHex(), root, `size ${size}`)
    assert.equal(naiveRoot(hashes.slice(0, size)).toHex(), root, `yardstick, size ${size}`)
  }
})

test('the known proofs over the eight known entries', () => {
  const read = reader(knownEntries.map(leafHash))
  assert.deepEqual(inclusionProof(0, 8, read).map((h) => h.toHex()), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  assert.deepEqual(consistencyProof(6, 8, read).map((h) => h.toHex()), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

test('every inclusion and consistency proof of every tree up to 40 leaves verifies', () => {
  const all = leaves(40)
  for (let size = 1; size <= all.length; size++) {
    const hashes = all.slice(0, size)
    const [read, root] = [reader(hashes), naiveRoot(hashes)]
    for (let i = 0; i < size; i++) assert.ok(verifyInclusion(i, size, all[i]!, inclusionProof(i, size, read), root), `leaf ${i} of ${size}`)
    for (let from = 1; from <= size; from++) {
      assert.ok(verifyConsistency(from, size, naiveRoot(all.slice(0, from)), root, consistencyProof(from, size, read)), `${from} to ${size}`)
    }
  }
})

test('proofs across tile borders need only the tiles named beforehand, and one flipped bit anywhere breaks them', () => {
  const all = leaves(70_000)
  fc.assert(fc.property(
    fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.constantFrom(255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000)),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(), fc.nat({ max: 255 }),
    (size, part, which, bit) => {
      const hashes = all.slice(0, size)
      const root = rootOf(Buffer.concat(hashes))
      const flip = (bytes: Uint8Array) => { bytes[bit >> 3]! ^= 1 << (bit & 7) }

      const index = Math.floor(part * size)
      const proof = inclusionProof(index, size, reader(hashes, tilesFor(inclusionNodes(index, size), size)))
      assert.ok(proof.length <= Math.ceil(Math.log2(size)))
      assert.ok(verifyInclusion(index, size, all[index]!, proof, root))
      assert.ok(!verifyInclusion(index, size, leaf(size), proof, root), 'another leaf')
      assert.ok(index === 0 || !verifyInclusion(index - 1, size, all[index]!, proof, root), 'another place')
      assert.equal(rootFromInclusion(index, size, all[index]!, [...proof, root]), null, 'one hash too many')
      if (proof.length > 0) {
        flip(proof[which % proof.length]!)
        assert.ok(!verifyInclusion(index, size, all[index]!, proof, root), 'a flipped bit')
      }

      const from = index
      const older = from === 0 ? emptyRoot : rootOf(Buffer.concat(all.slice(0, from)))
      const steps = consistencyProof(from, size, reader(hashes, tilesFor(consistencyNodes(from, size), size)))
      assert.equal(verifyConsistency(from, size, older, root, steps), from > 0)
      assert.ok(from === 0 || !verifyConsistency(from, size, root, root, steps), 'another older tree')
      assert.ok(!verifyConsistency(from, size, older, root, [...steps, root]), 'one hash too many')
      if (steps.length > 0) {
        flip(steps[which % steps.length]!)
        assert.ok(!verifyConsistency(from, size, older, root, steps), 'a flipped bit')
      }
    }), { numRuns: 60 })
})

test('proofs are computed for logs far beyond 32 bits', () => {
  const size = 2 ** 40 + 12_345
  for (const index of [0, 2 ** 33 + 7, 2 ** 40, size - 1]) {
    const nodes = inclusionNodes(index, size)
    assert.ok(nodes.length <= 41)
    assert.equal(nodes.reduce((sum, node) => sum + node.end - node.start, 1), size, 'the nodes and the leaf are the whole tree')
    for (const tile of tilesFor(nodes, size)) assert.ok(tile.width >= 1 && tile.number * leavesUnder(tile.level + 1) < size)
  }
  assert.throws(() => inclusionNodes(size, size), RangeError)
  assert.throws(() => consistencyNodes(size + 1, size), RangeError)
})

test('a shortened hash is no hash of a proof', () => {
  const short = inclusionProof(3, 8, reader(leaves(8))).map((hash) => hash.subarray(1))
  assert.equal(rootFromInclusion(3, 8, leaf(3), short), null)
  assert.equal(short[0]!.length, hashBytes - 1)
})

const none = new Uint8Array(0)

test('nothing is proved from a tree without leaves, and that is said', () => {
  const root = leaf(1)
  for (const hash of [none, root, emptyRoot]) {
    for (const other of [none, root, emptyRoot]) {
      assert.deepEqual(checkInclusion(0, 0, hash, [], other), { proved: false, reason: 'empty-tree' })
      for (const to of [0, 1, 7]) assert.deepEqual(checkBeginning(0, to, hash, other, []), { proved: false, reason: 'empty-tree' })
    }
  }
})

test('what is missing or of another length is no hash, and never equals another that is missing', () => {
  const root = leaf(0)
  for (const wrong of [none, root.subarray(1), Buffer.concat([root, Buffer.alloc(1)])]) {
    assert.deepEqual(checkInclusion(0, 1, wrong, [], wrong), { proved: false, reason: 'not-a-hash' })
    assert.deepEqual(checkInclusion(0, 1, root, [], wrong), { proved: false, reason: 'not-a-hash' })
    assert.deepEqual(checkInclusion(0, 2, root, [wrong], root), { proved: false, reason: 'not-a-hash' })
    for (const [from, to] of [[1, 1], [5, 5], [2, 3], [4, 8], [3, 8]] as const) {
      const steps = consistencyNodes(from, to).map(() => root)
      if (from < to || wrong.length === 0) assert.deepEqual(checkBeginning(from, to, wrong, wrong, steps), { proved: false, reason: 'not-a-hash' })
      assert.deepEqual(checkBeginning(from, to, root, wrong, steps), { proved: false, reason: 'not-a-hash' })
      assert.equal(rootsFromConsistency(from, to, wrong, steps), null)
      if (steps.length > 0) assert.deepEqual(checkBeginning(from, to, root, root, steps.map(() => wrong)), { proved: false, reason: 'not-a-hash' })
    }
  }
  assert.deepEqual(checkInclusion(0, 1, root, [], root), { proved: true })
  assert.deepEqual(checkInclusion(0, 1, root, [root], root), { proved: false, reason: 'proof-length' })
  assert.deepEqual(checkInclusion(0, 1, root, [], leaf(1)), { proved: false, reason: 'root-differs' })
  for (const [at, size] of [[1, 1], [-1, 1], [0.5, 1], [NaN, 1], [0, NaN], [0, 2 ** 53], [0, -1]] as const) {
    assert.deepEqual(checkInclusion(at, size, root, [], root), { proved: false, reason: 'out-of-range' })
  }
  for (const [from, to] of [[2, 1], [-1, 1], [0.5, 1], [0.5, 0.5], [2 ** 53, 2 ** 53], [NaN, 1], [1, NaN], [1, 2 ** 53]] as const) {
    assert.deepEqual(checkBeginning(from, to, root, root, []), { proved: false, reason: 'out-of-range' })
    assert.equal(rootsFromConsistency(from, to, root, []), null)
  }
})
