/** Real processes of the program for tests: started, spoken to, ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { freePort } from '../../src/database/embedded.ts'
import { postgresOn } from '../../src/database/leftover.ts'

export const root = path.join(import.meta.dirname, '../..')
const main = path.join(root, 'src/main.ts')
const cli = path.join(root, 'src/cli/probity.ts')

export type Run = { readonly child: ChildProcess; readonly said: () => string }
export type Started = Run & { readonly address: string }
const running = new Set<ChildProcess>()

export const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => { child.once('exit', resolve) })

export const pause = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/** What was started and still runs. */
export async function endAll(): Promise<void> {
  for (const child of running) { child.kill('SIGTERM'); await ended(child) }
}

export function run(env: Record<string, string>, program: string = process.execPath, args: string[] = [main]): Run {
  const child = spawn(program, args, {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PROBITY_TEST_SERVER: '', PROBITY_DEMO: 'no', LANG: 'en_GB.UTF-8', LC_ALL: '', ...env },
  })
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (d: Buffer) => { text += d })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return { child, said: () => text }
}

/** A server that answers. @throws with what it said where it does not come up */
export async function start(env: Record<string, string>, program?: string, args?: string[]): Promise<Started> {
  const port = await freePort()
  const started = run({ PORT: String(port), ...env }, program, args)
  const address = `http://127.0.0.1:${port}`
  for (let i = 0; i < 3600; i++) {
    if (started.child.exitCode !== null) throw new Error(started.said())
    if ((await fetch(`${address}/health/live`).catch(() => null))?.ok) return { ...started, address }
    await pause(50)
  }
  throw new Error(`not up after three minutes: ${started.said()}`)
}

/** A start that is expected to be refused: its code, its words and how long it took. */
export async function refusedStart(env: Record<string, string>): Promise<{ code: number | null; text: string; seconds: number }> {
  const begun = performance.now()
  const { child, said } = run({ PORT: '0', ...env })
  await ended(child)
  // Node says of itself what is experimental; the command line and run.mjs leave it out.
  return { code: child.exitCode, text: said().replace(/^\(.*\n/gm, ''), seconds: (performance.now() - begun) / 1000 }
}

export async function command(env: Record<string, string>, ...args: string[]): Promise<{ code: number | null; text: string }> {
  const { child, said } = run(env, process.execPath, [cli, ...args])
  await ended(child)
  return { code: child.exitCode, text: said() }
}

export async function stop({ child }: Run): Promise<void> {
  child.kill('SIGTERM')
  await ended(child)
}

/** @returns seconds until nothing of PostgreSQL runs on the folder any more */
export async function untilGone(data: string, most = 20): Promise<number> {
  const begun = performance.now()
  while ((await postgresOn(path.join(data, 'postgres'))).length > 0) {
    if (performance.now() - begun > most * 1000) throw new Error(`PostgreSQL still runs on ${data}`)
    await pause(50)
  }
  return (performance.now() - begun) / 1000
}
