import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PackId } from '../../law/types.ts'
import { calendar } from '../../../test/support/law-data.ts'
import { laws } from '../../../test/support/law.ts'
import { areaOfCode, readArea, within } from './area.ts'
import { type Command, decide, foldOversight, type Happened, mayOpen, type OversightEvent, type Step } from './case.ts'
import { handled, mayTakeNone, type NoMeasure } from './omission.ts'
import { fineFits, mattersOf, missingDuties, organOf, stepsUnder, termRule } from './procedure.ts'
import { letterOf } from './letters.ts'
import { lastDayOf } from './term.ts'
import { readAbout } from './trail.ts'

const unit = '91330000470009923F'
const organ = '91330200071451933T'
const said = (o: { ok: boolean; refusals?: readonly { code: string; rule: string | null; facts: Readonly<Record<string, string>> }[] }): string =>
  (o.ok ? 'ok' : `${o.refusals![0]!.code} ${o.refusals![0]!.rule ?? ''} ${Object.values(o.refusals![0]!.facts).join(' ')}`.trim())

test('an area lies in another where its figures begin with the other’s', () => {
  assert.deepEqual(['33', '3302', '330203', '000000', '123', '', '33020'].map((t) => { const a = readArea(t); return a.ok ? a.value : '-' }), ['330000', '330200', '330203', '000000', '-', '-', '-'])
  const inside = (area: string) => ['000000', '330000', '330200', '330203', '330100'].filter((outer) => within(area, outer))
  assert.deepEqual(inside('330203'), ['000000', '330000', '330200', '330203'])
  assert.deepEqual(inside('330200'), ['000000', '330000', '330200'], 'a city is not in its district')
  assert.deepEqual([areaOfCode(unit), areaOfCode('operator')], ['330000', null])
  const pair = fc.integer({ min: 10, max: 99 }).map(String)
  fc.assert(fc.property(pair, pair, pair, (a, b, c) => within(`${a}${b}${c}`, `${a}${b}00`) && within(`${a}${b}${c}`, `${a}0000`) && !within(`${a}0000`, `${a}${b}00`)))
})

test('what a case is about is read as it is written, and nothing else is', () => {
  for (const text of ['miss:12', 'objection:3', 'restoration:4', 'inquiry:9', `record:${unit}:7`, 'feed:penalty', '']) assert.notEqual(readAbout(text), null, text)
  fc.assert(fc.property(fc.string(), (text) => { const about = readAbout(text); return about === null || about.kind === 'none' || /^[a-z]+:/.test(text.trim()) }))
  assert.deepEqual(['miss:0', 'miss:-1', 'record:1:2', 'feed:', 'drop:1'].map(readAbout), [null, null, null, null, null])
})

test('gd-56-1 hn-45a js-70a ln-53a a fine outside the range of the text is refused with rule and range, at either end to the yuan', () => {
  const fits = (pack: PackId, rule: string, gravity: string, ...amounts: number[]) => amounts.map((n) => said(fineFits(laws[pack], rule, gravity, n)))
  assert.deepEqual(fits('guangdong', 'gd-56-1', '', 49_999, 50_000, 500_000, 500_001, 600_000),
    ['fine-outside-range gd-56-1 49999 50000 500000', 'ok', 'ok', 'fine-outside-range gd-56-1 500001 50000 500000', 'fine-outside-range gd-56-1 600000 50000 500000'])
  assert.deepEqual(fits('hunan', 'hn-45a', '', 50_000, 300_000, 350_000), ['ok', 'ok', 'fine-outside-range hn-45a 350000 50000 300000'])
  assert.deepEqual(fits('liaoning', 'ln-53a', '', 40_000, 50_000), ['fine-outside-range ln-53a 40000 50000 500000', 'ok'])
  assert.deepEqual(fits('jiangsu', 'js-70a', 'serious', 99_999, 200_000, 250_000), ['fine-outside-range js-70a 99999 100000 200000', 'ok', 'fine-outside-range js-70a 250000 100000 200000'])
  assert.deepEqual(fits('jiangsu', 'js-70a', 'ordinary', 50_000, 100_001), ['ok', 'fine-outside-range js-70a 100001 50000 100000'])
  assert.equal(fits('jiangsu', 'js-70a', '', 100_000)[0], 'gravity-missing js-70a ordinary, serious')
  fc.assert(fc.property(fc.double(), (n) => fineFits(laws.hunan, 'hn-45a', '', n).ok === (Number.isSafeInteger(n) && n >= 50_000 && n <= 300_000)))
})

