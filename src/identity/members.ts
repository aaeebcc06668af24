/** Members of a body: memberships granted and ended, each an act that names the account by its number alone. */
import { isDay } from '../calendar/day-number.ts'
import { canonicalJson, type Doer, doer } from '../acts/act.ts'
import { appendActs } from '../acts/append.ts'
import type { Tx } from '../database/db.ts'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { refusedAsPersonal } from '../register/boundary/refused.ts'
import type { Body, MemberRole } from './acting.ts'
import * as store from './members-store.ts'
import { endSessionsFor } from './sessions-store.ts'
import { unitByCode } from './store.ts'

export type BodyKey = store.BodyKey
export const operatorBody: Body = { kind: 'operator', code: 'operator', nameZh: '本登记簿运行机构', nameEn: 'Operator of this register' }

const roles = { operator: ['operate', 'administer'], unit: ['deliver', 'administer', 'decide', 'inquire'], organisation: ['represent'] } as const
/** Roles a body can give: nobody delivers for the operator, no unit runs the register, an organisation is spoken for. */
export const rolesOf = (kind: Body['kind']): readonly MemberRole[] => roles[kind]

export type NewMembership = {
  /** number of the account */
  readonly account: number
  readonly body: BodyKey
  readonly role: MemberRole
  /** first day, YYYY-MM-DD; today when left out */
  readonly from?: string
  /** last day; null or left out: no day is set */
  readonly until?: string | null
  /** the document by which an organisation names its representative; no organisation has one without it */
  readonly mandate?: string
}
/**
 * - `organisation-unknown`, `mandate-missing`
 * - `unit-unknown`       no such unit is registered; facts: unit
 * - `account-unknown`    facts: account
 * - `role-unfit`         the body has no such role to give; facts: role
 * - `days-unfit`         not days, or the last before the first or before today; facts: from, until
 * - `member-already`     the account has this role for some of these days; facts: from, until
 */
export type GrantRefusal = 'organisation-unknown' | 'mandate-missing' | 'unit-unknown' | 'account-unknown' | 'role-unfit' | 'days-unfit' | 'member-already' | 'personal-data'
/**
 * - `membership-unknown`   the body has no such membership, or it was ended before
 * - `last-administrator`   without it nobody could manage the body's members; facts: account
 */
export type EndRefusal = 'membership-unknown' | 'last-administrator'

/** Gives an account a role for a body. @returns the number of the membership, which is that of its act */
export const grantMembership = (ports: Ports, by: Doer, m: NewMembership): Promise<Outcome<number, GrantRefusal>> =>
  ports.database.transaction((tx) => grantIn(tx, ports, by, m))

/** Whether the body could give the account this role for these days; its memberships are held until the transaction ends. */
export async function whyNotGranted(tx: Tx, ports: Ports, m: NewMembership): Promise<Outcome<null, GrantRefusal>> {
  const { body, role } = m
  const from = m.from ?? ports.today().toString()
  const until = m.until ?? null
  if (body.kind === 'unit' && (await unitByCode(tx, body.code)) === null) return refuse('unit-unknown', null, { unit: body.code })
  if (body.kind === 'organisation' && !(await store.isOrganisation(tx, body.code))) return refuse('organisation-unknown', null, { code: body.code })
  const mandate = m.mandate?.trim() ?? ''
  if (body.kind === 'organisation' && mandate === '') return refuse('mandate-missing')
  const personal = refusedAsPersonal({ mandate }, ports)
  if (personal !== null) return personal
  if ((await store.account(tx, m.account)) === null) return refuse('account-unknown', null, { account: String(m.account) })
  if (!rolesOf(body.kind).includes(role)) return refuse('role-unfit', null, { role })
  if (!daysFit(ports, from, until)) return refuse('days-unfit', null, { from, until: until ?? '' })
  const standing = await store.lockMemberships(tx, body)
  const overlaps = (s: store.MembershipRow) => (s.until_on === null || s.until_on >= from) && (until === null || s.from_on <= until)
  const same = standing.find((s) => s.account_id === m.account && s.role === role && overlaps(s))
  return same ? refuse('member-already', null, { from: same.from_on, until: same.until_on ?? '' }) : ok(null)
}

