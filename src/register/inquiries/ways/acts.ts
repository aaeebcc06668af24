/** The ways of asking, as the database decides by them: told by the law of the day, like the code. */
import type { Law } from '../../../law/types.ts'
import { displayStamp } from '../../../law/in-force.ts'
import type { Ports } from '../../../ports.ts'
import { waysOf } from '../../disclosure/disclose.ts'
import * as store from '../store.ts'

// What each database was told last.
const told = new WeakMap<Ports['database']['pool'], { readonly law: Law; readonly stamp: string }>()

/** The law under which the database was told last; undefined before. */
export const toldStamp = (ports: Ports): string | undefined => told.get(ports.database.pool)?.stamp

export async function tellWays(ports: Ports): Promise<void> {
  const law = ports.law()
  const stamp = displayStamp(law, ports.today().toString())
  const before = told.get(ports.database.pool)
  if (before?.law === law && before.stamp === stamp) return
  await ports.database.transaction((tx) => store.putWays(tx, stamp, waysOf(law)))
  told.set(ports.database.pool, { law, stamp })
}

export type OtherWay = { readonly table: string; readonly key: string; readonly found: 'changed' | 'surplus' | 'missing'; readonly columns: string }

/** What the database holds of the ways under the law of the day, and the law does not say. Nothing where nobody has asked under it yet. */
export async function differentWays(ports: Ports): Promise<OtherWay[]> {
  const law = ports.law()
  const stamp = displayStamp(law, ports.today().toString())
  const ways = waysOf(law)
  const asRows = (w: Pick<store.HeldWay, 'standing' | 'purposes' | 'on_display' | 'pending'>) =>
    ({ standing: w.standing, purposes: w.purposes, on_display: w.on_display, pending: w.pending })
  const held = await store.heldWays(ports.database, stamp)
  if (held.length === 0) return []
  return [
    ...different('inquiry_way', new Map(ways.map((w) => [w.ground, asRows({ ...w, on_display: w.onDisplay })])), new Map(held.map((w) => [w.ground, asRows(w)]))),
    ...different('inquiry_reach',
      new Map(ways.flatMap((w) => w.items.map(({ id, category }) => [`${w.ground} ${id}`, { category }]))),
      new Map((await store.heldReach(ports.database, stamp)).map(({ ground, item_id: item, category }) => [`${ground} ${item}`, { category }]))),
  ]
}

type Columns = Readonly<Record<string, unknown>>
function different(table: string, said: ReadonlyMap<string, Columns>, held: ReadonlyMap<string, Columns>): OtherWay[] {
  return [...new Set([...said.keys(), ...held.keys()])].sort().flatMap((key): OtherWay[] => {
    const [s, h] = [said.get(key), held.get(key)]
    if (s === undefined) return [{ table, key, found: 'surplus', columns: '' }]
    if (h === undefined) return [{ table, key, found: 'missing', columns: '' }]
    const columns = Object.keys(s).filter((name) => JSON.stringify(s[name] ?? null) !== JSON.stringify(h[name] ?? null))
    return columns.length === 0 ? [] : [{ table, key, found: 'changed', columns: columns.join(', ') }]
  })
}
