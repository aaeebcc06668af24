/** Dates as providers write them: read where there is one reading, returned with the reason where there is not. Pure. */
import { excerpt } from '../findings.ts'
import { type FieldReader, fault, plainForms, remembering } from './reading.ts'

export type DateOptions = {
  /** a day that stands for "no end"; read as `no-end` */
  readonly noEnd?: string
  /** words taken as they are (a conduct that continues) */
  readonly words?: readonly string[]
  /** day a spreadsheet's serial numbers count from; null = the file has no such numbers */
  readonly serialsFrom?: string | null
  /** days after this one are returned */
  readonly latest?: string | null
}

const written = /^(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})(?:日|号)?$/
const compact = /^(\d{4})(\d{2})(\d{2})$/
const time = /[ T]+([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.0+)?)?$/
const openEnded = /^(长期|长期有效|永久|永久有效|无固定期限)$/
// Without a day, without a year, or cut by a spreadsheet: `2014年12月`, `2014-12`, `2014`, `Oct-17`, `3月5日`.
const incomplete = [
  /^\d{4}(年|[-/.]\d{1,2}|年\d{1,2}月?)?$/, /^\d{6}$/, /^[A-Za-z]{3,9}[-/ ,.]+\d{2,4}$/,
  /^\d{1,2}[-/ ]?[A-Za-z]{3,9}$/, /^\d{1,2}月\d{1,2}[日号]?$/, /^\d{1,2}[-/.]\d{1,2}$/,
]
const shortYear = /^\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,4}日?$|^\d{2}年\d{1,2}月\d{1,2}日?$/
const withZone = /\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/

/** @returns a reader giving `YYYY-MM-DD`, `no-end`, or one of the words */
export function dateReader(options: DateOptions): FieldReader {
  const { noEnd, words = [], serialsFrom = null, latest = null } = options
  return remembering((cell) => {
    if (words.includes(cell)) return cell
    const plain = plainForms(cell).trim()
    if (openEnded.test(plain)) return noEnd === undefined ? fault('date-unreadable', { found: excerpt(cell) }) : 'no-end'
    if (withZone.test(plain)) return fault('date-ambiguous', { found: excerpt(cell) })
    const day = plain.replace(time, '').replace(/(?<=[\d年月日]) +(?=[\d年月日])/g, '')
    const parts = compact.exec(day) ?? sameSeparators(written.exec(day))
    if (parts) {
      const iso = realDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
      if (iso === null) return fault('date-impossible', { found: excerpt(cell) })
      if (iso === noEnd) return 'no-end'
      if (latest !== null && iso > latest) return fault('date-in-future', { found: iso, today: latest })
      return iso
    }
    if (/^\d{5}(\.\d+)?$/.test(day)) {
      const counted = Temporal.PlainDate.from(serialsFrom ?? '1899-12-30').add({ days: Math.floor(Number(day)) }).toString()
      if (serialsFrom === null) return fault('date-number', { found: excerpt(cell), understood: counted })
      if (latest !== null && counted > latest) return fault('date-in-future', { found: counted, today: latest })
      return counted === noEnd ? 'no-end' : counted
    }
    if (shortYear.test(day)) return fault('date-ambiguous', { found: excerpt(cell) })
    if (incomplete.some((form) => form.test(day))) return fault('date-incomplete', { found: excerpt(cell) })
    return fault('date-unreadable', { found: excerpt(cell) })
  })
}

/** `2024-03/01` is no way to write a date, and 年 goes with 月. */
function sameSeparators(parts: RegExpExecArray | null): readonly (string | undefined)[] | null {
  if (parts === null) return null
  const [whole, year, first, month, second, day] = parts
  return (first === '年' ? second === '月' : first === second) ? [whole, year, month, day] : null
}

function realDay(year: number, month: number, day: number): string | null {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return null
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString()
  } catch {
    return null
  }
}
