/** SQL of the console: how the register stands, across units. */
import type { Db } from '../../database/db.ts'
import { jsonbOf } from '../../text/jsonb.ts'
import type { Finding } from '../../log/finding.ts'

// ── Audits ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type AuditRow = {
  audit_id: number; account_id: string | null; started_at: string; moved_at: string; ended_at: string | null; size: number; leaves: number
  outcome: 'sound' | 'faulty' | 'broken-off' | null; findings: Finding[]
}

export const openAudit = async (db: Db, a: { account: string | null; at: string; size: number }): Promise<number> =>
  (await db.one<{ audit_id: number }>`
    insert into audit_run (account_id, started_at, moved_at, size) values (${a.account}, ${a.at}, ${a.at}, ${a.size}) returning audit_id`)!.audit_id

export const moveAudit = (db: Db, id: number, at: string, leaves: number) => db.run`update audit_run set moved_at = ${at}, leaves = ${leaves} where audit_id = ${id}`

export const closeAudit = (db: Db, id: number, a: { at: string; leaves: number; outcome: AuditRow['outcome']; findings: readonly Finding[] }) => db.run`
  update audit_run set moved_at = ${a.at}, ended_at = ${a.at}, leaves = ${a.leaves}, outcome = ${a.outcome}, findings = ${jsonbOf(a.findings)}::jsonb
   where audit_id = ${id}`

/** Those that have said nothing since a moment have broken off, with their process. */
export const closeBrokenAudits = (db: Db, silentSince: string) => db.run`
  update audit_run set ended_at = moved_at, outcome = 'broken-off' where ended_at is null and moved_at < ${silentSince}`

export const audits = (db: Db, limit: number, offset: number) => db.rows<AuditRow>`select * from audit_run order by audit_id desc limit ${limit} offset ${offset}`
export const auditCount = async (db: Db): Promise<number> => (await db.one<{ audits: number }>`select count(*) as audits from audit_run`)!.audits
export const runningAudit = (db: Db) => db.one<AuditRow>`select * from audit_run where ended_at is null order by audit_id desc limit 1`

/** Leaves under the newest checkpoint and leaves in the log, at one moment: they are the same unless a checkpoint was taken away. */
export const signedAndPlaced = async (db: Db): Promise<{ readonly signed: number; readonly placed: number }> =>
  (await db.one<{ signed: number; placed: number }>`
    select coalesce((select max(size) from log_checkpoint), 0)::bigint as signed,
           coalesce((select first_leaf + acts from log_position order by first_leaf desc limit 1), 0)::bigint as placed`)!

/** The newest audit that came to a result. */
export const lastAudit = (db: Db) => db.one<AuditRow>`select * from audit_run where outcome in ('sound', 'faulty') order by audit_id desc limit 1`

/** Acts whose content was erased by an act that says so in the log, and those without content that no act names. */
export const erased = async (db: Db): Promise<{ readonly erasures: number; readonly lost: number }> =>
  (await db.one<{ erasures: number; lost: number }>`
    select (select count(*) from erasure_declared) as erasures,
           (select count(*) from act a where (a.content is null or a.salt is null)
              and not exists (select from erasure_declared d where d.act_id = a.act_id)) as lost`)!

/** The checkpoint the last sound audit ended with: the next one is held to it. */
export const lastSound = (db: Db) => db.one<{ note: string }>`
  select c.note from audit_run a join log_checkpoint c using (size) where a.outcome = 'sound' order by a.audit_id desc limit 1`

