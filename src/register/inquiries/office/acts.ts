/** The operator's side of inquiries as acts: access and agreements, norms, the review of use; and the cases units close. */
import { canonicalJson, type Doer, doer, type Json } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import type { Db, Tx } from '../../../database/db.ts'
import { choices, listOf } from '../../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { RuleId } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { personalDataIn } from '../../boundary/texts.ts'
import { serveWhereAsked } from '../../notices/acts.ts'
import { dayInWords } from '../../notices/notice.ts'
import { dutyRule } from '../duties.ts'
import { missingNumbers } from '../inquiry.ts'
import * as store from '../store.ts'
import { type AccessRefusal, mayGrant, mayPublish, mustAskFor, type NewAccess, type Norms, type NormsRefusal } from './office.ts'

/**
 * - `unit-unknown`, `access-unknown`, `personal-data`
 * - `nothing-to-review`   no inquiry has these numbers; facts: from, to
 * - `outcome-missing`     a review says what it found
 * - `purpose-not-owed`    the text does not make units ask for this; facts: allowed
 * - `organisation-unknown`, `reference-missing`
 */
export type OfficeRefusal =
  | AccessRefusal | NormsRefusal | 'unit-unknown' | 'access-unknown' | 'personal-data' | 'nothing-to-review' | 'outcome-missing' | 'purpose-not-owed'
  | 'organisation-unknown' | 'reference-missing'

/** Lets a unit ask on a ground. @returns the number of the access, which is that of its act. @source gd-19-1, gd-20-1, gd-52-2, js-39-2a, js-39-3 */
export async function grantAccess(ports: Ports, by: Doer, a: NewAccess): Promise<Outcome<number, OfficeRefusal>> {
  const may = mayGrant(a, ports.law(), ports.today().toString())
  if (!may.ok) return may
  const personal = personalIn(ports, { need: a.need, use: a.use, document: a.document })
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    if ((await store.inquirerOf(tx, a.unit))?.kind !== 'unit') return refuse('unit-unknown', null, { unit: a.unit })
    const id = await act(tx, ports, by, 'access-granted', [may.value], { ...a, purposes: a.purposes, items: a.items } as unknown as Json)
    await store.addAccess(tx, accessRow(a, id))
    await tellUnit(tx, ports, accessRow(a, id), 'access-granted')
    return ok(id)
  })
}

export async function endAccess(ports: Ports, by: Doer, id: number): Promise<Outcome<null, 'access-unknown'>> {
  return ports.database.transaction(async (tx) => {
    if (!await store.endAccess(tx, id, ports.today().toString())) return refuse('access-unknown', null, { access: String(id) })
    await act(tx, ports, by, 'access-ended', [], { access: id })
    await tellUnit(tx, ports, (await store.accessById(tx, id))!, 'access-ended')
    return ok(null)
  })
}

/** The unit hears in writing what became of its access, where the text asks for it. @source xm-37-1 */
async function tellUnit(tx: Tx, ports: Ports, a: store.AccessRow, template: 'access-granted' | 'access-ended'): Promise<void> {
  const ground = choices(listOf(ports.law().pack, 'inquiry-grounds')).find((e) => e.code === a.ground)?.text ?? { zh: a.ground, en: a.ground }
  const until = a.until_on === null ? { zh: '没有设定', en: 'none is set' } : dayInWords(a.until_on)!
  await serveWhereAsked(tx, ports, 'operator', {
    template, to: a.unit_code, about: { subject: '', record: null, case: a.access_id }, rules: [],
    facts: {
      number: String(a.access_id), day: ports.today().toString(), document: a.document,
      'ground-zh': ground.zh, 'ground-en': ground.en, 'until-zh': until.zh, 'until-en': until.en,
    },
  })
}

/** Publishes the norms of inquiry; what is newest holds. @source gd-20-1, xm-13-4, hn-17, hn-19-3 */
export async function publishNorms(ports: Ports, by: Doer, n: Norms): Promise<Outcome<number, OfficeRefusal>> {
  const may = mayPublish(n)
  if (!may.ok) return may
  const personal = personalIn(ports, { document: n.document, windows: `${n.windows.zh} ${n.windows.en}` })
  if (personal !== null) return personal
  const rule = dutyRule(ports.law().pack, 'norms')
  return ports.database.transaction(async (tx) => ok(await act(tx, ports, by, 'norms-published', rule === null ? [] : [rule], n as unknown as Json)))
}

export type PublishedNorms = Norms & { readonly on: string; readonly act: number; readonly law: string }
/** @returns null while none are published */
export async function normsNow(db: Db): Promise<PublishedNorms | null> {
  const [newest] = await store.actsOfKind(db, 'inquiry.norms-published', 1)
  if (newest === undefined) return null
  const { on, law } = JSON.parse(newest.head) as { on: string; law: string }
  return { ...JSON.parse(newest.content) as Norms, on, act: newest.act_id, law }
}

