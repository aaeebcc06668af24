/** Objections as stories, one in each pack, on a real register: what readers see meanwhile, who is due when, how it ends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rebuild } from '../../src/acts/rebuild.ts'
import type { PackId } from '../../src/law/types.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { actOnObjection, lodgeObjection, objectionFor, queueOf } from '../../src/register/objections/acts.ts'
import type { Command } from '../../src/register/objections/objection.ts'
import { finishRebuild, projectors } from '../../src/register/projectors.ts'
import { archivePage } from '../../src/register/records/store.ts'
import { disputeOf } from '../../src/register/records/marks.ts'
import { type Objected, objected, objector, provider } from '../support/objected.ts'

const page = { items: null, year: null, order: 'newest', after: null, limit: 20, offset: 0 } as const
const explanation = '许可有效期至2036年，登记为2031年，有误。'
const upheld = '经核查许1号决定书原件，有效期至2036年，登记有误，予以更正。'

async function story(packId: PackId, today: string, tell: (at: Story) => Promise<void>): Promise<void> {
  const register = await objected({ packId, today })
  try {
    await tell(new Story(register))
    assert.deepEqual(await rebuild(register.ports.owner, projectors, finishRebuild(register.ports), false), [], 'the acts alone say the same')
  } finally {
    await register.ports.close()
  }
}

class Story {
  readonly register: Objected
  case = 0
  constructor(register: Objected) { this.register = register }
  get ports() { return this.register.ports }
  get record() { return this.register.records[0]! }
  on(day: string) { this.ports.setToday(day) }
  async lodges(at: 'operator' | 'provider' = 'operator') {
    const done = await lodgeObjection(this.ports, { actor: objector, account: '1' }, { subject: objector, record: this.record, ground: 'error', explanation, at, evidence: [] })
    assert.ok(done.ok, JSON.stringify(done))
    this.case = done.value
  }
  async act(by: string, command: Command): Promise<string> {
    const done = await actOnObjection(this.ports, by, this.case, command)
    return done.ok ? 'ok' : done.refusals[0].code
  }
  async step(name: string): Promise<string> {
    const now = await objectionFor(this.ports, 'operator', this.case)
    assert.ok(now.ok)
    const s = now.value.steps.find((one) => one.step === name)
    return s === undefined ? 'none' : `${s.rule ?? '-'} ${s.due?.day.toString() ?? '-'} ${s.state}${s.late ? ' late' : ''}`
  }
  /** What any reader is told of the record: `disputed`, `shown` or `gone`. */
  async reader(): Promise<string> {
    const archive = (await archivePage(this.ports, objector, page, 20))!
    if (!archive.rows.some((row) => row.record_id === this.record)) return 'gone'
    return disputeOf(archive.marks, this.record, this.ports.today().toString()) === null ? 'shown' : 'disputed'
  }
}

test('gd-46-3a gd-46-3b gd-46-3c gd-46-5 upheld through the provider, with an appraisal over National Day', () => story('guangdong', '2026-09-28', async (at) => {
  await at.lodges()
  assert.equal(await at.reader(), 'disputed', 'gd-46-1 marked at once')
  assert.equal(await at.step('mark'), 'gd-46-1 2026-09-29 done')
  at.on('2026-09-29')
  assert.equal(await at.act('operator', { do: 'transfer', reason: '' }), 'ok')
  // Three working days: 30 September, then 8 and 9 October; the holiday lies between.
  assert.equal(await at.step('decide'), 'gd-46-3b 2026-10-09 running')
  assert.equal(await at.act('operator', { do: 'decide', verdict: 'keep', reasons: upheld }), 'not-with-you')
  at.on('2026-09-30')
  assert.equal(await at.act(provider, { do: 'pause', ground: 'appraisal', document: '鉴定委托书〔2026〕3号' }), 'ok')
  assert.equal(await at.step('decide'), 'gd-46-3b - paused')
  at.on('2026-10-14')
  assert.equal(await at.act(provider, { do: 'resume' }), 'ok')
  assert.equal(await at.step('decide'), 'gd-46-3b 2026-10-19 running')
  at.on('2026-10-16')
  assert.equal((await queueOf(at.ports, provider)).open, 1)
  assert.equal(await at.act(provider, { do: 'decide', verdict: 'correct', reasons: upheld }), 'ok')
  assert.equal(await at.step('close'), 'gd-46-3c 2026-10-20 running')
  assert.equal(await at.act('operator', { do: 'close' }), 'not-carried-out')
  await at.register.deliver(1, { 有效期至: '2036-03-04' })
  assert.equal(await at.reader(), 'disputed', 'the mark stays with the corrected version until the case is closed')
  at.on('2026-10-20')
  assert.equal(await at.act('operator', { do: 'close' }), 'ok')
  assert.equal(await at.reader(), 'shown')
  assert.equal(await at.step('close'), 'gd-46-3c 2026-10-20 done')
  assert.deepEqual((await queueOf(at.ports, 'operator')).cases, [])
  assert.equal(await at.act(objector, { do: 'ask-review', way: 'review', document: '复核申请书' }), 'ok', 'gd-46-6')
}))

