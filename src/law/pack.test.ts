import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { packsFolder } from '../../test/support/law-data.ts'
import { PackError, parseLaw, parseLaws, packIds } from './pack.ts'

const files = Object.fromEntries(readdirSync(packsFolder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'))
  .map((f) => [f.split(path.sep).join('/'), readFileSync(path.join(packsFolder, f), 'utf8')]))

function faultsOf(changed: Readonly<Record<string, string>>): string[] {
  try { parseLaws(changed) } catch (error) {
    if (error instanceof PackError) return error.faults.map((f) => `${f.file} · ${f.path} · ${f.what}`)
    throw error
  }
  return []
}

/** One change to one file; it must be there to change. */
function changed(file: string, from: string | RegExp, to: string): Record<string, string> {
  const text = files[file]!.replace(from, to)
  assert.notEqual(text, files[file], `${file} does not hold ${from}`)
  return { ...files, [file]: text }
}

test('the packs as they are hold no fault', () => assert.deepEqual(faultsOf(files), []))

test('the stamp names the revisions in use, and each deployment sees the national catalog and its own supplement', () => {
  const law = parseLaw(files, 'jiangsu')
  assert.equal(law.stamp, 'jiangsu@2026.1 national@2026.1')
  assert.deepEqual([...new Set(law.catalog.map((i) => i.layer))], ['national', 'jiangsu'])
  assert.deepEqual(Object.keys(law.packs), packIds)
})

test('a rule takes the days of its pack unless it has its own', () => {
  const law = parseLaw(files, 'hunan')
  assert.deepEqual(law.pack.rules[0]!.inForce, law.pack.inForce)
  assert.deepEqual(law.national.rules.find((r) => r.id === 'nat-58-max')!.inForce, { from: '2023-05-01', until: '2026-03-31' })
})

test('a number stands once: ceilings, classes and parameters read it from the rule', () => {
  const law = parseLaw(changed('guangdong/rules.yaml', /(id: gd-43a[\s\S]*?amount: )5/, '$17'), 'guangdong')
  assert.equal(law.pack.display.cap!.limit.amount, 7)
  const own = parseLaw(changed('hunan/rules.yaml', /(id: hn-32-2b[\s\S]*?amount: )5/, '$19'), 'hunan').pack.parameters.F9
  assert.ok(own?.kind === 'limit' && own.limit.amount === 9 && own.start === 'objection.received')
})

describe('each fault is named with file, place and cure', () => {
  const table: [what: string, changed: () => Record<string, string>, fault: RegExp][] = [
    ['a file that is missing', () => { const { 'liaoning/rules.yaml': _, ...rest } = files; return rest }, /^liaoning\/rules\.yaml · {2}· the file is missing/],
    ['text that is no YAML', () => changed('national/pack.yaml', 'title: {', 'title: {{'), /^national\/pack\.yaml · line \d/],
    ['a national text without a name', () => changed('national/pack.yaml', "'36':", "'37':"), /^national\/pack\.yaml · texts · 36, the text of nat-36-2, has no name/],
    ['a key twice', () => changed('jiangsu/parameters.yaml', 'A3:', 'A1: { kind: gap, gap: silent }\nA3:'), /^jiangsu\/parameters\.yaml · line \d+ · duplicated mapping key/],
    ['an unknown field', () => changed('hunan/pack.yaml', 'repeals: null', 'repeals: null\nnewWord: 1'), /^hunan\/pack\.yaml · newWord · is not a known field/],
    ['a text without Chinese', () => changed('liaoning/rules.yaml', /zh: 立法目的.*/, 'zh: purposes'), /^liaoning\/rules\.yaml · ln-1 › text › zh · /],
    ['a text without English', () => changed('hunan/pack.yaml', 'en: Hunan Province,', 'en: 。,'), /^hunan\/pack\.yaml · place › en · /],
    ['a limit of zero', () => changed('guangdong/rules.yaml', /(id: gd-46-1\n[\s\S]*?amount: )1/, '$10'), /gd-46-1 › limit › amount · must be >= 1/],
    ['an unknown unit', () => changed('guangdong/rules.yaml', /(id: gd-46-1\n[\s\S]*?unit: )working-day/, '$1week'), /gd-46-1 › limit › unit/],
    ['a window without a count', () => changed('xiamen/rules.yaml', /, count: \d+/, ''), /a window without a count/],
    ['a count on what is no window', () => changed('hunan/rules.yaml', 'amount: 5, unit: day, type: deadline', 'amount: 5, unit: day, type: deadline, count: 2'), /hn-32-2b · a count on a deadline/],
    ['a state in working days', () => changed('guangdong/rules.yaml', /(id: gd-43a[\s\S]*?unit: )year/, '$1working-day'), /gd-43a · a cap in working days/],
    ['pauses in a limit of years', () => changed('guangdong/rules.yaml', /(id: gd-43a[\s\S]*?type: cap)/, '$1, pauses: [ testing ]'), /gd-43a · pauses in a limit of years/],
    ['a rule id twice', () => changed('hunan/rules.yaml', 'id: hn-3\n', 'id: hn-1\n'), /^hunan\/rules\.yaml · hn-1 · the id stands twice/],
    ['a rule of another pack', () => changed('hunan/rules.yaml', 'id: hn-3\n', 'id: ln-3\n'), /ln-3 · does not begin hn-/],
    ['a declined rule without a reason', () => changed('hunan/rules.yaml', /(id: hn-27\n[\s\S]*?why:)\n.*\n.*\n/, '$1 null\n'), /hn-27 · is declined without a reason/],
    ['a parameter nobody knows', () => changed('hunan/parameters.yaml', 'A3:', 'A33:'), /A33 · is no parameter/],
    ['a parameter without an answer', () => changed('hunan/parameters.yaml', 'A3:', 'A33:'), /A3 · has no answer/],
    ['a parameter from a rule without a number', () => changed('hunan/parameters.yaml', 'rule: hn-32-2a', 'rule: hn-32-1'), /F7 · hn-32-1 sets no limit/],
    ['a parameter that names no rule', () => changed('hunan/parameters.yaml', '[hn-46]', '[hn-460]'), /A1 · hn-460 is no rule of hunan/],
    ['a frame that names a rule of another pack', () => changed('hunan/pack.yaml', 'extendedByMeasure: hn-35-1b', 'extendedByMeasure: ln-30-2'), /display · ln-30-2 is no rule of hunan/],
    ['a mandatory field without its rule', () => changed('hunan/pack.yaml', 'frequency: hn-12-3b', 'frequency: hn-12-9'), /catalogMandatory › frequency · hn-12-9/],
    ['a list that names no rule', () => changed('liaoning/lists.yaml', 'rule: ln-28-2a', 'rule: ln-28-9'), /^liaoning\/lists\.yaml · listing-grounds · ln-28-9/],
    ['a list entry twice', () => changed('liaoning/lists.yaml', 'code: pledges', 'code: registration'), /catalog-classes › registration · the code stands twice/],
    ['a day that is none', () => changed('hunan/pack.yaml', '2022-09-01', '2022-09-31'), /inForce › from · 2022-09-31 is no day of the calendar/],
    ['an end before the start', () => changed('national/display.yaml', 'until: 2026-03-31', 'until: 2022-03-31'), /order-58 · ends on 2022-03-31, before it begins/],
    ['two texts for everything at once', () => changed('national/display.yaml', 'until: 2026-03-31', 'until: 2026-04-01'), /order-58, order-36 · both are in force on 2026-04-01/],
    ['a class that names no number', () => changed('national/display.yaml', 'maximum: nat-36-general', 'maximum: nat-36-class'), /order-36 › general › maximum · nat-36-class sets no limit/],
    ['an item of no category', () => changed('national/catalog.yaml', 'category: judicial', 'category: gossip'), /gossip is no category/],
    ['an item whose identity is no field', () => changed('national/catalog.yaml', 'identity: [行政许可决定文书号, 许可编号]', 'identity: [许可证号]'), /licence › 许可证号 · is not a field of the item/],
    ['a retention that is a deadline', () => changed('jiangsu/catalog.yaml', 'retention: { amount: 5, unit: year, type: duration }', 'retention: { amount: 5, unit: year, type: deadline }'), /by a deadline/],
  ]
  for (const [what, change, fault] of table) {
    test(what, () => {
      const faults = faultsOf(change())
      assert.ok(faults.some((f) => fault.test(f)), faults.join('\n') || 'no fault was found')
    })
  }

  test('all faults at once, each with a cure', () => {
    const wrongDay = changed('hunan/pack.yaml', '2022-09-01', '2022-09-31')['hunan/pack.yaml']!
    const both = { ...changed('liaoning/lists.yaml', 'rule: ln-28-2a', 'rule: ln-28-9'), 'hunan/pack.yaml': wrongDay }
    assert.throws(() => parseLaws(both), (error) => error instanceof PackError && error.faults.length === 2
      && error.faults.every((f) => f.cure.length > 0) && /The packs hold 2 faults:\n {2}hunan\/pack\.yaml at inForce › from: .*\n {2}liaoning\/lists\.yaml at listing-grounds/.test(error.message))
  })
})
