/** SQL of recalls: who received what, projections of the acts of recalls, and what is still to be sent. */
import type { Db } from '../../database/db.ts'
import type { Because, Path, Recipient, RecipientKind } from './recall.ts'

// ── Who received what ──────────────────────────────────────────────────────────────────────────────────────────────

export type Received = { readonly subject: string; readonly record: number; readonly version: number }

/** What one act gave to one recipient; `at`: the moment of the act. */
export type Disclosed = {
  readonly recipient: Recipient; readonly path: Path; readonly act: number; readonly on: string; readonly at: string; readonly records: readonly Received[]
}

/** The first time a recipient receives a version by a path is kept; a thousand more change nothing. */
export function addDisclosures(db: Db, given: readonly Disclosed[]): Promise<unknown> {
  const of = <T>(value: (g: Disclosed, r: Received) => T): T[] => given.flatMap((g) => g.records.map((r) => value(g, r)))
  return db.run`
  insert into disclosure (subject_code, record_id, version, recipient_kind, recipient_code, path, act_id, received_on, received_at)
  select distinct on (subject, record, version, kind, code, path) *
    from unnest(${of((_, r) => r.subject)}::text[], ${of((_, r) => r.record)}::bigint[], ${of((_, r) => r.version)}::integer[],
                ${of((g) => g.recipient.kind)}::text[], ${of((g) => g.recipient.code)}::text[], ${of((g) => g.path)}::text[],
                ${of((g) => g.act)}::bigint[], ${of((g) => g.on)}::date[], ${of((g) => g.at)}::timestamptz[])
      as t (subject, record, version, kind, code, path, act, on_day, at)
   order by subject, record, version, kind, code, path, act
  on conflict do nothing`
}

// ── Recalls ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type RecallRow = {
  recall_id: number; subject_code: string; record_id: number; version: number; because: Because; cause_act: number; opened_on: string; opened_at: string
  state: 'computing' | 'waiting' | 'complete'; recipients: number; acknowledged: number; completed_on: string | null
}

export type Moved = { readonly subject: string; readonly record: number; readonly act: number }

/**
 * Of records that changed, those of which somebody received an affected version. While nobody ever received anything this
 * reads one empty page, whatever the number of records.
 */
export const movedAndReceived = (db: Db, moved: readonly Moved[], because: Because) => db.rows<Moved & { version: number }>`
  select m.subject, m.record, m.act, r.version
    from unnest(${moved.map((m) => m.subject)}::text[], ${moved.map((m) => m.record)}::bigint[],
                ${moved.map((m) => m.act)}::bigint[]) as m (subject, record, act)
    join record r on r.subject_code = m.subject and r.record_id = m.record
   where exists (select from disclosure)
     and exists (select from disclosure d where d.subject_code = m.subject and d.record_id = m.record
                    and (d.version < r.version or ${because} <> 'corrected'))
   order by m.act`

export type NewRecall = Pick<RecallRow, 'recall_id' | 'subject_code' | 'record_id' | 'version' | 'because' | 'cause_act' | 'opened_on' | 'opened_at'>
export const addRecalls = (db: Db, recalls: readonly NewRecall[]) => db.run`
  insert into recall (recall_id, subject_code, record_id, version, because, cause_act, opened_on, opened_at, state)
  select recall_id, subject_code, record_id, version, because, cause_act, opened_on, opened_at, 'computing'
    from json_to_recordset(${JSON.stringify(recalls)}::json) as r (recall_id bigint, subject_code text, record_id bigint, version integer, because text,
         cause_act bigint, opened_on date, opened_at timestamptz)`

export const recall = (db: Db, id: number) => db.one<RecallRow>`select * from recall where recall_id = ${id}`
export const recallForChange = (db: Db, id: number) => db.one<RecallRow>`select * from recall where recall_id = ${id} for update`

export const recalls = (db: Db, ids: readonly number[]) => db.rows<RecallRow>`select * from recall where recall_id = any(${ids}::bigint[]) order by recall_id`

/** Recalls whose recipients are still to be found, oldest first. */
export const computing = (db: Db, limit: number) => db.rows<RecallRow>`
  select * from recall where state = 'computing' order by recall_id limit ${limit}`

/** One teller at a time, also among several servers on one database: positions in the feed follow the order of commits. */
export const takeTelling = (db: Db) => db.run`select pg_advisory_xact_lock(7205)`
/** Held in common by whoever notes a receipt; taken alone it waits until all that were being noted are there to be seen. */
export const noting = (db: Db) => db.run`select pg_advisory_xact_lock_shared(7206)`
export const waitForNotes = (db: Db) => db.run`select pg_advisory_xact_lock(7206)`

export const lastPosition = async (db: Db): Promise<number> =>
  (await db.one<{ position: number }>`select coalesce(max(position), 0) as position from recall_recipient`)!.position

