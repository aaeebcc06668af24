/** How bodies, matters and steps are called on the pages of oversight. */
import { unitByCode } from '../../../identity/store.ts'
import type { OversightCase } from '../../../register/oversight/case.ts'
import { finesOf, stepsUnder, termRule } from '../../../register/oversight/procedure.ts'
import { placedAs } from '../../../register/oversight/store.ts'
import { chinese, day, ruleLink, tag } from '../../components.ts'
import { html, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'

export async function bodyName(view: View, code: string): Promise<Part> {
  if (code === 'operator') return view.say('objections.operator')
  const unit = await unitByCode(view.ports.database, code)
  const placed = unit === null ? (await placedAs(view.ports.database, code)).find((p) => p.name_zh !== '') : undefined
  const [zh, en] = unit === null ? [placed?.name_zh ?? code, placed?.name_en ?? code] : [unit.name_zh, unit.name_en]
  return view.language === 'zh' || en === zh ? chinese(zh) : en
}

export const stepText = ({ ports, in2 }: View, rule: string, code: string): string => {
  const step = stepsUnder(ports.law(), rule).find((s) => s.code === code)
  return step === undefined ? code : in2(step.text)
}

export function stateOf(view: View, c: OversightCase): Part {
  const { tell, say, ports } = view
  if (c.closed !== null) return tell(`accountability.state-${c.closed.finding}`, { day: day(c.closed.on) })
  const hearing = c.answers.length === 0 && c.answerUntil >= ports.today().toString()
  return hearing ? tag('wait', tell('accountability.state-hearing', { day: day(c.answerUntil) })) : say('accountability.state-open')
}

/** Until when an order is owed; the day it names, or that it names none. Cinnabar is for offices: of others it is said in ink. */
export function owedWords(view: View, c: OversightCase): Part {
  const { until } = c.owed!
  const rule = ruleLink(view, termRule(view.ports.law(), c.rule) ?? c.rule)
  if (until === null) return html`${view.say('accountability.owed-no-day')} ${rule}`
  const late = view.ports.today().toString() > until
  const ink = finesOf(view.ports.law(), c.rule).length > 0 ? 'wait' : 'late'
  return html`${day(until)} ${late ? tag(ink, view.say('accountability.owed-late')) : null} ${rule}`
}
