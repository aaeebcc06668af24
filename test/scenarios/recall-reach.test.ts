/** Who holds what, and what they hear later: receipts that were kept, every way by which versions leave, and the news in each recipient's feed. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { exportJWK, generateKeyPair } from 'jose'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import { verifyCommand } from '../../src/cli/verify-command.ts'
import { type ClientRole, registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { answer } from '../../src/log/answer.ts'
import { readQuestion } from '../../src/log/question.ts'
import { sentence } from '../../src/log/words.ts'
import { authorise } from '../../src/register/consent/acts.ts'
import { answerInquiry, inquiryGaps } from '../../src/register/inquiries/acts.ts'
import { grantAccess } from '../../src/register/inquiries/office/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { noteReceived } from '../../src/register/recall/acts.ts'
import { registerEndpoint } from '../../src/register/recall/endpoints/acts.ts'
import { openRecalls, published, waitingFor } from '../../src/register/recall/store.ts'
import { acknowledge, feedFor, sweepRecalls } from '../../src/register/recall/telling/acts.ts'
import { openTeller } from '../../src/register/recall/teller.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { fileReceiptOf } from '../../src/register/records/receipt.ts'
import { buildServer } from '../../src/web/server.ts'
import { unitFor } from '../support/delivered.ts'
import { laws } from '../support/law.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { signIn } from '../support/signed-in.ts'
import type { TestPorts } from '../support/ports.ts'

let register: Objected
let ports: TestPorts
let app: FastifyInstance
let record: number
before(async () => {
  register = await objected({ packId: 'guangdong', today: '2026-11-02', records: 3 })
  ports = register.ports
  record = register.records[0]!
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await ports.close()
})

const by = { actor: provider, account: '7' }
async function inquired(): Promise<string> {
  const done = await answerInquiry(ports, by, {
    subject: objector, ground: 'inquiry-by-authority', purpose: 'procurement', reference: '采购〔2026〕12号', stated: '', items: null, channel: 'page', client: null,
  })
  assert.ok(done.ok, JSON.stringify(done))
  while (await sequenceOnce(ports) > 0);
  return done.value.receipt
}
/** What whoever hands this in is told: the verdict, then the sentences about the receipt. */
async function told(given: string): Promise<string[]> {
  const read = readQuestion(given, ports.settings.address)
  assert.ok(read.ok, given)
  const fetchBytes = async (url: string) => {
    const reply = await app.inject(url)
    return { status: reply.statusCode, bytes: new Uint8Array(reply.rawPayload) }
  }
  const found = await answer({ question: read.question, base: '', fetchBytes, key: null, lastSeen: null, whole: true, wholeUpTo: 0 })
  return [found.verdict, ...found.steps.filter((s) => s.name === 'logged' || s.name === 'standing').map(({ finding }) => sentence(finding, 'en'))]
}

