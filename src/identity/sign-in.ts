/**
 * Signing in by OpenID Connect: to the issuer with a code challenge, back with a code that counts once. What the issuer
 * vouches for (itself, the person, the moment, this very attempt) is checked by openid-client, signatures included.
 */
import { mayNamePerson, personalDataIn } from '../register/boundary/texts.ts'
import { importPKCS8 } from 'jose'
import * as client from 'openid-client'
import { type Outcome, ok, refuse } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import type { Language } from '../web/language.ts'
import { demonstrationIssuer, demonstrationMark } from '../demonstration/accounts.ts'
import { clientKeyAlgorithm } from './client-key.ts'
import { saveAccount } from './members-store.ts'
import { digest, type IssuerSession } from './sessions.ts'
import * as store from './sign-in-store.ts'

/** Who vouches for people. `key`: PKCS#8 PEM of this register's own key at the issuer; without it and a secret the client is public. */
export type SignInSettings =
  | { readonly kind: 'demonstration'; /** whoever reaches it, also through others: the deployment says so */ readonly everywhere?: boolean }
  | { readonly kind: 'issuer'; readonly issuer: string; readonly clientId: string; readonly secret: string | null; readonly key: string | null }

/**
 * - `sign-in-not-set-up`  no issuer is named here
 * - `issuer-unreachable`  it does not answer, or not as an issuer does; facts: issuer
 * - `attempt-unknown`     begun in another browser, too long ago, or used before
 * - `sign-in-declined`    the issuer or the person said no; facts: reason
 * - `subject-personal`    the issuer names the account by a person's number, which would be kept
 * - `sign-in-unproven`    what came back does not prove who it is
 */
export type SignInRefusal = 'sign-in-not-set-up' | 'issuer-unreachable' | 'attempt-unknown' | 'sign-in-declined' | 'sign-in-unproven' | 'subject-personal'

/** Engineering values. */
const attemptLife = { minutes: 15 }
const issuerTimeout = 10 // seconds
const configurationLife = { hours: 1 }

export const callbackAddress = (ports: Pick<Ports, 'settings'>): string => `${ports.settings.address}/sign-in/callback`

/** Where to send the browser, and what its cookie must hold when it comes back. `browser`: that cookie, where there is one. */
export async function beginSignIn(
  ports: Ports, a: { next: string; language: Language; browser: string | null },
): Promise<Outcome<{ location: string; browser: string }, SignInRefusal>> {
  const issuer = await configurationOf(ports)
  if (!issuer.ok) return issuer
  const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
  const browser = a.browser ?? ports.randomBytes(32).toString('base64url')
  const now = ports.now()
  await store.forgetAttempts(ports.database, now.toString())
  const next = mayNamePerson({ next: decoded(a.next) }, ports) === null ? a.next : '/account'
  await store.addAttempt(ports.database, {
    state: digest(state), browser: digest(browser), nonce, verifier, next, language: a.language, expires: now.add(attemptLife).toString(),
  })
  const location = client.buildAuthorizationUrl(issuer.value, {
    redirect_uri: callbackAddress(ports), scope: 'openid profile', state, nonce, ui_locales: a.language === 'zh' ? 'zh-CN' : 'en',
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    // Each sign-in at the demonstration chooses an account anew.
    ...(ports.settings.signIn?.kind === 'demonstration' ? { prompt: 'login' } : {}),
  })
  return ok({ location: location.href, browser })
}

export type SignedIn = { readonly account: number; readonly next: string; readonly language: Language; readonly issuer: IssuerSession }

/** @param query of the address the browser came back to */
export async function finishSignIn(ports: Ports, a: { query: string; browser: string | null }): Promise<Outcome<SignedIn, SignInRefusal>> {
  const returned = new URL(`${callbackAddress(ports)}?${a.query}`)
  const state = returned.searchParams.get('state') ?? ''
  // Taken out whatever follows: an attempt counts once.
  const attempt = a.browser === null ? null : await store.takeAttempt(ports.database, digest(state), digest(a.browser), ports.now().toString())
  if (attempt === null) return refuse('attempt-unknown')
  const issuer = await configurationOf(ports)
  if (!issuer.ok) return issuer
  try {
    const tokens = await client.authorizationCodeGrant(issuer.value, returned, {
      expectedState: state, expectedNonce: attempt.nonce, pkceCodeVerifier: attempt.verifier, idTokenExpected: true,
    })
    const { iss, sub, sid, name, preferred_username } = tokens.claims()!
    // An issuer that names people by their numbers: the number would be kept as the account's.
    if (personalDataIn({ subject: sub, issuer: iss }, ports) !== null) return refuse('subject-personal')
    const own = ports.settings.signIn!.kind === 'demonstration'
    const called = nameOf(name, preferred_username) || await nameFromUserInfo(issuer.value, tokens.access_token, sub)
    const account = await saveAccount(ports.database, {
      issuer: own ? demonstrationMark : iss, subject: sub, name: called, at: ports.now().toString(), signedIn: true,
    })
    const issuerSession = { sid: typeof sid === 'string' && sid.length <= 300 ? sid : null, idToken: tokens.id_token ?? null }
    return ok({ account, next: attempt.next, language: attempt.language, issuer: issuerSession })
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) return refuse('sign-in-declined', null, { reason: error.error })
    console.error(`sign-in: ${(error as Error).name} (${(error as { code?: string }).code ?? 'no code'})`)
    return isUnreachable(error) ? refuse('issuer-unreachable', null, { issuer: issuerOf(ports) }) : refuse('sign-in-unproven')
  }
}

