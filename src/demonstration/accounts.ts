/** Invented people of the invented region: nobody's name, no password. One chooses whom to be. */
import type { BodyKey } from '../identity/members.ts'
import { grantMembership } from '../identity/members.ts'
import type { MemberRole } from '../identity/acting.ts'
import { membershipsOf, saveAccount } from '../identity/members-store.ts'
import { unitByCode } from '../identity/store.ts'
import type { Text2 } from '../law/types.ts'
import type { Ports } from '../ports.ts'
import { unitById } from './units.ts'

/** Stands for the issuer in the accounts: the address of the demonstration may change between two starts. */
export const demonstrationMark = 'demonstration'
export const demonstrationPath = '/demonstration/oidc'
export const demonstrationIssuer = (address: string): string => `${address}${demonstrationPath}`

export type DemonstrationAccount = {
  readonly id: string
  readonly name: Text2
  /** ids of demonstration units, or the operator; none for somebody who has yet to join */
  readonly bodies: readonly (string | 'operator')[]
  readonly roles: readonly MemberRole[]
}

export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  { id: 'deliverer-1', name: { zh: '演示交付员一', en: 'Demonstration deliverer 1' }, bodies: ['market-regulation'], roles: ['deliver', 'administer'] },
  { id: 'deliverer-2', name: { zh: '演示交付员二', en: 'Demonstration deliverer 2' }, bodies: ['ecology'], roles: ['deliver', 'administer'] },
  { id: 'deliverer-3', name: { zh: '演示交付员三', en: 'Demonstration deliverer 3' }, bodies: ['emergency-management', 'water'], roles: ['deliver'] },
  { id: 'operator', name: { zh: '演示运行员', en: 'Demonstration operator' }, bodies: ['operator'], roles: ['operate', 'administer'] },
  { id: 'newcomer', name: { zh: '演示新成员', en: 'Demonstration newcomer' }, bodies: [], roles: [] },
]

export const bodyOfDemonstration = (id: string): BodyKey => (id === 'operator' ? { kind: 'operator', code: 'operator' } : { kind: 'unit', code: unitById(id).code })

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
      const body = bodyOfDemonstration(id)
      if (body.kind === 'unit' && (await unitByCode(ports.database, body.code)) === null) continue
      for (const role of person.roles) await grantMembership(ports, 'operator', { account, body, role })
    }
  }
}
