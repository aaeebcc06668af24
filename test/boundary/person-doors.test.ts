/**
 * No person comes in, whichever way: every field of every route for systems, every form of every page and every word of a command is
 * sent a text that tells of a person and one that may; afterwards the whole database, the folders and the log are searched for both.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { namedWords, passWords } from '../../src/cli/person-words.ts'
import { personsIn } from '../../src/http/person-door.ts'
import { registerClient, type ClientRole } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { Readable } from 'node:stream'
import { everythingKept } from '../support/everything-kept.ts'
import { bodies, type FullRegister, fullRegister, passes, signedPages } from '../support/full-register.ts'
import { signIn } from '../support/signed-in.ts'

/** Invented. */
const [name, number] = ['汪明辉', '11010519491231002X']
const certain = `由${name}负责，身份证号${number}`
const doubtful = `${name}的单位`

type Schema = { type?: string | string[]; enum?: unknown[]; const?: unknown; format?: string; pattern?: string; minimum?: number; minItems?: number; minLength?: number; maxLength?: number
  properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; allOf?: Schema[]; additionalProperties?: Schema | boolean; patternProperties?: Record<string, Schema>; $ref?: string }
type Operation = { security?: unknown; requestBody?: { content: Record<string, { schema: Schema }> }; parameters?: { in: string; name: string; schema: Schema }[] }
type Described = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

let at: FullRegister
let app: FastifyInstance
let described: Described
const logged: string[] = []
const errors = console.error

before(async () => {
  at = await fullRegister()
  app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1_000_000 })
  described = JSON.parse((await app.inject('/api/openapi.json')).body) as Described
  console.error = (...said: unknown[]) => { logged.push(said.map(String).join(' ')) }
})
after(async () => {
  console.error = errors
  await app.close()
  await at.ports.close()
})

/** How long a text of each field of the route being tried may be. */
const lengths = new Map<string, number>()
/** A value that fits; `sample` in the texts that take any words, where the place is the one asked for (null: in all). */
function valueOf(given: Schema, place: string, asked: string, sample: string, found: string[]): unknown {
  const schema = given.$ref === undefined ? given : described.components.schemas[given.$ref.split('/').at(-1)!]!
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((s) => valueOf(s, place, asked, sample, found)))
  if (schema.anyOf) return valueOf(schema.anyOf.find((s) => s.type !== 'null') ?? schema.anyOf[0]!, place, asked, sample, found)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object': {
      const own = Object.entries(schema.properties ?? {}).map(([key, s]) => [key, valueOf(s, place === '' ? key : `${place}.${key}`, asked, sample, found)])
      const free = schema.patternProperties ? Object.values(schema.patternProperties)[0] : typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
      return Object.fromEntries(free === undefined ? own : [...own, ['any', valueOf(free, `${place}.any`, asked, sample, found)]])
    }
    case 'array': return [valueOf(schema.items ?? {}, place, asked, sample, found)]
    case 'integer': case 'number': return schema.minimum ?? 1
    case 'boolean': return true
    case 'null': return null
    default:
      if (schema.format === 'date') return '2026-06-01'
      if (schema.format === 'uuid') return '019aa000-0000-7000-8000-000000000000'
      if (schema.pattern !== undefined) return '2026-06-01'
      found.push(place)
      lengths.set(place, schema.maxLength ?? Infinity)
      return place === asked ? sample.slice(0, schema.maxLength ?? sample.length) : 'x'
  }
}

/** Fields that are no words of anybody's, or that a room judges for itself (tested there). */
const elsewhere = new Set(['evidence', 'key', 'proof', 'publicKey.x', 'publicKey.y', 'key.x', 'key.y', 'publicKey.n', 'publicKey.e'])
const judgedByRoom = new Set(['POST /api/v1/deliveries', 'POST /api/v1/deliveries/{id}/returned/{row}', 'POST /api/v1/boundary/statements'])

