/** Which keys a machine client may sign with. Pure. */
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
