/** What invented rows state of the written notice before them, under a regulation that asks for one. */
import type { Law } from '../law/types.ts'
import { noticeColumns } from '../law/written-notice.ts'
import type { CatalogItem } from '../register/catalog/types.ts'

export type FurtherCells = { readonly columns: readonly string[]; readonly of: (cells: readonly string[]) => readonly string[] }

/** @param columns the row's columns so far. @returns what is added to them, and the cells of a row; nothing where nothing is asked */
export function noticeCells(item: CatalogItem, law: Pick<Law, 'pack'>, columns: readonly string[]): FurtherCells {
  const names = noticeColumns(item, law.pack)
  if (names === null) return { columns: [], of: () => [] }
  const [document, day] = [columns.indexOf(item.basis.documentNumber ?? ''), columns.indexOf(item.basis.date)]
  return { columns: [names.document, names.day], of: (cells) => [`${cells[document] ?? ''}报送告知书`, cells[day] ?? ''] }
}
