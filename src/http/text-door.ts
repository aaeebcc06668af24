/** Every text of a request passes here before a route sees it: path, query, kept headers, body, the parts of a form with files. */
import type { Multipart } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Refusal } from '../law/outcome.ts'
import { type TextFaultCode, textOf, withoutFaults } from '../text/text.ts'
import { whyNot } from '../text/words.ts'
import { refused, type Refused } from '../web/refused.ts'
import { keptHeaders } from './kept-headers.ts'

/** Engineering bounds of what one request may say, in characters, levels and texts; files are bounded where they are read. */
export const textBounds = { inAddress: 4_000, inBody: 65_536, depth: 40, texts: 200_000 }

/** `isName`: a key of an object, not what stands under it. */
export type TextField = { readonly where: readonly string[]; readonly text: string; readonly isName?: boolean }

/** Puts the door before every route that is added from now on, in this scope and those within it. */
export function textDoor(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    try {
      passAddress(request)
      passHeaders(request)
      passParts(request)
      done()
    } catch (error) { done(error as Error) }
  })
  // Not before: the body is read when it is settled who asks.
  app.addHook('preValidation', (request, _reply, done) => {
    try {
      if (isData(request.body)) request.body = isPage(request) ? passedForm(request, request.body) : passed(request.body, ['body'], textBounds.inBody)
      done()
    } catch (error) { done(error as Error) }
  })
}

/**
 * Every text a request brings, where it stands: for whoever must look at each of them. Asked after the body was read; the parts
 * of a form with files come one by one and are looked at by whoever reads them.
 */
export function* everyTextOf(request: FastifyRequest): Generator<TextField> {
  yield* textsIn(request.params, ['path'])
  yield* textsIn(request.query, ['query'])
  for (const [name, text] of keptHeaders(request)) yield { where: ['header', name], text }
  if (isData(request.body)) yield* textsIn(request.body, ['body'])
}

function* textsIn(value: unknown, where: readonly string[]): Generator<TextField> {
  if (typeof value === 'string') yield { where, text: value }
  else if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* textsIn(one, [...where, String(i + 1)])
  else if (value !== null && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) {
      yield { where, text: key, isName: true }
      yield* textsIn(one, [...where, key])
    }
  }
}

/** What somebody typed into a field of a page's form and what cannot be kept of it. */
export type TypedFault = { readonly field: string; readonly text: string; readonly refusal: Refusal<TextFaultCode> }
const typedFaults = new WeakMap<FastifyRequest, TypedFault[]>()
/**
 * Of a form of a page, what cannot be kept as it was typed: the form itself holds it without those characters, and nothing of it is
 * carried out (`web/routes.ts` asks this for every form, `web/upload.ts` for those with files). [] where all can be kept.
 */
export const typedFaultsOf = (request: FastifyRequest): readonly TypedFault[] => typedFaults.get(request) ?? []

/** A form's fields. @throws {Refused} where something else was sent: JSON, a list, a text */
export function formOf(request: FastifyRequest): URLSearchParams {
  const { body } = request
  if (body === undefined || body === null) return new URLSearchParams()
  const isForm = typeof body === 'object' && !Array.isArray(body) && Object.values(body).every((value) => typeof value === 'string')
  if (!isForm) throw refused(400, 'form-expected')
  return new URLSearchParams(body as Record<string, string>)
}

/**
 * The fields of a form's body.
 * @param lost what to put where an escape is none (`%f`, `%ff`): `mark` leaves the replacement character, which the door finds
 * @throws {Refused} where an escape is none and nothing was said
 */
export function readForm(body: string, lost: 'mark' | null = null): Record<string, string> {
  if (lost === null && !decodes(body)) throw unreadableEscape('body')
  return Object.fromEntries(new URLSearchParams(body))
}

/** Which text of a request cannot be kept, and why. */
export function textRefused(where: readonly string[], refusal: Refusal<TextFaultCode>): Refused {
  const why = whyNot(refusal)
  return refused(400, refusal.code, { ...refusal.facts, where: where.map(shown).join(' · '), 'why-zh': why.zh, 'why-en': why.en })
}

/** What an address or a form's body holds after a `%` must be two digits, and together characters. */
export const unreadableEscape = (where: string): Refused => refused(400, 'escape-unreadable', { where })