test('each matter is held against a body by the organ its text names, and has a step of its own', () => {
  for (const [pack, law] of Object.entries(laws)) {
    for (const m of mattersOf(law)) assert.ok(stepsUnder(law, m.rule).some((s) => s.code === 'order-to-correct'), `${pack} ${m.code}`)
  }
  const organs = (pack: PackId) => [...new Set(mattersOf(laws[pack]).map((m) => `${m.rule} ${organOf(laws[pack], m.rule)}`))]
  assert.deepEqual(organs('guangdong'), ['gd-55-1 government', 'gd-56-1 competent-department'])
  assert.deepEqual(organs('liaoning'), ['ln-51 competent-department', 'ln-52a government', 'ln-53a competent-department'])
  const steps = stepsUnder(laws.liaoning, 'ln-51').map((s) => s.code)
  assert.deepEqual(steps, ['talk', 'order-to-correct', 'warning', 'criticism'], 'by severity')
})

const opening = (change: object = {}) => ({ body: unit, matter: 'not-provided', facts: '连续十日没有报送许可信息。', answerUntil: '2026-05-20', ...change })
test('a case is opened by the organ the text names, about another, on a matter of the list, with what is complained of', () => {
  const open = (pack: PackId, as: readonly ('competent-department' | 'government')[], change: object = {}, isPublic = true) =>
    said(mayOpen(opening(change), { code: organ, as }, isPublic, '2026-05-11', laws[pack]))
  assert.equal(open('liaoning', ['competent-department']), 'ok')
  assert.equal(open('guangdong', ['competent-department']), 'organ-not-named gd-55-1 government')
  assert.equal(open('liaoning', ['competent-department'], { matter: 'rudeness' }).split(' ')[0], 'matter-unknown')
  assert.equal(open('liaoning', ['competent-department'], { matter: 'collector-breach' }), `matter-not-for-body ln-53a ${unit}`, 'no fine for a public body')
  assert.equal(open('liaoning', ['competent-department'], { matter: 'collector-breach' }, false), 'ok')
  assert.equal(open('liaoning', ['competent-department'], { body: organ }), 'own-body ln-51')
  assert.equal(open('liaoning', ['competent-department'], { facts: '。。。' }), 'facts-missing ln-51')
  assert.equal(open('liaoning', ['competent-department'], { answerUntil: '2026-05-10' }), 'day-unfit  2026-05-10')
})

/** A case opened on 2026-05-11; the body has until the 20th to state its side. */
function story(pack: PackId, matter: string, isPublic: boolean) {
  const law = laws[pack]
  const rule = mattersOf(law).find((m) => m.code === matter)!.rule
  const trail = { acts: [], missed: [], feed: null, inquiry: null, law: law.stamp, calendar: '' }
  const acts: Happened[] = [{ event: 'opened', ...opening({ matter }), rule, about: '', trail, on: '2026-05-11', by: organ, act: 1 }]
  return {
    isPublic, acts,
    at: (day: string, by: string, command: Command): string => {
      const done = decide(foldOversight(1, acts), command, by, day, law)
      if (done.ok) acts.push({ ...done.value as OversightEvent, on: day, by, act: acts.length + 1 })
      return said(done)
    },
    now: () => foldOversight(1, acts),
  }
}
const step = (code: string, takenOn: string, change: Partial<Step> = {}): Command => ({ do: 'step', step: code, takenOn, result: '已送达该单位。', document: '责改〔2026〕3号', until: null, fine: null, ...change })
const close = (finding = 'breach', reasons = '经核查，逾期未办理属实。'): Command => ({ do: 'close', finding, reasons })
const answer: Command = { do: 'answer', answer: '系统切换期间漏办，已经补办。' }

test('the body is heard before anything is decided; a talk is where it may be', () => {
  const s = story('liaoning', 'not-provided', true)
  assert.equal(s.at('2026-05-12', organ, step('warning', '2026-05-12')), 'not-heard  2026-05-20')
  assert.equal(s.at('2026-05-12', organ, close()), 'not-heard  2026-05-20')
  assert.equal(s.at('2026-05-12', organ, step('talk', '2026-05-12')), 'ok')
  assert.equal(s.at('2026-05-12', organ, answer), `oversight-not-yours  ${unit}`)
  assert.equal(s.at('2026-05-12', unit, step('warning', '2026-05-12')), `oversight-not-yours  ${organ}`)
  assert.equal(s.at('2026-05-12', unit, answer), 'ok')
  assert.equal(s.at('2026-05-12', organ, step('warning', '2026-05-12')), 'ok', 'it has been')
  const silent = story('liaoning', 'not-provided', true)
  assert.equal(silent.at('2026-05-20', organ, step('warning', '2026-05-20')).split(' ')[0], 'not-heard', 'its last day')
  assert.equal(silent.at('2026-05-21', organ, step('warning', '2026-05-21')), 'ok', 'it did not want to be')
})

