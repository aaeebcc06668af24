/** The sheet of recurring mistakes: what goes wrong again and again in one unit's deliveries, and in which columns. Pure. */
import { csvLine } from '../../../text/csv-line.ts'
import { type FindingCode, headline } from '../findings.ts'

export type Mistake = {
  readonly code: FindingCode
  /** the rows were given back: what was found may tell of a person; false: what is certain, or no matter of persons */
  readonly doubtful: boolean
  readonly rule: string | null
  /** rows of the delivery asked for, and of the last twelve months */
  readonly inDelivery: number
  readonly inYear: number
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
  found: readonly { code: string; doubtful: boolean; column: string | null; rule: string | null; in_delivery: number; in_all: number }[],
  months: readonly Month[],
  today: Temporal.PlainDate,
): MistakeSheet {
  type Counted = { code: string; doubtful: boolean; rule: string | null; inDelivery: number; inYear: number; columns: { column: string; rows: number }[] }
  const byCode = new Map<string, Counted>()
  for (const f of found) {
    const key = `${f.code} ${f.doubtful}`
    const mistake = byCode.get(key) ?? { code: f.code, doubtful: f.doubtful, rule: null, inDelivery: 0, inYear: 0, columns: [] }
    byCode.set(key, mistake)
    mistake.rule ??= f.rule
    mistake.inDelivery += f.in_delivery
    mistake.inYear += f.in_all
    if (f.column !== null) mistake.columns.push({ column: f.column, rows: f.in_all })
  }
  const mistakes = [...byCode.values()].map((m): Mistake => ({
    ...m, code: m.code as FindingCode, columns: m.columns.sort((a, b) => b.rows - a.rows || (a.column < b.column ? -1 : 1)),
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
  zh: ['错误', '代号', '依据的条款', '本次（行）', '近12个月（行）', '最多的列'],
  en: ['Mistake', 'Code', 'Rule', 'This delivery (rows)', 'Last 12 months (rows)', 'Columns most affected'],
} as const

/** @returns UTF-8 with a byte order mark, so that spreadsheets read it as UTF-8 */
export function mistakeCsv(sheet: MistakeSheet, lang: 'zh' | 'en'): string {
  const lines = sheet.mistakes.map((m) => [
    headline(m.code, m.doubtful)[lang], m.code, m.rule ?? '', String(m.inDelivery), String(m.inYear),
    m.columns.slice(0, 5).map(({ column, rows }) => `${column} ${rows}`).join(lang === 'zh' ? '；' : '; '),
  ])
  return `\uFEFF${[[...heads[lang]], ...lines].map(csvLine).join('')}`
}
