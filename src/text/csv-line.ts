/**
 * One line of a CSV we write: every table that is given out is made of these, and the cells of every sheet of `sheetCell`. Text that
 * a spreadsheet would take for a formula gets an apostrophe before it: the file goes to people who open it, and what a stranger
 * wrote into a cell must not run there. Pure.
 */

// What begins a formula, also behind spaces and marks nobody sees, and in its full width, which spreadsheets of East Asia take for the same.
// An apostrophe that stands there already is escaped too, so that what comes back is what was there.
const risky = /^'*(?:[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻−]|[\t\r\n])/u
const escapedCell = /^'+(?:[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻−]|[\t\r\n])/u
const plainNumber = /^-?\d+(\.\d+)?$/

export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

/** A text as the cell of a sheet: saved as CSV by whoever opened it, it does not run there either. */
export const sheetCell = (cell: string): string => (risky.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell)

function quoted(cell: string): string {
  const safe = sheetCell(cell)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell of a file we wrote, as it was before. */
export const unescapedCell = (cell: string): string => (escapedCell.test(cell) ? cell.slice(1) : cell)