/** A path of this site, as it may stand behind `next=`; `/account` for anything else. */
export function localPath(asked: string | null | undefined): string {
  const base = 'http://site.invalid'
  if (!asked || asked.length > 2000 || !asked.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return '/account'
  const address = URL.parse(asked, base)
  if (address === null || address.origin !== base || address.pathname.startsWith('//')) return '/account'
  return /^(\/en)?\/(sign-in|sign-out|demonstration)(\/|$)/.test(address.pathname) ? '/account' : address.pathname + address.search + address.hash
}

/** Where to go on is kept until the sign-in ends: as a reader reads it. */
function decoded(address: string): string {
  try { return decodeURIComponent(address.replaceAll('+', ' ')) } catch { return address }
}

const issuerOf = (ports: Ports): string => {
  const { signIn } = ports.settings
  return signIn?.kind === 'issuer' ? signIn.issuer : demonstrationIssuer(ports.settings.address)
}

type Known = { readonly until: Temporal.Instant; readonly configuration: Promise<client.Configuration> }
const known = new WeakMap<object, Known>()

/** What the issuer says of itself, asked once an hour at most. */
export async function configurationOf(ports: Ports): Promise<Outcome<client.Configuration, SignInRefusal>> {
  const { signIn } = ports.settings
  if (!signIn) return refuse('sign-in-not-set-up')
  const before = known.get(ports.settings)
  const stands = before !== undefined && Temporal.Instant.compare(before.until, ports.now()) > 0
  const fresh = stands ? before : { until: ports.now().add(configurationLife), configuration: discover(ports, signIn) }
  known.set(ports.settings, fresh)
  try {
    return ok(await fresh.configuration)
  } catch (error) {
    known.delete(ports.settings)
    console.error(`sign-in: ${issuerOf(ports)} cannot be asked: ${(error as Error).message}`)
    return refuse('issuer-unreachable', null, { issuer: issuerOf(ports) })
  }
}

async function discover(ports: Ports, settings: SignInSettings): Promise<client.Configuration> {
  const issuer = new URL(issuerOf(ports))
  const execute = [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [])]
  if (settings.kind === 'demonstration') {
    return client.discovery(issuer, 'probity', { id_token_signed_response_alg: 'ES256' }, client.None(), { execute, timeout: issuerTimeout })
  }
  return client.discovery(issuer, settings.clientId, undefined, await authenticationOf(settings), { execute, timeout: issuerTimeout })
}

async function authenticationOf({ secret, key }: { readonly secret: string | null; readonly key: string | null }): Promise<client.ClientAuth> {
  if (key !== null) return client.PrivateKeyJwt(await importPKCS8(key, clientKeyAlgorithm(key)!))
  return secret === null ? client.None() : client.ClientSecretBasic(secret)
}

// Not every issuer puts the name into the token; without it a person is known by number.
async function nameFromUserInfo(configuration: client.Configuration, accessToken: string, subject: string): Promise<string> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return ''
  try {
    const info = await client.fetchUserInfo(configuration, accessToken, subject)
    return nameOf(info.name, info.preferred_username)
  } catch { return '' }
}

/** Without control and direction marks, and no longer than a name. */
const nameOf = (...candidates: readonly unknown[]): string =>
  candidates.map((c) => (typeof c === 'string' ? c.replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 100) : '')).find((c) => c !== '') ?? ''

const isUnreachable = (error: unknown): boolean =>
  /OAUTH_TIMEOUT|OAUTH_ABORT/.test((error as { code?: string }).code ?? '') || /fetch failed/.test(`${(error as Error).message} ${String((error as Error).cause)}`)
    || (error instanceof client.ResponseBodyError && error.status >= 500)
