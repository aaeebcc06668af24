/** The PostgreSQL a killed server left behind on a folder: found by the folder it stands in, never by a number in a file. */
import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/**
 * Ends what is left of an earlier PostgreSQL on `data`, in order: its data is safe. A `postmaster.pid` that names somebody
 * else (the number was given to another program since, or the folder is a copy and the number is that of the original) is taken
 * away; nobody it names is signalled.
 *
 * The caller holds the folder, so whoever is found has no Probity any more.
 *
 * @throws where it does not end within half a minute
 */
export async function endLeftover(data: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const found = await postgresOn(data)
    if (found.length === 0) break
    if (attempt >= 300) throw new Error(`A PostgreSQL of before (process ${found.join(', ')}) still runs on ${data}. End it, then start again.`)
    // The postmaster passes it on; a child whose postmaster is gone ends by it too.
    const how = attempt < 200 ? 'SIGINT' : 'SIGQUIT'
    if (attempt % 50 === 0) for (const pid of await leaders(found)) kill(pid, how)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const lock = path.join(data, 'postmaster.pid')
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0])
  // PostgreSQL would take whoever lives under that number for itself, and refuse to start.
  if (pid > 0 && isAlive(pid)) await rm(lock, { force: true })
}

/** Processes of PostgreSQL whose working directory is this very folder (device and inode), whatever it is called. */
export async function postgresOn(data: string): Promise<number[]> {
  const own = await stat(data).catch(() => null)
  if (own === null) return []
  const entries = await readdir('/proc').catch(() => null)
  if (entries === null) return namedOn(data)
  const found = await Promise.all(entries.filter((name) => /^\d+$/.test(name)).map(async (name) => {
    try {
      const program = path.basename(await readlink(`/proc/${name}/exe`)).replace(/ \(deleted\)$/, '')
      if (program !== 'postgres') return null
      const at = await stat(`/proc/${name}/cwd`)
      return at.dev === own.dev && at.ino === own.ino ? Number(name) : null
    } catch {
      return null // ended meanwhile, or somebody else's
    }
  }))
  return found.filter((pid) => pid !== null)
}

/** Where there is no /proc: by the folder on the command line. */
async function namedOn(data: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,command='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return command !== undefined && /(^|\/)postgres\b/.test(command) && `${command} `.includes(` -D ${data} `) ? [Number(pid)] : []
  })
}

/** Those whose parent is none of them: the postmaster, or children that lost it. */
async function leaders(pids: readonly number[]): Promise<readonly number[]> {
  const parents = await Promise.all(pids.map(async (pid) => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
  }))
  return pids.filter((_, i) => !pids.includes(parents[i]!))
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try { process.kill(pid, signal) } catch { /* ended meanwhile */ }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
