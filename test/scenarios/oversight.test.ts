/** Oversight on a real register, in each pack: whose desk shows whom, a case with its trail from the opening to the close, and what is no omission. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import { readOwn } from '../../src/database/restricted.ts'
import { type ClientRole, registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import type { Outcome } from '../../src/law/outcome.ts'
import type { PackId } from '../../src/law/types.ts'
import { announceChange, countBoard, setFeedInterval } from '../../src/register/accountability/acts.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import { grantAccess, reviewUse } from '../../src/register/inquiries/office/acts.ts'
import { noticeFor } from '../../src/register/notices/acts.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { actOnCase, caseFor, casesOf, decideNoMeasure, nameArrangement, openCase, placeBody, rebuildOversightClocks } from '../../src/register/oversight/acts.ts'
import type { Command, OversightCase } from '../../src/register/oversight/case.ts'
import { deskOf } from '../../src/register/oversight/desk/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { delivered, unitFor } from '../support/delivered.ts'
import { laws } from '../support/law.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import type { TestPorts } from '../support/ports.ts'

/** The department in charge of the city, the superior organ, a unit of another city, and a collector. */
const [department, superior, elsewhere, collector] = ['91330200071451933T', '91330200084752786H', '11970100MB0000115M', '91330200058290389A']
let at: Objected
let ports: TestPorts

const value = <T>(done: Outcome<T>): T => { assert.ok(done.ok, JSON.stringify(done)); return done.value }
const said = (done: Outcome<unknown>): string => (done.ok ? 'ok' : `${done.refusals[0].code} ${done.refusals[0].rule ?? '-'}`)
const under = (pack: PackId) => ports.setLaw(laws[pack])
const open = (by: string, body: string, matter: string, about = '', answerUntil = ports.today().toString()) =>
  openCase(ports, { actor: by, account: '5' }, { body, matter, facts: '未按规定办理，见所附记录。', about, answerUntil })
const act = async (by: string, id: number, command: Command): Promise<OversightCase> => value(await actOnCase(ports, { actor: by, account: '5' }, id, command))
const answer: Command = { do: 'answer', answer: '因系统切换漏办，已经补办。' }
const order = (takenOn: string, until: string | null): Command =>
  ({ do: 'step', step: 'order-to-correct', takenOn, result: '已送达。', document: '责改〔2026〕3号', until, fine: null })
const close: Command = { do: 'close', finding: 'breach', reasons: '经核查，逾期属实，已经改正。' }

before(async () => {
  at = await objected({ packId: 'jiangsu', today: '2026-11-02', records: 3 })
  ports = at.ports
  for (const unit of [department, superior]) await unitFor(ports, unit, 'administrative-organ/development-and-reform', [])
  await placeBody(ports, 'operator', { code: provider, as: 'unit', area: '330203', document: '隶属关系说明' })
})
after(() => ports.close())

test('what is entered about charges is checked: role, area, document, body', async () => {
  const place = (change: object) => placeBody(ports, 'operator', { code: department, as: 'competent-department', area: '3302', document: '三定规定', ...change })
  assert.deepEqual(await Promise.all([place({ as: 'king' }), place({ area: '33020' }), place({ document: ' ' }), place({ code: '91330200999999999X' }),
    place({ code: collector, as: 'establishment' }), place({ document: '张三 110101199003074258' })].map(async (p) => (said(await p)).split(' ')[0])),
  ['body-role-unknown', 'area-unreadable', 'charge-document-missing', 'body-unknown', 'body-unknown', 'personal-data'])
  assert.equal(said(await open(department, provider, 'not-revoked')), 'no-charge -')
  value(await place({}))
  value(await placeBody(ports, 'operator', { code: superior, as: 'government', area: '330000', document: '组织法' }))
})

