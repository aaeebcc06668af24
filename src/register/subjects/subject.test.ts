import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { applyEvent, archiveHead, naming, registered, type Subject, type SubjectEvent } from './subject.ts'
import type { Uscc } from './uscc.ts'

const code = '91350100M000100Y43' as Uscc
const other = '91440300192181490G' as Uscc
const third = '53100000500021676K' as Uscc
const start = registered(code, '岭湾市澄石有限公司', 'registration')

const after = (...events: SubjectEvent[]): Subject =>
  events.reduce((s, e) => { const r = applyEvent(s, e); assert.ok(r.ok, JSON.stringify(r)); return r.value }, start)
const refusal = (s: Subject, e: SubjectEvent) => { const r = applyEvent(s, e); assert.ok(!r.ok); return r.refusals[0].code }

test('js-34a gd-16-2 one code with another name is the same organisation and a conflict, never a second one', () => {
  assert.equal(naming(null, '岭湾市澄石有限公司'), 'first-name')
  assert.equal(naming(start, '岭湾市澄石 有限公司'), 'known')
  assert.equal(naming(start, '岭湾市别家有限公司'), 'conflict')
  const renamed = after({ event: 'renamed', name: '岭湾市澄岩有限公司', on: '2024-03-04' })
  assert.equal(naming(renamed, '岭湾市澄石有限公司'), 'known')
})

test('former names and codes stay, with the day on which they ended', () => {
  const s = after({ event: 'renamed', name: '岭湾市澄岩有限公司', on: '2024-03-04' }, { event: 'recoded', code: other, on: '2024-05-06' })
  assert.deepEqual([s.name, s.code], ['岭湾市澄岩有限公司', other])
  assert.deepEqual(s.formerNames, [{ name: '岭湾市澄石有限公司', until: '2024-03-04' }])
  assert.deepEqual(s.formerCodes, [{ code, until: '2024-05-06' }])
})

test('a merged organisation points to its successor and keeps its own code: records stay with it', () => {
  const s = after({ event: 'merged', into: other, on: '2024-03-04' })
  assert.deepEqual(archiveHead(s), { show: 'succeeded', state: 'merged', on: '2024-03-04', successors: [other] })
  assert.equal(s.code, code)
  assert.equal(refusal(s, { event: 'renamed', name: '别名有限公司', on: '2024-04-01' }), 'already-ended')
})

test('a split names every successor; who spins off a part lives on', () => {
  const whole = after({ event: 'split', into: [other, third], on: '2024-03-04' })
  assert.deepEqual(archiveHead(whole), { show: 'succeeded', state: 'split', on: '2024-03-04', successors: [other, third] })
  assert.equal(refusal(whole, { event: 'dissolved', on: '2024-04-01' }), 'already-ended')
  assert.equal(after({ event: 'split', into: [code, other], on: '2024-03-04' }, { event: 'dissolved', on: '2024-04-01' }).status.state, 'dissolved')
})

test('an ended organisation says so; a living one is shown as itself', () => {
  assert.deepEqual(archiveHead(start), { show: 'subject' })
  assert.deepEqual(archiveHead(after({ event: 'deregistered', on: '2024-03-04' })), { show: 'ended', state: 'deregistered', on: '2024-03-04' })
})

test('changes that say nothing or contradict themselves are refused', () => {
  assert.equal(refusal(start, { event: 'renamed', name: ' 岭湾市澄石有限公司 ', on: '2024-03-04' }), 'same-name')
  assert.equal(refusal(start, { event: 'recoded', code, on: '2024-03-04' }), 'same-code')
  assert.equal(refusal(start, { event: 'merged', into: code, on: '2024-03-04' }), 'successor-is-itself')
  assert.equal(refusal(start, { event: 'split', into: [other], on: '2024-03-04' }), 'successors-missing')
  assert.equal(refusal(start, { event: 'split', into: [other, other], on: '2024-03-04' }), 'successor-repeated')
  const s = after({ event: 'renamed', name: '岭湾市澄岩有限公司', on: '2024-03-04' })
  assert.equal(refusal(s, { event: 'dissolved', on: '2024-03-03' }), 'day-before-last-change')
})

test('whatever happens, no earlier name or code is lost', () => {
  const event = fc.record({ what: fc.constantFrom('renamed', 'recoded'), n: fc.nat(5), day: fc.integer({ min: 1, max: 28 }) })
  fc.assert(fc.property(fc.array(event), (events) => {
    let s = start
    const seen = new Set<string>([s.name, s.code])
    for (const { what, n, day } of events) {
      const on = `2024-03-${String(day).padStart(2, '0')}`
      const r = applyEvent(s, what === 'renamed' ? { event: 'renamed', name: `岭湾${n}有限公司`, on } : { event: 'recoded', code: [code, other, third][n % 3]!, on })
      if (!r.ok) continue
      s = r.value
      seen.add(s.name).add(s.code)
    }
    const kept = new Set<string>([s.name, s.code, ...s.formerNames.map((f) => f.name), ...s.formerCodes.map((f) => f.code)])
    assert.deepEqual([...seen].filter((x) => !kept.has(x)), [])
  }))
})
