/** What a case is about, and the trail of it that the register attaches by itself. Pure. */
import type { RuleId } from '../../law/types.ts'

/** What the organ points at; the register finds the rest. */
export type About =
  | { readonly kind: 'miss'; /** number of the act deadline.missed */ readonly act: number }
  | { readonly kind: 'objection' | 'restoration'; readonly case: number }
  | { readonly kind: 'record'; readonly subject: string; readonly record: number }
  | { readonly kind: 'feed'; /** catalog item */ readonly item: string }
  | { readonly kind: 'inquiry'; /** number of the line of the log */ readonly line: number }
  | { readonly kind: 'none' }

const number = '([1-9]\\d{0,14})'
/** `miss:120`, `objection:7`, `restoration:7`, `record:CODE:7`, `feed:penalty`, `inquiry:7`; empty: nothing the register holds. Null: none of these. */
export function readAbout(text: string): About | null {
  const said = text.trim()
  if (said === '') return { kind: 'none' }
  const [, kind, first = '', second] = new RegExp(`^(miss|objection|restoration|inquiry):${number}$`).exec(said)
    ?? /^(record):([0-9A-Z]{18}):([1-9]\d{0,14})$/.exec(said) ?? /^(feed):([a-z0-9-]{1,60})$/.exec(said) ?? []
  switch (kind) {
    case 'miss': return { kind, act: Number(first) }
    case 'objection': case 'restoration': return { kind, case: Number(first) }
    case 'record': return { kind, subject: first, record: Number(second) }
    case 'feed': return { kind, item: first }
    case 'inquiry': return { kind, line: Number(first) }
    default: return null
  }
}

export type TrailAct = { readonly act: number; readonly kind: string; readonly on: string; readonly by: string; readonly rules: readonly RuleId[] }
/** A step that was not taken in time. `from` null: the day it was counted from is no longer held. */
export type MissedStep = { readonly act: number; readonly step: string; readonly rule: RuleId; readonly from: string | null; readonly due: string }
/** Acts oldest first. Days are YYYY-MM-DD. */
export type Trail = {
  readonly acts: readonly TrailAct[]
  readonly missed: readonly MissedStep[]
  readonly feed: { readonly item: string; readonly since: string; readonly days: number; readonly rule: RuleId | null } | null
  readonly inquiry: {
    readonly line: number; readonly act: number; readonly on: string; readonly subject: string; readonly ground: string; readonly purpose: string
    readonly stated: string; readonly reference: string
  } | null
  /** editions the days of the clocks rest on */
  readonly law: string
  readonly calendar: string
}
