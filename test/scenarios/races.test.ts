/**
 * Every pair of commands that touch one thing, at once, statement by statement in orders that a seed chooses: what comes out is
 * what one after the other gives, in one of the two orders; no fault, nothing doubled, nothing that rests on what was over.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { rebuild } from '../../src/acts/rebuild.ts'
import { actsOn, forRequest, type Standing } from '../../src/acts/standing.ts'
import { organisations } from '../../src/demonstration/organisations.ts'
import { registerClient, registerUnit, revokeClient } from '../../src/identity/acts.ts'
import { invite, join, newCode } from '../../src/identity/invitations.ts'
import { endMembership, grantMembership, leaveBody } from '../../src/identity/members.ts'
import { saveAccount } from '../../src/identity/members-store.ts'
import { openSession } from '../../src/identity/sessions.ts'
import { endSession } from '../../src/identity/sessions-store.ts'
import type { PackId } from '../../src/law/types.ts'
import type { Ports } from '../../src/ports.ts'
import { openIncident } from '../../src/register/boundary/acts.ts'
import { authorise, endWithholding, revokeAuthorisation, withhold } from '../../src/register/consent/acts.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { answerInquiry, noteLook, noteOwnFile, noteTaken } from '../../src/register/inquiries/acts.ts'
import { closeCase, endAccess, grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { openNotice, recordService } from '../../src/register/notices/acts.ts'
import { askMailbox, confirmMailbox } from '../../src/register/notices/mailbox/acts.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { actOnCase, decideNoMeasure, nameArrangement, openCase, placeBody } from '../../src/register/oversight/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { endEndpoint, registerEndpoint } from '../../src/register/recall/endpoints/acts.ts'
import { acknowledge, tellOnce } from '../../src/register/recall/telling/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { actOnRestoration, applyForRestoration, excludeRestoration } from '../../src/register/restoration/acts.ts'
import { serveRights } from '../../src/register/restoration/rights/acts.ts'
import { actOnRestructuring, fileRestructuring } from '../../src/register/restoration/shield/acts.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { keep, notifyOperator, registerRuling, takeBack } from '../../src/register/revocations/acts.ts'
import { makeStatement } from '../../src/register/statements/acts.ts'
import { delivered, unitFor } from '../support/delivered.ts'
import { interleaved } from '../support/interleaved.ts'
import { penalty } from '../support/penalised.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { Readable } from 'node:stream'
import { picture } from '../support/picture.ts'

const unit = '91330000470009923F'
const other = '91330200071451933T'
const department = '91330200058290389A'
const officer = { actor: unit, account: '7' }
const court = '914403001922038216'
const today = '2026-09-28'
const proof = picture()

type Thing = {
  readonly subject: string; readonly record: number; readonly n: number; readonly me: { readonly actor: string; readonly account: string }
  readonly case: number; readonly standing: Standing | null; readonly key: JWK | null; readonly code: string; readonly account: number
}
type Done = { readonly ok: boolean; readonly refusals?: readonly { readonly code: string }[] } | number | string | boolean | null | void
type Command = (ports: Ports, thing: Thing) => Promise<unknown>
/** `make`: a fresh thing. `commands`: each against each and against itself. */
type Scene = { /** a register of its own, under this pack */ readonly pack?: PackId; readonly make: (of: Thing) => Promise<Thing>; readonly commands: Readonly<Record<string, Command>> }

let ports: TestPorts
let hunan: TestPorts
const mails: string[] = []
let n = 0
async function opened(packId: PackId): Promise<void> {
  const own = await testPorts({ packId, today })
  ports = { ...own, sendMail: async ({ text }) => { mails.push(text); return { ok: true } } }
  await unitFor(ports, court, 'judicial-organ/court', ['judgment'])
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty', 'honour'])
  await unitFor(ports, other, 'administrative-organ/market-regulation', ['penalty'])
  await unitFor(ports, department, 'administrative-organ/market-regulation', ['penalty'])
  await placeBody(ports, 'operator', { code: department, as: 'competent-department', area: '33', document: '三定规定' })
  await placeBody(ports, 'operator', { code: department, as: 'government', area: '33', document: '组织法' })
  await placeBody(ports, 'operator', { code: unit, as: 'unit', area: '330203', document: '隶属关系说明' })
}
before(async () => {
  await opened('hunan')
  hunan = ports
})
after(() => hunan.close())

