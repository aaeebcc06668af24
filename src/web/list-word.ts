/** Words of the pack's closed lists on a page. */
import type { Refusal } from '../law/outcome.ts'
import type { View } from './layout.ts'
import { type Problem, problemOf } from './problem.ts'

/** The word a list of the pack has for a code; the code where it has none. */
export function listWord({ ports, in2 }: View, list: string, code: string): string {
  const entry = ports.law().pack.lists.find((l) => l.id === list)?.entries.find((e) => e.code === code)
  return entry === undefined ? code : in2(entry.text)
}

/** Purposes of one's own authorisations and those of duties are two lists, in which a code may stand for two things. */
export const purposeWord = (view: View, ground: string, code: string): string =>
  listWord(view, ground === 'authorised-inquiry' ? 'authorisation-purposes' : 'inquiry-purposes', code)

/** A refusal as a page says it: what was to be chosen from stands there in the words of the choice, not in its codes. */
export function problemInWords(view: View, refusal: Refusal): Problem {
  const codes = refusal.facts.allowed?.split(', ') ?? []
  const list = codes.length === 0 ? undefined
    : view.ports.law().pack.lists.find(({ entries }) => codes.every((code) => entries.some((e) => e.code === code)))
  const words: Record<string, string> = list === undefined ? {}
    : { allowed: codes.map((code) => listWord(view, list.id, code)).join(view.language === 'zh' ? '、' : ', ') }
  const problem = problemOf({ ...refusal, facts: { ...refusal.facts, ...words } }, view.language, '')
  // Where nothing was given there is nothing to quote.
  return /（无）|\(none\)/.test(problem.detail) ? { ...problem, detail: `${problem.title}${view.language === 'zh' ? '。' : '.'}` } : problem
}
