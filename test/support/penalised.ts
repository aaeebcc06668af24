/** A register in which an organisation has penalties to be restored from: one unit, one organisation, a penalty for each row. */
import { registerUnit } from '../../src/identity/acts.ts'
import type { PackId } from '../../src/law/types.ts'
import { delivered } from './delivered.ts'
import { testPorts, type TestPorts } from './ports.ts'

export const authority = '91330000470009923F'
export const applicant = '91330200058290389A'

/** What a penalty states, and what a test wants changed. */
export const penalty = (n: number, decidedOn: string, severity: '轻微' | '一般' | '严重' | null, change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': applicant, 行政处罚决定书文号: `罚${n}号`, 处罚类别: '罚款', 处罚内容: '罚款1000元',
  处罚决定日期: decidedOn, 处罚机关: '演示市场监督管理局', ...(severity === null ? {} : { 失信行为等级: severity, 等级认定理由: '依据裁量基准认定' }), ...change,
})

export type Penalised = { readonly ports: TestPorts; /** numbers of the records, in the order of the rows */ readonly records: readonly number[] }

export async function penalised(options: { packId: PackId; today: string; rows: readonly Record<string, string>[] }): Promise<Penalised> {
  const ports = await testPorts(options)
  const done = await registerUnit(ports, { code: authority, kind: 'administrative-organ', nameZh: '演示市场监督管理局', nameEn: 'Demonstration Bureau', items: ['penalty'], demonstration: true })
  if (!done.ok) throw new Error(JSON.stringify(done.refusals))
  const batch = await delivered(ports, authority, 'penalty', options.rows)
  if (batch.accepted !== options.rows.length) throw new Error(JSON.stringify(batch))
  const held = await ports.database.rows<{ record_id: number; identity: string }>`select record_id, identity from record`
  const byIdentity = new Map(held.map((r) => [r.identity, r.record_id]))
  return { ports, records: options.rows.map((row) => byIdentity.get(row.行政处罚决定书文号!)!) }
}
