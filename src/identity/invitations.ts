/** Joining a body by a link that is handed over and counts once. */
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import type { MemberRole } from './acting.ts'
import { type BodyKey, daysFit, grantIn, type GrantRefusal, rolesOf } from './members.ts'
import * as store from './members-store.ts'
import { digest } from './sessions.ts'
import { standingOf } from './sessions-store.ts'

/** Engineering value. */
const life = { hours: 24 * 7 }

export type NewInvitation = {
  readonly body: BodyKey
  readonly role: MemberRole
  readonly from?: string
  readonly until?: string | null
  /** number of the account that invites */
  readonly by: number
}
/** - `invitation-unknown`  no such link, used before, or too old; - `invitation-void`  who invited no longer manages the body's members */
export type JoinRefusal = 'invitation-unknown' | 'invitation-void' | GrantRefusal

/**
 * @param code  offered with the form, so that a form sent twice makes one invitation
 * @returns the code of the link: nobody can read it here again
 */
export async function invite(ports: Ports, i: NewInvitation, code: string): Promise<Outcome<string, 'role-unfit' | 'days-unfit'>> {
  const from = i.from ?? ports.today().toString()
  const until = i.until ?? null
  if (!rolesOf(i.body.kind).includes(i.role)) return refuse('role-unfit', null, { role: i.role })
  if (!daysFit(ports, from, until)) return refuse('days-unfit', null, { from, until: until ?? '' })
  const wanted = { body: i.body, role: i.role, from, until, by: i.by, expires: ports.now().add(life).toString() }
  const own = /^[\w-]{43}$/.test(code) ? code : newCode(ports)
  if (await store.addInvitation(ports.database, { ...wanted, digest: digest(own) }) === 1) return ok(own)
  const before = await store.invitation(ports.database, digest(own), ports.now().toString())
  if (before && before.body_code === i.body.code && before.role === i.role && before.from_on === from && before.until_on === until) return ok(own)
  const another = newCode(ports)
  await store.addInvitation(ports.database, { ...wanted, digest: digest(another) })
  return ok(another)
}

export const newCode = (ports: Pick<Ports, 'randomBytes'>): string => ports.randomBytes(32).toString('base64url')

/** What a link offers; null where it offers nothing. */
export const invitationOf = (ports: Ports, code: string): Promise<store.InvitationRow | null> =>
  store.invitation(ports.database, digest(code), ports.now().toString())

/** Makes the account a member. The act is that of whoever invited. */
export const join = (ports: Ports, code: string, account: number): Promise<Outcome<store.InvitationRow, JoinRefusal>> =>
  ports.database.transaction(async (tx) => {
    const now = ports.now().toString()
    const row = await store.invitation(tx, digest(code), now)
    if (row === null) return refuse('invitation-unknown')
    const body = { kind: row.body_kind, code: row.body_code }
    const inviter = row.invited_by!
    const standing = await standingOf(tx, inviter, ports.today().toString())
    const manages = standing.some((s) => s.body_kind === body.kind && s.body_code === body.code && s.roles.includes('administer'))
    if (!manages) return refuse('invitation-void')
    const today = ports.today().toString()
    const granted = await grantIn(tx, ports, { actor: body.code, account: String(inviter) },
      { account, body, role: row.role, from: row.from_on < today ? today : row.from_on, until: row.until_on })
    if (!granted.ok) return granted
    return (await store.useInvitation(tx, row.invitation_id, now)) ? ok(row) : refuse('invitation-unknown')
  })
