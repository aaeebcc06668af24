/** From a registration record to what it changes about an organisation held. Pure. */
import type { ActKind } from '../../acts/act.ts'
import { normalName } from './name.ts'

/** Field names of the catalog item `registration` that change the organisation itself. */
export const registrationFields = {
  name: '机构名称',
  formerNames: '曾用名',
  formerCode: '原统一社会信用代码',
  nameChangedOn: '名称变更日期',
  status: '登记状态',
  statusOn: '状态日期',
  successors: '承继机构统一社会信用代码',
  establishedOn: '成立日期',
} as const

export type Registration = {
  readonly code: string
  readonly name: string
  /** day of the last change of name */
  readonly namedOn: string | null
  readonly formerNames: readonly string[]
  readonly formerCode: string | null
  readonly status: string | null
  readonly statusOn: string | null
  readonly successors: readonly string[]
  readonly establishedOn: string | null
}

export type HeldSubject = {
  readonly subject_code: string
  readonly name: string
  readonly name_from: string
  readonly status: string
  readonly established: string | null
  readonly former_names: readonly string[]
  readonly former_codes: readonly string[]
}

export type SubjectStatusWord = 'registered' | 'deregistered' | 'dissolved' | 'merged' | 'split'
const statusWords: Readonly<Record<string, SubjectStatusWord>> = {
  存续: 'registered',
  在业: 'registered',
  开业: 'registered',
  注销: 'deregistered',
  解散: 'dissolved',
  撤销: 'dissolved',
  合并: 'merged',
  分立: 'split',
}

export type RegistrationEvent = {
  readonly act: ActKind
  readonly content:
    | { readonly event: 'named'; readonly name: string; readonly on: string }
    | { readonly event: 'former-name'; readonly name: string; readonly until: string | null }
    | { readonly event: 'former-code'; readonly code: string; readonly until: string }
    | { readonly event: 'status'; readonly status: SubjectStatusWord; readonly on: string; readonly successors: readonly string[] }
    | { readonly event: 'established'; readonly on: string }
}

export function readRegistration(code: string, values: Readonly<Record<string, string | undefined>>): Registration {
  const list = (text: string | undefined) =>
    (text ?? '')
      .split(/[;；、,，]/)
      .map((s) => s.trim())
      .filter(Boolean)
  const f = registrationFields
  return {
    code,
    name: values[f.name] ?? '',
    namedOn: values[f.nameChangedOn] ?? null,
    formerNames: list(values[f.formerNames]),
    formerCode: values[f.formerCode] ?? null,
    status: values[f.status] ?? null,
    statusOn: values[f.statusOn] ?? null,
    successors: list(values[f.successors]),
    establishedOn: values[f.establishedOn] ?? null,
  }
}

/** Only what differs from what is held: a repeated registration record changes nothing. */
export function registrationEvents(held: HeldSubject, r: Registration, today: string): RegistrationEvent[] {
  const events: RegistrationEvent[] = []
  const on = r.statusOn ?? today
  if (r.name !== '' && (held.name_from !== 'registration' || held.name !== r.name)) {
    events.push({
      act: 'subject.renamed',
      content: { event: 'named', name: r.name, on: normalName(held.name) === normalName(r.name) ? (r.establishedOn ?? on) : (r.namedOn ?? on) },
    })
  }
  const known = new Set([...held.former_names, held.name, r.name].map(normalName))
  for (const name of r.formerNames) {
    if (!known.has(normalName(name)))
      events.push({ act: 'subject.renamed', content: { event: 'former-name', name, until: r.formerNames.length === 1 ? r.namedOn : null } })
  }
  if (r.formerCode !== null && r.formerCode !== r.code && !held.former_codes.includes(r.formerCode)) {
    events.push({ act: 'subject.recoded', content: { event: 'former-code', code: r.formerCode, until: on } })
  }
  const status = r.status === null ? null : statusWords[r.status]
  if (status && status !== held.status)
    events.push({ act: 'subject.status-changed', content: { event: 'status', status, on, successors: r.successors } })
  if (r.establishedOn !== null && r.establishedOn !== held.established) {
    events.push({ act: 'subject.status-changed', content: { event: 'established', on: r.establishedOn } })
  }
  return events
}
