/** What is asked of a body once it is settled who sends it: after the hooks of every route, also those of pages, and before anything is read. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** For routes that are added from now on. The one that answers where there is no route is asked at once. */
export function onceSettled(app: FastifyInstance, check: (request: FastifyRequest, reply: FastifyReply) => Promise<void>): void {
  app.addHook('onRoute', (route) => { route.preParsing = [...[route.preParsing ?? []].flat(), check] })
  app.addHook('preParsing', async (request, reply) => { if (request.is404) await check(request, reply) })
}
