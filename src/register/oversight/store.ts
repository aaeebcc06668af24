/** SQL of oversight. */
import type { Db } from '../../database/db.ts'
import type { UseReview } from '../inquiries/office/acts.ts'
import type { NoMeasure } from './omission.ts'
import type { Organ } from './procedure.ts'

export const bodyRoles = ['competent-department', 'government', 'unit', 'establishment', 'association'] as const
export type BodyRole = (typeof bodyRoles)[number]
export type PlacedRow = { body_code: string; role: BodyRole; area: string; name_zh: string; name_en: string; document: string; act_id: number }

export const putPlaced = (db: Db, r: PlacedRow) => db.run`
  insert into oversight_body (body_code, role, area, name_zh, name_en, document, act_id)
  values (${r.body_code}, ${r.role}, ${r.area}, ${r.name_zh}, ${r.name_en}, ${r.document}, ${r.act_id})
  on conflict (body_code, role) do update set area = excluded.area, name_zh = excluded.name_zh, name_en = excluded.name_en, document = excluded.document,
     act_id = excluded.act_id`

export const placed = (db: Db) => db.rows<PlacedRow>`
  select body_code, role, area, name_zh, name_en, document, act_id from oversight_body order by body_code, role`

export const placedAs = (db: Db, code: string) => db.rows<PlacedRow>`
  select body_code, role, area, name_zh, name_en, document, act_id from oversight_body where body_code = ${code} order by role`

export const organisationNamed = (db: Db, code: string) => db.one<{ name: string }>`select name from subject where subject_code = ${code}`

export type ArrangementRow = { body_code: string; contact: string; procedure: string; named_on: string }
export const putArrangement = (db: Db, r: ArrangementRow & { act_id: number }) => db.run`
  insert into oversight_arrangement (body_code, contact, procedure, named_on, act_id)
  values (${r.body_code}, ${r.contact}, ${r.procedure}, ${r.named_on}, ${r.act_id})
  on conflict (body_code) do update set contact = excluded.contact, procedure = excluded.procedure, named_on = excluded.named_on, act_id = excluded.act_id`
export const arrangements = (db: Db) => db.rows<ArrangementRow>`select body_code, contact, procedure, named_on from oversight_arrangement`

// ── Cases ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type CaseRow = {
  case_id: number; organ: string; body_code: string; matter: string; rule: string; state: 'open' | 'closed'; opened_on: string; closed_on: string | null
}
export const addCase = (db: Db, c: CaseRow) => db.run`
  insert into oversight_case (case_id, organ, body_code, matter, rule, state, opened_on, closed_on)
  values (${c.case_id}, ${c.organ}, ${c.body_code}, ${c.matter}, ${c.rule}, ${c.state}, ${c.opened_on}, ${c.closed_on})`
export const closeCase = (db: Db, id: number, on: string) => db.run`update oversight_case set state = 'closed', closed_on = ${on} where case_id = ${id}`
export const addAct = (db: Db, a: { case: number; act: number; step: string | null; on: string | null }) => db.run`
  insert into oversight_act (case_id, act_id, step, taken_on) values (${a.case}, ${a.act}, ${a.step}, ${a.on})`

export const oversightCase = (db: Db, id: number) => db.one<CaseRow>`select * from oversight_case where case_id = ${id}`
export const caseForChange = (db: Db, id: number) => db.one<CaseRow>`select * from oversight_case where case_id = ${id} for update`
/** Cases a body holds, or that are about it, open ones first, newest first. */
export const casesOf = (db: Db, body: string, limit: number) => db.rows<CaseRow>`
  select * from oversight_case where organ = ${body} or body_code = ${body} order by state desc, case_id desc limit ${limit}`
export const openCounts = (db: Db, organ: string) => db.rows<{ body_code: string; open: number }>`
  select body_code, count(*)::int as open from oversight_case where organ = ${organ} and state = 'open' group by 1`

export const casesWithOrders = (db: Db) => db.rows<{ case_id: number }>`
  select distinct case_id from oversight_act where step = 'order-to-correct' order by case_id`

/** `content`: null where it cannot be read; `body_code`, `matter`, `rule` say what the case is about all the same */
export type CaseAct = { case_id: number; act_id: number; kind: string; head: string; content: string | null; body_code: string; matter: string; rule: string }
export const actsOf = (db: Db, id: number) => db.rows<CaseAct>`
  select o.case_id, o.act_id, g.kind, readable_head(g.head, g.kind, g.recorded_at) as head, readable(a.content) as content,
         c.body_code, c.matter, c.rule
    from oversight_act o join oversight_case c using (case_id)
    join act_group g on g.first_act = o.act_id join act a on a.subject_code = '' and a.act_id = o.act_id
   where o.case_id = ${id} order by o.act_id`

// ── What was not done ──────────────────────────────────────────────────────────────────────────────────────────────

