/** Starts the register: reads environment, clock and randomness here and nowhere else, and wires the rest. */
import { plainFault } from './database/plain-fault.ts'
import { randomBytes } from 'node:crypto'
import { DatabaseDidNotStart } from './database/embedded.ts'
import { DataFolderInUse, holdFolder } from './database/folder-lock.ts'
import { connect } from './database/connect.ts'
import { diskOf, shortWords, watchDisk } from './database/disk.ts'
import { bulkDatabase, database } from './database/db.ts'
import { DatabaseNotReady } from './database/logins.ts'
import { publicReads } from './database/restricted.ts'
import { ServedAlready } from './database/serving.ts'
import { displayStamp } from './law/in-force.ts'
import { openSecurityLog } from './identity/security/log.ts'
import { openOwnRegister } from './opening.ts'
import { defaultReadSeconds, defaultSecurityEventDays, type Deployment, readDeployment, readSettings, SettingError, withPort } from './settings.ts'
import { readBoundary, readCalendar } from './packs.ts'
import { mailFor } from './mail.ts'
import { mayNamePerson } from './register/boundary/texts.ts'
import { IdentityRefused } from './register/identity/unlike.ts'
import { liveCalendar } from './register/law/acts.ts'
import { openRegister } from './register/open.ts'
import type { Ports } from './ports.ts'
import { stopper } from './stopping.ts'
import { buildServer } from './web/server.ts'
import path from 'node:path'
import { rm, writeFile } from 'node:fs/promises'

const started = performance.now()
const stopping = stopper(process)
const { stops, stop } = stopping
let deployed: Deployment | null = null

try {
  await stopping.whileStarting(withPort(readDeployment(process.env)).then(start))
} catch (error) {
  // Expected: a setting, a folder in use, a database that is not the register's. One clear line; anything else is a fault and shows itself.
  const expected = [SettingError, DataFolderInUse, DatabaseNotReady, DatabaseDidNotStart, ServedAlready, IdentityRefused].some((kind) => error instanceof kind)
  const said = expected ? inReadersLanguage(error as Error) : plainFault(error)
  console.error(await diskFirst(said, error))
  await stop(1)
}

function inReadersLanguage(error: Error): string {
  const language = (process.env.PROBITY_LANG ?? process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '').toLowerCase()
  return error instanceof IdentityRefused ? error.text[language.startsWith('zh') ? 'zh' : 'en'] : error.message
}

