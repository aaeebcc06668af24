/** Inquiries on a real register, in each pack: who may ask, what is shown, and that no answer leaves without its line. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import { type ClientRole, registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { PackId } from '../../src/law/types.ts'
import { authorise } from '../../src/register/consent/acts.ts'
import { answerInquiry, inquiryGaps, whoLooked } from '../../src/register/inquiries/acts.ts'
import type { NewInquiry } from '../../src/register/inquiries/inquiry.ts'
import { closeCase, endAccess, grantAccess, normsNow, omissions, reviewsOfUse, reviewUse } from '../../src/register/inquiries/office/acts.ts'
import { type NewAccess, unready } from '../../src/register/inquiries/office/office.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { accessOf } from '../../src/register/inquiries/store.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { receiptOf } from '../../src/register/records/receipt.ts'
import { messages } from '../../src/web/messages.ts'
import { buildServer } from '../../src/web/server.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { laws } from '../support/law.ts'
import type { TestPorts } from '../support/ports.ts'

const by = { actor: provider, account: '7' }
const inquiry = (change: Partial<NewInquiry>): NewInquiry => ({
  subject: objector, ground: 'inquiry-by-authority', purpose: '', reference: '采购〔2026〕12号', stated: '', items: null, channel: 'api', client: null, ...change,
})
const access = (change: Partial<NewAccess>): NewAccess => ({
  unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对投标人', use: '评审', document: '职责规定〔2026〕1号', from: '2026-01-01', until: null, ...change,
})

// One register for all: the law in force is changed under it, as everything here is decided by the law of the day.
let register: Objected
let ports: TestPorts
let app: Awaited<ReturnType<typeof buildServer>>
before(async () => {
  register = await objected({ packId: 'guangdong', today: '2026-09-28' })
  ports = register.ports
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await ports.close()
})

let first = 0
/** From here on under this pack, nobody having been let ask anything. */
async function under(packId: PackId): Promise<void> {
  ports.setLaw(laws[packId])
  for (const a of await accessOf(ports.database, provider, '2026-09-28')) await endAccess(ports, 'operator', a.access_id)
  first = (await ports.database.one<{ n: number }>`select coalesce(max(sequence), 0) as n from inquiry`)!.n
}
/** Lines since then, newest first. */
const lines = async () => (await whoLooked(ports.database, objector, { after: null, limit: 100 })).filter((l) => l.sequence > first)
async function asks(change: Partial<NewInquiry>, who: Parameters<typeof answerInquiry>[1] = by): Promise<string> {
  const done = await answerInquiry(ports, who, inquiry(change))
  return done.ok ? `${done.value.records.length} shown` : `${done.refusals[0].code} ${done.refusals[0].rule ?? '-'}`
}
async function grants(change: Partial<NewAccess>): Promise<string> {
  const done = await grantAccess(ports, { actor: 'operator', account: '1' }, access(change))
  return done.ok ? 'granted' : done.refusals[0].code
}

test('gd-24a gd-20-2 ln-23-1 the purpose from the list and the case, then the answer; its line holds who, when, what and why, and stays', async () => {
  await under('guangdong')
  assert.equal(await asks({ purpose: 'procurement' }), 'access-missing gd-24a')
  assert.equal(await grants({ purposes: ['procurement', 'permitting'] }), 'granted')
  assert.equal(await asks({ purpose: 'procurement', reference: '' }), 'reference-missing gd-24a')
  assert.equal(await asks({ purpose: 'curiosity' }), 'purpose-not-in-list gd-24a')
  assert.equal(await asks({ purpose: 'bidding' }), 'outside-powers gd-24a')
  const done = await answerInquiry(ports, by, inquiry({ purpose: 'procurement' }))
  assert.ok(done.ok)
  const { value: answer } = done
  assert.equal(answer.records[0]!.values['许可内容'], '食品经营')
  const [line, ...before] = await lines()
  assert.deepEqual(before.map((l) => l.refusal), ['outside-powers', 'purpose-not-in-list', 'reference-missing', 'access-missing'], 'refused attempts are there too')
  assert.deepEqual([line!.inquirer_code, line!.account, line!.asked_on, line!.purpose, line!.reference, line!.shown, line!.receipt, line!.sequence],
    [provider, '7', '2026-09-28', 'procurement', '采购〔2026〕12号', 1, answer.receipt, 5])
  const act = await ports.database.one<{ content: string }>`select content from act where act_id = ${answer.act}`
  assert.deepEqual((JSON.parse(act!.content) as { shown: unknown }).shown, [[answer.records[0]!.id, 1]])
  assert.ok(act!.content.includes(answer.receipt), 'the log vouches for the receipt')
  const [shown] = answer.records
  assert.equal(answer.receipt, receiptOf({
    origin: ports.settings.logOrigin, code: objector, name: answer.organisation.name, day: answer.day, law: answer.law, total: 1,
    records: [{ id: shown!.id, version: 1, act: shown!.act, shownSince: shown!.shownSince, until: shown!.until, values: JSON.stringify(shown!.values) }],
  }), 'whoever kept the answer computes it again')
  for (const statement of ['delete from inquiry', 'update inquiry set shown = 0', `delete from act where act_id = ${answer.act}`]) {
    await assert.rejects(ports.database.pool.query(statement), /permission denied/)
  }
  const told = await ports.database.rows<{ record_id: number; path: string; recipient_code: string }>`select record_id, path, recipient_code from disclosure`
  assert.deepEqual(told, [{ record_id: answer.records[0]!.id, path: 'duty', recipient_code: provider }], 'a correction will find the unit')
})

