/** Commands that act on the register's own machine: straight on its database, with its own keys. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { connect, requireVersion18 } from '../database/connect.ts'
import { bulkDatabase, type Database, database } from '../database/db.ts'
import { DatabaseDidNotStart } from '../database/embedded.ts'
import { DataFolderInUse, holdFolder } from '../database/folder-lock.ts'
import { DatabaseNotReady, requireReachable } from '../database/logins.ts'
import { publicReads } from '../database/restricted.ts'
import { ServedAlready } from '../database/serving.ts'
import { openSecurityLog } from '../identity/security/log.ts'
import { displayStamp } from '../law/in-force.ts'
import type { Law, PackId } from '../law/types.ts'
import { mailFor } from '../mail.ts'
import { identityOf, openOwnRegister, type OpenedRegister, type RegisterOptions } from '../opening.ts'
import { readBoundary, readCalendar, readLaw } from '../packs.ts'
import { requireLaw } from '../register/identity/acts.ts'
import { databasePlace, databasePrefix, knownIdentity } from '../register/identity/store.ts'
import { IdentityRefused, type RegisterIdentity } from '../register/identity/unlike.ts'
import { calendarInUse } from '../register/law/acts.ts'
import type { Ports } from '../ports.ts'
import { defaultSecurityEventDays, type Deployment, packOfNew, readDeployment, readOwnPack, readSettings, SettingError } from '../settings.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { passWords } from './person-words.ts'
import { forRequest } from '../acts/standing.ts'

/** Address of the running register's database. @throws {CommandError} when none runs and none is named */
export function databaseUrl(io: CommandIo): string {
  if (io.env.DATABASE_URL) return io.env.DATABASE_URL
  try {
    return readFileSync(path.join(dataFolder(io), 'keys', 'database.url'), 'utf8').trim()
  } catch {
    throw noneRuns(io)
  }
}

const noneRuns = (io: CommandIo) => new CommandError(io.language === 'zh'
  ? '本机没有正在运行的 Probity，也没有设置 DATABASE_URL。先运行 npm start。'
  : 'No Probity runs on this machine and DATABASE_URL is not set. Start it with "npm start".', 69)

const deploymentOf = (io: CommandIo): Deployment => readDeployment({ ...io.env, PROBITY_DATA: dataFolder(io) })

/** The pack a command reads: the one named, else that of the register of this folder, else what a new register would take. */
export const packOf = async (io: CommandIo, named?: string): Promise<PackId> =>
  readDeployment({ ...io.env, ...(named ? { PROBITY_PACK: named } : {}) }).packId ?? await readOwnPack(dataFolder(io)) ?? packOfNew

/** The register that runs, or the database that is named: under its own law, and only where the keys here are its own. */
export async function withPorts<T>(io: CommandIo, work: (ports: Ports) => Promise<T>): Promise<T> {
  return inWords(io, async () => {
    const url = databaseUrl(io)
    await requireReachable(url, 'DATABASE_URL').catch((error: unknown) => {
      // The address of a server that was killed since.
      throw io.env.DATABASE_URL ? error : noneRuns(io)
    })
    const deployment = deploymentOf(io)
    const app = database(connect(url, 'probity_app', { max: 4 }))
    try {
      await requireVersion18(app.pool)
      // A database restored elsewhere is another; one that belongs to a data folder was looked at when the register started.
      const noted = (await knownIdentity(app))?.place ?? null
      const place = noted?.startsWith(databasePrefix) ? await databasePlace(app) : null
      const identity = await identityOf(app, deployment, { place, packOfNew: null })
      const law = await readLaw(identity.pack as PackId)
      requireLaw(identity, law.stamp)
      return await usePorts(io, app, { url, deployment, identity, law }, work)
    } finally {
      await app.close()
    }
  })
}

/**
 * For what a register that serves must not do meanwhile: the register is stopped, its database is started for the command and
 * stopped after it.
 *
 * @param doing how the command is called
 * @param not   what the command is there to change, and so needs not fit
 */
export async function withStoppedRegister<T>(
  io: CommandIo, { doing, not }: { readonly doing: string; readonly not?: NonNullable<RegisterOptions['not']> },
  work: (ports: Ports, register: OpenedRegister, deployment: Deployment) => Promise<T>,
): Promise<T> {
  return inWords(io, async () => {
    const deployment = deploymentOf(io)
    const stops: RegisterOptions['stops'] = [await holdFolder(deployment.dataFolder)]
    try {
      const register = await openOwnRegister(deployment, {
        doing: `probity ${doing}`, stops, onCrash: (said) => io.error(said), onLost: (error) => io.error(error.message),
        warn: () => {}, ...(not ? { not } : {}),
      })
      await register.owner.end()
      const app = database(connect(register.logins, 'probity_app', { max: 4 }))
      try {
        return await usePorts(io, app, { ...register, deployment }, (ports) => work(ports, register, deployment))
      } finally {
        await app.close()
      }
    } finally {
      const never = new AbortController().signal
      for (const step of stops.reverse()) await step(never)
    }
  })
}

type Found = { readonly url: string; readonly deployment: Deployment; readonly identity: RegisterIdentity; readonly law: Law }

async function usePorts<T>(
  io: CommandIo, app: Database, { url, deployment, identity, law }: Found, work: (ports: Ports) => Promise<T>,
): Promise<T> {
  const settings = await readSettings(deployment, identity)
  const loader = bulkDatabase(connect(url, 'probity_loader', { max: 2 }))
  const publicPool = connect(url, 'probity_public', { max: 2 })
  const now = () => Temporal.Now.instant()
  const security = openSecurityLog({ database: app, now, key: settings.refusalKey, days: deployment.securityEventDays ?? defaultSecurityEventDays })
  const today = () => deployment.today ?? Temporal.Now.plainDateISO('Asia/Shanghai')
  try {
    const seen = publicReads(publicPool, today, (day) => displayStamp(law, day))
    const calendar = await calendarInUse(app, await readCalendar())
    const boundary = await readBoundary()
    const ports: Ports = {
      database: app, loader, publicReads: seen, law: () => law, calendar: () => calendar, boundary: () => boundary,
      now, today, security,
      randomBytes: (count) => randomBytes(count), settings,
      ...mailFor(deployment.mail, identity.drill),
    }
    return await forRequest(io, async () => {
      await passWords(ports, io)
      return work(ports)
    })
  } finally {
    await security.close()
    await Promise.all([loader.close(), publicPool.end()])
  }
}

/** A database that already is a register's is this deployment's. @throws {IdentityRefused} */
export async function requireOwnRegister(io: CommandIo, owner: Database['pool']): Promise<void> {
  const db = database(owner)
  const known = await knownIdentity(db)
  // It holds no register yet, or one from before databases knew theirs.
  if (known === null) return
  await identityOf(db, deploymentOf(io), { place: known.place?.startsWith(databasePrefix) ? await databasePlace(db) : null, packOfNew: null })
}

/** What is expected to go wrong is told in a sentence, in the reader's language where it has both. */
export async function inWords<T>(io: CommandIo, work: () => Promise<T>): Promise<T> {
  try { return await work() } catch (error) {
    if (error instanceof IdentityRefused) throw new CommandError(error.text[io.language])
    const expected = [SettingError, DataFolderInUse, DatabaseNotReady, DatabaseDidNotStart, ServedAlready].some((kind) => error instanceof kind)
    if (expected) throw new CommandError((error as Error).message, error instanceof DatabaseNotReady ? 69 : 1)
    throw error
  }
}
