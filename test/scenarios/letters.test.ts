/** Letters that reach people, on a real register under Xiamen: each application closed is told of in writing, and its delivery is recorded. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { rebuild } from '../../src/acts/rebuild.ts'
import { choices, listOf } from '../../src/law/closed-list.ts'
import { authorise, endWithholding, revokeAuthorisation, withhold } from '../../src/register/consent/acts.ts'
import { endAccess, grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { noticeFor, noticeTemplates, openNotice, recordService } from '../../src/register/notices/acts.ts'
import * as store from '../../src/register/notices/store.ts'
import { noticeCheck, noticeColumns } from '../../src/law/written-notice.ts'
import { csvTemplate } from '../../src/register/ingestion/template.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { eraseIn } from '../../src/register/records/erasure/acts.ts'
import { actOnRestoration, applyForRestoration } from '../../src/register/restoration/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { delivered, deliverCsv, unitFor } from '../support/delivered.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { laws } from '../support/law.ts'
import { penalty } from '../support/penalised.ts'
import { picture } from '../support/picture.ts'

let at: Objected
before(async () => { at = await objected({ packId: 'xiamen', today: '2026-06-01', records: 3 }) })
after(() => at.ports.close())

const me = { actor: objector, account: '1' }
const must = <T>(done: { readonly ok: boolean; readonly value?: T }): T => {
  assert.ok(done.ok, JSON.stringify(done))
  return done.value as T
}
const letters = () => at.ports.database.rows<store.NoticeRow>`select * from notice order by notice_id`

/** How each kind of application is closed here. */
const closing: Readonly<Record<string, () => Promise<unknown>>> = {
  async objection() {
    const id = must(await lodgeObjection(at.ports, objector, {
      subject: objector, record: at.records[0]!, ground: 'error', explanation: '许可有效期登记有误，应为2036年。', at: 'operator', evidence: [],
    }))
    must(await actOnObjection(at.ports, 'operator', id, { do: 'decide', verdict: 'keep', reasons: '许1号原件与登记一致，所称错误不成立。' }))
    must(await actOnObjection(at.ports, 'operator', id, { do: 'close' }))
  },
  async restoration() {
    await delivered(at.ports, provider, 'penalty', [penalty(1, '2026-02-20', '一般')])
    const { record_id: record } = (await at.ports.database.one<{ record_id: number }>`select record_id from record where identity = '罚1号'`)!
    const id = must(await applyForRestoration(at.ports, me, {
      subject: objector, records: [record], at: 'provider', ways: [], correctedOn: '2026-03-01', orderedUntil: null, commitment: true,
      explanation: '罚款已经缴清，违法行为已经改正。', evidence: [picture()],
    }))
    must(await actOnRestoration(at.ports, { actor: provider, account: '7' }, id, {
      do: 'decide', verdict: 'grant', reasons: '罚1号所列义务已经履行，整改报告经核查属实，予以修复。', effect: 'no-inquiry', fulfilled: [], inTime: null, provision: '',
    }, []))
  },
  async withholding() {
    const giver = '53330000501879009Q'
    await unitFor(at.ports, giver, 'administrative-organ/civil-affairs', ['xm-charity'])
    await deliverCsv(at.ports, giver, 'xm-charity', [{
      机构名称: '宁波演示有限公司', 统一社会信用代码: objector, 证书号: '捐1号', 公益项目: '助学捐赠', 认定日期: '2026-05-01', 认定单位: '演示慈善总会',
    }])
    must(await withhold(at.ports, me, [await donation()]))
  },
  'withholding-end': async () => must(await endWithholding(at.ports, me, await donation())),
  authorisation: async () => must(await authorise(at.ports, me, authorisation(provider))),
  async 'authorisation-revocation'() {
    const { id } = (await at.ports.database.one<{ id: number }>`select max(authorisation_id) as id from authorisation`)!
    must(await revokeAuthorisation(at.ports, me, id))
  },
  access: async () => must(await grantAccess(at.ports, 'operator', {
    unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '履职需要', use: '行政许可', document: '厦信〔2026〕1号', from: '2026-06-01', until: null,
  })),
}
const donation = async () => (await at.ports.database.one<{ record_id: number }>`select record_id from record where item_id = 'xm-charity'`)!.record_id
const authorisation = (inquirer: string, until = '2026-06-20') => ({ inquirer, purpose: 'procurement', categories: ['administrative'], until, alone: true })

test('xm-37-1 every kind of application the text knows is closed with a letter that tells its outcome, and its delivery is recorded', async () => {
  const { templates } = await noticeTemplates()
  const kinds = choices(listOf(at.ports.law().pack, 'applications')).map((e) => e.code)
  assert.deepEqual(kinds, Object.keys(closing), 'each kind of the list is tried')
  for (const kind of kinds) {
    const before = new Set((await letters()).map((n) => n.notice_id))
    await closing[kind]!()
    const of = templates.find((t) => t.closes === kind)
    const made = (await letters()).filter((n) => !before.has(n.notice_id) && n.template === of?.id)
    assert.equal(made.length, 1, `${kind}: its outcome in writing`)
    const [{ notice_id: id, to_code: to, issuer }] = made as [store.NoticeRow]
    assert.equal(to, kind === 'access' ? provider : objector, `${kind}: to whoever applied`)
    // Opened by its addressee, or handed over on paper by its issuer: each is a proof, with its day.
    if (kind === 'withholding') must(await recordService(at.ports, issuer, id, { channel: 'paper', document: '送达回证1号', on: '2026-06-01' }))
    else must(await openNotice(at.ports, to, id))
    const told = must(await noticeFor(at.ports, to, id))
    assert.deepEqual(told.proofs.map((p) => [p.kind, p.received ?? p.on]), [[kind === 'withholding' ? 'notice.served' : 'notice.read', '2026-06-01']], kind)
    assert.ok(told.letter.rules.includes('xm-37-1') && told.letter.remedies.length > 0, kind)
  }
})

