/** SQL of accounts, their memberships and invitations to join. */
import type { Db } from '../database/db.ts'
import type { Body, MemberRole } from './acting.ts'

export type AccountRow = { account_id: number; issuer: string; subject: string; name: string; signed_in_at: string | null }
export type MembershipRow = {
  membership_id: number; account_id: number; body_kind: Body['kind']; body_code: string; role: MemberRole
  from_on: string; until_on: string | null; ended_at: string | null
}
export type InvitationRow = {
  invitation_id: number; body_kind: Body['kind']; body_code: string; role: MemberRole; from_on: string; until_on: string | null
  /** null: a machine or the operator */
  invited_by: number | null; /** to whom an offer is made; null: a link */ account_id: number | null; expires_at: string
}
export type OfferRow = InvitationRow & { invited_client: string | null; mandate: string | null; name_zh: string | null; name_en: string | null }
export type BodyKey = Pick<Body, 'kind' | 'code'>

/** The account of whom an issuer vouches for; made when it is not there. A name is kept only when one is given. */
export const saveAccount = async (db: Db, a: { issuer: string; subject: string; name: string; at: string; signedIn: boolean }): Promise<number> =>
  (await db.one<{ account_id: number }>`
    insert into account (issuer, subject, name, created_at, signed_in_at)
    values (${a.issuer}, ${a.subject}, ${a.name}, ${a.at}, case when ${a.signedIn} then ${a.at}::timestamptz end)
    on conflict (issuer, subject) do update set name = coalesce(nullif(excluded.name, ''), account.name),
           signed_in_at = coalesce(excluded.signed_in_at, account.signed_in_at)
    returning account_id`)!.account_id

/** The account an issuer vouches for, where it is known here. */
export const accountOf = (db: Db, issuer: string, subject: string) => db.one<{ account_id: number }>`
  select account_id from account where issuer = ${issuer} and subject = ${subject}`

export const account = (db: Db, id: number) => db.one<AccountRow>`
  select account_id, issuer, subject, name, signed_in_at from account where account_id = ${id}`

export const isOrganisation = async (db: Db, code: string): Promise<boolean> =>
  (await db.one`select 1 as held from subject where subject_code = ${code}`) !== null

export const addMembership = (db: Db, m: Omit<MembershipRow, 'ended_at'>) => db.run`
  insert into membership (membership_id, account_id, body_kind, body_code, role, from_on, until_on)
  values (${m.membership_id}, ${m.account_id}, ${m.body_kind}, ${m.body_code}, ${m.role}, ${m.from_on}, ${m.until_on})`

export const endMembership = (db: Db, id: number, at: string, act: number) => db.run`
  update membership set ended_at = ${at}, ended_act = ${act} where membership_id = ${id} and ended_at is null`

/** Memberships of a body that stand or are to come, held against others who would change them until this transaction ends. */
export const lockMemberships = (db: Db, body: BodyKey) => db.rows<MembershipRow>`
  select membership_id, account_id, body_kind, body_code, role, from_on, until_on, ended_at from membership
   where body_kind = ${body.kind} and body_code = ${body.code} and ended_at is null order by membership_id for update`

/** Everyone who is, will be or was a member of a body. */
export const membersOf = (db: Db, body: BodyKey) => db.rows<MembershipRow & AccountRow>`
  select m.membership_id, m.body_kind, m.body_code, m.role, m.from_on, m.until_on, m.ended_at, a.*
    from membership m join account a using (account_id)
   where m.body_kind = ${body.kind} and m.body_code = ${body.code}
   order by m.ended_at is not null, a.account_id, m.role, m.from_on, m.membership_id limit 500`

export type OwnMembershipRow = MembershipRow & { name_zh: string | null; name_en: string | null }
/** All memberships of an account, the ended ones last. */
export const membershipsOf = (db: Db, accountId: number) => db.rows<OwnMembershipRow>`
  select m.membership_id, m.account_id, m.body_kind, m.body_code, m.role, m.from_on, m.until_on, m.ended_at,
         coalesce(u.name_zh, s.name) as name_zh, coalesce(u.name_en, s.name) as name_en
    from membership m left join unit u on m.body_kind = 'unit' and u.unit_code = m.body_code
    left join subject s on m.body_kind = 'organisation' and s.subject_code = m.body_code
   where m.account_id = ${accountId} order by m.ended_at is not null, m.body_kind, m.body_code, m.role, m.from_on`

