/** Consent as acts: an authorisation given and revoked, a record kept from view on request and shown again. */
import { canonicalJson, type Doer, doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { Projector } from '../../acts/rebuild.ts'
import type { Db, Tx } from '../../database/db.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'
import type { Ports } from '../../ports.ts'
import { recordMoved } from '../recall/acts.ts'
import { isAsked, nameOf, serveNotice } from '../notices/acts.ts'
import * as marks from '../records/marks/store.ts'
import { type Authorisation, type AuthorisationRefusal, type AuthorisationRequest, holdsOn, inquirerCode, mayAuthorise, type NewAuthorisation } from './authorisation.ts'
import { authorisationFacts } from './letters.ts'
import * as store from './store.ts'
import { mayShowAgain, mayWithhold, type WithholdingRefusal } from './withholding.ts'

/** - `authorisation-unknown`, `authorisation-over` facts: authorisation */
export type ConsentRefusal = AuthorisationRefusal | WithholdingRefusal | 'authorisation-unknown' | 'authorisation-over'

/**
 * @param by the organisation itself, with the number of its representative's account
 * @returns the number of the authorisation, which is that of its act
 * @source gd-40-2, gd-42-1, xm-13-3, js-39-2b, js-61b, ln-35-2, hn-16-2, hn-38-3
 */
export async function authorise(ports: Ports, by: Doer, r: AuthorisationRequest): Promise<Outcome<number, AuthorisationRefusal>> {
  const law = ports.law()
  const today = ports.today()
  const subject = doer(by).actor
  return ports.database.transaction(async (tx) => {
    await store.hold(tx, subject)
    const code = inquirerCode(r, law)
    const [inquirer, running] = [code.ok ? await store.inquirerOf(tx, code.value) : null, await store.runningOf(tx, subject, today.toString())]
    const may = mayAuthorise(subject, r, inquirer, running, law, today)
    if (!may.ok) return may
    const { authorisation: a, rules } = may.value
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'authorisation.granted', ...doer(by), rules, acts: [{ subject, content: canonicalJson(a as unknown as Parameters<typeof canonicalJson>[0]) }],
    })
    await store.save(tx, { ...a, id: firstAct, subject })
    await tellOf(tx, ports, { ...a, id: firstAct, subject }, 'authorisation-granted', rules)
    return ok(firstAct)
  })
}

/** At once: from this moment nothing is shown on it. @param by the organisation that gave it */
export async function revokeAuthorisation(ports: Ports, by: Doer, id: number): Promise<Outcome<null, 'authorisation-unknown' | 'authorisation-over'>> {
  const subject = doer(by).actor
  return ports.database.transaction(async (tx) => {
    await store.hold(tx, subject)
    const a = await store.authorisationForChange(tx, subject, id)
    if (a === null) return refuse('authorisation-unknown', null, { authorisation: String(id) })
    if (!holdsOn(a, ports.today().toString())) return refuse('authorisation-over', null, { authorisation: String(id) })
    const { head } = await appendActs(tx, ports, {
      kind: 'authorisation.revoked', ...doer(by), rules: [], acts: [{ subject, content: canonicalJson({ authorisation: id }) }],
    })
    await store.revoke(tx, subject, id, head.on)
    await tellOf(tx, ports, a, 'authorisation-revoked', [])
    return ok(null)
  })
}

type AuthorisationLetter = 'authorisation-granted' | 'authorisation-revoked' | 'authorisation-ended'
/** In writing, from the operator, where the text asks for it. @source xm-37-1 */
async function tellOf(tx: Tx, ports: Ports, a: Omit<Authorisation, 'revokedOn'>, template: AuthorisationLetter, rules: readonly RuleId[]): Promise<void> {
  if (!await isAsked(ports, template)) return
  const inquirer = (await nameOf(tx, a.inquirer.kind, a.inquirer.code)) ?? { zh: a.inquirer.code, en: a.inquirer.code }
  const facts = authorisationFacts(a, inquirer, ports.law(), ports.today().toString())
  await serveNotice(tx, ports, 'operator', { template, to: a.subject, about: { subject: a.subject, record: null, case: a.id }, facts, rules })
}

const endedAtOnce = 200
/**
 * Tells organisations whose authorisations ran out since the last day that was closed: once for each, however often it is asked.
 * @param since YYYY-MM-DD; null: no day was closed yet
 */
export async function tellEnded(ports: Ports, since: string | null): Promise<void> {
  if (!await isAsked(ports, 'authorisation-ended')) return
  const day = ports.today().toString()
  if (since !== null && since >= day) return
  while (await ports.database.transaction(async (tx) => {
    const over = await store.endedUntold(tx, since ?? '0001-01-01', day, endedAtOnce)
    for (const a of over) await tellOf(tx, ports, a, 'authorisation-ended', [])
    return over.length
  }) === endedAtOnce);
}

