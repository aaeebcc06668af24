/** The cookies of signing in and out. None can be read by script; none goes along with a form from elsewhere. */
import type { FastifyReply } from 'fastify'
import { cookieName, sessionCookie } from '../../../identity/sessions.ts'
import type { Ports } from '../../../ports.ts'

const attemptCookie = 'probity_sign_in'

const kept = (ports: Ports) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: ports.settings.address.startsWith('https:') } as const)

/** Gone when the browser closes; the session's own life ends it before. */
export const giveSession = (ports: Ports, reply: FastifyReply, secret: string): FastifyReply =>
  reply.setCookie(cookieName(ports, sessionCookie), secret, kept(ports))
export const takeSession = (ports: Ports, reply: FastifyReply): FastifyReply =>
  reply.clearCookie(cookieName(ports, sessionCookie), kept(ports))

export const giveAttempt = (ports: Ports, reply: FastifyReply, browser: string): FastifyReply =>
  reply.setCookie(cookieName(ports, attemptCookie), browser, { ...kept(ports), maxAge: 900 })
export const attemptOf = (ports: Ports, { cookies }: { readonly cookies: Readonly<Record<string, string | undefined>> }): string | null => {
  const browser = cookies[cookieName(ports, attemptCookie)]
  return browser !== undefined && /^[\w-]{43}$/.test(browser) ? browser : null
}

/** Known again when the issuer sends the browser back from its sign-out. */
const leavingCookie = 'probity_sign_out'
export const giveLeaving = (ports: Ports, reply: FastifyReply, state: string): FastifyReply =>
  reply.setCookie(cookieName(ports, leavingCookie), state, { ...kept(ports), maxAge: 900 })
export const takeLeaving = (ports: Ports, reply: FastifyReply): FastifyReply => reply.clearCookie(cookieName(ports, leavingCookie), kept(ports))
export const leavingOf = (ports: Ports, { cookies }: { readonly cookies: Readonly<Record<string, string | undefined>> }): string | null =>
  cookies[cookieName(ports, leavingCookie)] ?? null
