/** One Probity on a data folder: by a lock that the kernel lets go of when its holder ends, however it ends. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export class DataFolderInUse extends Error {}

/**
 * Node has no lock on files of its own; the SQLite that comes with it takes one (fcntl), on every system and without a
 * helper process. A number in a file would not do: after a crash it may name a stranger. `probity.pid` is for the words alone.
 *
 * @returns the release
 * @throws {DataFolderInUse} naming the process that holds it, or why it cannot be held
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const lock = await mkdir(folder, { recursive: true }).then(() => takeLock(folder)).catch((error: Error) => {
    throw new DataFolderInUse(`The data folder ${folder} cannot be written (${error.message}): set PROBITY_DATA to a folder of this user's, or give it to this user.`)
  })
  const pidFile = path.join(folder, 'probity.pid')
  if (lock === null) {
    const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
    throw new DataFolderInUse(`Another Probity${pid > 0 ? ` (process ${pid})` : ''} already runs on ${folder}. Stop it first, or set PROBITY_DATA to another folder.`)
  }
  await writeFile(pidFile, `${process.pid}\n`)
  return async () => {
    await rm(pidFile, { force: true })
    lock.close()
  }
}

/** Whether somebody runs on the folder now. */
export function isHeld(folder: string): boolean {
  const lock = takeLock(folder)
  lock?.close()
  return lock === null
}

function takeLock(folder: string): DatabaseSync | null {
  const lock = new DatabaseSync(path.join(folder, 'probity.lock'), { timeout: 0 })
  try {
    lock.exec('begin immediate')
    return lock
  } catch (error) {
    lock.close()
    if (/locked|busy/i.test((error as Error).message)) return null
    throw error
  }
}
