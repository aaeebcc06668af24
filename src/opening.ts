/** The register of a deployment: its database, and that it is the register that is meant. For the start and for commands alone with it. */
import type pg from 'pg'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { database } from './database/db.ts'
import { openDatabase, type OpenDatabase } from './database/open.ts'
import { placeOf } from './database/place.ts'
import type { ServedAlready } from './database/serving.ts'
import type { Law, PackId } from './law/types.ts'
import { readLaw } from './packs.ts'
import { openIdentity, requireLaw } from './register/identity/acts.ts'
import { databasePlace, knownIdentity } from './register/identity/store.ts'
import { movedAway, type RegisterIdentity } from './register/identity/unlike.ts'
import { type Deployment, embeddedPassword, makeLogKeys, packOfNew, readLogKeys } from './settings.ts'

export type OpenedRegister = OpenDatabase & { readonly identity: RegisterIdentity; readonly law: Law; /** where it stands now */ readonly place: string }

export type RegisterOptions = {
  /** what is done, for whoever is refused meanwhile: `server`, `law load` … */
  readonly doing: string
  readonly stops: ((hasten: AbortSignal) => Promise<unknown>)[]
  readonly onCrash: (said: string) => void
  readonly onLost: (error: ServedAlready) => void
  readonly warn: (sentence: string) => void
  /** what a command is there to change needs not fit */
  readonly not?: 'law' | 'place' | 'keys'
}

/**
 * Folder, database, whose it is, schema, keys: in this order, so that nothing is changed before it is known to be meant.
 * The caller holds the data folder.
 */
export async function openOwnRegister(deployment: Deployment, options: RegisterOptions): Promise<OpenedRegister> {
  const { dataFolder, databaseUrl } = deployment
  const embedded = databaseUrl === null
  const to = embedded && options.not !== 'place' ? await movedTo(dataFolder) : null
  if (to !== null) throw movedAway(dataFolder, to)
  let found: { identity: RegisterIdentity; law: Law; place: string } | null = null
  const identify = async (pool: pg.Pool) => {
    const db = database(pool)
    const place = embedded ? await placeOf(dataFolder) : await databasePlace(db)
    const identity = await identityOf(db, deployment, {
      place: options.not === 'place' ? null : place, packOfNew, anyKeys: options.not === 'keys',
    })
    const law = await readLaw(identity.pack as PackId)
    if (options.not !== 'law') requireLaw(identity, law.stamp)
    return { identity, law, place }
  }
  const opened = await openDatabase({
    external: embedded ? null : { url: databaseUrl, publicUrl: deployment.publicDatabaseUrl ?? null },
    folder: path.join(dataFolder, 'postgres'),
    password: () => embeddedPassword(dataFolder),
    label: `${options.doing}, process ${process.pid} on ${hostname()}`.slice(0, 63),
    stops: options.stops, onCrash: options.onCrash, onLost: options.onLost, warn: options.warn,
    check: async (pool) => { if (await knownIdentity(database(pool))) found = await identify(pool) },
  })
  try {
    found ??= await identify(opened.owner)
    return { ...opened, ...found! }
  } catch (error) {
    await opened.owner.end()
    throw error
  }
}

/** Left in a folder whose register goes on elsewhere; null where it does not. */
export const movedTo = (dataFolder: string): Promise<string | null> =>
  readFile(path.join(dataFolder, movedFile), 'utf8').then((text) => text.trim(), () => null)
export const movedFile = 'moved-to'

/** What the database holds, against what this deployment brings. @throws {IdentityRefused} */
export async function identityOf(
  db: ReturnType<typeof database>, deployment: Deployment,
  { place, packOfNew, anyKeys = false }: { readonly place: string | null; readonly packOfNew: PackId | null; readonly anyKeys?: boolean },
): Promise<RegisterIdentity> {
  const { dataFolder } = deployment
  return openIdentity(db, {
    folder: dataFolder, pack: deployment.packId, packOfNew, place, anyKeys, today: deployment.today?.toString() ?? null, at: Temporal.Now.instant().toString(),
    keys: await readLogKeys(dataFolder), makeKeys: () => makeLogKeys(dataFolder), stampOf: async (pack) => (await readLaw(pack as PackId)).stamp,
  })
}
