/** Who takes something that anybody may read: known where it signed in, nobody in particular otherwise. */
import type { FastifyRequest } from 'fastify'
import type { Doer } from '../acts/act.ts'
import { actsOn } from '../acts/standing.ts'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import { tokenHolder } from './request.ts'
import { actingOf } from './sessions.ts'

export type Reader = { readonly by: Doer; readonly code: string; /** null for a member */ readonly client: string | null }

/**
 * The body behind a request, by token or by session; null: the reader did not say who it is, acts for no body, or for the register itself.
 * @throws {Refused} 401 where a token is shown that is not valid: who means to be known is not served as a stranger
 */
export async function readerOf(ports: Ports, request: FastifyRequest): Promise<Reader | null> {
  if (request.headers.authorization !== undefined) {
    const { unitCode, clientId } = await tokenHolder(ports, request)
    return unitCode === 'operator' ? null : { by: unitCode, code: unitCode, client: clientId }
  }
  const acting = request.headers.cookie === undefined ? null : await actingOf(ports, request)
  if (acting?.body) {
    const { sessionId: session, account, body } = acting
    actsOn(request, { kind: 'member', session, account: account.id, body, roles: [], ended: () => refused(401, 'sign-in-ended') })
  }
  return acting?.body && acting.body.kind !== 'operator' ? { by: { actor: acting.body.code, account: acting.account.id }, code: acting.body.code, client: null } : null
}
