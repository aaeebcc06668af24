/** An organisation's own statements as records: it makes them itself, answers for them, and takes them back itself. */
import { canonicalJson, type Doer, doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { operatorBody } from '../../identity/members.ts'
import { displayStamp } from '../../law/in-force.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { findItem } from '../catalog/find-item.ts'
import { withdrawRecord, type WithdrawalRefusal } from '../records/acts.ts'
import { putRecords } from '../records/rows/store.ts'
import { projectDates } from '../records/dates.ts'
import { factsOf } from '../records/facts.ts'
import { factsText, recordContent } from '../records/record.ts'
import { readStatement, ruleOfStatements, statementItem, type StatementTextRefusal, statementValues } from './statement.ts'
import * as store from './store.ts'

/** `organisation-unknown`: its code is not registered here */
export type StatementRefusal = StatementTextRefusal | 'personal-data' | 'organisation-unknown'

/**
 * @param by the organisation itself, with the number of its representative's account
 * @returns the number of the record
 * @source gd-21-2, xm-45-2, js-37-2, ln-13-2b
 */
export async function makeStatement(ports: Ports, by: Doer, s: { readonly kind: string; readonly text: string }): Promise<Outcome<number, StatementRefusal>> {
  const law = ports.law()
  const today = ports.today()
  const subject = doer(by).actor
  const text = readStatement(s.kind, s.text, law)
  if (!text.ok) return text
  const personal = personalDataIn({ statement: text.value }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  const found = findItem(law, statementItem, today)
  if (!found.ok) throw new Error('the catalog has no item for what organisations volunteer')
  const item = found.value
  const rule = ruleOfStatements(law)
  return ports.database.transaction(async (tx) => {
    const name = await store.nameForChange(tx, subject)
    if (name === null) return refuse('organisation-unknown', null, { code: subject })
    // Sent twice, by an impatient hand or a line that broke: one statement, and the first answers.
    const since = ports.now().subtract(sameWithin).toString()
    const same = (await store.recentStatements(tx, subject, statementItem, since)).find((r) => saysSame(r.content, text.value))
    if (same !== undefined) return ok(same.record_id)
    const on = today.toString()
    const number = `自述${on.slice(0, 4)}-${await store.countStatements(tx, subject, statementItem) + 1}`
    const values = statementValues({ name, code: subject, number, text: text.value, on, receivedBy: operatorBody.nameZh })
    const facts = factsOf(item, values)
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'record.accepted', ...doer(by), rules: rule === null ? [] : [rule],
      acts: [{ subject, content: recordContent({
        item: item.id, itemVersion: item.version, subject, identity: number, closedDigest: null, valuesJson: canonicalJson(values),
      }) }],
    })
    await putRecords(tx, [{
      subject_code: subject, record_id: firstAct, item_id: item.id, provider_code: subject, identity: number, version: 1, act_id: firstAct, act_group: firstAct,
      decided_on: on, received_on: on, existence: 'held', law: displayStamp(law, on), facts: factsText(facts), ...projectDates(item, facts, on, law, today),
    }])
    return ok(firstAct)
  })
}

/** Engineering value. */
const sameWithin = { minutes: 10 }
const saysSame = (content: string | null, text: string): boolean =>
  content !== null && Object.values((JSON.parse(content) as { values?: Record<string, string> }).values ?? {}).includes(text)

/** Taken back by the organisation that made it. @param by the organisation itself */
export function withdrawStatement(ports: Ports, by: Doer, record: number): Promise<Outcome<null, WithdrawalRefusal>> {
  const { actor, account } = doer(by)
  return withdrawRecord(ports, { subject: actor, record, provider: actor, account, reason: '该组织撤回自己的声明', document: null, rule: null })
}