test('js-69-1 an overdue clock: the desk lists it, the case has its trail attached, and closes with an order', async () => {
  const objection = value(await lodgeObjection(ports, objector, { subject: objector, record: at.records[0]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年。', at: 'provider', evidence: [] }))
  value(await setPeriod(ports, 'operator', { rule: 'js-64-1b', amount: 7, unit: 'working-day', from: '2026-11-01', office: '省信用办', basis: '试行办法' }))
  ports.setToday('2026-12-01')
  assert.equal((await dailyRun(ports)).missed, 1)
  const desk = await deskOf(ports, department)
  const [line] = desk.bodies.find((b) => b.code === provider)!.overdue
  assert.deepEqual([line!.kind, line!.case, line!.rule, line!.due], ['objection', objection, 'js-64-1b', '2026-11-11'])

  assert.equal(said(await open(department, provider, 'not-revoked', 'miss:999999')), 'about-unknown -')
  assert.equal(said(await open(department, 'operator', 'not-revoked')), 'outside-area -')
  const id = value(await open(department, provider, 'objection-or-restoration-failed', `miss:${line!.miss}`, '2026-12-08'))
  const c = value(await caseFor(ports, provider, id))
  assert.deepEqual(c.trail.missed, [{ act: line!.miss, step: 'review', rule: 'js-64-1b', from: '2026-11-02', due: '2026-11-11' }])
  assert.deepEqual(c.trail.acts.map((a) => a.kind), ['objection.lodged', 'record.marked', 'deadline.missed'])
  assert.equal(said(await caseFor(ports, superior, id)), 'oversight-unknown -', 'for its parties alone')
  assert.equal(said(await actOnCase(ports, department, id, close)), 'not-heard -')
  await act(provider, id, answer)
  assert.equal(said(await actOnCase(ports, department, id, close)), 'case-incomplete js-69-1')
  await act(department, id, order('2026-12-01', '2026-12-15'))
  assert.equal((await act(department, id, close)).closed!.finding, 'breach')
  assert.deepEqual((await casesOf(ports, provider)).map((one) => [one.id, one.steps[0]!.document]), [[id, '责改〔2026〕3号']], 'on the file of the unit')
})

test('js-69-2 use beyond a duty is seen in a review of the log, and a case is opened from its line', async () => {
  value(await grantAccess(ports, 'operator', {
    unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '监管', use: '监管', document: '职责规定', from: '2026-01-01', until: null,
  }))
  value(await answerInquiry(ports, { actor: provider, account: '7' }, {
    subject: objector, ground: 'inquiry-by-authority', purpose: 'other-duties', stated: '对食品经营的监督检查', reference: '无此案', items: null, channel: 'api', client: null,
  }))
  assert.deepEqual((await deskOf(ports, department)).reviewed, [], 'nobody has looked at it')
  value(await reviewUse(ports, { actor: 'operator', account: '4' }, { from: 1, to: 1, outcome: '第1行所写案号查无此案，超出职责范围。' }))
  const [line] = (await deskOf(ports, department)).reviewed
  assert.deepEqual([line!.sequence, line!.inquirer_code, line!.outcome], [1, provider, '第1行所写案号查无此案，超出职责范围。'])
  const c = value(await caseFor(ports, department, value(await open(department, provider, 'use-beyond-duty', 'inquiry:1'))))
  assert.equal(c.rule, 'js-69-2')
  assert.deepEqual([c.trail.inquiry!.line, c.trail.inquiry!.stated, c.trail.inquiry!.reference], [1, '对食品经营的监督检查', '无此案'])
  assert.deepEqual(c.trail.acts.map((a) => a.kind), ['inquiry.answered', 'inquiry.use-reviewed'])
  assert.equal(said(await open(department, elsewhere, 'use-beyond-duty', 'inquiry:1')), 'body-unknown -')
})

test('js-19 the comprehensive department oversees a unit and does not decide in its place', async () => {
  const second = value(await lodgeObjection(ports, objector, { subject: objector, record: at.records[1]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年。', at: 'provider', evidence: [] }))
  assert.ok((await deskOf(ports, department)).bodies.some((b) => b.code === provider), 'it sees the unit')
  assert.equal(said(await actOnObjection(ports, department, second, { do: 'decide', verdict: 'keep', reasons: '经核查许2号决定书原件，登记无误。' })), 'case-unknown -')
  assert.equal(said(await decideNoMeasure(ports, department, { subject: objector, record: at.records[1]!, reasons: '首次违法且已经改正，不采取措施。' })).split(' ')[0], 'not-the-provider')
  value(await actOnObjection(ports, provider, second, { do: 'decide', verdict: 'keep', reasons: '经核查许2号决定书原件，登记无误。' }))
})

test('js-60 ln-34 an establishment without a procedure, and a unit without a contact, are shown as not compliant until they name it', async () => {
  under('jiangsu')
  value(await placeBody(ports, 'operator', { code: collector, as: 'establishment', area: '330200', document: '备案表', nameZh: '宁波演示信用评估有限公司', nameEn: 'Demonstration Rating' }))
  const missing = async (code: string) => (await deskOf(ports, department)).bodies.find((b) => b.code === code)!.missing.map((e) => `${e.code} ${e.rule}`)
  assert.deepEqual(await missing(collector), ['objection-procedure js-60'])
  value(await nameArrangement(ports, { actor: collector, account: '9' }, { contact: '异议受理室', procedure: '异议处理办法（2026年）' }))
  assert.deepEqual(await missing(collector), [])
  under('liaoning')
  assert.deepEqual(await missing(provider), ['objection-contact ln-34'])
  assert.equal(said(await nameArrangement(ports, provider, { contact: '张三 13812345678', procedure: '' })).split(' ')[0], 'personal-data', 'an office, never a person')
  value(await nameArrangement(ports, provider, { contact: '信用管理科 0574-12345', procedure: '' }))
  assert.deepEqual(await missing(provider), [])
})

test('gd-6-2 hn-5-1 xm-3-2 ln-6a the desk of a department shows the bodies of its area alone, with what is overdue', async () => {
  await unitFor(ports, elsewhere, 'administrative-organ/ecology', [])
  const third = (await deskOf(ports, superior)).bodies.map((b) => b.code)
  assert.ok(!third.includes(elsewhere) && third.includes(provider), 'another province')
  for (const pack of ['guangdong', 'hunan', 'xiamen', 'liaoning'] as const) {
    under(pack)
    // Of the district, then of another district, then of the city.
    const seen = async (area: string) => {
      value(await placeBody(ports, 'operator', { code: department, as: 'competent-department', area, document: '三定规定' }))
      return (await deskOf(ports, department)).bodies
    }
    const [one, ...others] = await seen('330203')
    assert.deepEqual([one!.code, others.length], [provider, 0], pack)
    assert.deepEqual(one!.overdue.map((o) => `${o.rule} ${o.due}`), ['js-64-1b 2026-11-11'], `${pack}: what is overdue`)
    assert.deepEqual(await seen('330204'), [], pack)
    assert.deepEqual((await seen('3302')).map((b) => b.code).sort(), [collector, provider, superior].sort(), pack)
  }
  assert.deepEqual((await deskOf(ports, provider)).bodies, [], 'a unit in charge of nothing sees nobody')
})

test('ln-51 a feed is late: a talk is held, and step, day and result are on the file of the provider', async () => {
  under('liaoning')
  assert.equal(said(await open(department, provider, 'not-provided', 'feed:licence')).split(' ')[0], 'feed-not-late')
  // Deliveries are stamped by the database's own clock.
  await ports.database.run`update delivery set received_at = '2026-11-02'`
  value(await setFeedInterval(ports, 'operator', { unit: provider, item: 'licence', minutes: 1440, office: '省信用办', basis: '报送要求' }))
  value(await announceChange(ports, provider, 'licence', ports.now()))
  ports.setToday('2026-12-12')
  assert.deepEqual((await deskOf(ports, department)).bodies.find((b) => b.code === provider)!.lateFeeds.map((f) => f.item), ['licence'])
  const id = value(await open(department, provider, 'not-provided', 'feed:licence', '2026-12-20'))
  const talked = await act(department, id, { do: 'step', step: 'talk', takenOn: '2026-12-12', result: '说明原因，承诺三日内补报。', document: '', until: null, fine: null })
  assert.ok(talked.trail.feed!.days >= 10, JSON.stringify(talked.trail.feed))
  const file = (await casesOf(ports, provider)).find((c) => c.id === id)!
  assert.deepEqual(file.steps.map((s) => [s.step, s.takenOn, s.result]), [['talk', '2026-12-12', '说明原因，承诺三日内补报。']])
  const own = await readOwn(ports.database, provider, (db) => db.rows<{ step: string }>`select step from oversight_act where case_id = ${id} and step is not null`)
  assert.deepEqual(own.map((o) => o.step), ['talk'], 'the database gives it to the provider too')
  assert.deepEqual(await readOwn(ports.database, objector, (db) => db.rows`select case_id from oversight_case`), [], 'and to nobody else')
})

test('ln-52a a reasoned decision for no measure counts as handled: no case of an omission is opened on it', async () => {
  const record = at.records[0]!
  const omission = (n: number) => open(superior, provider, 'measure-omitted', `record:${objector}:${n}`)
  assert.equal(said(await decideNoMeasure(ports, provider, { subject: objector, record, reasons: '同意' })), 'reasons-missing ln-52a')
  value(await omission(at.records[1]!))
  value(await decideNoMeasure(ports, { actor: provider, account: '5' }, { subject: objector, record, reasons: '首次违法且已经改正，不采取惩戒措施。' }))
  assert.equal(said(await omission(record)), 'handled-with-reasons ln-52a')
  assert.equal(said(await open(department, provider, 'measure-omitted')), 'organ-not-named ln-52a', 'the text gives it to the superior organ')
})

test('gd-55-1 hn-44a a listing, a measure without notice: the superior organ’s case has the trail of the record, and no letter is in it', async () => {
  under('guangdong')
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence', 'serious-list-entry', 'administrative-measure'])
  await delivered(ports, provider, 'serious-list-entry', [{
    机构名称: '宁波演示有限公司', 统一社会信用代码: objector, 名单名称: '严重失信主体名单', 列入决定书文号: '列1号', 列入日期: '2026-11-20', 列入事由: '逾期不履行', 列入决定机关: '演示市场监督管理局',
  }])
  await delivered(ports, provider, 'administrative-measure', [{
    行政相对人名称: '宁波演示有限公司', 统一社会信用代码: objector, 决定文书号: '措1号', 措施类别: '约谈', 决定日期: '2026-11-20', 决定机关: '演示市场监督管理局',
  }])
  for (const [pack, item, matter] of [['guangdong', 'serious-list-entry', 'listing-against-standards'], ['hunan', 'administrative-measure', 'measure-beyond-list']] as const) {
    under(pack)
    const record = (await ports.database.one<{ record_id: number }>`select record_id from record where item_id = ${item}`)!.record_id
    const id = value(await open(superior, provider, matter, `record:${objector}:${record}`))
    const { trail } = value(await caseFor(ports, superior, id))
    assert.deepEqual(trail.acts.map((a) => `${a.kind} ${a.act === record}`), ['record.accepted true'], pack)
    await act(provider, id, answer)
    const ordered = await act(superior, id, order('2026-12-12', null))
    assert.equal(ordered.steps[0]!.step, 'order-to-correct', pack)
  }
})

test('gd-56-1 hn-45a js-70a ln-53a a fine is recorded as the department decided it, within the range of its text; no organ is fined', async () => {
  const fine = async (pack: PackId, amount: number, gravity = '') => {
    under(pack)
    const id = value(await open(department, collector, 'collector-breach'))
    value(await actOnCase(ports, collector, id, answer))
    return [id, said(await actOnCase(ports, department, id, {
      do: 'step', step: 'fine', takenOn: '2026-12-12', result: '罚款决定已送达。', document: '罚〔2026〕1号', until: null, fine: { amount, gravity },
    }))] as const
  }
  assert.equal((await fine('guangdong', 600_000))[1], 'fine-outside-range gd-56-1')
  assert.equal((await fine('jiangsu', 250_000, 'serious'))[1], 'fine-outside-range js-70a')
  assert.equal((await fine('liaoning', 40_000))[1], 'fine-outside-range ln-53a')
  const [id, done] = await fine('hunan', 300_000)
  assert.equal(done, 'ok')
  assert.equal(said(await actOnCase(ports, department, id, close)), 'case-incomplete hn-45a')
  await act(department, id, order('2026-12-12', null))
  assert.equal(said(await actOnCase(ports, department, id, close)), 'case-incomplete hn-45a', 'and its time')
  await act(department, id, order('2026-12-12', '2026-12-30'))
  await act(department, id, close)
  assert.equal(said(await open(department, provider, 'collector-breach')), 'matter-not-for-body hn-45a')
})

test('xm-54-1 an objection left unhandled for thirty days: the overdue trail is attached and an order recorded, also against the managing body', async () => {
  under('xiamen')
  value(await placeBody(ports, 'operator', { code: 'operator', as: 'unit', area: '330200', document: '组建文件' }))
  const objection = value(await lodgeObjection(ports, objector, {
    subject: objector, record: at.records[2]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年。', at: 'operator', evidence: [],
  }))
  ports.setToday('2027-01-12')
  await dailyRun(ports)
  const id = value(await open(department, 'operator', 'objection-or-restoration-failed', `objection:${objection}`))
  const { trail } = value(await caseFor(ports, 'operator', id))
  assert.deepEqual(trail.missed.map((m) => [m.rule, m.from, m.due]), [['xm-33-1', '2026-12-12', '2026-12-22']])
  assert.ok(trail.acts.some((a) => a.kind === 'deadline.missed') && trail.acts.some((a) => a.kind === 'objection.lodged'))
  await act('operator', id, answer)
  await act(department, id, order('2027-01-12', '2027-01-20'))
  assert.equal((await act(department, id, close)).steps[0]!.until, '2027-01-20')
})

test('machines: the desk, a case and its steps; another’s case is not there, and nothing is entered without the role', async () => {
  under('hunan')
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  try {
    const token = async (unitCode: string, roles: readonly ClientRole[]): Promise<string> => {
      const { privateKey: _, publicKey } = generateKeyPairSync('ed25519')
      const clientId = `${unitCode}.${roles.join('')}`
      value(await registerClient(ports, { clientId, unitCode, publicKey: publicKey.export({ format: 'jwk' }) as JWK, roles }))
      return `Bearer ${(await issueToken(ports, { clientId, unitCode, roles })).token}`
    }
    const [officer, clerk, unit] = [await token(department, ['decide']), await token(department, ['deliver']), await token(provider, ['decide'])]
    const ask = (authorization: string, url: string, payload?: object) =>
      app.inject({ method: payload === undefined ? 'GET' : 'POST', url: `/api/v1/oversight${url}`, headers: { authorization }, ...(payload === undefined ? {} : { payload }) })
    const desk = (await ask(officer, '')).json<{ bodies: { code: string }[] }>()
    assert.ok(desk.bodies.some((b) => b.code === provider))
    const opening = { body: collector, matter: 'collector-breach', facts: '不核实异议，来函未答。', answerUntil: '2027-01-12' }
    assert.equal((await ask(clerk, '/cases', opening)).statusCode, 403)
    assert.equal((await ask(clerk, '/bodies', { code: department, as: 'government', area: '33', document: '无' })).statusCode, 403)
    const opened = await ask(officer, '/cases', opening)
    assert.equal(opened.statusCode, 201, opened.body)
    const { case: id } = opened.json<{ case: number }>()
    assert.equal((await ask(unit, `/cases/${id}`)).statusCode, 404)
    value(await actOnCase(ports, collector, id, answer))
    const refused = await ask(officer, `/cases/${id}/acts`, { do: 'step', step: 'fine', takenOn: '2027-01-12', result: '已送达。', fine: { amount: 350_000 } })
    assert.deepEqual([refused.statusCode, refused.json<{ code: string; rule: string }>().code, refused.json<{ rule: string }>().rule], [422, 'fine-outside-range', 'hn-45a'])
    const taken = await ask(officer, `/cases/${id}/acts`, { do: 'step', step: 'fine', takenOn: '2027-01-12', result: '已送达。', fine: { amount: 60_000 } })
    assert.deepEqual(taken.json<{ steps: { fine: object }[] }>().steps.map((s) => s.fine), [{ amount: 60_000, gravity: 'any' }])
    const ordered = await ask(officer, `/cases/${id}/acts`, { do: 'step', step: 'order-to-correct', takenOn: '2027-01-12', result: '核实异议并答复。', days: 15 })
    assert.deepEqual(ordered.json<{ owed: object }>().owed, { since: '2027-01-12', until: '2027-01-27' })
    value(await placeBody(ports, 'operator', { code: superior, as: 'government', area: '330000', document: '组织法' }))
    const about = value(await open(superior, provider, 'not-provided'))
    value(await actOnCase(ports, provider, about, answer))
    await act(superior, about, order('2027-01-12', null))
    assert.equal((await ask(officer, `/cases/${id}/acts`, { do: 'report', report: '已经补报，回执附卷。' })).json<{ code: string }>().code, 'oversight-not-yours')
    const reported = await ask(unit, `/cases/${about}/acts`, { do: 'report', report: '已经补报，回执附卷。' })
    assert.deepEqual([reported.statusCode, reported.json<{ owed: null; reports: { on: string }[] }>().owed, reported.json<{ reports: { on: string }[] }>().reports[0]!.on], [200, null, '2027-01-12'])
    assert.ok((await ask(officer, '/cases')).json<{ items: { case: number }[] }>().items.some((c) => c.case === id))
  } finally {
    await app.close()
  }
})

test('hn-45c hn-38-1 an establishment has notice of the case and may answer; ordered on 4 March with fifteen days, it is overdue when the 19th ends', async () => {
  under('hunan')
  ports.setToday('2027-01-12')
  const letters = async (to: string) => (await ports.database.rows<{ notice_id: number; template: string; issuer: string; case_id: number }>`
    select notice_id, template, issuer, case_id from notice where to_code = ${to} order by notice_id`).filter((n) => n.template.startsWith('oversight-'))
  const clock = () => ports.database.one<{ rule: string; due_on: string | null; why: string | null; missed: boolean }>`
    select rule, due_on, why, missed_act is not null as missed from clock where kind = 'oversight' and case_id = ${id}`
  const id = value(await open(department, collector, 'collector-breach', '', '2027-01-20'))
  const [opened] = (await letters(collector)).slice(-1)
  assert.deepEqual([opened!.template, opened!.issuer, opened!.case_id], ['oversight-opened', department, id])
  const letter = value(await noticeFor(ports, collector, opened!.notice_id))
  assert.match(letter.letter.paragraphs[2]!.en, /until 20 January 2027, that day included/)
  assert.deepEqual([letter.to.name.zh, letter.letter.rules], ['宁波演示有限公司', ['hn-45a']])
  await act(collector, id, answer)
  assert.equal(await clock(), null, 'nothing is ordered')
  ports.setToday('2027-03-04')
  const ordered = order('2027-03-04', null)
  await act(department, id, ordered)
  assert.deepEqual(await clock(), { rule: 'hn-45c', due_on: null, why: 'period-not-set', missed: false })
  assert.equal(said(await actOnCase(ports, department, id, { ...ordered, until: '2027-03-19', days: 15 } as Command)), 'term-unfit hn-45a')
  await act(department, id, { ...ordered, days: 15 } as Command)
  assert.deepEqual(await clock(), { rule: 'hn-45c', due_on: '2027-03-19', why: null, missed: false })
  ports.setToday('2027-03-19')
  await dailyRun(ports)
  assert.equal((await clock())!.missed, false, 'its last day')
  ports.setToday('2027-03-20')
  await dailyRun(ports)
  assert.equal((await clock())!.missed, true)
  const desk = (await deskOf(ports, department)).bodies.find((b) => b.code === collector)!.overdue
  assert.deepEqual(desk.filter((o) => o.case === id).map((o) => [o.kind, o.rule, o.due]), [['oversight', 'hn-45c', '2027-03-19']])
  await act(collector, id, { do: 'report', report: '已经逐项核实来函所列异议并答复。' })
  assert.equal(await clock(), null)
  await act(department, id, close)
  assert.deepEqual((await letters(collector)).filter((n) => n.case_id === id).map((n) => n.template), ['oversight-opened', 'oversight-ordered', 'oversight-ordered', 'oversight-closed'])
  // Of an establishment it is for the two parties: not for the public, not for another organisation.
  const seen = (db: { rows: typeof ports.database.rows }) => db.rows`select act_id from clock_missed where kind = 'oversight' and party = ${collector!}`
  assert.deepEqual(await seen(ports.publicReads), [])
  assert.deepEqual(await readOwn(ports.database, stranger, seen), [])
  assert.equal((await readOwn(ports.database, collector, seen)).length, 3, 'its own, of this case and of the two before')
  // One that no organisation of the register is has its letter by the name it was entered under.
  const entered = '91440300MA5DA1WK2F'
  value(await placeBody(ports, 'operator', { code: entered, as: 'association', area: '330200', document: '备案表', nameZh: '演示信用行业协会' }))
  value(await open(department, entered, 'collector-breach'))
  const [own] = await letters(entered)
  assert.equal(value(await noticeFor(ports, entered, own!.notice_id)).to.name.zh, '演示信用行业协会')
})

test('an office’s order that was not carried out in time stands on the public board; the operator has its letters too', async () => {
  under('xiamen')
  const told = (await ports.database.rows<{ template: string }>`select template from notice where to_code = 'operator' order by notice_id`).map((n) => n.template)
  assert.deepEqual(told.filter((t) => t.startsWith('oversight-')), ['oversight-opened', 'oversight-ordered', 'oversight-closed'])
  const [missed] = await ports.publicReads.rows<{ party: string; rule: string; due_on: string }>`
    select party, rule, due_on from clock_missed where kind = 'oversight' and party = 'operator'`
  assert.deepEqual(missed, { party: 'operator', rule: 'xm-54-1', due_on: '2027-01-20' }, 'its case was closed on the order, and nothing was reported')
})

test('the public board counts orders to correct of offices, and of nobody else', async () => {
  const board = await countBoard({ ...ports, database: ports.publicReads })
  const orders = board.offices.flatMap((o) => (o.total.orders === 0 ? [] : [[o.office.code, o.total.orders] as const]))
  assert.deepEqual(orders.sort(), [[provider, 4], ['operator', 1]])
})

test('the acts alone say the same', async () => {
  const oversight = (await rebuild(ports.owner, projectors, finishRebuild(ports), false)).filter((d) => /oversight|no_measure|notice|clock_missed/.test(d.table))
  assert.deepEqual(oversight, [])
  under('hunan')
  const clocks = () => ports.database.rows`select * from clock where kind = 'oversight' order by case_id`
  const before = await clocks()
  await ports.database.transaction(async (tx) => {
    await tx.run`delete from clock where kind = 'oversight'`
    await rebuildOversightClocks(tx, ports, async (some, _actOf, work) => work(some))
  })
  assert.ok(before.length > 0)
  assert.deepEqual(await clocks(), before)
})
