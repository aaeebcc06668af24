import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sheet } from '../../assets.ts'
import { coloursOf, contrast } from './colours.ts'

const colours = new Map(coloursOf(sheet()).map((c) => [c.token, c]))
const ratio = (a: string, b: string, shade: 'light' | 'dark') => contrast(colours.get(a)![shade], colours.get(b)![shade])

test('black on white is 21, a colour on itself 1, and the order does not matter', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
  fc.assert(fc.property(hex, hex, (a, b) => contrast(a, b) === contrast(b, a) && contrast(a, b) >= 1 && contrast(a, a) === 1))
})

test('text has 4.5 to 1 on every ground it stands on, borders of controls 3 to 1, in light and dark', () => {
  const texts = [['ink', 'paper'], ['ink2', 'paper'], ['ink3', 'paper'], ['ink', 'tint'], ['ink2', 'tint'], ['ink3', 'tint'], ['accent', 'paper'], ['accent', 'tint'],
    ['on-accent', 'accent'], ['ochre', 'paper'], ['ochre', 'ochre-bg'], ['ink', 'ochre-bg'], ['cinnabar', 'paper'], ['cinnabar', 'cinnabar-bg']] as const
  const low = (['light', 'dark'] as const).flatMap((shade) => [
    ...texts.filter(([a, b]) => ratio(a, b, shade) < 4.5).map(([a, b]) => `${a} on ${b}, ${shade}`),
    ...(ratio('control', 'paper', shade) < 3 ? [`control on paper, ${shade}`] : []),
  ])
  assert.deepEqual(low, [])
})

test('every colour has its counterpart in the dark', () => {
  assert.deepEqual([...colours.values()].filter((c) => c.light === c.dark).map((c) => c.token), [])
})
