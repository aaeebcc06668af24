/** The private key a command signs with: a key file of this register, a JWK or a PEM. It is read, never shown. */
import { createPrivateKey } from 'node:crypto'
import { importJWK, type JWK } from 'jose'
import type { ClientKey } from '../identity/client-files.ts'
import { algorithmOf } from '../identity/client-key.ts'

/**
 * - `client`   holds the client it belongs to besides: what the register writes for its own units
 * - `key`      the key alone: which client it is registered as has to be said with it
 * - `public`   the public half, which signs nothing
 * - `unfit`    a key of another kind than Ed25519 and P-256
 * - `encrypted` a PEM under a passphrase
 * - `none`     no key
 */
export type KeyFile =
  | { readonly kind: 'client'; readonly client: ClientKey }
  | { readonly kind: 'key'; readonly key: ClientKey['key'] }
  | { readonly kind: 'public' | 'unfit' | 'encrypted' | 'none' }

export async function readKeyFile(text: string): Promise<KeyFile> {
  const read = text.trim().startsWith('{') ? parsed(text) : text.includes('-----BEGIN') ? ofPem(text) : 'none'
  if (typeof read === 'string') return { kind: read }
  const named = 'clientId' in read && typeof read.clientId === 'string' ? read.clientId : null
  const jwk = ('key' in read && typeof read.key === 'object' && read.key !== null ? read.key : read) as JWK
  if (typeof jwk.kty !== 'string') return { kind: 'none' }
  const alg = algorithmOf(jwk)
  if (alg === null) return { kind: 'unfit' }
  if (jwk.d === undefined) return { kind: 'public' }
  const key: ClientKey['key'] = { ...jwk, alg: jwk.alg ?? alg }
  try { await importJWK(key) } catch { return { kind: 'none' } }
  return named === null ? { kind: 'key', key } : { kind: 'client', client: { clientId: named, unit: '', key } }
}

function parsed(text: string): object | 'none' {
  try { return JSON.parse(text) as object } catch { return 'none' }
}

function ofPem(text: string): object | KeyFile['kind'] & ('public' | 'encrypted' | 'none' | 'unfit') {
  if (/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----/.test(text)) return 'public'
  if (/ENCRYPTED/.test(text)) return 'encrypted'
  try {
    const key = createPrivateKey(text)
    return key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'ec' ? key.export({ format: 'jwk' }) : 'unfit'
  } catch { return 'none' }
}
