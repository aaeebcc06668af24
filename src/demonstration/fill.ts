/** Fills an empty register with the demonstration region, through the door every provider uses. */
import path from 'node:path'
import { access } from 'node:fs/promises'
import { registerUnit } from '../identity/acts.ts'
import { writeClientKey } from '../identity/client-files.ts'
import { clientsOf, unitByCode } from '../identity/store.ts'
import type { Ports } from '../ports.ts'
import type { DeliveryDesk } from '../register/ingestion/desk.ts'
import { openDemonstrationAccounts } from './accounts.ts'
import { region } from './region.ts'

/**
 * Runs once per database; interrupted, the next start goes on: each delivery bears a key of its own, and one that was
 * received before is not received again.
 */
export async function fillDemonstration(ports: Ports, deliveries: DeliveryDesk, options: { dataFolder: string }): Promise<void> {
  const openAccounts = async () => { if (ports.settings.signIn?.kind === 'demonstration') await openDemonstrationAccounts(ports) }
  if (await ports.database.one`select 1 from setting where name = 'demonstration'`) return openAccounts()
  // A register that already holds something of its own is nobody's demonstration.
  if (await ports.database.one`select 1 from unit where not demonstration limit 1`) return
  const { units, deliveries: files } = region(ports.law(), ports.today())
  for (const unit of units) {
    if ((await unitByCode(ports.database, unit.code)) === null) {
      const done = await registerUnit(ports, {
        code: unit.code,
        kind: unit.kind,
        nameZh: unit.name,
        nameEn: unit.title,
        items: unit.items,
        demonstration: true,
        // Of the invented offices only; real ones publish their own.
        ...(unit.code.startsWith('119701') ? { contact: `${unit.name}信用信息窗口，信箱${unit.id}@lingwan.example` } : {}),
      })
      if (!done.ok) throw new Error(`demonstration unit ${unit.id}: ${done.refusals[0].code} ${JSON.stringify(done.refusals[0].facts)}`)
    }
    const key = path.join(options.dataFolder, 'keys', 'clients', `${unit.code}.json`)
    const present = await access(key).then(
      () => true,
      () => false,
    )
    if (!present || (await clientsOf(ports.database, unit.code)).length === 0) await writeClientKey(ports, unit.code, key)
  }
  await openAccounts()
  for (const [n, file] of files.entries()) {
    const [client] = await clientsOf(ports.database, file.unit.code)
    const received = await deliveries.receive(
      {
        unitCode: file.unit.code,
        itemId: file.item,
        mapping: file.mapping,
        fileName: file.fileName,
        idempotencyKey: `demonstration/${n}`,
        generated: file.generated,
        by: client ? { client: client.client_id } : null,
      },
      file.open(),
    )
    if (!received.ok) throw new Error(`demonstration delivery ${file.fileName} of ${file.unit.id}: ${received.refusals[0].code}`)
  }
  await ports.database.run`insert into setting (name, value) values ('demonstration', ${ports.today().toString()}) on conflict do nothing`
}
