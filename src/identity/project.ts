/** Units, machine clients and memberships again from their acts: who may do what is held against what acts say. */
import type { JWK } from 'jose'
import type { Projector } from '../acts/rebuild.ts'
import type { Body, MemberRole } from './acting.ts'
import type { ClientRole } from './acts.ts'
import { addMembership, endMembership } from './members-store.ts'
import * as store from './store.ts'

type UnitSaid = Omit<store.UnitRow, 'contact' | 'demonstration'> & Partial<Pick<store.UnitRow, 'contact' | 'demonstration'>>

export const projectUnit: Projector = async (tx, _group, acts) => {
  for (const { actId, content } of acts) {
    await store.saveUnit(tx, { contact: null, demonstration: false, ...JSON.parse(content) as UnitSaid, act_id: actId })
  }
}

export const projectClient: Projector = async (tx, { kind, head }, acts) => {
  for (const { actId, content } of acts) {
    const said = JSON.parse(content) as { client: string; key: JWK; roles?: ClientRole[]; unit: string }
    if (kind === 'client.revoked') await store.endClient(tx, said.client, head.at, actId)
    else {
      const roles = [...said.roles ?? ['deliver'] as const, ...(said.unit === 'operator' && await store.mayOperateAllTheSame(tx, actId) ? ['operate'] as const : [])]
      await store.addClient(tx, { clientId: said.client, unitCode: said.unit, publicKey: said.key, roles, from: head.at, actId })
    }
  }
}

type MembershipSaid = { account: number; body: { code: string; kind: Body['kind'] }; from: string; until: string | null; role: MemberRole; membership: number }

export const projectMembership: Projector = async (tx, { kind, head }, acts) => {
  for (const { actId, content } of acts) {
    const said = JSON.parse(content) as MembershipSaid
    if (kind === 'membership.ended') await endMembership(tx, said.membership, head.at, actId)
    else await addMembership(tx, {
      membership_id: actId, account_id: said.account, body_kind: said.body.kind, body_code: said.body.code, role: said.role,
      from_on: said.from, until_on: said.until,
    })
  }
}
