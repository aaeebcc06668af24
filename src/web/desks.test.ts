import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Body, MemberRole } from '../identity/acting.ts'
import { barDesks, inGroups, openDesks } from './desks.ts'

const of = (kind: Body['kind'], roles: readonly MemberRole[]) => openDesks({ roles, body: { kind, code: 'x', nameZh: '甲', nameEn: 'A' } })
const paths = (open: readonly { readonly path: string }[]) => open.map((d) => d.path)

test('a member sees the desks of its roles and no other, each once', () => {
  assert.deepEqual(paths(of('unit', ['deliver'])), ['/desk/deliveries', '/desk/revocations', '/desk/recalls'])
  assert.deepEqual(paths(of('operator', ['administer'])), ['/desk/members', '/desk/security'], 'machine clients are units’')
  assert.deepEqual(openDesks({ roles: ['operate'], body: null }), [], 'no body, no desk')
  const all = paths(of('unit', ['deliver', 'administer', 'operate', 'decide', 'represent', 'inquire']))
  assert.equal(new Set(all).size, all.length)
})

test('every desk stands in one group of the menu', () => {
  const open = of('unit', ['deliver', 'administer', 'decide', 'inquire'])
  assert.deepEqual(inGroups(open).flatMap(([, own]) => paths(own)).sort(), paths(open).toSorted())
})

test('few desks all stand in the bar; of many, those of the group one works in', () => {
  const few = of('unit', ['deliver'])
  assert.deepEqual(barDesks(few, undefined), { shown: few, current: null, more: false })
  const many = of('operator', ['operate', 'administer'])
  assert.deepEqual(paths(barDesks(many, 'objections').shown), ['/desk/objections', '/desk/restorations', '/desk/notices'])
  assert.deepEqual(barDesks(many, undefined).shown, [])
  const own = barDesks(of('organisation', ['represent']), 'restorations')
  assert.deepEqual([paths(own.shown), own.current?.path], [['/subject'], '/subject'], 'the file shows its rooms itself')
  assert.equal(barDesks(many, 'operate').current?.path, '/desk/operate')
})
