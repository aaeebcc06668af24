/** What a member or a client must be allowed to do for its body, to take a step in a restoration. Pure. */
import type { CaseRole } from '../objections/who.ts'
import type { Command } from './restoration.ts'

/** Of a unit, only the named officer decides. @returns any of these will do */
export function rolesFor(kind: 'unit' | 'operator' | 'organisation', command: Command['do']): readonly CaseRole[] {
  if (kind === 'organisation') return ['represent']
  if (kind === 'operator') return ['operate']
  return command === 'decide' ? ['decide'] : ['decide', 'deliver']
}
