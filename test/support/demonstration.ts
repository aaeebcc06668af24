/** The demonstration region in a test's register: everything delivered the way every delivery goes. */
import { sequenceOnce } from '../../src/acts/keeper.ts'
import { readMapping } from '../../src/demonstration/mappings.ts'
import { region } from '../../src/demonstration/region.ts'
import { registerUnit } from '../../src/identity/acts.ts'
import type { Ports } from '../../src/ports.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { runDelivery } from '../../src/register/ingestion/run.ts'

/** @param wanted which items; all when left out */
export async function fillWithRegion(ports: Ports, wanted: (item: string) => boolean = () => true): Promise<void> {
  const { units, deliveries } = region(ports.law(), ports.today())
  for (const unit of units) {
    const done = await registerUnit(ports, { code: unit.code, kind: unit.kind, nameZh: unit.name, nameEn: unit.title, items: unit.items, demonstration: true })
    if (!done.ok) throw new Error(JSON.stringify(done.refusals))
  }
  for (const [n, file] of deliveries.filter((d) => wanted(d.item)).entries()) {
    const received = await receiveDelivery(ports, {
      unitCode: file.unit.code, itemId: file.item, mapping: file.mapping, fileName: file.fileName, idempotencyKey: `region/${n}`, generated: file.generated,
    }, file.open())
    if (!received.ok) throw new Error(JSON.stringify(received.refusals))
    await runDelivery(ports, received.value.delivery_id, readMapping)
  }
  while (await sequenceOnce(ports) > 0);
}
