/** A register in which an organisation has records to object to: one unit, one organisation, as many licences as asked for. */
import { sequenceOnce } from '../../src/acts/keeper.ts'
import type { PackId } from '../../src/law/types.ts'
import { deliverCsv, unitFor } from './delivered.ts'
import { testPorts, type TestPorts } from './ports.ts'

export const provider = '91330000470009923F'
export const objector = '91330200058290389A'
export const stranger = '91330200071451933T'

export const licenceRow = (n: number, organisation: string, change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  行政相对人名称: organisation === objector ? '宁波演示有限公司' : '宁波另一有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: `许${n}号`,
  许可内容: '食品经营', 许可决定日期: '2026-03-05', 有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局',
  许可机关统一社会信用代码: provider, 数据来源单位: '演示市场监督管理局', 数据来源单位统一社会信用代码: provider, ...change,
})

export type Objected = { readonly ports: TestPorts; /** numbers of the objector's records */ readonly records: readonly number[]; /** of another organisation */ readonly foreign: number; deliver(n: number, change: Readonly<Record<string, string>>): Promise<void> }

export async function objected(options: { packId?: PackId; today: string; records?: number }): Promise<Objected> {
  const ports = await testPorts(options)
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence'])
  const numbers = Array.from({ length: options.records ?? 1 }, (_, i) => i + 1)
  const done = await deliverCsv(ports, provider, 'licence', [...numbers.map((n) => licenceRow(n, objector)), licenceRow(99, stranger)])
  if (done.delivery?.accepted !== numbers.length + 1) throw new Error(JSON.stringify(done.returned))
  while (await sequenceOnce(ports) > 0);
  const rows = await ports.database.rows<{ record_id: number; subject_code: string }>`select record_id, subject_code from record order by record_id`
  return {
    ports, records: rows.filter((r) => r.subject_code === objector).map((r) => r.record_id), foreign: rows.find((r) => r.subject_code === stranger)!.record_id,
    async deliver(n, change) {
      const again = await deliverCsv(ports, provider, 'licence', [licenceRow(n, objector, change)])
      if (again.delivery?.changed !== 1) throw new Error(JSON.stringify(again))
    },
  }
}
