/** Whatever a signed-in body reads is read as that body: a server whose application database answers nothing but who is asking serves it. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import type { Database, Tx } from '../../src/database/db.ts'
import { registerClient, type ClientRole } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { Outcome } from '../../src/law/outcome.ts'
import type { Ports } from '../../src/ports.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { bodies, type FullRegister, fullRegister, passes, signedPages as pages } from '../support/full-register.ts'
import { signIn } from '../support/signed-in.ts'

let at: FullRegister
let app: FastifyInstance
/** what was asked of the application's database directly */
const asked: string[] = []
const value = <T>(done: Outcome<T>): T => { assert.ok(done.ok, JSON.stringify(done)); return done.value }

before(async () => {
  at = await fullRegister()
  app = await buildServer(watched(at.ports), { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await at.ports.close()
})

/** Who is asking is found before anybody is known: by the secret of a session, by the client of a token. */
const whoAsks = [
  /^select s\.session_id, s\.account_id, a\.name, /, /^select m\.body_kind, m\.body_code, array_agg/, /^select client_id, unit_code, public_key, .* from machine_client where client_id = \?$/s,
  /^select \* from log_checkpoint order by size desc limit 1$/,
]
/**
 * `bodies`: lets through who asks, and what is read as a body; whatever else is asked of the application's database is refused.
 * `noting`: the same, but what else is asked is answered: something is written down first, or the route is one of the exceptions.
 * `nobody`: a register whose server forgets to become the body.
 */
let mode: 'bodies' | 'noting' | 'nobody' = 'bodies'

function watched(ports: Ports): Ports {
  const watch = (db: Pick<Database, 'rows' | 'one' | 'run'>, own: () => boolean) => {
    const through = (method: 'rows' | 'one' | 'run') => (text: TemplateStringsArray, ...values: unknown[]) => {
      const said = text.join('?').trim()
      if (mode === 'bodies' && !own() && !whoAsks.some((known) => known.test(said))) {
        asked.push(said)
        throw new Error(`asked of the application's database: ${said}`)
      }
      return db[method](text, ...values)
    }
    return { rows: through('rows'), one: through('one'), run: through('run') }
  }
  const transaction = (work: (tx: Tx) => Promise<unknown>) => ports.database.transaction((tx) => {
    let own = false
    const query = (text: unknown, ...rest: unknown[]) => {
      const becomes = typeof text === 'string' && text.startsWith('set transaction read only; set local role probity_party; ')
      own ||= becomes
      const sent = becomes && mode === 'nobody' ? (text as string).slice((text as string).indexOf('select ')) : text
      return (tx.client.query as (...args: unknown[]) => unknown)(sent, ...rest)
    }
    return work({ ...watch(tx, () => own), client: { query } } as unknown as Tx)
  })
  return { ...ports, database: { ...watch(ports.database, () => false), transaction, pool: ports.database.pool, close: () => Promise.resolve() } as unknown as Database }
}

/** Pages that are handed the application's database, and those before which something is written down; all others only read, as the body. */
const whole = ['/account', '/account/choose', '/account/join', '/account/kept/:key', '/account/security', '/account/security/csv', '/subject/file.csv', '/subject/file.json']
const noting = ['/desk/recalls', '/notices/:number', '/notices/:number/pdf', '/subject', '/subject/records/:id']

test('every page of those who sign in is read as the body acted for, and says all that it would say if nothing were kept from it', async () => {
  assert.deepEqual(pages.filter((p) => p.get && p.whole !== undefined).map((p) => p.path).toSorted(), whole)
  assert.deepEqual(pages.filter((p) => p.get && p.notes !== undefined).map((p) => p.path).toSorted(), noting)
  const bad: string[] = []
  for (const who of bodies) {
    const { cookie } = await signIn(at.ports, { ...who })
    for (const page of pages) {
      if (!page.get || !passes(who, page.path) || (page.enter.length > 0 && !who.roles.some((role) => page.enter.some((r) => r === role)))) continue
      const request = { url: at.filled(page.path), headers: { cookie, accept: 'text/html' } }
      asked.length = 0
      mode = page.whole === undefined && page.notes === undefined ? 'bodies' : 'noting'
      const own = await app.inject(request)
      if (own.statusCode >= 500) bad.push(`${own.statusCode} ${who.roles[0]} ${request.url}: ${asked[0] ?? own.body.slice(0, 200)}`)
      if (own.statusCode === 302 || page.path.startsWith('/subject/file') || page.path.startsWith('/account')) continue
      mode = 'nobody'
      const all = await app.inject(request)
      if (own.statusCode !== all.statusCode || clean(own.body) !== clean(all.body)) bad.push(`${who.roles[0]} ${request.url} ${own.statusCode} ${all.statusCode} says less: ${difference(clean(own.body), clean(all.body))}`)
    }
  }
  assert.deepEqual(bad, [])
})
/** Without what is made anew with every answer, and without the size and connections of the database. */
const clean = (body: string): string => body.replace(/name="(code|key)" value="[\w-]{32,43}"|[\d.]+ [kM]B，连接\d+个|"(bytes|connections)":\d+/g, '')
function difference(a: string, b: string): string {
  let i = 0
  while (a[i] === b[i]) i++
  return `${a.slice(Math.max(0, i - 60), i + 100)} ||| ${b.slice(Math.max(0, i - 60), i + 100)}`
}

/** Signed reads of the interface that ask the application's database, and why. */
const exempt: Readonly<Record<string, string>> = {
  '/api/v1/own/file.json': 'writes the line before the answer', '/api/v1/own/file.csv': 'writes the line before the answer',
  '/api/v1/own/records/{record}/history': 'writes the line before the answer',
  '/api/v1/recalls/feed': 'taking the news is receiving it', '/api/v1/notices/{number}': 'opening a letter is receiving it', '/api/v1/notices/{number}/pdf': 'opening a letter is receiving it',
}

test('every signed read of the interface is read as the body behind the token', async () => {
  mode = 'noting'
  const described = JSON.parse((await app.inject('/api/openapi.json')).body) as { paths: Record<string, Record<string, { security?: unknown }>> }
  const reads = Object.entries(described.paths).flatMap(([path, methods]) => (methods.get?.security === undefined ? [] : [path]))
  const bad: string[] = []
  for (const [i, who] of bodies.entries()) {
    const { body, roles } = who
    const unitCode = body === 'operator' ? 'operator' : body.code
    const clientId = `${unitCode}.reads`
    const { publicKey } = generateKeyPairSync('ed25519')
    value(await registerClient(at.ports, { clientId, unitCode, publicKey: publicKey.export({ format: 'jwk' }) as JWK, roles: i === 0 ? [] : roles as readonly ClientRole[] }))
    const authorization = `Bearer ${(await issueToken(at.ports, { clientId, unitCode })).token}`
    for (const path of reads.filter((one) => passes(who, one))) {
      asked.length = 0
      mode = path in exempt ? 'noting' : 'bodies'
      const request = { url: at.filled(path), headers: { authorization } }
      // What was refused before is written down by itself, and would come between the two answers.
      await at.ports.security?.flush()
      const own = await app.inject(request)
      if (own.statusCode >= 500) bad.push(`${own.statusCode} ${unitCode} ${request.url}: ${asked[0] ?? own.body.slice(0, 200)}`)
      mode = 'nobody'
      const all = await app.inject(request)
      if (!path.includes('file.') && (own.statusCode !== all.statusCode || clean(own.body) !== clean(all.body))) bad.push(`${unitCode} ${request.url} ${own.statusCode} ${all.statusCode} says less: ${difference(own.body, all.body)}`)
    }
  }
  assert.deepEqual(bad, [])
})
