/** How looking things up goes while one client sends the worst bodies it can: its p99 against the same without, in turns. Reader and client are processes of their own. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { generateKeyPairSync } from 'node:crypto'
import path from 'node:path'
import type { JWK } from 'jose'
import { registerClient } from '../src/identity/acts.ts'
import { issueToken } from '../src/identity/tokens.ts'
import { deliveryDesk } from '../src/register/ingestion/desk.ts'
import { buildServer } from '../src/web/server.ts'
import { unitById } from '../src/demonstration/units.ts'
import { signIn } from '../test/support/signed-in.ts'
import { withArchives } from './archive.ts'
import { hostileKinds, type HostileTask } from './hostile-process.ts'
import { type BenchResult, median, percentile } from './result.ts'

const organisations = Number(process.env.BENCH_ORGANISATIONS ?? 500)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const mostTimes = 2
/** lookups a second */
const rate = 50

export const benchHostile = (): Promise<BenchResult[]> => withArchives(organisations, async (ports, codes) => {
  const desk = deliveryDesk(ports, { databaseUrl: ports.url, fixedDay: '2026-11-21' })
  // Reader and client come from different addresses, as behind a proxy; the limits are the usual ones.
  const app = await buildServer({ ...ports, settings: { ...ports.settings, trustedProxies: ['127.0.0.1'] } }, { deliveries: desk })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const unit = unitById('market-regulation').code
  const publicKey = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK, alg: 'Ed25519' }
  const done = await registerClient(ports, { clientId: 'hostile', unitCode: unit, publicKey, roles: ['deliver', 'decide', 'inquire', 'administer'], by: 'operator' })
  if (!done.ok) throw new Error(done.refusals[0].code)
  const who = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver', 'decide'] })
  await desk.start()
  const [reader, hostile] = [child(), child()]
  const ask = async (task: HostileTask, of: ChildProcess): Promise<number[]> => {
    of.send(task)
    const heard = new AbortController()
    const gone = once(of, 'exit', { signal: heard.signal }).then(([code]) => { throw new Error(`the process beside the register ended with ${code}`) })
    const [times] = (await Promise.race([once(of, 'message', { signal: heard.signal }), gone])) as [number[]]
    heard.abort()
    gone.catch(() => {})
    return times
  }
  try {
    const reading: HostileTask = { kind: 'read', address, paths: codes.map((code) => `/organisations/${code}`), seconds, rate }
    await ask(reading, reader)
    const results: BenchResult[] = []
    for (const kind of hostileKinds) {
      const token = (await issueToken(ports, { clientId: 'hostile', unitCode: unit })).token
      const task: HostileTask = { kind, address, seconds, token, cookie: who.cookie }
      const [ratios, calm, under]: [number[], number[], number[]] = [[], [], []]
      let [sent, spent] = [0, 0]
      for (let round = 0; round < rounds; round++) {
        const started = busy()
        const without = percentile(await ask(reading, reader), 99)
        const own = busy() - started
        const [times, [count = 0]] = await Promise.all([ask(reading, reader), ask(task, hostile)])
        const beside = percentile(times, 99)
        // What one of them costs the thread that answers everybody, whatever else the machine does.
        spent += busy() - started - 2 * own
        calm.push(without)
        under.push(beside)
        ratios.push(beside / without)
        sent += count
      }
      const ratio = median(ratios)
      results.push({
        name: `p99 of an archive page while one client sends ${kind}`, figure: median(under), unit: 'ms', against: 'the same without', ratio,
        target: `at most ${mostTimes}`, reached: ratio <= mostTimes,
        note: `without: ${median(calm).toFixed(1)} ms; ${Math.round(sent / rounds / seconds)} sent a second, ${(spent / Math.max(1, sent)).toFixed(2)} ms of the main thread each; ratios ${ratios.map((r) => r.toFixed(2)).join(' ')}`,
      })
    }
    return results
  } finally {
    for (const one of [reader, hostile]) one.kill()
    await app.close()
    await desk.close()
  }
})

/** Milliseconds of processor time of this thread. */
function busy(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const child = (): ChildProcess => fork(path.join(import.meta.dirname, 'hostile-process.ts'))