export const addInvitation = (db: Db, i: {
  digest: Buffer; body: BodyKey; role: MemberRole; from: string; until: string | null; by: number; expires: string
}) => db.run`
  insert into invitation (code_sha256, body_kind, body_code, role, from_on, until_on, invited_by, expires_at)
  values (${i.digest}, ${i.body.kind}, ${i.body.code}, ${i.role}, ${i.from}, ${i.until}, ${i.by}, ${i.expires})
  on conflict do nothing`

export const openInvitations = (db: Db, body: BodyKey, now: string) => db.rows<InvitationRow>`
  select invitation_id, body_kind, body_code, role, from_on, until_on, invited_by, account_id, expires_at from invitation
   where body_kind = ${body.kind} and body_code = ${body.code} and used_at is null and declined_at is null and expires_at > ${now} order by invitation_id`

export const invitation = (db: Db, digest: Buffer, now: string) => db.one<InvitationRow>`
  select invitation_id, body_kind, body_code, role, from_on, until_on, invited_by, account_id, expires_at from invitation
   where code_sha256 = ${digest} and used_at is null and expires_at > ${now} for update`

/** @returns false when another was faster */
export const useInvitation = async (db: Db, id: number, now: string): Promise<boolean> =>
  (await db.run`update invitation set used_at = ${now} where invitation_id = ${id} and used_at is null and expires_at > ${now}`) === 1

export const dropInvitation = async (db: Db, id: number, body: BodyKey): Promise<boolean> =>
  (await db.run`delete from invitation where invitation_id = ${id} and body_kind = ${body.kind} and body_code = ${body.code} and used_at is null`) === 1

export const addOffer = async (db: Db, o: {
  account: number; body: BodyKey; role: MemberRole; from: string; until: string | null; mandate: string | null
  by: number | null; client: string | null; expires: string
}): Promise<number> => (await db.one<{ invitation_id: number }>`
  insert into invitation (account_id, body_kind, body_code, role, from_on, until_on, mandate, invited_by, invited_client, expires_at)
  values (${o.account}, ${o.body.kind}, ${o.body.code}, ${o.role}, ${o.from}, ${o.until}, ${o.mandate}, ${o.by}, ${o.client}, ${o.expires})
  returning invitation_id`)!.invitation_id

/** Offers that wait for an account's answer. */
export const offersTo = (db: Db, account: number, now: string) => db.rows<OfferRow>`
  select i.invitation_id, i.body_kind, i.body_code, i.role, i.from_on, i.until_on, i.invited_by, i.account_id, i.expires_at, i.invited_client, i.mandate,
         coalesce(u.name_zh, s.name) as name_zh, coalesce(u.name_en, s.name) as name_en
    from invitation i left join unit u on i.body_kind = 'unit' and u.unit_code = i.body_code
    left join subject s on i.body_kind = 'organisation' and s.subject_code = i.body_code
   where i.account_id = ${account} and i.used_at is null and i.declined_at is null and i.expires_at > ${now} order by i.invitation_id`

export const offerForChange = (db: Db, account: number, id: number, now: string) => db.one<OfferRow>`
  select invitation_id, body_kind, body_code, role, from_on, until_on, invited_by, account_id, expires_at, invited_client, mandate,
         null as name_zh, null as name_en
    from invitation
   where invitation_id = ${id} and account_id = ${account} and used_at is null and declined_at is null and expires_at > ${now} for update`

export const declineOffer = (db: Db, account: number, id: number, at: string) => db.one<{ role: MemberRole; body_code: string }>`
  update invitation set declined_at = ${at}
   where invitation_id = ${id} and account_id = ${account} and used_at is null and declined_at is null returning role, body_code`

/** A membership of an account that has not ended. */
export const membershipOf = (db: Db, account: number, id: number) => db.one<MembershipRow>`
  select membership_id, account_id, body_kind, body_code, role, from_on, until_on, ended_at from membership
   where membership_id = ${id} and account_id = ${account} and ended_at is null`
