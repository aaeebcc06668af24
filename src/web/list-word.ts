/** Words of the pack's closed lists on a page. */
import type { View } from './layout.ts'

/** The word a list of the pack has for a code; the code where it has none. */
export function listWord({ ports, in2 }: View, list: string, code: string): string {
  const entry = ports.law().pack.lists.find((l) => l.id === list)?.entries.find((e) => e.code === code)
  return entry === undefined ? code : in2(entry.text)
}

/** Purposes of one's own authorisations and those of duties are two lists, in which a code may stand for two things. */
export const purposeWord = (view: View, ground: string, code: string): string =>
  listWord(view, ground === 'authorised-inquiry' ? 'authorisation-purposes' : 'inquiry-purposes', code)
