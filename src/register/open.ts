/** Opens the register on a database: the law becomes known to it, its background work begins. */
import { plainFault } from '../database/plain-fault.ts'
import type { Logins } from '../database/connect.ts'
import { untilThere } from '../database/wait.ts'
import type { Ports } from '../ports.ts'
import { declareErasures } from '../acts/erasures.ts'
import { openLog, type LogKeeper } from '../acts/keeper.ts'
import { deliveryDesk, type DeliveryDesk } from './ingestion/desk.ts'
import { openPost, sendWaiting } from './notices/post/acts.ts'
import { mailOnce } from './recall/mailing/acts.ts'
import { tellOfSecurity } from '../identity/security/mail.ts'
import { openTeller, type Teller } from './recall/teller.ts'
import { dailyRun } from './retention/acts.ts'
import { noteCalendar, noteLaw } from './law/acts.ts'
import { fillDemonstration } from '../demonstration/fill.ts'

export type RegisterOptions = {
  readonly databaseUrl: string | Logins
  readonly demonstration: boolean
  readonly dataFolder: string
  /** the day to act on instead of the clock's */
  readonly fixedDay: string | null
}
export type Register = { readonly log: LogKeeper; readonly deliveries: DeliveryDesk; readonly teller: Teller; work(): Promise<void>; close(): Promise<void> }

export async function openRegister(ports: Ports, options: RegisterOptions): Promise<Register> {
  await noteCalendar(ports)
  await noteLaw(ports)
  await ports.database.transaction((tx) => declareErasures(tx, ports))
  const log = openLog(ports)
  const deliveries = deliveryDesk(ports, options)
  const teller = openTeller(ports)
  const post = openPost(ports, [sendWaiting, mailOnce, tellOfSecurity])
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let working: Promise<unknown> = Promise.resolve()
  const day = async () => {
    // Hourly rather than at midnight: a run that finds nothing due costs one query, and a sleeping machine catches up.
    if (!closed) working = untilThere({ what: 'daily run', ended: () => closed }, () => dailyRun(ports)).catch((error: unknown) => { console.error(`daily run: ${plainFault(error)}`) })
    await working
  }
  return {
    log,
    deliveries,
    teller,
    async work() {
      log.start()
      teller.start()
      post.start()
      try {
        await untilThere({ what: 'start', ended: () => closed }, async () => {
          if (options.demonstration) await fillDemonstration(ports, deliveries, options)
          await deliveries.start()
        })
      } catch (error) {
        // Stopped in the middle: the next start goes on from there.
        if (closed) return
        throw error
      }
      await day()
      timer = setInterval(() => void day(), 3_600_000)
      timer.unref()
    },
    async close() {
      closed = true
      clearInterval(timer)
      await working
      await deliveries.close()
      await teller.close()
      await post.close()
      await log.close()
    },
  }
}