test('xm-33-1 xm-33-2 xm-53-2 kept after ten days, then a suit: not shown while it is pending, shown again on its outcome', () => story('xiamen', '2026-11-02', async (at) => {
  await at.lodges()
  assert.equal(await at.reader(), 'disputed')
  assert.equal(await at.step('review'), 'xm-33-1 2026-11-12 running')
  at.on('2026-11-13')
  assert.equal(await at.step('review'), 'xm-33-1 2026-11-12 overdue')
  assert.equal(await at.act('operator', { do: 'decide', verdict: 'keep', reasons: '经核查许1号决定书原件，登记与原件一致。' }), 'ok')
  assert.equal(await at.step('review'), 'xm-33-1 2026-11-12 done late')
  assert.equal(await at.act('operator', { do: 'close' }), 'ok')
  assert.equal(await at.reader(), 'shown')
  assert.equal(await at.act(objector, { do: 'ask-review', way: 'litigation', document: '受理通知书' }), 'ok')
  assert.equal(await at.reader(), 'gone')
  assert.equal(await at.act('operator', { do: 'end-review', way: 'litigation', document: '' }), 'document-missing')
  assert.equal(await at.reader(), 'gone')
  at.on('2026-12-20')
  assert.equal(await at.act('operator', { do: 'end-review', way: 'litigation', document: '行政判决书' }), 'ok')
  assert.equal(await at.reader(), 'shown')
}))

test('js-64-1b js-64-1c js-64-1d the verification has no period until an office enters one; shown and labelled meanwhile; the withdrawal comes before the end', () => story('jiangsu', '2026-11-02', async (at) => {
  assert.ok((await setPeriod(at.ports, 'operator', { rule: 'js-64-1b', amount: 7, unit: 'working-day', from: '2026-11-10', office: '省信用办', basis: '试行办法' })).ok)
  await at.lodges('provider')
  assert.equal(await at.step('review'), 'js-64-1b - not-set', 'an entered period is for cases from its day on')
  assert.equal(await at.reader(), 'disputed')
  assert.equal(await at.act('operator', { do: 'decide', verdict: 'keep', reasons: upheld }), 'not-with-you')
  assert.equal(await at.act(provider, { do: 'decide', verdict: 'withdraw', reasons: upheld }), 'ok')
  assert.equal(await at.reader(), 'gone')
  assert.equal(await at.act(provider, { do: 'close' }), 'ok')
}))

test('ln-37-1 ln-37-3b ln-37-6 ln-37-7 labelled when filed, reviewed from acceptance, deleted when nobody can verify it', () => story('liaoning', '2026-11-02', async (at) => {
  await at.lodges()
  assert.equal(await at.reader(), 'disputed')
  assert.equal(await at.act('operator', { do: 'transfer', reason: '' }), 'not-accepted')
  at.on('2026-11-04')
  assert.equal(await at.act('operator', { do: 'accept' }), 'ok')
  assert.equal(await at.step('review'), 'ln-37-1 2026-11-09 running')
  at.on('2026-11-09')
  assert.equal(await at.act('operator', { do: 'transfer', reason: '' }), 'ok')
  assert.equal(await at.step('decide'), 'ln-37-3 - not-set')
  at.on('2027-03-01')
  assert.equal(await at.act(provider, { do: 'decide', verdict: 'unverifiable', reasons: '许1号的档案已经灭失，无法核实。' }), 'ok')
  assert.equal(await at.reader(), 'gone')
  const [withdrawn] = await at.ports.database.rows<{ head: string; content: string }>`
    select g.head, a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'record.withdrawn'`
  assert.deepEqual((JSON.parse(withdrawn!.head) as { rules: string[] }).rules, ['ln-37-7'])
  assert.match(withdrawn!.content, /无法核实/, 'the reason is recorded')
  const [accepted] = await at.ports.database.rows<{ salt: Buffer | null; content: string | null; closed: string | null; existence: string; facts: string }>`
    select a.salt, a.content, a.closed, r.existence, r.facts from record r join act a using (subject_code, act_id) where r.existence <> 'held'`
  assert.deepEqual(accepted, { salt: null, content: null, closed: null, existence: 'erased', facts: '{}' }, 'deleted: content and salt are gone')
  const [erased] = await at.ports.database.rows<{ head: string; content: string }>`
    select g.head, a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'record.erased'`
  assert.deepEqual((JSON.parse(erased!.head) as { rules: string[] }).rules, ['ln-37-7'])
  assert.match(erased!.content, /无法核实/)
  assert.equal(await at.act('operator', { do: 'close' }), 'ok')
  assert.deepEqual((await queueOf(at.ports, provider)).cases, [])
  assert.equal(await at.act(objector, { do: 'ask-review', way: 'persist', document: '再次异议' }), 'ok')
  assert.deepEqual([(await queueOf(at.ports, provider)).open, (await queueOf(at.ports, 'operator')).open], [1, 1], 'ln-37-5 with the unit, and both see it')
  assert.equal(await at.act(provider, { do: 'end-review', way: 'persist', document: '答复函' }), 'ok')
  assert.deepEqual((await queueOf(at.ports, provider)).cases, [])
}))

test('hn-32-1 hn-32-2b hn-32-3 with another unit\'s help: five days from receipt, through a weekend', () => story('hunan', '2026-11-05', async (at) => {
  await at.lodges()
  assert.equal(await at.reader(), 'disputed')
  assert.equal(await at.step('review'), 'hn-32-2a 2026-11-10 running')
  at.on('2026-11-06')
  assert.equal(await at.act('operator', { do: 'transfer', reason: '' }), 'ok')
  assert.equal(await at.step('decide'), 'hn-32-2b 2026-11-10 running')
  at.on('2026-11-11')
  assert.equal(await at.step('decide'), 'hn-32-2b 2026-11-10 overdue')
  assert.equal(await at.act(provider, { do: 'decide', verdict: 'keep', reasons: '所称错误不成立：许1号原件与登记一致。' }), 'ok')
  assert.equal(await at.act(objector, { do: 'ask-review', way: 'review', document: '申请书' }), 'case-still-open')
  assert.equal(await at.act('operator', { do: 'close' }), 'ok', 'hn-32-2c')
  assert.equal(await at.reader(), 'shown')
}))
