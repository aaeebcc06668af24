/**
 * Every way in × every kind of bad text. The ways are taken from what is there: the routes and their description, the forms as their
 * pages show them, the catalog, the command line's own help, the names of settings. A new field is tried without anybody adding it.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { soundWords } from '../../src/cli/arguments.ts'
import { registerClient, type ClientRole } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { readBoundary } from '../../src/packs.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { rowPreparer } from '../../src/register/ingestion/prepare.ts'
import { readDeployment, SettingError } from '../../src/settings.ts'
import { publicPages } from '../../src/web/pages/public.ts'
import type { Route } from '../../src/web/routes.ts'
import { buildServer } from '../../src/web/server.ts'
import { bodies, type FullRegister, fullRegister, signedPages } from '../support/full-register.ts'
import { laws } from '../support/law.ts'
import { signIn } from '../support/signed-in.ts'

/** Of each kind some that are alike: a field is tried with one of each, the next with the next of them. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  nul: ['a\u0000b'], surrogate: ['a\ud800b', 'a\udc00b'], 'private use': ['王\ue831', 'a\u{f0000}'], 'no character': ['a\u0378', 'a\uffff'],
  control: ['a\u0085b', 'a\u0007b'], lost: ['a\ufffdb'], 'over-long': ['长'.repeat(70_000)],
  turning: ['a\u202eb', 'a\u2066b'], hidden: ['a\u{e0041}b', 'a\u{e0101}b', 'a\u200b\u200c\u200b\u200cb'], piled: ['a\u0335\u0336\u0337\u0338b', 'ก\u0e47'.padEnd(12, '\u0e47')],
}
let turn = 0
const badTexts = (): readonly (readonly [kind: string, text: string])[] => {
  turn++
  return Object.entries(kinds).map(([kind, texts]) => [kind, texts[turn % texts.length]!] as const)
}
/** What a reader does not see may be looked for: it may lie there from before. */
const kept = ([kind]: readonly [string, string]): boolean => !['turning', 'hidden', 'piled'].includes(kind)
/** What else somebody wrote into the form. */
const typed = '另一处填写的文字'
/** What an address or a form can say: half a surrogate pair has no UTF-8. */
const escaped = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

let at: FullRegister
let app: FastifyInstance
let tokens: string[]
let sessions: { readonly cookie: string; readonly token: string; readonly roles: readonly string[] }[]
before(async () => {
  at = await fullRegister()
  app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  tokens = []
  sessions = []
  for (const who of bodies) {
    const unitCode = who.body === 'operator' ? 'operator' : who.body.code
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    assert.ok((await registerClient(at.ports, { clientId: `${unitCode}.m`, unitCode, publicKey, roles: who.roles as readonly ClientRole[] })).ok)
    tokens.push(`Bearer ${(await issueToken(at.ports, { clientId: `${unitCode}.m`, unitCode })).token}`)
    const { cookie, token } = await signIn(at.ports, { ...who })
    sessions.push({ cookie, token: await token(), roles: who.roles })
  }
})
after(async () => {
  await app.close()
  await at.ports.close()
})

