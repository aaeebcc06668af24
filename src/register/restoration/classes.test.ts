/** The same three penalties in each pack, from the last day of one national text to the first days of the next: asked for, decided, carried out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laws } from '../../../test/support/law.ts'
import type { Refusal } from '../../law/outcome.ts'
import type { ClosedListEntry, PackId, Severity } from '../../law/types.ts'
import { recordFacts } from '../records/dates.ts'
import type { StoredFacts } from '../records/facts.ts'
import { displayDates } from '../retention/display.ts'
import type { Restorable } from './eligibility.ts'
import { effectsOf, wayNeeded, waysOf } from './procedure.ts'
import { type Application, decide, foldRestoration, mayApply } from './restoration.ts'

const unit = 'u'
const penalty = laws.guangdong.catalog.find((i) => i.id === 'penalty')!
const facts = (severity: Severity, decidedOn: string): StoredFacts => ({
  decidedOn, severity, severityReason: '裁量基准', conductEndedOn: null, conductField: null, validUntil: null, tradeSecret: false, documentNumber: '罚1号', authority: '某局',
})

/** What comes of a penalty of this class if its organisation asks on this day and the unit grants it two days later. */
function story(pack: PackId, severity: Severity, decidedOn: string, on: string): string {
  const law = laws[pack]
  const day = Temporal.PlainDate.from(on)
  const held: Restorable = { item: penalty, facts: facts(severity, decidedOn), receivedOn: decidedOn, existence: 'held', excludedBy: null }
  const ways = wayNeeded(law) ? [waysOf(law)[0]!.code] : []
  const asked: Application = { at: 'provider', ways, correctedOn: decidedOn, orderedUntil: null, commitment: true, explanation: '罚款已经缴清，违法行为已经改正。' }
  const may = mayApply(asked, [{ record: 1, held, open: null }], 1, law, day)
  if (!may.ok) return told(may.refusals[0])
  const applied = { event: 'applied', ...asked, record: 1, version: 1, item: 'penalty', provider: unit, evidence: [], basis: null, document: '罚1号', on, by: 's', account: null, act: 9 } as const
  const c = foldRestoration(9, 9, 's', [applied])
  const then = day.add({ days: 2 })
  const [{ code: effect, rule }] = effectsOf(law) as [ClosedListEntry]
  const done = decide(c, { do: 'decide', verdict: 'grant', reasons: '罚1号所列义务已经履行，予以修复。', effect, fulfilled: ways, inTime: null, provision: '' },
    { by: unit, held, evidence: [], today: then }, law)
  if (!done.ok) return `asked, then ${told(done.refusals[0])}`
  const after = (later: Temporal.PlainDate) => displayDates(recordFacts(penalty, { ...held.facts, restoredOn: then.toString() }, decidedOn), law, later)
  for (const later of [then, then.add({ years: 1 })]) assert.deepEqual([after(later).usable, after(later).state === 'on-display'], [false, false])
  assert.deepEqual([effect, rule, done.value.rules.includes(rule), done.value.rules.includes('nat-36-3')], [...effects[pack], true, then.toString() >= '2026-04-01'], pack)
  return 'granted'
}

const told = ({ code, rule, facts: f }: Refusal): string =>
  (code === 'restoration-over' ? `over ${f.on!}` : `${code.replace('restoration-', '')} ${f.earliest ?? f.on ?? ''} ${rule ?? '-'}`)

/** What restoration does here, by the article that says so. */
const effects: Readonly<Record<PackId, readonly [effect: string, rule: string]>> = {
  guangdong: ['stop-disclosure-and-sharing', 'gd-47-4a'], xiamen: ['no-inquiry', 'xm-34-1b'], jiangsu: ['stop-display-and-sharing', 'js-66-2b'],
  liaoning: ['stop-display', 'ln-39-2c'], hunan: ['stop-inquiry', 'hn-36c'],
}
const early58 = 'too-early 2026-03-31 nat-58-min'
const early36 = 'too-early 2026-12-31 nat-36-serious-min'

test('gd-47-4a xm-34-1b js-66-2b ln-39-2c hn-36c nat-58-min nat-36-minor nat-36-general-min nat-36-serious-min minor, general and serious in every pack, by the law of the day', () => {
  // Decided 2025-12-31: the older text lets all of them be restored for one day before the newer one tells them apart.
  const onePeriod = [
    ['2026-03-30', early58, early58, early58],
    ['2026-03-31', 'asked, then over 2026-03-31', 'granted', 'granted'],
    ['2026-04-01', 'over 2026-03-31', 'granted', early36],
    ['2026-12-30', 'over 2026-03-31', 'asked, then over 2026-12-31', early36],
    ['2026-12-31', 'over 2026-03-31', 'over 2026-12-31', 'granted'],
  ] as const
  // Where retention is a period of its own, what is no longer shown is still used: restoration ends that.
  const twoPeriods = [
    ['2026-03-30', early58, early58, early58],
    ['2026-03-31', 'granted', 'granted', 'granted'],
    ['2026-04-01', 'granted', 'granted', early36],
    ['2026-12-30', 'granted', 'granted', early36],
    ['2026-12-31', 'granted', 'granted', 'granted'],
  ] as const
  const expected = { guangdong: onePeriod, xiamen: onePeriod, jiangsu: twoPeriods, liaoning: twoPeriods, hunan: onePeriod } as const
  for (const pack of Object.keys(laws) as PackId[]) {
    for (const [on, ...classes] of expected[pack]) {
      assert.deepEqual((['minor', 'general', 'serious'] as const).map((severity) => story(pack, severity, '2025-12-31', on)), classes, `${pack} ${on}`)
    }
  }
})
