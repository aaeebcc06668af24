/** What happens to access and is written down: closed lists of kinds, and what may stand in a line. Pure. */
import { networkOf as visitorNetwork } from '../../http/client.ts'

/**
 * Refusals: sign-in-refused, forbidden (403), token-refused, replayed, rate-limited, foreign-host, logout-refused.
 * Changes: key-added, key-removed, member-invited, member-added, member-ended, invitation-declined, sessions-ended, mailbox-asked,
 * mailbox-changed, mailbox-removed, signed-out-by-issuer.
 */
export const refusalKinds = ['sign-in-refused', 'forbidden', 'token-refused', 'replayed', 'rate-limited', 'foreign-host', 'logout-refused'] as const
export const changeKinds = [
  'key-added', 'key-removed', 'member-invited', 'member-added', 'member-ended', 'invitation-declined', 'sessions-ended',
  'mailbox-asked', 'mailbox-changed', 'mailbox-removed', 'signed-out-by-issuer',
] as const
export const securityKinds = [...refusalKinds, ...changeKinds] as const
export type SecurityKind = (typeof securityKinds)[number]

/** Of these a body's office hears by mail, where its mailbox is confirmed: that there is something to read, never what. */
export const toldByMail: readonly SecurityKind[] = ['key-added', 'key-removed', 'member-added', 'member-ended', 'mailbox-changed', 'mailbox-removed', 'replayed']
/** Of these the person concerned is told on the next page it opens. */
export const toldToPerson: readonly SecurityKind[] = ['member-invited', 'member-added', 'member-ended', 'sessions-ended', 'signed-out-by-issuer']

export type SecurityNote = {
  readonly kind: SecurityKind
  /** a code of this register's own: of a refusal, a role; anything else is left out */
  readonly reason?: string | null
  readonly body?: string | null
  /** number of the account it concerns */
  readonly account?: number | null
  readonly client?: string | null
  /** of whoever asked; kept as a keyed digest of its network alone */
  readonly address?: string | null
}

const fits = (form: RegExp, text: string | null | undefined): string | null => (text != null && form.test(text) ? text : null)

/** A line holds codes and numbers. What does not look like one does not enter. */
export const lineOf = (note: SecurityNote) => ({
  kind: note.kind,
  reason: fits(/^[a-z][a-z0-9-]{1,59}$/, note.reason),
  body: fits(/^[0-9A-Za-z-]{1,18}$/, note.body),
  account: Number.isSafeInteger(note.account) ? note.account! : null,
  client: fits(/^[0-9A-Za-z._-]{1,100}$/, note.client),
})

/** `203.0.113.0/24`, `2001:db8:1:2::/64`: the network of an address, which is all that is told apart. */
export function networkOf(address: string): string {
  const network = visitorNetwork(address)
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(network)
  return v4 ? `${v4[1]}.0/24` : network.includes(':') ? `${network}::/64` : network
}
