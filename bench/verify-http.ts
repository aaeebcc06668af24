/**
 * Checking the operator over HTTP: a log that grew by large deliveries and small acts in between, served by a register in a process
 * of its own, checked by the client of `probity verify`. The log itself, and what its acts say now, are timed apart.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { fetchBytes } from '../src/cli/verify.ts'
import { auditLog } from '../src/log/audit.ts'
import { keyFor, logClient, mostBytesOf } from '../src/log/client.ts'
import { recheckActs } from '../src/log/recheck.ts'
import { startTestServer, testDatabase } from '../test/support/postgres.ts'
import type { BenchResult } from './result.ts'

const sizes = (process.env.BENCH_LEAVES ?? '1000000,5000000').split(',').map(Number)
const wantedPerSecond = 200_000
/** rows of a batch of a delivery, and acts done one by one before the next */
const [large, small] = [8000, 40]

export async function benchVerifyHttp(): Promise<BenchResult[]> {
  const server = await startTestServer({ durable: true, sharedBuffers: 1024 })
  process.env.PROBITY_TEST_SERVER = server.url
  const db = await testDatabase()
  const results: BenchResult[] = []
  try {
    for (const size of sizes) {
      await fill(db.url, size)
      results.push(...await checked(db.url, size))
    }
    return results
  } finally {
    await db.close()
    delete process.env.PROBITY_TEST_SERVER
    await server.stop()
  }
}

async function checked(url: string, wanted: number): Promise<BenchResult[]> {
  const register = spawn(process.execPath, [path.join(import.meta.dirname, 'verify-process.ts'), url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address] = await once(createInterface(register.stdout!), 'line') as [string]
  try {
    const client = logClient(fetchBytes, `${address}/log`)
    const served = await client.read('checkpoint', mostBytesOf.checkpoint)
    const key = await keyFor(null, client)
    if (!served.found || key === null) throw new Error('no checkpoint or key is served')
    const serverBefore = cpu(register.pid!)
    const [started, before] = [performance.now(), process.cpuUsage()]
    const { checkpoint, findings, leaves } = await auditLog({ note: served.bytes, key, read: client.read, lastSeen: null, deep: true, ahead: 32 })
    const [audited, spent] = [performance.now(), process.cpuUsage(before)]
    const serverSpent = cpu(register.pid!) - serverBefore
    if (checkpoint === null || leaves < wanted || findings.some((f) => !f.ok)) throw new Error(`the log does not verify: ${JSON.stringify(findings)}`)
    const rechecked = await recheckActs({ checkpoint, key, read: client.read })
    const ended = performance.now()
    if (rechecked.some((f) => !f.ok)) throw new Error(`the acts do not verify: ${JSON.stringify(rechecked)}`)
    const rate = leaves / ((audited - started) / 1000)
    const of = `${leaves.toLocaleString('en')} acts, grown by batches of ${large} and small acts`
    return [
      {
        name: `verify over HTTP a log of ${of}: every entry hashed, every tile and the root recomputed`, figure: rate, unit: 'leaves/s',
        target: `at least ${wantedPerSecond.toLocaleString('en')} leaves/s`, reached: rate >= wantedPerSecond,
        note: `by processor time: the client ${Math.round(leaves / ((spent.user + spent.system) / 1e6)).toLocaleString('en')} leaves/s, the register `
          + `(without PostgreSQL) ${Math.round(leaves / serverSpent).toLocaleString('en')}`,
      },
      { name: `apart from it, over HTTP: what the ${leaves.toLocaleString('en')} acts say now`, figure: leaves / ((ended - audited) / 1000), unit: 'acts/s' },
    ]
  } finally {
    register.kill('SIGKILL')
    await once(register, 'exit')
  }
}

/** Seconds of a core a process has used (Linux; elsewhere nothing is said of it). */
function cpu(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch { return Number.NaN }
}

/** Until so many acts are there: in batches like a delivery's, and in between one by one, which fill the ends of old pages. */
async function fill(url: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set synchronous_commit = off')
  await client.query(`create or replace function pg_temp.append(many integer, content_length integer) returns void language plpgsql as $$
    declare
      first constant bigint := take_act_numbers(many);
      head constant text := '{"act":"day.closed","actor":"operator","at":"2026-11-21T01:30:00.000Z","law":"guangdong@1","on":"2026-11-21","rules":[]}';
    begin
      create temporary table if not exists made (n bigint, salt bytea, content text) on commit delete rows;
      insert into made select n, uuid_send(gen_random_uuid()), '{"n":' || n || ',"text":"' || repeat('x', content_length) || '"}' from generate_series(first, first + many - 1) n;
      insert into act_group (first_act, acts, kind, head, entries, recorded_at)
      select first, many, 'day.closed', head, string_agg(sha256(salt || convert_to(head || E'\\n' || content, 'UTF8')), ''::bytea order by n), now() from made;
      insert into act (subject_code, act_id, salt, content) select n % 9973, n, salt, content from made order by n % 9973;
      insert into log_pending values (first);
    end $$`)
  for (;;) {
    const { rows: [row] } = await client.query<{ acts: string }>('select coalesce(sum(acts), 0) as acts from act_group')
    if (Number(row!.acts) >= size) break
    await client.query('select pg_temp.append($1, 500)', [large])
    for (let i = 0; i < small; i++) await client.query('select pg_temp.append(1, 200)')
  }
  await client.query('vacuum analyze act, act_group')
  await client.end()
}