const orgs = organisations({ seed: 7, count: 5000 })
const document = (t: Pick<Thing, 'n'>) => `罚${t.n}号`
/** Organisations with a record each, delivered some together: a delivery for every one is most of the time this file takes. */
const waiting: { ports: TestPorts; things: Thing[] } = { ports: null!, things: [] }
async function fresh(): Promise<Thing> {
  if (waiting.ports !== ports || waiting.things.length === 0) Object.assign(waiting, { ports, things: await several(60) })
  return waiting.things.shift()!
}
async function several(count: number): Promise<Thing[]> {
  const made = Array.from({ length: count }, () => ({ ...orgs.at(n++), n }))
  const done = await delivered(ports, unit, 'penalty', made.map(({ code, name, n }) =>
    penalty(n, '2025-11-20', '一般', { 行政相对人名称: name, '行政相对人代码_1（统一社会信用代码）': code })))
  assert.equal(done.accepted, count, JSON.stringify(done))
  const rows = await ports.database.rows<{ record_id: number; subject_code: string }>`
    select record_id, subject_code from record where item_id = 'penalty' and subject_code = any(${made.map((m) => m.code)})`
  const recordOf = new Map(rows.map((row) => [row.subject_code, row.record_id]))
  return made.map(({ code, n }) => ({ subject: code, record: recordOf.get(code)!, n, me: { actor: code, account: '1' }, case: 0, standing: null, key: null, code: '', account: 0 }))
}
const value = <T>(done: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  assert.ok(done.ok, JSON.stringify(done))
  return done.value
}

// ── Commands ───────────────────────────────────────────────────────────────────────────────────────────────────────

const explanation = '处罚决定书载明的金额与登记的金额不一致。'
const withdraw: Command = (p, t) => withdrawRecord(p, { subject: t.subject, record: t.record, provider: unit, account: '7', reason: '文书已撤销', document: null, rule: null })
const lodge: Command = (p, t) => lodgeObjection(p, t.me, { subject: t.subject, record: t.record, at: 'provider', ground: 'error', explanation, evidence: [] })
const apply: Command = (p, t) => applyForRestoration(p, t.me, {
  subject: t.subject, records: [t.record], at: 'operator', ways: [], correctedOn: '2025-12-01', orderedUntil: null, commitment: true,
  explanation: '罚款已经缴清，违法行为已经改正。', evidence: [proof],
})
const exclude: Command = (p, t) => excludeRestoration(p, officer, { subject: t.subject, record: t.record, provision: '某法第三条' })
const ruling: Command = (p, t) => registerRuling(p, { actor: court, account: '3' }, {
  organisation: t.subject, document: document(t), provider: null, effect: 'revoked', ruling: `（2026）行终${t.n}号`, ruledOn: '2026-09-01',
})
const incident: Command = (p, t) => openIncident(p, { subject: t.subject, record: t.record, by: officer, reason: '其中有个人信息' })
const redeliver: Command = async (p, t) => {
  const { code, name } = orgs.at(t.n - 1)
  const row = penalty(t.n, '2025-11-20', '一般', { 行政相对人名称: name, '行政相对人代码_1（统一社会信用代码）': code, 处罚内容: '罚款2000元' })
  const { changed, returned, recognised } = await delivered(p, unit, 'penalty', [row])
  return changed > 0 ? 'changed' : returned > 0 ? 'returned' : recognised > 0 ? 'recognised' : 'nothing'
}
const inquire = (ground: 'inquiry-by-authority' | 'authorised-inquiry', purpose: string, by = unit): Command => async (p, t) => {
  const done = await answerInquiry(p, { actor: by, account: '7' }, {
    subject: t.subject, ground, purpose, reference: '案卷〔2026〕12号', stated: '', items: null, channel: 'api', client: null,
  })
  return done.ok ? `${done.value.records.length} shown, ${done.value.records.flatMap((r) => r.marks).length} marks, version ${done.value.records[0]?.version ?? '-'}` : done
}
const objection = (by: string, command: Parameters<typeof actOnObjection>[3]): Command => (p, t) => actOnObjection(p, by, t.case, command)
const restoration = (by: string, command: Parameters<typeof actOnRestoration>[3]): Command => (p, t) => actOnRestoration(p, by === unit ? officer : by, t.case, command)
const decided = { do: 'decide', effect: '', fulfilled: [], inTime: null, provision: '' } as const
const reasons = (t: Thing) => `${document(t)}所列义务已经履行，整改报告经核查属实。`
/** As whoever the thing says: what is done is done while that stands. */
const standing = (command: Command): Command => (p, t) => new Promise((resolve, reject) => {
  const request = {}
  actsOn(request, t.standing!)
  forRequest(request, () => { command(p, t).then(resolve, reject) })
})
class Ended extends Error { readonly refusals = [{ code: 'standing-ended' }] }

