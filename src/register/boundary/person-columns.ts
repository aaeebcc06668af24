/** Fields and columns about persons: left out of a delivery by name, never admitted to the catalog. Pure. */
import type { PackId, RuleId } from '../../law/types.ts'
import { ok, type Outcome, type Refusal } from '../../law/outcome.ts'
import { type Boundary, rulesUnder } from './boundary.ts'
import { columnJudge } from './columns.ts'

export type DroppedColumn = { readonly column: string; readonly position: number; readonly rules: readonly RuleId[] }

/** @returns the columns left out, for the note to the provider; a name is shown because it is the template's, not a person's */
export function droppedColumns(headers: readonly string[], boundary: Boundary, pack: PackId | null): readonly DroppedColumn[] {
  const judge = columnJudge(boundary)
  const rules = rulesUnder(boundary.findings['person-column'].rules, pack)
  return headers.flatMap((column, position) => (judge(column).use === 'person' ? [{ column, position, rules }] : []))
}

export type FieldRefusalCode = 'field-about-a-person' | 'field-prohibited'

/**
 * Whether a catalog item may have these fields. A template's person columns belong into `personColumns` of the item,
 * where they are dropped, not among its fields (gd-25-1); a prohibited category is refused wherever it stands
 * (gd-22-3, js-62-1, xm-16-1).
 */
export function admitFields(fields: readonly string[], boundary: Boundary, pack: PackId | null): Outcome<readonly string[], FieldRefusalCode> {
  const judge = columnJudge(boundary)
  const refusals = fields.flatMap((field): Refusal<FieldRefusalCode>[] => {
    const use = judge(field)
    if (use.use === 'prohibited') {
      return [{ code: 'field-prohibited', rule: rulesUnder(use.category.rules, pack)[0] ?? null, facts: { field, category: use.category.id } }]
    }
    const about = use.use === 'person' ? boundary.findings['person-column'] : use.use === 'birth-date' ? boundary.findings['birth-date'] : null
    return about === null ? [] : [{ code: 'field-about-a-person', rule: rulesUnder(about.rules, pack)[0] ?? null, facts: { field } }]
  })
  const [first, ...rest] = refusals
  return first === undefined ? ok(fields) : { ok: false, refusals: [first, ...rest] }
}
