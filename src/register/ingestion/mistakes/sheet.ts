/** The sheet of recurring mistakes: what goes wrong again and again in one unit's deliveries, and in which columns. Pure. */
import { csvLine } from '../../../text/csv-line.ts'
import type { FoundMistake } from './store.ts'
import { type FindingCode, headline } from '../findings.ts'

export type Mistake = {
  readonly code: FindingCode
  /** the rows were given back: what was found may tell of a person; false: what is certain, or no matter of persons */
  readonly doubtful: boolean
  readonly rule: string | null
  /** rows of the delivery asked for, and of the last twelve months */
  readonly inDelivery: number
  readonly inYear: number
  /** how often it was found in them: a row can bear it in several columns */
  readonly foundInDelivery: number
  readonly foundInYear: number
  /** the most affected first; a row as a whole has no column */
  readonly columns: readonly { readonly column: string; readonly rows: number }[]
}
/** `faulty`: rows given back or kept out when they were read, whatever became of them later */
export type Month = { readonly month: string; readonly rows: number; readonly faulty: number }
export type MistakeSheet = { readonly delivery: string | null; readonly mistakes: readonly Mistake[]; readonly months: readonly Month[] }

const monthsShown = 12

/** The day the twelve months begin: the first of the month eleven months before. */
export const sheetBegins = (today: Temporal.PlainDate): Temporal.PlainDate => today.with({ day: 1 }).subtract({ months: monthsShown - 1 })

export function mistakeSheet(
  delivery: string | null,
  found: readonly FoundMistake[],
  months: readonly Month[],
  today: Temporal.PlainDate,
): MistakeSheet {
  const columns = Map.groupBy(found.filter((f) => f.per === 'column' && f.column !== ''), (f) => `${f.code} ${f.doubtful}`)
  const mistakes = found.filter((f) => f.per === 'code').map((f): Mistake => ({
    code: f.code as FindingCode, doubtful: f.doubtful, rule: f.rule, inDelivery: f.in_delivery, inYear: f.in_all,
    foundInDelivery: f.found_in_delivery, foundInYear: f.found_in_all,
    columns: (columns.get(`${f.code} ${f.doubtful}`) ?? []).map((c) => ({ column: c.column, rows: c.in_all }))
      .sort((a, b) => b.rows - a.rows || (a.column < b.column ? -1 : 1)),
  }))
  const byName = (a: Mistake, b: Mistake) => (a.code < b.code ? -1 : a.code > b.code ? 1 : Number(a.doubtful) - Number(b.doubtful))
  mistakes.sort((a, b) => b.inYear - a.inYear || b.inDelivery - a.inDelivery || byName(a, b))
  const begins = sheetBegins(today)
  const all = Array.from({ length: monthsShown }, (_, i) => begins.add({ months: i }).toPlainYearMonth().toString())
  return { delivery, mistakes, months: all.map((month) => months.find((m) => m.month === month) ?? { month, rows: 0, faulty: 0 }) }
}

/** `1.3 %` as a number of tenths of a percent, rounded; null where nothing was read. */
export const share = ({ rows, faulty }: Pick<Month, 'rows' | 'faulty'>): string | null =>
  (rows === 0 ? null : (Math.round((faulty / rows) * 1000) / 10).toFixed(1))

const heads = {
  zh: ['错误', '代号', '依据的条款', '本次（行）', '近12个月（行）', '本次（处）', '近12个月（处）', '最多的列（行）'],
  en: ['Mistake', 'Code', 'Rule', 'This delivery (rows)', 'Last 12 months (rows)', 'This delivery (findings)', 'Last 12 months (findings)', 'Columns most affected (rows)'],
} as const

/** @returns UTF-8 with a byte order mark, so that spreadsheets read it as UTF-8 */
export function mistakeCsv(sheet: MistakeSheet, lang: 'zh' | 'en'): string {
  const lines = sheet.mistakes.map((m) => [
    headline(m.code, m.doubtful)[lang], m.code, m.rule ?? '', String(m.inDelivery), String(m.inYear), String(m.foundInDelivery), String(m.foundInYear),
    m.columns.slice(0, 5).map(({ column, rows }) => `${column} ${rows}`).join(lang === 'zh' ? '；' : '; '),
  ])
  return `\uFEFF${[[...heads[lang]], ...lines].map(csvLine).join('')}`
}
