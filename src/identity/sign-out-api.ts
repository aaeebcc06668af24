/** The route by which the issuer says that a session is over: called by the issuer itself, not by a browser. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { noteRefusal } from '../http/who.ts'
import type { Ports } from '../ports.ts'
import { problemTexts } from '../web/problem.ts'
import { Refused } from '../web/refused.ts'
import { endByIssuer } from './sign-out.ts'

export function signOutRoutes(app: FastifyInstance, ports: Ports): void {
  app.post('/oauth/back-channel-logout', {
    bodyLimit: 16 * 1024,
    schema: {
      operationId: 'endSessionsByIssuer', tags: ['identity'], consumes: ['application/x-www-form-urlencoded'],
      summary: 'The issuer says that a session is over (OpenID Connect Back-Channel Logout 1.0): its sessions here end',
      body: Type.Object({ logout_token: Type.String({ maxLength: 12_000 }) }), response: { 200: Type.Object({}) },
    },
    config: { rateLimit: { max: 600, timeWindow: '1 minute' } },
  }, async (request, reply) => {
    const { logout_token: token } = request.body as { logout_token: string }
    const ended = await endByIssuer(ports, token)
    reply.header('cache-control', 'no-store')
    if (!ended.ok) {
      const { code } = ended.refusals[0]
      noteRefusal(request, { kind: code === 'logout-token-replayed' ? 'replayed' : 'logout-refused', reason: code })
      throw new Refused(problemTexts[code].status, ...ended.refusals)
    }
    for (const account of ended.value) ports.security?.note({ kind: 'signed-out-by-issuer', account, address: request.ip })
    return reply.send({})
  })
}