const scenes: Readonly<Record<string, Scene>> = {
  'a record': {
    make: async (t) => t,
    commands: {
      'withdraw it': withdraw, 'object to it': lodge, 'apply for its restoration': apply, 'exclude its restoration': exclude, 'register a ruling on it': ruling,
      'destroy it': incident, 'deliver it again': redeliver, 'ask for it by duty': inquire('inquiry-by-authority', ''),
      'take the own file': async (p, t) => typeof await noteOwnFile(p, t.me, { subject: t.subject, channel: 'page', client: null }),
      'look at it': (p, t) => noteLook(p, t.me, { subject: t.subject, channel: 'page', client: null, records: null }),
      'take it as a file': (p, t) => noteTaken(p, officer, { body: unit, client: null, subject: t.subject, receipt: 'a'.repeat(64), versions: [{ record: t.record, version: 1 }] }),
      'serve the right to restoration': (p, t) => serveRights(p, officer, { subject: t.subject, record: t.record }),
      'decide to take no measure': (p, t) => decideNoMeasure(p, officer, { subject: t.subject, record: t.record, reasons: '情节轻微并已改正，不采取措施。' }),
      'file a restructuring': (p, t) => fileRestructuring(p, t.me, { subject: t.subject, document: `（2026）破${t.n}号`, evidence: [proof] }),
    },
  },
  'an objection': {
    make: async (t) => ({ ...t, case: value(await lodgeObjection(ports, t.me, { subject: t.subject, record: t.record, at: 'provider', ground: 'error', explanation, evidence: [] })) }),
    commands: {
      'accept it': objection(unit, { do: 'accept' }),
      'find it right': (p, t) => objection(unit, { do: 'decide', verdict: 'withdraw' as never, reasons: `${document(t)}登记的金额有误，予以撤回。` })(p, t),
      'find it wrong': (p, t) => objection(unit, { do: 'decide', verdict: 'keep' as never, reasons: `${document(t)}登记的金额与决定书一致。` })(p, t),
      'close it': objection(unit, { do: 'close' }), 'withdraw the record': withdraw, 'deliver the record again': redeliver, 'object again': lodge,
      'destroy the record': incident, 'ask for the record': inquire('inquiry-by-authority', ''),
    },
  },
  'a restoration': {
    make: async (t) => {
      const id = value(await apply(ports, t) as { ok: true; value: number })
      const accepted = await actOnRestoration(ports, 'operator', id, { do: 'accept' })
      assert.ok(accepted.ok, JSON.stringify(accepted))
      return { ...t, case: id }
    },
    commands: {
      'grant it': (p, t) => restoration(unit, { ...decided, verdict: 'grant', reasons: reasons(t), effect: 'delete' })(p, t),
      'grant it by blocking': (p, t) => restoration(unit, { ...decided, verdict: 'grant', reasons: reasons(t), effect: 'block' })(p, t),
      'refuse it': (p, t) => restoration(unit, { ...decided, verdict: 'refuse', reasons: reasons(t) })(p, t),
      'exclude it': (p, t) => restoration(unit, { ...decided, verdict: 'exclude', reasons: reasons(t), provision: '某法第三条' })(p, t),
      'return it': restoration(unit, { do: 'return', missing: '缺少缴款凭证' }), 'withdraw the record': withdraw, 'apply again': apply, 'destroy the record': incident,
      'deliver the record again': redeliver, 'ask for the record': inquire('inquiry-by-authority', ''), 'object to the record': lodge,
    },
  },
  'a ruling': {
    make: async (t) => ({ ...t, case: value(await ruling(ports, t) as { ok: true; value: number[] })[0]! }),
    commands: {
      'take the record back': (p, t) => takeBack(p, officer, t.case), 'keep the record': (p, t) => keep(p, officer, t.case, '裁判尚未生效，维持原记录。'),
      'notify the operator': (p, t) => notifyOperator(p, officer, t.case, '函〔2026〕1号'), 'register it again': ruling, 'withdraw the record': withdraw,
      'deliver the record again': redeliver,
    },
  },
  'an authorisation': {
    make: async (t) => ({ ...t, case: value(await authorise(ports, t.me, { inquirer: other, purpose: 'procurement', categories: ['administrative'], until: '2026-10-20', alone: true })) }),
    commands: {
      'revoke it': (p, t) => revokeAuthorisation(p, t.me, t.case), 'ask on it': inquire('authorised-inquiry', 'procurement', other),
      'give it again': (p, t) => authorise(p, t.me, { inquirer: other, purpose: 'procurement', categories: ['administrative'], until: '2026-10-20', alone: true }),
      'withdraw the record': withdraw, 'object to the record': lodge,
    },
  },
  'an access': {
    make: async (t) => ({ ...t, case: value(await grantAccess(ports, 'operator', {
      unit: other, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对', use: '评审', document: '职责规定', from: '2026-01-01', until: null,
    })) }),
    commands: {
      'end it': (p, t) => endAccess(p, 'operator', t.case), 'ask on it': inquire('inquiry-by-authority', '', other),
      'close a case': (p, t) => closeCase(p, { actor: other, account: '7' }, { subject: t.subject, purpose: 'procurement', reference: `案卷${t.n}` }),
    },
  },
  'a member': {
    make: async (t) => {
      const account = await saveAccount(ports.database, { issuer: 'https://issuer.test', subject: `m${t.n}`, name: '', at: ports.now().toString(), signedIn: true })
      const membership = value(await grantMembership(ports, 'operator', { account, body: { kind: 'unit', code: unit }, role: 'deliver' }))
      const { id } = await openSession(ports, account, '')
      return { ...t, account, case: membership, standing: {
        kind: 'member', session: String(id), account: String(account), body: { kind: 'unit', code: unit }, roles: ['deliver'], ended: () => new Ended() } }
    },
    commands: {
      'end the membership': (p, t) => endMembership(p, 'operator', { kind: 'unit', code: unit }, t.case),
      'leave': (p, t) => leaveBody(p, t.account, t.case),
      'end the session': async (p, t) => await endSession(p.database, t.account, Number((t.standing as { session: string }).session), p.now().toString()) && 'ended',
      'grant it again': (p, t) => grantMembership(p, 'operator', { account: t.account, body: { kind: 'unit', code: unit }, role: 'deliver' }),
      'withdraw a record as the member': standing(withdraw), 'ask as the member': standing(inquire('inquiry-by-authority', '')),
    },
  },
  'a key': {
    make: async (t) => {
      const key = await exportJWK((await generateKeyPair('Ed25519')).publicKey)
      const client = `client-${t.n}`
      assert.ok((await registerClient(ports, { clientId: client, unitCode: unit, publicKey: key, by: 'operator' })).ok)
      return { ...t, key, code: client, standing: { kind: 'client', client, unit, ended: () => new Ended() } }
    },
    commands: {
      'revoke it': (p, t) => revokeClient(p, t.code, 'operator'),
      'register the same key': (p, t) => registerClient(p, { clientId: `again-${t.code}`, unitCode: unit, publicKey: t.key!, by: 'operator' }),
      'register the same name': async (p, t) => registerClient(p, { clientId: t.code, unitCode: unit, publicKey: (await fresher()).key, by: 'operator' }),
      'withdraw a record with it': standing(withdraw), 'ask with it': standing(inquire('inquiry-by-authority', '')),
    },
  },
  'a letter': {
    make: async (t) => ({ ...t, case: value(await serveRights(ports, officer, { subject: t.subject, record: t.record })) }),
    commands: {
      'open it': async (p, t) => (await openNotice(p, t.me, t.case)).ok, 'record its service': (p, t) => recordService(p, officer, t.case, { channel: 'paper', document: '回证1号', on: today }),
      'destroy the record': incident,
    },
  },
  'a restructuring': {
    make: async (t) => ({ ...t, case: value(await fileRestructuring(ports, t.me, { subject: t.subject, document: `（2026）破${t.n}号`, evidence: [proof] })) }),
    commands: {
      'shield its records': (p, t) => actOnRestructuring(p, 'operator', t.case, { do: 'shield' } as never),
      'refuse it': (p, t) => actOnRestructuring(p, 'operator', t.case, { do: 'refuse', document: '复函1号' } as never),
      'file another': (p, t) => fileRestructuring(p, t.me, { subject: t.subject, document: `（2026）破${t.n}号之二`, evidence: [proof] }),
      'ask for the record': inquire('inquiry-by-authority', ''), 'withdraw the record': withdraw,
    },
  },
  'a case of oversight': {
    make: async (t) => {
      return { ...t, case: value(await openCase(ports, { actor: department, account: '5' }, complaint)) }
    },
    commands: {
      'answer it': (p, t) => actOnCase(p, officer, t.case, { do: 'answer', answer: '已经整改完毕，情况说明如下。' }),
      'close it': (p, t) => actOnCase(p, { actor: department, account: '5' }, t.case, { do: 'close', finding: 'unfounded', reasons: '经查并无违规情形，予以结案。' }),
      'place it again': (p) => placeBody(p, 'operator', { code: department, as: 'competent-department', area: '33', document: '三定规定' }),
      'open another': (p) => openCase(p, { actor: department, account: '5' }, complaint),
    },
  },
  'a recall': {
    make: async (t) => {
      await inquire('inquiry-by-authority', '')(ports, t)
      await withdraw(ports, t)
      while (await tellOnce(ports) !== null);
      const row = await ports.database.one<{ id: number }>`select recall_id as id from recall where record_id = ${t.record}`
      return { ...t, case: row?.id ?? 0 }
    },
    commands: {
      'answer it': (p, t) => acknowledge(p, officer, { body: unit, recall: t.case, did: 'deleted' }),
      'answer it otherwise': (p, t) => acknowledge(p, officer, { body: unit, recall: t.case, did: 'no-copy' }),
    },
  },
  'a body': {
    make: async (t) => {
      const code = newCode(ports)
      const account = await saveAccount(ports.database, { issuer: 'https://issuer.test', subject: `a${t.n}`, name: '', at: ports.now().toString(), signedIn: true })
      const admin = await saveAccount(ports.database, { issuer: 'https://issuer.test', subject: `b${t.n}`, name: '', at: ports.now().toString(), signedIn: true })
      const membership = value(await grantMembership(ports, 'operator', { account: admin, body: { kind: 'unit', code: unit }, role: 'administer' }))
      value(await invite(ports, { body: { kind: 'unit', code: unit }, role: 'deliver', by: admin }, code))
      await registerUnit(ports, unitAs(['penalty', 'honour']))
      return { ...t, code, account, case: membership }
    },
    commands: {
      'join by the link': (p, t) => join(p, t.code, t.account), 'end who invited': (p, t) => endMembership(p, 'operator', { kind: 'unit', code: unit }, t.case),
      'register it for less': (p) => registerUnit(p, unitAs(['honour'])), 'name its contact': (p) => registerUnit(p, { ...unitAs(['penalty', 'honour']), contact: '信用科' }),
      'name its procedure': (p, t) => nameArrangement(p, officer, { contact: `信用科${t.n}`, procedure: '先核后答' }),
      'place it': (p) => placeBody(p, 'operator', { code: unit, as: 'unit', area: '330203', document: '隶属关系说明' }),
      'send a file': async (p, t) => {
        const done = await receiveDelivery(p, { unitCode: unit, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: `k${t.n}` }, Readable.from([`x${t.n}`]))
        return done.ok ? 'ok' : done
      },
    },
  },
  'a system': {
    make: async (t) => {
      const rows = await ports.database.rows<{ id: number }>`select endpoint_id as id from recall_endpoint where ended_on is null`
      for (const { id } of rows) await endEndpoint(ports, officer, unit, id)
      return { ...t, case: value(await registerEndpoint(ports, officer, unit, `https://example.org/${t.n}`)) }
    },
    commands: {
      'register it again': (p, t) => registerEndpoint(p, officer, unit, `https://example.org/${t.n}`), 'end it': (p, t) => endEndpoint(p, officer, unit, t.case),
      'register another': (p, t) => registerEndpoint(p, officer, unit, `https://example.org/${t.n}/other`),
    },
  },
  'a mailbox': {
    make: async (t) => {
      value(await askMailbox(ports, officer, ''))
      value(await askMailbox(ports, officer, 'office@example.org'))
      return { ...t, code: /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mails.at(-1)!)![0] }
    },
    commands: { 'confirm it': (p, t) => confirmMailbox(p, officer, t.code), 'take it': (p) => askMailbox(p, officer, '') },
  },
  'what may be kept from view': {
    pack: 'guangdong',
    make: async (t) => {
      const row = { 机构名称: orgs.at(t.n - 1).name, 统一社会信用代码: t.subject, ...honourRow }
      const done = await delivered(ports, unit, 'honour', [row])
      assert.equal(done.accepted, 1, JSON.stringify(done))
      return { ...t, record: (await ports.database.one<{ id: number }>`select record_id as id from record where subject_code = ${t.subject} and item_id = 'honour'`)!.id }
    },
    commands: {
      'keep it': (p, t) => withhold(p, t.me, [t.record]), 'show it again': (p, t) => endWithholding(p, t.me, t.record), 'withdraw it': withdraw,
      'ask for it': inquire('inquiry-by-authority', ''),
    },
  },
  'the register': {
    make: async (t) => {
      // Each day is closed once.
      await ports.owner.run`delete from setting where name = 'day-closed'`
      return t
    },
    commands: {
      'close the day': async (p) => typeof await dailyRun(p), 'enter a period': (p) => setPeriod(p, 'operator', { rule: 'none', amount: 1, unit: 'day', office: 'x', basis: 'y' } as never),
      'object to a record': lodge, 'make a statement': (p, t) => makeStatement(p, t.me, { kind: 'commitment', text: '本单位承诺依法经营。' }),
    },
  },
}
const complaint = { body: unit, matter: 'not-provided', facts: '未按规定办理，见所附记录。', about: '', answerUntil: '2026-10-20' }
const honourRow = { 荣誉名称: '守信激励', 证书号: '荣1号', 发证日期: '2026-03-05', 有效期至: '2029-03-04', 颁证单位: '演示市场监督管理局' }
const unitAs = (items: string[]) => ({ code: unit, kind: 'administrative-organ/market-regulation', nameZh: '演示单位', nameEn: 'Demonstration unit', items, demonstration: true })
const fresher = async () => ({ key: await exportJWK((await generateKeyPair('Ed25519')).publicKey) })

