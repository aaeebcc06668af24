/**
 * Words that were let pass only because somebody stated something about them: whatever act of the same request then holds them is
 * linked to that statement, in the act's own transaction.
 */
import type { Tx } from '../database/db.ts'
import type { ActContent, ActKind } from './act.ts'
import { requestHere } from './standing.ts'

/** An act that holds the words. */
export type Holding = { readonly act: number; readonly kind: ActKind; readonly subject: string }
/** `link` throws where what let the words pass stands no longer: then nothing is kept. */
export type Passed = { readonly text: string; readonly link: (tx: Tx, acts: readonly Holding[]) => Promise<void> }

const passing = new WeakMap<object, Passed[]>()

/** Outside of a request or a command nothing is noted: there nobody's words are asked after. */
export function notePassed(passed: Passed): void {
  const request = requestHere()
  if (request === undefined) return
  const before = passing.get(request)
  if (before === undefined) passing.set(request, [passed])
  else before.push(passed)
}

const nobody = {}
/** Called with every group: links those of its acts that hold words that passed. */
export async function linkPassed(tx: Tx, kind: ActKind, firstAct: number, acts: readonly ActContent[]): Promise<void> {
  for (const { text, link } of passing.get(requestHere() ?? nobody) ?? []) {
    // As canonical JSON writes it.
    const written = JSON.stringify(text).slice(1, -1)
    const holding = acts.flatMap(({ subject, content }, i) => (content.includes(written) ? [{ act: firstAct + i, kind, subject }] : []))
    if (holding.length > 0) await link(tx, holding)
  }
}
