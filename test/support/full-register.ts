/** A register in which everything has happened once: every kind of case open, every desk with something on it. */
import assert from 'node:assert/strict'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import type { Outcome } from '../../src/law/outcome.ts'
import { authorise } from '../../src/register/consent/acts.ts'
import { grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { lodgeObjection } from '../../src/register/objections/acts.ts'
import { openCase, placeBody } from '../../src/register/oversight/acts.ts'
import { tellOnce } from '../../src/register/recall/telling/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { applyForRestoration } from '../../src/register/restoration/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { registerRuling } from '../../src/register/revocations/acts.ts'
import { accountPages } from '../../src/web/pages/account/routes.ts'
import { accountabilityPages } from '../../src/web/pages/accountability/routes.ts'
import { deskPage } from '../../src/web/pages/desk.ts'
import { inquiryPages } from '../../src/web/pages/inquiry/routes.ts'
import { noticePages } from '../../src/web/pages/notices/routes.ts'
import { operatorPages } from '../../src/web/pages/operator/routes.ts'
import { providerPages } from '../../src/web/pages/provider/routes.ts'
import { recallPages } from '../../src/web/pages/recall/routes.ts'
import { restorationPages } from '../../src/web/pages/restoration/routes.ts'
import { revocationPages } from '../../src/web/pages/revocations/desk.ts'
import { securityPages } from '../../src/web/pages/security/routes.ts'
import { subjectPages } from '../../src/web/pages/subject/routes.ts'
import type { SignedRoute } from '../../src/web/routes.ts'
import { delivered, deliverCsv, unitFor } from './delivered.ts'
import { licenceRow, type Objected, objected, objector, provider } from './objected.ts'
import { penalty } from './penalised.ts'
import { picture } from './picture.ts'

export const department = '91330200084752786H'
export const otherUnit = '11970100MB0000115M'

/** `facts`: what stands in the addresses, by the name of the parameter */
export type FullRegister = Objected & { readonly facts: Readonly<Record<string, string>>; filled(path: string): string }

const value = <T>(done: Outcome<T>): T => { assert.ok(done.ok, JSON.stringify(done)); return done.value }

export async function fullRegister(): Promise<FullRegister> {
  const at = await objected({ today: '2026-11-02', records: 4 })
  const { ports, records } = at
  const [first, second, third] = records as [number, number, number]
  const proof = picture()
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence', 'penalty'])
  await unitFor(ports, otherUnit, 'administrative-organ/market-regulation', ['licence'])
  await unitFor(ports, department, 'administrative-organ/people-government', [])
  value(await placeBody(ports, 'operator', { code: department, as: 'government', area: '33', document: '三定规定' }))
  value(await placeBody(ports, 'operator', { code: provider, as: 'unit', area: '330203', document: '隶属关系说明' }))
  await delivered(ports, provider, 'penalty', [penalty(1, '2026-03-05', '一般'), penalty(2, '2026-03-06', '一般')])
  await deliverCsv(ports, provider, 'licence', [licenceRow(50, objector, { 许可决定日期: '2026-13-05' })])
  await at.deliver(4, { 有效期至: '2036-03-04' })
  const me = { actor: objector, account: '1' }
  const objection = value(await lodgeObjection(ports, me, {
    subject: objector, record: first, ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。', at: 'provider', evidence: [proof],
  }))
  const penalties = await ports.database.rows<{ record_id: number }>`select record_id from record where item_id = 'penalty' order by 1`
  const restoration = value(await applyForRestoration(ports, me, {
    subject: objector, records: penalties.map((r) => r.record_id), at: 'operator', ways: ['rectification'], correctedOn: '2026-05-01', orderedUntil: null, commitment: true,
    explanation: '罚款已经缴清，违法行为已经改正。', evidence: [proof],
  }))
  value(await registerRuling(ports, department, { organisation: objector, document: '许2号', provider: null, effect: 'revoked', ruling: '（2026）行终2号', ruledOn: '2026-10-30' }))
  const inquiry = { subject: objector, ground: 'inquiry-by-authority', purpose: 'routine-supervision', reference: '无此案', items: null, channel: 'api', client: null } as const
  value(await grantAccess(ports, 'operator', {
    unit: department, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对', use: '监督检查', document: '职责规定', from: '2026-01-01', until: null,
  }))
  value(await answerInquiry(ports, { actor: department, account: '5' }, { ...inquiry, stated: '对食品许可的监督检查' }))
  value(await withdrawRecord(ports, { subject: objector, record: third, provider, reason: '登记有误，予以撤回。', document: '撤1号', rule: null }))
  while (await tellOnce(ports) !== null);
  value(await authorise(ports, me, { inquirer: otherUnit, purpose: 'procurement', categories: ['administrative'], until: '2027-01-01', alone: true }))
  await answerInquiry(ports, { actor: provider, account: '7' }, { ...inquiry, stated: '对食品经营的监督检查' })
  ports.setToday('2026-12-10')
  await dailyRun(ports)
  const oversight = value(await openCase(ports, { actor: department, account: '5' }, {
    body: provider, matter: 'not-provided', facts: '未按规定办理，见所附记录。', about: `objection:${objection}`, answerUntil: '2026-12-20',
  }))
  while (await sequenceOnce(ports) > 0);
  const one = async (column: string, table: string) => String(Object.values((await ports.owner.pool.query(`select ${column} from ${table} order by 1 desc limit 1`)).rows[0] as object)[0])
  const facts: Record<string, string> = {
    code: objector, subject: objector, record: String(first), objection: String(objection), restoration: String(restoration), case: String(oversight), number: await one('notice_id', 'notice'),
    delivery: await one('delivery_id', 'returned_row'), row: await one('row_number', 'returned_row'), sha256: await one("encode(sha256, 'hex')", 'objection_evidence'), format: 'csv', key: 'x', second: String(second),
    recall: await one('recall_id', 'recall'),
  }
  // In which room an `:id` stands for what.
  const idIn = (path: string): string | undefined => (path.includes('deliver') ? facts.delivery : path.includes('objections') ? facts.objection : path.includes('restorations') ? facts.restoration
    : path.includes('recalls') ? facts.recall : path.includes('oversight') ? facts.case : facts.record)
  return {
    ...at, facts,
    filled: (path) => path.replace(/[:{](\w+)\}?/g, (_, name: string) => {
      if (name === 'code' && path.includes('units')) return provider
      return ((name === 'id' || name === 'case') ? idIn(path) : facts[name]) ?? '1'
    }),
  }
}

export const signedPages: readonly SignedRoute[] = [
  deskPage, ...accountPages.filter((p): p is SignedRoute => p.enter !== undefined), ...providerPages({} as DeliveryDesk), ...accountabilityPages, ...noticePages, ...operatorPages,
  ...inquiryPages, ...recallPages, ...revocationPages, ...subjectPages, ...restorationPages,
  ...securityPages,
]
export const bodies = [
  { body: 'operator', roles: ['operate', 'administer'] },
  { body: { kind: 'unit', code: provider }, roles: ['deliver', 'administer', 'decide', 'inquire'] },
  { body: { kind: 'organisation', code: objector }, roles: ['represent'] }, { body: { kind: 'unit', code: department }, roles: ['decide'] },
] as const
/** A department in charge is another unit but in these rooms. */
export const passes = (who: (typeof bodies)[number], path: string): boolean => who !== bodies[3] || /oversight|recalls|revocations|objections/.test(path)

