/** Two commands at once on a real database, in an order of steps that a seed chooses: fast-check's scheduler lets one statement go at a time. */
import fc from 'fast-check'
import type { Database, Db, Tx } from '../../src/database/db.ts'
import type { Ports } from '../../src/ports.ts'

type Gate = <T>(go: () => Promise<T>) => Promise<T>

function gated(db: Db, gate: Gate): Db {
  return {
    rows: (text, ...values) => gate(() => db.rows(text, ...values)) as never,
    one: (text, ...values) => gate(() => db.one(text, ...values)) as never,
    run: (text, ...values) => gate(() => db.run(text, ...values)),
  }
}

function gatedDatabase(database: Database, gate: Gate): Database {
  return {
    ...gated(database, gate), pool: database.pool, close: () => database.close(),
    transaction: (work) => gate(() => database.transaction(async (tx) => {
      const result = await work({ ...gated(tx, gate), client: tx.client } as Tx)
      // Before it is committed the others may go on.
      await gate(async () => {})
      return result
    })),
  }
}

/** Milliseconds after which one that has not come to its next step is taken to wait for a lock the other holds. */
const waitsFor = 8

/**
 * Runs the works with ports of their own; before each of its statements each waits to be chosen.
 * @param seed  the same seed chooses the same order, as far as the database does not
 */
export async function interleaved<T>(ports: Ports, seed: number, works: readonly ((ports: Ports) => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  const [scheduler] = fc.sample(fc.scheduler(), { seed, numRuns: 1 })
  const s = scheduler!
  const running = new Set(works.keys())
  const atGate = new Set<number>()
  /** waits for a lock the other holds: it is not waited for again until it comes to a step of its own */
  const blocked = new Set<number>()
  const settled = works.map(async (work, i) => {
    const gate: Gate = async (go) => {
      blocked.delete(i)
      atGate.add(i)
      await s.schedule(Promise.resolve(), `${i}`)
      atGate.delete(i)
      return go()
    }
    const own = { ...ports, database: gatedDatabase(ports.database, gate), loader: gatedDatabase(ports.loader, gate) }
    try { return await work(own) } finally { running.delete(i) }
  })
  const all = Promise.allSettled(settled)
  const free = () => [...running].filter((i) => !atGate.has(i) && !blocked.has(i))
  while (running.size > 0) {
    for (let waited = 0; free().length > 0 && (waited < waitsFor || s.count() === 0) && running.size > 0; waited++) {
      await new Promise((resolve) => { setTimeout(resolve, 1) })
    }
    for (const i of free()) blocked.add(i)
    if (s.count() > 0) await s.waitOne()
    else await new Promise((resolve) => { setTimeout(resolve, 1) })
  }
  return all
}
