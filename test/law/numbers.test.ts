/**
 * Every number of the packs, said a second time by hand from the texts. What a number *does* is proved elsewhere; here a
 * slip of the hand in the data shows, also where nothing computes with the number yet.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueDay } from '../../src/calendar/due-day.ts'
import type { InForce, Limit, PackId } from '../../src/law/types.ts'
import { ruleOf } from '../../src/law/rule.ts'
import { laws } from '../support/law.ts'
import { calendar, day } from '../support/law-data.ts'

const national = laws.guangdong.national
const packs = Object.values(laws).map((law) => law.pack)

const said = (l: Limit) => [l.amount ?? 'not set', l.unit, l.type, ...(l.count ? [`${l.count} times`] : []), ...(l.pauses ? [`${l.pauses.length} pauses`] : [])].join(' ')
const table = (text: string): Map<string, string> => new Map(text.trim().split('\n').map((line) => {
  const [key, ...rest] = line.trim().split(/\s*·\s*/)
  return [key!, rest.join(' · ')]
}))

describe('limits', () => {
  const expected = table(`
    gd-25-2 · 14 year age
    gd-35-1c · not set day deadline
    gd-40-1b · 2 year frequency
    gd-43a · 5 year cap
    gd-44a · 3 working-day deadline
    gd-46-1 · 1 working-day deadline
    gd-46-2 · 3 working-day deadline 5 pauses
    gd-46-3a · 2 working-day deadline 5 pauses
    gd-46-3b · 3 working-day deadline 5 pauses
    gd-46-3c · 2 working-day deadline 5 pauses
    gd-46-4 · 3 working-day deadline
    xm-24-1b · 5 year duration
    xm-25-2 · not set day deadline
    xm-26-2a · 1 year duration
    xm-26-3 · 12 month window 3 times
    xm-26-4 · 2 year duration
    xm-33-1 · 10 day deadline
    xm-43-3 · 10 day deadline
    js-26-3 · 16 year age
    js-31-1b · not set day deadline
    js-64-1b · not set working-day deadline
    js-64-2b · not set working-day deadline
    js-65a · 5 working-day deadline
    js-65b · 2 working-day deadline
    ln-37-1 · 3 working-day deadline 5 pauses
    ln-37-2 · 2 working-day deadline 5 pauses
    ln-37-3 · not set working-day deadline 5 pauses
    ln-37-4 · 2 working-day deadline 5 pauses
    ln-39-2a · not set working-day deadline
    hn-32-2a · 3 working-day deadline
    hn-32-2b · 5 day deadline
    hn-33 · 3 working-day deadline
    hn-34b · 3 working-day deadline
    hn-45c · not set day deadline
    nat-36-minor · 3 month cap
    nat-36-general · 1 year cap
    nat-36-general-min · 3 month floor
    nat-36-serious · 3 year cap
    nat-36-serious-min · 1 year floor
    nat-2025-22-answer · 10 working-day deadline
    nat-2025-22-authority-step · 3 working-day deadline
    nat-58-max · 3 year cap
    nat-58-min · 3 month floor
    nat-58-min-serious-fields · 1 year floor
    nat-107-minor · 3 month cap
    nat-107-general · 1 year cap
    nat-107-general-min · 3 month floor
    nat-107-serious · 3 year cap
    nat-107-serious-min · 1 year floor
    nat-424-7wd · 7 working-day deadline
    nat-reconsideration-20 · 60 day deadline
    nat-litigation-46 · 6 month deadline`)
  test('each limit is the one of its text, and no rule has one that its text does not', () => {
    const held = [...packs.flatMap((p) => p.rules), ...national.rules].filter((r) => r.limit).map((r) => [r.id, said(r.limit!)] as const)
    assert.deepEqual(new Map(held), expected)
  })
  test('no parameter has a number of its own', () => {
    for (const pack of packs) {
      for (const [key, value] of Object.entries(pack.parameters)) {
        if (value.kind === 'limit') assert.equal(value.limit, pack.rules.find((r) => r.id === value.rule)?.limit, `${pack.id} ${key}`)
      }
    }
  })
})

test('fines are those of the texts, in yuan, and no other rule has one', () => {
  const held = packs.flatMap((p) => p.rules).flatMap((r) => (r.fines ?? []).map((f) => `${r.id} ${f.gravity} ${f.from}–${f.to}`))
  assert.deepEqual(held, ['gd-56-1 any 50000–500000', 'js-70a ordinary 50000–100000', 'js-70a serious 100000–200000', 'ln-53a any 50000–500000', 'hn-45a any 50000–300000'])
})

