/**
 * One million clocks that run out in the same minute: the sweep that says so, in the process that serves readers, and what those
 * who come meanwhile notice. Readers come at a steady rate and are timed from the moment they came, so that a server that
 * stands still for a while is seen to.
 */
import type { DeliveryDesk } from '../src/register/ingestion/desk.ts'
import { sweepClocks } from '../src/register/deadlines/clocks/acts.ts'
import { buildServer } from '../src/web/server.ts'
import { withArchives } from './archive.ts'
import { type BenchResult, percentile } from './result.ts'

const clocks = Number(process.env.BENCH_CLOCKS ?? 1_000_000)
const organisations = 300
const perSecond = 40
const secondsBefore = Number(process.env.BENCH_SECONDS ?? 20)
const mostTimes = 2

export const benchClocks = (): Promise<BenchResult[]> => withArchives(organisations, async (ports, codes) => {
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1e9 })
  try {
    const yesterday = ports.today().subtract({ days: 1 }).toString()
    await ports.owner.run`
      insert into clock (kind, case_id, step, subject_code, party, rule, started_on, due_on, late_on, provisional)
      select 'objection', 1e12::bigint + n, 'review', ${codes[0]}, 'operator', 'gd-46-2', ${yesterday}::date - 5, ${yesterday}, ${yesterday}::date + 1, false
        from generate_series(1, ${clocks}) n`
    await ports.owner.pool.query('vacuum analyze clock')
    for (const code of codes) await read(code)
    const before = await readers(codes, new Promise((resolve) => { setTimeout(resolve, secondsBefore * 1000) }))
    const started = performance.now()
    let missed = 0
    const meanwhile = await readers(codes, sweepClocks(ports).then((count) => { missed = count }))
    const seconds = (performance.now() - started) / 1000
    if (missed !== clocks) throw new Error(`${missed} of ${clocks} clocks were found`)
    const [calm, busy] = [percentile(before, 99), percentile(meanwhile, 99)]
    const many = clocks.toLocaleString('en')
    return [
      { name: `sweep of ${many} clocks due in the same minute, an act for each`, figure: clocks / seconds, unit: 'clocks/s', note: `${seconds.toFixed(0)} s with its rests` },
      {
        name: `page of an organisation meanwhile, p99 of ${meanwhile.length.toLocaleString('en')} readers, ${perSecond} a second`, figure: busy, unit: 'ms', against: 'the same without a sweep',
        ratio: busy / calm, target: `at most ${mostTimes}`, reached: busy / calm <= mostTimes,
        note: `without ${calm.toFixed(1)} ms of ${before.length.toLocaleString('en')}; medians ${percentile(before, 50).toFixed(1)} and ${percentile(meanwhile, 50).toFixed(1)} ms`,
      },
    ]
  } finally {
    await app.close()
  }

  async function read(code: string): Promise<void> {
    const { statusCode } = await app.inject(`/organisations/${code}`)
    if (statusCode !== 200) throw new Error(`${statusCode} for ${code}`)
  }

  /** Until `end`; what each reader waited, in milliseconds. */
  async function readers(who: readonly string[], end: Promise<unknown>): Promise<number[]> {
    let over = false
    const ending = end.finally(() => { over = true })
    const waited: number[] = []
    const reading: Promise<void>[] = []
    const first = performance.now()
    for (let n = 0; !over; n++) {
      const came = first + n * 1000 / perSecond
      const early = came - performance.now()
      if (early > 0) await new Promise((resolve) => { setTimeout(resolve, early) })
      reading.push(read(who[n % who.length]!).then(() => { waited.push(performance.now() - came) }))
    }
    await ending
    await Promise.all(reading)
    return waited
  }
})
