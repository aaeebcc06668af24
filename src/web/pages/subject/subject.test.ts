/** The organisation's room, the desks that answer it, and their interface: what is done, and what is refused in words. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import http from 'node:http'
import { formOfFiles } from '../../../../test/support/form.ts'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { objected, objector, type Objected, provider, stranger } from '../../../../test/support/objected.ts'
import { signIn, type SignedIn } from '../../../../test/support/signed-in.ts'
import { registerClient } from '../../../identity/acts.ts'
import { grantMembership } from '../../../identity/members.ts'
import { issueToken } from '../../../identity/tokens.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import { evidenceLimits } from '../../../register/objections/evidence.ts'
import { buildServer } from '../../server.ts'
import { minimalPdf } from '../../../../test/support/pdf-text.ts'

let register: Objected
let app: FastifyInstance
let me: SignedIn
let others: SignedIn
let officer: SignedIn
let deliverer: SignedIn
let operator: SignedIn
before(async () => {
  register = await objected({ today: '2026-09-28', records: 6 })
  const { ports } = register
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  others = await signIn(ports, { body: { kind: 'organisation', code: stranger }, roles: ['represent'] })
  officer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
  deliverer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
})
after(async () => {
  await app.close()
  await register.ports.close()
})

const get = (url: string, who: SignedIn | null = me) => app.inject({ url, headers: { accept: 'text/html', ...(who === null ? {} : { cookie: who.cookie }) } })
const post = async (url: string, fields: Record<string, string>, who: SignedIn) => app.inject({
  method: 'POST', url, headers: { accept: 'text/html', cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams({ _token: await who.token(), ...fields }).toString(),
})
const pdf = minimalPdf()
const good = { ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。' }
async function object(record: number, fields: Record<string, string> = {}, files: readonly Buffer[] = [], who = me) {
  const boundary = 'probity-test'
  const parts = [
    ...Object.entries({ _token: await who.token(), record: String(record), ...good, ...fields })
      .map(([name, value]) => Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
    ...files.flatMap((file) => [Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\ncontent-type: application/pdf\r\n\r\n`), file, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ]
  return app.inject({
    method: 'POST', url: '/subject/objections/new/upload', payload: Buffer.concat(parts),
    headers: { accept: 'text/html', cookie: who.cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
}
const caseOf = (location: unknown): string => /\/objections\/(\d+)/.exec(String(location))![1]!
const text = (body: string) => body.replace(/<[^>]+>/g, '')

test('gd-45 an organisation sees what is held of it, objects beside the record, and gets a receipt with the days of the next steps', async () => {
  const [record] = register.records
  const room = await get('/subject')
  assert.equal(room.statusCode, 200)
  assert.match(text(room.body), /所存信息6条/)
  assert.match(room.body, new RegExp(`/subject/objections/new\\?record=${record}`))
  const sent = await object(record!, {}, [pdf])
  assert.equal(sent.statusCode, 303)
  const page = await get(String(sent.headers.location))
  assert.match(text(page.body), new RegExp(`回执编号${caseOf(sent.headers.location)}`))
  assert.match(text(page.body), /2026-09-30/, 'to be passed on by then')
  const organisation = (await get(`/organisations/${objector}`, null)).body
  assert.match(text(organisation), /有异议，办理中/)
  assert.match(text(organisation), /请勿据此作出判断/)
  assert.doesNotMatch(organisation, /许可有效期至2036年/, 'the explanation is for the parties')
  const archive = (await app.inject(`/api/v1/organisations/${objector}/archive`)).json() as { records: { id: number; disputed: unknown }[] }
  assert.deepEqual(archive.records.filter((r) => r.disputed !== null).map((r) => r.id), [record])
  assert.deepEqual(archive.records.find((r) => r.id === record)!.disputed, {
    since: '2026-09-28', rule: 'gd-46-1', says: { zh: '该组织已对本条信息提出异议，正在办理', en: 'The organisation objected to this record; the objection is being handled' },
  })
  const alone = await get(`/en/organisations/${objector}/records/${record}`, null)
  assert.match(text(alone.body), /Disputed, being handled/)
})

test('evidence is for the parties alone, and handed over, never shown in place', async () => {
  const sent = await object(register.records[1]!, {}, [pdf, pdf])
  const id = caseOf(sent.headers.location)
  const page = await get(`/subject/objections/${id}`)
  const [, address] = /href="(\/subject\/objections\/\d+\/evidence\/[0-9a-f]{64})"/.exec(page.body)!
  const file = await get(address!)
  assert.deepEqual([file.statusCode, file.headers['content-type'], file.rawPayload.equals(pdf)], [200, 'application/pdf', true])
  assert.match(String(file.headers['content-disposition']), /^attachment/)
  assert.equal((await get(address!, others)).statusCode, 404)
  assert.equal((await get(address!, null)).statusCode, 401)
  assert.equal((await get(address!.replace('/subject', '/desk'), officer)).statusCode, 200)
  assert.equal((await get(`/subject/objections/${id}`, others)).statusCode, 404)
})

test('files that may tell of persons: the page says where to state that none is meant, one statement covers all, each file is kept once', async () => {
  const files = [minimalPdf('Zhang Wei'), minimalPdf('Zhang San')]
  const first = await object(register.records[4]!, {}, files)
  assert.equal(first.statusCode, 422)
  assert.match(text(first.body), /勾选“这里的文字不指自然人”/)
  for (const name of ['_no-person', '_no-person-why']) assert.match(first.body, new RegExp(`name="${name}"`))
  assert.doesNotMatch(first.body, /“evidence”/)
  const stated = async () => Number((await register.ports.database.one<{ n: string }>`select count(*) as n from boundary_statement where place = 'form/evidence'`)!.n)
  const empty = await object(register.records[4]!, { '_no-person': 'on' }, files)
  assert.deepEqual([empty.statusCode, await stated()], [422, 0])
  assert.match(text(empty.body), /没有写明为何不指自然人/)
  const refused = await object(register.records[4]!, { '_no-person': 'on', '_no-person-why': '是商品的牌子', ground: 'unfair' }, files)
  assert.deepEqual([refused.statusCode, await stated()], [422, 0], 'refused for another reason: nothing of the statement is left')
  const done = await object(register.records[4]!, { '_no-person': 'on', '_no-person-why': '是商品的牌子' }, files)
  assert.deepEqual([done.statusCode, await stated()], [303, 2])
})

test("bad input: somebody else's record, twice, a huge or foreign file, script in the text, a person's number", async () => {
  const [, , record] = register.records
  assert.equal((await object(register.foreign)).statusCode, 404)
  assert.equal((await get(`/subject/objections/new?record=${register.foreign}`)).statusCode, 404)
  const huge = await object(record!, {}, [Buffer.concat([pdf, Buffer.alloc(evidenceLimits.bytes)])])
  assert.equal(huge.statusCode, 413)
  assert.match(text(huge.body), /一份文件不超过10 MB/)
  assert.match(huge.body, /许可有效期至2036年/, 'what was typed stays')
  const page = await object(record!, {}, [Buffer.from('<html><script>alert(1)</script>')])
  assert.deepEqual([page.statusCode, /不是PDF、PNG或者JPEG/.test(text(page.body))], [422, true])
  const personal = await object(record!, { explanation: '联系人身份证号11010519491231002X，登记有误。' })
  assert.equal(personal.statusCode, 422)
  assert.doesNotMatch(personal.body, /11010519491231002X|explanation中/, 'neither the number again, nor the name a form has for itself')
  const named = await object(record!, { explanation: '本公司员工张伟已说明，登记有误。' })
  assert.equal(named.statusCode, 422)
  assert.match(named.body, /<textarea id="explanation"[^>]*>\n本公司员工▇▇▇已说明，登记有误。<\/textarea>/, 'the rest stays, and where the words stood is seen')
  assert.match(text(named.body), /说明：这里指自然人：.*有关文字已去掉，原处标为▇▇▇/s)
  assert.doesNotMatch(named.body, /张伟/)
  const doubtful = await object(record!, { explanation: '决定书由汪明辉签收，日期不对。' })
  assert.equal(doubtful.statusCode, 422)
  assert.match(text(doubtful.body), /“[^”]*汪明辉[^”]*”可能指自然人/, 'the words are quoted to whoever wrote them')
  assert.match(doubtful.body, /name="_no-person"/)
  assert.doesNotMatch(doubtful.body, /\/api\/v1\//, 'no reader of a page is sent to an interface')
  const late = await app.inject({ method: 'POST', url: `/subject/objections/new/upload?record=${record}`, headers: { accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x', 'content-length': '5' }, payload: '--x--' })
  assert.equal(late.statusCode, 401)
  assert.match(late.body, new RegExp(encodeURIComponent(`/subject/objections/new?record=${record}`)), 'signed in again, one is back at the same record')
  const unsound = await object(record!, { explanation: '登记的有效期\ue831有误，应为2036年。' })
  assert.equal(unsound.statusCode, 400)
  assert.match(unsound.body, /登记的有效期有误，应为2036年。<\/textarea>/, 'what was typed stays, without what cannot be kept')
  assert.match(text(unsound.body), /第7个字符是U\+E831/)
  const none = await object(record!, { ground: 'unfair', explanation: '错' })
  assert.equal(none.statusCode, 422)
  assert.match(none.body, /id="errors"/)
  const script = await object(record!, { explanation: '<script>alert(1)</script> 登记的有效期有误，应为2036年。' })
  assert.equal(script.statusCode, 303)
  const id = caseOf(script.headers.location)
  assert.doesNotMatch((await get(`/subject/objections/${id}`)).body, /<script>alert/)
  const again = await object(record!)
  assert.equal(again.headers.location, `/subject/objections/${id}?done=open`)
  assert.equal((await get(`/subject/objections/${id}?done=open`)).statusCode, 200)
  const unsigned = await app.inject({ url: '/subject', headers: { accept: 'text/html' } })
  assert.equal(unsigned.statusCode, 401)
  assert.equal((await get('/subject', officer)).statusCode, 403)
})

test('gd-20-2 gd-40-1a what an organisation reads of itself on its pages is one line for each session, before the first page leaves', async () => {
  const { ports } = register
  const again = await signIn(ports, { body: { kind: 'organisation', code: stranger }, roles: ['represent'] })
  const lines = () => ports.database.rows<{ account: string; channel: string; shown: number }>`
    select account, channel, shown from inquiry where subject_code = ${stranger} and ground = 'own-inquiry' order by sequence`
  assert.equal((await get(`/subject/records/${register.foreign}`, others)).statusCode, 200)
  const line = (who: SignedIn) => ({ account: String(who.account), channel: 'page', shown: 1 })
  assert.deepEqual(await lines(), [line(others)])
  for (const url of ['/subject', `/en/subject/records/${register.foreign}`, '/subject?state=ended']) assert.equal((await get(url, others)).statusCode, 200)
  assert.deepEqual(await lines(), [line(others)])
  assert.equal((await get('/subject', again)).statusCode, 200)
  assert.deepEqual(await lines(), [line(others), line(again)])
  assert.match(text((await get('/subject/inquiries', others)).body), /实名|自查|自身/)
  assert.match(text((await get('/desk/inquiries', others)).body).split('本单位的查询').at(-1)!, /显示1条/, 'an answer without a receipt is none that was refused')
  const received = await ports.database.rows`select from disclosure where subject_code = ${stranger} and recipient_code = ${stranger}`
  assert.equal(received.length, 0, 'who looks takes no copy that could grow old')
})

test('bad input: an attachment of two gigabytes is refused by its declared length, before it comes', async () => {
  const declared = String(2 * 2 ** 30)
  const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  const start = (path: string, headers: Record<string, string>, sent: string) => new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = http.request({ host: address.hostname, port: address.port, path, method: 'POST', headers: { ...headers, 'content-length': declared } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => { body += chunk }).on('end', () => { resolve({ status: answer.statusCode!, body }); request.destroy() })
    })
    request.on('error', reject)
    request.write(sent)
  })
  const part = (name: string, value: string) => `--huge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const page = await start('/subject/objections/new/upload', { accept: 'text/html', cookie: me.cookie, 'content-type': 'multipart/form-data; boundary=huge' },
    `${part('_token', await me.token())}${part('record', String(register.records[2]))}${part('explanation', good.explanation)}--huge\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF`)
  assert.equal(page.status, 413)
  assert.match(text(page.body), /一份文件不超过10 MB/)
  assert.match(page.body, /许可有效期至2036年/, 'what was typed stays')
})

test('gd-46-3a gd-46-3b the desks: passed on, paused on a ground, decided by the named officer with reasons, closed', async () => {
  const sent = await object(register.records[3]!)
  const id = caseOf(sent.headers.location)
  assert.match((await get('/desk/objections', operator)).body, new RegExp(`/desk/objections/${id}"`))
  const acts = `/desk/objections/${id}`
  assert.equal((await post(acts, { do: 'transfer' }, operator)).statusCode, 303)
  const groundless = await post(acts, { do: 'pause', ground: '', document: '委托书' }, officer)
  assert.deepEqual([groundless.statusCode, /检验|inspection/.test(groundless.body)], [422, true])
  assert.equal((await post(acts, { do: 'pause', ground: 'appraisal', document: '鉴定委托书' }, deliverer)).statusCode, 303)
  assert.equal((await post(acts, { do: 'resume' }, officer)).statusCode, 303)
  const byDeliverer = await post(acts, { do: 'decide', verdict: 'keep', reasons: '经核查许4号原件，登记与原件一致。' }, deliverer)
  assert.deepEqual([byDeliverer.statusCode, /没有办理的权限/.test(byDeliverer.body)], [403, true])
  const form = await post(acts, { do: 'decide', verdict: 'keep', reasons: '经核查，维持原信息，感谢您的理解与支持。' }, officer)
  assert.deepEqual([form.statusCode, /没有针对本件异议/.test(form.body), /感谢您的理解与支持/.test(form.body)], [422, true, true])
  assert.equal((await post(acts, { do: 'close' }, operator)).statusCode, 409)
  assert.equal((await post(acts, { do: 'decide', verdict: 'withdraw', reasons: '经核查许4号已经撤销，登记有误。' }, officer)).statusCode, 303)
  assert.equal((await get(`/organisations/${objector}/records/${register.records[3]}`, null)).statusCode, 410)
  assert.equal((await post(acts, { do: 'close' }, operator)).statusCode, 303)
  const told = text((await get(`/subject/objections/${id}`)).body)
  assert.match(told, /许4号已经撤销/)
  assert.match(told, /向上一级行政机关申请复核/)
  assert.equal((await post(acts, { do: 'close' }, operator)).statusCode, 409)
})

test('after closing the same version is not objected to again: the case and the ways of the pack are shown', async () => {
  const record = register.records[4]!
  const id = caseOf((await object(record)).headers.location)
  await post(`/desk/objections/${id}`, { do: 'decide', verdict: 'keep', reasons: '所称错误不成立：许5号原件与登记一致。' }, operator)
  assert.equal((await post(`/desk/objections/${id}`, { do: 'close' }, operator)).statusCode, 303)
  const again = await object(record)
  assert.equal(again.headers.location, `/subject/objections/${id}?done=over`)
  assert.equal((await post(`/subject/objections/${id}`, { way: 'review', document: '' }, me)).statusCode, 422)
  assert.equal((await post(`/subject/objections/${id}`, { way: 'review', document: '复核申请书' }, me)).statusCode, 303)
  // A new version may be objected to anew, and another review of the old case be asked for meanwhile.
  await register.deliver(5, { 有效期至: '2033-03-04' })
  assert.equal((await object(record)).headers.location, `/subject/objections/${id}?done=open`)
  assert.equal((await post(`/desk/objections/${id}`, { do: 'end-review', way: 'review', document: '复核决定书' }, operator)).statusCode, 303)
  assert.match(String((await object(record)).headers.location), /done=lodged/)
  assert.equal((await post(`/subject/objections/${id}`, { way: 'litigation', document: '起诉状' }, me)).statusCode, 303)
  assert.equal((await post(`/desk/objections/${id}`, { do: 'end-review', way: 'litigation', document: '判决书' }, operator)).statusCode, 303)
})

test('the same by interface: lodged, listed, acted on; refusals are problems with rule and cure', async () => {
  const { ports } = register
  const client = async (unitCode: string, roles: readonly ('represent' | 'decide' | 'deliver')[]) => {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    const clientId = `${unitCode}.${roles.join('-')}`
    const done = await registerClient(ports, { clientId, unitCode, publicKey, roles })
    assert.ok(done.ok, JSON.stringify(done))
    return { authorization: `Bearer ${(await issueToken(ports, { clientId, unitCode })).token}` }
  }
  const mine = await client(objector, ['represent'])
  const unit = await client(provider, ['deliver'])
  const ask = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object) => {
    const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
  }
  const record = register.records[5]!
  assert.equal((await ask('POST', '/api/v1/objections', unit, { record, ...good })).status, 403)
  const huge = await ask('POST', '/api/v1/objections', { ...mine, 'content-length': String(2 * 2 ** 30) }, { record, ...good })
  assert.deepEqual([huge.status, huge.body.code], [413, 'payload-too-large'])
  const withFiles = async (data: object | null, files: readonly Uint8Array[], name?: string) => {
    const { payload, headers } = await formOfFiles(data, files, name)
    const answer = await app.inject({ method: 'POST', url: '/api/v1/objections', headers: { ...mine, ...headers }, payload })
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
  }
  const asked = { record, ...good, at: 'provider' }
  // Files come as parts of a form, within their bounds, and in JSON not at all.
  for (const [sent, expected] of [
    [ask('POST', '/api/v1/objections', mine, { ...asked, evidence: [pdf.toString('base64')] }), [400, 'validation']],
    [withFiles(asked, Array.from({ length: 6 }, () => pdf)), [422, 'evidence-too-many']],
    [withFiles(asked, [Buffer.alloc(10_000_001, 'x')]), [413, 'evidence-too-large']],
    [withFiles(asked, [pdf], 'files'), [400, 'parts-unexpected']],
    [withFiles({ ...asked, ground: 1, more: 2 }, [pdf]), [400, 'validation']],
    [withFiles(asked, [Buffer.from('MZ')]), [422, 'evidence-type']],
    // A bound in bytes, whatever the script: 66,000 bytes are 22,000 characters of Chinese.
    [withFiles({ ...asked, details: '违'.repeat(22_000) }, [pdf]), [413, 'payload-too-large']],
    [withFiles({ ...asked, details: 'x'.repeat(66_000) }, [pdf]), [413, 'payload-too-large']],
    [withFiles({ ...asked, details: '违'.repeat(21_000) }, [pdf]), [400, 'validation']],
    [withFiles(null, [pdf]), [400, 'parts-unexpected']],
  ] as const) {
    const { status, body } = await sent
    assert.deepEqual([status, body.code], expected, JSON.stringify(body))
  }
  const lodged = await withFiles(asked, [pdf])
  assert.equal(lodged.status, 201, JSON.stringify(lodged.body))
  const id = lodged.body.case as number
  assert.deepEqual((lodged.body.steps as { step: string; rule: string; state: string }[]).map((s) => [s.step, s.rule, s.state]), [
    ['receive', null, 'done'], ['mark', 'gd-46-1', 'done'], ['review', 'gd-46-0', 'not-set'],
  ])
  const twice = await ask('POST', '/api/v1/objections', mine, { record, ...good })
  assert.deepEqual([twice.status, twice.body.code, (twice.body.facts as { case: string }).case], [409, 'case-open', String(id)])
  assert.deepEqual(((await ask('GET', '/api/v1/objections', unit)).body.items as { case: number }[]).some((c) => c.case === id), true)
  assert.equal((await ask('GET', `/api/v1/objections/${id}`, await client(stranger, ['represent']))).status, 404)
  const may = await ask('POST', `/api/v1/objections/${id}/acts`, unit, { do: 'decide', verdict: 'keep', reasons: '所称错误不成立：许6号原件与登记一致。' })
  assert.deepEqual([may.status, may.body.code], [403, 'act-not-for-you'])
  const officerKey = await client(provider, ['decide'])
  const beside = await ask('POST', `/api/v1/objections/${id}/acts`, officerKey, { do: 'decide', verdict: 'keep', reasons: '经核查，维持原信息，感谢理解。' })
  assert.deepEqual([beside.status, beside.body.code, beside.body.rule], [422, 'answer-beside-point', 'gd-46-3b'])
  const kept = await ask('POST', `/api/v1/objections/${id}/acts`, officerKey, { do: 'decide', verdict: 'keep', reasons: '所称错误不成立：许6号原件与登记一致。' })
  assert.equal(kept.status, 200, JSON.stringify(kept.body))
  assert.equal((await ask('POST', `/api/v1/objections/${id}/acts`, officerKey, { do: 'close' })).status, 200)
  const over = await ask('POST', '/api/v1/objections', mine, { record, ...good })
  assert.deepEqual([over.status, over.body.code, over.body.rule], [409, 'case-closed', 'gd-46-6'])
})

test('nobody speaks for an organisation without a mandate, nor for one that is not held', async () => {
  const grant = (code: string, mandate?: string) => grantMembership(register.ports, 'operator', {
    account: me.account, body: { kind: 'organisation', code }, role: 'represent', ...(mandate === undefined ? {} : { mandate }),
  })
  const refusal = async (o: ReturnType<typeof grant>) => { const done = await o; return done.ok ? 'ok' : done.refusals[0].code }
  assert.equal(await refusal(grant(stranger)), 'mandate-missing')
  assert.equal(await refusal(grant(stranger, '  ')), 'mandate-missing')
  assert.equal(await refusal(grant('91330000000000000X', '授权委托书')), 'organisation-unknown')
  assert.equal(await refusal(grant(stranger, '授权委托书')), 'ok')
})
