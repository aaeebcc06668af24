/**
 * How much of a hostile file the register is willing to look at. Engineering limits, not law: no rule sets them,
 * and a deployment may hand in others.
 */
export type ReadLimits = {
  /** bytes of the delivered file */
  readonly fileBytes: number
  /** data rows of one file */
  readonly rows: number
  /** columns of one row */
  readonly columns: number
  /** UTF-16 code units of one row, quotes and all: what an open quote may swallow before it is given up */
  readonly rowLength: number
  /** entries of a zip */
  readonly zipEntries: number
  /** bytes all entries of a zip inflate to */
  readonly inflatedBytes: number
  /** inflated bytes per packed byte, over the whole zip; honest spreadsheets stay below 60 */
  readonly inflateRatio: number
  /** bytes of a workbook's shared texts, which must be held in memory while its rows are read */
  readonly sharedTextBytes: number
  /** nesting of one JSON line: an object of plain values is 1 */
  readonly jsonDepth: number
  /** digits before the decimal point of an amount */
  readonly amountDigits: number
}

export const readLimits: ReadLimits = {
  fileBytes: 8 * 2 ** 30,
  rows: 20_000_000,
  columns: 400,
  rowLength: 256 * 1024,
  zipEntries: 2_000,
  inflatedBytes: 1.5 * 2 ** 30,
  inflateRatio: 250,
  sharedTextBytes: 48 * 2 ** 20,
  jsonDepth: 1,
  amountDigits: 12,
}