// ── Outcomes ───────────────────────────────────────────────────────────────────────────────────────────────────────

const said = (result: unknown): string => {
  const done = result as Done
  if (typeof done === 'object' && done !== null && 'ok' in done) return done.ok ? 'ok' : done.refusals![0]!.code
  return String(done)
}
/** A refusal that is thrown is one; anything else is a fault. */
function outcome(settled: PromiseSettledResult<unknown>, at: string): string {
  if (settled.status === 'fulfilled') return said(settled.value)
  if (settled.reason instanceof Ended) return 'standing-ended'
  throw new Error(`${at}: a fault`, { cause: settled.reason })
}
/** What took effect: how many acts of each kind, and what became of the record and its marks. */
async function effects(t: Thing, since: number): Promise<string> {
  const kinds = await ports.database.rows<{ kind: string; n: number }>`
    select kind, sum(acts)::int as n from act_group where first_act > ${since} group by kind order by kind`
  const record = await ports.database.one<{ v: string }>`
    select concat_ws(' ', existence, version, hidden, (select string_agg(mark, ',' order by mark) from record_mark m where m.record_id = r.record_id and m.until_on is null),
           (select string_agg(state, ',' order by state) from objection o where o.record_id = r.record_id),
           (select string_agg(state, ',' order by state) from restoration o where o.record_id = r.record_id),
           (select string_agg(state, ',' order by state) from revocation o where o.record_id = r.record_id)) as v from record r where record_id = ${t.record}`
  return `${kinds.map((k) => `${k.kind} ${k.n}`).join(', ')}; ${record?.v ?? 'no record'}`
}
const newest = async () => (await ports.database.one<{ n: number }>`select coalesce(max(first_act), 0) as n from act_group`)!.n

