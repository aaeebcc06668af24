/** Who is behind a page: an account, and the body it acts for. Pure. */
import { type Outcome, ok, refuse } from '../law/outcome.ts'

/**
 * What a member may do for a body.
 * - `deliver`     deliver files, correct rows, withdraw what the unit delivered
 * - `administer`  members and machine clients of the unit
 * - `operate`     the operator's console and the operator's acts
 * - `decide`      the named officer of a unit: decides what is objected to, and what is asked to be restored
 * - `represent`   speaks for an organisation about what is held of it
 * - `inquire`     asks the register in the course of a duty
 */
export const memberRoles = ['deliver', 'administer', 'operate', 'decide', 'represent', 'inquire'] as const
export type MemberRole = (typeof memberRoles)[number]

/** A unit, an organisation, or the operator of this register (whose code is `operator`). */
export type Body = { readonly kind: 'unit' | 'operator' | 'organisation'; readonly code: string; readonly nameZh: string; readonly nameEn: string }

export type Acting = {
  readonly account: { readonly id: string; readonly name: string }
  /** number of the session, not its secret */
  readonly sessionId: string
  /** keyed to the session and the body acted for: what a form must bring back */
  readonly formToken: string
  /** null while a person with several bodies has not chosen yet, or belongs to none */
  readonly body: Body | null
  readonly roles: readonly MemberRole[]
  /** bodies this account may act for today, the present one included */
  readonly bodies: number
  /** security events about the account that it has not read yet; absent: none */
  readonly news?: number
}

/** - `choose-body` first say for whom; - `role-missing` facts: needed = a role */
export type EnterRefusal = 'choose-body' | 'role-missing'

/** Whether someone signed in may enter where one of these roles is needed; no role needed: being signed in is enough. */
export function mayEnter(acting: Acting, needed: readonly MemberRole[]): Outcome<null, EnterRefusal> {
  if (needed.length === 0) return ok(null)
  if (acting.body === null) return refuse('choose-body')
  return needed.some((role) => acting.roles.includes(role)) ? ok(null) : refuse('role-missing', null, { needed: needed.join(', ') })
}
