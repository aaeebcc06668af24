/** How often rows were found wrong, and how: rows are counted as rows, findings as findings. Pure. */
import { familyOf } from '../families.ts'
import { isQuestioned, type RowFinding } from '../findings.ts'

/** What is counted of a finding; of a corrected row no fact is kept but that it was doubtful. */
export type Counted = Pick<RowFinding, 'code' | 'column' | 'rule'> & Partial<Pick<RowFinding, 'facts'>>
/** What became of the rows: they wait for their correction, were kept out, were corrected, or waited past their day. */
export type CountKind = 'returned' | 'refused' | 'corrected' | 'removed'
export type FindingCount = {
  readonly per: 'row' | 'family' | 'code' | 'column'
  /** the family or the code */
  readonly name: string
  /** '' where the row as a whole is meant */
  readonly column: string
  readonly doubtful: boolean
  readonly rule: string | null
  /** each row once, however often it was found in it */
  readonly rows: number
  readonly findings: number
}

/** @param rows the findings of each */
export function countsOf(rows: Iterable<readonly Counted[]>): FindingCount[] {
  const counts = new Map<string, { -readonly [key in keyof FindingCount]: FindingCount[key] }>()
  const lastIn = new Map<object, number>()
  let row = 0
  const add = (per: FindingCount['per'], name: string, column: string, doubtful: boolean, rule: string | null, findings = 1) => {
    const key = `${per}\n${name}\n${doubtful}\n${column}`
    let count = counts.get(key)
    if (count === undefined) counts.set(key, (count = { per, name, column, doubtful, rule, rows: 0, findings: 0 }))
    if (rule !== null && (count.rule === null || rule < count.rule)) count.rule = rule
    if (lastIn.get(count) !== row) count.rows++
    lastIn.set(count, row)
    count.findings += findings
  }
  for (const findings of rows) {
    row++
    const questioned = findings.map((f) => f.facts !== undefined && isQuestioned({ facts: f.facts }))
    add('row', '', '', questioned.includes(true), null, findings.length)
    for (const [i, f] of findings.entries()) {
      add('family', familyOf(f.code), '', false, null)
      add('code', f.code, '', questioned[i]!, f.rule)
      add('column', f.code, f.column ?? '', questioned[i]!, f.rule)
    }
  }
  return [...counts.values()]
}