export const lastRecipient = (db: Db, id: number) => db.one<Recipient>`
  select recipient_kind as kind, recipient_code as code from recall_recipient where recall_id = ${id}
   order by recipient_kind desc, recipient_code desc limit 1`

/**
 * Writes the next recipients of a recall into their feeds: who received an affected version, in the order of kinds and codes.
 * Found, numbered and written in the database, so that the thread which serves readers has next to nothing to do.
 * @returns how many, and the text of the act's list of them: `["unit","…",1],…`
 */
export const tellNext = async (
  db: Db, r: RecallRow, after: Recipient | null, told: { first: number; on: string; limit: number },
) => (await db.one<{ told: number; recipients: string }>`
  with found as materialized (
    select recipient_kind as kind, recipient_code as code, max(version) as version from disclosure
     where subject_code = ${r.subject_code} and record_id = ${r.record_id}
       and (recipient_kind, recipient_code) > (${after?.kind ?? ''}, ${after?.code ?? ''})
       and (version < ${r.version} or (${r.because} <> 'corrected' and received_at <= ${r.opened_at}::timestamptz + interval '1 minute'))
     group by recipient_kind, recipient_code order by recipient_kind, recipient_code limit ${told.limit}),
  numbered as materialized (select *, row_number() over (order by kind, code) - 1 as n from found),
  written as (
    insert into recall_recipient (recall_id, recipient_kind, recipient_code, version, position, told_on)
    select ${r.recall_id}, kind, code, version, ${told.first}::bigint + n, ${told.on} from numbered)
  select count(*) as told, coalesce(string_agg('["' || kind || '",' || to_json(code)::text || ',' || version || ']', ',' order by n), '') as recipients
    from numbered`)!

// ── Projections of what happened to each recipient ─────────────────────────────────────────────────────────────────

export type Told = {
  readonly recall: number; readonly first: number; /** all recipients are found with these */ readonly last: boolean
  readonly recipients: readonly (readonly [RecipientKind, string, number])[]
}

export async function addTold(db: Db, on: string, told: readonly Told[]): Promise<void> {
  const rows = told.flatMap((t) => t.recipients.map(([kind, code, version], i) => ({ recall: t.recall, position: t.first + i, kind, code, version })))
  await db.run`
    insert into recall_recipient (recall_id, recipient_kind, recipient_code, version, position, told_on)
    select recall, kind, code, version, position, ${on}
      from unnest(${rows.map((r) => r.recall)}::bigint[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.code)}::text[],
                  ${rows.map((r) => r.version)}::integer[], ${rows.map((r) => r.position)}::bigint[]) as t (recall, kind, code, version, position)`
  await countTold(db, told.map((t) => ({ recall: t.recall, told: t.recipients.length, last: t.last })))
}

export const countTold = (db: Db, told: readonly { readonly recall: number; readonly told: number; readonly last: boolean }[]) => db.run`
  update recall r set recipients = r.recipients + t.n, state = case when t.last then 'waiting' else r.state end
    from unnest(${told.map((t) => t.recall)}::bigint[], ${told.map((t) => t.told)}::integer[], ${told.map((t) => t.last)}::boolean[])
      as t (recall, n, last)
   where r.recall_id = t.recall`

export type RecipientKey = { readonly recall: number; readonly kind: RecipientKind; readonly code: string }

export const setReceived = (db: Db, on: string, rows: readonly (RecipientKey & { readonly due: string | null })[]) => db.run`
  update recall_recipient r set received_on = ${on}, due_on = t.due
    from unnest(${rows.map((r) => r.recall)}::bigint[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.code)}::text[],
                ${rows.map((r) => r.due)}::date[]) as t (recall, kind, code, due)
   where r.recall_id = t.recall and r.recipient_kind = t.kind and r.recipient_code = t.code and r.received_on is null`

/** @returns whether it was the first time */
export async function setAcknowledged(db: Db, on: string, { recall: id, kind, code }: RecipientKey): Promise<boolean> {
  const first = await db.run`
    update recall_recipient set acknowledged_on = ${on}, received_on = coalesce(received_on, ${on})
     where recall_id = ${id} and recipient_kind = ${kind} and recipient_code = ${code} and acknowledged_on is null` === 1
  if (first) await db.run`update recall set acknowledged = acknowledged + 1 where recall_id = ${id}`
  return first
}

export const setEscalated = (db: Db, on: string, rows: readonly RecipientKey[]) => db.run`
  update recall_recipient r set escalated_on = ${on}
    from unnest(${rows.map((r) => r.recall)}::bigint[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.code)}::text[]) as t (recall, kind, code)
   where r.recall_id = t.recall and r.recipient_kind = t.kind and r.recipient_code = t.code`