export const addNoMeasure = (db: Db, n: NoMeasure) => db.run`
  insert into no_measure (act_id, unit_code, subject_code, record_id, reasons, decided_on)
  values (${n.act}, ${n.unit}, ${n.subject}, ${n.record}, ${n.reasons}, ${n.on})`
export const noMeasures = (db: Db, subject: string, record: number) => db.rows<NoMeasure>`
  select act_id as act, decided_on as "on", unit_code as unit, subject_code as subject, record_id as record, reasons
    from no_measure where subject_code = ${subject} and record_id = ${record} order by act_id`
export const provider = async (db: Db, subject: string, record: number): Promise<string | null> =>
  (await db.one<{ provider_code: string }>`
    select provider_code from record where subject_code = ${subject} and record_id = ${record} and existence = 'held'`)?.provider_code ?? null

// ── Trails ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const most = 500
/** The heads of acts, whatever they hold. */
export const heads = (db: Db, acts: readonly number[]) => db.rows<{ act_id: number; kind: string; head: string }>`
  select n.act_id, g.kind, g.head
    from unnest(${[...new Set(acts)].slice(0, most)}::bigint[]) as n (act_id)
    cross join lateral (
      select kind, readable_head(head, kind, recorded_at) as head from act_group where first_act <= n.act_id order by first_act desc limit 1) g
   order by n.act_id`

const numbers = async (rows: Promise<{ act_id: number }[]>): Promise<number[]> => (await rows).map((r) => r.act_id)
export const objectionActs = (db: Db, id: number) => numbers(db.rows`select act_id from objection_act where case_id = ${id} order by act_id limit 500`)
export const restorationActs = (db: Db, id: number) => numbers(db.rows`select act_id from restoration_act where case_id = ${id} order by act_id limit 500`)
/** Everything done about a record, and the letters that told of it. */
export const recordActs = (db: Db, subject: string, record: number) => numbers(db.rows`
  select act_id from act
   where subject_code = ${subject} and (act_id = ${record} or substring(content from '"record":([0-9]{1,15})[,}]')::bigint = ${record})
  union select notice_id from notice where subject_code = ${subject} and record_id = ${record} order by 1 limit 500`)
export type MissRow = { act_id: number; kind: string; case_id: number; step: string; party: string; rule: string; due_on: string; started_on: string | null }
export const miss = (db: Db, act: number) => db.one<{ kind: string; case_id: number; party: string }>`
  select kind, case_id, party from clock_missed where act_id = ${act} order by case_id limit 1`
/** What a party missed in a case; the day a step was counted from while its clock stands. */
export const missesIn = (db: Db, kind: string, id: number, party: string) => db.rows<MissRow>`
  select m.act_id, m.kind, m.case_id, m.step, m.party, m.rule, m.due_on, c.started_on
    from clock_missed m left join clock c on c.missed_act = m.act_id and c.kind = m.kind and c.case_id = m.case_id and c.step = m.step
   where m.kind = ${kind} and m.case_id = ${id} and m.party = ${party} order by m.act_id limit 100`
/** Open steps past their day, of these parties, longest overdue first. */
export const overdueOf = (db: Db, parties: readonly string[], day: string, limit: number) => db.rows<{
  kind: string; case_id: number; step: string; party: string; rule: string; due_on: string; missed_act: number | null
}>`
  select kind, case_id, step, party, rule, due_on, missed_act from overdue_in_charge(${parties}::text[], ${day}, ${limit})`

export type InquiryLine = {
  sequence: number; act_id: number; inquirer_code: string; subject_code: string; ground: string; purpose: string; stated: string; reference: string
  asked_on: string
}
export const inquiryLine = (db: Db, line: number) => db.one<InquiryLine>`
  select sequence, act_id, inquirer_code, subject_code, ground, purpose, stated, reference, asked_on from inquiry where sequence = ${line}`
/** Lines of reviews of use, of inquirers of the area, newest first. */
export const reviewedLines = (db: Db, from: number, to: number, inquirers: readonly string[], limit: number) => db.rows<InquiryLine>`
  select sequence, act_id, inquirer_code, subject_code, ground, purpose, stated, reference, asked_on
    from reviewed_in_charge(${from}, ${to}, ${inquirers}::text[], ${limit})`
/** What reviews of use found, newest first; for whoever is in charge of an area. */
export const reviewsInCharge = async (db: Db, limit: number): Promise<readonly UseReview[]> =>
  (await db.rows<{ content: string }>`select content from reviews_in_charge(${limit})`).map(({ content }) => JSON.parse(content) as UseReview)

/** Charges whose area is to be compared with that of the body. */
export const chargesOf = async (db: Db, code: string): Promise<readonly { readonly organ: Organ; readonly area: string }[]> =>
  (await placedAs(db, code)).flatMap((r) => (r.role === 'competent-department' || r.role === 'government' ? [{ organ: r.role, area: r.area }] : []))
