/** Corrected everywhere, as stories: an erroneous record that went to five, one of them deaf; under each pack that has the rule, on a real register. */
import assert from 'node:assert/strict'
import { confirmedMailbox } from '../support/mailbox.ts'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import { rebuild } from '../../src/acts/rebuild.ts'
import { answer } from '../../src/log/answer.ts'
import { readQuestion } from '../../src/log/question.ts'
import { sentence } from '../../src/log/words.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { PackId } from '../../src/law/types.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { mailBy } from '../../src/mail.ts'
import { noteReceived, recordMoved } from '../../src/register/recall/acts.ts'
import { endEndpoint, registerEndpoint } from '../../src/register/recall/endpoints/acts.ts'
import { mailOnce } from '../../src/register/recall/mailing/acts.ts'
import { mailsTo } from '../../src/register/recall/mailing/store.ts'
import type { NewsEvent } from '../../src/register/recall/event.ts'
import type { Recipient } from '../../src/register/recall/recall.ts'
import { openRecalls, published, waitingFor, type EntryRow } from '../../src/register/recall/store.ts'
import { acknowledge, feedFor, listFor } from '../../src/register/recall/telling/acts.ts'
import { openTeller, type Teller } from '../../src/register/recall/teller.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { licenceRow, type Objected, objected, objector, provider } from '../support/objected.ts'

const five = ['91330000143054009Q', '91330200144053689G', '913302007204923264', '91330200256185234F', '9133020014407424XT'] as const
const [pulls, pushed, sits, late, deaf] = five

/** A system on the other side: takes what is posted and answers as it was told to. */
class System {
  readonly posts: { readonly headers: IncomingMessage['headers']; readonly body: string; readonly path: string }[] = []
  answer: (response: ServerResponse) => void = (response) => { response.writeHead(204).end() }
  readonly server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      this.posts.push({ headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url ?? '' })
      this.answer(response)
    })
  })
  async open(): Promise<string> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve) })
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => { this.server.close(resolve) })
  }
}

class Story {
  readonly register: Objected
  readonly system: System
  readonly host: string
  readonly teller: Teller
  constructor(register: Objected, system: System, host: string) {
    this.register = register
    this.system = system
    this.host = host
    this.teller = openTeller(register.ports, { inside: [host], timeoutMilliseconds: 250 })
  }
  get ports() { return this.register.ports }
  get record() { return this.register.records[0]! }
  async on(day: string) {
    this.ports.setToday(day)
    await dailyRun(this.ports)
    await this.teller.settle()
  }
  async gaveTo(kind: Recipient['kind'], ...codes: readonly string[]) {
    for (const code of codes) {
      await this.ports.database.transaction((tx) => noteReceived(tx, {
        recipient: { kind, code }, path: 'duty', act: this.record, on: this.ports.today().toString(),
        records: [{ subject: objector, record: this.record, version: 1 }],
      }))
    }
  }
  async corrects(n = 2036) {
    await this.register.deliver(1, { 有效期至: `${n}-03-04` })
    await this.teller.settle()
  }
  async answers(body: string, did = 'changed') {
    const [open] = await openRecalls(this.ports.database, 1)
    const done = await acknowledge(this.ports, body, { body, recall: open?.recall_id ?? this.last, did })
    if (open) this.last = open.recall_id
    return done.ok ? (done.value.before ? 'before' : done.value.complete ? 'complete' : 'ok') : done.refusals[0].code
  }
  last = 0
  /** What each of the five is to the operator's desk. */
  async desk(): Promise<Record<string, string>> {
    const [open] = await openRecalls(this.ports.database, 1)
    const words = (e: EntryRow) => `${e.received_on ?? 'unreached'} due ${e.due_on ?? '-'}${e.escalated_on ? ` escalated ${e.escalated_on}` : ''}`
    return open === undefined ? {} : Object.fromEntries((await waitingFor(this.ports.database, open.recall_id, 100)).map((e) => [e.recipient_code, words(e)]))
  }
}

