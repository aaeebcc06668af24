/** What a member or a client must be allowed to do for its body, to take a step in a case. Pure. */
import type { Command } from './objection.ts'

/** - `decide` the named officer: of a unit, only that officer answers and closes; the rest its members do */
export type CaseRole = 'represent' | 'operate' | 'deliver' | 'decide'

/** @param kind of the body that acts. @returns any of these will do */
export function rolesFor(kind: 'unit' | 'operator' | 'organisation', command: Command['do']): readonly CaseRole[] {
  if (kind === 'organisation') return ['represent']
  if (kind === 'operator') return ['operate']
  return command === 'decide' || command === 'close' ? ['decide'] : ['decide', 'deliver']
}
