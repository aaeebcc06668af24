/** SQL of recalls: who received what, projections of the acts of recalls, and what is still to be sent. */
import type { Db } from '../../database/db.ts'
import type { Because, Path, Recipient, RecipientKind } from './recall.ts'

// ── Who received what ──────────────────────────────────────────────────────────────────────────────────────────────

export type Received = { readonly subject: string; readonly record: number; readonly version: number }

/** The first time a recipient receives a version by a path is kept; a thousand more change nothing. */
export const addDisclosures = (
  db: Db, to: Recipient, path: Path, act: number, on: string, at: string, records: readonly Received[],
) => db.run`
  insert into disclosure (subject_code, record_id, version, recipient_kind, recipient_code, path, act_id, received_on, received_at)
  select subject, record, version, ${to.kind}, ${to.code}, ${path}, ${act}, ${on}, ${at}
    from unnest(${records.map((r) => r.subject)}::text[], ${records.map((r) => r.record)}::bigint[],
                ${records.map((r) => r.version)}::integer[])
      as t (subject, record, version)
  on conflict do nothing`

export type Disclosure = {
  subject_code: string; record_id: number; version: number; recipient_kind: RecipientKind; recipient_code: string
  path: Path; act_id: number; received_on: string
}
/** Who received which version of an organisation's records, newest first. */
export const disclosuresOf = (db: Db, subject: string, limit: number) => db.rows<Disclosure>`
  select subject_code, record_id, version, recipient_kind, recipient_code, path, act_id, received_on from disclosure
   where subject_code = ${subject} order by act_id desc, record_id, recipient_code limit ${limit}`

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
