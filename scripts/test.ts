/**
 * `npm test`: everything, on a real PostgreSQL and a real browser. Installs Debian's chromium where it is absent.
 * Arguments name files or globs to run instead of all.
 *
 * Starting a process and loading the program costs most files more than their tests do. So several files share a process,
 * each as a suite of its own name, whose hooks open and close what is its own; the runner counts their tests as ever.
 */
import { spawn } from 'node:child_process'
import { existsSync, globSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startTestServer } from '../test/support/postgres.ts'
import { install } from './debian.ts'

install('chromium', () => existsSync('/usr/bin/chromium'))

const server = await startTestServer({ sharedBuffers: 256 })
const patterns = process.argv.slice(2)
// Much of a test's time is waiting: for a process to come up, a page to be shown, a lock. Three fill two processors;
// more would want more connections than the one PostgreSQL gives.
const hands = 3
const runner = spawn(process.execPath, [
  '--test', '--test-timeout=900000', `--test-concurrency=${hands}`, ...(patterns.length > 0 ? patterns : shared(server.folder)),
], { stdio: 'inherit',
  // A group of its own: registers that its tests started are ended with it.
  detached: true,
  // What one file's process has compiled the next one finds: starting is a good part of a file's time.
  env: { ...process.env, PROBITY_TEST_SERVER: server.url, NODE_COMPILE_CACHE: path.join(server.folder, 'compiled') },
})
const toAll = (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => {
  try { process.kill(-runner.pid!, signal) } catch { /* none is left */ }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => toAll(signal))
// A run that never ends tells nobody anything: what has not ended by then is ended, and the runner says whose it was.
const mostMinutes = 40
const late = setTimeout(() => {
  console.error(`the tests did not end within ${mostMinutes} minutes; those that are left are ended`)
  toAll('SIGTERM')
  setTimeout(() => toAll('SIGKILL'), 20_000).unref()
}, mostMinutes * 60_000)
const code = await new Promise<number>((resolve) => runner.once('exit', (c) => resolve(c ?? 1)))
clearTimeout(late)
toAll('SIGTERM')
await server.stop()
process.exit(code)

/**
 * Files in the order they begin: the longest first, each in a process of its own, so that no processor is idle at the end.
 * @returns one file a process, written into `folder`
 */
function shared(folder: string): string[] {
  // Weighs the memory of its process; tries every pair of commands; starts, stops and kills whole registers; or is long by itself.
  const alone = [
    'test/scenarios/start.test.ts', 'test/scenarios/process.test.ts', 'test/scenarios/register-identity.test.ts', 'test/scenarios/races.test.ts',
    'test/faults/kill.test.ts', 'test/faults/returned-rows.test.ts', 'test/scenarios/log-tampering.test.ts', 'test/scenarios/log-successor.test.ts',
    'src/demonstration/delivered.test.ts', 'test/faults/database-away.test.ts', 'src/register/ingestion/rows.test.ts',
  ]
  for (const file of alone) if (!existsSync(file)) throw new Error(`scripts/test.ts deals ${file}, which is not there`)
  const ends = pathToFileURL(path.resolve('test/support/ends-itself.ts')).href
  const browser = globSync('test/browser/*.test.ts').sort()
  const others = globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).filter((file) => !browser.includes(file) && !alone.includes(file)).sort()
  // Dealt like cards: neighbours are alike, and so is what each hand gets.
  const dealt = (files: readonly string[], hands: number) => Array.from({ length: hands }, (_, hand) => files.filter((_, n) => n % hands === hand))
  return [...alone.map((file) => [file]), ...dealt(browser, 6), ...dealt(others, 10)].map((files, n) => {
    // The runner begins them by name.
    const entry = path.join(folder, `tests-${String(n + 1).padStart(2, '0')}.mjs`)
    const suites = files.map((file) => {
      const address = JSON.stringify(pathToFileURL(path.resolve(file)).href)
      // One is read to its end before the next is begun, so that what it says at its top level is told of its own suite.
      return `describe(${JSON.stringify(file)}, async () => { await import(${address}) })\nawait import(${address})`
    })
    writeFileSync(entry, [`import { describe } from 'node:test'`, `import ${JSON.stringify(ends)}`, ...suites, ''].join('\n'))
    return entry
  })
}
