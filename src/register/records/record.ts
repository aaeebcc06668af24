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
  item: string; itemVersion: string; subject: string; identity: string
  closedDigest: string | null; record?: number | undefined; version?: number | undefined
}

/** The text of a record act before and after its values. Keys in code-unit order, so that a stranger can write them down again. */
export function contentAround(c: ContentParts): { readonly before: string; readonly after: string } {
  const closed = c.closedDigest === null ? '' : `"closed":"${c.closedDigest}",`
  const of = c.record === undefined ? '' : `"record":${c.record},`
  const what = `"identity":${JSON.stringify(c.identity)},"item":"${c.item}","itemVersion":"${c.itemVersion}"`
  return { before: `{${closed}${what},${of}"subject":"${c.subject}","values":`, after: c.version === undefined ? '}' : `,"version":${c.version}}` }
}

/** The text of a record act. */
export function recordContent(c: ContentParts & { valuesJson: string }): string {
  const { before, after } = contentAround(c)
  return before + c.valuesJson + after
}

/** The text of `values` inside a record act's content, without parsing the rest. */
export function valuesOf(content: string): string {
  const start = content.indexOf(',"values":') + 10
  const tail = /,"version":\d+\}$/.exec(content)
  return content.slice(start, tail ? tail.index : content.length - 1)
}

const closedSaltBytes = 16

/** The digest of closed fields that a content bears: SHA-256(salt ‖ JSON), hex. @param salted the salt's 16 bytes and the JSON's */
export const closedDigest = (salted: Uint8Array): string => hash('sha256', salted, 'hex')

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
