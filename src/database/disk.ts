/**
 * The disk beneath the register. PostgreSQL ends where it cannot write its log; so before the disk is full, while a reserve
 * is left, writing is stopped and reading goes on: new transactions of the server are read only, whoever opens them, and
 * whatever waits for them waits (`untilThere`) until there is room again.
 */
import { statfs } from 'node:fs/promises'
import pg from 'pg'

export type Disk = { readonly folder: string; readonly freeBytes: number; readonly totalBytes: number; readonly reserveBytes: number; readonly short: boolean }
export type DiskWatch = { readonly now: () => Disk; look(): Promise<void>; close(): Promise<void> }

/** Engineering values. Room is back once there is a quarter more than the reserve, so that nothing flickers. */
const [everyMs, backFactor] = [1000, 1.25]

const MB = 2 ** 20
export const inMegabytes = (bytes: number): string => String(Math.floor(bytes / MB))

/** Log that PostgreSQL keeps at most between two checkpoints: a tenth of the disk, from 256 MB to 4 GB. Pure. */
export const mostLogBytes = (totalBytes: number): number => Math.min(4096 * MB, Math.max(256 * MB, Math.floor(totalBytes / 10)))

export async function diskOf(folder: string, reserveBytes: number): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  return { folder, freeBytes, totalBytes: blocks * bsize, reserveBytes, short: freeBytes < reserveBytes }
}

/** One line for standard error: which disk, how much is left, what follows, what helps. */
export const shortWords = ({ folder, freeBytes, reserveBytes }: Disk): string =>
  `The disk of ${folder} is nearly full: ${inMegabytes(freeBytes)} MB are left, ${inMegabytes(reserveBytes)} MB are kept in reserve (PROBITY_DISK_RESERVE_MB). `
  + 'Nothing is written until there is more room; reading goes on. Make room on that disk, or move the data folder to a larger one.'

/**
 * Looks every second. @param ownServer address of the owner on a server whose disk this is; null: another's, of which only
 * the folder for files is here
 */
export async function watchDisk(folder: string, reserveBytes: number, ownServer: string | null, ms: number = everyMs): Promise<DiskWatch> {
  let disk = await diskOf(folder, reserveBytes)
  // Whatever the server was told before it was last ended.
  let told: boolean | null = null
  let said = false
  const tell = async (now: Disk): Promise<void> => {
    if (told === now.short) return
    // Said first: the line may be the last thing there is room for.
    if (now.short && !said) console.error(shortWords(now))
    said = now.short
    if (ownServer !== null) await setReadOnly(ownServer, now.short)
    if (!now.short && told !== null) console.error(`The disk of ${folder} has room again (${inMegabytes(now.freeBytes)} MB); writing goes on.`)
    told = now.short
  }
  await tell(disk)
  const look = async () => {
    const seen = await diskOf(folder, reserveBytes)
    const now = { ...seen, short: seen.short || (disk.short && seen.freeBytes < reserveBytes * backFactor) }
    // What is short is so at once; there is room once the server knows it.
    if (now.short) disk = now
    await tell(now)
    disk = now
  }
  let looking: Promise<void> = Promise.resolve()
  let busy = false
  // A server that cannot be told now is told with the next look.
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    looking = look().catch(() => {}).finally(() => { busy = false })
  }, ms).unref()
  return {
    now: () => disk, look,
    async close() {
      clearInterval(timer)
      await looking
    },
  }
}

async function setReadOnly(url: string, readOnly: boolean): Promise<void> {
  const owner = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  owner.on('error', () => {})
  await owner.connect()
  try {
    await owner.query(readOnly ? 'alter system set default_transaction_read_only = on' : 'alter system reset default_transaction_read_only')
    await owner.query('select pg_reload_conf()')
  } finally {
    await owner.end()
  }
}
