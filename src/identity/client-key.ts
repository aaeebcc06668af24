/** Which keys a machine client may sign with, read strictly, and the proof that whoever registers one has its other half. Pure. */
import { createPrivateKey, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { JWK } from 'jose'
import { type Outcome, ok, refuse } from '../law/outcome.ts'

/** Pinned: what the key says of itself decides, never what an assertion's header asks for. */
export const allowedAlgorithms = ['Ed25519', 'EdDSA', 'ES256'] as const
export type AllowedAlgorithm = (typeof allowedAlgorithms)[number]

/**
 * - `key-is-private`    the private half has no business here
 * - `key-unreadable`    neither a JWK nor a PEM public key
 * - `key-not-allowed`   another kind than Ed25519 and P-256; facts: kind
 * - `key-malformed`     a member is not what its kind asks for; facts: member, needed
 * - `key-use-unfit`     it says itself that it is for something else; facts: member, found
 */
export type KeyRefusal = 'key-is-private' | 'key-unreadable' | 'key-not-allowed' | 'key-malformed' | 'key-use-unfit'
/** - `key-proof-missing`, `key-proof-wrong`: facts: text = what is to be signed */
export type ProofRefusal = 'key-proof-missing' | 'key-proof-wrong'

/** Members of a JWK that belong to a private or a secret key (RFC 7518, 6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
/** 32 bytes in base64url without padding: the last of 43 characters carries four bits. */
const coordinate = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
/** Ed25519 points of small order, little-endian: under them a signature fits whatever was signed. */
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000', '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

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

/** A public key as JWK, out of a JWK or a PEM: only what makes the key, and only one that works. */
export function readPublicKey(text: string): Outcome<JWK, KeyRefusal> {
  // First: Node would take a private key and give its public half.
  if (holdsPrivateKey(text)) return refuse('key-is-private')
  let read: unknown
  try {
    read = text.trim().startsWith('{') ? JSON.parse(text) : createPublicKey(text).export({ format: 'jwk' })
  } catch { return refuse('key-unreadable') }
  return readJwk(read)
}

/** The same of a value that is already there: every key that is registered passes here. */
export function readJwk(value: unknown): Outcome<JWK, KeyRefusal> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('key-unreadable')
  const given = value as Readonly<Record<string, unknown>>
  if (secretMembers.some((name) => given[name] !== undefined)) return refuse('key-is-private')
  const { kty, crv, x, y, use, alg, kid, key_ops: operations } = given
  if (typeof kty !== 'string') return refuse('key-unreadable')
  const kind = kty === 'OKP' && crv === 'Ed25519' ? 'Ed25519' : kty === 'EC' && crv === 'P-256' ? 'ES256' : null
  if (kind === null) return refuse('key-not-allowed', null, { kind: [kty, crv].filter((t) => typeof t === 'string' && /^[\w.-]{1,30}$/.test(t)).join(' ') })
  for (const [member, found] of kind === 'ES256' ? [['x', x], ['y', y]] as const : [['x', x]] as const) {
    if (typeof found !== 'string' || !coordinate.test(found)) return refuse('key-malformed', null, { member, needed: '32 bytes, base64url' })
  }
  if (kind === 'Ed25519' && y !== undefined) return refuse('key-malformed', null, { member: 'y', needed: '–' })
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 200)) return refuse('key-malformed', null, { member: 'kid', needed: 'text' })
  const says = (member: string, found: unknown) => refuse('key-use-unfit', null, { member, found: typeof found === 'string' && /^[\w.-]{1,30}$/.test(found) ? found : '' })
  if (use !== undefined && use !== 'sig') return says('use', use)
  if (alg !== undefined && !(kind === 'ES256' ? ['ES256'] : ['Ed25519', 'EdDSA']).includes(alg as string)) return says('alg', alg)
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return says('key_ops', operations)
  const key: JWK = kind === 'ES256' ? { kty: 'EC', crv: 'P-256', x: x as string, y: y as string } : { kty: 'OKP', crv: 'Ed25519', x: x as string }
  return isPoint(key) ? ok(key) : refuse('key-malformed', null, { member: kind === 'ES256' ? 'x, y' : 'x', needed: `a point of ${kind === 'ES256' ? 'P-256' : 'Ed25519'}` })
}

/** Whether the key can be used at all: what lies in the register may be older than this check. */
export const isUsable = (key: unknown): boolean => readJwk(key).ok

function isPoint(key: JWK): boolean {
  try {
    if (createPublicKey({ key: key as never, format: 'jwk' }).type !== 'public') return false
    if (key.kty === 'EC') return true
    const bytes = Buffer.from(key.x!, 'base64url')
    bytes[31]! &= 0x7f
    // Not below p = 2^255 − 19: another writing of a smaller number.
    const notReduced = bytes[31] === 0x7f && bytes.subarray(1, 31).every((b) => b === 0xff) && bytes[0]! >= 0xed
    return !notReduced && !smallOrder.has(bytes.toString('hex'))
  } catch { return false }
}

/** What whoever registers a key signs with its private half: for this register and this unit, so that it is of no use elsewhere. */
export const proofText = (address: string, unit: string): string => `probity register key ${address} ${unit}`

/**
 * @param key   as `readPublicKey` gave it
 * @param proof signature over `proofText` in base64 or base64url; of P-256 in DER, as openssl writes it, or as two numbers of 32 bytes
 */
export function proofFault(key: JWK, proof: string, text: string): ProofRefusal | null {
  const typed = proof.replace(/\s/g, '')
  if (typed === '') return 'key-proof-missing'
  if (!/^[A-Za-z0-9+/_-]{1,400}={0,2}$/.test(typed)) return 'key-proof-wrong'
  const signature = Buffer.from(typed, 'base64')
  const publicKey = createPublicKey({ key: key as never, format: 'jwk' })
  // A file that was written by an editor ends with a line's end.
  return [text, `${text}\n`].some((t) => fits(publicKey, Buffer.from(t), signature)) ? null : 'key-proof-wrong'
}

function fits(key: KeyObject, text: Buffer, signature: Buffer): boolean {
  try {
    if (key.asymmetricKeyType === 'ed25519') return signature.length === 64 && verify(null, text, key, signature)
    return verify('sha256', text, { key, dsaEncoding: signature.length === 64 ? 'ieee-p1363' : 'der' }, signature)
      || verify('sha256', text, { key, dsaEncoding: 'der' }, signature)
  } catch { return false }
}
