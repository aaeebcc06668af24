/** Restorations as stories, on a real register: when one may apply, who decides, what becomes of the record, its use and its copies. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { formOfFiles } from '../support/form.ts'
import { test } from 'node:test'
import { rebuild } from '../../src/acts/rebuild.ts'
import type { JWK } from 'jose'
import { type ClientRole, registerClient } from '../../src/identity/acts.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import type { PackId } from '../../src/law/types.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { archivePage } from '../../src/register/records/store.ts'
import { openNotice } from '../../src/register/notices/acts.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import { grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { actOnRestoration, applyForRestoration, excludeRestoration, publishMethod, restorationFor, restorationQueue } from '../../src/register/restoration/acts.ts'
import { withoutOfficer } from '../../src/register/restoration/store.ts'
import type { Application, Command } from '../../src/register/restoration/restoration.ts'
import { serveRights } from '../../src/register/restoration/rights/acts.ts'
import { actOnRestructuring, fileRestructuring } from '../../src/register/restoration/shield/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { delivered } from '../support/delivered.ts'
import { applicant, authority, type Penalised, penalised, penalty } from '../support/penalised.ts'
import { picture } from '../support/picture.ts'

const page = { items: null, year: null, order: 'newest', after: null, limit: 50, offset: 0 } as const
const proof = picture()
const reasons = (n: number) => `罚${n}号所列义务已经履行，整改报告经核查属实，予以修复。`

async function story(packId: PackId, today: string, rows: readonly Record<string, string>[], tell: (at: Story) => Promise<void>): Promise<void> {
  const register = await penalised({ packId, today, rows })
  try {
    await tell(new Story(register, packId))
    // Who received what is noted here without the inquiries that would say so.
    const differences = await rebuild(register.ports.owner, projectors, finishRebuild(register.ports), false)
    assert.deepEqual(differences, [], 'the acts alone say the same')
  } finally {
    await register.ports.close()
  }
}

class Story {
  readonly register: Penalised
  readonly closedWays: boolean
  constructor(register: Penalised, pack: PackId) { this.register = register; this.closedWays = pack === 'guangdong' || pack === 'liaoning' }
  get ports() { return this.register.ports }
  record(n: number) { return this.register.records[n - 1]! }
  on(day: string) { this.ports.setToday(day) }
  /** @returns the number of the application, or why it was not taken */
  async applies(ns: readonly number[], change: Partial<Application> & { readonly files?: readonly Buffer[] } = {}): Promise<number | string> {
    const { files = [proof], ...said } = change
    const done = await applyForRestoration(this.ports, { actor: applicant, account: '1' }, {
      subject: applicant, records: ns.map((n) => this.record(n)), at: 'operator', ways: this.closedWays ? ['rectification'] : [], correctedOn: '2025-12-01', orderedUntil: null,
      commitment: true, explanation: '罚款已经缴清，违法行为已经改正。', evidence: files, ...said,
    })
    if (done.ok) return done.value
    const { code, rule, facts } = done.refusals[0]
    return [code, rule ?? '-', facts.earliest ?? facts.provision ?? facts.on ?? ''].join(' ').trim()
  }
  async case(ns: readonly number[], change: Parameters<Story['applies']>[1] = {}): Promise<number> {
    const id = await this.applies(ns, change)
    assert.equal(typeof id, 'number', String(id))
    return id as number
  }
  async act(by: string, id: number, command: Command, files: readonly Buffer[] = []): Promise<string> {
    const done = await actOnRestoration(this.ports, by === authority ? { actor: by, account: '7' } : by, id, command, files)
    return done.ok ? 'ok' : `${done.refusals[0].code} ${done.refusals[0].rule ?? ''}`.trim()
  }
  grant(n: number, effect: string, change: Partial<Extract<Command, { readonly do: 'decide' }>> = {}): Extract<Command, { readonly do: 'decide' }> {
    return { do: 'decide', verdict: 'grant', reasons: reasons(n), effect, fulfilled: this.closedWays ? ['rectification'] : [], inTime: null, provision: '', ...change }
  }
  async step(id: number, name: string): Promise<string> {
    const now = await restorationFor(this.ports, 'operator', id)
    assert.ok(now.ok)
    const s = now.value.steps.find((one) => one.step === name)
    return s === undefined ? 'none' : `${s.rule ?? '-'} ${s.due?.day.toString() ?? '-'} ${s.state}${s.late ? ' late' : ''}`
  }
  async shown(): Promise<number[]> {
    const archive = (await archivePage(this.ports, applicant, page, 50))!
    return this.register.records.flatMap((id, i) => (archive.rows.some((row) => row.record_id === id) ? [i + 1] : []))
  }
  async usable(n: number): Promise<boolean> {
    return (await this.ports.database.one<{ usable: boolean }>`select usable from record where subject_code = ${applicant} and record_id = ${this.record(n)}`)!.usable
  }
  async heads(kind: string): Promise<{ actor: string; account?: string; rules: string[] }[]> {
    return (await this.ports.database.rows<{ head: string }>`select head from act_group where kind = ${kind} order by first_act`).map((g) => JSON.parse(g.head) as never)
  }
}

