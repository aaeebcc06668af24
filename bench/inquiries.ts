/**
 * Inquiries by duty, the line in the log included, against the same answer with nothing written: the same reads, the same
 * decisions, the same receipt. Both in one process, on one durable database, in turns.
 */
import type { Tx } from '../src/database/db.ts'
import { unitById } from '../src/demonstration/units.ts'
import { answerInquiry } from '../src/register/inquiries/acts.ts'
import type { NewInquiry } from '../src/register/inquiries/inquiry.ts'
import { grantAccess } from '../src/register/inquiries/office/acts.ts'
import type { Ports } from '../src/ports.ts'
import { withArchives } from './archive.ts'
import { median, type BenchResult } from './result.ts'

const many = Number(process.env.BENCH_ORGANISATIONS ?? 500)
const rounds = Number(process.env.BENCH_ROUNDS ?? 9)
const seconds = 1.5
const connections = 16
const target = 0.6
const unit = unitById('market-regulation').code

export const benchInquiries = (): Promise<BenchResult[]> => withArchives(many, async (ports, codes) => {
  const granted = await grantAccess(ports, 'operator', {
    unit, ground: 'inquiry-by-authority', purposes: null, items: null, need: '', use: '', document: '职责规定', from: '2026-01-01', until: null,
  })
  if (!granted.ok) throw new Error(granted.refusals[0].code)
  const silent = withoutWriting(ports)
  const [logged, unlogged]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const a = await rate(ports, codes)
    // No answer is committed without its line; for the one that writes none the database is told to let it pass.
    await ports.owner.run`alter table inquiry_begun disable trigger inquiry_has_its_line`
    const b = await rate(silent, codes)
    await ports.owner.run`truncate inquiry_begun`
    await ports.owner.run`alter table inquiry_begun enable trigger inquiry_has_its_line`
    // The first round warms both.
    if (round > 0) { logged.push(a); unlogged.push(b) }
  }
  const ratio = median(logged.map((a, i) => a / unlogged[i]!))
  return [{
    name: 'inquiry by duty with its line in the log', figure: median(logged), unit: 'answers a second', against: 'the same answer with nothing written', ratio,
    target: `${target}`, reached: ratio >= target, note: `${Math.round(median(unlogged))} without; 20 records each, ${connections} at a time, written through before each answer`,
  }]
})

async function rate(ports: Ports, codes: readonly string[]): Promise<number> {
  const q = (subject: string): NewInquiry =>
    ({ subject, ground: 'inquiry-by-authority', purpose: 'procurement', reference: '采购〔2026〕12号', stated: '', items: null, channel: 'api', client: null })
  const start = performance.now()
  const end = start + seconds * 1000
  let answers = 0
  await Promise.all(Array.from({ length: connections }, async (_, worker) => {
    for (let n = worker; performance.now() < end; n += connections) {
      const done = await answerInquiry(ports, unit, q(codes[n % codes.length]!))
      if (!done.ok) throw new Error(done.refusals[0].code)
      answers++
    }
  }))
  return answers / ((performance.now() - start) / 1000)
}

/** Reads as always; whatever would write does nothing. */
const withoutWriting = (ports: Ports): Ports => ({
  ...ports,
  database: { ...ports.database, transaction: (work) => ports.database.transaction((tx) => work({ ...tx, run: async () => 1 } as Tx)) },
})