test('js-24 js-40-1 js-39-2a gd-19-2 a duty stated and a case named are in the line; without them nothing is answered', async () => {
  await under('jiangsu')
  await grants({})
  await grants({ ground: 'government-sharing', items: ['penalty'] })
  const duty = { purpose: 'other-duties', stated: '对食品经营的监督检查' }
  assert.equal(await asks({ purpose: 'other-duties' }), 'duty-not-stated js-24')
  assert.equal(await asks({ ...duty, reference: ' ' }), 'reference-missing js-24')
  assert.equal(await asks(duty), '1 shown')
  assert.equal(await asks({ ...duty, ground: 'government-sharing' }), '0 shown', 'licences are not in the agreement')
  assert.equal(await asks({ purpose: '', ground: 'government-sharing' }), 'purpose-not-in-list js-24')
  assert.deepEqual((await lines()).map((l) => [l.ground, l.stated, l.outcome])[2], ['inquiry-by-authority', duty.stated, 'answered'])
})

test('xm-14a a tender is asked for and logged; a way the text does not know is not offered', async () => {
  await under('xiamen')
  await grants({})
  assert.equal(await asks({ purpose: 'bidding' }), '1 shown')
  assert.equal(await asks({ purpose: 'bidding', ground: 'government-sharing' }), 'ground-not-in-list xm-13-1')
  assert.equal(await asks({ ground: 'authorised-inquiry', purpose: 'lending' }, { actor: stranger, account: '9' }), 'not-authorised xm-13-3')
  assert.deepEqual((await lines()).map((l) => [l.purpose, l.outcome]), [['lending', 'refused'], ['bidding', 'refused'], ['bidding', 'answered']])
})

test('ln-21a hn-19-2 a case closed without a query where the text asks for one is listed', async () => {
  for (const [pack, purpose] of [['liaoning', 'procurement-and-funding'], ['hunan', 'fiscal-support']] as const) {
    await under(pack)
    await grants({})
    const closes = async (reference: string) => {
      const done = await closeCase(ports, by, { subject: objector, purpose, reference })
      assert.ok(done.ok, JSON.stringify(done))
      return done.value
    }
    assert.equal(await asks({ purpose, reference: '案1' }), '1 shown')
    assert.equal(await closes('案1'), first + 1)
    assert.equal(await closes('案2'), null)
    const [newest] = await omissions(ports.database, provider, 10)
    assert.deepEqual([newest!.reference, newest!.purpose], ['案2', purpose])
  }
  const power = await closeCase(ports, by, { subject: objector, purpose: 'inspection', reference: '案3' })
  assert.ok(!power.ok && power.refusals[0].code === 'purpose-not-owed', 'hn-19-1 lets units ask, it does not make them')
})

test('hn-20 hn-19-1 no query without an intended use; the line has the account, the time, the content and the use', async () => {
  await under('hunan')
  await grants({})
  assert.equal(await asks({ purpose: '' }), 'purpose-not-in-list hn-19-1')
  assert.equal(await asks({ purpose: 'social-security-of-employers' }), '1 shown')
  assert.equal(await asks({ purpose: 'social-security-of-employers', subject: '92330200MA2AE6Q25U' }), 'organisation-unknown -')
  const [line] = await lines()
  assert.deepEqual([line!.account, line!.asked_on, line!.shown, line!.purpose], ['7', '2026-09-28', 1, 'social-security-of-employers'])
})

