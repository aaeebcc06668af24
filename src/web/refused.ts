/** A refusal on its way out of a route: the server makes a problem (or a page) of it. */
import type { Refusal } from '../law/outcome.ts'

export class Refused extends Error {
  readonly status: number
  /** the name under which the server's own parts look for it */
  readonly statusCode: number
  readonly refusals: readonly [Refusal, ...Refusal[]]
  constructor(status: number, ...refusals: readonly [Refusal, ...Refusal[]]) {
    super(refusals[0].code)
    this.status = this.statusCode = status
    this.refusals = refusals
  }
}

export const refused = (status: number, code: string, facts: Readonly<Record<string, string>> = {}, rule: string | null = null): Refused =>
  new Refused(status, { code, rule, facts })
