/** What the desk of a department in charge shows: the bodies of its area and no others, with what each owes and has not done. */
import { ownPorts } from '../../../identity/own-ports.ts'
import { units } from '../../../identity/store.ts'
import type { ClosedListEntry, RuleId, Text2 } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { feedsNow } from '../../accountability/acts.ts'
import { noticeTemplates } from '../../notices/acts.ts'
import { areaOfCode, within } from '../area.ts'
import { missingDuties, type Organ } from '../procedure.ts'
import * as store from '../store.ts'

/** `miss` null: the daily run has not said so yet */
export type OverdueStep = {
  readonly kind: string; readonly case: number; readonly step: string; readonly rule: RuleId; readonly due: string; readonly miss: number | null
}
export type Overseen = {
  readonly code: string
  readonly name: Text2
  readonly kind: 'operator' | 'unit' | 'establishment' | 'association'
  readonly area: string
  readonly contact: string | null
  readonly procedure: string | null
  /** what the text asks it to have in place, and it has not named; empty: compliant, or nothing is asked */
  readonly missing: readonly ClosedListEntry[]
  readonly overdue: readonly OverdueStep[]
  readonly lateFeeds: readonly { readonly item: string; readonly since: string }[]
  /** cases of the reader's own about it that are open */
  readonly open: number
}
export type Desk = {
  readonly charges: readonly { readonly organ: Organ; readonly area: string }[]
  readonly bodies: readonly Overseen[]
  /** lines of the log of inquiries that a review of use covered, of inquirers of the area */
  readonly reviewed: readonly (store.InquiryLine & { readonly outcome: string })[]
}

const most = { overdue: 500, lines: 30, reviews: 5 }

/** @returns without charges: no bodies at all. @source gd-6-2, xm-3-2, js-19, ln-6a, hn-5-1 */
export async function deskOf(ports: Ports, code: string): Promise<Desk> {
  const own = ownPorts(ports, code)
  const db = own.database
  const charges = await store.chargesOf(db, code)
  if (charges.length === 0) return { charges, bodies: [], reviewed: [] }
  const all = (await bodies(own)).filter((b) => b.code !== code && charges.some((c) => within(b.area, c.area)))
  const codes = all.map((b) => b.code)
  const [overdue, feeds, named, open, reviews] = await Promise.all([
    store.overdueOf(db, codes, ports.today().toString(), most.overdue), feedsNow({ ...ports, database: ports.publicReads }),
    store.arrangements(db), store.openCounts(db, code), store.reviewsInCharge(db, most.reviews),
  ])
  const steps = Map.groupBy(overdue, (o) => o.party)
  const late = Map.groupBy(feeds.filter((f) => f.feed.state === 'late'), (f) => f.unit)
  const arranged = new Map(named.map((a) => [a.body_code, a]))
  const opened = new Map(open.map((o) => [o.body_code, o.open]))
  const lines = await Promise.all(reviews.map(async (r) =>
    (await store.reviewedLines(db, r.from, r.to, codes, most.lines)).map((line) => ({ ...line, outcome: r.outcome }))))
  return {
    charges, reviewed: lines.flat().slice(0, most.lines),
    bodies: all.map((b): Overseen => {
      const has = { contact: arranged.get(b.code)?.contact || b.contact, procedure: arranged.get(b.code)?.procedure || null }
      return {
        ...b, ...has, missing: missingDuties(ports.law(), has), open: opened.get(b.code) ?? 0,
        overdue: (steps.get(b.code) ?? []).map((o) => ({ kind: o.kind, case: o.case_id, step: o.step, rule: o.rule, due: o.due_on, miss: o.missed_act })),
        lateFeeds: (late.get(b.code) ?? []).flatMap((f) => (f.feed.state === 'late' ? [{ item: f.item, since: f.feed.since }] : [])),
      }
    }),
  }
}

type Body = Pick<Overseen, 'code' | 'name' | 'kind' | 'area' | 'contact'>
/** Every body that can be overseen and whose area is known; those that wait for most are put in order by the reader's page. */
async function bodies(ports: Ports): Promise<readonly Body[]> {
  const [known, placed, { frame }] = await Promise.all([units(ports.database), store.placed(ports.database), noticeTemplates()])
  const area = new Map(placed.filter((p) => p.role !== 'competent-department' && p.role !== 'government').map((p) => [p.body_code, p.area]))
  const registered = known.flatMap((u): Body[] => {
    const of = area.get(u.unit_code) ?? areaOfCode(u.unit_code)
    return of === null ? [] : [{ code: u.unit_code, name: { zh: u.name_zh, en: u.name_en }, kind: 'unit', area: of, contact: u.contact }]
  })
  const others = placed.flatMap((p): Body[] => (p.role === 'establishment' || p.role === 'association'
    ? [{ code: p.body_code, name: { zh: p.name_zh, en: p.name_en }, kind: p.role, area: p.area, contact: null }] : []))
  const operator = area.get('operator')
  const own = operator === undefined ? []
    : [{ code: 'operator', name: frame.operator, kind: 'operator', area: operator, contact: ports.settings.contact ?? null } as const]
  return [...own, ...registered, ...others]
}