test('gd-20-1 at the counter the same rule and the same log; it stands in the review of use with reviewer and outcome', async () => {
  await under('guangdong')
  const clerk = { actor: 'operator', account: '3' }
  const counter = { purpose: 'permitting', channel: 'counter', onBehalfOf: provider } as const
  assert.equal(await asks(counter, clerk), 'access-missing gd-24a')
  await grants({})
  assert.equal(await asks(counter, clerk), '1 shown')
  const reviewed = await reviewUse(ports, { actor: 'operator', account: '4' }, { from: first + 1, to: 9999, outcome: '抽查两件，均有案卷。' })
  assert.ok(reviewed.ok)
  assert.deepEqual(await reviewsOfUse(ports.database), [{ from: first + 1, to: first + 2, lines: 2, missing: [], outcome: '抽查两件，均有案卷。', on: '2026-09-28', account: '4' }])
  assert.deepEqual((await lines()).map((l) => [l.channel, l.inquirer_code, l.account]), [['counter', provider, '3'], ['counter', provider, '3']])
})

test('personal data in a reference is refused, and the line keeps none of it', async () => {
  await under('guangdong')
  await grants({})
  assert.match(await asks({ purpose: 'permitting', reference: '张三 110101199003074258' }), /^personal-data/)
  const kept = await ports.database.one<{ reference: string; content: string }>`
    select reference, content from inquiry i join act a on a.subject_code = '' and a.act_id = i.act_id order by sequence desc limit 1`
  assert.equal(kept!.reference, '')
  assert.ok(!kept!.content.includes('张三') && !kept!.content.includes('110101'))
})

test('many at once share one write, each with its own number; one whose record is being changed waits and then shows what it became', async () => {
  await under('guangdong')
  await grants({})
  const changing = await ports.database.pool.connect()
  try {
    await changing.query('begin')
    await changing.query('select 1 from record where subject_code = $1 for update', [objector])
    const waits = asks({ purpose: 'permitting' })
    const others = Array.from({ length: 30 }, () => asks({ purpose: 'permitting', subject: stranger }))
    assert.deepEqual([...new Set(await Promise.all(others))], ['1 shown'], 'they do not wait for it')
    assert.deepEqual(await lines(), [])
    await changing.query('rollback')
    assert.equal(await waits, '1 shown')
    assert.equal((await lines()).length, 1)
  } finally {
    changing.release()
  }
})

test('gd-40-1a xm-13-2 hn-31 oneself as often as one likes, whole and free: withdrawn and closed things too; a line each time', async () => {
  const self = { ground: 'own-inquiry', reference: '' } as const
  const me = { actor: objector, account: '9' }
  await under('guangdong')
  for (let n = 0; n < 51; n++) assert.equal(await asks(self, me), '1 shown')
  assert.equal((await lines()).length, 51)
  assert.equal(await asks(self, { actor: stranger, account: '9' }), 'not-oneself gd-40-1a')
  for (const pack of ['xiamen', 'hunan'] as const) {
    await under(pack)
    // A catalog that keeps the whole item from the public and from every authority.
    const law = laws[pack]
    ports.setLaw({ ...law, catalog: law.catalog.map((i) => (i.id === 'licence' ? { ...i, mode: 'own-inquiry', fields: i.fields.map((f) => ({ ...f, public: false })) } : i)) })
    await grants({})
    assert.equal(await asks({ purpose: 'permitting' }), '0 shown')
    assert.equal(await asks(self, me), '1 shown')
  }
  await under('guangdong')
  await grants({})
  const gone = await withdrawRecord(ports, { subject: objector, record: register.records[0]!, provider, reason: '许可撤销', document: null, rule: null })
  assert.ok(gone.ok, JSON.stringify(gone))
  assert.equal(await asks({ purpose: 'permitting' }), '0 shown')
  assert.equal(await asks(self, me), '1 shown')
})