test('an old receipt says by itself that it is genuine and in the log, which versions are superseded since when, and no more', async () => {
  const granted = await grantAccess(ports, { actor: 'operator', account: '1' }, {
    unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对投标人', use: '评审', document: '职责规定〔2026〕1号', from: '2026-01-01', until: null,
  })
  assert.ok(granted.ok)
  const receipt = await inquired()
  const genuine = 'The register wrote this receipt down on 2026-11-02; the act that holds it stands in the log. Who asked is not disclosed.'
  const stand = (n: number) => `Of 3 versions it vouches for, ${n} stand as they were shown.`
  assert.deepEqual(await told(receipt), ['right', genuine, stand(3)])

  ports.setToday('2026-11-04')
  await register.deliver(1, { 有效期至: '2036-03-04' })
  const superseded = (n: number, version: number, since: string) =>
    `Version ${version} of record ${n}, as it was shown, is superseded since ${since}. That is all that may be said of it; do not rely on the copy.`
  assert.deepEqual(await told(receipt), ['right', genuine, stand(2), superseded(record, 1, '2026-11-04')])
  const later = await inquired()
  ports.setToday('2026-11-09')
  assert.ok((await withdrawRecord(ports, { subject: objector, record, provider, reason: '决定已被撤销', document: null, rule: null })).ok)
  assert.deepEqual(await told(receipt), ['right', genuine, stand(2), superseded(record, 1, '2026-11-04')], 'since the first of the changes')
  assert.deepEqual((await told(later)).slice(3), [superseded(record, 2, '2026-11-09')], 'whatever it was, the same word')
  ports.setToday('2031-03-05')
  assert.deepEqual((await told(later)).slice(2), [stand(0), superseded(record, 2, '2026-11-09'), ...register.records.slice(1).map((n) => superseded(n, 1, '2031-03-05'))])
  ports.setToday('2026-11-09')

  const api = await app.inject(`/api/v1/receipts/${receipt}`)
  assert.deepEqual(Object.keys(api.json<object>()), ['act', 'on', 'versions', 'superseded', 'items'])
  assert.doesNotMatch(api.body, /撤销|有效期|采购|食品|9133/, 'nothing of the records, nor of who asked')
  assert.doesNotMatch((await app.inject(`/api/v1/receipts/${receipt}/proof`)).body, /content|salt|采购/)
  const never = `prb1:${'A'.repeat(43)}`
  assert.equal((await app.inject(`/api/v1/receipts/${never}`)).statusCode, 404)
  assert.equal((await told(never))[0], 'unknown', 'what was never written down speaks against nobody')
  assert.equal((await app.inject('/api/v1/receipts/prb1:x')).statusCode, 400)

  for (const [page, words] of [['/verify', /自 2026-11-04 起已被取代。除此之外不得再作说明|自2026-11-04起已被取代。除此之外不得再作说明/], ['/en/verify', /superseded since 2026-11-04\. That is all that may be said/]] as const) {
    const reply = await app.inject({ method: 'POST', url: page, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ q: receipt }).toString() })
    assert.equal(reply.statusCode, 200)
    assert.match(reply.body, words)
  }
})

