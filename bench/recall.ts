/**
 * One correction of a record that very many received: the request answers at once, all recipients are found and queued soon
 * after, and readers hardly notice. PROBITY_BENCH_RECIPIENTS: how many (100,000).
 */
import { appendActs } from '../src/acts/append.ts'
import { canonicalJson } from '../src/acts/act.ts'
import { recordMoved } from '../src/register/recall/acts.ts'
import { registerEndpoint } from '../src/register/recall/endpoints/acts.ts'
import { openTeller } from '../src/register/recall/teller.ts'
import { archivePage } from '../src/register/records/store.ts'
import { objected, objector } from '../test/support/objected.ts'
import type { BenchResult } from './result.ts'

const recipients = Number(process.env.PROBITY_BENCH_RECIPIENTS ?? 100_000)
const page = { items: null, year: null, order: 'newest', after: null, limit: 20, offset: 0 } as const

export async function benchRecall(): Promise<readonly BenchResult[]> {
  const { ports, records } = await objected({ today: '2026-11-02', records: 20 })
  const [record] = records as [number]
  try {
    await ports.owner.run`
      insert into disclosure (subject_code, record_id, version, recipient_kind, recipient_code, path, act_id, received_on, received_at)
      select ${objector}, ${record}, 1, 'organisation', 'R' || lpad(n::text, 17, '0'), 'api', ${record}, '2026-11-01', '2026-11-01T00:00:00Z'
        from generate_series(1, ${recipients}::integer) n`
    // One in a hundred has a system that listens; nothing is sent here, only queued.
    for (let n = 100; n <= Math.min(recipients, 2000); n += 100) {
      await registerEndpoint(ports, 'operator', `R${String(n).padStart(17, '0')}`, `https://system-${n}.example/news`)
    }
    await ports.owner.pool.query('analyze')
    const quiet = await readsFor(ports, 2000)

    const asked = performance.now()
    await ports.database.transaction(async (tx) => {
      const { firstAct } = await appendActs(tx, ports, {
        kind: 'record.display-recomputed', actor: 'operator', rules: [], acts: [{ subject: objector, content: canonicalJson({ record }) }],
      })
      await recordMoved(tx, ports, { subject: objector, records: [record], because: 'withdrawn', act: firstAct, rules: [] })
    })
    const answered = performance.now() - asked

    const started = performance.now()
    let telling = true
    const teller = openTeller(ports)
    teller.start()
    const told = (async () => {
      while ((await ports.database.one`select 1 from recall where state = 'computing' limit 1`) !== null) await new Promise((resolve) => { setTimeout(resolve, 20) })
      telling = false
      return performance.now() - started
    })()
    const busy = await readsFor(ports, 2000, () => telling)
    const took = await told
    const { told: count } = (await ports.database.one<{ told: number }>`select count(*) as told from recall_recipient`)!
    if (count !== recipients) throw new Error(`${count} of ${recipients} were told`)
    await teller.close()
    const ratio = busy.rate / quiet.rate
    return [
      { name: `correction with ${recipients.toLocaleString('en')} recipients: the request`, figure: answered, unit: 'ms', target: '< 100 ms', reached: answered < 100 },
      { name: 'all recipients found, written into their feeds and queued', figure: took / 1000, unit: 's', target: '< 10 s', reached: took < 10_000 },
      {
        name: 'pages of records read meanwhile', figure: busy.rate, unit: '/s', against: 'the same before', ratio, target: '0.9', reached: ratio >= 0.9,
        note: `${busy.reads} reads`,
      },
    ]
  } finally {
    await ports.close()
  }
}

/** Two readers side by side for a time, or as long as something lasts. */
async function readsFor(ports: Parameters<typeof archivePage>[0], milliseconds: number, lasts: (() => boolean) | null = null) {
  const started = performance.now()
  let reads = 0
  const go = lasts ?? (() => performance.now() - started < milliseconds)
  await Promise.all([1, 2].map(async () => {
    while (go()) {
      await archivePage(ports, objector, page, 20)
      reads++
    }
  }))
  return { reads, rate: reads / ((performance.now() - started) / 1000) }
}
