/** Loads the sheet of recurring mistakes of one unit. */
import type { Ports } from '../../../ports.ts'
import { type MistakeSheet, mistakeSheet, sheetBegins } from './sheet.ts'
import * as store from './store.ts'

/** @param delivery one of the unit's own; null: its newest */
export async function readMistakes(ports: Ports, unitCode: string, delivery: string | null): Promise<MistakeSheet> {
  const today = ports.today()
  const since = sheetBegins(today).toZonedDateTime('Asia/Shanghai').toInstant().toString()
  const beside = delivery ?? (await store.newestDelivery(ports.database, unitCode))
  const [found, months] = await Promise.all([store.mistakesOf(ports.database, unitCode, beside, since), store.monthsOf(ports.database, unitCode, since)])
  return mistakeSheet(beside, found, months, today)
}