/** Orders of steps tried for each pair; more of them where there is time. */
const orders = Number(process.env.RACES_ORDERS ?? 1)
async function once(scene: Scene, run: (t: Thing) => Promise<readonly string[]>): Promise<string> {
  const t = await scene.make(await fresh())
  const since = await newest()
  const outcomes = await run(t)
  return `${outcomes.join(' | ')} → ${await effects(t, since)}`
}

/** The same outcome with the two changed over. */
const turned = (of: string): string => of.replace(/^(.*?) \| (.*?) →/, '$2 | $1 →')

let covered = 0
/** Names of scenes, to look at some alone: `RACES_SCENES='a record|a key'`. */
const only = new RegExp(`^(${process.env.RACES_SCENES ?? '.*'})$`)
for (const [name, scene] of Object.entries(scenes).filter(([of]) => only.test(of))) {
  test(`${name}: whatever two do with it at once is what one after the other gives`, async () => {
    if (scene.pack !== undefined) await opened(scene.pack)
    const names = Object.keys(scene.commands)
    const wrong: string[] = []
    let pairs = 0
    for (const [i, a] of names.entries()) {
      for (const b of names.slice(i)) {
        const [first, second] = [scene.commands[a]!, scene.commands[b]!]
        if (process.env.RACES_SCENES !== undefined) console.error(new Date().toISOString(), `${a} × ${b}`)
        const serial = (x: Command, y: Command, over: boolean) => once(scene, async (t) => {
          const [one] = await Promise.allSettled([x(ports, t)])
          const [two] = await Promise.allSettled([y(ports, t)])
          const both = [outcome(one!, `${a}, ${b}`), outcome(two!, `${a}, ${b}`)]
          return over ? both.toReversed() : both
        })
        const allowed = [await serial(first, second, false), ...(a === b ? [] : [await serial(second, first, true)])]
        if (a === b) allowed.push(turned(allowed[0]!))
        for (let seed = 1; seed <= orders; seed++) {
          const found = await once(scene, async (t) => (await interleaved<unknown>(ports, seed * 7919 + i * 101 + names.indexOf(b), [(p) => first(p, t), (p) => second(p, t)]))
            .map((s) => outcome(s, `${name}: ${a}, ${b}, seed ${seed}`)))
          if (!allowed.includes(found)) wrong.push(`${a} × ${b}, seed ${seed}\n  found ${found}\n  allowed ${allowed.join('\n  or      ')}`)
        }
        pairs++
      }
    }
    covered += pairs
    console.log(`${name}: ${names.length} commands, ${pairs} pairs, ${orders} orders each`)
    if (scene.pack !== undefined) {
      assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
      await ports.close()
      ports = hunan
    }
    assert.deepEqual(wrong, [])
  })
}

