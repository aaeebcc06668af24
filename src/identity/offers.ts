/**
 * An offer to one account to act for a body: it becomes a member when it says so itself, and not before. Nobody is put into a body
 * unasked. The act is that of whoever offered, done when the person takes it.
 */
import type { Doer } from '../acts/act.ts'
import { carryAlong } from '../acts/alongside.ts'
import type { Tx } from '../database/db.ts'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { grantIn, type GrantRefusal, type NewMembership, whyNotGranted } from './members.ts'
import * as store from './members-store.ts'
import { standingOf } from './sessions-store.ts'
import { client as clientRow } from './store.ts'

/** Engineering value: how long an offer waits for somebody who may not have been here yet. */
const life = { hours: 24 * 60 }

/** Who offers: a member of the body, one of its machine clients, or the register's operator. */
export type Offerer = { readonly account: number } | { readonly client: string } | 'operator'
/** - `offer-pending` the account has this offer already */
export type OfferRefusal = GrantRefusal | 'offer-pending'
/** - `offer-unknown` none of this number to this account, or it is over; - `offer-void` who offered no longer may */
export type AnswerRefusal = GrantRefusal | 'offer-unknown' | 'offer-void'

/** @returns the number of the offer */
export async function offerMembership(ports: Ports, by: Offerer, m: NewMembership): Promise<Outcome<number, OfferRefusal>> {
  const done = await ports.database.transaction(async (tx): Promise<Outcome<number, OfferRefusal>> => {
    const why = await whyNotGranted(tx, ports, m)
    if (!why.ok) return why
    const now = ports.now()
    const pending = (await store.offersTo(tx, m.account, now.toString())).some((o) => o.body_code === m.body.code && o.role === m.role)
    if (pending) return refuse('offer-pending')
    // The mandate's words are kept from now on; the act is that of whoever takes the offer.
    await carryAlong(tx)
    return ok(await store.addOffer(tx, {
      account: m.account, body: m.body, role: m.role, from: m.from ?? ports.today().toString(), until: m.until ?? null, mandate: m.mandate?.trim() || null,
      by: typeof by === 'object' && 'account' in by ? by.account : null, client: typeof by === 'object' && 'client' in by ? by.client : null,
      expires: now.add(life).toString(),
    }))
  })
  if (done.ok) ports.security?.note({ kind: 'member-invited', reason: m.role, body: m.body.code, account: m.account })
  return done
}

/** The account takes what it was offered. @returns the offer, with the number of the membership */
export const takeOffer = (ports: Ports, account: number, offer: number): Promise<Outcome<store.OfferRow & { readonly membership: number }, AnswerRefusal>> =>
  ports.database.transaction(async (tx) => {
    const now = ports.now().toString()
    const row = await store.offerForChange(tx, account, offer, now)
    if (row === null) return refuse('offer-unknown')
    const by = await offererOf(tx, ports, row)
    if (by === null) return refuse('offer-void')
    const today = ports.today().toString()
    const granted = await grantIn(tx, ports, by, {
      account, body: { kind: row.body_kind, code: row.body_code }, role: row.role, from: row.from_on < today ? today : row.from_on, until: row.until_on,
      ...(row.mandate === null ? {} : { mandate: row.mandate }),
    })
    if (!granted.ok) return granted
    return (await store.useInvitation(tx, row.invitation_id, now)) ? ok({ ...row, membership: granted.value }) : refuse('offer-unknown')
  })

/** @returns false when there was none */
export async function declineOffer(ports: Ports, account: number, offer: number): Promise<boolean> {
  const row = await store.declineOffer(ports.database, account, offer, ports.now().toString())
  if (row !== null) ports.security?.note({ kind: 'invitation-declined', reason: row.role, body: row.body_code, account })
  return row !== null
}

/** Whose act it is; null where they may no longer manage the body's members. */
async function offererOf(tx: Tx, ports: Ports, row: store.OfferRow): Promise<Doer | null> {
  if (row.invited_client !== null) {
    const client = await clientRow(tx, row.invited_client)
    return client !== null && client.until_at === null && client.roles.includes('administer') && client.unit_code === row.body_code ? row.body_code : null
  }
  if (row.invited_by === null) return 'operator'
  const standing = await standingOf(tx, row.invited_by, ports.today().toString())
  const manages = standing.some((s) => s.body_kind === row.body_kind && s.body_code === row.body_code && s.roles.includes('administer'))
  return manages ? { actor: row.body_code, account: String(row.invited_by) } : null
}