describe('national steps', () => {
  const due = (rule: string, from: string) => {
    const outcome = dueDay({ rule, from: day(from), limit: ruleOf(laws.guangdong, rule).limit!, counting: laws.guangdong.pack.counting, calendar })
    assert.ok(outcome.ok)
    return outcome.value.day.toString()
  }
  test('nat-424-7wd a licence of Monday is public on Wednesday of the week after', () => assert.equal(due('nat-424-7wd', '2024-03-04'), '2024-03-13'))
  test('nat-2025-22-answer an application of Monday is answered in two weeks', () => assert.equal(due('nat-2025-22-answer', '2026-05-11'), '2026-05-25'))
  test('nat-2025-22-authority-step the authority acts by Thursday', () => assert.equal(due('nat-2025-22-authority-step', '2026-05-11'), '2026-05-14'))
})

describe('days in force', () => {
  const span = (s: InForce) => `${s.from} – ${s.until ?? ''}`.trim()
  test('of the regulations', () => {
    assert.deepEqual(packs.map((p) => `${p.id} ${span(p.inForce)}`),
      ['guangdong 2021-06-01 –', 'xiamen 2019-06-01 –', 'jiangsu 2022-01-01 –', 'liaoning 2022-01-01 –', 'hunan 2022-09-01 –'])
  })
  test('of the regulations, as the comparison table says them', () => {
    for (const { id, inForce, parameters } of packs) {
      const from = day(inForce.from)
      const answer = parameters.A1!
      assert.ok(answer.kind === 'text', id)
      assert.equal(answer.text.en, `From ${from.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`)
      assert.equal(answer.text.zh, `自${from.year}年${from.month}月${from.day}日起施行`)
    }
  })
  test('of the national rules', () => {
    const groups = table(`
      nat-36 · 2026-04-01 –
      nat-2025-22 · 2025-06-22 –
      nat-58 · 2023-05-01 – 2026-03-31
      nat-107 · 2025-12-25 –
      nat-424 · 2018-07-25 –
      nat-654 · 2014-10-01 –
      nat-catalog · 2021-12-16 –
      nat-measures · 2021-12-16 –
      nat-reconsideration · 2024-01-01 –
      nat-litigation · 2015-05-01 –`)
    for (const rule of national.rules) {
      const group = [...groups.keys()].find((g) => rule.id.startsWith(`${g}-`))
      assert.equal(span(rule.inForce), groups.get(group ?? ''), rule.id)
    }
  })
  test('of the standards of designation', () => {
    assert.deepEqual(new Map(packs.flatMap((p) => p.standards.map((s) => [s.id, span(s.inForce)]))), table(`
      js-demonstration-deception · 2022-01-01 –
      js-demonstration-deception-city · 2022-01-01 –`))
  })
  test('of the display texts', () => {
    assert.deepEqual(new Map(national.displayTexts.map((t) => [t.id, span(t.inForce)])),
      table(`order-58 · 2023-05-01 – 2026-03-31\nsamr-107 · 2025-12-25 –\norder-36 · 2026-04-01 –`))
  })
  test('of the catalog’s categories: eleven in 2021, twelve in 2022, thirteen in 2024', () => {
    const on = (text: string) => national.catalogCategories.filter((c) => c.inForce.from <= text && c.inForce.until === null).length
    assert.deepEqual(['2021-12-15', '2021-12-16', '2021-12-31', '2022-01-01', '2023-12-31', '2024-01-01'].map(on), [0, 11, 11, 12, 12, 13])
    assert.deepEqual(national.catalogCategories.filter((c) => c.inForce.from > '2021-12-16').map((c) => c.id), ['compliance', 'intellectual-property'])
    assert.deepEqual(national.catalogCategories.filter((c) => c.scope === 'declined').map((c) => c.id), ['titles-and-occupations'])
  })
})

test('readings that no text states: the day of the trigger is left out, a last rest day stays, edges of a pause do not count, an end day is over', () => {
  for (const pack of packs) {
    assert.deepEqual(pack.counting, { stepsCountTriggerDay: false, lastRestDayMoves: false, pauseEdgesLeftOut: true, stateIncludesEndDay: false }, pack.id)
  }
})