test('twenty of the same: one success and nineteen refusals, or one effect', async () => {
  const same: readonly (readonly [scene: string, command: string, ones: RegExp])[] = [
    ['a record', 'withdraw it', /^ok$/], ['a record', 'object to it', /^ok$/], ['a record', 'apply for its restoration', /^ok$/], ['a record', 'register a ruling on it', /^ok$/],
    ['a record', 'destroy it', /^ok$/], ['a record', 'serve the right to restoration', /^ok$/], ['a record', 'file a restructuring', /^ok$/],
    ['an objection', 'accept it', /^ok$/], ['a ruling', 'keep the record', /^ok$/], ['an authorisation', 'revoke it', /^ok$/], ['an authorisation', 'give it again', /^$/],
    ['an access', 'end it', /^ok$/], ['a member', 'end the membership', /^ok$/], ['a key', 'revoke it', /^true$/], ['a body', 'join by the link', /^ok$/],
    ['a mailbox', 'confirm it', /^ok$/], ['a system', 'end it', /^ok$/], ['a restructuring', 'shield its records', /^ok$/],
  ]
  for (const [scene, command, one] of same) {
    const t = await scenes[scene]!.make(await fresh())
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => scenes[scene]!.commands[command]!(ports, t)))
    const outcomes = settled.map((s) => outcome(s, `twenty times: ${command}`))
    assert.equal(outcomes.filter((o) => one.test(o)).length, one.source === '^$' ? 0 : 1, `${scene}, ${command}: ${outcomes.join(' ')}`)
  }
})

