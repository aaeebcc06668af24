/**
 * Cells of one column that were looked through and held nothing: dates, authorities, classes, bases repeat from row to row, and a
 * look-up costs a small part of a look. A column whose cells hardly repeat (names, codes) is soon not asked any more. Pure.
 */
export type CleanCells = {
  readonly has: (cell: string) => boolean
  readonly add: (cell: string) => void
}

/**
 * Places for cells of a column, by a hash: short ones (the days of ten years, amounts) have more of them than long ones; what is longer
 * than those is not remembered, so that memory stays below half a megabyte a column.
 */
const places = 1024
const longestCell = 240
const shortPlaces = 4096
const longestShort = 16
/** How many cells are asked for before it is judged whether that pays, and how many are passed over where it does not. */
const tried = 512
const passed = 16_384

export function cleanCells(): CleanCells {
  const known: string[] = Array.from({ length: places }, () => '')
  let short: string[] | null = null
  /** the one that was found or remembered last: most often the row below says the same again */
  let latest = ''
  let asked = 0
  let hits = 0
  let idle = 0
  return {
    has(cell) {
      if (cell === latest) return true
      const n = cell.length
      if (n > longestCell) return false
      if (idle > 0) {
        idle--
        return false
      }
      const place = n > longestShort ? known[hashOf(cell) & (places - 1)]! : short === null ? '' : short[hashOf(cell) & (shortPlaces - 1)]!
      const found = place === cell
      if (found) {
        hits++
        latest = place
      }
      if (++asked === tried) {
        // Fewer than one in four found again: remembering costs more than it spares.
        if (hits * 4 < tried) {
          known.fill('')
          short?.fill('')
          idle = passed
        }
        asked = hits = 0
      }
      return found
    },
    add(cell) {
      if (idle > 0 || cell.length > longestCell) return
      latest = own(cell)
      if (cell.length > longestShort) known[hashOf(cell) & (places - 1)] = latest
      else (short ??= Array.from({ length: shortPlaces }, () => ''))[hashOf(cell) & (shortPlaces - 1)] = latest
    },
  }
}

/** Of the first units all, of the others every fourth: only a place to look, never the answer. */
function hashOf(cell: string): number {
  const n = cell.length
  const head = n < 16 ? n : 16
  let hash = n
  let i = 0
  for (; i < head; i++) hash = (Math.imul(hash, 31) + cell.charCodeAt(i)) | 0
  for (; i < n; i += 4) hash = (Math.imul(hash, 31) + cell.charCodeAt(i)) | 0
  return hash ^ (hash >>> 11)
}

// A cell is a slice of its file's text; remembering the slice would keep the whole text alive.
const own = (cell: string): string => Buffer.from(cell, 'utf16le').toString('utf16le')
