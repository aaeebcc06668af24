/** Who is behind a request: settled when its header has arrived, before a byte of its body is read (src/http/caller.ts). */
import type { FastifyRequest } from 'fastify'
import { actsOn } from '../acts/standing.ts'
import { whoIs } from '../http/who.ts'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import type { ClientRole } from './acts.ts'
import { ownPorts } from './own-ports.ts'
import { type Access, checkToken } from './tokens.ts'

/** `own`: the register as the body behind the token reads it; what only reads is given these ports and no others */
export type Asking = Access & { readonly own: Ports }

/** What a route can ask of a client: a role it has for its unit, or to be one of the operator's (which writes only with `operate`). */
export type CallerRole = ClientRole | 'operator'

/**
 * Who may call a route, as its schema says it: a client with one of these roles; with none named, any client. What depends on
 * the body (which act of a case) the handler settles.
 */
export const callers = (...roles: readonly CallerRole[]): { readonly [scheme: string]: CallerRole[] }[] =>
  (roles.length === 0 ? [{ unit: [] }] : roles.map((role) => ({ unit: [role] })))

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const settled = new WeakMap<FastifyRequest, Asking>()

/** Keeps who is behind the request. @throws {Refused} 401 without a valid token, 403 without one of the roles */
export async function settleCaller(ports: Ports, request: FastifyRequest, oneOf: readonly CallerRole[]): Promise<Asking> {
  const access = await tokenHolder(ports, request)
  const has = (role: CallerRole) => (role === 'operator' ? access.unitCode === 'operator' : access.roles?.includes(role) === true)
  if (oneOf.length > 0 && !oneOf.some(has)) {
    const roles = oneOf.filter((role) => role !== 'operator')
    throw roles.length === 0 ? refused(403, 'operator-needed', { unit: access.unitCode }) : refused(403, 'client-role-missing', { role: roles.join(' / ') })
  }
  // A key of the operator that may only read writes nothing, whichever route it finds.
  if (access.unitCode === 'operator' && !reads.has(request.method) && access.roles?.includes('operate') !== true) {
    throw refused(403, 'client-role-missing', { role: 'operate' })
  }
  settled.set(request, access)
  return access
}

/** The client whose token a request bears, also where anybody may ask. @throws {Refused} 401 without a valid token */
export async function tokenHolder(ports: Ports, request: FastifyRequest): Promise<Asking> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw refused(401, 'sign-in-needed')
  const access = await checkToken(ports, token)
  if (!access.ok) throw refused(401, access.refusals[0].code)
  const { clientId: client, unitCode: unit } = access.value
  actsOn(request, { kind: 'client', client, unit, ended: () => refused(401, 'client-revoked') })
  whoIs(request, { body: access.value.unitCode, client: access.value.clientId })
  return { ...access.value, own: ownPorts(ports, access.value.unitCode) }
}

/** The unit behind a request, as it was settled. @throws where the route's schema does not say who may call it: a fault of ours */
export async function requireUnit(_ports: Ports, request: FastifyRequest): Promise<Asking> {
  const asking = settled.get(request)
  if (asking === undefined) throw new Error(`${request.method} ${request.routeOptions.url} does not say who may call it`)
  return asking
}

/** The unit behind a request of a client that may do this for it. @throws {Refused} 403 without the role */
export async function requireRole(ports: Ports, request: FastifyRequest, role: ClientRole): Promise<Asking> {
  const access = await requireUnit(ports, request)
  if (!access.roles?.includes(role)) throw refused(403, 'client-role-missing', { role })
  return access
}