test('after all of it the acts alone say the same', async () => {
  console.log(`${covered} pairs in all`)
  assert.deepEqual(await rebuild(ports.owner, projectors, finishRebuild(ports), false), [])
})

// ── Every command has its row ──────────────────────────────────────────────────────────────────────────────────────

/** Commands that are not in a scene, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  noteLaw: 'at the start', loadRevision: 'at the start', goOnAt: 'at the start', eraseUnreadable: 'by the command line, one at a time', noteCalendar: 'at the start', loadNotice: 'one lock for all notices: calendar tests', previewLaw: 'changes nothing',
  recomputeUnderLaw: 'part of closing the day', setReturnedPeriod: 'adds an entry', setFeedInterval: 'adds an entry', announceChange: 'adds an entry', openView: 'adds an entry',
  publishMeasureList: 'adds an entry', publishNorms: 'adds an entry', publishMethod: 'adds an entry', reviewUse: 'adds an entry', writeNotice: 'adds a letter',
  sendNotice: 'one sender: mail tests', mailNotice: 'one sender: mail tests', sendWaiting: 'one sender: mail tests', mailOnce: 'one sender: mail tests', sendOnce: 'one sender: recall tests', tellOnce: 'one teller',
  sweepRecalls: 'part of closing the day', sweepClocks: 'part of closing the day', recountRule: 'part of entering a period', tellEnded: 'part of closing the day',
  startAudit: 'changes nothing of the register', endAccountSessions: 'as ending one session', openList: 'as answering', feedFor: 'as answering', correctRow: 'ingestion tests',
  closeDelivery: 'one worker', carryOut: 'the operator’s part of a ruling, as taking it back', giveReason: 'adds a reason beside a miss', stateNoPerson: 'boundary tests',
  tellWays: 'what the law says, once a server', withdrawStatement: 'boundary tests', deliver: '', takeFile: 'as taking the own file', noteOwnLook: 'as looking',
}
test('a command that is added has its row here, or says why not', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((f) => /(^|\/)(acts|members|invitations)\.ts$/.test(f))
  const here = readFileSync(import.meta.filename, 'utf8')
  const commands = files.flatMap((file) => {
    const text = readFileSync(path.join('src', file), 'utf8')
    return text.split(/^export /m).slice(1).filter((part) => /\.transaction\(/.test(part.slice(20).split(/^(?:async )?function |^const [a-z]/m)[0]!))
      .flatMap((part) => /^(?:async function|const) (\w+)/.exec(part)?.[1] ?? [])
  })
  assert.ok(commands.length > 40, String(commands.length))
  const scenic = here.slice(here.indexOf('// ── Commands'), here.indexOf('// ── Every command'))
  assert.deepEqual(commands.filter((c) => !new RegExp(`\\b${c}\\(`).test(scenic) && !(c in elsewhere)), [])
})
