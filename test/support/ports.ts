/** The real thing for a test: a database of its own, the shipped law and calendar, a chosen day. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { displayStamp } from '../../src/law/in-force.ts'
import type { Law, PackId } from '../../src/law/types.ts'
import { liveCalendar } from '../../src/register/law/acts.ts'
import { publicReads } from '../../src/database/restricted.ts'
import { openSecurityLog } from '../../src/identity/security/log.ts'
import { readBoundary, readCalendar, readLaw } from '../../src/packs.ts'
import type { Ports } from '../../src/ports.ts'
import { testDatabase } from './postgres.ts'

export type TestPorts = Ports & { setToday(day: string): void; setLaw(law: Law): void; /** lets go of every connection, as a template database must */ pause(): Promise<void>; readonly url: string; readonly owner: Awaited<ReturnType<typeof testDatabase>>['owner']; close(): Promise<void> }

export async function testPorts(options: { packId?: PackId; today?: string } = {}): Promise<TestPorts> {
  const db = await testDatabase()
  const folder = mkdtempSync(path.join(tmpdir(), 'probity-spool-'))
  chmodSync(folder, 0o755)
  let law = await readLaw(options.packId ?? 'guangdong')
  let today = Temporal.PlainDate.from(options.today ?? '2026-11-21')
  const calendar = await liveCalendar(db.app, await readCalendar())
  const boundary = await readBoundary()
  const key = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const now = () => today.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '09:30' }).toInstant()
  const security = openSecurityLog({ database: db.app, now, key: randomBytes(32), days: 200 })
  return {
    database: db.app, loader: db.loader, publicReads: publicReads(db.publicPool, () => today, (day) => displayStamp(law, day)), owner: db.owner, url: db.url,
    law: () => law, calendar: calendar.current, noticeLoaded: calendar.refresh, boundary: () => boundary,
    now,
    security,
    today: () => today,
    randomBytes: (count) => randomBytes(count),
    settings: { address: 'http://127.0.0.1', logOrigin: 'probity/test', spoolFolder: folder, refusalKey: randomBytes(32), logKey: key(), tokenKey: key() },
    setToday: (day) => { today = Temporal.PlainDate.from(day) },
    setLaw: (next) => { law = next },
    async pause() {
      await security.flush()
      await db.disconnect()
    },
    async close() {
      await security.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
