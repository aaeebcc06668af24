/**
 * What an organisation lets a named inquirer see: one inquirer, one purpose, named categories, until a day. Pure: same
 * request, same law, same day, same answer.
 */
import { isDay } from '../../calendar/day-number.ts'
import { admits, choices, listOf } from '../../law/closed-list.ts'
import { type Outcome, ok, type Refusal, refuse } from '../../law/outcome.ts'
import { findRule } from '../../law/rule.ts'
import type { ClosedList, Law, Pack, RuleId } from '../../law/types.ts'
import { stateEnd } from '../retention/state-end.ts'
import { readUscc, type UsccRefusalCode } from '../subjects/uscc.ts'

/** As written by whoever asks: nothing of it is believed. */
export type AuthorisationRequest = {
  /** the code of a unit or an organisation */
  readonly inquirer: string
  /** an entry of the pack's list of purposes */
  readonly purpose: string
  /** categories of the catalog */
  readonly categories: readonly string[]
  /** last day on which it holds, YYYY-MM-DD */
  readonly until: string
  /** it is given for itself: for no service, and together with no other consent */
  readonly alone: boolean
}

/** Who bears the code: a unit or an organisation of this register; null where nobody does. */
export type Inquirer = { readonly kind: 'unit' | 'organisation'; readonly code: string }

/** Days are YYYY-MM-DD. `until` is the last day; `revokedOn` the first on which it holds no more. */
export type Authorisation = {
  readonly id: number
  readonly subject: string
  readonly inquirer: Inquirer
  readonly purpose: string
  readonly categories: readonly string[]
  readonly from: string
  readonly until: string
  readonly revokedOn: string | null
}

export type NewAuthorisation = Omit<Authorisation, 'id' | 'subject' | 'revokedOn'>

/**
 * - `inquirer-bundled`, `purpose-bundled`  several in one, or all of them; facts: found
 * - `consent-tied`         it was made the condition of a service, or comes with another consent
 * - `inquirer-unknown`     no unit and no organisation of this register; facts: code
 * - `inquirer-self`
 * - `purpose-unknown`      facts: found, allowed
 * - `category-missing`, `category-unknown`  facts: found, allowed
 * - `end-missing`          none is given for ever
 * - `end-unreadable`       facts: found
 * - `end-passed`           facts: today
 * - `end-too-late`         facts: latest
 * - `already-authorised`   facts: authorisation
 */
export type AuthorisationRefusal =
  | 'inquirer-bundled' | 'purpose-bundled' | 'consent-tied' | 'inquirer-unknown' | 'inquirer-self' | 'purpose-unknown' | 'category-missing' | 'category-unknown'
  | 'end-missing' | 'end-unreadable' | 'end-passed' | 'end-too-late' | 'already-authorised' | UsccRefusalCode

/** The purposes an authorisation may name: the pack's closed list. */
export const purposesOf = (pack: Pick<Pack, 'id' | 'lists'>): ClosedList => listOf(pack, 'authorisation-purposes')

/** What the pack says an authorisation must not be; null where it is silent. @source gd-42-1, gd-42-2, js-61b, ln-35-2, hn-38-3 */
export const limitOn = (pack: Pick<Pack, 'lists'>, code: 'not-tied' | 'ends'): RuleId | null =>
  pack.lists.find((l) => l.id === 'authorisation-limits')?.entries.find((e) => e.code === code)?.rule ?? null

/** By which the information of an organisation that is not public is asked for with its consent. @source gd-40-2, xm-13-3, js-39-2b, hn-16-2 */
export function authorisedInquiryRule(pack: Pick<Pack, 'parameters'>): RuleId | null {
  const answer = pack.parameters.D6
  return answer === undefined ? null : answer.kind === 'limit' ? answer.rule : answer.rules[0] ?? null
}

/** Several things where one is asked for: the words that mean all, or a list in one field. */
const several = /[\s,，、;；]|^(all|any|\*|全部|所有|一切)$/i

/** The inquirer's code as the register keeps it; refused before anything is looked up. */
export function inquirerCode(r: Pick<AuthorisationRequest, 'inquirer'>, law: Pick<Law, 'pack'>): Outcome<string, AuthorisationRefusal> {
  const written = r.inquirer.trim()
  if (several.test(written)) return refuse('inquirer-bundled', limitOn(law.pack, 'not-tied') ?? authorisedInquiryRule(law.pack), { found: written })
  const read = readUscc(written)
  return read.ok ? ok(read.value.code) : read
}

