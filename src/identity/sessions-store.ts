/** SQL of sessions. Secrets are known here by their SHA-256 alone. */
import type { Db } from '../database/db.ts'
import type { Body, MemberRole } from './acting.ts'
import { toldToPerson } from './security/event.ts'

export type SessionRow = {
  session_id: number; account_id: number; name: string; body_kind: Body['kind'] | null; body_code: string | null; seen_at: string
  news: number
}
export type StandingRow = { body_kind: Body['kind']; body_code: string; roles: MemberRole[]; name_zh: string | null; name_en: string | null }

export const addSession = async (db: Db, s: {
  digest: Buffer; account: number; body: Pick<Body, 'kind' | 'code'> | null; at: string; expires: string; agent: string
  sid: string | null; sealedToken: Buffer | null
}): Promise<number> =>
  (await db.one<{ session_id: number }>`
    insert into session (secret_sha256, account_id, body_kind, body_code, created_at, seen_at, expires_at, agent, issuer_sid, sealed_token)
    values (${s.digest}, ${s.account}, ${s.body?.kind ?? null}, ${s.body?.code ?? null}, ${s.at}, ${s.at}, ${s.expires}, ${s.agent}, ${s.sid}, ${s.sealedToken})
    returning session_id`)!.session_id

/** A session that is open: not ended, not past its life, not idle since `idleSince`. */
export const openSession = (db: Db, digest: Buffer, now: string, idleSince: string) => db.one<SessionRow>`
  select s.session_id, s.account_id, a.name, s.body_kind, s.body_code, s.seen_at,
         (select count(*) from security_event e where e.account_id = s.account_id and e.event_id > a.events_seen
             and e.kind = any (${toldToPerson as string[]}::text[])) as news
    from session s join account a using (account_id)
   where s.secret_sha256 = ${digest} and s.ended_at is null and s.expires_at > ${now} and s.seen_at > ${idleSince}`

/** Whose session this was, also when it is over: for a form that came too late. */
export const sessionOwner = async (db: Db, digest: Buffer): Promise<number | null> =>
  (await db.one<{ account_id: number }>`select account_id from session where secret_sha256 = ${digest}`)?.account_id ?? null

/** Bodies for which an account may act on a day, with its roles there. */
export const standingOf = (db: Db, account: number, today: string) => db.rows<StandingRow>`
  select m.body_kind, m.body_code, array_agg(distinct m.role order by m.role) as roles,
         coalesce(u.name_zh, s.name) as name_zh, coalesce(u.name_en, s.name) as name_en
    from membership m left join unit u on m.body_kind = 'unit' and u.unit_code = m.body_code
    left join subject s on m.body_kind = 'organisation' and s.subject_code = m.body_code
   where m.account_id = ${account} and m.ended_at is null and m.from_on <= ${today} and (m.until_on is null or m.until_on >= ${today})
   group by m.body_kind, m.body_code, u.name_zh, u.name_en, s.name order by m.body_kind desc, m.body_code`

export const seen = (db: Db, id: number, at: string) => db.run`update session set seen_at = ${at} where session_id = ${id}`

export const chooseBody = (db: Db, id: number, body: Pick<Body, 'kind' | 'code'>) => db.run`
  update session set body_kind = ${body.kind}, body_code = ${body.code} where session_id = ${id}`

export type ListedSession = { session_id: number; body_kind: Body['kind'] | null; body_code: string | null; created_at: string; seen_at: string; agent: string }
export const sessionsOf = (db: Db, account: number, now: string, idleSince: string) => db.rows<ListedSession>`
  select session_id, body_kind, body_code, created_at, seen_at, agent from session
   where account_id = ${account} and ended_at is null and expires_at > ${now} and seen_at > ${idleSince} order by seen_at desc, session_id desc`

export const endSession = async (db: Db, account: number, id: number, at: string): Promise<boolean> =>
  (await db.run`update session set ended_at = ${at} where session_id = ${id} and account_id = ${account} and ended_at is null`) === 1

export const endOtherSessions = (db: Db, account: number, but: number, at: string) => db.run`
  update session set ended_at = ${at} where account_id = ${account} and session_id <> ${but} and ended_at is null`

export const endSessionsFor = (db: Db, account: number, bodyCode: string, at: string) => db.run`
  update session set ended_at = ${at} where account_id = ${account} and body_code = ${bodyCode} and ended_at is null`

/** Sessions long over are of no use to anyone. */
export const forgetSessions = (db: Db, before: string) => db.run`delete from session where expires_at < ${before}`

/** The same session under another secret. */
export const rotateSession = (db: Db, id: number, to: { readonly digest: Buffer; readonly sealed: Buffer | null }) => db.run`
  update session set secret_sha256 = ${to.digest}, sealed_token = ${to.sealed} where session_id = ${id} and ended_at is null`

/** The token of a session, sealed under its secret, and its issuer. */
export const sealedToken = (db: Db, id: number) => db.one<{ sealed_token: Buffer | null }>`select sealed_token from session where session_id = ${id}`

/** Sessions of whom an issuer names, by the person, by the issuer's session or by both. @returns the accounts whose sessions ended */
export const endIssuerSessions = (db: Db, by: { issuer: string; subject: string | null; sid: string | null }, at: string) => db.rows<{ account_id: number }>`
  update session s set ended_at = ${at} from account a
   where a.account_id = s.account_id and s.ended_at is null and a.issuer = ${by.issuer}
     and (${by.subject}::text is null or a.subject = ${by.subject}) and (${by.sid}::text is null or s.issuer_sid = ${by.sid})
  returning s.account_id`

/** @returns false when it was seen before */
export const rememberLogout = async (db: Db, issuer: string, jti: string, expires: string): Promise<boolean> =>
  (await db.run`insert into logout_token_seen (issuer, jti, expires_at) values (${issuer}, ${jti}, ${expires}) on conflict do nothing`) === 1
export const forgetLogouts = (db: Db, before: string) => db.run`delete from logout_token_seen where expires_at < ${before}`
