/** Invented people of the invented region: nobody's name, no password. One chooses whom to be. */
import type { BodyKey } from '../identity/members.ts'
import { grantMembership } from '../identity/members.ts'
import type { MemberRole } from '../identity/acting.ts'
import { membershipsOf, saveAccount } from '../identity/members-store.ts'
import { unitByCode } from '../identity/store.ts'
import type { Text2 } from '../law/types.ts'
import type { Ports } from '../ports.ts'
import { grantAccess, normsNow, publishNorms } from '../register/inquiries/office/acts.ts'
import { placeBody } from '../register/oversight/acts.ts'
import { accessOf } from '../register/inquiries/store.ts'
import { unitById } from './units.ts'

/** Stands for the issuer in the accounts: the address of the demonstration may change between two starts. */
export const demonstrationMark = 'demonstration'
export const demonstrationPath = '/demonstration/oidc'
export const demonstrationIssuer = (address: string): string => `${address}${demonstrationPath}`

export type DemonstrationAccount = {
  readonly id: string
  readonly name: Text2
  /** ids of demonstration units, the operator, or an invented organisation; none for somebody who has yet to join */
  readonly bodies: readonly (string | 'operator' | 'organisation')[]
  readonly roles: readonly MemberRole[]
}

export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  { id: 'deliverer-1', name: { zh: '演示交付员一', en: 'Demonstration deliverer 1' }, bodies: ['market-regulation'], roles: ['deliver', 'administer', 'decide', 'inquire'] },
  { id: 'deliverer-2', name: { zh: '演示交付员二', en: 'Demonstration deliverer 2' }, bodies: ['ecology'], roles: ['deliver', 'administer', 'decide'] },
  { id: 'deliverer-3', name: { zh: '演示交付员三', en: 'Demonstration deliverer 3' }, bodies: ['emergency-management', 'water'], roles: ['deliver'] },
  { id: 'operator', name: { zh: '演示运行员', en: 'Demonstration operator' }, bodies: ['operator'], roles: ['operate', 'administer'] },
  { id: 'supervisor', name: { zh: '演示监督员', en: 'Demonstration supervisor' }, bodies: ['development-and-reform', 'people-government'], roles: ['decide'] },
  { id: 'representative', name: { zh: '演示组织代表', en: 'Demonstration representative' }, bodies: ['organisation'], roles: ['represent'] },
  { id: 'newcomer', name: { zh: '演示新成员', en: 'Demonstration newcomer' }, bodies: [], roles: [] },
]

/** @returns null while nothing is held yet of any invented organisation */
export async function bodyOfDemonstration({ database }: Pick<Ports, 'database'>, id: string): Promise<BodyKey | null> {
  if (id === 'operator') return { kind: 'operator', code: 'operator' }
  if (id !== 'organisation') return { kind: 'unit', code: unitById(id).code }
  const spokenFor = await database.one<{ body_code: string }>`
    select m.body_code from membership m join account a using (account_id)
     where a.issuer = ${demonstrationMark} and m.body_kind = 'organisation' order by m.membership_id limit 1`
  const code = spokenFor?.body_code ?? (await database.one<{ subject_code: string }>`
    select r.subject_code from record r join subject s using (subject_code)
     where s.generated and r.existence = 'held' and r.display = 'on-display' and r.item_id in ('penalty', 'market-penalty')
     group by r.subject_code order by count(*) desc, r.subject_code limit 1`)?.subject_code
  return code === undefined ? null : { kind: 'organisation', code }
}

/** The name as the demonstration gives it to the register: in both languages. */
export const issuedName = ({ name }: DemonstrationAccount): string => `${name.zh} / ${name.en}`

/** Makes the accounts members, once; who was taken out of a body stays out. Their units must be registered. */
export async function openDemonstrationAccounts(ports: Ports): Promise<void> {
  for (const person of demonstrationAccounts) {
    const account = await saveAccount(ports.database, {
      issuer: demonstrationMark, subject: person.id, name: issuedName(person), at: ports.now().toString(), signedIn: false,
    })
    if ((await membershipsOf(ports.database, account)).length > 0) continue
    for (const id of person.bodies) {
      const body = await bodyOfDemonstration(ports, id)
      if (body === null) continue
      if (body.kind === 'unit' && (await unitByCode(ports.database, body.code)) === null) continue
      if (body.kind === 'unit' && person.roles.includes('inquire')) await letInquire(ports, body.code)
      if (charges[id] !== undefined) await placeBody(ports, 'operator', { code: body.code, as: charges[id], area: '970100', document: '演示职责规定' })
      for (const role of person.roles) await grantMembership(ports, 'operator', { account, body, role, ...(body.kind === 'organisation' ? { mandate: '演示委托书' } : {}) })
    }
  }
}

/** Units in charge of the invented city, as what. */
const charges: Readonly<Record<string, string>> = { 'development-and-reform': 'competent-department', 'people-government': 'government' }

/** What the operator would examine and enter: the unit may ask in the course of its duties, for every purpose of the pack. */
async function letInquire(ports: Ports, unit: string): Promise<void> {
  const day = ports.today().toString()
  if ((await normsNow(ports.database)) === null) {
    await publishNorms(ports, 'operator', {
      document: '演示查询服务规范', windows: { zh: '岭湾市政务服务中心，工作日9时至17时', en: 'Lingwan service centre, working days from 9 to 17' }, largeFrom: null, directory: [],
    })
  }
  if ((await accessOf(ports.database, unit, day)).length > 0) return
  await grantAccess(ports, 'operator', {
    unit, ground: 'inquiry-by-authority', purposes: null, items: null, need: '演示：办理许可和日常监管', use: '演示：核对申请单位的公共信用信息', document: '演示查询权限登记表',
    from: day, until: null,
  })
}
