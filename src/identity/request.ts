/** Who is behind a request. */
import type { FastifyRequest } from 'fastify'
import { actsOn } from '../acts/standing.ts'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import type { ClientRole } from './acts.ts'
import { ownPorts } from './own-ports.ts'
import { type Access, checkToken } from './tokens.ts'

/** `own`: the register as the body behind the token reads it; what only reads is given these ports and no others */
export type Asking = Access & { readonly own: Ports }

/** The unit behind a request. @throws {Refused} 401 without a valid token */
export async function requireUnit(ports: Ports, request: FastifyRequest): Promise<Asking> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw refused(401, 'sign-in-needed')
  const access = await checkToken(ports, token)
  if (!access.ok) throw refused(401, access.refusals[0].code)
  const { clientId: client, unitCode: unit } = access.value
  actsOn(request, { kind: 'client', client, unit, ended: () => refused(401, 'client-revoked') })
  return { ...access.value, own: ownPorts(ports, access.value.unitCode) }
}

/** The unit behind a request of a client that may do this for it. @throws {Refused} 401 without a valid token, 403 without the role */
export async function requireRole(ports: Ports, request: FastifyRequest, role: ClientRole): Promise<Asking> {
  const access = await requireUnit(ports, request)
  if (!access.roles?.includes(role)) throw refused(403, 'client-role-missing', { role })
  return access
}
