/**
 * The boundary at the door: every text that is sent to be kept is looked at before a route sees it. What is certain is refused with
 * its field; what is doubtful is given back with the words marked, until it is written otherwise or an officer of the body states,
 * with a reason, that no person is meant (an act). What a room judges for itself (the cells of a delivery) it says in its route.
 */
import type { FastifyInstance } from 'fastify'
import { requireUnit } from '../identity/request.ts'
import type { Refusal } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { positions } from '../register/boundary/mask.ts'
import type { BoundaryFinding, Span } from '../register/boundary/scan.ts'
import { inField } from '../register/boundary/stated/digest.ts'
import { passesByStatement } from '../register/boundary/stated/reliance/acts.ts'
import { foundIn, scanOn } from '../register/boundary/texts.ts'
import { Refused } from '../web/refused.ts'
import { neededOf } from './caller.ts'
import { everyTextOf, type TextField } from './text-door.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `page`: looked at once the form's token fits; `own`: the room judges its texts itself; `unkept`: nothing that is sent is kept */
    readonly persons?: 'page' | 'own' | 'unkept'
  }
}

/** A text that tells of a person, or may. */
export type PersonFault = {
  readonly field: string
  readonly text: string
  readonly certain: boolean
  readonly findings: readonly BoundaryFinding[]
  /** [] where the whole text is meant */
  readonly spans: readonly Span[]
}

/** Members that are no words of anybody's: credentials, what is drawn from chance, numbers and digests. */
const unread: ReadonlySet<string> = new Set(['_token', 'client_assertion', 'client_assertion_type', 'grant_type', 'idempotency-key'])
/** Halves of a public key; anything else that stands under such a name is a text like any other. */
const keyPart = /^[A-Za-z0-9_-]{40,}$/
const keyNames: ReadonlySet<string> = new Set(['x', 'y', 'n'])
const drawn = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9a-f]{64}$/i
/** Nothing by themselves. */
const number = /^\d{1,10}$|^\d{4}-\d{2}-\d{2}$/

const nameOf = ({ where }: TextField): string => where.findLast((step) => !/^\d+$/.test(step)) ?? ''

/** `isName`: what the field beside it is called, no word of its own. */
type Typed = { readonly field: string; readonly text: string; readonly isName?: boolean }

/**
 * @param fields of a request or a form, in their order: what two of them say together is found too
 * @returns what must not pass as it is; of each field once
 */
export function personsIn(fields: Iterable<Typed>, ports: Pick<Ports, 'law' | 'boundary' | 'today'>): PersonFault[] {
  const faults: PersonFault[] = []
  const read = [...fields].filter(({ field, text }) => text !== '' && !unread.has(field) && !drawn.test(text) && !(keyNames.has(field) && keyPart.test(text)))
  const typed = read.filter(({ isName }) => isName !== true)
  const together = scanOn(ports).scanTogether(typed.map(({ text }) => text), typed.map(({ field }) => field))
  const beside = new Map(typed.map((one, i) => [one, together[i]!]))
  for (const one of read) {
    const { field, text } = one
    const findings = [...(number.test(text) ? [] : foundIn(text, field, ports)), ...(beside.get(one) ?? [])]
    if (findings.length === 0) continue
    const spans = findings.some((f) => f.spans.length === 0) ? [] : findings.flatMap((f) => f.words ?? f.spans)
    faults.push({ field, text, certain: findings.some((f) => f.certainty === 'certain'), findings, spans })
  }
  return faults
}

/** Those of which nobody of the body has stated that no person is meant. */
export async function unstatedOf(ports: Ports, body: string | null, faults: readonly PersonFault[]): Promise<PersonFault[]> {
  const open: PersonFault[] = []
  for (const fault of faults) {
    const place = inField(fault.field)
    const stated = body !== null && !fault.certain
      && await passesByStatement(ports, body, place, fault.text, () => new Refused(422, personRefusal(fault)))
    if (!stated) open.push(fault)
  }
  return open
}

/** What an interface answers: the field, the position, the reason, never the words. */
export function personRefusal({ field, text, certain, findings, spans }: PersonFault): Refusal {
  const finding = findings.find((f) => !certain || f.certainty === 'certain')!
  const rule = finding.rules[0] ?? null
  if (certain) return { code: 'personal-data', rule, facts: { where: field } }
  const { zh, en } = finding.reason
  return { code: 'person-doubtful', rule, facts: { where: field, field, at: positions(text, spans) || '1', 'reason-zh': zh, 'reason-en': en } }
}

/** Puts the door before every route for systems that is added from now on. Pages look for themselves: see `web/routes.ts`. */
export function personDoor(app: FastifyInstance, ports: Ports): void {
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.config.persons !== undefined) return
    // What anybody may ask, and a token, leaves nothing behind.
    if (neededOf(request.routeOptions.schema) === null) return
    const pass = async (fields: readonly Typed[]): Promise<void> => {
      const faults = personsIn(fields, ports)
      if (faults.length === 0) return
      const { unitCode } = await requireUnit(ports, request)
      const [first] = await unstatedOf(ports, unitCode, faults.toSorted((a, b) => Number(b.certain) - Number(a.certain)))
      if (first !== undefined) throw new Refused(422, personRefusal(first))
    }
    await pass([...everyTextOf(request)].map((f) => ({ field: nameOf(f), text: f.text, isName: f.isName === true })))
    if (typeof request.parts !== 'function') return
    // A form with files is read part by part, by its route.
    const parts = request.parts.bind(request)
    request.parts = async function* (options) {
      for await (const part of parts(options)) {
        await pass([{ field: part.fieldname, text: part.type === 'field' ? String(part.value) : (part.filename ?? '') }])
        yield part
      }
    }
  })
}