// Penalties of each class: with order 58 all of them wait three months (a year in some fields); with order 36 the class tells.
const classes = [penalty(1, '2025-11-20', '轻微'), penalty(2, '2025-11-20', '一般'), penalty(3, '2025-11-20', '严重'), penalty(4, '2025-11-20', null), penalty(5, '2025-11-20', '一般', { 领域: '消防' }),
  penalty(6, '2025-11-20', '严重')]

test('gd-47-2 gd-47-3 gd-47-4a gd-47-5 one application for every class, on the last day of one text and the first of the next', () => story('guangdong', '2026-03-31', classes, async (at) => {
  assert.deepEqual(await at.shown(), [1, 2, 3, 4, 5, 6])
  assert.equal(await at.applies([5]), 'restoration-too-early nat-58-min-serious-fields 2026-11-20')
  const id = await at.case([1, 2, 3])
  assert.equal(await at.step(id, 'answer'), 'nat-2025-22-answer 2026-04-15 running', 'ten working days, over the Qingming festival')
  at.on('2026-04-01')
  assert.equal(await at.applies([4]), 'restoration-class-missing nat-36-start')
  assert.equal(await at.applies([3]), 'restoration-open -')
  assert.equal(await at.applies([6]), 'restoration-too-early nat-36-serious-min 2026-11-20', 'the day before it could have been asked for')
  assert.equal(await at.applies([5, 6]), 'restoration-too-early nat-36-serious-min 2026-11-20', 'one that cannot be asked for stops them all')
  assert.equal((await restorationQueue(at.ports, authority)).open, 3, 'visible to the unit and to the operator at once')
  const first = await restorationQueue(at.ports, 'operator', null, 2)
  const rest = await restorationQueue(at.ports, 'operator', first.next, 2)
  assert.deepEqual([...first.cases, ...rest.cases].map((c) => c.of.id).toSorted((a, b) => a - b), [id, id + 1, id + 2], 'a queue is read to its end, each case once')
  assert.deepEqual([first.open, first.next === null, rest.next], [3, false, null])
  assert.equal(await at.act(authority, id + 1, at.grant(2, 'block')), 'restoration-not-passed-on')
  for (const one of [id, id + 1, id + 2]) assert.equal(await at.act('operator', one, { do: 'accept' }), 'ok')
  assert.equal(await at.step(id, 'unit-step'), 'nat-2025-22-authority-step 2026-04-07 running')
  assert.equal(await at.act('operator', id, at.grant(1, 'block')), 'restoration-not-with-you', 'the finding unit decides')
  assert.equal(await at.act(authority, id + 1, at.grant(2, 'block', { fulfilled: [] })), 'way-not-fulfilled gd-47-3')
  assert.equal(await at.act(authority, id + 1, at.grant(2, 'stop-inquiry')), 'effect-not-here gd-47-4a')
  assert.equal(await at.act(authority, id + 1, at.grant(2, 'block', { reasons: '经研究决定，予以修复，特此告知。' })), 'restoration-beside-point gd-47-4a')

  const tx = at.ports.database
  assert.ok((await grantAccess(at.ports, 'operator', {
    unit: authority, ground: 'inquiry-by-authority', purposes: null, items: null, need: '核对', use: '监督检查', document: '职责规定', from: '2026-01-01', until: null,
  })).ok)
  const asked = await answerInquiry(at.ports, { actor: authority, account: '7' }, {
    subject: applicant, ground: 'inquiry-by-authority', purpose: 'routine-supervision', stated: '对申请人的监督检查', reference: '无此案', items: null, channel: 'api', client: null,
  })
  assert.ok(asked.ok, JSON.stringify(asked))
  assert.equal(await at.act(authority, id + 1, at.grant(2, 'block')), 'ok')
  assert.deepEqual([await at.shown(), await at.usable(2), await at.usable(3)], [[3, 5, 6], false, true], 'display and use end with the decision; only its own record')
  assert.deepEqual((await at.heads('restoration.decided')).map((h) => [h.actor, h.account]), [[authority, '7']], 'by a named officer of the unit')
  assert.ok((await at.heads('restoration.carried-out'))[0]!.rules.includes('nat-36-3'))
  assert.equal((await tx.rows`select from recall where record_id = ${at.record(2)} and because = 'restored'`).length, 1, 'whoever has a copy is told')
  assert.equal((await tx.rows`select from notice where template = 'restoration-decided' and to_code = ${applicant} and case_id = ${id + 1}`).length, 1, 'and the organisation, in writing')

  // Lodged under the one text, it is decided by it: the application was in time.
  assert.equal(await at.act(authority, id + 2, at.grant(3, 'delete')), 'ok')
  const [gone] = await tx.rows<{ existence: string; content: string | null }>`
    select r.existence, a.content from record r join act a using (subject_code, act_id) where r.record_id = ${at.record(3)}`
  assert.deepEqual(gone, { existence: 'erased', content: null })
  const again = await delivered(at.ports, authority, 'penalty', [classes[1]!, classes[2]!, { ...classes[1]!, 备注: '更正' }])
  assert.deepEqual([again.accepted, again.recognised, again.changed, again.returned], [0, 1, 1, 1], 'the same documents bring nothing back')
  assert.deepEqual([await at.shown(), await at.usable(2)], [[5, 6], false])
  assert.equal((await delivered(at.ports, authority, 'penalty', [penalty(7, '2026-03-20', '一般')])).accepted, 1, 'a new document is a new record')

  assert.equal(await at.act(authority, id, { ...at.grant(1, ''), verdict: 'exclude', provision: '' }), 'provision-missing gd-47-5')
  assert.equal(await at.act(authority, id, { ...at.grant(1, ''), verdict: 'exclude', provision: '某法第五十条' }), 'ok')
  assert.equal(await at.applies([1]), 'restoration-excluded gd-47-5 某法第五十条')
  assert.deepEqual((await restorationQueue(at.ports, 'operator')).cases, [])
  assert.equal(typeof await at.applies([5]), 'number', 'what order 58 kept for a year may be asked for now')
}))

