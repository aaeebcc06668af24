/** Names of people who delivered, read when a page is shown and kept nowhere else. */
import { accountNames } from '../../../register/ingestion/provided/store.ts'
import type { View } from '../../layout.ts'

type By = { readonly account_id: string | null }

/** @returns names by the number of the account; one that is gone, or never gave a name, is absent */
export async function namesOf({ ports }: View, rows: readonly (By | null)[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => (row?.account_id == null ? [] : [row.account_id])))]
  if (ids.length === 0) return new Map()
  return new Map((await accountNames(ports.database, ids)).map(({ id, name }) => [id, name]))
}
