import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCalendar } from '../../packs.ts'
import { laws } from '../../../test/support/law.ts'
import type { PackId } from '../../law/types.ts'
import { type Command, decide, foldObjection, type Happened, mayLodge, type ObjectionEvent } from './objection.ts'
import { nextStep, stepsOf } from './steps.ts'

const calendar = await readCalendar()
const unit = '11449900MB2C93485B'
const code = '91449900MA5X2K7Q8U'
const document = '岭市监处罚〔2024〕57号'
const opened = (at: 'operator' | 'provider' = 'operator'): ObjectionEvent => ({
  event: 'lodged', record: 7, version: 1, item: 'penalty', provider: unit, at, ground: 'error', explanation: '罚款金额与决定书不符', evidence: [], document,
})
const reasons = `经核对${document}，决定书载明的金额为两万元，登记有误。`

/** Lines `DAY BY event …`; the answer is the case and, for a day, its steps. */
function story(pack: PackId, lines: readonly (readonly [day: string, by: string, event: ObjectionEvent])[]) {
  const acts: Happened[] = lines.map(([on, by, event], i) => ({ ...event, on, by, act: 100 + i }))
  const c = foldObjection(100, code, acts)
  return {
    c,
    steps: (today: string) => stepsOf(c, { entered: [], law: laws[pack], calendar, today: Temporal.PlainDate.from(today) }),
    table(today: string) {
      return this.steps(today).map((s) => [s.step, s.by, s.rule ?? '-', s.due?.day.toString() ?? '-', s.doneOn ?? '-', s.late ? 'late' : s.state].join(' '))
    },
    try: (command: Command, by: string, record = { version: 1, existence: 'held' }) => said(decide(c, command, { by, record }, laws[pack])),
  }
}
const said = (o: ReturnType<typeof decide>): string => (o.ok ? `${o.value.event.event} ${o.value.rules.join(' ')}`.trim() : `${o.refusals[0].code} ${o.refusals[0].rule ?? ''}`.trim())
const act = (event: 'marked' | 'accepted' | 'resumed' | 'closed'): ObjectionEvent => ({ event })
const passed: ObjectionEvent = { event: 'transferred', to: unit, reason: '' }
const kept = (verdict: 'keep' | 'withdraw' | 'correct' | 'unverifiable' = 'keep'): ObjectionEvent => ({ event: 'decided', verdict, reasons, version: 1 })

test('gd-46-1 a mark not made by the end of the next working day is overdue', () => {
  const s = story('guangdong', [['2024-03-04', code, opened()]])
  assert.equal(s.table('2024-03-05')[1], 'mark operator gd-46-1 2024-03-05 - running')
  assert.equal(s.table('2024-03-06')[1], 'mark operator gd-46-1 2024-03-05 - overdue')
})

test('gd-46-2 gd-46-3a until the operator finds with whom the error lies, both its clocks run: three days to put right, two to hand on', () => {
  const s = story('guangdong', [['2024-03-04', code, opened()], ['2024-03-04', 'operator', act('marked')]])
  assert.deepEqual(s.table('2024-03-06'), [
    'receive operator - - 2024-03-04 done',
    'mark operator gd-46-1 2024-03-05 2024-03-04 done',
    'review operator gd-46-2 2024-03-07 - running',
    'transfer operator gd-46-3a 2024-03-06 - running',
  ])
  assert.equal(nextStep(s.steps('2024-03-06'))?.step, 'transfer')
  assert.equal(s.table('2024-03-07')[3], 'transfer operator gd-46-3a 2024-03-06 - overdue')
  assert.equal(s.table('2024-03-08')[2], 'review operator gd-46-2 2024-03-07 - overdue')
})

test('gd-46-3b gd-46-3c the unit decides in three working days of the transfer, the operator closes in two of the decision', () => {
  const until = [['2024-03-04', code, opened()], ['2024-03-04', 'operator', act('marked')], ['2024-03-06', 'operator', passed]] as const
  assert.deepEqual(story('guangdong', until).table('2024-03-12'), [
    'receive operator - - 2024-03-04 done',
    'mark operator gd-46-1 2024-03-05 2024-03-04 done',
    'transfer operator gd-46-3a 2024-03-06 2024-03-06 done',
    'decide provider gd-46-3b 2024-03-11 - overdue',
    'close operator gd-46-3c - - to-come',
  ])
  const decided = story('guangdong', [...until, ['2024-03-11', unit, kept()]])
  assert.equal(decided.table('2024-03-13').at(-1), 'close operator gd-46-3c 2024-03-13 - running')
  assert.equal(decided.table('2024-03-14').at(-1), 'close operator gd-46-3c 2024-03-13 - overdue')
  assert.equal(story('guangdong', [...until, ['2024-03-12', unit, kept()]]).table('2024-03-12')[3], 'decide provider gd-46-3b 2024-03-11 2024-03-12 late')
})

