/** Who a request turned out to be, and why it was refused: for the log of security events. Kept beside the request, not in it. */
import type { FastifyRequest } from 'fastify'

export type Who = { readonly body?: string | null; readonly account?: number | null; readonly client?: string | null }
export type Refusal = { readonly reason: string; readonly kind?: 'sign-in-refused' | 'replayed' | 'token-refused' | 'foreign-host' | 'logout-refused' }

const people = new WeakMap<object, Who>()
const refusals = new WeakMap<object, Refusal>()

type Request = Pick<FastifyRequest, 'headers'>

export const whoIs = (request: Request, who: Who): void => { people.set(request, { ...people.get(request), ...who }) }
export const whoWas = (request: Request): Who => people.get(request) ?? {}

/** @param reason code of the refusal; what was said first stands */
export const noteRefusal = (request: Request, refusal: Refusal): void => { if (!refusals.has(request)) refusals.set(request, refusal) }
export const refusalNoted = (request: Request): Refusal | null => refusals.get(request) ?? null
