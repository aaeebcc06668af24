import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testDatabase } from '../../test/support/postgres.ts'
import { serveAlone, ServedAlready } from './serving.ts'

let at: Awaited<ReturnType<typeof testDatabase>>
before(async () => { at = await testDatabase() })
after(() => at.close())

const held = async () => (await at.owner.one<{ n: number }>`
  select count(*)::int as n from pg_locks where locktype = 'advisory' and objid = 7200 and granted
     and database = (select oid from pg_database where datname = current_database())`)!.n
const until = async (so: () => Promise<boolean>) => { for (let i = 0; i < 100 && !(await so()); i++) await new Promise((resolve) => { setTimeout(resolve, 50) }) }
const cut = () => at.owner.run`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 7200`

test('one serves; a second is told who and since when, and may once the first has ended', async () => {
  const first = await serveAlone(at.url, 'server http://register.test, process 1 on one', assert.fail)
  await assert.rejects(serveAlone(at.url, 'second', assert.fail), (error: Error) => error instanceof ServedAlready
    && /^Another Probity \(server http:\/\/register\.test, process 1 on one, connected from 127\.0\.0\.1, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\) serves this database/.test(error.message))
  await first.close()
  await (await serveAlone(at.url, 'second', assert.fail)).close()
  assert.equal(await held(), 0)
})

test('a lost connection takes the lock again; where another was quicker, it ends and says so', async () => {
  let lost: string | null = null
  const first = await serveAlone(at.url, 'first', (error) => { lost = error.message })
  await cut()
  await until(async () => (await held()) === 1)
  assert.deepEqual([await held(), lost], [1, null])

  await cut()
  await until(async () => (await held()) === 0)
  const second = await serveAlone(at.url, 'second', assert.fail)
  await until(async () => lost !== null)
  assert.match(lost ?? '', /^Another Probity \(second/)
  await Promise.all([first.close(), second.close()])
})
