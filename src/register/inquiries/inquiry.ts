/** An inquiry as it is asked and as it is written down: the union of what the five regulations want a log to hold. Pure. */
import type { Json } from '../../acts/act.ts'
import type { GroundCode } from '../disclosure/disclose.ts'

export type Channel = 'page' | 'api' | 'terminal' | 'counter'

export type NewInquiry = {
  /** code of the organisation asked about */
  readonly subject: string
  readonly ground: GroundCode
  /** of the pack's list; for an authorised inquiry the purpose that was authorised; '' where the ground asks for none */
  readonly purpose: string
  /** number or title of the case in hand */
  readonly reference: string
  /** the provision or duty in words, where the purpose is open */
  readonly stated: string
  /** catalog items; null: all */
  readonly items: readonly string[] | null
  readonly channel: Channel
  /** the machine client that asks; null for a member */
  readonly client: string | null
  /** at the counter the operator's clerk asks for a body that came there */
  readonly onBehalfOf?: string
}

/** Bounds of what is written down; engineering values, not law. */
export const inquiryLimits = { text: 400, records: 1000 } as const

/**
 * Content of `inquiry.answered` and `inquiry.refused`; the head has the account, the time, the day and the law.
 * @source gd-20-2 (subject, time, content), hn-20 (inquirer, time, content, intended use), js-39-3
 */
export type InquiryContent = {
  readonly sequence: number
  readonly inquirer: { readonly kind: 'unit' | 'organisation'; readonly code: string }
  readonly client: string | null
  readonly channel: Channel
  readonly subject: string
  readonly ground: string
  readonly purpose: string
  readonly reference: string
  readonly stated: string
  readonly items: readonly string[] | null
  /** record and version of each one shown */
  readonly shown: readonly (readonly [record: number, version: number])[]
  /** an organisation looks at its file page by page: how many records stood in it; no version is given away */
  readonly held?: number
  /** number of the access or agreement, or of the authorisations, it stood on */
  readonly on: readonly number[]
  readonly receipt: string | null
  readonly refusal: string | null
}

export const contentOf = (c: InquiryContent): Json => c as unknown as Json

/** Numbers that are not there although a later one is: lines that somebody took away. @param numbers ascending @param newest the highest ever given */
export function missingNumbers(numbers: readonly number[], newest: number): readonly number[] {
  const missing: number[] = []
  let next = 1
  for (const n of [...numbers, newest + 1]) {
    for (; next < n; next++) missing.push(next)
    next = n + 1
  }
  return missing
}
