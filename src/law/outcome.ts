import type { RuleId } from './types.ts'

/**
 * An expected "no", with its legal reason. Each module closes the union of codes it can answer with.
 * `rule` is null only where no article asks for it (a gap in the data, a malformed request).
 */
export type Refusal<C extends string = string> = {
  readonly code: C
  readonly rule: RuleId | null
  readonly facts: Readonly<Record<string, string>>
}

/** What a decision answers: a value, or every reason why not, the first being the one a reader sees first. */
export type Outcome<T, C extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly [Refusal<C>, ...Refusal<C>[]] }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** One reason; callers that found several build the tuple themselves. */
export const refuse = <C extends string>(
  code: C,
  rule: RuleId | null = null,
  facts: Readonly<Record<string, string>> = {},
): { readonly ok: false; readonly refusals: readonly [Refusal<C>] } => ({ ok: false, refusals: [{ code, rule, facts }] })