async function start(deployment: Deployment): Promise<void> {
  deployed = deployment
  stops.push(await holdFolder(deployment.dataFolder))
  const { url, logins, owner, applied, identity, law } = await openOwnRegister(deployment, {
    doing: `server ${deployment.publicAddress}`,
    stops,
    onCrash: (said) => {
      void whyEnded(deployment, said).then((why) => {
        console.error(why)
        return stop(1)
      })
    },
    onLost: (error) => {
      console.error(error.message)
      void stop(1)
    },
    warn: (sentence) => console.error(sentence),
  })
  await owner.end()
  const disk = await watchDisk(deployment.dataFolder, deployment.diskReserveBytes ?? 0, deployment.databaseUrl === null ? url : null)
  stops.push(() => disk.close())
  if (applied.length > 0) console.error(`Schema: ${applied.length} migration${applied.length > 1 ? 's' : ''} applied.`)
  stopping.goOn()
  const settings = await readSettings(deployment, identity)

  const app = database(connect(logins, 'probity_app', { max: 12 }))
  const reading = { statementSeconds: deployment.readSeconds ?? defaultReadSeconds, endsWithConnection: deployment.databaseUrl === null }
  const reads = database(connect(logins, 'probity_app', { max: 10, ...reading }))
  const loader = bulkDatabase(connect(logins, 'probity_loader', { max: 4 }))
  const publicPool = connect(logins, 'probity_public', { max: 12, ...reading })
  stops.push(() => Promise.all([app.close(), reads.close(), loader.close(), publicPool.end()]))

  const calendar = await liveCalendar(app, await readCalendar())
  // A notice may come through another server or from a terminal.
  const calendarWatch = setInterval(() => void calendar.refresh().catch(() => {}), 5000).unref()
  stops.push(async () => clearInterval(calendarWatch))
  const boundary = await readBoundary()
  const ground = { law: () => law, boundary: () => boundary, today: () => Temporal.Now.plainDateISO('Asia/Shanghai') }
  const personal = mayNamePerson({ PROBITY_CONTACT: settings.contact ?? '' }, ground)
  if (personal !== null) throw new SettingError('PROBITY_CONTACT names a person or a person\'s number; it is shown to everyone and may only hold an office, its telephone and its mailbox.')
  // What reading the law left behind goes now and not some day: 30 MB for as long as the register runs.
  globalThis.gc?.()
  const now = () => Temporal.Now.instant()
  const today = () => deployment.today ?? Temporal.Now.plainDateISO('Asia/Shanghai')
  const security = openSecurityLog({ database: app, now, key: settings.refusalKey, days: deployment.securityEventDays ?? defaultSecurityEventDays })
  stops.push(() => security.close())
  const ports: Ports = {
    database: app,
    reads,
    loader,
    publicReads: publicReads(publicPool, today, (day) => displayStamp(law, day)),
    law: () => law,
    calendar: calendar.current,
    noticeLoaded: calendar.refresh,
    boundary: () => boundary,
    now,
    today,
    randomBytes: (count) => randomBytes(count),
    ...mailFor(deployment.mail, identity.drill),
    security,
    disk: disk.now,
    settings,
  }
  stopping.goOn()

  const register = await openRegister(ports, {
    databaseUrl: logins,
    demonstration: deployment.demonstration,
    dataFolder: deployment.dataFolder,
    fixedDay: deployment.today?.toString() ?? null,
  })
  stops.push(() => register.close())
  const server = await buildServer(ports, register)
  stops.push((hasten) => stopping.closeServer(server, hasten))
  await server.listen({ host: deployment.host, port: deployment.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new SettingError(`Port ${deployment.port} on ${deployment.host} is in use by another program. Set PORT to a free one, or stop that program.`)
  })
  stopping.goOn()

  const address = deployment.publicAddress
  // For commands on this machine: where the register answers, and (owner's eyes only) where its database is.
  const addressFile = path.join(deployment.dataFolder, 'address')
  const databaseFile = path.join(deployment.dataFolder, 'keys', 'database.url')
  // Whoever waits for the address finds the other beside it.
  await writeFile(databaseFile, `${url}\n`, { mode: 0o600 })
  await writeFile(addressFile, `${address}\n`)
  stops.push(
    () => rm(addressFile, { force: true }),
    () => rm(databaseFile, { force: true }),
  )

  console.log(`
正  Probity · ${law.pack.title.zh} · ${law.stamp}${identity.drill ? ' · 演练 drill' : ''}

    公共查询  ${address}/
    In English  ${address}/en
    登录 Sign in ${signInWords(deployment, address)}
    API         ${address}/api/openapi.json
    Log         ${address}/log/checkpoint

    Ready after ${((performance.now() - started) / 1000).toFixed(1)} s. Data in ${deployment.dataFolder}. Stop with Ctrl-C.`)
  void register.work()
}

/** The first line says what is to be done: a full disk is named, whatever else PostgreSQL said on its way out. */
async function whyEnded({ dataFolder, diskReserveBytes = 0 }: Deployment, said: string): Promise<string> {
  const full = await fullDisk(dataFolder, diskReserveBytes, said)
  return full !== null ? `${full} PostgreSQL could not write and ended; make room and start again, nothing committed is lost.`
    : `PostgreSQL ended unexpectedly; start again, nothing committed is lost.\n${said}`
}

/** Of a start that failed: the disk first, where it is that. */
async function diskFirst(said: string, error: unknown): Promise<string> {
  if (deployed === null) return said
  const full = await fullDisk(deployed.dataFolder, deployed.diskReserveBytes ?? 0, error instanceof Error ? `${error.message} ${said}` : said)
  return full === null ? said : `${full}\n${said}`
}

async function fullDisk(folder: string, reserveBytes: number, said: string): Promise<string | null> {
  const disk = await diskOf(folder, reserveBytes).catch(() => null)
  return disk !== null && (/No space left on device|ENOSPC|Disk quota exceeded/.test(said) || disk.freeBytes < 16 * 2 ** 20) ? shortWords(disk) : null
}

/** Where people sign in, or why they cannot. */
function signInWords({ signIn }: Deployment, address: string): string {
  if (signIn === null) return '– (PROBITY_OIDC_ISSUER is not set)'
  return `${address}/sign-in  (${signIn.kind === 'demonstration' ? 'demonstration accounts, no password' : signIn.issuer})`
}
