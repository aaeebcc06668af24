/** What an organisation says of itself: a statement or a pledge, marked as its own wherever it is shown. Pure. */
import { lettersIn } from '../../law/written.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, RuleId } from '../../law/types.ts'

export type StatementKind = 'statement' | 'pledge'
/** The item of the catalog for what organisations volunteer. */
export const statementItem = 'own-statement'

/** - `statement-missing`; - `statement-too-long` facts: most; - `statement-kind-unknown` */
export type StatementTextRefusal = 'statement-missing' | 'statement-too-long' | 'statement-kind-unknown'

/** Engineering value: a sentence is longer. */
const shortestText = 8

/** Of what an organisation supplies itself. @source gd-21-2, xm-45-2, js-37-2, ln-13-2b, and Hunan's answer to parameter C7 */
export function ruleOfStatements({ pack }: Pick<Law, 'pack'>): RuleId | null {
  const answer = pack.parameters.C7
  return answer === undefined ? null : answer.kind === 'limit' ? answer.rule : answer.rules[0] ?? null
}

/** @returns the text as it will stand in the record */
export function readStatement(kind: string, text: string, law: Pick<Law, 'pack' | 'catalog'>): Outcome<string, StatementTextRefusal> {
  const rule = ruleOfStatements(law)
  if (kind !== 'statement' && kind !== 'pledge') return refuse('statement-kind-unknown', rule)
  const said = text.replace(/\r\n?/g, '\n').trim()
  if (lettersIn(said) < shortestText) return refuse('statement-missing', rule)
  const whole = kind === 'pledge' ? `信用承诺：${said}` : said
  const most = law.catalog.find((item) => item.id === statementItem)?.fields.find((f) => f.name === '声明内容')?.maxLength ?? null
  return most !== null && whole.length > most ? refuse('statement-too-long', rule, { most: String(most) }) : ok(whole)
}

/** @param d.number of the statement within the organisation; @param d.receivedBy name of who takes it in */
export const statementValues = (d: {
  readonly name: string; readonly code: string; readonly number: string; readonly text: string; readonly on: string; readonly receivedBy: string
}) => ({
  机构名称: d.name, 统一社会信用代码: d.code, 声明编号: d.number, 声明内容: d.text, 声明日期: d.on, 受理单位: d.receivedBy,
})
