/** An access token by private_key_jwt: the key never leaves this machine, a short-lived assertion does. */
import { importJWK, SignJWT } from 'jose'
import type { ClientKey } from '../identity/client-files.ts'
import { CommandError } from './io.ts'

/** @returns the token and the moment it expires, on this process's monotonic clock (ms) */
export async function accessToken(server: string, client: ClientKey, language: 'zh' | 'en' = 'en'): Promise<{ value: string; expiresAt: number }> {
  const endpoint = `${server}/oauth/token`
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: client.key.alg, ...(client.key.kid ? { kid: client.key.kid } : {}) })
    .setIssuer(client.clientId)
    .setSubject(client.clientId)
    .setAudience(endpoint)
    .setIssuedAt()
    .setExpirationTime('60s')
    .setJti(crypto.randomUUID())
    .sign(await importJWK(client.key))
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'accept-language': language },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  }).catch((error: Error) => {
    throw new CommandError(`${server} does not answer (${error.message}).`, 69)
  })
  const body = (await answer.json().catch(() => ({}))) as Partial<Record<'access_token' | 'error_description' | 'detail' | 'title' | 'cure', string>> & { expires_in?: number }
  // Too often, or not now: that says nothing about the key.
  if (answer.status === 429 || answer.status >= 500) throw new CommandError(notNow(server, answer, body), 75)
  if (!answer.ok || !body.access_token)
    throw new CommandError(`The register did not accept the key of ${client.clientId}: ${body.error_description ?? body.detail ?? answer.status}`, 77)
  return { value: body.access_token, expiresAt: performance.now() + (body.expires_in ?? 60) * 1000 }
}

/** What a register says that answers later: its own words, and after how many seconds to come again. */
export function notNow(server: string, answer: Pick<Response, 'status' | 'headers'>, { title, detail, cure }: { title?: string; detail?: string; cure?: string }): string {
  const seconds = answer.headers.get('retry-after')
  const said = [title && `${title}.`, detail, cure].filter(Boolean).join(' ') || `it answered ${answer.status}.`
  return `${server}: ${said}${seconds === null || said.includes(seconds) ? '' : ` Again in ${seconds} s.`}`
}