/** Rows of every table, but for what is noted of refused requests themselves. */
async function rows(): Promise<Record<string, string>> {
  const { rows: tables } = await at.ports.owner.pool.query<{ t: string }>("select relname as t from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
  const counted = tables.map(({ t }) => t).filter((t) => !/^(security_|session$|client_assertion_seen)/.test(t)).sort()
  const { rows: [all] } = await at.ports.owner.pool.query<Record<string, string>>(`select ${counted.map((t) => `(select count(*) from "${t}") as "${t}"`).join(', ')}`)
  return all!
}
const isNo = (status: number) => status === 400 || status === 413 || status === 414

type Schema = { type?: string; properties?: Record<string, Schema>; items?: Schema; additionalProperties?: Schema | boolean; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; $ref?: string; patternProperties?: Record<string, Schema> }
type Operation = { parameters?: { in: string; name: string }[]; requestBody?: { content: Record<string, { schema: Schema }> }; security?: unknown }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

/** Where a body may hold a text: the way from the outside in, `*` for each of a list or a name of one's own. */
function textPlaces(schema: Schema, all: Document, way: readonly string[] = []): string[][] {
  if (way.length > 6) return []
  if (schema.$ref) return textPlaces(all.components.schemas[schema.$ref.split('/').at(-1)!]!, all, way)
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const found = [
    ...(schema.type === 'string' || (schema.type === undefined && parts.length === 0 && !schema.properties) ? [[...way]] : []),
    ...parts.flatMap((part) => textPlaces(part, all, way)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => textPlaces(part, all, [...way, name])),
    ...(schema.items ? textPlaces(schema.items, all, [...way, '*']) : []),
    ...(typeof schema.additionalProperties === 'object' ? textPlaces(schema.additionalProperties, all, [...way, 'k']) : []),
    ...Object.values(schema.patternProperties ?? {}).flatMap((part) => textPlaces(part, all, [...way, 'k'])),
  ]
  return [...new Map(found.map((one) => [one.join('/'), one])).values()]
}
const placed = (way: readonly string[], text: string): unknown =>
  way.length === 0 ? text : way[0] === '*' ? [placed(way.slice(1), text)] : { [way[0]!]: placed(way.slice(1), text) }

test('every field of the interface: path, query, header, body', async (t) => {
  const noted = t.mock.method(console, 'error', () => {})
  const before = await rows()
  const document = JSON.parse((await app.inject('/api/openapi.json')).body) as Document
  const wrong: string[] = []
  let fields = 0
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const address = (name: string, text: string) => path.replace(/\{(.+?)\}/g, (_, one: string) => (one === name ? text : at.facts[one] ?? '1'))
      const send = (url: string, more: { headers?: Record<string, string>; payload?: string } = {}, token = tokens[0]!) => app.inject({
        method: method.toUpperCase() as 'GET', url, headers: { authorization: token, ...more.headers }, ...(more.payload === undefined ? {} : { payload: more.payload }) })
      for (const { in: where, name } of parameters) {
        fields++
        for (const [kind, text] of where === 'header' ? badTexts() : badTexts().filter(kept)) {
          if (where === 'header' && !/^[\x20-\x7e\x80-\xff]*$/.test(Buffer.from(text).toString('latin1'))) continue
          const answer = where === 'path' ? await send(address(name, escaped(text))) : where === 'query' ? await send(`${address('', '')}?${name}=${escaped(text)}`)
            : await send(address('', ''), { headers: { [name]: Buffer.from(text).toString('latin1') } })
          // A header belongs to a body, and who asks comes first: then the answer is about that.
          const fits = where === 'header' ? isNo(answer.statusCode) || [401, 403].includes(answer.statusCode) : isNo(answer.statusCode) || answer.statusCode === 404
          if (!fits) wrong.push(`${method} ${path} ${where} ${name} ${kind}: ${answer.statusCode}`)
        }
      }
      for (const [type, { schema }] of Object.entries(requestBody?.content ?? {})) {
        const places = textPlaces(schema, document).filter((way) => way.at(-1) !== 'evidence' && !way.includes('evidence'))
        // Of those who may ask here: who comes as far as the body.
        let token: string | null = null
        const wrap = (way: readonly string[], text: string) => (type.includes('form') ? `${encodeURIComponent(way.join('.'))}=${escaped(text)}` : JSON.stringify(placed(way, text)))
        for (const one of tokens) {
          const answer = await send(address('', ''), { headers: { 'content-type': type }, payload: wrap(['x'], 'a\u0000') }, one)
          if (isNo(answer.statusCode)) { token = one; break }
        }
        if (token === null) { wrong.push(`${method} ${path}: nobody comes as far as the body`); continue }
        for (const way of [...places, ['a new field']]) {
          fields++
          for (const [kind, text] of badTexts()) {
            const answer = await send(address('', ''), { headers: { 'content-type': type }, payload: wrap(way, text) }, token)
            if (!isNo(answer.statusCode)) wrong.push(`${method} ${path} body ${way.join('.')} ${kind}: ${answer.statusCode}`)
          }
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(fields > 300, String(fields))
  assert.deepEqual(await rows(), before)
  assert.equal(noted.mock.callCount(), 0)
})

test('every form of every page, field by field, and a form with files', async (t) => {
  const noted = t.mock.method(console, 'error', () => {})
  const wrong: string[] = []
  let fields = 0
  const forms = new Map<string, Set<string>>()
  const posts: readonly { readonly path: string; readonly route: Route }[] = [...publicPages, ...signedPages].map((route) => ({ path: route.path, route }))
  const mayEnter = (route: Route) => sessions.filter(({ roles }) => route.enter === undefined || route.enter.length === 0 || roles.some((role) => route.enter!.some((one) => one === role)))
  for (const { route } of posts) {
    if (route.get === undefined) continue
    for (const { cookie } of mayEnter(route).slice(0, 2)) {
      const { body } = await app.inject({ url: at.filled(route.path), headers: { cookie, accept: 'text/html' } })
      for (const [, head, inside] of body.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)) {
        const action = /action="([^"?]*)/.exec(head!)?.[1]
        if (action === undefined || !/method="post"/.test(head!)) continue
        const names = [...inside!.matchAll(/\bname="([^"]+)"/g)].map((m) => m[1]!).filter((name) => name !== '_token')
        forms.set(action, new Set([...(forms.get(action) ?? []), ...names]))
      }
    }
  }
  // Reading one's own file is noted, by law.
  const before = await rows()
  for (const { path, route } of posts) {
    const upload = 'upload' in route && route.upload !== undefined
    if (route.post === undefined && !upload) continue
    const who = mayEnter(route)[0]
    if (who === undefined) continue
    const url = at.filled(path)
    const names = [...(forms.get(url) ?? []), ...(forms.get(`${url}/upload`) ?? []), 'a new field']
    for (const name of names) {
      fields++
      for (const [kind, text] of badTexts()) {
        if (route.post !== undefined) {
          const answer = await app.inject({
            method: 'POST', url, headers: { cookie: who.cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
            payload: `_token=${encodeURIComponent(who.token)}&${encodeURIComponent(name)}=${escaped(text)}&another=${encodeURIComponent(typed)}`,
          })
          if (!isNo(answer.statusCode)) wrong.push(`POST ${path} ${name} ${kind}: ${answer.statusCode}`)
          // The form again, with what else was typed, and the field marked.
          else if (answer.statusCode === 400 && !(answer.body.includes(`name="another" value="${typed}"`) && answer.body.includes(`id="typed-${name}"`))) wrong.push(`POST ${path} ${name} ${kind}: lost`)
        }
        if (upload && text.isWellFormed() && kind !== 'over-long') {
          for (const [field, value, file] of [[name, text, 'a.pdf'], [text, 'x', 'a.pdf'], [name, 'x', `${text}.pdf`]] as const) {
            const quoted = (one: string) => one.replaceAll('\u0000', '%00')
            if (/\u0000/.test(field + file)) continue // a name in a header holds no NUL: the parser ends it there
            const payload = [['_token', who.token], [field, value]].map(([n, v]) => `--b\r\nContent-Disposition: form-data; name="${quoted(n!)}"\r\n\r\n${v}\r\n`).join('')
              + `--b\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file)}"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n`
            const answer = await app.inject({ method: 'POST', url: `${url}/upload`, headers: { cookie: who.cookie, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=b' }, payload })
            // What the form is about is looked for first, and is not there in a form of one field.
            if (!isNo(answer.statusCode) && answer.statusCode !== 404) wrong.push(`POST ${path}/upload ${JSON.stringify([field, value, file])} ${kind}: ${answer.statusCode}`)
          }
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(fields > 50, String(fields))
  assert.deepEqual(await rows(), before)
  assert.equal(noted.mock.callCount(), 0)
})

test('every field of every catalog item: the row comes back or is refused, and is never taken', async () => {
  const boundary = await readBoundary()
  const wrong: string[] = []
  for (const item of laws.guangdong.catalog.filter((one) => one.scope === 'in')) {
    const preparer = rowPreparer({
      item, items: laws.guangdong.catalog, pack: 'guangdong', today: '2026-03-02', serialsFrom: null,
      scan: scanner({ boundary, pack: 'guangdong', today: '2026-03-02', minorsUnderYears: null }), keyRule: null,
    })
    for (const field of item.fields) {
      for (const [kind, text] of badTexts()) {
        if (kind === 'over-long') continue // bounded by the field, in characters: see its own tests
        const made = preparer.prepare({ number: 2, header: [field.name], cells: [text], raw: text, fault: null })
        if (made.kind === 'prepared' || (made.kind === 'returned' && !made.findings.some((f) => f.column === field.name && f.code.endsWith('-character')))) {
          wrong.push(`${item.id} ${field.name} ${kind}: ${made.kind} ${made.kind === 'prepared' ? '' : made.findings.map((f) => f.code).join()}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
})

test('every word of a command, whatever option it stands behind', () => {
  const help = execFileSync(process.execPath, ['src/cli/probity.ts', 'help'], { encoding: 'utf8', env: { ...process.env, PROBITY_LANG: 'en' } })
  const options = [...new Set(help.match(/--[a-z-]+/g))]
  assert.ok(options.length > 40)
  for (const [kind, text] of badTexts()) {
    for (const option of options) assert.throws(() => soundWords(['x', option, text], 'en'), (error: Error) => error.message.startsWith(`${option}: `), `${option} ${kind}`)
    assert.throws(() => soundWords([text], 'zh'), /第1个参数/, kind)
  }
  assert.deepEqual(soundWords(['find', '𠮷野家', '--reason', 'e\u0301'], 'en'), ['find', '𠮷野家', '--reason', 'é'])
  for (const args of [['find', 'a\ue831'], ['withdraw', '1', '--subject', '91330200058290389A', '--reason', 'a\u0085b', '--as', 'x']]) {
    assert.throws(() => execFileSync(process.execPath, ['src/cli/probity.ts', ...args], { stdio: 'pipe', encoding: 'utf8', env: { ...process.env, PROBITY_LANG: 'en' } }),
      (error: { status: number; stderr: string }) => error.status === 64 && /private-use|control character/.test(error.stderr) && !/\n\s+at /.test(error.stderr))
  }
})

test('every setting', () => {
  const names = [...new Set(readFileSync('src/settings.ts', 'utf8').match(/\b(PROBITY_[A-Z_]+|DATABASE_(PUBLIC_)?URL)\b/g)), 'HOST', 'PORT']
  assert.ok(names.length > 15)
  for (const name of names) {
    for (const [kind, text] of badTexts()) {
      assert.throws(() => readDeployment({ [name]: text }), (error: Error) => error instanceof SettingError && error.message.startsWith(`${name}: `), `${name} ${kind}`)
    }
    assert.throws(() => readDeployment({ [name]: 'a\nb' }), (error: Error) => error instanceof SettingError && error.message.startsWith(name), name)
  }
})
