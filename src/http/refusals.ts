/** Writes down who was refused what, once the answer has left: the request waits for nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SecurityKind } from '../identity/security/event.ts'
import type { Ports } from '../ports.ts'
import { refusalNoted, whoWas } from './who.ts'

export function watchRefusals(app: FastifyInstance, ports: Pick<Ports, 'security'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    const kind = kindOf(request, reply)
    if (kind !== null) {
      const { body, account, client } = whoWas(request)
      ports.security?.note({ kind, reason: refusalNoted(request)?.reason, body, account, client, address: request.ip })
    }
    done()
  })
}

/** null: nothing that concerns access */
function kindOf(request: FastifyRequest, reply: FastifyReply): SecurityKind | null {
  const noted = refusalNoted(request)
  if (reply.statusCode < 400) return null
  if (noted?.kind !== undefined) return noted.kind
  if (reply.statusCode === 429) return 'rate-limited'
  if (reply.statusCode === 403) return 'forbidden'
  return reply.statusCode === 401 && request.headers.authorization !== undefined ? 'token-refused' : null
}
