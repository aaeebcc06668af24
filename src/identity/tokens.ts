/** Access for machine clients: a short assertion signed with the client's own key, exchanged for a short token. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { decodeJwt, errors, exportJWK, importJWK, jwtVerify, SignJWT, type JWK } from 'jose'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { textOf } from '../text/text.ts'
import { algorithmOf, isUsable } from './client-key.ts'
import type { ClientRole } from './acts.ts'
import * as store from './store.ts'

/** `roles`: what the client may do, as it stands now */
export type Access = { readonly clientId: string; readonly unitCode: string; readonly roles?: readonly ClientRole[] }
export type TokenRefusal =
  | 'assertion-unreadable' | 'client-unknown' | 'client-revoked' | 'signature-invalid' | 'assertion-expired' | 'assertion-too-long'
  | 'assertion-for-another' | 'assertion-replayed' | 'assertion-incomplete' | 'claim-unsound' | 'token-invalid' | 'token-expired'

/** Seconds. Engineering values, not law. */
const tokenLife = 600
const longestAssertion = 300
const clockSkew = 10

export const tokenEndpoint = (ports: Pick<Ports, 'settings'>) => `${ports.settings.address}/oauth/token`
const seconds = (ports: Pick<Ports, 'now'>) => Math.floor(ports.now().epochMilliseconds / 1000)

/** What a claim that is kept or looked for may be. */
const isName = (claim: unknown): claim is string => claim !== '' && textOf(claim, { most: 200 }).ok
const isSecond = (claim: unknown): claim is number => Number.isFinite(claim) && (claim as number) >= 0 && (claim as number) < 1e11

/** RFC 7523: who the client is follows from its own key alone. */
export async function authenticateClient(ports: Ports, assertion: string): Promise<Outcome<Access, TokenRefusal>> {
  let claimed: ReturnType<typeof decodeJwt>
  try { claimed = decodeJwt(assertion) } catch { return refuse('assertion-unreadable') }
  // Nothing is signed for yet: each claim may be of any type, and its text of any kind.
  const { iss, sub, jti, exp, iat } = claimed as Readonly<Record<string, unknown>>
  for (const [claim, fits] of [['iss', isName], ['sub', isName], ['jti', isName], ['exp', isSecond], ['iat', isSecond], ['nbf', isSecond]] as const) {
    if (claimed[claim] !== undefined && !fits(claimed[claim])) return refuse('claim-unsound', null, { claim })
  }
  if (!isName(iss) || iss !== sub || !isName(jti) || !isSecond(exp) || (iat !== undefined && !isSecond(iat))) {
    return refuse('assertion-incomplete', null, { needed: 'iss = sub, jti, exp, aud' })
  }
  const client = await store.client(ports.database, iss)
  if (client === null) return refuse('client-unknown', null, { client: iss })
  if (client.until_at !== null) return refuse('client-revoked', null, { client: iss })
  // One that lies here from before keys were read strictly signs nothing.
  const algorithm = isUsable(client.public_key) ? algorithmOf(client.public_key) : null
  if (algorithm === null) return refuse('signature-invalid')
  const now = seconds(ports)
  try {
    await jwtVerify(assertion, await importJWK(client.public_key, algorithm), {
      algorithms: algorithm === 'Ed25519' ? ['Ed25519', 'EdDSA'] : [algorithm],
      audience: [tokenEndpoint(ports), ports.settings.address], issuer: iss, subject: iss, clockTolerance: clockSkew, currentDate: dateOf(now),
    })
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('assertion-expired')
    if (error instanceof errors.JWTClaimValidationFailed) return refuse(error.claim === 'aud' ? 'assertion-for-another' : 'assertion-incomplete', null, { claim: error.claim })
    return refuse('signature-invalid')
  }
  if (exp - (iat ?? now) > longestAssertion || exp - now > longestAssertion + clockSkew) return refuse('assertion-too-long', null, { most: String(longestAssertion) })
  // After the signature: otherwise anyone could use up a client's identifiers.
  if (!(await store.rememberAssertion(ports.database, iss, createHash('sha256').update(jti).digest('hex'), dateOf(exp + clockSkew).toISOString()))) return refuse('assertion-replayed')
  await store.forgetAssertions(ports.database, dateOf(now - longestAssertion).toISOString())
  return ok({ clientId: client.client_id, unitCode: client.unit_code })
}

/** The client an assertion says it is of, where there is one: for the log of what was refused, and for nothing else. */
export async function claimedClient(ports: Ports, assertion: string): Promise<{ client: string; body: string } | null> {
  try {
    const { iss } = decodeJwt(assertion)
    const known = typeof iss === 'string' && iss.length <= 100 ? await store.client(ports.database, iss) : null
    return known && { client: known.client_id, body: known.unit_code }
  } catch { return null }
}

export async function issueToken(ports: Ports, access: Access): Promise<{ token: string; expiresIn: number }> {
  const now = seconds(ports)
  const token = await new SignJWT({ unit: access.unitCode, client_id: access.clientId })
    .setProtectedHeader({ alg: 'Ed25519', typ: 'at+jwt' })
    .setIssuer(ports.settings.address).setAudience(`${ports.settings.address}/api`).setSubject(access.clientId)
    .setIssuedAt(now).setExpirationTime(now + tokenLife)
    .sign(createPrivateKey(ports.settings.tokenKey))
  return { token, expiresIn: tokenLife }
}

/** A token stands until it expires or its client is revoked, whichever comes first. */
export async function checkToken(ports: Ports, token: string): Promise<Outcome<Access, TokenRefusal>> {
  let access: Access
  try {
    const { payload } = await jwtVerify(token, createPublicKey(createPrivateKey(ports.settings.tokenKey)), {
      algorithms: ['Ed25519'], typ: 'at+jwt', issuer: ports.settings.address, audience: `${ports.settings.address}/api`, currentDate: dateOf(seconds(ports)),
      requiredClaims: ['iat', 'exp'], maxTokenAge: tokenLife,
    })
    // Of no longer life than the register gives: whoever has a copy of the key makes none that outlives its exchange by more.
    if (payload.exp! - payload.iat! > tokenLife) return refuse('token-invalid')
    access = { clientId: payload.sub!, unitCode: payload.unit as string }
  } catch (error) {
    return refuse(error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid')
  }
  // Outside: a database that does not answer says nothing about the token.
  const client = await store.client(ports.database, access.clientId)
  return client === null || client.until_at !== null ? refuse('client-revoked') : ok({ ...access, roles: client.roles })
}

/** The keys with which this register signs, as a JWK set. */
export async function publicKeys(ports: Pick<Ports, 'settings'>): Promise<{ keys: JWK[] }> {
  const key = await exportJWK(createPublicKey(createPrivateKey(ports.settings.tokenKey)))
  return { keys: [{ ...key, alg: 'Ed25519', use: 'sig' }] }
}

// jose speaks Date; nothing of ours does.
const dateOf = (epochSeconds: number): Date => new Date(epochSeconds * 1000)
