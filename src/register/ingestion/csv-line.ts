/**
 * One line of a CSV we write. Text that a spreadsheet would take for a formula gets an apostrophe before it: the file
 * goes back to people who open it, and what a stranger wrote into a cell must not run there. Pure.
 */
const risky = /^[=+\-@\t\r]/
const escapedCell = /^'[=+\-@\t\r]/

export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

function quoted(cell: string): string {
  const safe = risky.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell of a file we wrote, as it was before. */
export const unescapedCell = (cell: string): string => (escapedCell.test(cell) ? cell.slice(1) : cell)