function passAddress(request: FastifyRequest): void {
  const { url = '' } = request.raw
  if (!decodes(url)) throw unreadableEscape(url.includes('?') && decodes(url.slice(0, url.indexOf('?'))) ? 'query' : 'path')
  // Nothing of an address is kept: it names what is looked for, which may lie there from before.
  request.params = passed(request.params, ['path'], textBounds.inAddress, true)
  request.query = passed(request.query, ['query'], textBounds.inAddress, true)
  // What no route names is in the address all the same.
  const path = textOf(decodeURIComponent(url.split('?')[0]!), { most: textBounds.inAddress, unkept: true })
  if (!path.ok) throw textRefused(['path'], path.refusals[0])
}

function passHeaders(request: FastifyRequest): void {
  for (const [name, text] of keptHeaders(request)) sound(text, ['header', name], textBounds.inAddress)
}

/** A form with files is read part by part, by its route: each part passes as it comes. */
function passParts(request: FastifyRequest): void {
  if (typeof request.parts !== 'function') return
  const parts = request.parts.bind(request)
  request.parts = async function* (options) {
    for await (const part of parts(options)) yield soundPart(request, part)
  }
}

function soundPart(request: FastifyRequest, part: Multipart): Multipart {
  const name = sound(part.fieldname, ['body'], textBounds.inAddress)
  const kept = (text: string, most: number, ...where: string[]) =>
    (isPage(request) ? typed(request, name, text, most) : sound(text, ['body', name, ...where], most))
  if (part.type === 'field') {
    if (typeof part.value !== 'string') throw textRefused(['body', name], { code: 'text-expected', rule: null, facts: {} })
    part.value = kept(part.value, textBounds.inBody)
  } else if (part.filename) part.filename = kept(part.filename, textBounds.inAddress, 'filename')
  return part
}

/** The form of a page: who typed it sees it again. What names its fields nobody typed. */
const isPage = (request: FastifyRequest): boolean => request.routeOptions.config.persons === 'page'

function passedForm(request: FastifyRequest, body: unknown): unknown {
  const isForm = typeof body === 'object' && body !== null && !Array.isArray(body) && Object.values(body).every((value) => typeof value === 'string')
  if (!isForm) return passed(body, ['body'], textBounds.inBody)
  return Object.fromEntries(Object.entries(body as Record<string, string>).map(([key, text]) => {
    const name = sound(key, ['body'], textBounds.inAddress)
    return [name, typed(request, name, text, textBounds.inBody)]
  }))
}

function typed(request: FastifyRequest, field: string, text: string, most: number): string {
  const kept = textOf(text, { most })
  if (kept.ok) return kept.value
  typedFaults.set(request, [...typedFaultsOf(request), { field, text, refusal: kept.refusals[0] }])
  return withoutFaults(text)
}

/** The same value with each of its texts in the form in which it is kept. @throws {Refused} naming the first that cannot be */
function passed<T>(value: T, where: readonly string[], most: number, unkept = false, left = { texts: textBounds.texts }): T {
  if (typeof value === 'string') return sound(value, where, most, unkept) as T
  if (value === null || typeof value !== 'object') return value
  if (where.length > textBounds.depth || --left.texts < 0) throw refused(400, 'body-too-nested', { where: where.slice(0, 6).map(shown).join(' · ') })
  if (Array.isArray(value)) return value.map((one, i): unknown => passed(one, [...where, String(i + 1)], most, unkept, left)) as T
  const object = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>
  for (const [key, one] of Object.entries(value)) {
    object[sound(key, where, textBounds.inAddress, unkept)] = passed<unknown>(one, [...where, key], most, unkept, left)
  }
  return object as T
}

function sound(text: string, where: readonly string[], most: number, unkept = false): string {
  const passed = textOf(text, { most, unkept })
  if (!passed.ok) throw textRefused(where, passed.refusals[0])
  return passed.value
}

/** A file that is the body comes as a stream. */
const isData = (body: unknown): boolean => typeof body === 'string'
  || (typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && typeof (body as { pipe?: unknown }).pipe !== 'function')

function decodes(escaped: string): boolean {
  try { decodeURIComponent(escaped) } catch { return false }
  return true
}

/** A step of the way to a field, as far as it can be shown. */
const shown = (step: string): string => (step.length <= 60 && textOf(step).ok ? step : '…')