test('from the terminal a receipt is asked for by itself', async () => {
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const folder = mkdtempSync(path.join(tmpdir(), 'probity-receipt-'))
  const lines: string[] = []
  try {
    const receipt = (await ports.database.one<{ receipt: string }>`select receipt from inquiry where receipt is not null order by sequence limit 1`)!.receipt
    const io = { language: 'en', env: {}, columns: null, out: (line: string) => { lines.push(line) }, error: (line: string) => { lines.push(line) }, progress: () => {} }
    const code = await verifyCommand([receipt, '--server', address, '--state', path.join(folder, 'state.json')], io as unknown as Parameters<typeof verifyCommand>[1])
    assert.equal(code, 0, lines.join('\n'))
    assert.match(lines.join('\n'), /superseded since 2026-11-04/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const bureau = '91440300708461136T'

test('every way by which a known reader is given versions is written down, and each of them hears of the correction', async () => {
  ports.setLaw(laws.jiangsu)
  await unitFor(ports, bureau, 'administrative-organ', ['penalty'])
  const token = async (unitCode: string, role: ClientRole) => {
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const client = { clientId: `${unitCode}.${role}`, unitCode, publicKey: { ...await exportJWK(publicKey), alg: 'Ed25519' } }
    assert.ok((await registerClient(ports, { ...client, roles: [role] })).ok)
    return { authorization: `Bearer ${(await issueToken(ports, client)).token}` }
  }
  const machine = await token(bureau, 'inquire')
  const own = await token(objector, 'represent')
  const member = await signIn(ports, { body: { kind: 'unit', code: bureau }, roles: ['inquire'] })
  const post = async (url: string, payload: object) => (await app.inject({ method: 'POST', url: `/api/v1/${url}`, headers: machine, payload })).statusCode
  const grant = async (ground: 'government-sharing' | 'inquiry-by-authority' | 'bulk-inquiry') => {
    const done = await grantAccess(ports, { actor: 'operator', account: '1' }, {
      unit: bureau, ground, purposes: null, items: ['licence'], need: '监督检查', use: '检查', document: '协议〔2026〕3号', from: '2026-01-01', until: '2026-12-31',
    })
    assert.ok(done.ok, JSON.stringify(done))
  }
  const duty = { purpose: 'other-duties', stated: '对食品经营的监督检查', reference: '案1' }
  const archive = `/api/v1/organisations/${objector}/archive`
  const [, second] = register.records as [number, number]
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    [`sharing client ${bureau}.inquire`]: async () => { await grant('government-sharing'); return post('inquiries', { organisation: objector, ground: 'government-sharing', ...duty }) },
    [`duty client ${bureau}.inquire`]: async () => { await grant('inquiry-by-authority'); return post('inquiries', { organisation: objector, ground: 'inquiry-by-authority', ...duty }) },
    [`bulk client ${bureau}.inquire`]: async () => {
      ports.setLaw(laws.guangdong)
      await grant('bulk-inquiry')
      const status = await post('inquiries/bulk', { organisations: [objector, stranger] })
      ports.setLaw(laws.jiangsu)
      return status
    },
    [`authorised organisation ${stranger}`]: async () => {
      const given = await authorise(ports, { actor: objector, account: '9' }, { inquirer: stranger, categories: ['administrative'], purpose: 'procurement', until: '2026-12-08', alone: true })
      assert.ok(given.ok, JSON.stringify(given))
      const done = await answerInquiry(ports, { actor: stranger, account: '2' }, {
        subject: objector, ground: 'authorised-inquiry', purpose: 'procurement', reference: '采购1号', stated: '', items: null, channel: 'page', client: null,
      })
      return done.ok ? 200 : JSON.stringify(done)
    },
    [`self client ${objector}.represent`]: async () => (await app.inject({ url: '/api/v1/own/file.json', headers: own })).statusCode,
    [`api client ${bureau}.inquire`]: async () => { const r = await app.inject({ url: archive, headers: machine }); if (r.statusCode !== 200) console.log(r.body); return r.statusCode },
    [`bulk unit ${bureau}`]: async () => (await app.inject({ url: archive, headers: { cookie: member.cookie } })).statusCode,
    [`api client ${objector}.represent`]: async () => (await app.inject({ url: `/api/v1/organisations/${objector}/records/${second}`, headers: own })).statusCode,
  }
  const entries = async () => (await ports.database.rows<{ way: string }>`
    select path || ' ' || recipient_kind || ' ' || recipient_code as way from disclosure where record_id = ${second} and version = 1`).map((r) => r.way)
  for (const [way, take] of Object.entries(ways)) {
    assert.ok(!(await entries()).includes(way), `${way} before`)
    assert.equal(await take(), 200, way)
    assert.ok((await entries()).includes(way), way)
  }
  assert.deepEqual(await inquiryGaps(ports.database), { lines: [], acts: [] }, 'each of them a line in the log')

  // Nobody in particular: no line. Not who it says it is: nothing.
  const lines = async () => (await ports.database.one<{ n: number }>`select count(*)::int as n from inquiry`)!.n
  const before = await lines()
  assert.equal((await app.inject(archive)).statusCode, 200)
  assert.equal(await lines(), before)
  assert.equal((await app.inject({ url: archive, headers: { authorization: 'Bearer x' } })).statusCode, 401)

  // What was taken bears receipts that stand in the log.
  const taken = (await app.inject({ url: archive, headers: machine })).json<{ receipt: string }>().receipt
  const one = String((await app.inject({ url: `/api/v1/organisations/${objector}/records/${second}/proof`, headers: machine })).headers['probity-receipt'])
  type OwnFile = { organisation: { day: string; law: string; receipt: string }; records: { record: number; version: number; act: number }[] }
  const { organisation, records } = (await app.inject({ url: '/api/v1/own/file.json', headers: own })).json<OwnFile>()
  assert.equal(organisation.receipt, fileReceiptOf({ origin: ports.settings.logOrigin, code: objector, day: organisation.day, law: organisation.law, records }), 'computed again from the file')
  while (await sequenceOnce(ports) > 0);
  for (const receipt of [taken, one, organisation.receipt]) assert.deepEqual((await told(receipt)).slice(0, 2).map((s) => /right|wrote this receipt down on 2026-11-09/.test(s)), [true, true], receipt)

  ports.setToday('2026-11-11')
  await register.deliver(2, { 有效期至: '2037-03-04' })
  const teller = openTeller(ports)
  await teller.settle()
  await teller.close()
  for (const body of [bureau, stranger, objector]) {
    const news = (await feedFor(ports, body, 0, 100)).filter((e) => e.record_id === second)
    const hers = Object.keys(ways).filter((way) => way.includes(body)).map((way) => way.replace(/^\S+ /, ''))
    assert.deepEqual(news.map((e) => `${e.recipient_kind} ${e.recipient_code} ${e.because} ${e.version}`).toSorted(), [...new Set(hers)].map((who) => `${who} corrected 1`).toSorted())
  }
  for (const receipt of [taken, one, organisation.receipt]) {
    assert.ok((await told(receipt)).includes(`Version 1 of record ${second}, as it was shown, is superseded since 2026-11-11. That is all that may be said of it; do not rely on the copy.`))
  }
})

const five = ['91330000143054009Q', '91330200144053689G', '913302007204923264', '91330200256185234F', '9133020014407424XT'] as const

test('under the packs whose text is silent on copies: five are told all the same, one is deaf, nobody is late, all stay listed until the last has answered', async () => {
  const posts: string[] = []
  const system = createServer((request, response) => {
    posts.push(request.url ?? '')
    if (request.url === '/news') response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => { system.listen(0, '127.0.0.1', resolve) })
  const host = `127.0.0.1:${(system.address() as AddressInfo).port}`
  Object.assign(ports.settings, { webhookHosts: [host] })
  const teller = openTeller(ports, { inside: [host], timeoutMilliseconds: 100 })
  const [taken, deaf] = five
  const third = register.records[2]!
  try {
    assert.ok((await registerEndpoint(ports, taken, taken, `http://${host}/news`)).ok)
    assert.ok((await registerEndpoint(ports, deaf, deaf, `http://${host}/deaf`)).ok)
    for (const [i, pack] of (['xiamen', 'liaoning', 'hunan'] as const).entries()) {
      ports.setLaw(laws[pack])
      ports.setToday(`2026-12-0${i + 1}`)
      const { version } = (await ports.database.one<{ version: number }>`select version from record where record_id = ${third}`)!
      for (const code of five) {
        await ports.database.transaction((tx) => noteReceived(tx, {
          recipient: { kind: 'unit', code }, path: 'sharing', act: third, on: ports.today().toString(), records: [{ subject: objector, record: third, version }],
        }))
      }
      await register.deliver(3, { 有效期至: `203${i + 6}-03-04` })
      await teller.settle()
      const [recall] = (await openRecalls(ports.database, 100)).filter((r) => r.record_id === third).toSorted((a, b) => b.recall_id - a.recall_id)
      assert.ok(recall)
      const desk = async () => (await waitingFor(ports.database, recall.recall_id, 100)).filter((e) => five.some((code) => code === e.recipient_code))
      assert.deepEqual((await desk()).filter((e) => e.received_on !== null).map((e) => e.recipient_code), [taken], pack)
      assert.ok(posts.includes('/deaf'), 'the deaf one was tried')
      assert.deepEqual((await feedFor(ports, five[2], 0, 100)).at(-1)?.due_on, null, 'no period is set')
      ports.setToday(`2027-0${i + 1}-15`)
      await sweepRecalls(ports)
      assert.deepEqual((await desk()).map((e) => e.escalated_on), [null, null, null, null, null], 'nobody is late where no period is set')
      const recipients = (await waitingFor(ports.database, recall.recall_id, 100)).map((e) => e.recipient_code)
      const bodies = new Set(recipients.map((code) => code.replace(/\.(inquire|represent)$/, '')))
      for (const body of bodies) assert.ok((await acknowledge(ports, body, { body, recall: recall.recall_id, did: 'changed' })).ok, body)
      assert.deepEqual(await waitingFor(ports.database, recall.recall_id, 100), [])
      const over = (await published(ports.database)).find((p) => p.because === 'corrected')!
      assert.ok(over.complete > i, 'the completion is published')
    }
  } finally {
    await teller.close()
    system.closeAllConnections()
    await new Promise((resolve) => { system.close(resolve) })
  }
})
