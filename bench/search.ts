/** Search among one million names, against a primary-key look-up, both over the wire to a real PostgreSQL. */
import { startTestServer } from '../test/support/postgres.ts'
import { connect } from '../src/database/connect.ts'
import { copyLines } from '../src/database/copy.ts'
import { type Database, database } from '../src/database/db.ts'
import { organisationAt } from '../src/demonstration/organisations.ts'
import { mentionLines, nameTarget, subjectTarget } from '../src/register/subjects/acts.ts'
import { normalName } from '../src/register/subjects/name.ts'
import { planNames } from '../src/register/subjects/search.ts'
import * as store from '../src/register/subjects/store.ts'
import { type BenchResult, median, percentile } from './result.ts'
import { migrate } from '../src/database/migrate.ts'

const organisations = 1_000_000
const seed = 7
const searches = 3000
const page = 21

export async function benchSearch(): Promise<readonly BenchResult[]> {
  const server = await startTestServer({ sharedBuffers: 1024 })
  const pool = connect(server.url, 'owner', { max: 2 })
  try {
    await migrate(pool)
    await fillNames(database(pool))
    return await measureSearch(database(pool))
  } finally {
    await pool.end()
    await server.stop()
  }
}

export async function fillNames(db: Database): Promise<void> {
  for (let from = 0; from < organisations; from += 20_000) {
    const batch = Array.from({ length: 20_000 }, (_, i) => organisationAt(seed, from + i))
    const lines = mentionLines(batch.map((o) => ({ code: o.code, name: o.name, normal: normalName(o.name) })), 1, true)
    await db.transaction(async (tx) => {
      await copyLines(tx.client, subjectTarget, lines.subjects)
      await copyLines(tx.client, nameTarget, lines.names)
    })
  }
  await db.pool.query('vacuum analyze subject')
  await db.pool.query('vacuum analyze subject_name')
}

/** Texts are any two to eight neighbouring characters of any name, so the most frequent ones come up as often as they stand. */
export async function measureSearch(db: Database): Promise<readonly BenchResult[]> {
  const frequencies = await store.nameFrequencies(db)
  let state = 20_260_401
  const chance = (bound: number) => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32 * bound) | 0
  const text = () => {
    const name = [...normalName(organisationAt(seed, chance(organisations)).name)]
    const length = Math.min(name.length, 2 + chance(7))
    const start = chance(name.length - length + 1)
    return name.slice(start, start + length).join('')
  }
  const search = (q: string) => store.findByName(db, planNames(q, frequencies, null), null, page)
  const timed = async (work: () => Promise<unknown>) => { const t = performance.now(); await work(); return performance.now() - t }
  for (let i = 0; i < 500; i++) { await search(text()); await store.subject(db, organisationAt(seed, chance(organisations)).code) }

  const found: number[] = []
  const pairs: number[] = []
  const keyed: number[] = []
  for (let i = 0; i < searches; i++) {
    const { code } = organisationAt(seed, chance(organisations))
    keyed.push(await timed(() => store.subject(db, code)))
    const q = text()
    const ms = await timed(() => search(q))
    found.push(ms)
    if ([...q].length === 2) pairs.push(ms)
  }
  const key = percentile(keyed, 95)
  const ratio = percentile(found, 95) / key
  return [
    { name: 'primary-key look-up, p95', figure: key, unit: 'ms', note: `median ${median(keyed).toFixed(3)} ms` },
    {
      name: 'search by any two to eight characters among 1,000,000 names, p95', figure: percentile(found, 95), unit: 'ms', against: 'a primary-key look-up', ratio,
      target: 'at most 5', reached: ratio <= 5, note: `median ${median(found).toFixed(3)} ms, p99 ${percentile(found, 99).toFixed(2)} ms`,
    },
    { name: 'of these by exactly two characters, p95', figure: percentile(pairs, 95), unit: 'ms', against: 'a primary-key look-up', ratio: percentile(pairs, 95) / key },
  ]
}
