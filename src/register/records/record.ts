/** A record: the content its acts hold, and the row its projection is. Pure. */
import { hash } from 'node:crypto'
import type { Display } from '../retention/display.ts'
import type { StoredFacts } from './facts.ts'

/**
 * Content of `record.accepted` and `record.changed`. Public fields stand in it as they are; of the fields that the
 * catalog keeps from the public it holds only a salted digest, so that a stranger can check what is shown.
 */
export type RecordContent = {
  /** SHA-256(salt ‖ canonical JSON of the closed fields), hex; absent where there are none */
  readonly closed?: string
  readonly item: string
  readonly itemVersion: string
  readonly subject: string
  readonly identity: string
  readonly values: Readonly<Record<string, string>>
  /** `record.changed`: the record it is a new version of */
  readonly record?: number
  readonly version?: number
}

type ContentParts = {
  item: string; itemVersion: string; subject: string; identity: string; valuesJson: string
  closedDigest: string | null; record?: number; version?: number
}

/** The bytes of a record act. Keys in code-unit order, so that a stranger can write them down again. */
export function recordContent(c: ContentParts): string {
  const closed = c.closedDigest === null ? '' : `"closed":"${c.closedDigest}",`
  const of = c.record === undefined ? '' : `"record":${c.record},`
  const version = c.version === undefined ? '' : `,"version":${c.version}`
  const what = `"identity":${JSON.stringify(c.identity)},"item":"${c.item}","itemVersion":"${c.itemVersion}"`
  return `{${closed}${what},${of}"subject":"${c.subject}","values":${c.valuesJson}${version}}`
}

/** The text of `values` inside a record act's content, without parsing the rest. */
export function valuesOf(content: string): string {
  const start = content.indexOf(',"values":') + 10
  const tail = /,"version":\d+\}$/.exec(content)
  return content.slice(start, tail ? tail.index : content.length - 1)
}

const closedSaltBytes = 16

let closedInput = Buffer.allocUnsafe(4096)

/** What is stored of closed fields, and the digest of them that the content bears: SHA-256(salt ‖ JSON), hex. */
export function closeFields(json: string, salt: Buffer): { readonly stored: string; readonly digest: string } {
  if (closedSaltBytes + 3 * json.length > closedInput.length) closedInput = Buffer.allocUnsafe(2 * (closedSaltBytes + 3 * json.length))
  closedInput.set(salt)
  const end = closedSaltBytes + closedInput.write(json, closedSaltBytes)
  return { stored: salt.toString('hex') + json, digest: hash('sha256', closedInput.subarray(0, end), 'hex') }
}
/** The closed fields' JSON as stored; '' where there are none. */
export const closedJsonOf = (stored: string | null): string => (stored === null ? '' : stored.slice(closedSaltBytes * 2))

export type RecordRow = {
  readonly subject_code: string
  readonly record_id: number
  readonly item_id: string
  readonly provider_code: string
  readonly identity: string
  readonly version: number
  readonly act_id: number
  readonly act_group: number
  readonly decided_on: string
  readonly received_on: string
  readonly existence: 'held' | 'withdrawn' | 'erased'
  readonly display: Display['state']
  readonly display_starts_on: string | null
  readonly display_ends_on: string | null
  readonly usable: boolean
  readonly retention_ends_on: string | null
  readonly law: string
  readonly facts: string
}

export const factsText = (facts: StoredFacts): string => JSON.stringify(facts)
