/** Letters to the parties of cases whose due day moved, inside the transaction that moves it. */
import type { Tx } from '../../../database/db.ts'
import type { RuleId, Text2 } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { nameOf, noticeTemplates, serveNotice } from '../acts.ts'
import { dayInWords } from '../notice.ts'

/** Days are YYYY-MM-DD; null: there was, or is, none. */
export type Moved = {
  readonly kind: string; readonly case: number; readonly subject: string; readonly party: string; readonly rule: RuleId | null
  readonly from: string | null; readonly to: string | null
}
/** - `holidays` a holiday notice came; - `period` an office entered the period */
export type MovedBecause = 'holidays' | 'period'

/** Engineering value: a letter that names so many cases is read; the rest are counted. */
const mostNamed = 30

/**
 * One letter for each addressee and each old and new day, whatever the number of cases: to the organisation whose case it is, and
 * to the unit or organisation that owes the step. Of a recall the organisation it is about is not told how long others have.
 */
export async function tellMoved(tx: Tx, ports: Ports, because: MovedBecause, moved: readonly Moved[]): Promise<void> {
  const { moved: words } = await noticeTemplates()
  const day = (on: string | null): Text2 => (on === null ? words.unset : dayInWords(on)!)
  const to = moved.flatMap((m) => [...new Set([...(m.kind === 'recall' ? [] : [m.subject]), m.party])]
    .filter((code) => code !== '' && code !== 'operator').map((code) => ({ code, m })))
  for (const group of Map.groupBy(to, ({ code, m }) => [code, m.kind, m.rule, m.from, m.to].join(' ')).values()) {
    const { code, m } = group[0]!
    const office = code !== m.subject && await nameOf(tx, 'unit', code) !== null
    if (!office && await nameOf(tx, 'organisation', code) === null) continue
    const word = words.cases[m.kind] ?? words.cases.other!
    const numbers = group.slice(0, mostNamed).map((g) => g.m.case)
    const more = group.length - numbers.length
    const [old, now] = [day(m.from), day(m.to)]
    await serveNotice(tx, ports, 'operator', {
      template: office ? 'due-day-moved-office' : 'due-day-moved', to: code, rules: m.rule === null ? [] : [m.rule],
      about: { subject: group.every((g) => g.m.subject === m.subject) ? m.subject : '', record: null, case: group.length === 1 ? m.case : null },
      facts: {
        'cases-zh': `${word.zh}（编号${numbers.join('、')}${more > 0 ? `等${group.length}件` : ''}）`,
        'cases-en': `${word.en} ${numbers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        'old-zh': old.zh, 'old-en': old.en, 'now-zh': now.zh, 'now-en': now.en, 'why-zh': words.why[because].zh, 'why-en': words.why[because].en,
        calendar: ports.calendar().edition,
      },
    })
  }
}
