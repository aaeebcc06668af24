/**
 * Every route by every role, pages and interfaces: whoever is unknown or lacks the roles a route declares is told so (401, 403), and nobody
 * else is. A route that declares nobody is for everybody, and is named here: one that forgets to declare is found.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { neededOf } from '../../src/http/caller.ts'
import { type ClientRole, registerClient } from '../../src/identity/acts.ts'
import type { CallerRole } from '../../src/identity/request.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer, registerApi } from '../../src/web/server.ts'
import { bodies, type FullRegister, fullRegister, otherUnit, signedPages } from '../support/full-register.ts'
import { objector, provider } from '../support/objected.ts'
import { signIn } from '../support/signed-in.ts'

type Found = { readonly method: string; readonly url: string; readonly needed: readonly CallerRole[] | null }
let at: FullRegister
let app: FastifyInstance
const routes: Found[] = []

before(async () => {
  at = await fullRegister()
  app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  const bare = Fastify()
  bare.addHook('onRoute', ({ method, url, schema }) => {
    for (const one of [method].flat()) if (!['HEAD', 'OPTIONS', 'TRACE'].includes(one)) routes.push({ method: one, url, needed: neededOf(schema as never) })
  })
  bare.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => { done(null) })
  registerApi(bare, at.ports, { deliveries: {} as DeliveryDesk })
  await bare.ready()
})
after(async () => {
  await app.close()
  await at.ports.close()
})

const token = async (unitCode: string, roles: readonly ClientRole[]) => {
  const clientId = `${unitCode}.by-role-${roles.join('-')}`
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
  const made = await registerClient(at.ports, { clientId, unitCode, publicKey, roles })
  assert.ok(made.ok, JSON.stringify(made))
  return `Bearer ${(await issueToken(at.ports, { clientId, unitCode })).token}`
}
const isRead = (method: string) => method === 'GET'
/** Cannot be read as JSON: who may come this far is told so, and nothing is done. */
const unreadable = (method: string) => (isRead(method) ? {} : { payload: '{' })
const said = (body: string) => /"code":"([^"]+)"/.exec(body)?.[1] ?? ''

/** For everybody beside what is read: nothing that is sent to them is kept for a body. */
const openWrites: Readonly<Record<string, string>> = {
  'POST /oauth/token': 'the assertion says who asks',
  'POST /oauth/back-channel-logout': 'the issuer’s token says who asks',
}

test('what writes declares who may call it, or is named here; what signs in declares its roles', () => {
  const open = routes.filter((r) => r.needed === null && !isRead(r.method)).map((r) => `${r.method} ${r.url}`)
  assert.deepEqual(open.toSorted(), Object.keys(openWrites).toSorted())
  for (const r of routes.filter((one) => /\/(operator|own)\//.test(one.url))) assert.ok(r.needed?.length, `${r.method} ${r.url} declares nobody`)
  assert.ok(routes.filter((r) => r.needed !== null).length > 80)
})

test('interfaces: 401 to whoever is unknown, 403 to whoever lacks the role, to nobody else; the operator’s key that reads writes nothing', async () => {
  const clients: { body: string; roles: readonly ClientRole[] }[] = [
    { body: 'operator', roles: [] }, { body: 'operator', roles: ['operate'] }, { body: objector, roles: ['represent'] }, { body: otherUnit, roles: [] },
    ...(['deliver', 'administer', 'decide', 'inquire'] as const).map((role) => ({ body: provider, roles: [role] })),
  ]
  const wrong: string[] = []
  let tried = 0
  for (const { body, roles } of clients) {
    const authorization = await token(body, roles)
    for (const { method, url, needed } of routes.filter((r) => r.needed !== null)) {
      const may = (needed!.length === 0 || needed!.some((role) => (role === 'operator' ? body === 'operator' : roles.includes(role))))
        && (body !== 'operator' || isRead(method) || roles.includes('operate'))
      // A file is sent in parts: what comes this far is refused for its form.
      const answer = await app.inject({ method: method as 'GET', url: at.filled(url), headers: { authorization, ...(isRead(method) ? {} : { 'content-type': 'application/json' }) }, ...unreadable(method) })
      const refused = answer.statusCode === 403 && ['client-role-missing', 'operator-needed'].includes(said(answer.body))
      tried++
      if (refused === may || answer.statusCode === 401 || answer.statusCode >= 500) wrong.push(`${body} ${roles.join()} ${method} ${url}: ${answer.statusCode} ${said(answer.body)}, may ${may}`)
    }
  }
  for (const { method, url } of routes.filter((r) => r.needed !== null)) {
    for (const authorization of ['', 'Bearer x']) {
      const answer = await app.inject({ method: method as 'GET', url: at.filled(url), headers: { ...(authorization ? { authorization } : {}), ...(isRead(method) ? {} : { 'content-type': 'application/json' }) }, ...unreadable(method) })
      if (answer.statusCode !== 401) wrong.push(`nobody ${method} ${url}: ${answer.statusCode}`)
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 600, `${tried}`)
})

test('interfaces: what is another’s is not there, whatever role is asked with', async () => {
  const authorization = await token(otherUnit, ['deliver', 'administer', 'decide', 'inquire'])
  const wrong: string[] = []
  for (const { method, url, needed } of routes.filter((r) => isRead(r.method) && r.url.includes(':'))) {
    if (needed === null) continue
    const answer = await app.inject({ method: method as 'GET', url: at.filled(url), headers: { authorization } })
    if (![403, 404].includes(answer.statusCode)) wrong.push(`${url}: ${answer.statusCode} ${answer.body.slice(0, 150)}`)
  }
  assert.deepEqual(wrong, [])
})

test('pages: whoever is unknown is asked to sign in, whoever lacks the role is told so, nobody else is', async () => {
  const wrong: string[] = []
  let tried = 0
  for (const page of signedPages) {
    for (const language of ['', '/en']) {
      const url = `${language}${at.filled(page.path)}`
      if (page.get) {
        const answer = await app.inject({ url, headers: { accept: 'text/html' } })
        if (answer.statusCode === 200 || answer.statusCode >= 500) wrong.push(`nobody GET ${url}: ${answer.statusCode}`)
      }
      if (page.post) {
        const answer = await app.inject({ method: 'POST', url, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, payload: '_token=x' })
        if (![401, 403].includes(answer.statusCode)) wrong.push(`nobody POST ${url}: ${answer.statusCode}`)
      }
    }
  }
  for (const { body, roles } of bodies) {
    for (const role of roles) {
      const { cookie, token: formToken } = await signIn(at.ports, { body, roles: [role] })
      const _token = await formToken()
      for (const page of signedPages) {
        const may = page.enter.length === 0 || page.enter.some((r) => r === role)
        const url = at.filled(page.path)
        // The page itself may know reasons of its own to say no: asked is only who must be let in or kept out by role.
        if (page.get && !may) {
          tried++
          const answer = await app.inject({ url, headers: { cookie, accept: 'text/html' } })
          if (answer.statusCode !== 403) wrong.push(`${role} GET ${url}: ${answer.statusCode}`)
        }
        if (page.post && !may) {
          tried++
          const answer = await app.inject({ method: 'POST', url, headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _token }).toString() })
          if (answer.statusCode !== 403) wrong.push(`${role} POST ${url}: ${answer.statusCode}`)
        }
        if (page.upload && !may) {
          tried++
          const answer = await app.inject({ method: 'POST', url: `${url}/upload`, headers: { cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--\r\n' })
          if (answer.statusCode !== 403) wrong.push(`${role} upload ${url}: ${answer.statusCode}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 200, `${tried}`)
})