test('gd-46-5 an appraisal takes its days out of the decision, and none out of the mark', () => {
  const s = story('guangdong', [
    ['2024-03-04', code, opened()], ['2024-03-06', 'operator', passed],
    ['2024-03-08', unit, { event: 'paused', ground: 'appraisal', document: '委托鉴定书' }], ['2024-03-21', unit, act('resumed')],
  ])
  assert.ok(s.table('2024-03-22').includes('decide provider gd-46-3b 2024-03-25 - running'))
  assert.equal(s.table('2024-03-22')[1], 'mark operator gd-46-1 2024-03-05 - overdue')
  const open = story('guangdong', [['2024-03-04', code, opened()], ['2024-03-06', 'operator', passed], ['2024-03-08', unit, { event: 'paused', ground: 'appraisal', document: '委托鉴定书' }]])
  assert.ok(open.table('2024-03-20').includes('decide provider gd-46-3b - - paused'))
})

test('gd-46-5 a pause rests on a ground of the article and a document; packs without grounds know no pause', () => {
  const s = story('guangdong', [['2024-03-04', code, opened()], ['2024-03-06', 'operator', passed]])
  assert.equal(s.try({ do: 'pause', ground: 'holiday', document: '无' }, unit), 'pause-without-ground gd-46-5')
  assert.equal(s.try({ do: 'pause', ground: '', document: '委托书' }, unit), 'pause-without-ground gd-46-5')
  assert.equal(s.try({ do: 'pause', ground: 'appraisal', document: ' ' }, unit), 'document-missing gd-46-5')
  assert.equal(s.try({ do: 'pause', ground: 'appraisal', document: '委托书' }, unit), 'paused gd-46-5')
  assert.equal(s.try({ do: 'pause', ground: 'appraisal', document: '委托书' }, code), 'not-with-you')
  for (const pack of ['xiamen', 'jiangsu', 'hunan'] as const) {
    assert.match(story(pack, [['2024-03-04', code, opened()]]).try({ do: 'pause', ground: 'appraisal', document: '委托书' }, 'operator'), /^pause-without-ground/)
  }
})

test('gd-46-0 an objection lodged with the unit has no period in the text: not set, never a number of another step', () => {
  const s = story('guangdong', [['2024-03-04', code, opened('provider')], ['2024-03-04', 'operator', act('marked')]])
  assert.equal(s.table('2024-03-20')[2], 'review provider gd-46-0 - - not-set')
})

test('xm-33-1 ten days, not working days, whoever looks meanwhile', () => {
  const s = story('xiamen', [['2024-03-04', code, opened()], ['2024-03-04', 'operator', act('marked')]])
  assert.equal(s.table('2024-03-14')[2], 'review operator xm-33-1 2024-03-14 - running')
  assert.equal(s.table('2024-03-15')[2], 'review operator xm-33-1 2024-03-14 - overdue')
  const asked = story('xiamen', [['2024-03-04', code, opened()], ['2024-03-05', 'operator', passed]])
  assert.ok(asked.table('2024-03-15').some((line) => line.startsWith('review provider xm-33-1 2024-03-14 - overdue')))
})

test('js-64-1b without an entered period the verification is not set; with one the clock runs under it', () => {
  const s = story('jiangsu', [['2024-03-04', code, opened()], ['2024-03-04', 'operator', act('marked')]])
  assert.equal(s.table('2024-06-03')[2], 'review operator js-64-1b - - not-set')
  const entered = [{ rule: 'js-64-1b', amount: 7, unit: 'working-day' as const, from: '2024-01-01', office: '省信用办', basis: '试行办法' }]
  const [, , review] = stepsOf(s.c, { entered, law: laws.jiangsu, calendar, today: Temporal.PlainDate.from('2024-03-14') })
  assert.deepEqual([review!.due?.day.toString(), review!.state], ['2024-03-13', 'overdue'])
})