test('xm-34-1a xm-34-1b xm-34-2 asked of the provider while it is recorded; nobody is answered about it any more, and nothing is deleted', () =>
  story('xiamen', '2026-03-31', [...classes, penalty(7, '2026-03-10', '轻微')], async (at) => {
    assert.equal(await at.applies([7]), 'restoration-too-early nat-58-min 2026-06-10')
    assert.equal(await at.applies([2], { at: 'provider', ways: ['training'] }), 'restoration-way-unknown xm-34-2')
    const id = await at.case([1, 2, 3], { at: 'provider', ways: ['public-interest-service'] })
    assert.equal(await at.step(id, 'unit-step'), 'nat-2025-22-authority-step 2026-04-03 running', 'with the unit from the first day')
    at.on('2026-04-01')
    assert.equal(await at.applies([6]), 'restoration-too-early nat-36-serious-min 2026-11-20')
    assert.equal(await at.act(authority, id, at.grant(1, 'no-inquiry')), 'restoration-over xm-34-1a', 'order 36 has ended the minor one: no longer needed')
    assert.equal(await at.act(authority, id + 1, at.grant(2, 'delete')), 'effect-not-here xm-34-1b')
    assert.equal(await at.act(authority, id + 1, at.grant(2, 'no-inquiry', { fulfilled: ['public-interest-service'] })), 'ok')
    assert.deepEqual([await at.usable(2), await at.shown()], [false, [3, 5, 6]])
    assert.ok((await at.heads('restoration.decided'))[0]!.rules.includes('xm-34-2'), 'the public-interest service counted as a way')
    const [kept] = await at.ports.database.rows<{ existence: string; content: string }>`
      select r.existence, a.content from record r join act a using (subject_code, act_id) where r.record_id = ${at.record(2)}`
    assert.deepEqual([kept!.existence, kept!.content.includes('罚2号')], ['held', true])
    assert.equal(await at.applies([2]), 'restored-already - 2026-04-01')
    const minor = await at.case([7], { at: 'provider' })
    assert.equal(await at.usable(7), true, 'a minor one is not shown; it may be restored as soon as the duties are met')
    assert.equal(await at.act(authority, minor, at.grant(7, 'no-inquiry')), 'ok')
    assert.equal(await at.usable(7), false)
  }))

