/**
 * Forms that were sent too late: kept for their writer for a short while, sealed, so that what was typed can be read only
 * with the address that holds the key.
 */
import type { Ports } from '../ports.ts'
import { mayNamePerson } from '../register/boundary/texts.ts'
import { holdsPrivateKey } from './client-key.ts'
import { seal, unseal } from './sealed.ts'
import { digest } from './sessions.ts'
import * as store from './sign-in-store.ts'

export type KeptForm = {
  /** of this site: where the form was sent to */
  readonly address: string
  /** code of the body for which it was opened; null where none was chosen */
  readonly openedFor: string | null
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Engineering values. A form itself is bounded where it is read (64 KiB). */
const life = { hours: 2 }
const mostAnAccount = 10
const purpose = 'kept form'

/** @returns the key under which the same account finds the form again */
export async function keepTyped(ports: Ports, account: number, typed: KeptForm): Promise<{ key: string; form: KeptForm }> {
  const fits = (field: string, text: string) => !holdsPrivateKey(text) && mayNamePerson({ [field]: text }, ports) === null
  const form = { ...typed, fields: typed.fields.filter(([name, value]) => fits(name, value)) }
  const key = ports.randomBytes(32).toString('base64url')
  const now = ports.now()
  await store.keepForm(ports.database, {
    key: digest(key), account, sealed: seal(key, purpose, JSON.stringify(form)), now: now.toString(), expires: now.add(life).toString(), most: mostAnAccount,
  })
  return { key, form }
}

export async function keptForm(ports: Ports, account: number, key: string): Promise<KeptForm | null> {
  const row = /^[\w-]{43}$/.test(key) ? await store.keptForm(ports.database, digest(key), account, ports.now().toString()) : null
  return row && (JSON.parse(unseal(key, purpose, row.sealed)) as KeptForm)
}

/** @returns false when it was sent or forgotten before: a form counts once */
export const takeKept = (ports: Ports, account: number, key: string): Promise<boolean> => store.dropForm(ports.database, digest(key), account)
