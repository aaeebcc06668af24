/** Units and machine clients: registered, given keys, revoked; each an act. */
import { calculateJwkThumbprint, type JWK } from 'jose'
import { appendActs } from '../acts/append.ts'
import { canonicalJson, type Doer, doer, type Json } from '../acts/act.ts'
import type { Tx } from '../database/db.ts'
import { hold } from '../database/hold.ts'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import { withUnified } from '../text/radicals.ts'
import type { Ports } from '../ports.ts'
import { personalDataIn } from '../register/boundary/texts.ts'
import { mayRegisterAsProvider } from '../register/catalog/may-provide.ts'
import { readUscc } from '../register/subjects/uscc.ts'
import { type KeyRefusal, proofFault, type ProofRefusal, proofText, readJwk, isUsable } from './client-key.ts'
import { isOrganisation } from './members-store.ts'
import * as store from './store.ts'

/** - `personal-data` the contact names a person or a person's number; facts: where */
export type UnitRefusal = 'unit-code-invalid' | 'no-public-provider' | 'item-unknown' | 'personal-data'
export type NewUnit = {
  readonly code: string
  readonly kind: string
  readonly nameZh: string
  readonly nameEn: string
  readonly items: readonly string[]
  readonly demonstration: boolean
  /** where its office is reached about applications: office, telephone, its mailbox, never a person. Left out, what was there stays; '' takes it away */
  readonly contact?: string
}

/** Registers a unit as provider, or changes what it is registered for. @source xm-37-1 */
export async function registerUnit(ports: Ports, unit: NewUnit, by: Doer = 'operator'): Promise<Outcome<null, UnitRefusal>> {
  const code = readUscc(unit.code)
  if (!code.ok) return refuse('unit-code-invalid', null, { code: unit.code, fault: code.refusals[0].code })
  const provider = mayRegisterAsProvider(unit.kind, ports.law())
  if (!provider.ok) return provider as Outcome<never, UnitRefusal>
  const unknown = unit.items.find((id) => !ports.law().catalog.some((item) => item.id === id && item.scope === 'in'))
  if (unknown !== undefined) return refuse('item-unknown', null, { item: unknown })
  const personal = personalDataIn({ contact: unit.contact ?? '', nameZh: unit.nameZh, nameEn: unit.nameEn }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  await ports.database.transaction(async (tx) => {
    await hold(tx, 'unit', unit.code)
    const contact = unit.contact === undefined ? ((await store.unitByCode(tx, unit.code))?.contact ?? null) : unit.contact.trim() || null
    const row = {
      unit_code: unit.code,
      kind: unit.kind,
      name_zh: withUnified(unit.nameZh),
      name_en: unit.nameEn,
      items: [...unit.items],
      demonstration: unit.demonstration,
      contact,
    }
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'unit.registered',
      ...doer(by),
      rules: [],
      acts: [{ subject: '', content: canonicalJson(row) }],
    })
    await store.saveUnit(tx, { ...row, act_id: firstAct })
  })
  return ok(null)
}

/** What a machine client may do for its unit; `administer`: its members and its other keys; `operate`: the operator's alone, without it those only read. */
export type ClientRole = 'deliver' | 'administer' | 'decide' | 'represent' | 'inquire' | 'operate'
/** - `key-known` a client that is not revoked has it; facts: client */
export type ClientRefusal = KeyRefusal | ProofRefusal | 'unit-unknown' | 'key-known' | 'client-id-taken' | 'role-not-for-body'
export type NewClient = {
  readonly clientId: string
  readonly unitCode: string
  readonly publicKey: JWK
  readonly roles?: readonly ClientRole[]
  readonly by?: Doer
  /** signature over `proofText`, made with the other half; left out only where this machine made the pair itself */
  readonly proof?: string
}

/** Registers the public half of a machine client's key, read strictly and used once. The register never sees the private one. */
export async function registerClient(ports: Ports, c: NewClient): Promise<Outcome<null, ClientRefusal>> {
  const read = readJwk(c.publicKey)
  if (!read.ok) return read
  const text = proofText(ports.settings.address, c.unitCode)
  const fault = c.proof === undefined ? null : proofFault(read.value, c.proof, text)
  if (fault !== null) return refuse(fault, null, { text })
  const done = await ports.database.transaction((tx) => registerIn(tx, ports, c, read.value))
  if (done.ok) ports.security?.note({ kind: 'key-added', body: c.unitCode, client: c.clientId })
  return done
}

async function registerIn(tx: Tx, ports: Ports, c: NewClient, publicKey: JWK): Promise<Outcome<null, ClientRefusal>> {
  const roles = c.roles ?? (c.unitCode === 'operator' ? [] : ['deliver'])
  if (roles.includes('operate') && c.unitCode !== 'operator') return refuse('role-not-for-body', null, { role: 'operate' })
  // The operator's own machines act for `operator`, which is no providing unit.
  // Those of an organisation speak for it and do nothing else.
  const speaks = roles.every((role) => role === 'represent') && await isOrganisation(tx, c.unitCode)
  if (c.unitCode !== 'operator' && !speaks && (await store.unitByCode(tx, c.unitCode)) === null) return refuse('unit-unknown', null, { unit: c.unitCode })
  if ((await store.client(tx, c.clientId)) !== null) return refuse('client-id-taken', null, { client: c.clientId })
  const known = await store.clientWithKey(tx, publicKey)
  if (known !== null) return refuse('key-known', null, { client: known.unit_code === c.unitCode ? known.client_id : '' })
  const { firstAct, recordedAt } = await appendActs(tx, ports, {
    kind: 'client.registered', ...doer(c.by ?? c.unitCode), rules: [],
    acts: [{ subject: '', content: canonicalJson({ client: c.clientId, key: publicKey as unknown as Json, roles: [...roles], unit: c.unitCode }) }],
  })
  await store.addClient(tx, { ...c, publicKey, roles, from: recordedAt, actId: firstAct })
  return ok(null)
}

/** A name for a new client of a unit. */
export const newClientId = (ports: Pick<Ports, 'randomBytes'>, unitCode: string): string => `${unitCode}.${ports.randomBytes(4).toString('hex')}`

/** RFC 7638: what a key is known by, in base64url; null for one that cannot be used, which may lie here from before keys were read strictly. */
export const thumbprint = (key: JWK): Promise<string | null> => (isUsable(key) ? calculateJwkThumbprint(key) : Promise.resolve(null))

/** @param unit whose client it must be; left out, any. @returns false when there is none, or it was revoked before */
export async function revokeClient(ports: Ports, clientId: string, by: Doer, unit?: string): Promise<boolean> {
  let body: string | null = null
  const done = await ports.database.transaction(async (tx) => {
    const known = await store.clientForChange(tx, clientId)
    if (known === null || known.until_at !== null || (unit !== undefined && known.unit_code !== unit)) return false
    const { firstAct, recordedAt } = await appendActs(tx, ports, {
      kind: 'client.revoked', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson({ client: clientId }) }],
    })
    await store.endClient(tx, clientId, recordedAt, firstAct)
    body = known.unit_code
    return true
  })
  if (done) ports.security?.note({ kind: 'key-removed', body, client: clientId })
  return done
}
