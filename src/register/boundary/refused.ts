/** The refusal of an act one of whose texts tells of a person: the same whoever calls it, by page, interface or command. Pure. */
import { type Outcome, refuse } from '../../law/outcome.ts'
import { personalDataIn } from './texts.ts'

/** @param texts by what they are; what is left out or null is none. @returns null where the act may be done */
export function refusedAsPersonal(
  texts: Readonly<Record<string, string | null | undefined>>, on: Parameters<typeof personalDataIn>[1],
): Outcome<never, 'personal-data'> | null {
  const given = Object.fromEntries(Object.entries(texts).map(([where, text]) => [where, text ?? '']))
  const found = personalDataIn(given, on)
  return found === null ? null : refuse('personal-data', found.rule, { where: found.where })
}
