/** Who stands behind a record: the unit that delivered it, or the organisation itself. Pure. */
import type { ClosedListEntry, Law, Pack, RuleId, Text2 } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'

export type Provenance =
  | { readonly by: 'unit' }
  /** shown with the label wherever the record is shown: no unit found this out, the organisation answers for its truth */
  | { readonly by: 'organisation'; readonly label: Text2; readonly rule: RuleId | null }

const volunteered = 'voluntary'
const selfDeclared: Text2 = { zh: '自主申报，由该组织对真实性负责', en: 'Self-declared; the organisation answers for its truth' }

/** @source js-37-2, and for each province its answer to parameter C7 */
export function provenance(item: Pick<CatalogItem, 'category'>, law: Pick<Law, 'pack'>): Provenance {
  if (item.category !== volunteered) return { by: 'unit' }
  const answer = law.pack.parameters.C7
  return { by: 'organisation', label: selfDeclared, rule: answer === undefined ? null : answer.kind === 'limit' ? answer.rule : (answer.rules[0] ?? null) }
}

/**
 * The class of public credit information a record falls in, in the pack's own division.
 * @returns null where the pack divides it into no classes
 * @source js-4-2, js-25: an honour is information of the class *other*
 */
export function informationClass(item: Pick<CatalogItem, 'nature'>, { lists }: Pick<Pack, 'lists'>): ClosedListEntry | null {
  const code = item.nature === 'basic' || item.nature === 'untrustworthiness' ? item.nature : 'other'
  return lists.find((l) => l.id === 'information-classes')?.entries.find((e) => e.code === code) ?? null
}
