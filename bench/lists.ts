/** The real lists delivered through their mappings: what was accepted, and what went back for which reason. */
import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { readMapping } from '../src/demonstration/mappings.ts'
import { demonstrationUnits } from '../src/demonstration/units.ts'
import { registerUnit } from '../src/identity/acts.ts'
import { receiveDelivery } from '../src/register/ingestion/acts.ts'
import { runDelivery } from '../src/register/ingestion/run.ts'
import { reasonsOf } from '../src/register/ingestion/counts/store.ts'
import { delivery } from '../src/register/ingestion/store.ts'
import { testPorts } from '../test/support/ports.ts'
import type { BenchResult } from './result.ts'

const folder = path.join(import.meta.dirname, '../../shared/data/records')
const lists: readonly (readonly [file: string, mapping: string, unit: string])[] = [
  ['cn-csrc-supervisory-measures-organisations.csv', 'cn-csrc-supervisory-measures', 'csrc-shanghai'],
  ['cn-csrc-supervisory-measures-organisations.csv', 'cn-csrc-supervisory-measures', 'csrc-chongqing'],
  ['cn-csrc-penalty-decisions-organisations.csv', 'cn-csrc-penalty-decisions', 'csrc-shanghai'],
  ['cn-csrc-penalty-decisions-organisations.csv', 'cn-csrc-penalty-decisions', 'csrc-chongqing'],
  ['cn-ecommerce-serious-dishonesty-2018.csv', 'cn-ecommerce-serious-dishonesty-2018', 'market-regulation'],
  ['cn-financial-serious-dishonest-debtors-2018-ocr.csv', 'cn-financial-debtors-2018-ocr', 'court'],
  ['cn-illegal-fundraising-firms-2018-ocr.csv', 'cn-illegal-fundraising-2018-ocr', 'court'],
  ['cn-work-safety-blacklist-2017-ocr.csv', 'cn-work-safety-2017-ocr', 'emergency-management'],
  ['cn-suzhou-sme-tax-arrears.csv', 'cn-suzhou-tax-arrears', 'tax'],
  ['cn-suzhou-sme-abnormal-taxpayers.csv', 'cn-suzhou-abnormal-taxpayers', 'tax'],
  ['cn-suzhou-sme-administrative-violations.csv', 'cn-suzhou-administrative-violations', 'emergency-management'],
  ['cn-suzhou-sme-judgments.csv', 'cn-suzhou-judgments', 'court'],
  ['cn-suzhou-sme-court-notices.csv', 'cn-suzhou-court-notices', 'court'],
  ['cn-suzhou-sme-consumption-restrictions.csv', 'cn-suzhou-consumption-restrictions', 'court'],
]

export async function benchLists(): Promise<readonly BenchResult[]> {
  if (!existsSync(folder)) return [{ name: 'skipped: the real lists are not beside this checkout', figure: 0, unit: 'rows' }]
  const ports = await testPorts()
  const results: BenchResult[] = []
  try {
    for (const u of demonstrationUnits) {
      const items = u.items.filter((id) => ports.law().catalog.some((item) => item.id === id && item.scope === 'in'))
      await registerUnit(ports, { code: u.code, kind: u.kind, nameZh: u.name, nameEn: u.title, items, demonstration: true })
    }
    for (const [n, [file, mapping, unitId]] of lists.entries()) {
      const unit = demonstrationUnits.find((u) => u.id === unitId)!
      const item = readMapping(mapping)!.mapping.item
      const name = `${file} by ${unitId} as ${item}`
      const received = await receiveDelivery(ports, {
        unitCode: unit.code, itemId: item, mapping, fileName: file, idempotencyKey: `list/${n}`, generated: false,
      }, createReadStream(path.join(folder, file)))
      if (!received.ok) {
        results.push({ name, figure: 0, unit: 'rows accepted', note: `refused as a whole: ${received.refusals[0].code}` })
        continue
      }
      await runDelivery(ports, received.value.delivery_id, readMapping)
      const row = (await delivery(ports.database, received.value.delivery_id))!
      const reasons = await reasonsOf(ports.database, row.delivery_id)
      results.push({
        name, figure: row.accepted + row.changed, unit: 'rows accepted',
        note: `${row.rows_read} read, ${row.recognised} already held, ${row.changed} changed, ${row.returned} returned, ${row.refused} refused`
          + (reasons.length > 0 ? ` · ${reasons.map((r) => `${r.code} ${r.rows}`).join(', ')}` : '') + (row.state === 'done' ? '' : ` · ${row.state} ${JSON.stringify(row.failure)}`),
      })
    }
  } finally {
    await ports.close()
  }
  return results
}
