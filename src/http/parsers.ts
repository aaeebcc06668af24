/** What bodies a route without files reads: JSON and forms, small, and looked over before anything is made of them. */
import type { FastifyInstance } from 'fastify'
import { Refused } from '../web/refused.ts'
import { formFits, shapeFits } from './json-body.ts'
import { requestLimits } from './limits.ts'
import { readForm } from './text-door.ts'

export function readSmallBodies(app: FastifyInstance): void {
  // `__proto__` and `constructor.prototype` are refused, not dropped: whoever sends them means harm or errs.
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const isLong = (request.routeOptions.bodyLimit ?? 0) > requestLimits.bodyBytes
    const values = isLong ? requestLimits.jsonValuesOfLong : requestLimits.jsonValues
    const fits = shapeFits(body as string, { depth: requestLimits.jsonDepth, values })
    if (fits.ok) parse(request, body as string, done)
    else done(new Refused(400, ...fits.refusals))
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    const fits = formFits(body as string, requestLimits.formFields)
    if (!fits.ok) return done(new Refused(400, ...fits.refusals))
    try { done(null, readForm(body as string, request.routeOptions.config.persons === 'page' ? 'mark' : null)) } catch (error) { done(error as Error) }
  })
}
