/** Letters on a real register: made with the act they tell of, opened, handed over; what cannot be told is not done. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import type { MemberRole } from '../../src/identity/acting.ts'
import { type ClientRole, registerClient, registerUnit } from '../../src/identity/acts.ts'
import { unitByCode } from '../../src/identity/store.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { readLaw } from '../../src/packs.ts'
import { countBoard, giveReason, missesOf } from '../../src/register/accountability/acts.ts'
import { recountUnsure, sweepClocks } from '../../src/register/deadlines/clocks/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { loadNotice } from '../../src/register/law/acts.ts'
import { mailNotice, noticeFor, noticeTemplates, openNotice, recordService, serveNotice, writeNotice } from '../../src/register/notices/acts.ts'
import { sendWaiting } from '../../src/register/notices/post/acts.ts'
import type { Mail } from '../../src/ports.ts'
import { codeIn } from '../support/mailbox.ts'
import { mailboxOf } from '../../src/register/notices/post/store.ts'
import * as store from '../../src/register/notices/store.ts'
import { actOnObjection, lodgeObjection, objectionFor } from '../../src/register/objections/acts.ts'
import type { Command } from '../../src/register/objections/objection.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { noticePdf } from '../../src/web/pages/notices/pdf.ts'
import { buildServer } from '../../src/web/server.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { pdfText } from '../support/pdf-text.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'

let register: Objected
let app: FastifyInstance
let me: SignedIn
let officer: SignedIn
before(async () => {
  register = await objected({ packId: 'jiangsu', today: '2026-11-02', records: 4 })
  app = await buildServer(register.ports, { deliveries: {} as DeliveryDesk })
  me = await signIn(register.ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  officer = await signIn(register.ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
})
after(async () => {
  await app.close()
  await register.ports.close()
})

const under = async (pack: Parameters<typeof readLaw>[0], day: string) => {
  register.ports.setLaw(await readLaw(pack))
  register.ports.setToday(day)
}
const lodge = async (record: number, at: 'operator' | 'provider' = 'operator') => {
  const done = await lodgeObjection(register.ports, objector, { subject: objector, record, ground: 'error', explanation: '许可有效期登记有误，应为2036年。', at, evidence: [] })
  assert.ok(done.ok, JSON.stringify(done))
  return done.value
}
const act = async (by: string, id: number, command: Command) => {
  const done = await actOnObjection(register.ports, by, id, command)
  return done.ok ? 'ok' : done.refusals[0].code
}
const letters = async (id: number) => (await store.ofCase(register.ports.database, id)).map((n) => [n.template, n.to_code, n.issuer, n.received_on].join(' '))
const get = (url: string, who: SignedIn) => app.inject({ url, headers: { accept: 'text/html', cookie: who.cookie } })
const plain = (text: string) => text.replace(/<[^>]+>/g, '').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s/g, '')

test('js-64-4 each step the objector must hear of makes its letter with the act itself; that it was opened is an act', async () => {
  const { ports, records } = register
  const id = await lodge(records[0]!, 'provider')
  assert.deepEqual(await letters(id), [])
  assert.equal(await act(provider, id, { do: 'accept' }), 'ok')
  assert.deepEqual(await letters(id), [`objection-accepted ${objector} ${provider} `])
  assert.equal(await act(provider, id, { do: 'decide', verdict: 'keep', reasons: '许1号原件与登记一致，所称错误不成立。' }), 'ok')
  assert.equal(await act(provider, id, { do: 'close' }), 'ok')
  assert.deepEqual((await letters(id)).map((line) => line.split(' ')[0]), ['objection-accepted', 'objection-decided', 'objection-closed'])

  const [accepted] = await store.ofCase(ports.database, id)
  const number = accepted!.notice_id
  assert.equal((await get(`/notices/${number}`, officer)).statusCode, 200, 'its issuer reads it')
  assert.equal((await app.inject({ method: 'HEAD', url: `/notices/${number}`, headers: { accept: 'text/html', cookie: me.cookie } })).statusCode, 200)
  assert.equal((await store.notice(ports.database, number))!.read_on, null, 'neither that nor HEAD opens it')
  assert.match(plain((await get('/subject/notices', me)).body), /3份没有打开过/)
  for (let i = 0; i < 2; i++) assert.match(plain((await get(`/notices/${number}`, me)).body), /收件人在本登记簿打开/)
  const read = await ports.database.rows<{ head: string }>`select head from act_group where kind = 'notice.read'`
  assert.equal(read.length, 1, 'once')
  assert.deepEqual({ ...JSON.parse(read[0]!.head) as object }, { ...JSON.parse(read[0]!.head) as object, actor: objector, account: String(me.account), on: '2026-11-02' })
  assert.equal((await noticeFor(ports, stranger, number)).ok, false)
})

test('hn-32-2c a case cannot close without the letter that tells its result; with it, the letter gives verdict and reasons', async () => {
  const { ports, records } = register
  await under('hunan', '2026-11-05')
  const id = await lodge(records[1]!)
  const reasons = '许2号原件与登记一致，所称错误不成立。'
  assert.equal(await act('operator', id, { do: 'decide', verdict: 'keep', reasons }), 'ok')
  const law = ports.law()
  ports.setLaw({ ...law, national: { ...law.national, lists: [] } })
  await assert.rejects(act('operator', id, { do: 'close' }), /remedies-missing/)
  ports.setLaw(law)
  const open = await objectionFor(ports, 'operator', id)
  assert.ok(open.ok && open.value.of.closedOn === null, 'it stays open')
  assert.equal(await act('operator', id, { do: 'close' }), 'ok')
  const last = (await store.ofCase(ports.database, id)).at(-1)!
  const told = await noticeFor(ports, objector, last.notice_id)
  assert.ok(told.ok)
  assert.deepEqual(told.value.letter.paragraphs.map((p) => p.zh)[2], reasons)
  assert.match(told.value.letter.paragraphs[0]!.zh, /已于2026年11月5日办结。处理结果：维持原信息/)
  assert.deepEqual(told.value.letter.rules, ['hn-32-2c'])
  assert.deepEqual(told.value.letter.remedies.map((r) => r.code), ['reconsideration', 'litigation'])
})

test('on paper: recorded by the issuer alone, on a day between the letter and today, against a document', async () => {
  const { ports } = register
  const [notice] = (await store.by(ports.database, 'operator', 1, 0))
  const number = notice!.notice_id
  ports.setToday('2026-11-12')
  const record = async (by: string, document: string, on: string) => {
    const done = await recordService(ports, by, number, { channel: 'paper', document, on })
    return done.ok ? 'ok' : done.refusals[0].code
  }
  assert.equal(await record(provider, '回证1号', '2026-11-10'), 'notice-unknown')
  assert.equal(await record(objector, '回证1号', '2026-11-10'), 'notice-unknown')
  for (const on of ['2026-11-04', '2026-11-13', '2026-11-31', 'x']) assert.equal(await record('operator', '回证1号', on), 'service-day-wrong', on)
  assert.equal(await record('operator', '  ', '2026-11-10'), 'document-missing')
  assert.equal(await record('operator', '签收人身份证11010519491231002X', '2026-11-10'), 'personal-data')
  assert.equal(await record('operator', '送达回证〔2026〕1号', '2026-11-10'), 'ok')
  assert.deepEqual({ ...(await store.notice(ports.database, number))! }, { ...notice, received_on: '2026-11-10', channel: 'paper' })
  // Opened later, the earlier proof stands; paper from before the opening goes before it.
  await openNotice(ports, objector, number)
  const now = (await store.notice(ports.database, number))!
  assert.deepEqual([now.read_on, now.received_on, now.channel], ['2026-11-12', '2026-11-10', 'paper'])
})

test('mail is sent only where the register is set up to; the act holds that it was sent, not to whom', async () => {
  const { ports } = register
  const [notice] = await store.by(ports.database, 'operator', 1, 0)
  const send = async (with_: typeof ports, address: string) => {
    const done = await mailNotice(with_, 'operator', notice!.notice_id, address)
    return done.ok ? 'ok' : done.refusals[0].code
  }
  assert.equal(await send(ports, 'office@example.org'), 'mail-not-set-up')
  const sent: string[] = []
  const mailing = { ...ports, sendMail: async (mail: { to: string; text: string }) => { sent.push(mail.to, mail.text); return { ok: true } as const } }
  assert.equal(await send(mailing, 'a@b.c\r\nBcc: x@y.z'), 'mail-address-wrong')
  assert.equal(await send({ ...ports, sendMail: async () => ({ ok: false, why: 'full' }) as const }, 'office@example.org'), 'mail-failed')
  assert.equal(await send(mailing, 'office@example.org'), 'ok')
  assert.equal(sent[0], 'office@example.org')
  assert.match(sent[1]!, /What is open to you/)
  const [kept] = await ports.database.rows<{ content: string }>`select a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'notice.sent'`
  assert.doesNotMatch(kept!.content, /office/)
})

test('the PDF says what the page says, in both languages, tagged; a character the font lacks is named, not dropped', async () => {
  const { ports } = register
  const again = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  const [notice] = await store.to(ports.database, objector, 1, 0)
  const number = notice!.notice_id
  for (const language of ['zh', 'en'] as const) {
    const at = language === 'zh' ? '' : '/en'
    const page = await get(`${at}/notices/${number}`, again)
    const article = /<article class="letter">([\s\S]*?)<\/article>/.exec(page.body)![1]!
    const file = await get(`${at}/notices/${number}/pdf`, again)
    assert.equal(file.headers['content-type'], 'application/pdf')
    const pdf = pdfText(file.rawPayload)
    assert.deepEqual([pdf.tagged, pdf.language], [true, language === 'zh' ? 'zh-CN' : 'en'])
    assert.equal(pdf.text.replace(/\s/g, ''), plain(article))
    assert.ok(file.rawPayload.length < 200_000, 'a part of the font')
  }
  const { frame } = await noticeTemplates()
  const rare = await noticePdf([{ kind: 'title', text: '告知书' }, { kind: 'paragraph', text: '致：𠮷野（宁波）有限公司' }], 'zh', { issuedOn: '2026-11-12', unwritten: frame.unwritten })
  assert.match(pdfText(rare).text, /致：（字库没有的字，U\+20BB7）野（宁波）有限公司/)
})

test('under Xiamen a unit writes the letter that goes before untrustworthiness information; elsewhere there is none to write', async () => {
  const { ports } = register
  const facts = { document: '处罚决定书〔2026〕9号', day: '2026-11-10', content: '罚款5万元', reasons: '未按规定公示年度报告。' }
  const write = async (by: string, to: string, changed: Record<string, string> = {}) => {
    const done = await writeNotice(ports, by, { template: 'record-to-be-delivered', to, facts: { ...facts, ...changed } })
    return done.ok ? done.value : `${done.refusals[0].code} ${done.refusals[0].rule ?? ''}`
  }
  assert.equal(await write(provider, objector), 'template-not-by-hand ')
  await under('xiamen', '2026-11-12')
  assert.equal(await write(provider, '91330000000000000X'), 'addressee-unknown xm-11-2')
  assert.equal(await write(provider, objector, { reasons: '' }), 'fact-missing xm-11-2')
  assert.match(String(await write(provider, objector, { reasons: '当事人身份证号11010519491231002X。' })), /^personal-data/)
  const number = await write(provider, objector)
  assert.equal(typeof number, 'number')
  const made = await noticeFor(ports, objector, number as number)
  assert.ok(made.ok)
  assert.deepEqual([made.value.letter.rules, made.value.letter.remedies.map((r) => r.rule)], [['xm-11-2'], ['xm-53-1', 'xm-53-1']])
  await assert.rejects(ports.database.transaction((tx) => serveNotice(tx, ports, 'operator', {
    template: 'recall', to: provider, about: { subject: objector, record: null, case: null }, facts: {}, rules: [],
  })), /fact-missing/)
})

test('the same by interface, for its parties alone; and the acts alone say all of it', async () => {
  const { ports } = register
  const client = async (unitCode: string, roles: readonly ('represent' | 'decide')[]) => {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    const clientId = `${unitCode}.${roles.join('-')}`
    assert.ok((await registerClient(ports, { clientId, unitCode, publicKey, roles })).ok)
    return { authorization: `Bearer ${(await issueToken(ports, { clientId, unitCode })).token}` }
  }
  const [mine, unit, other] = [await client(objector, ['represent']), await client(provider, ['decide']), await client(stranger, ['represent'])]
  const listed = (await app.inject({ url: '/api/v1/notices', headers: mine })).json() as { total: number; items: { notice: number; readOn: string | null }[] }
  assert.equal(listed.items[0]!.readOn, null)
  const at = `/api/v1/notices/${listed.items[0]!.notice}`
  assert.equal((await app.inject({ url: at, headers: other })).statusCode, 404)
  const one = (await app.inject({ url: at, headers: mine })).json() as { readOn: string; remedies: unknown[] }
  assert.deepEqual([one.readOn, one.remedies.length], ['2026-11-12', 2])
  assert.equal((await app.inject({ url: `${at}/pdf?lang=en`, headers: mine })).headers['content-type'], 'application/pdf')
  const forbidden = await app.inject({ method: 'POST', url: `${at}/service`, headers: mine, payload: { channel: 'paper', document: 'x', on: '2026-11-12' } })
  assert.deepEqual([forbidden.statusCode, (forbidden.json() as { code: string }).code], [403, 'client-role-missing'])
  const mail = await app.inject({ method: 'POST', url: `${at}/service`, headers: unit, payload: { channel: 'mail', address: 'a@b.cn' } })
  assert.deepEqual([mail.statusCode, (mail.json() as { code: string }).code], [409, 'mail-not-set-up'])
  const served = await app.inject({ method: 'POST', url: `${at}/service`, headers: unit, payload: { channel: 'paper', document: '送达回证2号', on: '2026-11-12' } })
  assert.equal(served.statusCode, 200, served.body)
  assert.deepEqual((await rebuild(ports.owner, projectors, finishRebuild(ports), false)).filter((d) => d.table.startsWith('notice')), [])
})

test('a letter to a body that named its office\'s mailbox goes by mail too: taken, it is a proof; not taken, it is shown and tried again, never lost', async () => {
  const { ports } = register
  const letters: Mail[] = []
  const posting = await buildServer({ ...ports, sendMail: async (mail) => { letters.push(mail); return { ok: true } } }, { deliveries: {} as DeliveryDesk })
  const send = async (fields: Record<string, string>) => {
    const again = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
    return posting.inject({ method: 'POST', url: '/en/subject/notices', headers: { accept: 'text/html', cookie: again.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ ...fields, _token: await again.token() }).toString() })
  }
  const post = (address: string) => send({ address })
  assert.equal((await post('x@y@z')).statusCode, 422)
  for (const address of ['13812345678@example.org', '13800138000@139.com']) {
    const held = await post(address)
    assert.equal(held.statusCode, 422, 'a person’s number')
    assert.ok(held.body.includes('name="address"') && !held.body.includes(address.split('@')[0]!), 'the form again, without what was typed')
  }
  assert.equal((await post('office@example.org')).statusCode, 303)
  // It counts for nothing until the code that went there comes back.
  assert.deepEqual([await mailboxOf(ports.database, objector), letters.map((m) => m.to)], [null, ['office@example.org']])
  const code = codeIn(letters[0]!)
  assert.ok(!(await ports.database.rows<{ text: string }>`select mailbox_pending::text as text from mailbox_pending`).some((r) => r.text.includes(code.replace('-', ''))))
  assert.equal((await send({ how: 'confirm', code: 'AAAAA-AAAAA' })).statusCode, 422)
  assert.equal(await mailboxOf(ports.database, objector), null)
  const confirmed = await send({ how: 'confirm', code: code.toLowerCase().replace('-', ' ') })
  assert.deepEqual([confirmed.statusCode, confirmed.headers.location], [303, '/en/subject/notices?done=confirmed'])
  assert.equal((await send({ how: 'confirm', code })).statusCode, 422, 'it counts once')
  const [named] = await ports.database.rows<{ content: string }>`select a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'notice.mailbox-named'`
  const said = JSON.parse(named!.content) as { body: string; address: string }
  assert.deepEqual([Object.keys(said).sort(), said.body], [['address', 'body'], objector])
  assert.match(said.address, /^[0-9a-f]{96}$/, 'a salted digest, not which')

  const facts = { document: '处罚决定书〔2026〕10号', day: '2026-11-10', content: '罚款1万元', reasons: '未按规定公示年度报告。' }
  const made = await writeNotice(ports, provider, { template: 'record-to-be-delivered', to: objector, facts })
  assert.ok(made.ok)
  const sent: string[] = []
  let moment = ports.now()
  const mailing = { ...ports, now: () => moment, sendMail: async (mail: { to: string }) => {
    sent.push(mail.to)
    return sent.length < 3 ? { ok: false, why: 'mailbox full' } as const : { ok: true } as const
  } }
  const tries: number[] = []
  for (const minutes of [0, 1, 5, 1, 9, 60]) {
    moment = moment.add({ minutes })
    tries.push(await sendWaiting(mailing))
    if (sent.length === 1 && tries.length === 1) {
      const now = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
      assert.match(plain((await get(`/en/notices/${made.value}`, now)).body), /failed1time:mailboxfull/)
      assert.match(plain((await get('/desk/notices', now)).body), /没有发出的邮件/)
    }
  }
  assert.deepEqual([tries, sent], [[1, 0, 1, 0, 1, 0], Array(3).fill('office@example.org')], 'ever less often, until it is taken, and not once more')
  const told = await noticeFor(ports, provider, made.value)
  assert.ok(told.ok)
  assert.deepEqual([told.value.mail, told.value.proofs.map((p) => `${p.kind} ${p.channel}`)], [null, ['notice.sent mail']])
  assert.equal((await post('')).statusCode, 303)
  assert.equal(await mailboxOf(ports.database, objector), null)
  await posting.close()
})

test('the mailbox of a unit is named by who administers it, not by who delivers or decides; by page, interface and command alike it waits for its code', async () => {
  const { ports } = register
  const letters: Mail[] = []
  const mailing = { ...ports, sendMail: async (mail: Mail) => { letters.push(mail); return { ok: true } as const } }
  const posting = await buildServer(mailing, { deliveries: {} as DeliveryDesk })
  try {
    const send = async (roles: readonly MemberRole[], url: string, fields: Record<string, string>) => {
      const who = await signIn(ports, { body: { kind: 'unit', code: provider }, roles })
      return posting.inject({ method: 'POST', url, headers: { accept: 'text/html', cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ ...fields, _token: await who.token() }).toString() })
    }
    for (const roles of [['deliver'], ['decide'], ['inquire']] as const) assert.equal((await send(roles, '/desk/mailbox', { address: 'mine@example.org' })).statusCode, 403, roles[0])
    assert.equal((await send(['deliver', 'decide'], '/desk/notices', { address: 'mine@example.org' })).statusCode, 404, 'the old way is gone')
    assert.equal(letters.length, 0)
    assert.equal((await send(['administer'], '/desk/mailbox', { address: 'bureau@example.org' })).headers.location, '/desk/mailbox?done=asked')
    assert.equal(await mailboxOf(ports.database, provider), null)
    // Guessed ten times, the code is spent.
    for (let i = 0; i < 10; i++) assert.equal((await send(['administer'], '/desk/mailbox', { how: 'confirm', code: `AAAAAAAAA${i}` })).statusCode, 422)
    assert.match((await send(['administer'], '/en/desk/mailbox', { how: 'confirm', code: codeIn(letters[0]!) })).body, /mistaken too often/)
    const client = async (role: ClientRole) => {
      const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
      const clientId = `${provider}.m-${role}`
      assert.ok((await registerClient(ports, { clientId, unitCode: provider, publicKey, roles: [role] })).ok)
      return { authorization: `Bearer ${(await issueToken(ports, { clientId, unitCode: provider })).token}` }
    }
    const [deliverer, administrator] = [await client('deliver'), await client('administer')]
    const put = (headers: Record<string, string>, address: string | null) => posting.inject({ method: 'PUT', url: '/api/v1/notices/mailbox', headers, payload: { address } })
    assert.equal((await put(deliverer, 'mine@example.org')).statusCode, 403)
    assert.deepEqual((await put(administrator, 'bureau@example.org')).json(), { address: null, pending: 'bureau@example.org' })
    const confirm = (code: string) => posting.inject({ method: 'POST', url: '/api/v1/notices/mailbox/confirmation', headers: administrator, payload: { code } })
    assert.equal((await confirm('AAAAAAAAAA')).statusCode, 422)
    assert.deepEqual((await confirm(codeIn(letters.at(-1)!))).json(), { address: 'bureau@example.org', pending: null })
    // Named anew, the one before goes on until the other is confirmed; then its readers hear of it.
    assert.deepEqual((await put(administrator, 'other@example.org')).json(), { address: 'bureau@example.org', pending: 'other@example.org' })
    const [asked] = letters.slice(-1)
    assert.deepEqual((await confirm(codeIn(asked!))).json(), { address: 'other@example.org', pending: null })
    assert.deepEqual([letters.at(-1)!.to, /no longer go to this mailbox/.test(letters.at(-1)!.text)], ['bureau@example.org', true])
    assert.deepEqual((await put(administrator, null)).json(), { address: null, pending: null })
    await ports.security!.flush()
    const kinds = (await ports.database.rows<{ kind: string }>`select kind from security_event where body_code = ${provider} and kind like 'mailbox-%' order by event_id`).map((e) => e.kind)
    assert.deepEqual(kinds, ['mailbox-asked', 'mailbox-asked', 'mailbox-changed', 'mailbox-asked', 'mailbox-changed', 'mailbox-removed'])
    const without = await app.inject({ method: 'PUT', url: '/api/v1/notices/mailbox', headers: administrator, payload: { address: 'bureau@example.org' } })
    assert.equal(without.json<{ code: string }>().code, 'mail-not-set-up')
  } finally {
    await posting.close()
  }
})

test('where applications are taken is shown to everyone: an office, its telephone and mailbox; a person\'s number is refused', async () => {
  const { ports } = register
  const unit = { code: provider, kind: 'administrative-organ/market-regulation', nameZh: '演示单位', nameEn: 'Demonstration unit', items: ['licence'], demonstration: true }
  const given = async (contact?: string) => {
    const done = await registerUnit(ports, { ...unit, ...(contact === undefined ? {} : { contact }) })
    return done.ok ? (await unitByCode(ports.database, provider))!.contact : done.refusals[0].code
  }
  assert.equal(await given('负责人手机13812345678'), 'personal-data')
  const contact = '政务服务中心3楼信用窗口，0597-1234567'
  assert.equal(await given(contact), contact)
  assert.equal(await given(), contact, 'a correction of something else leaves it')
  const open = buildServer({ ...ports, settings: { ...ports.settings, contact: '信用中心，0597-7654321' } }, { deliveries: {} as DeliveryDesk })
  const page = await (await open).inject({ url: '/en/contacts', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 200)
  for (const shown of [contact, '信用中心，0597-7654321']) assert.ok(page.body.includes(shown), shown)
  const { items } = (await app.inject('/api/v1/contacts')).json() as { items: { office: string; contact: string | null }[] }
  assert.deepEqual(items.map((i) => [i.office, i.contact]), [['operator', null], [provider, contact]])
  await (await open).close()
  assert.equal(await given(''), null, 'taken away')
})

test('the board counts what offices did and missed, names no organisation and no person, and shows the reason an office gives', async () => {
  const { ports } = register
  await under('hunan', '2026-11-12')
  const id = await lodge(register.records[2]!)
  assert.equal(await act('operator', id, { do: 'transfer', reason: '' }), 'ok')
  ports.setToday('2026-12-01')
  await sweepClocks(ports)
  const board = await countBoard(ports)
  const of = (code: string) => board.offices.find((o) => o.office.code === code)!
  const november = of(provider).months.find((m) => m.month === '2026-11')!
  assert.deepEqual([november.rows, november.objections, november.decided, november.upheld], [5, 3, 2, 0])
  const misses = await missesOf(ports, provider)
  assert.deepEqual(misses.map((m) => [m.rule, m.dueOn, m.reason]), [['hn-32-2b', '2026-11-17', null]])
  assert.equal(november.missed, 1)
  const { act: missed } = misses[0]!
  const give = async (by: string, reason: string) => {
    const done = await giveReason(ports, by, { act: missed, reason })
    return done.ok ? 'ok' : done.refusals[0].code
  }
  assert.equal(await give('operator', '档案馆调卷，迟至十二月。'), 'miss-unknown')
  assert.equal(await give(provider, '忙'), 'reasons-missing')
  assert.equal(await give(provider, '经办人身份证号11010519491231002X。'), 'personal-data')
  assert.equal(await give(provider, '原件存于档案馆，调卷迟延，已经催办。'), 'ok')
  assert.equal(await give(provider, '原件存于市档案馆，调卷用时十日。'), 'ok', 'the newer one stands')

  const page = await app.inject({ url: `/board/${provider}`, headers: { accept: 'text/html' } })
  assert.match(page.body, /原件存于市档案馆，调卷用时十日/)
  const texts = [page.body, (await app.inject({ url: '/board', headers: { accept: 'text/html' } })).body, (await app.inject('/board.csv')).body, (await app.inject('/api/v1/board')).body,
    (await app.inject(`/api/v1/board/${provider}/misses`)).body]
  for (const text of texts) {
    assert.match(text, /2026-11/)
    assert.ok(!text.includes(objector) && !text.includes('宁波演示有限公司') && !text.includes('演示成员'))
  }
  assert.equal((await app.inject({ url: '/board/91330000000000000X', headers: { accept: 'text/html' } })).statusCode, 404)
  assert.deepEqual((await rebuild(ports.owner, projectors, finishRebuild(ports), false)).filter((d) => d.table === 'miss_reason'), [])
})

test('a holiday notice that moves an open clock: both parties hear the old day, the new one, why, and the edition; nobody else, and once', async () => {
  const { ports } = register
  await under('guangdong', '2026-12-30')
  const id = await lodge(register.records[3]!)
  assert.equal(await act('operator', id, { do: 'transfer', reason: '' }), 'ok')
  const before = new Set((await letters(id)))
  const days = ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04', '2027-01-05'].map((day) => ({ day, name: '元旦', off: true }))
  const papers = [{ address: 'https://www.gov.cn/', published: '2026-12' }]
  assert.ok((await loadNotice(ports, { kind: 'notice', edition: '2027', year: 2027, papers, days })).ok)
  const told = await ports.database.rows<store.NoticeRow>`select * from notice where template like 'due-day-moved%' order by notice_id`
  assert.deepEqual(told.map((n) => [n.template, n.to_code, n.issuer]), [['due-day-moved', objector, 'operator'], ['due-day-moved-office', provider, 'operator']])
  const mine = await noticeFor(ports, objector, told[0]!.notice_id)
  assert.ok(mine.ok)
  const words = mine.value.letter.paragraphs.map((p) => p.en).join(' ')
  assert.match(words, new RegExp(`Objection ${id}: the due day was 5 January 2027, and is now 7 January 2027`))
  assert.match(words, /holiday arrangement was published.* Edition of the calendar: 2027/s)
  assert.deepEqual(mine.value.letter.rules, ['gd-46-3b'])
  assert.ok(before.size > 0 && (await letters(id)).length === before.size + 2)
  await recountUnsure(ports, 'operator')
  assert.equal((await letters(id)).length, before.size + 2, 'counted again, nothing moves')
})