test('js-66-1 js-66-2a js-66-2b js-66-3 only the unit that determined it signs; no longer shown nor shared the same day; the state\'s text until the sector has one', () =>
  story('jiangsu', '2026-03-31', classes, async (at) => {
    assert.equal(await at.applies([2], { files: [] }), 'proof-missing js-66-1')
    const id = await at.case([2])
    const basis = async (one: number) => { const now = await restorationFor(at.ports, applicant, one); return now.ok ? now.value.of.basis : null }
    assert.deepEqual((await basis(id))?.by, 'state')
    assert.equal(await at.act('operator', id, { do: 'return', missing: '' }), 'what-is-missing js-66-1')
    assert.equal(await at.act('operator', id, { do: 'return', missing: '缺少缴款凭证' }), 'ok')
    assert.equal(await at.act('operator', id, { do: 'accept' }), 'restoration-not-with-you')
    at.on('2026-04-01')
    assert.equal(await at.act(applicant, id, { do: 'complete', explanation: '' }, [proof]), 'ok')
    assert.equal(await at.act('operator', id, { do: 'accept' }), 'ok')
    assert.equal(await at.act('operator', id, at.grant(2, 'stop-display-and-sharing')), 'restoration-not-with-you')
    assert.equal(await at.act(authority, id, at.grant(2, 'delete')), 'effect-not-here js-66-2b')
    assert.equal(await at.act(authority, id, at.grant(2, 'stop-display-and-sharing')), 'ok')
    assert.deepEqual([await at.shown(), await at.usable(2)], [[3, 5, 6], false])
    assert.ok((await publishMethod(at.ports, authority, { sector: 'administrative', title: '行政处罚信息修复办法', document: '苏信〔2026〕1号', papers: '验收意见', from: '2026-04-01' })).ok)
    assert.equal(code(await publishMethod(at.ports, authority, { sector: 'weather', title: '办法', document: '1号', papers: '', from: '2026-04-01' })), 'method-sector-unknown')
    assert.equal(code(await publishMethod(at.ports, authority, { sector: 'administrative', title: '办法', document: '1号', papers: '', from: '2026-02-30' })), 'method-incomplete')
    assert.deepEqual(await basis(await at.case([5])), { by: 'sector', title: '行政处罚信息修复办法', document: '苏信〔2026〕1号' })
  }))

