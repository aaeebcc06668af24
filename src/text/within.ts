/** Every text inside a value that was read from outside: JSON, YAML, settings. Pure. */
import type { Refusal } from '../law/outcome.ts'
import { type TextFaultCode, textOf } from './text.ts'

/** Where a text stands that cannot be kept, and why. `where`: names and numbers (from 1) from the outside in */
export type FaultWithin = { readonly where: readonly string[]; readonly refusal: Refusal<TextFaultCode> }

/** The first text of a value, or name in it, that cannot be kept; null where each can. */
export function faultWithin(value: unknown, where: readonly string[] = []): FaultWithin | null {
  if (typeof value === 'string') {
    const text = textOf(value)
    return text.ok ? null : { where, refusal: text.refusals[0] }
  }
  if (value === null || typeof value !== 'object') return null
  const members = Array.isArray(value) ? value.map((one: unknown, i) => [String(i + 1), one] as const) : Object.entries(value)
  for (const [name, one] of members) {
    const key = textOf(name)
    if (!key.ok) return { where, refusal: key.refusals[0] }
    const found = faultWithin(one, [...where, name])
    if (found !== null) return found
  }
  return null
}
