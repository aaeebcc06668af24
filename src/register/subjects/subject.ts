/**
 * What happens to an organisation in the register: renamed, given another code, merged, split, ended. Pure.
 *
 * Records stay with the organisation they were made for. A successor answers for its own conduct; its archive points
 * back to the predecessor and does not absorb it.
 */
import { ok, refuse, type Outcome } from '../../law/outcome.ts'
import { normalName } from './name.ts'
import { kindOf, type SubjectKind } from './kind.ts'
import type { Uscc } from './uscc.ts'

/** Days are YYYY-MM-DD. `until` is the first day on which a name or code is no longer the current one. */
export type FormerName = { readonly name: string; readonly until: string }
export type FormerCode = { readonly code: Uscc; readonly until: string }

export type SubjectStatus =
  | { readonly state: 'registered' }
  | { readonly state: 'deregistered' | 'dissolved'; readonly on: string }
  /** into one organisation / into two or more, of which it may be one itself (spin-off) */
  | { readonly state: 'merged' | 'split'; readonly on: string; readonly successors: readonly Uscc[] }

export type Subject = {
  readonly code: Uscc
  readonly kind: SubjectKind
  readonly name: string
  /** `registration` once a registration record named it; `mention` while only other records did */
  readonly nameFrom: 'registration' | 'mention'
  readonly formerNames: readonly FormerName[]
  readonly formerCodes: readonly FormerCode[]
  readonly status: SubjectStatus
}

export type SubjectEvent =
  | { readonly event: 'renamed'; readonly name: string; readonly on: string }
  | { readonly event: 'recoded'; readonly code: Uscc; readonly on: string }
  | { readonly event: 'merged'; readonly into: Uscc; readonly on: string }
  | { readonly event: 'split'; readonly into: readonly Uscc[]; readonly on: string }
  | { readonly event: 'deregistered' | 'dissolved'; readonly on: string }

export type SubjectRefusalCode =
  | 'same-name' | 'same-code' | 'already-ended' | 'successor-is-itself' | 'successors-missing' | 'successor-repeated' | 'day-before-last-change'

export const registered = (code: Uscc, name: string, nameFrom: Subject['nameFrom']): Subject =>
  ({ code, kind: kindOf(code), name, nameFrom, formerNames: [], formerCodes: [], status: { state: 'registered' } })

/** One change of an organisation. The earlier name or code stays findable, with the day it ended. */
export function applyEvent(subject: Subject, event: SubjectEvent): Outcome<Subject, SubjectRefusalCode> {
  if (event.on < lastChangedOn(subject)) return refuse('day-before-last-change', null, { last: lastChangedOn(subject), on: event.on })
  const { status } = subject
  // A spun-off organisation lives on; one merged, ended or wholly split changes no more.
  const ended = status.state !== 'registered' && !(status.state === 'split' && status.successors.includes(subject.code))
  if (ended) return refuse('already-ended', null, { state: status.state, on: status.on })
  switch (event.event) {
    case 'renamed':
      if (normalName(event.name) === normalName(subject.name)) return refuse('same-name')
      return ok({ ...subject, name: event.name, nameFrom: 'registration', formerNames: [...subject.formerNames, { name: subject.name, until: event.on }] })
    case 'recoded':
      if (event.code === subject.code) return refuse('same-code')
      return ok({ ...subject, code: event.code, kind: kindOf(event.code), formerCodes: [...subject.formerCodes, { code: subject.code, until: event.on }] })
    case 'merged':
      if (event.into === subject.code) return refuse('successor-is-itself')
      return ok({ ...subject, status: { state: 'merged', on: event.on, successors: [event.into] } })
    case 'split':
      if (event.into.length < 2) return refuse('successors-missing')
      if (new Set(event.into).size < event.into.length) return refuse('successor-repeated')
      return ok({ ...subject, status: { state: 'split', on: event.on, successors: event.into } })
    case 'deregistered':
    case 'dissolved':
      return ok({ ...subject, status: { state: event.event, on: event.on } })
  }
}

const lastChangedOn = (s: Subject): string =>
  [...s.formerNames, ...s.formerCodes].reduce((last, { until }) => (until > last ? until : last), s.status.state === 'registered' ? '' : s.status.on)

/** What an archive page says first: this organisation itself, or where it went. Its records remain below either way. */
export type ArchiveHead =
  | { readonly show: 'subject' }
  | { readonly show: 'ended'; readonly state: 'deregistered' | 'dissolved'; readonly on: string }
  | { readonly show: 'succeeded'; readonly state: 'merged' | 'split'; readonly on: string; readonly successors: readonly Uscc[] }

export function archiveHead({ status }: Subject): ArchiveHead {
  switch (status.state) {
    case 'registered': return { show: 'subject' }
    case 'deregistered':
    case 'dissolved': return { show: 'ended', state: status.state, on: status.on }
    case 'merged':
    case 'split': return { show: 'succeeded', state: status.state, on: status.on, successors: status.successors }
  }
}

export type Naming = 'known' | 'first-name' | 'conflict'

/**
 * A row names the organisation of a code. The code decides which organisation it is; a name that is none of its own is
 * a conflict for a person to look at, never a second organisation and never a match by name (gd-16-2, js-34a).
 */
export function naming(subject: Subject | null, name: string): Naming {
  if (subject === null) return 'first-name'
  const normal = normalName(name)
  const names = [subject.name, ...subject.formerNames.map((f) => f.name)]
  return names.some((n) => normalName(n) === normal) ? 'known' : 'conflict'
}
