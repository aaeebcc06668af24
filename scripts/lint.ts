/** `npm run lint`. The linter lives in tools/, outside the root package: its optional binaries would break `npm ci`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

if (!existsSync('tools/node_modules/.bin/oxlint')) {
  const installed = spawnSync('npm', ['ci', '--prefix', 'tools', '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (installed.status !== 0) process.exit(installed.status ?? 1)
}
process.exit(spawnSync('tools/node_modules/.bin/oxlint', process.argv.slice(2), { stdio: 'inherit' }).status ?? 1)
