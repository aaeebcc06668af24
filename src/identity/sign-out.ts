/**
 * Signing out together with the issuer: the browser is sent to end the session there too (RP-initiated logout), and the issuer says
 * over its own line that a session is over (back-channel logout). Its word is checked like a sign-in, and counts once.
 */
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import * as client from 'openid-client'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import type { Language } from '../web/language.ts'
import { configurationOf } from './sign-in.ts'
import { endIssuerSessions, forgetLogouts, rememberLogout } from './sessions-store.ts'

/**
 * - `logout-token-invalid`  not of this issuer, not for this register, not signed by it, too old, or no word of a sign-out
 * - `logout-token-replayed` it was used before
 */
export type LogoutRefusal = 'sign-in-not-set-up' | 'issuer-unreachable' | 'logout-token-invalid' | 'logout-token-replayed'

/** Engineering values, seconds: how old a word may be, and how far clocks may differ. */
const oldest = 600
const clockSkew = 30
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

export const signedOutAddress = (ports: Pick<Ports, 'settings'>): string => `${ports.settings.address}/sign-out/done`

/** @returns where to send the browser, and what it brings back; null where the issuer has no such address or cannot be asked */
export async function leaveIssuer(ports: Ports, { idToken, language }: { readonly idToken: string | null; readonly language: Language }):
Promise<{ readonly location: string; readonly state: string } | null> {
  const issuer = await configurationOf(ports)
  if (!issuer.ok || issuer.value.serverMetadata().end_session_endpoint === undefined) return null
  const state = client.randomState()
  const location = client.buildEndSessionUrl(issuer.value, {
    post_logout_redirect_uri: signedOutAddress(ports), state, ui_locales: language === 'zh' ? 'zh-CN' : 'en',
    ...(idToken === null ? {} : { id_token_hint: idToken }),
  })
  return { location: location.href, state }
}

/** @param token as the issuer posts it. @returns numbers of the accounts whose sessions ended */
export async function endByIssuer(ports: Ports, token: string): Promise<Outcome<readonly number[], LogoutRefusal>> {
  if (ports.settings.signIn?.kind !== 'issuer') return refuse('sign-in-not-set-up')
  const issuer = await configurationOf(ports)
  if (!issuer.ok) return refuse('issuer-unreachable', null, issuer.refusals[0].facts)
  const { issuer: named, jwks_uri } = issuer.value.serverMetadata()
  const audience = ports.settings.signIn.clientId
  const claims = jwks_uri === undefined ? null : await claimsOf(ports, token, { issuer: named, audience, keys: keysAt(jwks_uri) })
  if (claims === null) return refuse('logout-token-invalid')
  const { sub = null, sid, jti } = claims
  const now = ports.now()
  // All of it or nothing: a word that was remembered and not carried out would be refused when the issuer sends it again.
  return ports.database.transaction(async (tx) => {
    if (!(await rememberLogout(tx, named, jti!, now.add({ seconds: oldest + clockSkew }).toString()))) return refuse('logout-token-replayed')
    await forgetLogouts(tx, now.toString())
    const ended = await endIssuerSessions(tx, { issuer: named, subject: sub, sid: typeof sid === 'string' ? sid : null }, now.toString())
    return ok([...new Set(ended.map((s) => s.account_id))])
  })
}

/** OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6. */
async function claimsOf(ports: Ports, token: string, by: { issuer: string; audience: string; keys: JWTVerifyGetKey }): Promise<JWTPayload | null> {
  try {
    const { typ } = decodeProtectedHeader(token)
    if (typ !== undefined && !/^(application\/)?(logout\+jwt|jwt)$/i.test(typ)) return null
    const { payload } = await jwtVerify(token, by.keys, {
      issuer: by.issuer, audience: by.audience, algorithms, requiredClaims: ['iat', 'jti'], maxTokenAge: oldest, clockTolerance: clockSkew,
      currentDate: new Date(ports.now().epochMilliseconds),
    })
    const { events, nonce, jti, sub, sid } = payload
    const isLogout = typeof events === 'object' && events !== null && typeof (events as Record<string, unknown>)[logoutEvent] === 'object'
    const text = (value: unknown) => typeof value === 'string' && value !== '' && value.length <= 300
    const whose = [sub, sid].filter((value) => value !== undefined)
    return isLogout && nonce === undefined && text(jti) && whose.length > 0 && whose.every(text) ? payload : null
  } catch { return null }
}

const known = new Map<string, JWTVerifyGetKey>()
function keysAt(address: string): JWTVerifyGetKey {
  const keys = known.get(address) ?? createRemoteJWKSet(new URL(address), { timeoutDuration: 10_000 })
  known.set(address, keys)
  return keys
}
