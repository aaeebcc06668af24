/** Key files of machine clients: where the private half lives, on the client's side. */
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ports } from '../ports.ts'
import { type ClientRole, newClientId, registerClient } from './acts.ts'

/** Private key as JWK, with the client it belongs to. */
export type ClientKey = { readonly clientId: string; readonly unit: string; readonly key: JWK & { alg: string } }

/** Makes a key pair for a unit, registers its public half and writes the private one where only its owner reads. */
export async function writeClientKey(ports: Ports, unit: string, file: string, roles: readonly ClientRole[] = unit === 'operator' ? ['operate'] : ['deliver']): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true })
  const clientId = newClientId(ports, unit)
  const shown = { ...(await exportJWK(publicKey)), alg: 'Ed25519', kid: clientId, use: 'sig' }
  const done = await registerClient(ports, { clientId, unitCode: unit, publicKey: shown, roles })
  if (!done.ok) throw new Error(done.refusals[0].code)
  const secret: ClientKey = { clientId, unit, key: { ...(await exportJWK(privateKey)), alg: 'Ed25519', kid: clientId } }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(secret, null, 2)}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
}
