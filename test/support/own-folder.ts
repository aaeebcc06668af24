/** A data folder for commands on a test's database: with its log's keys, and the database knowing that they are its own. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { formatVerifierKey } from '../../src/log/note.ts'
import { verifierKeyOf } from '../../src/log/sign.ts'
import { insertIdentity } from '../../src/register/identity/store.ts'
import type { TestPorts } from './ports.ts'

/** The register becomes one for drills: its commands may be told a day. */
export async function ownFolder(ports: TestPorts, folder: string): Promise<void> {
  const { logOrigin: origin, logKey } = ports.settings
  mkdirSync(path.join(folder, 'keys'), { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o755)
  writeFileSync(path.join(folder, 'keys', 'log.key'), logKey, { mode: 0o600 })
  writeFileSync(path.join(folder, 'keys', 'log.name'), `${origin.split('/').at(-1)!}\n`, { mode: 0o600 })
  const law = ports.law()
  await insertIdentity(ports.database, {
    origin, logKey: formatVerifierKey(verifierKeyOf(origin, logKey)), pack: law.pack.id, law: law.stamp, drill: true, place: null,
  }, { at: ports.now().toString(), by: 'test' })
}
