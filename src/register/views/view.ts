/** One register for the whole jurisdiction: whoever asks for another is given a view of it. Pure. */
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Law, PackId, RuleId, Text2 } from '../../law/types.ts'

/** A part of the one register under a name of its own: what these units delivered. Nothing is stored twice. */
export type View = { readonly id: string; readonly title: Text2; readonly units: readonly string[]; readonly rule: RuleId | null }

/** `wants`: what was asked for. Either way the answer is a view. */
export type ViewRequest = { readonly id: string; readonly title: Text2; readonly units: readonly string[]; readonly wants: 'view' | 'register' }

/** - `name-impossible` the id is not a short name in small letters  - `units-missing` no unit, so nothing to show */
export type ViewRefusal = 'name-impossible' | 'units-missing'

/** Where the text says that there is one platform; elsewhere it is how this register is built. */
const onePlatform: Readonly<Partial<Record<PackId, RuleId>>> = { hunan: 'hn-6-1a' }

/** @source hn-6-1a */
export function viewFor(request: ViewRequest, law: Pick<Law, 'pack'>): Outcome<View, ViewRefusal> {
  const rule = onePlatform[law.pack.id] ?? null
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(request.id)) return refuse('name-impossible', rule, { id: request.id })
  if (request.units.length === 0) return refuse('units-missing', rule, { id: request.id })
  return ok({ id: request.id, title: request.title, units: [...new Set(request.units)].sort(), rule })
}
