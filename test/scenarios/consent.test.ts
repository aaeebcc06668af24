/** Consent as stories on a real register: what an organisation lets others see, and what it keeps from view. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { JWK } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import { consentCommand, mineCommand } from '../../src/cli/consent.ts'
import type { CommandIo } from '../../src/cli/io.ts'
import { registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { PackId } from '../../src/law/types.ts'
import { authorisationsFor, authorise, endWithholding, revokeAuthorisation, withheldItems, withhold } from '../../src/register/consent/acts.ts'
import type { AuthorisationRequest } from '../../src/register/consent/authorisation.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { answerInquiry, inquiryGaps } from '../../src/register/inquiries/acts.ts'
import { grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { archivePage, publicRecord } from '../../src/register/records/store.ts'
import { fileOf, historyOf } from '../../src/register/self-inquiry/acts.ts'
import { makeStatement, withdrawStatement } from '../../src/register/statements/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { deliverCsv, delivered, unitFor } from '../support/delivered.ts'
import { type Objected, objected, objector, provider, stranger } from '../support/objected.ts'
import { ownFolder } from '../support/own-folder.ts'
import { penalty } from '../support/penalised.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'

const page = { items: null, year: null, order: 'newest', after: null, limit: 50, offset: 0 } as const
const me = { actor: objector, account: '1' }

async function story(packId: PackId, today: string, tell: (register: Objected) => Promise<void>): Promise<void> {
  const register = await objected({ packId, today })
  try {
    await tell(register)
    assert.deepEqual(await rebuild(register.ports.owner, projectors, finishRebuild(register.ports), false), [], 'the acts alone say the same')
  } finally {
    await register.ports.close()
  }
}

const asked = (change: Partial<AuthorisationRequest> = {}): AuthorisationRequest =>
  ({ inquirer: stranger, purpose: 'procurement', categories: ['administrative'], until: '2026-10-27', alone: true, ...change })
/** The authorisation for one category. */
const authorisationFor = (ports: Objected['ports'], { category, ...q }: { subject: string; inquirer: string; category: string; purpose: string; day: string }) =>
  ports.database.transaction(async (tx) => (await authorisationsFor(tx, q, [category]))[0]?.id ?? null)
const codeOf = (done: { ok: boolean; refusals?: readonly { code: string }[] }): string => (done.ok ? 'ok' : done.refusals![0]!.code)

test('js-39-2b js-61b js-63 an authorisation for thirty days holds on the thirtieth and not on the thirty-first; none is for ever; who looked and received is told', () => story('jiangsu', '2026-09-28', async ({ ports, records }) => {
  const never = await authorise(ports, me, asked({ until: '' }))
  assert.ok(!never.ok)
  assert.deepEqual([never.refusals[0].code, never.refusals[0].rule], ['end-missing', 'js-61b'])
  assert.equal(codeOf(await authorise(ports, me, asked({ until: '永久' }))), 'end-missing')
  const given = await authorise(ports, me, asked())
  assert.ok(given.ok, JSON.stringify(given))
  const question = { subject: objector, inquirer: stranger, category: 'administrative', purpose: 'procurement' }
  assert.deepEqual(await authorisationFor(ports, { ...question, day: '2026-10-27' }), given.value)
  assert.equal(await authorisationFor(ports, { ...question, day: '2026-10-28' }), null)

  // The inquirer asks on it, on its last day and the day after; the organisation sees both, and what was received.
  const ask = () => answerInquiry(ports, { actor: stranger, account: '2' }, {
    subject: objector, ground: 'authorised-inquiry', purpose: 'procurement', reference: '采购1号', stated: '', items: null, channel: 'page', client: null,
  })
  ports.setToday('2026-10-27')
  const answered = await ask()
  assert.ok(answered.ok, JSON.stringify(answered))
  assert.deepEqual(answered.value.records.map((r) => r.id), records)
  ports.setToday('2026-10-28')
  assert.equal(codeOf(await ask()), 'not-authorised')
  const file = await Array.fromAsync(fileOf(ports, objector))
  const rows = (part: string) => file.filter((one) => one.part === part).map((one) => one.row as Record<string, unknown>)
  assert.deepEqual(rows('inquiry').map((r) => [r.outcome, (r.inquirer as { code: string }).code, r.ground, r.purpose, r.versionsShown]), [
    ['refused', stranger, 'authorised-inquiry', 'procurement', 0], ['answered', stranger, 'authorised-inquiry', 'procurement', records.length],
  ])
  assert.deepEqual(rows('recipient').map((r) => [r.record, r.version, r.path, (r.recipient as { code: string }).code]), records.map((id) => [id, 1, 'authorised', stranger]))
  assert.deepEqual(rows('authorisation').map((r) => [r.authorisation, r.state, (r.uses as { number: number }[]).length]), [[given.value, 'ended', 1]])
  assert.equal((await Array.fromAsync(fileOf(ports, stranger))).some((one) => one.part === 'inquiry'), false, 'what others are asked about is not in its file')
}))

