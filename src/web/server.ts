/** The server: routes of every capability, one way to say no, one description of it all. */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import { logRoutes } from '../acts/api.ts'
import { identityRoutes } from '../identity/api.ts'
import type { Ports } from '../ports.ts'
import { deliveryRoutes } from '../register/ingestion/api.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { Refused } from './refused.ts'

export async function buildServer(ports: Ports, register: { readonly deliveries: DeliveryDesk }): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: true } } })
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'self'"] } } })
  await app.register(rateLimit, { max: 600, timeWindow: '1 minute' })
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Probity', version: '0.1.0' } } })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)))
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refused) return reply.code(error.status).type('application/problem+json').send({ code: error.refusals[0].code, status: error.status, title: error.refusals[0].code })
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status >= 500) console.error(error)
    return reply.code(status).type('application/problem+json').send({ code: 'fault', status, title: status >= 500 ? 'fault' : (error as Error).message })
  })
  logRoutes(app, ports)
  identityRoutes(app, ports)
  deliveryRoutes(app, ports, register.deliveries)
  app.get('/api/openapi.json', async () => app.swagger())
  return app
}
