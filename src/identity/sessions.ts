/** Sessions of people who act for a body: opened by a sign-in, ended by themselves, by time, or with their last membership. */
import { createHash, createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { whoIs } from '../http/who.ts'
import { unavailableOf } from '../database/unavailable.ts'
import type { Ports } from '../ports.ts'
import type { Acting, Body } from './acting.ts'
import { operatorBody } from './members.ts'
import { seal, unseal } from './sealed.ts'
import * as store from './sessions-store.ts'

export const sessionCookie = 'probity_session'

/**
 * What a cookie is called. Over https the browser holds names that begin so to this host, this path and TLS, so that no neighbour
 * under the same domain can set one. Over plain http, which is this machine alone, browsers take no such cookie.
 */
export const cookieName = ({ settings }: Pick<Ports, 'settings'>, name: string): string => (settings.address.startsWith('https:') ? `__Host-${name}` : name)

/** Engineering values, not law. */
export const idleLife: Temporal.Duration = Temporal.Duration.from({ minutes: 45 })
export const longestLife: Temporal.Duration = Temporal.Duration.from({ hours: 12 })
const kept: Temporal.Duration = Temporal.Duration.from({ hours: 24 * 7 })
const seenEvery: Temporal.Duration = Temporal.Duration.from({ minutes: 1 })

/** What the browser keeps; `secret` is known to nobody else. */
export type OpenedSession = { readonly id: number; readonly secret: string }

/** What an issuer gave with a sign-in: its name for its session, and its token, which a sign-out there asks for. */
export type IssuerSession = { readonly sid: string | null; readonly idToken: string | null }

/** Opens a session for an account. A person who may act for one body acts for it from the start. */
export async function openSession(ports: Ports, account: number, agent: string, issuer: IssuerSession = { sid: null, idToken: null }): Promise<OpenedSession> {
  const secret = ports.randomBytes(32).toString('base64url')
  const now = ports.now()
  const bodies = await store.standingOf(ports.database, account, ports.today().toString())
  await store.forgetSessions(ports.database, now.subtract(kept).toString())
  const id = await store.addSession(ports.database, {
    digest: digest(secret), account, body: bodies.length === 1 ? bodyOf(bodies[0]!) : null, agent: agentFamily(agent),
    at: now.toString(), expires: now.add(longestLife).toString(),
    sid: issuer.sid, sealedToken: issuer.idToken === null ? null : seal(secret, tokenPurpose, issuer.idToken),
  })
  return { id, secret }
}

const tokenPurpose = 'issuer token'

/** The issuer's token of the session behind a request: readable while its secret is at hand. */
export async function issuerToken(ports: Ports, request: Pick<FastifyRequest, 'headers'>, sessionId: number): Promise<string | null> {
  const secret = sessionSecret(ports, request)
  const row = secret === null ? null : await store.sealedToken(ports.database, sessionId)
  return secret === null || !row?.sealed_token ? null : unseal(secret, tokenPurpose, row.sealed_token)
}

/** The same session under a new secret, as its rights have changed; all others of the account end. @returns the new secret */
export async function renewSession(ports: Ports, request: Pick<FastifyRequest, 'headers'>, account: number, sessionId: number): Promise<string> {
  const secret = ports.randomBytes(32).toString('base64url')
  const token = await issuerToken(ports, request, sessionId)
  await store.rotateSession(ports.database, sessionId, { digest: digest(secret), sealed: token === null ? null : seal(secret, tokenPurpose, token) })
  await store.endOtherSessions(ports.database, account, sessionId, ports.now().toString())
  return secret
}

/** Who is behind a request; null without a session, and no database is asked where no cookie comes. */
export async function actingOf(ports: Ports, request: FastifyRequest): Promise<Acting | null> {
  const secret = sessionSecret(ports, request)
  if (secret === null) return null
  const now = ports.now()
  const session = await store.openSession(ports.database, digest(secret), now.toString(), now.subtract(idleLife).toString())
  if (session === null) return null
  const bodies = await store.standingOf(ports.database, session.account_id, ports.today().toString())
  const chosen = bodies.find((b) => b.body_kind === session.body_kind && b.body_code === session.body_code)
  const longAgo = Temporal.Instant.compare(Temporal.Instant.from(session.seen_at), now.subtract(seenEvery)) < 0
  // Where nothing can be written for the moment, whoever reads goes on reading.
  if (longAgo) await store.seen(ports.database, session.session_id, now.toString()).catch((error: unknown) => {
    if (!['reads-only', 'full'].includes(unavailableOf(error) ?? '')) throw error
  })
  const body = chosen ? bodyOf(chosen) : null
  whoIs(request, { account: session.account_id, body: body?.code ?? null })
  return {
    account: { id: String(session.account_id), name: session.name }, sessionId: String(session.session_id),
    formToken: formTokenOf(secret, body), body, roles: chosen?.roles ?? [], bodies: bodies.length,
    news: session.news,
  }
}

export const bodyOf = (row: store.StandingRow): Body => (row.body_kind === 'operator' ? operatorBody
  : { kind: row.body_kind, code: row.body_code, nameZh: row.name_zh ?? row.body_code, nameEn: row.name_en ?? row.body_code })

/** The secret a request bears in its cookie, whether a session stands behind it or not. */
export function sessionSecret(ports: Pick<Ports, 'settings'>, request: Pick<FastifyRequest, 'headers'>): string | null {
  const name = cookieName(ports, sessionCookie)
  const value = (request.headers.cookie ?? '').split(';').map((part) => part.trim()).find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null
}

/** Whose session the cookie of a request once opened, also when it is over: for what was typed too late. */
export async function ownerOf(ports: Ports, request: Pick<FastifyRequest, 'headers'>): Promise<number | null> {
  const secret = sessionSecret(ports, request)
  return secret === null ? null : store.sessionOwner(ports.database, digest(secret))
}

export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Keyed to the session, and says for which body the form was opened: `code.MAC`, where code is empty before a body is chosen. */
export const formTokenOf = (secret: string, body: Pick<Body, 'kind' | 'code'> | null): string =>
  `${body?.code ?? ''}.${createHmac('sha256', secret).update(`form\n${body?.kind ?? ''}\n${body?.code ?? ''}`).digest('base64url')}`

/** For which body a form says it was opened; null where it does not say. */
export const openedFor = (token: string | null): string | null => /^([^.]+)\./.exec(token ?? '')?.[1] ?? null

/** `Firefox, Linux`: enough for a person to know a browser again, not to follow it. */
export function agentFamily(header: string): string {
  const of = (families: readonly (readonly [RegExp, string])[]) => families.find(([mark]) => mark.test(header))?.[1]
  const browser = of([[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']])
  const system = of([[/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']])
  return [browser, system].filter(Boolean).join(', ')
}