test('gd-40-2 gd-41 gd-42-1 one inquirer, one purpose, named categories, for itself; revoked at once; a donation withheld; a statement of its own', () => story('guangdong', '2026-09-28', async ({ ports, records, deliver }) => {
  for (const [change, code, rule] of [
    [{ alone: false }, 'consent-tied', 'gd-42-1'],
    [{ purpose: 'procurement,financing' }, 'purpose-bundled', 'gd-42-1'],
    [{ purpose: 'all' }, 'purpose-bundled', 'gd-42-1'],
    [{ inquirer: `${stranger} ${provider}` }, 'inquirer-bundled', 'gd-42-1'],
    [{ purpose: 'curiosity' }, 'purpose-unknown', 'gd-40-2'],
    [{ categories: ['all'] }, 'category-unknown', 'gd-40-2'],
    [{ categories: [] }, 'category-missing', 'gd-40-2'],
    [{ inquirer: '91440300MA5DA1WK2F' }, 'inquirer-unknown', 'gd-40-2'],
    [{ inquirer: '92330200MA2AF4WP0C' }, 'individual-trader', null],
    [{ inquirer: objector }, 'inquirer-self', 'gd-40-2'],
    [{ until: '2026-09-27' }, 'end-passed', 'gd-42-2'],
    [{ until: '2026-02-30' }, 'end-unreadable', 'gd-42-2'],
  ] as const) {
    const done = await authorise(ports, me, asked(change))
    assert.ok(!done.ok, JSON.stringify(change))
    assert.deepEqual([done.refusals[0].code, done.refusals[0].rule], [code, rule], JSON.stringify(change))
  }
  const given = await authorise(ports, me, asked({ inquirer: provider }))
  assert.ok(given.ok)
  assert.equal(codeOf(await authorise(ports, me, asked({ inquirer: provider }))), 'already-authorised')
  const question = { subject: objector, inquirer: provider, category: 'administrative', purpose: 'procurement', day: '2026-09-28' }
  assert.deepEqual(await authorisationFor(ports, question), given.value)
  for (const other of [{ inquirer: stranger }, { category: 'honours' }, { purpose: 'financing' }, { subject: stranger }]) {
    assert.equal(await authorisationFor(ports, { ...question, ...other }), null, JSON.stringify(other))
  }
  assert.equal(codeOf(await revokeAuthorisation(ports, { actor: stranger, account: '2' }, given.value)), 'authorisation-unknown', 'another organisation\'s does not exist for it')
  assert.equal(codeOf(await revokeAuthorisation(ports, me, given.value)), 'ok')
  assert.equal(await authorisationFor(ports, question), null)
  assert.equal(codeOf(await revokeAuthorisation(ports, me, given.value)), 'authorisation-over')

  // What is kept from view on request: a donation, not a licence; all of those named, or none.
  const giver = '53330000501879009Q'
  await unitFor(ports, giver, 'administrative-organ/civil-affairs', ['gd-charity', 'honour'])
  const named = { 机构名称: '宁波演示有限公司', 统一社会信用代码: objector }
  const donated = await deliverCsv(ports, giver, 'gd-charity', [{ ...named, 证书号: '捐1号', 公益项目: '助学捐赠', 认定日期: '2026-05-01', 认定单位: '演示慈善总会' }])
  assert.equal(donated.delivery?.accepted, 1, JSON.stringify(donated.returned))
  const shown = async () => (await archivePage(ports, objector, page, 50))!.rows.map((row) => row.record_id)
  const donation = (await shown()).find((id) => !records.includes(id))!
  const refused = await withhold(ports, me, [donation, records[0]!])
  assert.ok(!refused.ok)
  assert.deepEqual([refused.refusals[0].code, refused.refusals[0].rule], ['not-withholdable', 'gd-41'])
  assert.ok((await shown()).includes(donation), 'all or none')
  assert.equal(codeOf(await withhold(ports, { actor: stranger, account: '2' }, [donation])), 'record-unknown')
  assert.equal(codeOf(await withhold(ports, me, [donation])), 'ok')
  assert.deepEqual(await shown(), records)
  assert.deepEqual([...await withheldItems(ports.database, objector, '2026-09-28')], [String(donation)])
  assert.equal((await publicRecord(ports, objector, donation))?.existence, 'held', 'archived, not deleted')
  assert.equal(codeOf(await withhold(ports, me, [donation])), 'already-withheld')
  assert.equal(codeOf(await endWithholding(ports, me, donation)), 'ok')
  assert.ok((await shown()).includes(donation))
  assert.equal(codeOf(await endWithholding(ports, me, donation)), 'not-withheld')
  assert.equal(codeOf(await withhold(ports, me, [donation])), 'ok')

  // What it says of itself is shown as its own, holds no personal data, and goes when it says so.
  const personal = await makeStatement(ports, me, { kind: 'statement', text: '本公司联系人王小明，手机13800138000，欢迎来电。' })
  assert.ok(!personal.ok)
  assert.equal(personal.refusals[0].code, 'personal-data')
  const pledged = await makeStatement(ports, me, { kind: 'pledge', text: '本公司承诺按期清偿到期货款。' })
  assert.ok(pledged.ok, JSON.stringify(pledged))
  const mine = (await archivePage(ports, objector, page, 50))!.rows.find((row) => row.record_id === pledged.value)!
  assert.match(mine.content!, /信用承诺：本公司承诺按期清偿到期货款/)
  assert.equal(mine.provider_code, objector)
  assert.equal(codeOf(await withdrawStatement(ports, { actor: stranger, account: '2' }, pledged.value)), 'record-unknown')
  assert.equal(codeOf(await withdrawStatement(ports, me, records[0]!)), 'not-the-provider', 'what a unit said of it, it cannot take back')
  assert.equal(codeOf(await withdrawStatement(ports, me, pledged.value)), 'ok')
  assert.ok(!(await shown()).includes(pledged.value))

  // The same for a machine of the organisation, and for no other.
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  const machine = async (unitCode: string, role: 'represent' | 'deliver') => {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    assert.ok((await registerClient(ports, { clientId: `${unitCode}-1`, unitCode, publicKey, roles: [role] })).ok)
    return { authorization: `Bearer ${(await issueToken(ports, { clientId: `${unitCode}-1`, unitCode })).token}` }
  }
  const [mineToo, unit] = [await machine(objector, 'represent'), await machine(provider, 'deliver')]
  const call = async (headers: Record<string, string>, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...(payload === undefined ? {} : { payload }) })
    return [answer.statusCode, answer.body === '' ? null : answer.headers['content-type']?.startsWith('text/csv') ? answer.body : JSON.parse(answer.body)] as const
  }
  const wish = { inquirer: stranger, purpose: 'financing', categories: ['administrative'], alone: true }
  const endless = await call(mineToo, 'POST', '/authorisations', wish)
  assert.deepEqual([endless[0], endless[1].code, endless[1].rule], [422, 'end-missing', 'gd-42-2'])
  assert.equal((await call(mineToo, 'POST', '/authorisations', { ...wish, purpose: ['financing', 'guarantee'], until: '2026-12-31' }))[0], 400)
  const [created, granted] = await call(mineToo, 'POST', '/authorisations', { ...wish, until: '2026-12-31' })
  assert.deepEqual([created, granted.state, granted.until], [201, 'holds', '2026-12-31'])
  assert.equal((await call(mineToo, 'GET', '/authorisations'))[1].given.length, 2)
  assert.equal((await call(mineToo, 'POST', `/authorisations/${granted.authorisation}/revocation`))[1].state, 'revoked')
  assert.deepEqual((await call(mineToo, 'DELETE', `/withholdings/${donation}`))[1], { records: [] })
  assert.deepEqual((await call(mineToo, 'POST', '/withholdings', { records: [donation] }))[1], { records: [donation] })
  const stated = await call(mineToo, 'POST', '/own/statements', { kind: 'statement', text: '本公司已经迁入新厂房。' })
  assert.equal((await call(mineToo, 'DELETE', `/own/statements/${stated[1].record}`))[0], 204)
  assert.deepEqual((await call(mineToo, 'GET', `/own/records/${donation}/history`))[1].items.map((c: { kind: string }) => c.kind),
    ['record.accepted', 'record.withheld', 'record.withholding-ended', 'record.withheld', 'record.withholding-ended', 'record.withheld'])
  assert.equal((await call(mineToo, 'GET', '/own/file.json'))[1].records.find((r: { record: number }) => r.record === donation).state, 'withheld')
  assert.match((await call(mineToo, 'GET', '/own/file.csv'))[1], /withheld/)
  // Its own reading is written down like anybody's: one line before each record and each file, by whom and how.
  const own = () => ports.database.rows<{ channel: string; client: string | null; shown: number }>`
    select channel, client_id as client, shown from inquiry where subject_code = ${objector} and ground = 'own-inquiry' order by sequence`
  const held = (await ports.database.one<{ n: number }>`select count(*)::int as n from record where subject_code = ${objector}`)!.n
  assert.deepEqual(await own(), [1, held, held].map((shown) => ({ channel: 'api', client: `${objector}-1`, shown })))
  assert.deepEqual(await inquiryGaps(ports.database), { lines: [], acts: [] })
  for (const url of ['/own/file.json', '/own/file.csv', `/own/records/${donation}/history`]) {
    assert.equal((await call(unit, 'GET', url))[0], 403)
    assert.equal((await call({}, 'GET', url))[0], 401)
  }
  await app.close()

  // Why a record became different: the decision and its reasons stand in its history, before the correction.
  const lodged = await lodgeObjection(ports, me, { subject: objector, record: records[0]!, ground: 'error', explanation: '许可有效期至2036年，登记为2031年，有误。', at: 'provider', evidence: [] })
  assert.ok(lodged.ok, JSON.stringify(lodged))
  assert.ok((await actOnObjection(ports, provider, lodged.value, { do: 'decide', verdict: 'correct', reasons: '经核查许1号决定书原件，登记有误，予以更正。' })).ok)
  await deliver(1, { 有效期至: '2036-03-04' })
  const history = await historyOf(ports, objector, records[0]!)
  assert.deepEqual(history.map((c) => [c.kind, c.by]), [
    ['record.accepted', provider], ['objection.lodged', objector], ['record.marked', 'operator'], ['objection.decided', provider], ['record.changed', provider],
  ])
  assert.match(history[3]!.reason!, /许1号决定书原件/)
  assert.deepEqual(history[4]!.changed, [{ field: '有效期至', before: '2031-03-04', after: '2036-03-04' }])

  // And from a terminal.
  const folder = mkdtempSync(path.join(tmpdir(), 'probity-consent-'))
  await ownFolder(ports, folder)
  const said: string[] = []
  const io: CommandIo = {
    language: 'en', env: { DATABASE_URL: ports.url, PROBITY_DATA: folder, PROBITY_TODAY: '2026-09-28' }, columns: null,
    out: (line) => said.push(line), error: (line) => said.push(line), progress() {},
  }
  try {
    assert.equal(await consentCommand(['grant', '--as', objector, '--to', stranger, '--purpose', 'financing', '--categories', 'administrative'], io), 1)
    assert.match(said.at(-1)!, /It has no end: .*\(gd-42-2\)/)
    assert.equal(await mineCommand(['--as', objector], io), 0)
    assert.ok((JSON.parse(said.slice(1).join('\n')) as { records: unknown[] }).records.length >= records.length)
    assert.deepEqual((await own()).map((line) => line.channel), ['api', 'api', 'api', 'terminal'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}))

test('xm-13-3 xm-35 a third party is refused and logged until it is authorised, sees what was named and no more, and nothing once it is revoked; a donation leaves inquiry for the archive', () => story('xiamen', '2026-09-28', async ({ ports, records }) => {
  const giver = '53330000501879009Q'
  await unitFor(ports, giver, 'administrative-organ/civil-affairs', ['penalty', 'xm-charity'])
  await delivered(ports, giver, 'penalty', [penalty(1, '2026-09-01', '轻微')])
  const named = { 机构名称: '宁波演示有限公司', 统一社会信用代码: objector }
  assert.equal((await deliverCsv(ports, giver, 'xm-charity', [{ ...named, 证书号: '捐1号', 公益项目: '助学捐赠', 认定日期: '2026-05-01', 认定单位: '演示慈善总会' }])).delivery?.accepted, 1)
  const numbers = new Map((await ports.database.rows<{ item_id: string; record_id: number }>`select item_id, record_id from record where subject_code = ${objector}`).map((r) => [r.item_id, r.record_id]))
  const [minor, donation] = [numbers.get('penalty')!, numbers.get('xm-charity')!]
  const app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  const [member, asker, officer] = [
    await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] }), await signIn(ports, { body: { kind: 'organisation', code: stranger }, roles: ['represent'] }),
    await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['inquire'] }),
  ]
  const send = async (who: SignedIn, url: string, fields: Record<string, string>) => app.inject({
    method: 'POST', url, headers: { accept: 'text/html', cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _token: await who.token(), ...fields }).toString(),
  })
  const reads = (who: SignedIn, url: string) => app.inject({ url, headers: { accept: 'text/html', cookie: who.cookie } })
  const lines = () => ports.database.rows<{ outcome: string; refusal: string | null; ground: string; inquirer_code: string; shown: number; receipt: string | null }>`
    select outcome, refusal, ground, inquirer_code, shown, receipt from inquiry where subject_code = ${objector} and ground <> 'own-inquiry' order by sequence`
  const asks = () => send(asker, '/desk/inquiries', { organisation: objector, ground: 'authorised-inquiry', purpose: 'authorised/contracting', reference: '合同7号' })

  // What is not on display: nobody sees it on a page, and a third party that asks is refused and written down.
  assert.notEqual((await app.inject(`/api/v1/organisations/${objector}/records/${minor}`)).statusCode, 200)
  const before = await asks()
  assert.deepEqual([before.statusCode, /xm-13-3/.test(before.body), before.body.includes('罚1号')], [403, true, false])
  assert.deepEqual((await lines()).map((l) => [l.outcome, l.refusal, l.inquirer_code, l.shown]), [['refused', 'not-authorised', stranger, 0]])

  // For ever, with another consent, or for a purpose of one's own: no.
  const wish = { do: 'grant', inquirer: stranger, purpose: 'contracting', 'category.administrative': 'on', until: '2026-12-31', alone: 'yes' }
  for (const change of [{ until: '' }, { until: '永久' }, { alone: 'no' }, { purpose: 'curiosity' }]) {
    assert.equal((await send(member, '/subject/authorisations', { ...wish, ...change })).statusCode, 422, JSON.stringify(change))
  }
  const given = await send(member, '/subject/authorisations', wish)
  assert.equal(given.statusCode, 303, given.body)
  const number = /#a(\d+)$/.exec(String(given.headers.location))![1]!

  const answer = await asks()
  assert.deepEqual([answer.statusCode, answer.body.includes('罚1号'), answer.body.includes('捐1号')], [200, true, false], 'administrative, and no honours')
  const line = (await lines()).at(-1)!
  assert.deepEqual([line.outcome, line.shown, answer.body.includes(line.receipt!.slice(0, 12))], ['answered', 1 + records.length, true])
  const used = (await reads(member, '/subject/authorisations')).body
  assert.match(used.slice(used.indexOf(`id="a${number}"`)).split('</tr>')[0]!, /09:30/, 'its use stands beside it')
  assert.match((await reads(member, '/subject/inquiries')).body, /宁波另一有限公司[^]*签订合同[^]*宁波另一有限公司/)
  assert.equal((await send(member, '/subject/authorisations', { do: 'revoke', authorisation: number })).statusCode, 303)
  assert.equal((await asks()).statusCode, 403, 'at once')
  assert.deepEqual((await lines()).map((l) => l.outcome), ['refused', 'answered', 'refused'])

  // Kept from view on request: gone for readers, machines and inquiry by duty; the archive and the organisation have it.
  assert.ok((await grantAccess(ports, 'operator', {
    unit: provider, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对', use: '许可', document: '职责规定', from: '2026-01-01', until: null,
  })).ok)
  const inDuty = async () => (await send(officer, '/desk/inquiries', { organisation: objector, ground: 'inquiry-by-authority', purpose: 'permitting', reference: '许可〔2026〕7号', stated: '' })).body
  const seen = async () => [
    (await inDuty()).includes('捐1号'), (await app.inject(`/organisations/${objector}`)).body.includes('助学捐赠'),
    (await app.inject(`/api/v1/organisations/${objector}/archive`)).body.includes('捐1号'), (await app.inject(`/api/v1/organisations/${objector}/records/${donation}`)).statusCode === 200,
    (await reads(member, `/subject/records/${donation}`)).body.includes('捐1号'),
  ]
  assert.deepEqual(await seen(), [true, true, true, true, true])
  assert.equal((await send(member, `/subject/records/${donation}`, { do: 'withhold' })).statusCode, 303)
  assert.deepEqual(await seen(), [false, false, false, false, true])
  assert.equal((await publicRecord(ports, objector, donation))?.existence, 'held')
  assert.equal((await send(member, `/subject/records/${donation}`, { do: 'show-again' })).statusCode, 303)
  assert.deepEqual(await seen(), [true, true, true, true, true])
  await app.close()
}))
