/** The two cookies of signing in. Neither can be read by script; neither goes along with a form from elsewhere. */
import type { FastifyReply } from 'fastify'
import { sessionCookie } from '../../../identity/sessions.ts'
import type { Ports } from '../../../ports.ts'

const attemptCookie = 'probity_sign_in'

const kept = (ports: Ports) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: ports.settings.address.startsWith('https:') } as const)

/** Gone when the browser closes; the session's own life ends it before. */
export const giveSession = (ports: Ports, reply: FastifyReply, secret: string): FastifyReply => reply.setCookie(sessionCookie, secret, kept(ports))
export const takeSession = (ports: Ports, reply: FastifyReply): FastifyReply => reply.clearCookie(sessionCookie, kept(ports))

export const giveAttempt = (ports: Ports, reply: FastifyReply, browser: string): FastifyReply =>
  reply.setCookie(attemptCookie, browser, { ...kept(ports), maxAge: 900 })
export const attemptOf = ({ cookies }: { readonly cookies: Readonly<Record<string, string | undefined>> }): string | null => {
  const browser = cookies[attemptCookie]
  return browser !== undefined && /^[\w-]{43}$/.test(browser) ? browser : null
}
