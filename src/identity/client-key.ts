/** Which keys a machine client may sign with. Pure. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { JWK } from 'jose'

/** Pinned: what the key says of itself decides, never what an assertion's header asks for. */
export const allowedAlgorithms = ['Ed25519', 'EdDSA', 'ES256'] as const
export type AllowedAlgorithm = (typeof allowedAlgorithms)[number]

export function publicKeyFault(key: JWK): 'key-is-private' | 'key-not-allowed' | null {
  if (key.d !== undefined || key.k !== undefined || key.p !== undefined) return 'key-is-private'
  return algorithmOf(key) === null ? 'key-not-allowed' : null
}

export function algorithmOf(key: JWK): AllowedAlgorithm | null {
  if (key.kty === 'OKP' && key.crv === 'Ed25519' && key.x !== undefined) return 'Ed25519'
  if (key.kty === 'EC' && key.crv === 'P-256' && key.x !== undefined && key.y !== undefined) return 'ES256'
  return null
}

/** The algorithm a PEM key signs with; null for one that cannot be used. */
export function clientKeyAlgorithm(pem: string): 'ES256' | 'Ed25519' | 'PS256' | null {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ec') return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null
    return key.asymmetricKeyType === 'ed25519' ? 'Ed25519' : key.asymmetricKeyType === 'rsa' ? 'PS256' : null
  } catch { return null }
}

/** Does a text hold the private half of a key, whatever else it is? Such a text is neither kept nor shown again. */
export const holdsPrivateKey = (text: string): boolean => /PRIVATE KEY/i.test(text) || /"(d|k|p|q|dp|dq|qi)"\s*:/.test(text)

/** A public key as JWK, out of a JWK or a PEM. `key-unreadable`: neither */
export function readPublicKey(text: string): JWK | 'key-is-private' | 'key-unreadable' {
  // First: Node would take a private key and give its public half.
  if (holdsPrivateKey(text)) return 'key-is-private'
  try {
    const read = text.trim().startsWith('{') ? (JSON.parse(text) as JWK) : (createPublicKey(text).export({ format: 'jwk' }) as JWK)
    return typeof read.kty === 'string' ? publicPart(read) : 'key-unreadable'
  } catch { return 'key-unreadable' }
}

/** Only what makes the key: whatever else came with it has no place in the register. */
const publicPart = ({ kty, crv, x, y, n, e }: JWK): JWK => JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JWK