export const setComplete = (db: Db, on: string, recalls: readonly number[]) => db.run`
  update recall set state = 'complete', completed_on = ${on} where recall_id = any(${recalls}::bigint[])`

// ── What a recipient, and the operator, sees ───────────────────────────────────────────────────────────────────────

export type EntryRow = {
  recall_id: number; recipient_kind: RecipientKind; recipient_code: string; version: number; position: number; told_on: string
  received_on: string | null; due_on: string | null; acknowledged_on: string | null; escalated_on: string | null
  subject_code: string; record_id: number; because: Because; opened_on: string; opened_at: string; now_version: number
}

/** The codes a body answers for: its own, and those of its machine clients. */
export const codesOf = async (db: Db, body: string): Promise<string[]> =>
  [body, ...(await db.rows<{ client_id: string }>`select client_id from machine_client where unit_code = ${body}`).map((c) => c.client_id)]

/** After a position, in its order: what a feed gives. */
export const entriesAfter = (db: Db, codes: readonly string[], after: number, limit: number) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.recipient_code = any(${codes}::text[]) and e.position > ${after} order by e.position limit ${limit}`

/** Those that ask for an answer and have none come first, the nearest day first; then the newest. */
export const entriesFor = (db: Db, codes: readonly string[], limit: number) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.recipient_code = any(${codes}::text[])
   order by (e.acknowledged_on is not null or r.because in ('marked', 'mark-removed')), e.due_on nulls last, e.position desc limit ${limit}`

/** What of a recall went to one of these codes. */
export const entriesOf = (db: Db, id: number, codes: readonly string[]) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.recall_id = ${id} and e.recipient_code = any(${codes}::text[]) order by e.position`

/** Recalls that are not over, oldest first; with how many were escalated and how many the news has not reached. */
export const openRecalls = (db: Db, limit: number) => db.rows<RecallRow & { escalated: number; unreached: number }>`
  select r.*,
         (select count(*) from recall_recipient e where e.recall_id = r.recall_id and e.escalated_on is not null and e.acknowledged_on is null) as escalated,
         (select count(*) from recall_recipient e where e.recall_id = r.recall_id and e.received_on is null) as unreached
    from recall r where r.state <> 'complete' order by r.recall_id limit ${limit}`

/** Recipients of a recall who have not answered, those escalated first. */
export const waitingFor = (db: Db, id: number, limit: number) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.recall_id = ${id} and e.acknowledged_on is null order by e.escalated_on nulls last, e.due_on nulls last, e.position limit ${limit}`

/** Due before the day and not answered; and those the news never reached. Work is proportional to what is due. */
export const overdue = (db: Db, day: string, limit: number) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.due_on < ${day} and e.acknowledged_on is null and e.escalated_on is null
   order by e.due_on, e.position limit ${limit} for update of e skip locked`

/** Days of telling, causes and kinds of recipients whom the news has not reached: few, however many recipients. */
export const unreached = (db: Db, day: string) => db.rows<{ told_on: string; because: Because; recipient_kind: RecipientKind }>`
  select distinct e.told_on, r.because, e.recipient_kind from recall_recipient e join recall r using (recall_id)
   where e.received_on is null and e.acknowledged_on is null and e.escalated_on is null and e.told_on < ${day}`
export const unreachedOf = (db: Db, u: { told_on: string; because: Because; recipient_kind: RecipientKind }, limit: number) => db.rows<EntryRow>`
  select e.*, r.subject_code, r.record_id, r.because, r.opened_on, r.opened_at, r.version as now_version
    from recall_recipient e join recall r using (recall_id)
   where e.told_on = ${u.told_on} and r.because = ${u.because} and e.recipient_kind = ${u.recipient_kind}
     and e.received_on is null and e.acknowledged_on is null and e.escalated_on is null
   order by e.position limit ${limit} for update of e skip locked`

/** For the public: counts and latency, by cause. */
export type Published = {
  because: Because; recalls: number; complete: number; recipients: number; acknowledged: number; escalated: number; days: string | null
}
export const published = (db: Db) => db.rows<Published>`
  select because, count(*) as recalls, count(*) filter (where state = 'complete') as complete, sum(recipients)::bigint as recipients,
         sum(acknowledged)::bigint as acknowledged,
         (select count(*) from recall_recipient e join recall x using (recall_id) where x.because = r.because and e.escalated_on is not null) as escalated,
         percentile_disc(0.5) within group (order by completed_on - opened_on) filter (where state = 'complete')::text as days
    from recall r group by because order by because`

export type CompletedRow = Pick<RecallRow, 'recall_id' | 'because' | 'recipients' | 'opened_on' | 'completed_on'>
/** The newest that are over. */
export const completed = (db: Db, limit: number) => db.rows<CompletedRow>`
  select recall_id, because, recipients, opened_on, completed_on from recall where state = 'complete' order by completed_on desc, recall_id desc limit ${limit}`