describe('lists have as many entries as their text, and are closed or open as it is', () => {
  const expected: Record<PackId | 'national', Map<string, string>> = {
    guangdong: table(`
      catalog-classes · 8
      finding-documents · 3
      listing-grounds · 5, 2 declined
      listing-fields-health-and-safety · 6, open
      listing-fields-market-order · 12, open
      measures · 8
      incentives · 7
      disclosure-modes · 5
      inquiry-grounds · 6
      inquiry-duties · 3
      inquiry-purposes · 7, 1 declined
      objection-grounds · 2
      restoration-method-duty · 1
      restoration-ways · 6
      restoration-effects · 4
      restoration-doors · 2
      restoration-exclusions · 1
      prohibited-data · 7
      conditional-data · 5, 5 declined
      personal-data · 6
      declined · 6, 6 declined
      operator-desks · 7
      objection-doors · 2
      remedies · 2
      objection-reviews · 3
      authorisation-limits · 2
      withholdable · 2
      authorisation-purposes · 5
      recall-duties · 2
      accountability-matters · 9
      accountability-steps · 1
      accountability-steps-collectors · 3
      accountability-demands · 1
      revocation-duties · 1`),
    xiamen: table(`
      catalog-classes · 6, open
      listing-grounds · 5, 1 declined
      listing-fields-market-order · 2, 1 declined
      measures · 7, 1 declined
      incentives · 5, 1 declined
      disclosure-modes · 4
      inquiry-grounds · 4
      inquiry-duties · 1
      inquiry-purposes · 12, 1 declined
      objection-grounds · 6
      restoration-ways · 1, open
      restoration-effects · 1
      restoration-doors · 2
      restoration-window · 1
      prohibited-data · 7
      conditional-data · 6, 6 declined
      declined · 11, 11 declined
      operator-desks · 7
      objection-doors · 1
      remedies · 2
      objection-reviews · 2
      display-suspended-during · 2
      withholdable · 2
      applications · 7
      written-notice · 3
      authorisation-purposes · 5
      accountability-matters · 5
      accountability-steps · 1
      accountability-demands · 1`),
    jiangsu: table(`
      information-classes · 3
      catalog-classes · 6
      finding-documents · 3
      listing-grounds · 3
      listing-fields-market-order · 2, 1 declined
      measures · 9
      incentives · 6
      disclosure-modes · 5
      inquiry-grounds · 5
      inquiry-duties · 3
      inquiry-purposes · 1
      objection-grounds · 5
      restoration-effects · 3
      restoration-doors · 2
      restoration-papers · 1
      barred-excuses · 5
      prohibited-data · 7
      conditional-data · 6, 6 declined
      declined · 6, 6 declined
      operator-desks · 4
      lenient-circumstances · 2
      objection-doors · 2
      remedies · 2
      objection-reviews · 2
      authorisation-limits · 1
      authorisation-purposes · 5
      recall-duties · 4
      accountability-matters · 6
      accountability-steps · 1
      accountability-steps-collectors · 3
      accountability-demands · 1
      oversight-duties · 1
      revocation-duties · 2`),
    liaoning: table(`
      catalog-classes · 8, open
      finding-documents · 3
      listing-grounds · 7, 2 declined
      listing-fields-health-and-safety · 6, open
      listing-fields-market-order · 13, open
      measures · 6
      incentives · 6, 1 declined
      disclosure-modes · 3
      inquiry-grounds · 5
      inquiry-purposes · 6, 2 declined
      objection-grounds · 5
      restoration-ways · 6
      restoration-effects · 1
      restoration-doors · 2
      restoration-checks · 1
      barred-excuses · 5
      declined · 8, 8 declined
      operator-desks · 4
      lenient-circumstances · 2
      objection-doors · 1
      objection-reviews · 1
      authorisation-limits · 1
      authorisation-purposes · 5
      accountability-matters · 9
      accountability-steps · 1
      accountability-steps-information · 4
      accountability-steps-collectors · 3
      accountability-demands · 1
      oversight-duties · 1`),
    hunan: table(`
      finding-documents · 2, open
      listing-grounds · 5, 1 declined
      listing-fields-market-order · 2, 1 declined
      measures · 5
      incentives · 5
      disclosure-modes · 3
      inquiry-grounds · 5
      inquiry-duties · 3
      inquiry-purposes · 6
      inquiry-log · 4
      objection-grounds · 3
      restoration-effects · 1
      restoration-doors · 2
      restoration-exclusions · 1
      restoration-window · 1
      restoration-papers · 1
      barred-excuses · 5
      declined · 3, 3 declined
      operator-desks · 2
      objection-doors · 2
      authorisation-limits · 1
      authorisation-purposes · 5
      accountability-matters · 7
      accountability-steps · 1
      accountability-steps-collectors · 3
      accountability-demands · 1
      accountability-demands-collectors · 2
      accountability-terms · 1
      revocation-duties · 2`),
    national: table(`
      measure-fields · 5
      restoration-conditions · 4
      restoration-papers · 2
      restoration-exclusions · 1
      restoration-shield · 1
      remedies · 2
      ruling-bodies · 2`),
  }
  for (const { id, lists } of [...packs, { id: 'national' as const, lists: national.lists }]) {
    test(id, () => assert.deepEqual(new Map(lists.map((l) => {
      const declined = l.entries.filter((e) => e.scope === 'declined').length
      return [l.id, `${l.entries.length}${declined ? `, ${declined} declined` : ''}${l.closed ? '' : ', open'}`]
    })), expected[id]))
  }
  test('every rule declined stands in the pack’s list of what is declined', () => {
    for (const pack of packs) {
      const listed = new Set(pack.lists.find((l) => l.id === 'declined')?.entries.map((e) => e.rule))
      const partly = new Set(pack.lists.flatMap((l) => l.entries.filter((e) => e.scope === 'declined').map((e) => e.rule)))
      assert.deepEqual(pack.rules.filter((r) => r.scope === 'declined' && !listed.has(r.id) && !partly.has(r.id)).map((r) => r.id), [], pack.id)
    }
  })
})

