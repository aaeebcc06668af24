/** Commands that act on the register's own machine: straight on its database, with its own keys. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { connect, requireVersion18 } from '../database/connect.ts'
import { bulkDatabase, database } from '../database/db.ts'
import { publicReads } from '../database/restricted.ts'
import { displayStamp } from '../law/in-force.ts'
import { openSecurityLog } from '../identity/security/log.ts'
import { mailBy } from '../mail.ts'
import { readBoundary, readCalendar, readLaw } from '../packs.ts'
import { calendarInUse } from '../register/law/acts.ts'
import type { Ports } from '../ports.ts'
import { defaultSecurityEventDays, readDeployment, readSettings } from '../settings.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { passWords } from './person-words.ts'

/** Address of the running register's database. @throws {CommandError} when none runs and none is named */
export function databaseUrl(io: CommandIo): string {
  if (io.env.DATABASE_URL) return io.env.DATABASE_URL
  try {
    return readFileSync(path.join(dataFolder(io), 'keys', 'database.url'), 'utf8').trim()
  } catch {
    throw new CommandError(io.language === 'zh'
      ? '本机没有正在运行的 Probity，也没有设置 DATABASE_URL。先运行 npm start。'
      : 'No Probity runs on this machine and DATABASE_URL is not set. Start it with "npm start".', 69)
  }
}

export async function withPorts<T>(io: CommandIo, work: (ports: Ports) => Promise<T>): Promise<T> {
  const url = databaseUrl(io)
  const deployment = readDeployment({ ...io.env, PROBITY_DATA: dataFolder(io) })
  const { databasePassword: _, ...settings } = await readSettings(deployment)
  const app = database(connect(url, 'probity_app', { max: 4 }))
  const loader = bulkDatabase(connect(url, 'probity_loader', { max: 2 }))
  const publicPool = connect(url, 'probity_public', { max: 2 })
  const now = () => Temporal.Now.instant()
  const security = openSecurityLog({ database: app, now, key: settings.refusalKey, days: deployment.securityEventDays ?? defaultSecurityEventDays })
  const today = () => deployment.today ?? Temporal.Now.plainDateISO('Asia/Shanghai')
  try {
    await requireVersion18(app.pool)
    const law = await readLaw(deployment.packId)
    const seen = publicReads(publicPool, today, (day) => displayStamp(law, day))
    const calendar = await calendarInUse(app, await readCalendar())
    const boundary = await readBoundary()
    const ports: Ports = {
      database: app, loader, publicReads: seen, law: () => law, calendar: () => calendar, boundary: () => boundary,
      now, today, security,
      randomBytes: (count) => randomBytes(count), settings,
      ...(deployment.mail ? { sendMail: mailBy(deployment.mail.command, deployment.mail.from) } : {}),
    }
    await passWords(ports, io)
    return await work(ports)
  } finally {
    await security.close()
    await Promise.all([app.close(), loader.close(), publicPool.end()])
  }
}
