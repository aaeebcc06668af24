/** What a register shows of an organisation, held against the acts behind it. */
import { utf8 } from './bytes.ts'
import { bad, good, type Finding } from './finding.ts'
import { sha256 } from './hash.ts'

/** One record as an archive shows it, as far as it is checked. */
export type GivenRecord = {
  readonly id: number
  readonly item: string
  readonly version: number
  readonly act: number
  readonly shownSince: string | null
  readonly until: string | null
  readonly values: Readonly<Record<string, string>> | null
  readonly disputed?: { readonly since: string } | null
}
export type GivenArchive = {
  readonly organisation: { readonly code: string; readonly name: string }
  readonly day: string
  readonly law: string
  readonly total: number
  readonly receipt?: string
  readonly records: readonly GivenRecord[]
}

export const mostRecords = 1000

export function isArchive(value: unknown): value is GivenArchive {
  const archive = value as Partial<Record<keyof GivenArchive, unknown>> | null
  const organisation = archive?.organisation as Partial<GivenArchive['organisation']> | undefined
  return typeof archive === 'object' && archive !== null && typeof organisation?.code === 'string' && /^[0-9A-Z]{18}$/.test(organisation.code)
    && typeof organisation.name === 'string' && typeof archive.day === 'string' && typeof archive.law === 'string' && Number.isSafeInteger(archive.total)
    && Array.isArray(archive.records) && archive.records.length <= mostRecords && archive.records.every(isRecord)
    && (archive.receipt === undefined || typeof archive.receipt === 'string')
}

export function isRecord(value: unknown): value is GivenRecord {
  if (typeof value !== 'object' || value === null) return false
  const r = value as Record<keyof GivenRecord, unknown>
  const isDay = (day: unknown) => day === null || typeof day === 'string'
  return [r.id, r.version, r.act].every(Number.isSafeInteger) && typeof r.item === 'string' && isDay(r.shownSince) && isDay(r.until)
    && (r.values === null || (typeof r.values === 'object' && Object.values(r.values as object).every((v) => typeof v === 'string')))
}

/** The receipt of an archive (docs/receipt.md), computed from the answer as kept. @param origin first line of the log's checkpoint */
export function receiptOfArchive({ organisation, day, law, total, records }: GivenArchive, origin: string): string {
  const canonical = (values: GivenRecord['values']) =>
    JSON.stringify(values && Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))))
  const lines = records.toSorted((a, b) => a.id - b.id)
    .map((r) => `${r.id} ${r.version} ${r.act} ${r.shownSince ?? '-'} ${r.until ?? '-'} ${canonical(r.values)}${r.disputed ? ` disputed ${r.disputed.since}` : ''}`)
  const text = ['probity receipt 1', origin, organisation.code, JSON.stringify(organisation.name), day, law, total, ...lines].map((line) => `${line}\n`).join('')
  return `prb1:${sha256(utf8(text)).toBase64({ alphabet: 'base64url', omitPadding: true })}`
}

/**
 * A record as shown against the content of its act, which is proven already. A field that the catalog has closed since
 * may be missing from what is shown; nothing may be there that was not committed to.
 *
 * @param content null where the act's content is not shown any more
 */
export function compareRecord(code: string, shown: GivenRecord, content: string | null): Finding {
  const record = shown.id
  if (content === null) return good('record-ended', { record })
  let act: { item?: unknown; subject?: unknown; values?: unknown; version?: unknown }
  try {
    act = JSON.parse(content) as typeof act
  } catch {
    return bad('record-differs', { record, field: 'content' })
  }
  const version = typeof act.version === 'number' ? act.version : 1
  if (version > shown.version) return good('superseded', { record, was: shown.version, is: version })
  const values = (typeof act.values === 'object' && act.values !== null ? act.values : {}) as Record<string, unknown>
  const field = Object.entries(shown.values ?? {}).find(([name, value]) => !Object.hasOwn(values, name) || values[name] !== value)?.[0]
  if (field !== undefined) return bad('record-differs', { record, field })
  if (version !== shown.version) return bad('record-differs', { record, field: 'version' })
  if (act.item !== shown.item) return bad('record-differs', { record, field: 'item' })
  // An organisation keeps its records when it is given another code.
  return good(act.subject === code ? 'record-same' : 'record-recoded', { record, code: String(act.subject) })
}