test('catalog periods: how long shown, how long kept, how often delivered, since when', () => {
  const items = [...laws.guangdong.catalog, ...Object.values(laws).flatMap((l) => l.catalog.filter((i) => i.layer === l.pack.id && l.pack.id !== 'guangdong'))]
  const told = items.filter((i) => i.scope === 'in').map((i) => [i.id, [
    i.display.by === 'period' ? said(i.display.limit) : i.display.by, i.retention ? said(i.retention) : 'not set', said(i.frequency.limit), `${i.inForce.from} – ${i.inForce.until ?? ''}`.trim(),
  ].join(' · ')] as const)
  assert.deepEqual(new Map(told), table(`
    registration · registration · not set · not set working-day deadline · 2021-12-16 –
    licence · validity · not set · 7 working-day deadline · 2018-07-25 –
    penalty · severity · not set · 7 working-day deadline · 2018-07-25 –
    market-penalty · severity · not set · 7 working-day deadline · 2025-12-25 –
    administrative-measure · severity · not set · not set working-day deadline · 2021-12-16 –
    abnormal-operations · validity · not set · not set working-day deadline · 2021-12-16 –
    serious-list-entry · severity · not set · not set working-day deadline · 2021-12-16 –
    judgment-debtor · severity · not set · not set working-day deadline · 2021-12-16 –
    judgment · not set year duration · not set · not set working-day deadline · 2021-12-16 –
    tax-arrears · severity · not set · not set working-day deadline · 2021-12-16 –
    abnormal-taxpayer · validity · not set · not set working-day deadline · 2021-12-16 –
    major-tax-violation · severity · not set · not set working-day deadline · 2021-12-16 –
    contract-performance · none · not set · not set month frequency · 2021-12-16 –
    pledge · not set year duration · not set · not set working-day deadline · 2021-12-16 –
    honour · validity · not set · not set month frequency · 2021-12-16 –
    assessment-result · validity · not set · not set year frequency · 2021-12-16 –
    intellectual-property · validity · not set · not set month frequency · 2024-01-01 –
    own-statement · not set year duration · not set · not set month frequency · 2021-12-16 –
    gd-refused-water-charges · severity · not set · 1 month frequency · 2021-01-01 –
    gd-charity · 3 year duration · not set · 1 year frequency · 2021-01-01 –
    xm-charity · 3 year duration · 5 year duration · 1 year frequency · 2021-01-01 –
    xm-deception · severity · 5 year duration · 1 month frequency · 2021-01-01 –
    js-deception · severity · 5 year duration · 1 month frequency · 2021-01-01 –
    js-charity · 3 year duration · 5 year duration · 1 year frequency · 2021-01-01 –
    ln-refused-water-charges · severity · 5 year duration · 1 month frequency · 2021-01-01 –
    ln-charity · 3 year duration · 5 year duration · 1 year frequency · 2021-01-01 –
    hn-deception · severity · not set · 1 month frequency · 2021-01-01 –`))
})

test('frequency of a catalog item that names a rule is the rule’s own number', () => {
  for (const law of Object.values(laws)) {
    for (const { id, frequency } of law.catalog) if (frequency.rule) assert.equal(said(frequency.limit), said(ruleOf(law, frequency.rule).limit!), id)
  }
})