test('hn-45a without an order to correct and its time the case cannot be closed', () => {
  const s = story('hunan', 'collector-breach', false)
  assert.equal(s.at('2026-05-21', organ, close()), 'case-incomplete hn-45a 责令改正、限期 order to correct, the time set for it')
  assert.equal(s.at('2026-05-21', organ, step('order-to-correct', '2026-05-21')), 'ok')
  assert.equal(s.at('2026-05-22', organ, close()), 'case-incomplete hn-45a 限期 the time set for it')
  assert.equal(s.at('2026-05-22', organ, step('order-to-correct', '2026-05-22', { until: '2026-05-21' })), 'term-unfit hn-45a 2026-05-21')
  assert.equal(s.at('2026-05-22', organ, step('order-to-correct', '2026-05-22', { until: '2026-06-22' })), 'ok')
  assert.equal(s.at('2026-05-22', organ, step('fine', '2026-05-22', { fine: { amount: 350_000, gravity: '' } })), 'fine-outside-range hn-45a 350000 50000 300000')
  assert.equal(s.at('2026-05-22', organ, close('breach', '同意')), 'reasons-missing hn-45a')
  assert.equal(s.at('2026-05-22', organ, close()), 'ok')
  assert.equal(s.at('2026-05-23', organ, step('fine', '2026-05-23', { fine: { amount: 60_000, gravity: '' } })), 'oversight-closed')
})

test('hn-45c an order served on 4 March with fifteen days is in time until the 19th; where the text has no rule on the time, an order names its day', () => {
  const last = (pack: PackId, rule: string, days: number) => { const d = lastDayOf({ rule, from: '2024-03-04', days }, laws[pack], calendar); return d.ok ? d.value : d.refusals[0].code }
  assert.equal(last('hunan', 'hn-45a', 15), '2024-03-19')
  assert.equal(last('hunan', 'hn-44a', 15), 'term-unfit', 'article 45 speaks of those that are no public bodies')
  assert.equal(last('liaoning', 'ln-51', 15), 'term-unfit')
  assert.deepEqual([0, -3, 1.5, Number.NaN, 1e9].map((days) => last('hunan', 'hn-45a', days)), Array(5).fill('term-unfit'))
  assert.deepEqual(Object.entries(laws).flatMap(([pack, law]) => mattersOf(law).flatMap((m) => (termRule(law, m.rule) === null ? [] : [`${pack} ${m.rule} ${termRule(law, m.rule)}`]))),
    ['hunan hn-45a hn-45c'])
})

test('an order is owed until the body reports what it did, also after the case is closed on it; a newer order takes its place', () => {
  const report: Command = { do: 'report', report: '已于当日补报，回执见附卷。' }
  const s = story('liaoning', 'not-provided', true)
  assert.equal(s.at('2026-05-12', unit, answer), 'ok')
  assert.equal(s.at('2026-05-12', unit, report), 'nothing-ordered ln-51')
  s.at('2026-05-12', organ, step('order-to-correct', '2026-05-12'))
  assert.deepEqual(s.now().owed, { since: '2026-05-12', until: null })
  s.at('2026-05-13', organ, step('order-to-correct', '2026-05-13', { until: '2026-05-30' }))
  assert.deepEqual(s.now().owed, { since: '2026-05-13', until: '2026-05-30' })
  assert.equal(s.at('2026-05-13', organ, close()), 'ok')
  assert.deepEqual(s.now().owed, { since: '2026-05-13', until: '2026-05-30' })
  assert.equal(s.at('2026-05-14', organ, report), `oversight-not-yours  ${unit}`)
  assert.equal(s.at('2026-05-14', unit, { do: 'report', report: '已改' }), 'report-empty ln-51')
  assert.equal(s.at('2026-05-14', unit, report), 'ok')
  assert.deepEqual([s.now().owed, s.now().reports.length], [null, 1])
  assert.equal(s.at('2026-05-14', unit, report), 'nothing-ordered ln-51')
  const none = story('liaoning', 'not-provided', true)
  none.at('2026-05-12', unit, answer)
  none.at('2026-05-12', organ, step('order-to-correct', '2026-05-12'))
  none.at('2026-05-12', organ, close('no-breach', '经核查，当日已经报送。'))
  assert.equal(none.now().owed, null, 'where there was no breach nothing is owed')
})