async function story(packId: PackId, today: string, tell: (at: Story) => Promise<void>): Promise<void> {
  const system = new System()
  const host = await system.open()
  const register = await objected({ packId, today })
  Object.assign(register.ports.settings, { webhookHosts: [host] })
  const at = new Story(register, system, host)
  try {
    await tell(at)
    // Who received what is noted here without the inquiries that would say so.
    const differences = await rebuild(register.ports.owner, projectors, finishRebuild(register.ports), false)
    assert.deepEqual(differences.filter((d) => d.table !== 'disclosure'), [], 'the acts alone say the same')
  } finally {
    await at.teller.close()
    await register.ports.close()
    await system.close()
  }
}

test('gd-46-4 a corrected record that went to five units: each has three working days from its own receipt, and the deaf one is found', () =>
  story('guangdong', '2026-11-02', async (at) => {
    await at.gaveTo('unit', ...five)
    assert.ok((await registerEndpoint(at.ports, pushed, pushed, `http://${at.host}/news`)).ok)
    assert.ok((await registerEndpoint(at.ports, deaf, deaf, `http://${at.host}/deaf`)).ok)
    at.system.answer = (response) => { if (response.req.url === '/news') response.writeHead(204).end() }
    await at.corrects()
    assert.deepEqual(await at.desk(), {
      [pulls]: 'unreached due -', [pushed]: '2026-11-02 due 2026-11-05', [sits]: 'unreached due -', [late]: 'unreached due -', [deaf]: 'unreached due -',
    })
    const [first] = await feedFor(at.ports, pulls, 0, 10)
    assert.deepEqual([first?.because, first?.version, first?.record_id], ['corrected', 1, at.record])
    assert.equal((await listFor(at.ports, late, 10))[0]?.due_on, '2026-11-05')
    assert.equal(await at.answers(pulls), 'ok')
    assert.equal(await at.answers(pulls), 'before', 'answered twice is answered once')
    assert.equal(await at.answers(provider), 'not-told', 'nothing was ever sent to it')
    assert.equal(await at.answers(pushed), 'ok')
    await at.on('2026-11-04')
    assert.equal((await listFor(at.ports, sits, 10))[0]?.due_on, '2026-11-09', 'from its own receipt')
    await at.on('2026-11-05')
    assert.equal((await at.desk())[late], '2026-11-02 due 2026-11-05', 'in time until the day ends')
    await at.on('2026-11-06')
    assert.deepEqual(await at.desk(), {
      [late]: '2026-11-02 due 2026-11-05 escalated 2026-11-06', [deaf]: 'unreached due - escalated 2026-11-06', [sits]: '2026-11-04 due 2026-11-09',
    })
    const tries = at.system.posts.filter((p) => p.path === '/deaf').length
    assert.ok(tries >= 3, 'asked again and again')
    at.system.answer = (response) => { response.writeHead(200).end() }
    await at.on('2026-11-09')
    assert.equal((await at.desk())[deaf], '2026-11-09 due 2026-11-12 escalated 2026-11-06', 'it hears at last')
    for (const body of [late, sits]) assert.equal(await at.answers(body), 'ok')
    assert.equal(await at.answers(deaf, 'deleted'), 'complete')
    assert.deepEqual(await published(at.ports.database), [
      { because: 'corrected', recalls: 1, complete: 1, recipients: 5, acknowledged: 5, escalated: 2, days: '7' },
    ])
    assert.equal((await feedFor(at.ports, pulls, 0, 10)).length, 1, 'the position never grows old')
  }))

