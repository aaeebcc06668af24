/** How the five regulations answer each parameter, and which of them differ. */
import { packIds } from './pack.ts'
import type { Law, PackId, Parameter, ParameterValue } from './types.ts'

export type Difference = {
  readonly parameter: Parameter
  readonly values: Readonly<Record<PackId, ParameterValue>>
  /** packs that answer alike, the largest group first; one group = no difference */
  readonly alike: readonly (readonly PackId[])[]
  readonly differs: boolean
}
export type DifferenceFilter = {
  /** letter of a group, `F`, or a whole key, `F7` with its dotted keys */
  readonly key?: string
  readonly onlyDiffering?: boolean
  readonly packs?: readonly PackId[]
}

export function differences(law: Law, filter: DifferenceFilter = {}): Difference[] {
  const chosen = filter.packs ?? packIds
  return law.parameters
    .filter(({ key }) => isAsked(key, filter.key))
    .map((parameter): Difference => {
      const values = Object.fromEntries(packIds.map((id) => [id, law.packs[id].parameters[parameter.key]!])) as Record<PackId, ParameterValue>
      const alike = [...Map.groupBy(chosen, (id) => meaning(values[id])).values()].sort((a, b) => b.length - a.length)
      return { parameter, values, alike, differs: alike.length > 1 }
    })
    .filter((d) => !filter.onlyDiffering || d.differs)
}

const isAsked = (key: string, asked: string | undefined): boolean =>
  asked === undefined || key === asked || key.startsWith(`${asked}.`) || (asked.length === 1 && key[0] === asked)

/** What is answered, apart from the article that says so. */
function meaning(value: ParameterValue): string {
  if (value.kind === 'gap') return `gap ${value.gap} ${value.text?.en ?? ''}`
  if (value.kind === 'text') return value.text.en
  const { amount, unit, type, count, pauses } = value.limit
  return JSON.stringify([amount, unit, type, count, pauses, value.start])
}