export type UseReview = { readonly from: number; readonly to: number; readonly lines: number; readonly missing: readonly number[]; readonly outcome: string }
/** A review of how inquiries were used: of which lines, by whom (the account in the act's head), with what outcome. @source gd-20-1, js-39-3 */
export async function reviewUse(
  ports: Ports, by: Doer, r: Pick<UseReview, 'from' | 'to' | 'outcome'>,
): Promise<Outcome<UseReview, OfficeRefusal>> {
  if (r.outcome.trim() === '') return refuse('outcome-missing', dutyRule(ports.law().pack, 'review'))
  const personal = personalIn(ports, { outcome: r.outcome })
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    const lines = await store.linesBetween(tx, r.from, r.to)
    const last = lines.at(-1)
    if (last === undefined) return refuse('nothing-to-review', null, { from: String(r.from), to: String(r.to) })
    const missing = missingNumbers(lines.map((l) => l.sequence - r.from + 1), last.sequence - r.from + 1).map((n) => n + r.from - 1)
    const review: UseReview = { from: r.from, to: last.sequence, lines: lines.length, missing, outcome: r.outcome.trim() }
    const rule = dutyRule(ports.law().pack, 'review')
    await act(tx, ports, by, 'use-reviewed', rule === null ? [] : [rule], review as unknown as Json)
    return ok(review)
  })
}

/** Newest first, with the day and the reviewer's account. */
export const reviewsOfUse = async (db: Db, most = 50): Promise<readonly (UseReview & { readonly on: string; readonly account: string | null })[]> =>
  (await store.actsOfKind(db, 'inquiry.use-reviewed', most)).map(({ head, content }) => {
    const { on, account } = JSON.parse(head) as { on: string; account?: string }
    return { ...JSON.parse(content) as UseReview, on, account: account ?? null }
  })

export type ClosedCase = { readonly subject: string; readonly purpose: string; readonly reference: string }
/**
 * A unit tells of a case closed in which the text makes it ask.
 * @returns the number of the inquiry made for the case; null: there was none, and the omission is listed
 * @source ln-21a, hn-19-2
 */
export async function closeCase(ports: Ports, by: Doer, c: ClosedCase): Promise<Outcome<number | null, OfficeRefusal>> {
  const unit = doer(by).actor
  const owed = mustAskFor(ports.law())
  const entry = owed.find((e) => e.code === c.purpose)
  if (entry === undefined) return refuse('purpose-not-owed', listOf(ports.law().pack, 'inquiry-purposes').rules[0]!, { allowed: owed.map((e) => e.code).join(', ') })
  const reference = c.reference.trim()
  if (reference === '') return refuse('reference-missing', entry.rule)
  const personal = personalIn(ports, { reference })
  if (personal !== null) return personal
  return ports.database.transaction(async (tx) => {
    if ((await store.inquirerOf(tx, unit))?.kind !== 'unit') return refuse('unit-unknown', null, { unit })
    if (await store.subjectAsked(tx, c.subject) === null) return refuse('organisation-unknown', null, { code: c.subject })
    const inquiry = (await store.inquiryFor(tx, { ...c, reference, unit }))?.sequence ?? null
    const content = { ...c, reference, unit, inquiry }
    const id = await act(tx, ports, by, 'case-closed', [entry.rule], content)
    await store.addCase(tx, caseRow(content, id, ports.today().toString()))
    return ok(inquiry)
  })
}

export { allAccess, omissions, publishedAccess } from '../store.ts'

export const purposesOffered = (ports: Pick<Ports, 'law'>) => choices(listOf(ports.law().pack, 'inquiry-purposes'))

function personalIn(ports: Ports, texts: Readonly<Record<string, string>>): ReturnType<typeof refuse<'personal-data'>> | null {
  const personal = personalDataIn(texts, ports)
  return personal === null ? null : refuse('personal-data', personal.rule, { where: personal.where })
}

type OfficeAct = 'access-granted' | 'access-ended' | 'norms-published' | 'use-reviewed' | 'case-closed'
const act = async (tx: Tx, ports: Ports, by: Doer, kind: OfficeAct, rules: readonly RuleId[], content: Json): Promise<number> =>
  (await appendActs(tx, ports, { kind: `inquiry.${kind}`, ...doer(by), rules, acts: [{ subject: '', content: canonicalJson(content) }] })).firstAct

const accessRow = (a: NewAccess, id: number): store.AccessRow => ({
  access_id: id, unit_code: a.unit, ground: a.ground, purposes: a.purposes && [...a.purposes], items: a.items && [...a.items], need: a.need, use: a.use,
  document: a.document, from_on: a.from, until_on: a.until, ended_on: null,
})
const caseRow = (c: ClosedCase & { unit: string; inquiry: number | null }, id: number, on: string): store.CaseRow =>
  ({ act_id: id, unit_code: c.unit, subject_code: c.subject, purpose: c.purpose, reference: c.reference, closed_on: on, inquiry: c.inquiry })

export const inquiryOfficeActs = ['inquiry.access-granted', 'inquiry.access-ended', 'inquiry.case-closed'] as const
export const projectOffice: Projector = async (tx, group, acts) => {
  for (const { actId, content } of acts) {
    const said: unknown = JSON.parse(content)
    if (group.kind === 'inquiry.access-granted') await store.addAccess(tx, accessRow(said as NewAccess, actId))
    else if (group.kind === 'inquiry.access-ended') await store.endAccess(tx, (said as { access: number }).access, group.head.on)
    else await store.addCase(tx, caseRow(said as ClosedCase & { unit: string; inquiry: number | null }, actId, group.head.on))
  }
}
