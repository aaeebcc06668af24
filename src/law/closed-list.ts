/** What a list of a pack lets in. Pure. */
import { type Outcome, ok, refuse } from './outcome.ts'
import type { ClosedList, ClosedListEntry, Pack, Text2 } from './types.ts'

/**
 * - `not-in-list`         facts: list, found, allowed
 * - `declined-here`       the text has it and this register does not; facts: why-zh, why-en
 * - `provision-not-cited` an open last item of the text admits only what a cited law, regulation or state provision adds
 */
export type ListRefusal = 'not-in-list' | 'declined-here' | 'provision-not-cited'

/** The open items of the texts: "other measures that laws set", "conduct named in separate provisions". */
const opensByProvision = /^(other|separate-provisions)/

/** What may be chosen from the list at all. */
export const choices = (list: ClosedList): readonly ClosedListEntry[] => list.entries.filter((e) => e.scope === 'in')

/** @param cited the provision that opens an open item, with its article; null = none */
export function admits(list: ClosedList, code: string, cited: Text2 | null): Outcome<ClosedListEntry, ListRefusal> {
  const entry = list.entries.find((e) => e.code === code)
  if (!entry) return refuse('not-in-list', list.rules[0] ?? null, { list: list.title.zh, found: code, allowed: choices(list).map((e) => e.code).join(', ') })
  if (entry.scope === 'declined') return refuse('declined-here', entry.rule, { 'why-zh': entry.why?.zh ?? '', 'why-en': entry.why?.en ?? '' })
  if (opensByProvision.test(code) && !cited?.zh.trim()) return refuse('provision-not-cited', entry.rule, { list: list.title.zh, found: code })
  return ok(entry)
}

/** @throws when the pack has no such list: a fault in the program, lists are checked when law is loaded */
export function listOf(pack: Pick<Pack, 'id' | 'lists'>, id: string): ClosedList {
  const list = pack.lists.find((l) => l.id === id)
  if (!list) throw new RangeError(`the pack ${pack.id} has no list ${id}`)
  return list
}
