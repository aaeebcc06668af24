/**
 * A batch the database refuses for what a row says: it is narrowed down to the rows at fault, which are given back; the others go
 * in. What is told of such a row is the code of the fault alone: PostgreSQL's own words quote what was filed.
 */
import type { Tx } from '../../database/db.ts'
import type { Ports } from '../../ports.ts'
import { jsonbOf } from '../../text/jsonb.ts'
import { type Batch, type Before, commitBatch, type DeliveryJob, type RefusedRow, type ReturnedRow } from './batch.ts'
import type { RowFinding } from './findings.ts'
import { deliveredAs, someOf } from './sealed.ts'
import { moveDelivery } from './store.ts'

type Committed = Awaited<ReturnType<typeof commitBatch>>
const nothing: Committed = { accepted: 0, recognised: 0, changed: 0, returned: 0, refused: 0, met: false, named: false }

/** PostgreSQL's manual, appendix A: data exceptions, violated constraints, a program's limits; never what is the database's own state. */
export const refusesRows = (error: unknown): boolean => /^(22|23|54)/.test((error as { code?: string } | null)?.code ?? '')

/** In one transaction, as `commitBatch`; the position moves once, at its end. */
export async function commitNarrowed(tx: Tx, ports: Ports, job: DeliveryJob, batch: Batch, before: Before | null): Promise<Committed> {
  const { rows, returned, refused } = batch
  const part = (from: number, to: number): Batch => ({
    ...batch, rowsRead: 0, bytesRead: 0, rows: someOf(rows, from, Math.min(to, rows.count)),
    returned: between(returned, from - rows.count, to - rows.count),
    refused: between(refused, from - rows.count - returned.length, to - rows.count - returned.length),
  })
  const tried = async (some: Batch): Promise<Committed | { readonly fault: string }> => {
    await tx.client.query('savepoint part')
    try {
      const done = await commitBatch(tx, ports, job, some, before)
      await tx.client.query('release savepoint part')
      return done
    } catch (error) {
      if (!refusesRows(error)) throw error
      await tx.client.query('rollback to savepoint part')
      return { fault: (error as { code: string }).code }
    }
  }
  const into = async (from: number, to: number): Promise<Committed> => {
    if (from === to) return nothing
    const whole = part(from, to)
    const done = await tried(whole)
    if (!('fault' in done)) return done
    if (to - from > 1) {
      const middle = (from + to) >> 1
      return sum(await into(from, middle), await into(middle, to))
    }
    console.error(`delivery ${job.deliveryId}: the database refused row ${numberOf(whole)} (${done.fault}); it is given back`)
    for (const instead of insteadOf(whole, done.fault)) {
      const kept = await tried(instead)
      if (!('fault' in kept)) return kept
    }
    throw new Error(`delivery ${job.deliveryId}: row ${numberOf(whole)} can be neither registered nor given back (${done.fault})`)
  }
  const whole = await into(0, rows.count + returned.length + refused.length)
  await moveDelivery(tx, job.deliveryId, batch.rowsRead, batch.bytesRead, nothing)
  return whole
}

const numberOf = ({ rows, returned, refused }: Batch): number => rows.rowNumbers[0] ?? returned[0]?.rowNumber ?? refused[0]!.rowNumber

/** What is kept of a row the database refuses, the fuller first: a row that was to be refused stays refused. */
function* insteadOf(one: Batch, fault: string): Generator<Batch> {
  const row = numberOf(one)
  const findings = jsonbOf([{ code: 'row-unkeepable', row, column: null, rule: null, facts: { fault } } satisfies RowFinding])
  const none = { ...one, rows: someOf(one.rows, 0, 0), returned: [] as ReturnedRow[], refused: [] as RefusedRow[] }
  if (one.refused.length > 0) yield { ...none, refused: [{ ...one.refused[0]!, findings }] }
  else {
    const cells = one.rows.count > 0 ? jsonbOf(one.cellsOf(deliveredAs(one.rows, 0))) : one.returned[0]!.cells
    yield { ...none, returned: [{ rowNumber: row, cells, findings }] }
    yield { ...none, returned: [{ rowNumber: row, cells: '{}', findings }] }
  }
}

const between = <T>(list: readonly T[], from: number, to: number): readonly T[] => list.slice(Math.max(0, from), Math.max(0, to))

const sum = (a: Committed, b: Committed): Committed => ({
  accepted: a.accepted + b.accepted, recognised: a.recognised + b.recognised, changed: a.changed + b.changed, returned: a.returned + b.returned,
  refused: a.refused + b.refused, met: a.met || b.met, named: a.named || b.named,
})