test('gd-52-2 xm-13-1 by interface: no large volume without a signed agreement, then one line for each organisation; roles, norms, who looked', async () => {
  await under('guangdong')
  const tokenOf = async (unitCode: string, role: ClientRole | null) => {
    const { publicKey } = await generateKeyPair('Ed25519', { extractable: true })
    const client = { clientId: `${unitCode}.${role}`, unitCode, publicKey: { ...await exportJWK(publicKey), alg: 'Ed25519' } }
    const done = await registerClient(ports, { ...client, ...(role === null ? {} : { roles: [role] }) })
    assert.ok(done.ok, JSON.stringify(done))
    return (await issueToken(ports, client)).token
  }
  const [unit, deliverer, own, operator] = [await tokenOf(provider, 'inquire'), await tokenOf(provider, 'deliver'), await tokenOf(stranger, 'represent'), await tokenOf('operator', 'operate')]
  const call = async (token: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1/${url}`, headers: { authorization: `Bearer ${token}` }, ...(payload === undefined ? {} : { payload }) })
  const bulk = (format = '') => call(unit, 'POST', `inquiries/bulk${format}`, { organisations: [objector, stranger, '91330200MA2AE6Q259'] })

  assert.equal((await call(deliverer, 'POST', 'inquiries', { organisation: stranger, ground: 'public-display' })).statusCode, 403)
  const none = await bulk()
  assert.deepEqual([none.statusCode, none.json<{ code: string; rule: string }>().code, none.json<{ rule: string }>().rule], [403, 'agreement-missing', 'gd-52-2'])
  // Its body may be longer than others', and hold more values: thousands of codes are read, and refused for the same reason.
  const thousands = Array.from({ length: 2500 }, (_, i) => `X${i}`)
  assert.equal((await call(unit, 'POST', 'inquiries/bulk', { organisations: [objector, ...thousands] })).json<{ code: string }>().code, 'agreement-missing')
  const agreement = { unit: provider, ground: 'bulk-inquiry', document: '保密协议〔2026〕2号', need: '核对名册', use: '年度检查', items: ['licence'], until: '2026-12-31' }
  const unsigned = await call(operator, 'POST', 'operator/inquiry-access', { ...agreement, document: ' ', items: undefined })
  assert.deepEqual([unsigned.statusCode, unsigned.json<{ facts: { missing: string } }>().facts.missing], [422, 'document, items'])
  assert.equal((await call(unit, 'POST', 'operator/inquiry-access', agreement)).statusCode, 403)
  const granted = await call(operator, 'POST', 'operator/inquiry-access', agreement)
  assert.equal(granted.statusCode, 201, granted.body)
  const given = (await bulk()).body.trim().split('\n').map((line) => JSON.parse(line) as { records?: unknown[]; refused?: string })
  assert.deepEqual(given.map((g) => g.records?.length ?? g.refused), [0, 1, 'organisation-unknown'])
  assert.equal((await bulk('?format=csv')).body.split('\r\n').length, 5, 'head, three lines, end')
  const { access } = granted.json<{ access: number }>()
  assert.equal((await call(operator, 'DELETE', `operator/inquiry-access/${access}`)).statusCode, 204)
  assert.equal((await bulk()).statusCode, 403)

  const mine = await call(own, 'POST', 'inquiries', { organisation: stranger, ground: 'own-inquiry' })
  assert.equal(mine.json<{ records: { values: Record<string, string> }[] }>().records[0]!.values['许可内容'], '食品经营')
  const looked = (await call(own, 'GET', `organisations/${stranger}/inquiries`)).json<{ total: number; items: { ground: string; account: string | null }[] }>()
  assert.equal(looked.items.filter((l) => l.ground === 'bulk-inquiry').length, 2, 'hers in each of the two that were answered; one that is refused asks about the first alone')
  assert.equal((await call(own, 'GET', `organisations/${objector}/inquiries`)).statusCode, 403)
  assert.ok((await call(unit, 'GET', 'inquiries?outcome=refused&limit=1')).json<{ total: number }>().total > 1)

  ports.setLaw(laws.xiamen)
  const visitor = await app.inject(`/api/v1/organisations/${stranger}/archive`)
  assert.deepEqual([visitor.statusCode, visitor.json<{ total: number }>().total], [200, 1], 'what is actively disclosed is open to a visitor')
  ports.setLaw(laws.guangdong)
  for (const pack of ['xiamen', 'hunan'] as const) assert.equal(unready(null, laws[pack]).length, 1, 'xm-13-4 hn-17 flagged while nothing is published')
  assert.equal((await call(own, 'GET', 'inquiries/norms')).statusCode, 404)
  assert.equal((await call(operator, 'POST', 'operator/inquiry-norms', { document: '查询服务规范', windows: { zh: '政务服务中心', en: 'Service centre' }, largeFrom: 3 })).statusCode, 201)
  assert.equal((await normsNow(ports.database))!.largeFrom, 3)
  assert.equal((await call(unit, 'POST', 'inquiries/bulk', { organisations: [objector, stranger], ground: 'public-display' })).statusCode, 200, 'two are not many here')
  assert.deepEqual((await call(operator, 'GET', 'operator/inquiry-gaps')).json(), { lines: [], acts: [] })
})

test('ln-17-1 released in the three ways of the text to whoever may ask; no interface, form or word of the register asks for a fee', async () => {
  await under('liaoning')
  const ways = laws.liaoning.pack.lists.find((l) => l.id === 'inquiry-grounds')!.entries.filter((e) => e.rule === 'ln-17-1').map((e) => e.code)
  assert.deepEqual(ways, ['public-display', 'government-sharing', 'authorised-inquiry'])
  // Each of them is used: by a visitor, by an authority, by another organisation; nothing but the question is asked of them.
  await grants({ ground: 'government-sharing' })
  const given = await authorise(ports, { actor: stranger, account: '2' }, { inquirer: objector, purpose: 'contracting', categories: ['administrative'], until: '2026-12-31', alone: true })
  assert.ok(given.ok, JSON.stringify(given))
  assert.equal(await asks({ subject: stranger, ground: 'government-sharing', purpose: 'procurement-and-funding' }), '1 shown')
  assert.equal(await asks({ subject: stranger, ground: 'authorised-inquiry', purpose: 'contracting' }, { actor: objector, account: '9' }), '1 shown')
  for (const url of [`/organisations/${stranger}`, `/api/v1/organisations/${stranger}/archive`]) assert.equal((await app.inject(url)).statusCode, 200)
  const document = (await app.inject('/api/openapi.json')).json<{ paths: Record<string, Record<string, { responses?: object }>> }>()
  assert.ok(Object.values(document.paths).flatMap((path) => Object.values(path)).every((operation) => !Object.hasOwn(operation.responses ?? {}, '402')))
  assert.deepEqual([...namesIn(document)].filter((name) => fee.test(name)), [])
  const pages = sourcesUnder(path.join(import.meta.dirname, '../../src/web'))
  assert.deepEqual(pages.flatMap((text) => [...text.matchAll(/\bname(?:: '|=")([\w-]+)/g)].map((m) => m[1]!)).filter((name) => fee.test(name)), [], 'no field of a form')
  const words = Object.entries(messages.zh).filter(([, text]) => text.replaceAll(/不收费|不收取任何费用|不得以任何形式对信用修复收费|遇到收费/g, '').includes('费'))
  assert.deepEqual(words, [], 'where a fee is spoken of, it is to say that there is none')
  assert.ok(laws.liaoning.pack.rules.every((r) => r.limit === null || ['working-day', 'day', 'month', 'year'].includes(r.limit.unit)), 'what the law counts is time, never money')
})

const fee = /(^|[-_])fees?($|[-_A-Z])|Fees?($|[A-Z])|price|tariff|payment|invoice|billing/
/** Every name of a property or parameter in a document. */
function* namesIn(of: unknown): Generator<string> {
  if (typeof of !== 'object' || of === null) return
  for (const [key, value] of Object.entries(of)) {
    if (key === 'properties') yield* Object.keys(value as object)
    if (key === 'name' && typeof value === 'string') yield value
    yield* namesIn(value)
  }
}
const sourcesUnder = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts')).map((file) => readFileSync(path.join(folder, file), 'utf8'))

test('js-39-3 gd-20-2 no gap, and the acts alone say the same; a line that cannot be written means no answer; a line that is gone is missed', async () => {
  await under('guangdong')
  assert.deepEqual(await inquiryGaps(ports.database), { lines: [], acts: [] })
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
  await under('jiangsu')
  await grants({})
  const asked = { purpose: 'other-duties', stated: '对投标人资格的审查', subject: stranger }
  const count = async () => (await ports.database.one<{ n: number }>`select count(*)::int as n from act_group where kind = 'inquiry.answered'`)!.n
  const answered = await count()
  await ports.owner.run`revoke insert on inquiry from probity_app`
  await assert.rejects(asks(asked), /permission denied/)
  assert.equal(await count(), answered)
  await ports.owner.run`grant insert on inquiry to probity_app`
  assert.equal(await asks(asked), '1 shown')
  assert.equal(await asks(asked), '1 shown')
  const last = (await whoLooked(ports.database, stranger, { after: null, limit: 1 }))[0]!.sequence
  await ports.owner.run`delete from inquiry where sequence = ${last - 1}`
  assert.deepEqual(await inquiryGaps(ports.database), { lines: [last - 1], acts: [] })
  await ports.owner.run`delete from inquiry where sequence = ${last}`
  assert.deepEqual((await inquiryGaps(ports.database)).lines, [last - 1, last], 'the last one too: the acts say that there was one')
})

test('an inquiry names items of the catalog and no other text, which would stay in its line', async () => {
  await under('guangdong')
  assert.equal(await asks({ purpose: 'procurement', items: ['由汪明辉负责，身份证号11010519491231002X'] }), 'item-unknown -')
  const kept = await ports.database.rows<{ content: string | null }>`select content from act where content like '%汪明辉%'`
  assert.deepEqual(kept, [])
})