test('js-67 a display that ends: establishments that hold it are told to stop, and each confirmation is awaited and listed', () =>
  story('jiangsu', '2031-03-03', async (at) => {
    await at.gaveTo('organisation', ...five)
    assert.ok((await registerEndpoint(at.ports, deaf, deaf, `http://${at.host}/deaf`)).ok)
    at.system.answer = (response) => { response.writeHead(500).end() }
    await at.corrects()
    assert.equal((await feedFor(at.ports, pulls, 0, 10))[0]?.due_on, null, 'the pack is silent on corrected copies: no period is set')
    await at.ports.database.transaction((tx) => recordMoved(tx, at.ports, {
      subject: objector, records: [at.record], because: 'restored', act: at.record, rules: [],
    }))
    await at.teller.settle()
    const restored = (await listFor(at.ports, pulls, 10)).find((e) => e.because === 'restored')!
    const news = at.system.posts.map((p) => JSON.parse(p.body) as NewsEvent).find((e) => e.data.because === 'restored')!
    assert.deepEqual([news.data.recall, news.data.duty?.rule], [restored.recall_id, 'js-67'])
    assert.match(news.data.duty!.zh, /停止使用/)
    await at.on('2032-01-05')
    const open = await waitingFor(at.ports.database, restored.recall_id, 10)
    assert.deepEqual([open.length, open.filter((e) => e.escalated_on !== null).length], [5, 0], 'promptly has no number: nobody is late, all stay listed')
    for (const body of five) assert.ok((await acknowledge(at.ports, body, { body, recall: restored.recall_id, did: 'deleted' })).ok)
    assert.deepEqual(await waitingFor(at.ports.database, restored.recall_id, 10), [])
  }))

test('gd-46-4 who has no system hears by mail that there is news, never what: tried until it goes, again each day while late, and no mail is a receipt', () =>
  story('guangdong', '2026-11-02', async (at) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'probity-mail-'))
    const program = path.join(folder, 'sendmail')
    writeFileSync(program, `#!/bin/sh\n[ -e ${folder}/full ] && { echo full >&2; exit 1; }\ncat >> "${folder}/$5"\n`, { mode: 0o755 })
    const [office, system] = ['113300000024820075', '53330000501879009Q'] as const
    let moment = at.ports.now()
    const ports = { ...at.ports, now: () => moment, sendMail: mailBy(program, 'register@example.org') }
    for (const [n, code] of [office, system].entries()) {
      await unitFor(at.ports, code, 'administrative-organ/ecology', ['penalty'])
      await confirmedMailbox(at.ports, code, `office${n}@example.org`)
    }
    assert.ok((await registerEndpoint(at.ports, system, system, `http://${at.host}/news`)).ok)
    const acts = async () => (await at.ports.database.rows<{ content: string }>`select content from act join act_group on first_act <= act_id and act_id < first_act + acts where kind = 'recall.mailed'`).map((r) => r.content)
    try {
      await at.gaveTo('unit', office, system)
      writeFileSync(path.join(folder, 'full'), '')
      await at.corrects()
      assert.equal(await mailOnce(ports), 1, 'one mailbox, and of the other a system listens')
      assert.deepEqual((await mailsTo(at.ports.database, [office, system])).map((m) => [m.code, m.tries, m.why]), [[office, 1, 'full']])
      assert.deepEqual([await mailOnce(ports), await acts()], [0, []], 'not before its moment')
      rmSync(path.join(folder, 'full'))
      moment = moment.add({ minutes: 6 })
      assert.equal(await mailOnce(ports), 1)
      assert.deepEqual(await acts(), [`{"asking":1,"body":"${office}","news":1}`])
      const mail = readFileSync(path.join(folder, 'office0@example.org'), 'utf8')
      const said = Buffer.from(mail.slice(mail.indexOf('\r\n\r\n')), 'base64').toString()
      assert.match(said, /1 条变动尚未查收[^]*1 change to information you received[^]*\/desk\/recalls/)
      assert.doesNotMatch(said, new RegExp(`宁波|${objector}`))
      assert.match((await at.desk())[office]!, /^unreached/, 'a mail that went is not yet news that arrived')
      await at.on('2026-11-09')
      moment = moment.add({ hours: 24 * 8 })
      assert.equal(await mailOnce(ports), 1, 'late: once more')
      await listFor(at.ports, office, 10)
      assert.equal(await at.answers(office), 'ok')
      await at.on('2026-11-16')
      moment = moment.add({ hours: 24 * 8 })
      assert.deepEqual([await mailOnce(ports), (await acts()).length], [0, 2], 'answered: nobody is written to')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }))