test('ln-39-1 ln-39-2a ln-39-2c ln-39-3 nat-2025-22-restructuring nat-2025-22-notice corrected late the officer says so; the missing limit stays missing until an office enters one', () =>
  story('liaoning', '2026-03-31', classes, async (at) => {
    // The notice of the right to restoration: by the unit that determined it, once for a record, with the earliest day and the papers.
    const serves = (by: string, n: number) => serveRights(at.ports, by, { subject: applicant, record: at.record(n) })
    assert.equal(code(await serves('operator', 6)), 'restoration-not-with-you')
    const letter = await serves(authority, 6)
    assert.ok(letter.ok, JSON.stringify(letter))
    const read = await openNotice(at.ports, { actor: applicant, account: '1' }, letter.value)
    assert.ok(read.ok)
    const words = JSON.stringify(read.value.letter)
    for (const said of ['罚6号', '自2026-02-20起可以申请修复', '信用平台网站', '履行义务的证明材料', 'Commitment letter', 'nat-2025-22-notice']) assert.ok(words.includes(said), said)
    assert.deepEqual(read.value.proofs.map((p) => p.kind), ['notice.read'])
    assert.equal(code(await serves(authority, 6)), 'rights-served nat-2025-22-notice')
    const id = await at.case([2], { orderedUntil: '2025-11-30' })
    assert.equal(await at.step(id, 'complete'), 'ln-39-2a - not-set')
    const unready = await withoutOfficer(at.ports.database, '2026-03-31')
    assert.deepEqual(unready.map((u) => u.unit_code), [authority], 'nobody is named to decide: shown as not ready')
    assert.ok((await setPeriod(at.ports, 'operator', { rule: 'ln-39-2a', amount: 5, unit: 'working-day', from: '2026-04-01', office: '省信用中心', basis: '办理规程' })).ok)
    at.on('2026-04-01')
    const later = await at.case([5])
    assert.equal(await at.step(later, 'complete'), 'ln-39-2a 2026-04-09 running')
    assert.equal(await at.act('operator', id, { do: 'accept' }), 'ok')
    assert.equal(await at.act(authority, id, at.grant(2, 'stop-display')), 'in-time-missing ln-39-1')
    assert.equal(await at.act(authority, id, at.grant(2, 'stop-display', { inTime: true })), 'ok')
    assert.deepEqual(await at.shown(), [3, 5, 6])
    const now = await restorationFor(at.ports, applicant, id)
    assert.deepEqual(now.ok && [now.value.of.decision?.inTime, now.value.of.basis?.by], [true, 'state'])

    const court = { subject: applicant, document: '（2026）辽01破3号之二' }
    assert.equal(code(await fileRestructuring(at.ports, applicant, { ...court, evidence: [] })), 'ruling-missing nat-2025-22-restructuring')
    const filed = await fileRestructuring(at.ports, applicant, { ...court, evidence: [proof] })
    assert.ok(filed.ok)
    assert.deepEqual(await at.shown(), [3, 5, 6], 'the operator looks at the ruling first')
    assert.equal(code(await fileRestructuring(at.ports, applicant, { ...court, evidence: [proof] })), 'restructuring-open nat-2025-22-restructuring')
    assert.equal(code(await actOnRestructuring(at.ports, 'operator', filed.value, { do: 'shield' })), 'ok')
    assert.deepEqual(await at.shown(), [])
    const late = await delivered(at.ports, authority, 'penalty', [penalty(7, '2025-12-20', '一般'), penalty(8, '2026-04-02', '一般')])
    assert.equal(late.accepted, 2)
    const [seven, eight] = (await at.ports.database.rows<{ record_id: number }>`
      select record_id from record where identity in ('罚7号', '罚8号') order by identity`).map((r) => r.record_id)
    const open = async () => (await archivePage(at.ports, applicant, page, 50))!.rows.map((row) => row.record_id)
    at.on('2026-04-03')
    assert.deepEqual(await open(), [eight], 'a delivery that was late does not escape the shield; what was done after it is shown')
    assert.equal(code(await actOnRestructuring(at.ports, 'operator', filed.value, { do: 'end', document: '' })), 'document-missing')
    assert.equal(code(await actOnRestructuring(at.ports, 'operator', filed.value, { do: 'end', document: '（2026）辽01破3号之五' })), 'ok')
    assert.deepEqual([await at.shown(), await open()], [[3, 5, 6], [eight, seven, ...[6, 5, 3].map((n) => at.record(n))]], 'for the time being: what was restored stays so')
  }))

test('hn-36a hn-36b hn-36c hn-36d not without proof, nor once the period of inquiry is over, nor where law excludes it; the result in writing', () =>
  story('hunan', '2026-03-31', [...classes, penalty(7, '2026-03-01', '一般'), penalty(8, '2025-11-20', '一般')], async (at) => {
    assert.equal(await at.applies([2], { files: [] }), 'proof-missing hn-36a')
    assert.equal(code(await excludeRestoration(at.ports, 'operator', { subject: applicant, record: at.record(3), provision: '某法第五十条' })), 'restoration-not-with-you')
    assert.equal(code(await excludeRestoration(at.ports, authority, { subject: applicant, record: at.record(3), provision: ' ' })), 'provision-missing hn-36d')
    assert.equal(code(await excludeRestoration(at.ports, authority, { subject: applicant, record: at.record(3), provision: '某法第五十条' })), 'ok')
    assert.equal(await at.applies([3]), 'restoration-excluded hn-36d 某法第五十条')
    const id = await at.case([2, 6], { at: 'provider' })
    at.on('2026-04-01')
    assert.equal(await at.act(authority, id, at.grant(2, 'stop-inquiry')), 'ok')
    assert.deepEqual([await at.shown(), await at.usable(2)], [[3, 5, 6, 7, 8], false])
    assert.equal(await at.act(authority, id + 1, { ...at.grant(6, ''), verdict: 'refuse', reasons: '罚6号所列整改义务尚未履行完毕，不予修复。' }), 'ok')
    assert.deepEqual([await at.shown(), await at.usable(6)], [[3, 5, 6, 7, 8], true])
    const letters = await at.ports.database.rows<{ case_id: number }>`select case_id from notice where template = 'restoration-decided' order by case_id`
    assert.deepEqual(letters.map((l) => l.case_id), [id, id + 1])
    await byInterface(at)
    assert.deepEqual(await at.shown(), [3, 5, 6, 7])
    assert.equal(code(await excludeRestoration(at.ports, authority, { subject: applicant, record: at.record(3), provision: null })), 'ok')
    at.on('2026-12-01')
    assert.equal(typeof await at.applies([3]), 'number')
    assert.equal(await at.applies([5]), 'restoration-over hn-36a 2026-11-20')
  }))

