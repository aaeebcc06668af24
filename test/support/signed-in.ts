/** Someone signed in, for a test: a real account, memberships by real acts, a real session. */
import type { Body, MemberRole } from '../../src/identity/acting.ts'
import { grantMembership } from '../../src/identity/members.ts'
import { saveAccount } from '../../src/identity/members-store.ts'
import { formTokenOf, openSession, sessionCookie } from '../../src/identity/sessions.ts'
import { chooseBody, openSession as sessionRow } from '../../src/identity/sessions-store.ts'
import { digest } from '../../src/identity/sessions.ts'
import type { Ports } from '../../src/ports.ts'

export type SignedIn = {
  /** the value of a `cookie` header */
  readonly cookie: string
  /** what a form must bring back, for the body acted for at the moment */
  readonly token: () => Promise<string>
  /** number of the account */
  readonly account: number
}

let people = 0

/** @param body must be registered; the session acts for it. It lasts for the hours a session lasts by `ports.now()` */
export async function signIn(ports: Ports, who: {
  body: Pick<Body, 'kind' | 'code'> | 'operator'; roles: readonly MemberRole[]; name?: string
}): Promise<SignedIn> {
  const body = who.body === 'operator' ? { kind: 'operator', code: 'operator' } as const : { kind: who.body.kind, code: who.body.code }
  const account = await saveAccount(ports.database, {
    issuer: 'https://issuer.test', subject: `member-${++people}`, name: who.name ?? '演示成员', at: ports.now().toString(), signedIn: true,
  })
  for (const role of who.roles) {
    const granted = await grantMembership(ports, 'operator', { account, body, role, ...(body.kind === 'organisation' ? { mandate: '授权委托书' } : {}) })
    if (!granted.ok) throw new Error(JSON.stringify(granted.refusals))
  }
  const { id, secret } = await openSession(ports, account, '')
  if (who.roles.length > 0) await chooseBody(ports.database, id, body)
  return {
    cookie: `${sessionCookie}=${secret}`, account,
    async token() {
      const row = await sessionRow(ports.database, digest(secret), ports.now().toString(), ports.now().subtract({ hours: 1 }).toString())
      return formTokenOf(secret, row?.body_kind && row.body_code ? { kind: row.body_kind, code: row.body_code } : null)
    },
  }
}