/**
 * @param inquirer who bears the code that was written; null: nobody known here
 * @param running  authorisations of this organisation that hold today
 * @returns the authorisation to record, with the rules it rests on; or every fault found
 * @source gd-40-2, gd-42-1, gd-42-2, xm-13-3, js-39-2b, js-61b, ln-35-2, hn-16-2, hn-38-3
 */
export function mayAuthorise(
  subject: string, r: AuthorisationRequest, inquirer: Inquirer | null, running: readonly Authorisation[], law: Law, today: Temporal.PlainDate,
): Outcome<{ readonly authorisation: NewAuthorisation; readonly rules: readonly RuleId[] }, AuthorisationRefusal> {
  const { pack } = law
  const basis = authorisedInquiryRule(pack)
  const tied = limitOn(pack, 'not-tied') ?? basis
  const ends = limitOn(pack, 'ends') ?? basis
  const faults: Refusal<AuthorisationRefusal>[] = []
  const fault = (code: AuthorisationRefusal, rule: RuleId | null, facts: Readonly<Record<string, string>> = {}) => void faults.push({ code, rule, facts })

  const code = inquirerCode(r, law)
  if (!code.ok) faults.push(code.refusals[0])
  else if (code.value === subject) fault('inquirer-self', basis)
  else if (inquirer === null) fault('inquirer-unknown', basis, { code: code.value })

  const purposes = purposesOf(pack)
  const purpose = r.purpose.trim()
  const allowed = choices(purposes).map((e) => e.code).join(', ')
  if (purpose !== '' && several.test(purpose)) fault('purpose-bundled', tied, { found: purpose })
  else if (!admits(purposes, purpose, null).ok) fault('purpose-unknown', purposes.rules[0] ?? basis, { found: purpose, allowed })

  const known = categoriesOf(law).map((c) => c.id)
  const categories = [...new Set(r.categories.map((c) => c.trim()).filter((c) => c !== ''))].sort()
  const unknown = categories.filter((c) => !known.includes(c))
  if (categories.length === 0) fault('category-missing', basis, { allowed: known.join(', ') })
  else if (unknown.length > 0) fault('category-unknown', basis, { found: unknown.join(', '), allowed: known.join(', ') })

  const until = r.until.trim()
  const latest = latestEnd(law, ends, today)
  if (until === '' || /^(for ?ever|never|none|永久|长期|终身)$/i.test(until)) fault('end-missing', ends)
  else if (!isDay(until)) fault('end-unreadable', ends, { found: until })
  else if (until < today.toString()) fault('end-passed', ends, { today: today.toString() })
  else if (latest !== null && until > latest) fault('end-too-late', ends, { latest })
  if (!r.alone) fault('consent-tied', tied)

  const same = running.find((a) => a.inquirer.code === inquirer?.code && a.purpose === purpose && a.until >= until
    && categories.every((c) => a.categories.includes(c)))
  if (faults.length === 0 && same) fault('already-authorised', basis, { authorisation: String(same.id) })
  const [first, ...more] = faults
  if (first) return { ok: false, refusals: [first, ...more] }
  return ok({
    authorisation: { inquirer: inquirer!, purpose, categories, from: today.toString(), until },
    rules: [...new Set([basis, limitOn(pack, 'ends')].filter((rule) => rule !== null))],
  })
}

/** Categories of the catalog in which this register holds anything at all. */
export const categoriesOf = (law: Law) =>
  law.national.catalogCategories.filter((c) => law.catalog.some((item) => item.scope === 'in' && item.category === c.id))

/** The last day an authorisation of today may have; null where the pack sets no number. */
function latestEnd(law: Law, rule: RuleId | null, today: Temporal.PlainDate): string | null {
  const limit = rule === null ? null : findRule(law, rule)?.limit ?? null
  if (limit?.type !== 'cap' || limit.amount === null) return null
  const over = stateEnd(today.toString(), limit, law.pack.counting)
  return over === null ? null : Temporal.PlainDate.from(over).subtract({ days: 1 }).toString()
}

/** @param day YYYY-MM-DD. Revoked is revoked at once: on that very day it holds no more */
export const holdsOn = (a: Pick<Authorisation, 'from' | 'until' | 'revokedOn'>, day: string): boolean =>
  a.from <= day && day <= a.until && (a.revokedOn === null || day < a.revokedOn)

/** - `revoked`; - `ended`: its last day is over; - `holds` */
export type AuthorisationState = 'holds' | 'revoked' | 'ended'
export const stateOf = (a: Authorisation, day: string): AuthorisationState => (holdsOn(a, day) ? 'holds' : a.revokedOn !== null ? 'revoked' : 'ended')
