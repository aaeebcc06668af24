/** Which cells of a returned row a form asks for, and what becomes of its findings beside them. Pure. */
import type { CatalogField, CatalogItem } from '../../catalog/types.ts'
import { fieldOf } from '../columns.ts'
import type { RowFinding } from '../findings.ts'

/** A returned row's cells by the item's own names, whatever the delivered file called its columns. */
export function cellsByField(item: CatalogItem, cells: Readonly<Record<string, string>>): Record<string, string> {
  const field = fieldOf(item)
  return Object.fromEntries(Object.entries(cells).flatMap(([column, cell]) => { const f = field(column); return f === null ? [] : [[f.name, cell]] }))
}

/** Faults that may lie in either of the two. */
const codeOrName: ReadonlySet<string> = new Set(['name-does-not-fit-code', 'organisation-unknown'])

/**
 * The fields a correction starts from: those with findings, both of a pair that contradict each other, and all of them
 * where the row as a whole is at fault or nothing of it was kept.
 */
export function fieldsToCorrect(item: CatalogItem, cells: Readonly<Record<string, string>>, findings: readonly RowFinding[]): CatalogField[] {
  const of = fieldOf(item)
  const asked = new Set<string>()
  for (const finding of findings) {
    const field = finding.column === null ? null : of(finding.column)
    if (field !== null) asked.add(field.name)
    if (codeOrName.has(finding.code)) for (const name of [item.subject.code, item.subject.name]) if (name !== null) asked.add(name)
    if (finding.code === 'identity-missing') for (const name of item.identity) asked.add(name)
    for (const fact of ['field', 'column1', 'column2']) if (finding.facts[fact] !== undefined && of(finding.facts[fact]) !== null) asked.add(of(finding.facts[fact])!.name)
    if (field === null && !codeOrName.has(finding.code) && finding.code !== 'identity-missing') return [...item.fields]
  }
  if (Object.keys(cells).length === 0) return [...item.fields]
  return item.fields.filter((field) => asked.has(field.name))
}

/** The field a finding is shown beside; null: it is of the row as a whole. */
export const fieldOfFinding = (item: CatalogItem, finding: RowFinding): CatalogField | null =>
  (finding.column === null ? null : fieldOf(item)(finding.column))
