/** Somebody has just become a member, by its own yes. */
import type { MemberRole } from '../../../identity/acting.ts'
import { renewSession } from '../../../identity/sessions.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { giveSession } from './cookies.ts'

/** Its rights have changed: the session goes on under another secret, and no other of the account does. */
export async function memberNow(view: ActingView, request: Asked['request'], joined: { readonly role: MemberRole; readonly body_code: string }): Promise<Answer> {
  const { ports, acting, href } = view
  const account = Number(acting.account.id)
  ports.security?.note({ kind: 'member-added', reason: joined.role, body: joined.body_code, account, address: request.ip })
  const secret = await renewSession(ports, request, account, Number(acting.sessionId))
  return { send: (reply) => giveSession(ports, reply, secret).redirect(href('/account/choose', { next: href('/account') }), 303) }
}