/**
 * Keeps records from view: at once and wherever the public or an inquirer reads. They stay in the archive, and the
 * organisation sees them. All of those named, or none.
 * @source gd-41, xm-35
 */
export async function withhold(ports: Ports, by: Doer, records: readonly number[]): Promise<Outcome<null, WithholdingRefusal>> {
  const subject = doer(by).actor
  const numbers = [...new Set(records)].sort((a, b) => a - b)
  return ports.database.transaction(async (tx) => {
    const rules = new Set<RuleId>()
    await store.holdRecords(tx, subject, numbers)
    for (const number of numbers) {
      const may = mayWithhold(number, await store.recordToWithhold(tx, subject, number), ports.law())
      if (!may.ok) return may
      rules.add(may.value)
    }
    if (numbers.length === 0) return refuse('record-unknown', null, { record: '' })
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'record.withheld', ...doer(by), rules: [...rules], acts: numbers.map((record) => ({ subject, content: canonicalJson({ record }) })),
    })
    await marks.addMarks(tx, numbers.map((record, i) => ({ subject, record, mark: 'withheld', case: firstAct + i, on: head.on, act: firstAct + i })))
    await recordMoved(tx, ports, { subject, records: numbers, because: 'marked', act: firstAct, rules: [...rules] })
    await tellOfRecords(tx, ports, subject, 'record-withheld', numbers, firstAct)
    return ok(null)
  })
}

/** The organisation asks for a withheld record to be shown again. */
export async function endWithholding(ports: Ports, by: Doer, record: number): Promise<Outcome<null, WithholdingRefusal>> {
  const subject = doer(by).actor
  return ports.database.transaction(async (tx) => {
    await store.holdRecords(tx, subject, [record])
    const may = mayShowAgain(record, await store.recordToWithhold(tx, subject, record))
    if (!may.ok) return may
    const of = await store.withheldBy(tx, subject, record)
    const { firstAct, head } = await appendActs(tx, ports, {
      kind: 'record.withholding-ended', ...doer(by), rules: [], acts: [{ subject, content: canonicalJson({ case: of, record }) }],
    })
    await marks.endMarks(tx, [{ subject, record, mark: 'withheld', case: of, on: head.on, act: firstAct }])
    await recordMoved(tx, ports, { subject, records: [record], because: 'mark-removed', act: firstAct, rules: [] })
    await tellOfRecords(tx, ports, subject, 'record-shown-again', [record], firstAct)
    return ok(null)
  })
}

async function tellOfRecords(
  tx: Tx, ports: Ports, subject: string, template: 'record-withheld' | 'record-shown-again', records: readonly number[], act: number,
): Promise<void> {
  if (!await isAsked(ports, template)) return
  await serveNotice(tx, ports, 'operator', {
    template, to: subject, about: { subject, record: records.length === 1 ? records[0]! : null, case: act }, rules: [],
    facts: { 'records-zh': records.join('、'), 'records-en': records.join(', '), day: ports.today().toString() },
  })
}

/**
 * For each of these categories the first authorisation that lets this inquirer see it of an organisation for this purpose on
 * the day; of a category without one there is none, it is over, or it was revoked. They stand until the transaction ends.
 * @param q.day YYYY-MM-DD
 */
export async function authorisationsFor(
  tx: Tx, q: { readonly subject: string; readonly inquirer: string; readonly purpose: string; readonly day: string }, categories: Iterable<string>,
): Promise<{ readonly id: number; readonly category: string }[]> {
  const held = await store.authorisationsHeld(tx, q)
  return [...new Set(categories)].flatMap((category) => {
    const first = held.find((a) => a.categories.includes(category))
    return first === undefined ? [] : [{ id: first.id, category }]
  })
}

/** Numbers of the records an organisation keeps from view on the day, as text. The same records carry the mark `withheld`. */
export const withheldItems = async (db: Db, subject: string, day: string): Promise<ReadonlySet<string>> =>
  new Set((await store.withheldRecords(db, subject, day)).map(({ record }) => String(record)))

export type { Authorisation }

// ── Projecting from acts ───────────────────────────────────────────────────────────────────────────────────────────

export const projectAuthorisation: Projector = async (tx: Tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    if (group.kind === 'authorisation.revoked') await store.revoke(tx, subject, (JSON.parse(content) as { authorisation: number }).authorisation, group.head.on)
    else await store.save(tx, { ...JSON.parse(content) as NewAuthorisation, id: actId, subject })
  }
}

export const projectWithholding: Projector = async (tx, group, acts) => {
  for (const { subject, actId, content } of acts) {
    const { record, case: of = actId } = JSON.parse(content) as { record: number; case?: number }
    const mark = { subject, record, mark: 'withheld' as const, case: of, on: group.head.on, act: actId }
    await (group.kind === 'record.withheld' ? marks.addMarks : marks.endMarks)(tx, [mark])
  }
}