test('an address that answers 500, leads elsewhere, hangs or lies inside is survived; what is sent is signed and always the same', () =>
  story('guangdong', '2026-11-02', async (at) => {
    const { ports, system } = at
    for (const [url, why] of [
      [`http://${pulls}.example/x`, 'not-https'], ['https://127.0.0.1/x', 'inside'], ['https://[::ffff:10.0.0.1]/x', 'inside'], ['https://localhost/x', 'inside'],
      ['https://169.254.169.254/latest/meta-data', 'inside'], ['https://2130706433/', 'inside'], ['https://user:word@example.org/', 'not-an-address'], ['tell', 'not-an-address'],
    ] as const) {
      const done = await registerEndpoint(ports, pushed, pushed, url)
      assert.deepEqual(done.ok ? 'taken' : [done.refusals[0].code, done.refusals[0].facts.why], ['endpoint-address', why], url)
    }
    const registered = await registerEndpoint(ports, pushed, pushed, `http://${at.host}/news`)
    assert.ok(registered.ok)
    const again = await registerEndpoint(ports, pushed, pushed, `http://${at.host}/news`)
    assert.equal(again.ok ? 'taken' : again.refusals[0].code, 'endpoint-known')
    await at.gaveTo('unit', pushed)
    const result = async () => (await ports.database.one<{ result: string }>`select result from recall_sending`)?.result
    const answers: readonly (readonly [string, (response: ServerResponse) => void])[] = [
      ['status-500', (response) => { response.writeHead(500).end() }],
      ['redirected', (response) => { response.writeHead(307, { location: `http://${at.host}/inside` }).end() }],
      ['timed-out', () => { /* hangs */ }],
      ['unreachable', (response) => { response.socket?.destroy() }],
      ['taken', (response) => { response.writeHead(200); response.write('without end') }],
    ]
    system.answer = answers[0]![1]
    await at.corrects()
    for (const [n, [expected, answer]] of answers.entries()) {
      system.answer = answer
      await at.on(`2026-11-0${n + 3}`)
      assert.equal(await result(), expected)
    }
    assert.ok(system.posts.every((p) => p.path === '/news'), 'a redirection is never followed')
    const key = createPublicKey(ports.settings.logKey)
    const ids = new Set(system.posts.map(({ headers, body }) => {
      const [id, seconds, signature] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']] as [string, string, string]
      const signed = (what: string) => verify(null, Buffer.from(what), key, Buffer.from(signature.replace('v1a,', ''), 'base64'))
      assert.ok(signed(`${id}.${seconds}.${body}`))
      assert.ok(!signed(`${id}.${Number(seconds) + 86_400}.${body}`), 'sent again on another day it is not what was signed')
      const event = JSON.parse(body) as NewsEvent
      assert.deepEqual([event.specversion, event.type, event.id, headers['content-type']], ['1.0', 'probity.record.corrected', id, 'application/cloudevents+json; charset=utf-8'])
      assert.doesNotMatch(body, /宁波/, 'nothing of the record is in it')
      return id
    }))
    assert.equal(ids.size, 1, 'the same news, however often')
    assert.ok((await endEndpoint(ports, pushed, pushed, registered.value)).ok)
    const gone = await endEndpoint(ports, pushed, pushed, registered.value)
    assert.equal(gone.ok ? 'ended' : gone.refusals[0].code, 'endpoint-unknown')
  }))