test('what happens to a record without an application is told as well: withdrawn by its unit, deleted by law; an authorisation that runs out, once', async () => {
  const before = (await letters()).length
  must(await withdrawRecord(at.ports, { subject: objector, record: at.records[1]!, provider, reason: '许可已经撤销。', document: '撤1号', rule: null }))
  const erased = await at.ports.database.transaction((tx) =>
    eraseIn(tx, at.ports, 'operator', { subject: objector, record: at.records[2]!, reason: '无法核实，依法删除。', rules: ['xm-33-1'] }))
  assert.ok(erased.ok)
  must(await authorise(at.ports, me, authorisation(stranger)))
  const accessId = (await at.ports.database.one<{ id: number }>`select max(access_id) as id from inquiry_access`)!.id
  must(await endAccess(at.ports, 'operator', accessId))
  await dailyRun(at.ports)
  at.ports.setToday('2026-06-21')
  await dailyRun(at.ports)
  at.ports.setToday('2026-06-22')
  await dailyRun(at.ports)
  const made = (await letters()).slice(before)
  assert.deepEqual(made.map((n) => `${n.template} ${n.to_code === objector ? 'objector' : n.to_code === provider ? 'unit' : n.to_code}`), [
    'record-withdrawn objector', 'record-erased objector', 'authorisation-granted objector', 'access-ended unit', 'authorisation-ended objector'])
  const gone = must(await noticeFor(at.ports, objector, made[1]!.notice_id))
  assert.doesNotMatch(JSON.stringify(gone.letter), /许3号/, 'what was deleted does not live on in the letter')
  assert.match(gone.letter.paragraphs[0]!.zh, new RegExp(`编号${at.records[2]}）`))
  at.ports.setToday('2026-06-01')
})

test('where the text in force asks for no such letter none is made', async () => {
  const xiamen = at.ports.law()
  const before = (await letters()).length
  at.ports.setLaw(laws.hunan)
  must(await authorise(at.ports, me, { ...authorisation(provider), purpose: choices(listOf(laws.hunan.pack, 'authorisation-purposes'))[0]!.code }))
  at.ports.setLaw(xiamen)
  assert.equal((await letters()).length, before)
})

test('xm-11-2 untrustworthiness information without proof of the written notice before it is returned, saying what cures it; under other texts nobody asks', async () => {
  const bare = { ...penalty(2, '2026-05-20', '一般'), 处罚机关统一社会信用代码: provider }
  const notice = { 书面告知文书号: '演市监告〔2026〕2号', 书面告知日期: '2026-05-21' }
  await unitFor(at.ports, provider, 'administrative-organ/market-regulation', ['licence', 'penalty'])
  const deliver = async (row: Readonly<Record<string, string>>) => {
    const { delivery, returned } = await deliverCsv(at.ports, provider, 'penalty', [row])
    return returned.length === 0 ? `accepted ${delivery!.accepted}` : returned.flatMap((r) => r.findings.map((f) => `${f.code} ${f.rule} ${f.column}`)).join()
  }
  assert.equal(await deliver(bare), 'written-notice-missing xm-11-2 书面告知文书号')
  assert.equal(await deliver({ ...bare, 书面告知文书号: notice.书面告知文书号 }), 'written-notice-missing xm-11-2 书面告知日期')
  assert.equal(await deliver({ ...bare, ...notice, 书面告知日期: '2026-06-02' }), 'date-in-future xm-11-2 书面告知日期', 'a notice still to come is none')
  assert.equal(await deliver({ ...bare, ...notice }), 'accepted 1')
  assert.equal(await deliver({ ...bare, 行政处罚决定书文号: '罚3号', 免予书面告知的法律依据: '《演示法》第3条' }), 'accepted 1', 'unless law provides otherwise')
  const item = at.ports.law().catalog.find((i) => i.id === 'penalty')!
  assert.match(Buffer.from(csvTemplate(item)).toString(), /书面告知文书号,书面告知日期,免予书面告知的法律依据/)
  assert.equal(noticeColumns(at.ports.law().catalog.find((i) => i.id === 'licence')!, at.ports.law().pack), null, 'a licence needs none')
  for (const law of Object.values(laws)) {
    const penalties = law.catalog.find((i) => i.id === 'penalty')!
    assert.deepEqual([noticeCheck(penalties, law.pack) !== null, penalties.fields.some((f) => f.name === '书面告知日期')], Array(2).fill(law.pack.id === 'xiamen'), law.pack.id)
  }
})

test('the acts alone say the same', async () => {
  assert.deepEqual(await rebuild(at.ports.owner, projectors, finishRebuild(at.ports), false), [])
})
