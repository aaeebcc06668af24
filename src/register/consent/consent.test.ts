/** What may be authorised and what may be withheld, by the text of each pack. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLaw } from '../../packs.ts'
import type { Law, PackId } from '../../law/types.ts'
import { type Authorisation, type AuthorisationRequest, categoriesOf, holdsOn, mayAuthorise, purposesOf } from './authorisation.ts'
import { mayShowAgain, mayWithhold, withholdable } from './withholding.ts'

const packs = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan'] as const
const laws = new Map<PackId, Law>()
for (const id of packs) laws.set(id, await readLaw(id))
const law = (id: PackId): Law => laws.get(id)!
const today = Temporal.PlainDate.from('2026-09-28')
const subject = '91330200058290389A'
const bank = { kind: 'organisation', code: '91330200071451933T' } as const

const ask = (id: PackId, change: Partial<AuthorisationRequest> = {}, running: readonly Authorisation[] = []) => mayAuthorise(subject, {
  inquirer: bank.code, purpose: 'financing', categories: ['administrative'], until: '2026-12-31', alone: true, ...change,
}, bank, running, law(id), today)
const refusalOf = (done: ReturnType<typeof ask>): string => (done.ok ? 'ok' : `${done.refusals[0].code} ${done.refusals[0].rule ?? '-'}`)

test('gd-42-1 ln-35-2 hn-38-3 an authorisation that is the condition of a service or comes with another consent is refused', () => {
  assert.deepEqual(packs.map((id) => refusalOf(ask(id, { alone: false }))),
    ['consent-tied gd-42-1', 'consent-tied xm-13-3', 'consent-tied js-39-2b', 'consent-tied ln-35-2', 'consent-tied hn-38-3'])
  assert.deepEqual(packs.map((id) => refusalOf(ask(id))), ['ok', 'ok', 'ok', 'ok', 'ok'])
})

test('gd-42-2 js-61b an authorisation without an end, or for life, is refused in every pack', () => {
  for (const until of ['', ' ', '永久', 'forever', '终身']) {
    assert.deepEqual(packs.map((id) => refusalOf(ask(id, { until }))),
      ['end-missing gd-42-2', 'end-missing xm-13-3', 'end-missing js-61b', 'end-missing -', 'end-missing hn-16-1'], until)
  }
})

test('a number that a text sets for the longest authorisation is kept to', () => {
  const shipped = law('jiangsu')
  const rules = shipped.pack.rules.map((r) => (r.id === 'js-61b' ? { ...r, limit: { amount: 1, unit: 'month', type: 'cap' } as const } : r))
  const capped: Law = { ...shipped, packs: { ...shipped.packs, jiangsu: { ...shipped.pack, rules } } }
  const until = (day: string) => mayAuthorise(subject, { inquirer: bank.code, purpose: 'financing', categories: ['honours'], until: day, alone: true }, bank, [], capped, today)
  assert.ok(until('2026-10-27').ok)
  const late = until('2026-10-28')
  assert.ok(!late.ok)
  assert.deepEqual(late.refusals[0], { code: 'end-too-late', rule: 'js-61b', facts: { latest: '2026-10-27' } })
})

test('every fault of a request is told at once, and each purpose and category stands in a closed list', () => {
  const done = ask('guangdong', { purpose: '', categories: ['everything'], until: '2026-09-01', alone: false })
  assert.ok(!done.ok)
  assert.deepEqual(done.refusals.map((r) => r.code), ['purpose-unknown', 'category-unknown', 'end-passed', 'consent-tied'])
  for (const id of packs) {
    assert.ok(purposesOf(law(id)!.pack).entries.length > 0)
    assert.ok(categoriesOf(law(id)).some((c) => c.id === 'administrative'))
  }
})

test('whatever is asked, what is granted names one inquirer, one purpose of the list, known categories and a day to come', () => {
  const purposes = purposesOf(law('guangdong').pack).entries.map((e) => e.code)
  const known = categoriesOf(law('guangdong')).map((c) => c.id)
  fc.assert(fc.property(
    fc.oneof(fc.constantFrom(...purposes, 'all', '*'), fc.string()), fc.array(fc.oneof(fc.constantFrom(...known, 'all'), fc.string())),
    fc.oneof(fc.constantFrom('', '2026-09-28', '2027-01-01', '2026-13-01'), fc.string()), fc.boolean(),
    (purpose, categories, until, alone) => {
      const done = ask('guangdong', { purpose, categories, until, alone })
      if (!done.ok) return
      const a = done.value.authorisation
      assert.ok(alone && purposes.includes(a.purpose) && a.categories.length > 0 && a.categories.every((c) => known.includes(c)))
      assert.ok(/^\d{4}-\d\d-\d\d$/.test(a.until) && a.until >= '2026-09-28' && a.from === '2026-09-28')
    },
  ))
})

test('js-39-2b it holds on its last day and not on the next; revoked, not on the day of revocation', () => {
  const a = { from: '2026-09-28', until: '2026-10-27', revokedOn: null }
  assert.deepEqual(['2026-09-27', '2026-09-28', '2026-10-27', '2026-10-28'].map((day) => holdsOn(a, day)), [false, true, true, false])
  assert.equal(holdsOn({ ...a, revokedOn: '2026-10-01' }, '2026-10-01'), false)
})

test('gd-41 xm-35 what may be withheld is named by the pack, and exists in its catalog; elsewhere nothing is', () => {
  assert.deepEqual(packs.map((id) => withholdable(law(id).pack).map((e) => e.code)), [['honour', 'gd-charity'], ['honour', 'xm-charity'], [], [], []])
  for (const id of packs) for (const { code } of withholdable(law(id).pack)) assert.ok(law(id).catalog.some((item) => item.id === code && item.nature === 'positive'))
  const held = { record: 7, item: 'honour', existence: 'held', withheld: false }
  const answers = packs.map((id) => { const may = mayWithhold(7, held, law(id)); return may.ok ? may.value : `${may.refusals[0].code} ${may.refusals[0].rule}` })
  assert.deepEqual(answers, ['gd-41', 'xm-35', 'not-withholdable null', 'not-withholdable null', 'not-withholdable null'])
  assert.equal(mayWithhold(7, { ...held, item: 'penalty' }, law('guangdong')).ok, false)
  assert.equal(mayWithhold(7, { ...held, existence: 'withdrawn' }, law('guangdong')).ok, false)
  assert.equal(mayShowAgain(7, held).ok, false)
})
