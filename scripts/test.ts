/**
 * `npm test`: everything, on a real PostgreSQL and a real browser. Installs Debian's chromium where it is absent.
 * Arguments name files or globs to run instead of all.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { startTestServer } from '../test/support/postgres.ts'
import { install } from './debian.ts'

install('chromium', () => existsSync('/usr/bin/chromium'))

const server = await startTestServer({ sharedBuffers: 256 })
const patterns = process.argv.slice(2)
const runner = spawn(process.execPath, [
  '--test', '--test-timeout=300000', '--test-concurrency=2',
  ...(patterns.length > 0 ? patterns : ['src/**/*.test.ts', 'test/**/*.test.ts']),
], { stdio: 'inherit',
  // What one file's process has compiled the next one finds: starting is a good part of a file's time.
  env: { ...process.env, PROBITY_TEST_SERVER: server.url, NODE_COMPILE_CACHE: path.join(server.folder, 'compiled') },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
const code = await new Promise<number>((resolve) => runner.once('exit', (c) => resolve(c ?? 1)))
await server.stop()
process.exit(code)