const code = (done: { readonly ok: boolean; readonly refusals?: readonly { readonly code: string; readonly rule: string | null }[] }): string =>
  (done.ok ? 'ok' : `${done.refusals![0]!.code} ${done.refusals![0]!.rule ?? ''}`.trim())

/** The same by interface: eligibility, an application refused with rule and earliest day, then one lodged, decided, carried out. */
async function byInterface(at: Story): Promise<void> {
  const app = await buildServer(at.ports, { deliveries: {} as DeliveryDesk })
  const client = async (unitCode: string, roles: readonly ClientRole[]) => {
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as JWK
    assert.ok((await registerClient(at.ports, { clientId: `c-${unitCode}`, unitCode, publicKey, roles })).ok)
    return { authorization: `Bearer ${(await issueToken(at.ports, { clientId: `c-${unitCode}`, unitCode })).token}` }
  }
  const ask = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object) => {
    const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const [mine, theirs] = [await client(applicant, ['represent']), await client(authority, ['decide'])]
  const known = (await ask('GET', '/api/v1/restorations/eligibility', mine)).body.records as { record: number; standing: string; earliestOn: string }[]
  assert.deepEqual(known.filter((r) => [7, 8].some((n) => at.record(n) === r.record)).map((r) => [r.standing, r.earliestOn]), [['too-early', '2026-06-01'], ['open', '2026-02-20']])
  const said = { ways: [], correctedOn: '2026-03-01', commitment: true, explanation: '罚款已经缴清，违法行为已经改正。' }
  const apply = async (asks: Record<string, string>, data: object) => {
    const { payload, headers } = await formOfFiles(data, [proof])
    const answer = await app.inject({ method: 'POST', url: '/api/v1/restorations', headers: { ...asks, ...headers }, payload })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }
  const early = await apply(mine, { records: [at.record(7)], ...said })
  assert.deepEqual([early.status, early.body.code, early.body.rule, (early.body.facts as Record<string, string>).earliest], [409, 'restoration-too-early', 'nat-36-general-min', '2026-06-01'])
  assert.equal((await apply(mine, { records: [at.record(8)], ...said, fee: 1 })).status, 400, 'there is no fee to give')
  assert.equal((await apply(theirs, { records: [at.record(8)], ...said })).status, 403)
  const lodged = await apply(mine, { records: [at.record(8)], at: 'provider', ...said })
  assert.equal(lodged.status, 201, JSON.stringify(lodged.body))
  const id = lodged.body.application as number
  const decision = { do: 'decide', verdict: 'grant', effect: 'stop-inquiry', reasons: reasons(8) }
  assert.equal((await ask('POST', `/api/v1/restorations/${id}/acts`, mine, decision)).body.code, 'restoration-not-with-you')
  const done = await ask('POST', `/api/v1/restorations/${id}/acts`, theirs, decision)
  assert.deepEqual([done.status, done.body.carriedOutOn], [200, '2026-04-01'], JSON.stringify(done.body))
  assert.equal((await ask('GET', `/api/v1/organisations/${applicant}/records/${at.record(8)}`, {})).status, 410)
  assert.equal(((await ask('GET', '/api/v1/restorations', theirs)).body.items as unknown[]).length, 0)
  assert.equal((await ask('GET', '/api/v1/restoration', {})).status, 200)
  await app.close()
}
