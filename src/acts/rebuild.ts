/**
 * Projections again from the acts alone. The same projecting code that runs with every act writes into a schema of its
 * own; what comes out is compared with what is served, or put in its place.
 */
import type { Database, Tx } from '../database/db.ts'
import type { ActRow, GroupRow } from './store.ts'
import * as store from './store.ts'
import { type Head, type ActKind } from './act.ts'

export type ProjectedAct = { readonly subject: string; readonly actId: number; readonly content: string }
/** Writes what a group of acts of one kind means into the tables the transaction's search path shows. */
export type Projector = (
  tx: Tx,
  group: { readonly kind: ActKind; readonly firstAct: number; readonly head: Head },
  acts: readonly ProjectedAct[],
) => Promise<void>

export type Difference = { readonly table: string; readonly onlyServed: number; readonly onlyRebuilt: number; readonly example: string | null }

/** Tables that are projections of acts, in the order in which they may be filled. */
const tables = ['subject', 'subject_name', 'subject_code_former', 'record', 'record_mark', 'objection', 'objection_act', 'restoration', 'restoration_act',
  'restored_record', 'restoration_excluded', 'restructuring', 'restoration_method', 'notice', 'notice_act', 'miss_reason', 'clock', 'clock_missed', 'authorisation', 'recall', 'recall_recipient', 'revocation',
  'inquiry', 'inquiry_access', 'inquiry_case', 'oversight_body', 'oversight_arrangement', 'oversight_case', 'oversight_act', 'no_measure', 'boundary_statement'] as const

/**
 * @param owner       a database connection that may create a schema
 * @param projectors  by kind; kinds without one project nothing
 * @param finish      what must be computed once all acts are in (dates as of the last daily run)
 * @param put         false: only compare
 */
export async function rebuild(
  owner: Database,
  projectors: Partial<Record<ActKind, Projector>>,
  finish: (tx: Tx) => Promise<void>,
  put: boolean,
  progress: (acts: number) => void = () => {},
): Promise<readonly Difference[]> {
  return owner.transaction(async (tx) => {
    // No act may be appended between the reading and the putting in place.
    await tx.client.query('lock table act_group in share mode')
    await tx.client.query('drop schema if exists rebuilt cascade')
    await tx.client.query('create schema rebuilt')
    for (const table of tables) await tx.client.query(`create table rebuilt.${table} (like public.${table} including all)`)
    await tx.client.query('set local search_path = rebuilt, public')

    let after = -1
    let acts = 0
    for (;;) {
      const groups =
        await tx.rows<GroupRow>`select first_act, acts, kind, head from act_group where first_act > ${after} order by first_act limit 200`
      if (groups.length === 0) break
      for (const g of groups) {
        after = g.first_act
        const projector = projectors[g.kind as ActKind]
        if (!projector) continue
        const rows: ActRow[] = await store.actsBetween(tx, g.first_act, g.first_act + g.acts)
        const present = rows.filter((row): row is ActRow & { content: string } => row.content !== null)
        await projector(
          tx,
          { kind: g.kind as ActKind, firstAct: g.first_act, head: JSON.parse(g.head) as Head },
          present.map((row) => ({ subject: row.subject_code, actId: row.act_id, content: row.content })),
        )
        progress((acts += g.acts))
      }
    }
    await finish(tx)

    const differences: Difference[] = []
    for (const table of tables) {
      const { rows } = await tx.client.query<{ served: string | null; only_served: number; only_rebuilt: number }>(`
        select (select count(*) from (table public.${table} except all table rebuilt.${table}) a) as only_served,
               (select count(*) from (table rebuilt.${table} except all table public.${table}) b) as only_rebuilt,
               (select a::text from (table public.${table} except all table rebuilt.${table}) a limit 1) as served`)
      const row = rows[0]!
      if (row.only_served > 0 || row.only_rebuilt > 0)
        differences.push({ table, onlyServed: row.only_served, onlyRebuilt: row.only_rebuilt, example: row.served })
    }
    if (put && differences.length > 0) {
      for (const table of [...tables].reverse()) await tx.client.query(`delete from public.${table}`)
      for (const table of tables) await tx.client.query(`insert into public.${table} table rebuilt.${table}`)
    }
    await tx.client.query('drop schema rebuilt cascade')
    return differences
  })
}
