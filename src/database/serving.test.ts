import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '../../test/support/postgres.ts'
import { serveAlone, ServedAlready } from './serving.ts'

let at: Awaited<ReturnType<typeof testDatabase>>
before(async () => { at = await testDatabase() })
after(() => at.close())

const holders = async () => (await at.owner.rows<{ pid: number }>`
  select pid from pg_locks where locktype = 'advisory' and objid = 7200 and granted and database = (select oid from pg_database where datname = current_database())`).map((r) => r.pid)
async function until(what: string, so: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await so()) return
    await new Promise((resolve) => { setTimeout(resolve, 50) })
  }
  assert.fail(`never came: ${what}`)
}
/** Ends the connection that holds the lock. @returns its number at PostgreSQL */
async function cut(): Promise<number> {
  const [pid] = await holders()
  await at.owner.run`select pg_terminate_backend(${pid!})`
  return pid!
}

test('one serves; a second is told who and since when, and may once the first has ended', async () => {
  const first = await serveAlone(at.url, 'server http://register.test, process 1 on one', assert.fail)
  await assert.rejects(serveAlone(at.url, 'second', assert.fail), (error: Error) => error instanceof ServedAlready
    && /^Another Probity \(server http:\/\/register\.test, process 1 on one, connected from 127\.0\.0\.1, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\) serves this database/.test(error.message))
  await first.close()
  await (await serveAlone(at.url, 'second', assert.fail)).close()
  await until('the lock is free', async () => (await holders()).length === 0)
})

test('a lost connection takes the lock again; where another was quicker, it ends and says so', async () => {
  let lost: string | null = null
  const first = await serveAlone(at.url, 'first', (error) => { lost = error.message })
  const before = await cut()
  await until('it holds the lock by another connection', async () => { const [now] = await holders(); return now !== undefined && now !== before })
  assert.equal(lost, null)

  // Another that stands in line gets it at once: that it was quicker is no matter of luck.
  const second = new pg.Client({ connectionString: at.url, application_name: 'second' })
  await second.connect()
  const got = second.query('select pg_advisory_lock(7200)')
  await until('the second stands in line', async () => await at.owner.one`select from pg_locks where locktype = 'advisory' and objid = 7200 and not granted` !== null)
  await cut()
  await got
  await until('it is told', () => lost !== null)
  assert.match(lost ?? '', /^Another Probity \(second/)
  await Promise.all([first.close(), second.end()])
})