export async function grantIn(tx: Tx, ports: Ports, by: Doer, m: NewMembership): Promise<Outcome<number, GrantRefusal>> {
  const why = await whyNotGranted(tx, ports, m)
  if (!why.ok) return why
  const { body, role } = m
  const from = m.from ?? ports.today().toString()
  const until = m.until ?? null
  const mandate = m.mandate?.trim() ?? ''
  const { firstAct } = await appendActs(tx, ports, {
    kind: 'membership.granted', ...doer(by), rules: [],
    acts: [{
      subject: '',
      content: canonicalJson({ account: m.account, body: { code: body.code, kind: body.kind }, from, mandate: mandate || undefined, role, until }),
    }],
  })
  await store.addMembership(tx, {
    membership_id: firstAct, account_id: m.account, body_kind: body.kind, body_code: body.code, role, from_on: from, until_on: until,
  })
  return ok(firstAct)
}

/** Ends a membership at once, and with it the sessions in which its account acts for the body. */
export async function endMembership(ports: Ports, by: Doer, body: BodyKey, membership: number): Promise<Outcome<null, EndRefusal>> {
  const done = await ports.database.transaction((tx) => endIn(tx, ports, by, body, membership))
  if (!done.ok) return done
  ports.security?.note({ kind: 'member-ended', reason: done.value.role, body: body.code, account: done.value.account_id })
  return ok(null)
}

/** A member ends its own membership. Nobody is kept, the last administrator neither: the operator makes another. */
export async function leaveBody(ports: Ports, account: number, membership: number): Promise<Outcome<null, 'membership-unknown'>> {
  const own = await store.membershipOf(ports.database, account, membership)
  if (own === null) return refuse('membership-unknown')
  const by = { actor: own.body_code, account: String(account) }
  const done = await ports.database.transaction((tx) => endIn(tx, ports, by, { kind: own.body_kind, code: own.body_code }, membership, account))
  if (!done.ok) return refuse('membership-unknown')
  ports.security?.note({ kind: 'member-ended', reason: own.role, body: own.body_code, account })
  return ok(null)
}

/** @param leaving the account whose own membership it is, where it leaves by itself */
async function endIn(
  tx: Tx, ports: Ports, by: Doer, body: BodyKey, membership: number, leaving: number | null = null,
): Promise<Outcome<store.MembershipRow, EndRefusal>> {
  const standing = await store.lockMemberships(tx, body)
  const ending = standing.find((m) => m.membership_id === membership && (leaving === null || m.account_id === leaving))
  if (!ending) return refuse('membership-unknown')
  const today = ports.today().toString()
  const stands = (m: store.MembershipRow) => m.from_on <= today && (m.until_on === null || m.until_on >= today)
  const lastAdministrator = ending.role === 'administer' && stands(ending)
    && !standing.some((m) => m !== ending && m.role === 'administer' && stands(m))
  // Whoever runs the register's machine may end it all the same: a body can be left without members, by its own request.
  if (lastAdministrator && by !== 'operator' && leaving === null) return refuse('last-administrator', null, { account: String(ending.account_id) })
  const { firstAct, recordedAt } = await appendActs(tx, ports, {
    kind: 'membership.ended', ...doer(by), rules: [],
    acts: [{
      subject: '', content: canonicalJson({ account: ending.account_id, body: { code: body.code, kind: body.kind }, membership, role: ending.role }),
    }],
  })
  await store.endMembership(tx, membership, recordedAt, firstAct)
  await endSessionsFor(tx, ending.account_id, body.code, recordedAt)
  return ok(ending)
}

/** Both are days, in their order, and the last is not over. */
export const daysFit = (ports: Pick<Ports, 'today'>, from: string, until: string | null): boolean =>
  isDay(from) && (until === null || (isDay(until) && until >= from && until >= ports.today().toString()))