test('every field of every route for systems: certain and doubtful texts are given back with their field', async () => {
  const tokens = new Map<string, string>()
  for (const { body, roles } of bodies) {
    const unitCode = body === 'operator' ? 'operator' : body.code
    const { publicKey } = generateKeyPairSync('ed25519')
    const clientId = `${unitCode}.doors`
    const made = await registerClient(at.ports, { clientId, unitCode, publicKey: publicKey.export({ format: 'jwk' }) as JWK, roles: roles as readonly ClientRole[] })
    assert.ok(made.ok, JSON.stringify(made))
    tokens.set(unitCode, `Bearer ${(await issueToken(at.ports, { clientId, unitCode })).token}`)
  }
  const wrong: string[] = []
  let tried = 0
  for (const [url, methods] of Object.entries(described.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const route = `${method.toUpperCase()} ${url}`
      if (!['post', 'put', 'patch', 'delete'].includes(method) || operation.security === undefined || judgedByRoom.has(route)) continue
      const schema = operation.requestBody?.content['application/json']?.schema
      if (schema === undefined) continue
      const fields: string[] = []
      valueOf(schema, '', '', '', fields)
      for (const place of new Set(fields)) {
        if (elsewhere.has(place)) continue
        for (const [sample, code] of [[certain, 'personal-data'], [doubtful, 'person-doubtful']] as const) {
          const answers: string[] = []
          for (const who of bodies) {
            const unitCode = who.body === 'operator' ? 'operator' : who.body.code
            const answer = await app.inject({
              method: method as 'POST', url: at.filled(url), headers: { authorization: tokens.get(unitCode)!, 'content-type': 'application/json' },
              payload: JSON.stringify(valueOf(schema, '', place, sample, [])),
            })
            const said = (answer.headers['content-type']?.includes('json') ? answer.json<{ code?: string; facts?: { where?: string } }>() : {}) as { code?: string; facts?: { where?: string } }
            answers.push(`${answer.statusCode} ${said.code ?? ''} ${said.facts?.where ?? ''}`)
          }
          tried++
          const last = place.split('.').at(-1) || 'body'
          // A field too short for it takes the beginning of the sample alone, which may be doubtful only.
          const cut = lengths.get(place)! < sample.length
          const fits = answers.some((a) => a === `422 ${code} ${last}` || (cut && a === `422 person-doubtful ${last}`))
          if (!fits || answers.some((a) => /^(2|5)\d\d /.test(a))) wrong.push(`${route} ${place} ${code}: ${answers.join(' | ')}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 150, `${tried} texts tried`)
})

test('every form of every page: certain and doubtful texts are shown again, and the second is asked for a statement', async () => {
  const wrong: string[] = []
  let tried = 0
  for (const who of bodies) {
    const { cookie, token } = await signIn(at.ports, { ...who })
    for (const page of signedPages) {
      if (!page.post || page.persons === 'own' || !passes(who, page.path) || (page.enter.length > 0 && !who.roles.some((role) => page.enter.some((r) => r === role)))) continue
      for (const language of ['', '/en']) {
        for (const [sample, box] of [[certain, false], [doubtful, true]] as const) {
          const answer = await app.inject({
            method: 'POST', url: `${language}${at.filled(page.path)}`, headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
            payload: new URLSearchParams({ _token: await token(), any: sample, other: 'x' }).toString(),
          })
          tried++
          if (answer.statusCode !== 422 || answer.body.includes('name="_no-person"') !== box || answer.body.includes(number)) wrong.push(`${language}${page.path} ${box}: ${answer.statusCode}`)
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(tried > 60, `${tried} forms tried`)
})

test('a member states with a reason that no person is meant, and the form is carried out: an act names who and why', async () => {
  const { cookie, token, account } = await signIn(at.ports, { ...bodies[2] })
  const send = async (more: Record<string, string>) => app.inject({
    method: 'POST', url: '/subject/statements', headers: { cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _token: await token(), do: 'state', kind: 'statement', text: '汪明牌的单位按期提供了全部资料和说明。', ...more }).toString(),
  })
  const held = await send({})
  assert.equal(held.statusCode, 422)
  assert.match(held.body, /<mark>/)
  assert.equal((await send({ '_no-person': 'on', '_no-person-why': '' })).statusCode, 422, 'not without a reason')
  assert.equal((await send({ '_no-person': 'on', '_no-person-why': certain })).statusCode, 422, 'not with a reason that names somebody')
  const stated = async () => (await at.ports.database.rows`select 1 from boundary_statement where place = 'form/text'`).length
  const kindless = await send({ '_no-person': 'on', '_no-person-why': '是商品的牌子', kind: 'nothing' })
  assert.equal(kindless.statusCode, 422, 'refused for another reason')
  assert.equal(await stated(), 0, 'what was stated goes with what it was to let in')
  const done = await send({ '_no-person': 'on', '_no-person-why': '是商品的牌子' })
  assert.equal(await stated(), 1)
  assert.equal(done.statusCode, 303, /id="errors"[^]{0,600}/.exec(done.body)?.[0] ?? '')
  const act = (await at.ports.database.one<{ head: string; content: string }>`
    select g.head, a.content from act_group g join act a on a.subject_code = '' and a.act_id = g.first_act where g.kind = 'boundary.stated' order by g.first_act desc limit 1`)!
  const [head, content] = [JSON.parse(act.head), JSON.parse(act.content)] as [Record<string, string>, Record<string, string>]
  assert.deepEqual([head.account, content.reason, content.place], [String(account), '是商品的牌子', 'form/text'])
  const [letIn] = await at.ports.database.rows<{ kind: string; content: string }>`
    select l.kind, a.content from boundary_reliance l join act a on a.act_id = l.let_in and a.subject_code = l.subject_code order by l.let_in desc`
  assert.ok(letIn?.content.includes('汪明牌的单位'), 'what holds the words stands on the statement')
})

test('a command’s words, names of files, keys of deliveries and the members of a request that are no fields', async () => {
  assert.deepEqual(namedWords(['set', 'gd-1', '--office', certain, `--basis=${doubtful}`]).map((w) => w.field), ['argument', 'argument', 'office', 'basis'])
  const io = { language: 'zh', env: {}, columns: null, out() {}, error() {}, progress() {} } as const
  for (const sample of [certain, doubtful]) {
    for (const words of [['--office', sample], [`--basis=${sample}`], [sample]]) await assert.rejects(passWords(at.ports, { ...io, words }), (error: Error) => !error.message.includes(name))
  }
  await assert.rejects(passWords(at.ports, { ...io, words: ['--office', certain], noPerson: '是企业字号' }), /指自然人/)
  const acts = async () => (await at.ports.database.one<{ n: number }>`select count(*)::int as n from act_group where kind = 'boundary.stated'`)!.n
  const before = await acts()
  const command = { ...io, words: ['--office', doubtful], noPerson: '是企业字号' }
  await passWords(at.ports, command)
  assert.equal(await acts(), before, 'a command that does nothing states nothing')
  await assert.rejects(passWords(at.ports, { ...command, noPerson: certain }), /--no-person/)
  const unit = bodies[1].body.code
  for (const sample of [certain, doubtful]) {
    const received = await receiveDelivery(at.ports, { unitCode: unit, itemId: 'penalty', mapping: null, fileName: `${sample}.csv`, idempotencyKey: null }, Readable.from([Buffer.from('x')]))
    assert.ok(!received.ok, 'a file is named without a person')
  }
  const keyed = await receiveDelivery(at.ports, { unitCode: unit, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: certain }, Readable.from([Buffer.from('x\r\n')]))
  if (keyed.ok) assert.notEqual(keyed.value.idempotency_key, certain)
  assert.equal(personsIn([{ field: 'client_assertion', text: certain }, { field: 'reason', text: '食品经营' }], at.ports).length, 0)
})

test('afterwards nothing of the person is anywhere: database, folders, log', async () => {
  const kept = await everythingKept(at.ports.owner.pool)
  for (const word of [name, number, '汪明牌']) {
    const at = kept.indexOf(word)
    if (word === '汪明牌') assert.ok(at >= 0, 'what was stated is kept')
    else assert.equal(at, -1, `${word}: …${kept.slice(Math.max(0, at - 200), at + 40)}`)
  }
  for (const file of await readdir(at.ports.settings.spoolFolder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) assert.ok(!(await readFile(path.join(file.parentPath, file.name), 'utf8')).includes(name))
  }
  assert.deepEqual(logged.filter((line) => line.includes(name) || line.includes(number)), [])
})
