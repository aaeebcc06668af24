/** Tiles of the tree as C2SP tlog-tiles cuts it: 256 hashes wide, eight levels of the tree high. */
import { joinBytes } from './bytes.ts'
import { emptyRoot, hashBytes, rootOf } from './hash.ts'

export const tileWidth = 256
export const tileBytes = tileWidth * hashBytes
/** Numbers stay exact in a double: a log of up to 2^53 - 1 leaves has tiles on levels 0 to 6. */
const topLevel = 6

/** Where a tile stands: level 0 holds leaf hashes; a hash above is the root of one full tile below. */
export type TileAt = { readonly level: number; readonly number: number }
/** `width` hashes of it belong to the tree in question; 256 = a full tile. */
export type TileSpan = TileAt & { readonly width: number }
export type Tile = TileAt & { readonly hashes: Uint8Array }
/** A tile; the bundle of the entries beneath a tile of level 0, or what the acts behind them say now (recheck.ts). */
export type TileAddress = { readonly level: number | 'entries' | 'acts'; readonly number: number; readonly width: number }

/** How many leaves one hash on a level stands for. */
export const leavesUnder = (level: number): number => tileWidth ** level

/**
 * Path below the log's prefix, such as `tile/0/x001/x234/067` or `tile/entries/000.p/17`.
 *
 * @param width hashes or entries, 1 to 256; fewer than 256 is a partial tile
 */
export function tilePath({ level, number, width }: TileAddress): string {
  const digits = String(number)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.../g)!
  const last = groups.pop()!
  return `tile/${level}/${groups.map((group) => `x${group}/`).join('')}${last}${width < tileWidth ? `.p/${width}` : ''}`
}

/** The tile a path names; null where it is not the one spelling of a tile's path. */
export function parseTilePath(path: string): TileAddress | null {
  const parts = /^tile\/(entries|acts|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!parts) return null
  const number = Number(parts[2]!.replace(/[x/]/g, ''))
  const address: TileAddress = {
    level: parts[1] === 'entries' || parts[1] === 'acts' ? parts[1] : Number(parts[1]), number, width: parts[3] === undefined ? tileWidth : Number(parts[3]),
  }
  const exists = Number.isSafeInteger(number) && address.width >= 1 && (typeof address.level === 'string' || address.level <= 63)
  // Leading zeroes, `.p/256` and the like name nothing: a resource has one address.
  return exists && tilePath(address) === path ? address : null
}

/** How wide a tile is in a tree of `size` leaves; 0 = not there. */
export const widthAt = (size: number, { level, number }: TileAt): number =>
  Math.max(0, Math.min(tileWidth, Math.floor(size / leavesUnder(level)) - number * tileWidth))

/** The partial tiles of a tree of `size` leaves, lowest level first. Together they give its root. */
export function edgeTiles(size: number): TileSpan[] {
  checkSize(size)
  const spans: TileSpan[] = []
  for (let level = 0; level <= topLevel; level++) {
    const hashes = Math.floor(size / leavesUnder(level))
    if (hashes % tileWidth > 0) spans.push({ level, number: Math.floor(hashes / tileWidth), width: hashes % tileWidth })
  }
  return spans
}

/** Root of a tree, from the hashes of its partial tiles, lowest level first. None = the tree without leaves. */
export function rootOfEdge(edge: readonly Uint8Array[]): Uint8Array {
  let root: Uint8Array | null = null
  // What stands to the right on lower levels is one incomplete subtree beside the full ones of this level.
  for (const hashes of edge) root = rootOf(root === null ? hashes : joinBytes([hashes, root]))
  return root ?? emptyRoot
}

export type Grown = {
  readonly size: number
  readonly root: Uint8Array
  /** every tile that is new or has grown, as it now stands */
  readonly tiles: readonly Tile[]
  /** the partial tiles now: what the next call needs */
  readonly edge: readonly Tile[]
}

/**
 * Appends leaves to a tree of `size` leaves.
 *
 * @param edge    its partial tiles (`edgeTiles(size)` names them), in any order
 * @param leaves  leaf hashes, 32 bytes each
 * @throws        {RangeError} when a partial tile is missing or not as wide as the size asks
 */
export function growTiles(size: number, edge: readonly Tile[], leaves: Uint8Array): Grown {
  const partial = new Map<number, Uint8Array>()
  for (const { level, number, width } of edgeTiles(size)) {
    const tile = edge.find((t) => t.level === level && t.number === number)
    if (tile?.hashes.length !== width * hashBytes) throw new RangeError(`tile ${level}/${number} of a tree of ${size} must hold ${width} hashes`)
    partial.set(level, tile.hashes)
  }
  const grownTo = size + leaves.length / hashBytes
  checkSize(grownTo)

  const tiles: Tile[] = []
  let added: Uint8Array = leaves
  for (let level = 0; added.length > 0; level++) {
    const first = Math.floor(size / leavesUnder(level + 1))
    const hashes = joinBytes([partial.get(level) ?? new Uint8Array(0), added])
    const roots: Uint8Array[] = []
    for (let at = 0; at < hashes.length; at += tileBytes) {
      const tile: Tile = { level, number: first + at / tileBytes, hashes: hashes.subarray(at, at + tileBytes) }
      tiles.push(tile)
      if (tile.hashes.length === tileBytes) roots.push(rootOf(tile.hashes))
    }
    added = joinBytes(roots)
  }
  const now = edgeTiles(grownTo).map(({ level, number }) => [...tiles, ...edge].find((t) => t.level === level && t.number === number)!)
  return { size: grownTo, root: rootOfEdge(now.map((tile) => tile.hashes)), tiles, edge: now }
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`a tree cannot have ${size} leaves`)
}
