/** Where a data folder is: machine and path. A copy is somewhere else. */
import { readFile, realpath } from 'node:fs/promises'

/** Such as `/srv/probity (machine 0f3a9c21)`; without the machine where it has no number of its own. */
export async function placeOf(folder: string): Promise<string> {
  const at = await realpath(folder)
  const texts = await Promise.all(['/etc/machine-id', '/var/lib/dbus/machine-id'].map((file) => readFile(file, 'utf8').catch(() => '')))
  const machine = texts.map((text) => text.trim()).find((text) => text !== '')
  return machine === undefined ? at : `${at} (machine ${machine.slice(0, 8)})`
}