test('ln-37-1 the review counts from acceptance, and nothing is decided before it', () => {
  const lodged = story('liaoning', [['2024-03-01', code, opened()], ['2024-03-01', 'operator', act('marked')]])
  assert.equal(lodged.table('2024-03-20').find((l) => l.startsWith('review')), 'review operator ln-37-1 - - to-come')
  assert.equal(lodged.try({ do: 'decide', verdict: 'keep', reasons }, 'operator'), 'not-accepted ln-37-1')
  assert.equal(lodged.try({ do: 'transfer', reason: '' }, 'operator'), 'not-accepted ln-37-1')
  const accepted = story('liaoning', [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')]])
  assert.ok(accepted.table('2024-03-08').includes('review operator ln-37-1 2024-03-07 - overdue'))
})

test('ln-37-3 ln-37-4 the unit asked to verify has a number missing in the source: no overdue; its answer starts two working days', () => {
  const until = [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-07', 'operator', passed]] as const
  const waiting = story('liaoning', until).table('2025-03-07')
  assert.ok(waiting.includes('review operator ln-37-1 2024-03-07 2024-03-07 done'), 'ln-37-3b the transfer comes out of the review')
  assert.ok(waiting.includes('decide provider ln-37-3 - - not-set'))
  assert.ok(story('liaoning', [...until, ['2024-03-11', unit, kept()]]).table('2024-03-14').includes('close operator ln-37-4 2024-03-13 - overdue'))
})

test('ln-37-2 ln-37-2b its own error: told within two working days, put right at once', () => {
  const s = story('liaoning', [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-07', 'operator', kept('withdraw')]])
  const table = s.table('2024-03-12')
  assert.ok(table.includes('close operator ln-37-2 2024-03-11 - overdue'))
  assert.ok(table.includes('correct operator ln-37-2b - - no-number'))
})

test('ln-37-7 what nobody can verify is deleted where the pack says so, and only there', () => {
  const at = (pack: PackId) => story(pack, [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-05', 'operator', passed]])
  assert.equal(at('liaoning').try({ do: 'decide', verdict: 'unverifiable', reasons }, unit), 'decided ln-37-7')
  for (const pack of ['guangdong', 'xiamen', 'jiangsu', 'hunan'] as const) assert.equal(at(pack).try({ do: 'decide', verdict: 'unverifiable', reasons }, unit), 'verdict-not-here')
})

test('hn-32-2a hn-32-2b three working days of its own, five days where others must help', () => {
  const own = story('hunan', [['2024-09-30', code, opened()]])
  assert.equal(own.table('2024-10-10').find((l) => l.startsWith('review')), 'review operator hn-32-2a 2024-10-10 - running')
  const helped = story('hunan', [['2024-09-30', code, opened()], ['2024-10-02', 'operator', passed]])
  assert.equal(helped.table('2024-10-06').find((l) => l.startsWith('decide')), 'decide provider hn-32-2b 2024-10-05 - overdue')
})

test('js-64-1d what was found wrong is put right before the case can be closed', () => {
  for (const pack of ['jiangsu', 'guangdong'] as const) {
    const s = story(pack, [['2024-03-04', code, opened()], ['2024-03-05', 'operator', passed], ['2024-03-06', unit, kept('correct')]])
    assert.match(s.try({ do: 'close' }, 'operator'), /^not-carried-out/)
    assert.match(s.try({ do: 'close' }, 'operator', { version: 2, existence: 'held' }), /^closed/)
    assert.match(s.try({ do: 'close' }, 'operator', { version: 1, existence: 'withdrawn' }), /^closed/)
    assert.match(s.try({ do: 'close' }, unit, { version: 2, existence: 'held' }), /^not-with-you/)
  }
})

test('an answer gives its reasons, and they speak of this ground or this record', () => {
  const s = story('guangdong', [['2024-03-04', code, opened()], ['2024-03-05', 'operator', passed]])
  assert.equal(s.try({ do: 'decide', verdict: 'keep', reasons: '  ' }, unit), 'reasons-missing gd-46-3b')
  assert.equal(s.try({ do: 'decide', verdict: 'keep', reasons: '经核查，维持原信息，感谢您的理解与支持。' }, unit), 'answer-beside-point gd-46-3b')
  assert.equal(s.try({ do: 'decide', verdict: 'keep', reasons: '所称错误不成立：决定书原件与登记一致。' }, unit), 'decided gd-46-3b')
  assert.equal(s.try({ do: 'decide', verdict: 'keep', reasons }, 'operator'), 'not-with-you', 'the unit decides what was passed to it')
})

test('gd-45 xm-33-1 js-64-1a ln-36 hn-32-1 own record, one ground of the list, an explanation, one case at a time', () => {
  const record = { subject: code, version: 1, existence: 'held' }
  const good = { ground: 'error', explanation: '罚款金额与决定书不符', at: 'operator' as const }
  for (const pack of Object.keys(laws) as PackId[]) {
    const may = (l: Partial<typeof good>, before: Partial<Parameters<typeof mayLodge>[3]> = {}) => {
      const o = mayLodge(code, 7, { ...good, ...l }, { record, earlier: null, ...before }, laws[pack])
      return o.ok ? 'ok' : o.refusals[0].code
    }
    assert.equal(may({}), 'ok')
    assert.equal(may({}, { record: { ...record, subject: '91330000470009923F' } }), 'record-unknown')
    assert.equal(may({}, { record: null }), 'record-unknown')
    assert.equal(may({}, { record: { ...record, existence: 'withdrawn' } }), 'record-unknown')
    assert.equal(may({}, { earlier: { case: 1, version: 1, closed: false } }), 'case-open')
    assert.equal(may({}, { earlier: { case: 1, version: 1, closed: true } }), 'case-closed')
    assert.equal(may({}, { earlier: { case: 1, version: 1, closed: true }, record: { ...record, version: 2 } }), 'ok', 'a new version may be objected to anew')
    assert.equal(may({ ground: 'unfair' }), 'ground-unknown')
    assert.equal(may({ explanation: '错 。' }), 'explanation-missing')
  }
  const privacy = (pack: PackId) => mayLodge(code, 7, { ...good, ground: 'privacy' }, { record, earlier: null }, laws[pack]).ok
  assert.deepEqual([privacy('guangdong'), privacy('xiamen')], [false, true])
})

test('ln-37-5 who still objects has the matter passed to the unit, which ends it with a document', () => {
  const s = story('liaoning', [
    ['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-05', 'operator', kept()], ['2024-03-06', 'operator', act('closed')],
    ['2024-03-08', code, { event: 'review-asked', way: 'persist', document: '再次异议', suspends: false, to: unit }],
  ])
  assert.equal(s.c.handler, unit)
  assert.equal(s.try({ do: 'end-review', way: 'persist', document: '' }, unit), 'document-missing ln-37-5')
  assert.equal(s.try({ do: 'end-review', way: 'persist', document: '答复函' }, unit), 'review-ended ln-37-5')
  const before = story('liaoning', [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-05', 'operator', kept()], ['2024-03-06', 'operator', act('closed')]])
  const asked = decide(before.c, { do: 'ask-review', way: 'persist', document: '再次异议' }, { by: code, record: { version: 1, existence: 'held' } }, laws.liaoning)
  assert.ok(asked.ok && asked.value.event.event === 'review-asked' && asked.value.event.to === unit)
})

test('hn-32-2c without a decision and its written reasons a case stays open', () => {
  const s = story('hunan', [['2024-03-04', code, opened()]])
  assert.equal(s.try({ do: 'close' }, 'operator'), 'not-decided')
  assert.equal(s.try({ do: 'decide', verdict: 'keep', reasons: '' }, 'operator'), 'reasons-missing hn-32-2b')
})

test('gd-46-6 gd-49 xm-53-1 js-71 ln-37-5 after closing the ways of the pack are open, and none before', () => {
  const closed = (pack: PackId) => story(pack, [['2024-03-01', code, opened()], ['2024-03-04', 'operator', act('accepted')], ['2024-03-05', 'operator', kept()], ['2024-03-06', 'operator', act('closed')]])
  const asks = (pack: PackId, way: string) => closed(pack).try({ do: 'ask-review', way, document: '申请书' }, code)
  assert.equal(asks('guangdong', 'review'), 'review-asked gd-46-6')
  assert.equal(asks('guangdong', 'litigation'), 'review-asked gd-49')
  assert.equal(asks('xiamen', 'reconsideration'), 'review-asked xm-53-1 xm-53-2')
  assert.equal(asks('jiangsu', 'litigation'), 'review-asked js-71')
  assert.equal(asks('liaoning', 'persist'), 'review-asked ln-37-5')
  assert.equal(asks('hunan', 'review'), 'way-unknown')
  assert.equal(closed('guangdong').try({ do: 'ask-review', way: 'review', document: '' }, code), 'document-missing gd-46-6')
  assert.equal(closed('guangdong').try({ do: 'close' }, 'operator'), 'case-over')
  assert.equal(story('guangdong', [['2024-03-01', code, opened()]]).try({ do: 'ask-review', way: 'review', document: '申请书' }, code), 'case-still-open gd-46-6')
})