test('each step that concerns the body is told by a letter; what it wrote itself and the talk at which it sat are not', () => {
  const s = story('liaoning', 'not-provided', true)
  s.at('2026-05-12', organ, step('talk', '2026-05-12'))
  s.at('2026-05-12', unit, answer)
  s.at('2026-05-12', organ, step('criticism', '2026-05-12', { document: '' }))
  s.at('2026-05-12', organ, step('order-to-correct', '2026-05-12', { until: '2026-05-30' }))
  s.at('2026-05-12', organ, close())
  const told = s.acts.map((event, n) => letterOf(foldOversight(1, s.acts.slice(0, n + 1)), event, laws.liaoning, event.on))
  assert.deepEqual(told.map((l) => l?.template ?? '-'), ['oversight-opened', '-', '-', 'oversight-step', 'oversight-ordered', 'oversight-closed'])
  assert.deepEqual([told[0]!.facts['matter-zh'], told[0]!.facts.until], ['未按照规定提供信息', '2026-05-20'])
  assert.deepEqual([told[3]!.facts['step-en'], told[3]!.facts['document-en']], ['Criticism in a circular', 'none'])
  assert.deepEqual([told[4]!.facts['until-en'], told[4]!.facts['document-zh']], ['30 May 2026', '责改〔2026〕3号'])
  assert.equal(told[5]!.facts.finding, 'breach')
})

test('gd-55-1 xm-54-1 js-69-1 ln-52a hn-44a a breach is closed with an order to correct; where there was none it needs reasons and no order', () => {
  for (const [pack, matter] of [['guangdong', 'off-catalogue'], ['xiamen', 'not-provided'], ['jiangsu', 'not-revoked'], ['liaoning', 'measure-beyond-list'], ['hunan', 'tampering-or-leak']] as const) {
    const s = story(pack, matter, true)
    assert.equal(s.at('2026-05-21', organ, close()).split(' ')[0], 'case-incomplete', pack)
    assert.match(s.at('2026-05-21', organ, step('fine', '2026-05-21', { fine: { amount: 60_000, gravity: '' } })), /^step-not-here/, `${pack}: no fine for an organ`)
    assert.equal(s.at('2026-05-21', organ, step('order-to-correct', '2026-05-21')), 'ok', pack)
    assert.equal(s.at('2026-05-21', organ, close()), 'ok', pack)
    const none = story(pack, matter, true)
    assert.equal(none.at('2026-05-21', organ, close('no-breach', '经核查，当日已经报送。')), 'ok', pack)
    assert.equal(none.now().closed!.finding, 'no-breach')
  }
})

test('ln-52a an officer’s reasoned decision for no measure counts as handled and is no omission; without reasons it is none', () => {
  assert.equal(said(mayTakeNone(unit, unit, '同意', laws.liaoning)), 'reasons-missing ln-52a')
  assert.equal(said(mayTakeNone(organ, unit, '首次违法且已改正，不采取惩戒措施。', laws.liaoning)), `not-the-provider ln-52a ${unit}`)
  assert.equal(said(mayTakeNone(unit, unit, '首次违法且已改正，不采取惩戒措施。', laws.liaoning)), 'ok')
  const decided: NoMeasure = { act: 9, on: '2026-05-11', unit, subject: organ, record: 7, reasons: '首次违法且已改正，不采取惩戒措施。' }
  assert.equal(handled('measure-omitted', unit, [decided])?.act, 9)
  assert.equal(handled('measure-omitted', unit, []), null, 'nothing was decided')
  assert.equal(handled('measure-omitted', organ, [decided]), null, 'another unit decided')
  assert.equal(handled('measure-beyond-list', unit, [decided]), null, 'it says nothing of a measure that was taken')
})

test('ln-34 js-60 who has named no contact, or no procedure, is not compliant where the text asks for it', () => {
  const lacks = (pack: PackId, contact: string | null, procedure: string | null) => missingDuties(laws[pack], { contact, procedure }).map((e) => `${e.code} ${e.rule}`)
  assert.deepEqual(lacks('liaoning', null, '异议处理办法'), ['objection-contact ln-34'])
  assert.deepEqual(lacks('liaoning', '信用办 0571-88880000', null), [])
  assert.deepEqual(lacks('jiangsu', '信用办 0571-88880000', ' '), ['objection-procedure js-60'])
  assert.deepEqual(lacks('jiangsu', null, '异议处理办法'), [])
  assert.deepEqual(lacks('guangdong', null, null), [])
})
