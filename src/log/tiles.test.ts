import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { equalBytes } from './bytes.ts'
import { hashBytes, leafHashes, rootOf, sha256 } from './hash.ts'
import { edgeTiles, growTiles, parseTilePath, tilePath, type Tile, type TileAddress } from './tiles.ts'

const leaves = (count: number) => leafHashes(Buffer.concat(Array.from({ length: count }, (_, i) => sha256(Buffer.from(`${i}`)))))
const all = leaves(70_000)

test('paths as the specification writes them', () => {
  assert.equal(tilePath({ level: 0, number: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 2, number: 0, width: 1 }), 'tile/2/000.p/1')
  assert.equal(tilePath({ level: 'entries', number: 1000, width: 17 }), 'tile/entries/x001/000.p/17')
})

test('a path names one tile and a tile has one path', () => {
  fc.assert(fc.property(
    fc.record({
      level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
      number: fc.oneof(fc.nat({ max: 5000 }), fc.maxSafeNat()), width: fc.integer({ min: 1, max: 256 }),
    }, { noNullPrototype: true }), (address: TileAddress) => assert.deepEqual(parseTilePath(tilePath(address)), address)))
  for (const path of [
    'tile/0/0', 'tile/0/0000', 'tile/00/000', 'tile/64/000', 'tile/0/x000/000', 'tile/0/001/000', 'tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/07',
    'tile/0/000.p/', 'tile/-1/000', 'tile/0/x999/x999/x999/x999/x999/999', 'tile/0/../000', 'tile/entries/00', 'checkpoint', '/tile/0/000', 'tile/0/000\n',
  ]) assert.equal(parseTilePath(path), null, path)
})

test('a tree of 70,000 has the tiles the specification counts', () => {
  const { tiles } = growTiles(0, [], all)
  const widths = (level: number) => tiles.filter((t) => t.level === level).map((t) => t.hashes.length / hashBytes)
  assert.deepEqual(widths(0), [...Array<number>(273).fill(256), 112])
  assert.deepEqual(widths(1), [256, 17])
  assert.deepEqual(widths(2), [1])
  assert.deepEqual(edgeTiles(70_000).map((t) => t.width), [112, 17, 1])
  assert.deepEqual(edgeTiles(256), [{ level: 1, number: 0, width: 1 }])
})

test('appending in batches of any sizes gives the tiles and the root of appending at once', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 700 }), fc.constantFrom(255, 256, 257, 30_000)), { maxLength: 12 }), (batches) => {
    let [size, root, edge] = [0, growTiles(0, [], Buffer.alloc(0)).root, [] as readonly Tile[]]
    const kept = new Map<string, Uint8Array>()
    for (const batch of batches) {
      if (size + batch > 70_000) break
      const grown = growTiles(size, edge, all.subarray(size * hashBytes, (size + batch) * hashBytes))
      for (const tile of grown.tiles) {
        const before = kept.get(`${tile.level}/${tile.number}`) ?? Buffer.alloc(0)
        assert.ok(equalBytes(tile.hashes.subarray(0, before.length), before), 'a tile only grows')
        kept.set(`${tile.level}/${tile.number}`, tile.hashes)
      }
      ;({ size, root, edge } = grown)
      assert.deepEqual(edge.map(({ level, number, hashes }) => ({ level, number, width: hashes.length / hashBytes })), edgeTiles(size))
    }
    const once = growTiles(0, [], all.subarray(0, size * hashBytes))
    assert.ok(equalBytes(root, once.root))
    assert.ok(size === 0 || equalBytes(root, rootOf(all.subarray(0, size * hashBytes))))
    assert.deepEqual([...kept.keys()].sort(), once.tiles.map((t) => `${t.level}/${t.number}`).sort())
    for (const tile of once.tiles) assert.ok(equalBytes(tile.hashes, kept.get(`${tile.level}/${tile.number}`)!))
  }), { numRuns: 40 })
})

test('growing on the wrong partial tiles is refused', () => {
  const { edge } = growTiles(0, [], all.subarray(0, 300 * hashBytes))
  assert.throws(() => growTiles(300, [], all), /tile 0\/1 of a tree of 300 must hold 44 hashes/)
  assert.throws(() => growTiles(301, edge, all), RangeError)
  assert.throws(() => growTiles(300, edge, all.subarray(0, 31)), RangeError)
})
