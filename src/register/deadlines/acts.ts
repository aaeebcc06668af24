/** Entering a period the law leaves open, and asking for a clock under what was entered. */
import { canonicalJson, doer, type Doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { configureLimit, type ConfiguredLimit, type ConfigureRefusal } from '../../calendar/configured-limit.ts'
import { hold } from '../../database/hold.ts'
import { type Outcome, refuse } from '../../law/outcome.ts'
import { findRule } from '../../law/rule.ts'
import type { Ports } from '../../ports.ts'
import { refusedAsPersonal } from '../boundary/refused.ts'
import { awaitedState, type Awaited, type AwaitedState } from './awaited.ts'
import { recountRule } from './clocks/acts.ts'
import { ruleClock, type RuleClock, type RuleClockQuestion } from './rule-clock.ts'
import * as store from './store.ts'

/** @param by the unit whose office enters it, or `operator` */
export async function setPeriod(ports: Ports, by: Doer, entry: ConfiguredLimit): Promise<Outcome<ConfiguredLimit, ConfigureRefusal | 'rule-unknown' | 'personal-data'>> {
  const rule = findRule(ports.law(), entry.rule)
  if (!rule) return refuse('rule-unknown', null, { rule: entry.rule })
  const personal = refusedAsPersonal({ office: entry.office, basis: entry.basis }, ports)
  if (personal !== null) return personal
  const { rule: _, ...values } = entry
  const configured = configureLimit(rule, values)
  if (!configured.ok) return configured
  await ports.database.transaction(async (tx) => {
    await hold(tx, 'periods', '')
    await appendActs(tx, ports, { kind: 'period.set', ...doer(by), rules: [rule.id], acts: [{ subject: '', content: canonicalJson(configured.value) }] })
  })
  await recountRule(ports, by, rule.id)
  return configured
}

export const periodsEntered = (ports: Pick<Ports, 'database'>): Promise<ConfiguredLimit[]> => store.configuredLimits(ports.database)

export async function awaitedNow(ports: Ports, awaited: Awaited): Promise<AwaitedState> {
  return awaitedState(awaited, await periodsEntered(ports), ports.law(), ports.calendar(), ports.today())
}

/** The clock of a rule as things stand here: notices loaded, periods entered. */
export async function ruleClockNow(ports: Pick<Ports, 'database' | 'law' | 'calendar'>, question: RuleClockQuestion): Promise<RuleClock | null> {
  const open = question.rule.limit !== null && question.rule.limit.amount === null
  return ruleClock(question, open ? await periodsEntered(ports) : [], ports.law(), ports.calendar())
}