test('whoever holds an old proof or copy learns that it is superseded, then that nothing is shown, and no more; a repeated delivery does not bring it back', () =>
  story('guangdong', '2026-11-02', async (at) => {
    const app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk })
    const fetchBytes = async (url: string) => {
      const reply = await app.inject(url)
      return { status: reply.statusCode, bytes: new Uint8Array(reply.rawPayload) }
    }
    const json = async (url: string) => (await app.inject(url)).body
    const address = `/api/v1/organisations/${objector}/records/${at.record}`
    const kept = { proof: await json(`${address}/proof`), file: await json(`/api/v1/organisations/${objector}/archive`) }
    const standing = async (given: string) => {
      while (await sequenceOnce(at.ports) > 0);
      const read = readQuestion(given, at.ports.settings.address)
      assert.ok(read.ok)
      const found = await answer({ question: read.question, base: '', fetchBytes, key: null, lastSeen: null, whole: true, wholeUpTo: 0 })
      return [found.verdict, ...found.steps.filter((s) => s.name === 'standing').map(({ finding }) => sentence(finding, 'en'))]
    }
    assert.deepEqual(await standing(kept.proof), ['right', 'What leaf 4 records is the version shown today.'])
    assert.deepEqual(await standing(kept.file), ['right'], 'as it is shown today: nothing to say')
    at.ports.setToday('2026-11-04')
    await at.gaveTo('client', 'client-1')
    await at.corrects()
    const superseded = 'was superseded on 2026-11-04 by a later version. Use the present one; what the earlier one said is not disclosed any more.'
    assert.deepEqual(await standing(kept.proof), ['right', `What leaf 4 records ${superseded}`])
    assert.deepEqual(await standing(kept.file), ['right', `Your copy of record ${at.record} ${superseded}`])
    at.ports.setToday('2026-11-09')
    assert.ok((await withdrawRecord(at.ports, { subject: objector, record: at.record, provider, reason: '决定已被撤销', document: null, rule: null })).ok)
    await at.teller.settle()
    const [verdict, said] = await standing(kept.file)
    assert.equal(verdict, 'right')
    assert.match(said!, /^Your copy of record \d+ is no longer shown since 2026-11-09\. Nothing more may be said/)
    assert.doesNotMatch(said!, /撤销/)
    assert.equal((await app.inject(`${address}/versions/9`)).statusCode, 404)

    for (const change of [{ 有效期至: '2036-03-04' }, { 有效期至: '2037-03-04' }]) {
      const { delivery, returned } = await deliverCsv(at.ports, provider, 'licence', [licenceRow(1, objector, change)])
      assert.deepEqual([delivery?.accepted, delivery?.recognised, returned.flatMap((r) => r.findings.map((f) => f.code))], [0, 0, ['record-was-withdrawn']])
    }
    assert.equal((await deliverCsv(at.ports, provider, 'licence', [licenceRow(2, objector)])).delivery?.accepted, 1, 'a new document does')
    const letters = () => at.ports.database.rows<{ n: number; letter: string }>`
      select record_id as n, act.content as letter from notice join act on act_id = notice_id where template = 'record-after-removal'`
    const [letter, ...others] = await letters()
    assert.deepEqual([letter!.n > at.record, others.length], [true, 0], 'and the organisation is told of it, once')
    assert.match(letter!.letter, new RegExp(`编号${at.record}的信息已从本登记簿移除[^]*许2号`))
    assert.equal((await deliverCsv(at.ports, provider, 'licence', [licenceRow(2, objector, { 备注: '' })])).delivery?.accepted, 0)
    assert.equal((await letters()).length, 1)

    // By interface: the system of a client that received it pulls, answers, and is told the truth about what was never sent.
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const client = { clientId: 'client-1', unitCode: provider, publicKey: { ...await exportJWK(publicKey), alg: 'Ed25519' } }
    assert.ok((await registerClient(at.ports, { ...client, roles: ['deliver'] })).ok)
    const authorization = `Bearer ${(await issueToken(at.ports, client)).token}`
    const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
      const reply = await app.inject({ method, url: `/api/v1/recalls${url}`, headers: { authorization }, ...(payload === undefined ? {} : { payload }) })
      return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() }
    }
    const feed = await call('GET', '/feed?after=0')
    const items = feed.body.items as { event: NewsEvent; receivedOn: string | null }[]
    assert.deepEqual(items.map((i) => i.event.data.because), ['corrected', 'withdrawn'])
    assert.deepEqual((await call('GET', `/feed?after=${String(feed.body.next)}`)).body, { items: [], next: feed.body.next })
    const { recall } = items[0]!.event.data
    assert.deepEqual((await call('POST', `/${recall}/acknowledgement`, { did: 'changed' })).body, { recall, before: false, complete: true })
    assert.deepEqual((await call('POST', `/${recall}/acknowledgement`, { did: 'changed' })).body, { recall, before: true, complete: true })
    const never = await call('POST', '/999999/acknowledgement', { did: 'changed' })
    assert.deepEqual([never.status, never.body.code], [404, 'not-told'])
    assert.deepEqual([(await call('POST', '/endpoints', { url: 'https://example.org/' })).status, (await call('GET', '')).status], [403, 403])
    await app.close()
  }))
