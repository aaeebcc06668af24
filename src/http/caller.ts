/** Who asks is settled before what is sent is read: one hook for every route whose schema says who may call it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CallerRole, settleCaller } from '../identity/request.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../web/refused.ts'
import { countAs, counted, visitorOf } from './client.ts'
import { requestLimits } from './limits.ts'

type Secured = { readonly security?: readonly { readonly [scheme: string]: readonly string[] }[] }
/** The roles one of which is needed, `[]` any client; null: anybody may ask. */
export function neededOf(schema: Secured | undefined): readonly CallerRole[] | null {
  if (schema?.security === undefined) return null
  return schema.security.flatMap((one) => one.unit ?? []) as CallerRole[]
}

/** What a limit answers once it is reached. */
export const tooOften = (most: number, ttlMs: number): Refused => {
  const seconds = String(Math.max(1, Math.ceil(ttlMs / 1000)))
  return new Refused(429, { code: 'rate-limited', rule: null, facts: { most: String(most), seconds } })
}

/** Counts what is asked where nobody is known before the body was read. */
export type TokenLimits = {
  /** for the visitor. @throws {Refused} 429 */
  refused(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** for the client, once its signature was verified: no other's use, and nothing that is not signed, counts for it. @throws {Refused} 429 */
  known(request: FastifyRequest, reply: FastifyReply, client: string): Promise<void>
}

/** Needs the rate limiter of the instance. For the route that gives tokens, which the limiter itself leaves alone. */
export function tokenLimits(app: FastifyInstance): TokenLimits {
  const count = (limit: Parameters<FastifyInstance['createRateLimit']>[0]) => {
    let made: ReturnType<FastifyInstance['createRateLimit']> | null = null
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      made ??= app.createRateLimit(limit)
      const so = await made(request)
      if (so.isAllowed || !so.isExceeded) return
      reply.header('retry-after', String(so.ttlInSeconds))
      throw tooOften(so.max, so.ttl)
    }
  }
  const [refused, ofClient] = [count(refusalLimit), count({ keyGenerator: counted })]
  return {
    refused,
    known: (request, reply, client) => {
      countAs(request, 'client', client)
      return ofClient(request, reply)
    },
  }
}

const refusalLimit = { max: requestLimits.refusalsPerMinute, timeWindow: '1 minute', keyGenerator: visitorOf }

/**
 * Needs the rate limiter of the instance. Whoever is refused counts for the visitor's address, and is told so when it is too
 * often; whoever is known counts for itself, and is kept out by no neighbour.
 */
export function settleCallers(app: FastifyInstance, ports: Ports): void {
  const refusals = app.createRateLimit(refusalLimit)
  app.addHook('onRequest', async (request, reply) => {
    const needed = neededOf(request.routeOptions.schema)
    if (needed === null) return
    try {
      countAs(request, 'client', (await settleCaller(ports, request, needed)).clientId)
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error
      const so = await refusals(request)
      if (so.isAllowed || !so.isExceeded) throw error
      reply.header('retry-after', String(so.ttlInSeconds))
      throw tooOften(so.max, so.ttl)
    }
  })
}
