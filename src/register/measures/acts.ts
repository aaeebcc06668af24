/** Publishing a list of measures: from that act on it is public, and its measures may be chosen while it is in force. */
import { Value } from 'typebox/value'
import { appendActs } from '../../acts/append.ts'
import { canonicalJson, type Json } from '../../acts/act.ts'
import { type Outcome, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import type { AllMeasureListRules, MeasureList } from './measure-list.ts'
import { refusedAsPersonal } from '../boundary/refused.ts'
import { mayPublishMeasures, type MeasureListRefusal } from './publish.ts'
import { measureListSchema } from './schema.ts'

export const isMeasureList = (draft: unknown): draft is MeasureList => Value.Check(measureListSchema, draft)

/**
 * The national basic list was not found as a text; a supplement that repeats it is therefore compared with `national`,
 * as far as the caller has it.
 * @param actor code of the unit that publishes, or `operator`
 */
export async function publishMeasureList(
  ports: Ports, rules: AllMeasureListRules, actor: string, draft: MeasureList, national: readonly string[] = [],
): Promise<Outcome<MeasureList, MeasureListRefusal | 'kind-not-known' | 'pack-is-another' | 'personal-data'>> {
  const { pack } = ports.law()
  if (draft.pack !== pack.id) return refuse('pack-is-another', null, { pack: draft.pack, here: pack.id })
  const asked = rules[pack.id][draft.kind]
  if (asked === null) return refuse('kind-not-known', null, { kind: draft.kind })
  const personal = refusedAsPersonal(Object.fromEntries(textsOf('', draft)), ports)
  if (personal !== null) return personal
  const may = mayPublishMeasures(draft, pack, asked, national, ports.today().toString())
  if (!may.ok) return may
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'measure-list.published', actor, rules: [asked.levels.rule], acts: [{ subject: '', content: canonicalJson(draft as unknown as Json) }],
  }))
  return may
}

/** Every text of a draft, by its place in it. */
function textsOf(place: string, value: unknown): (readonly [string, string])[] {
  if (typeof value === 'string') return [[place, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsOf(place === '' ? name : `${place}.${name}`, inner))
}
