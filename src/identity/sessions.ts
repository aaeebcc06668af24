/** Sessions of people who act for a body: opened by a sign-in, ended by themselves, by time, or with their last membership. */
import type { FastifyRequest } from 'fastify'
import type { Ports } from '../ports.ts'
import type { Acting } from './acting.ts'

export const sessionCookie = 'probity_session'

/** Who is behind a request; null without a session, and no database is asked where no cookie comes. */
export async function actingOf(_ports: Ports, request: FastifyRequest): Promise<Acting | null> {
  if (!(request.headers.cookie ?? '').includes(`${sessionCookie}=`)) return null
  return null
}