// ── The log ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const pending = async (db: Db) => (await db.one<{ groups: number; acts: number; since: string | null }>`
  select count(*) as groups, coalesce(sum(g.acts), 0)::bigint as acts, min(g.recorded_at) as since from log_pending p join act_group g using (first_act)`)!

// ── Deliveries across units ────────────────────────────────────────────────────────────────────────────────────────

export type DeliveryLine = {
  delivery_id: string; unit_code: string; name_zh: string; name_en: string; item_id: string; state: string; rows_read: number
  accepted: number; recognised: number; changed: number; returned: number; refused: number
  failure: { code: string; facts: Record<string, string> } | null; size_bytes: number
  received_at: string; started_at: string | null; ended_at: string | null
}

/** @param states null = all; newest first */
export const deliveries = (db: Db, states: readonly string[] | null, unit: string | null, limit: number, offset: number) => db.rows<DeliveryLine>`
  select d.delivery_id, d.unit_code, u.name_zh, u.name_en, d.item_id, d.state, d.rows_read, d.accepted, d.recognised, d.changed, d.returned, d.refused,
         d.failure, d.size_bytes, d.received_at, d.started_at, d.ended_at
    from delivery d join unit u using (unit_code)
   where (${states}::text[] is null or d.state = any(${states}::text[])) and (${unit}::text is null or d.unit_code = ${unit})
   order by d.delivery_id desc limit ${limit} offset ${offset}`

export const deliveryCounts = async (db: Db, unit: string | null): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries((await db.rows<{ state: string; n: number }>`
    select state, count(*) as n from delivery where ${unit}::text is null or unit_code = ${unit} group by 1 order by 1`).map((r) => [r.state, r.n]))

/** Rows that came back to each unit since a day, and how many still wait for their correction. */
export const returnedByUnit = (db: Db, since: string) => db.rows<{ unit_code: string; rows: number; returned: number; waiting: number }>`
  select d.unit_code, sum(d.accepted + d.recognised + d.changed + d.returned + d.refused)::bigint as rows, sum(d.returned)::bigint as returned,
         coalesce(sum(w.waiting), 0)::bigint as waiting
    from delivery d
    left join lateral (select sum(c.rows) as waiting from finding_count c where c.delivery_id = d.delivery_id and c.kind = 'returned' and c.per = 'row') w
      on d.returned > 0
   where d.received_at >= ${since}::timestamptz and d.state in ('done', 'refused', 'failed') group by 1`

// ── Units ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type UnitLine = {
  unit_code: string; kind: string; name_zh: string; name_en: string; items: string[]; demonstration: boolean; clients: number; last_delivery: string | null
}
export const units = (db: Db, limit: number, offset: number) => db.rows<UnitLine>`
  select u.unit_code, u.kind, u.name_zh, u.name_en, u.items, u.demonstration,
         (select count(*) from machine_client c where c.unit_code = u.unit_code and c.until_at is null) as clients,
         (select received_at from delivery d where d.unit_code = u.unit_code order by d.delivery_id desc limit 1) as last_delivery
    from unit u order by u.unit_code limit ${limit} offset ${offset}`
export const unitCount = async (db: Db): Promise<number> => (await db.one<{ units: number }>`select count(*) as units from unit`)!.units

export const clientsOf = (db: Db, unit: string) => db.rows<{ client_id: string; from_at: string; until_at: string | null }>`
  select client_id, from_at, until_at from machine_client where unit_code = ${unit} order by from_at desc`

// ── The database ───────────────────────────────────────────────────────────────────────────────────────────────────

export const databaseState = async (db: Db) => (await db.one<{ bytes: number; connections: number; most: number; version: string }>`
  select pg_database_size(current_database()) as bytes,
         (select count(*) from pg_stat_activity where datname = current_database()) as connections,
         current_setting('max_connections')::int as most, current_setting('server_version') as version`)!

export const editions = (db: Db) => db.rows<{ edition: string; loaded_on: string; act_id: number }>`
  select edition, loaded_on, act_id from calendar_edition order by act_id desc`
export const lawsLoaded = (db: Db) => db.rows<{ law: string; loaded_on: string; act_id: number }>`
  select law, loaded_on, act_id from law_loaded order by act_id desc limit 20`

// ── Accounts ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type AccountLine = {
  account_id: number; name: string; signed_in_at: string | null; sessions: number
  memberships: {
    body_kind: string; body_code: string; role: string; from_on: string; until_on: string | null; name_zh: string | null; name_en: string | null
  }[]
}
/** Accounts with the memberships that stand or are to come on a day, and their open sessions. */
export const accounts = (db: Db, a: { today: string; now: string; body: string | null; limit: number; offset: number }) => db.rows<AccountLine>`
  select a.account_id, a.name, a.signed_in_at,
         (select count(*) from session s where s.account_id = a.account_id and s.ended_at is null and s.expires_at > ${a.now}) as sessions,
         coalesce((select json_agg(json_build_object('body_kind', m.body_kind, 'body_code', m.body_code, 'role', m.role, 'from_on', m.from_on, 'until_on', m.until_on,
                                                     'name_zh', coalesce(u.name_zh, s.name),
                                                     'name_en', coalesce(u.name_en, s.name)) order by m.body_kind, m.body_code, m.role)
                     from membership m left join unit u on u.unit_code = m.body_code left join subject s on s.subject_code = m.body_code
                    where m.account_id = a.account_id and m.ended_at is null and (m.until_on is null or m.until_on >= ${a.today})), '[]') as memberships
    from account a
   where ${a.body}::text is null or exists (
         select from membership m
          where m.account_id = a.account_id and m.body_code = ${a.body} and m.ended_at is null and (m.until_on is null or m.until_on >= ${a.today}))
   order by a.account_id limit ${a.limit} offset ${a.offset}`

export const accountCount = async (db: Db, today: string, body: string | null): Promise<number> => (await db.one<{ accounts: number }>`
  select count(*) as accounts from account a
   where ${body}::text is null or exists (
         select from membership m
          where m.account_id = a.account_id and m.body_code = ${body} and m.ended_at is null and (m.until_on is null or m.until_on >= ${today}))`)!.accounts

/** How many accounts may act for each body today or later; the operator first. */
export const membersByBody = (db: Db, today: string) => db.rows<{ body_code: string; members: number; name_zh: string | null; name_en: string | null }>`
  select m.body_code, count(distinct m.account_id) as members, min(coalesce(u.name_zh, s.name)) as name_zh, min(coalesce(u.name_en, s.name)) as name_en
    from membership m left join unit u on u.unit_code = m.body_code left join subject s on s.subject_code = m.body_code
   where m.ended_at is null and (m.until_on is null or m.until_on >= ${today}) group by m.body_kind, m.body_code order by m.body_kind, m.body_code limit 500`

export const endSessions = (db: Db, account: number, at: string) => db.run`
  update session set ended_at = ${at} where account_id = ${account} and ended_at is null`
export const accountKnown = async (db: Db, account: number): Promise<boolean> => (await db.one`select 1 as known from account where account_id = ${account}`) !== null
