import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laws } from '../../test/support/law.ts'
import { admits, choices, listOf } from './closed-list.ts'
import type { PackId, Text2 } from './types.ts'

const provision: Text2 = { zh: '某法第三条', en: 'some law, art. 3' }
const answer = (pack: PackId, list: string, code: string, cited: Text2 | null = null) => {
  const may = admits(listOf(laws[pack].pack, list), code, cited)
  return may.ok ? `ok ${may.value.rule}` : `${may.refusals[0].code} ${may.refusals[0].rule}`
}
/** A closed list admits exactly these, and names them to whoever asks for another. */
function exactly(pack: PackId, id: string, codes: readonly string[]): void {
  const list = listOf(laws[pack].pack, id)
  assert.ok(list.closed)
  assert.deepEqual(choices(list).map((e) => e.code), codes)
  for (const code of codes) assert.match(answer(pack, id, code, provision), /^ok/, code)
  for (const code of ['', '自拟事项', 'something-else', codes[0]!.toUpperCase()]) {
    const refused = admits(list, code, provision)
    assert.ok(!refused.ok && refused.refusals[0].code === 'not-in-list')
    assert.deepEqual([refused.refusals[0].facts.list, refused.refusals[0].facts.allowed], [list.title.zh, codes.join(', ')])
  }
}

test('gd-31-0 a supplementary measure that fits none of the classes of the article is refused, naming the closed list', () => {
  exactly('guangdong', 'measures', ['admonitory-talk', 'no-easements', 'key-supervision', 'trading-points-or-level-loss', 'higher-deposit',
    'restricted-support', 'honours-restricted-or-revoked', 'other-by-law'])
  assert.equal(answer('guangdong', 'measures', 'exit-ban'), 'not-in-list gd-31-0')
})
test('gd-31-8 a measure added as "other" without a law or state provision is refused', () => {
  assert.equal(answer('guangdong', 'measures', 'other-by-law'), 'provision-not-cited gd-31-8')
  assert.equal(answer('guangdong', 'measures', 'other-by-law', { zh: ' ', en: '' }), 'provision-not-cited gd-31-8')
  assert.equal(answer('guangdong', 'measures', 'other-by-law', provision), 'ok gd-31-8')
})
test('js-46 a proposed measure outside the nine classes is refused', () => {
  exactly('jiangsu', 'measures', ['no-easements', 'key-supervision', 'restricted-support', 'trading-points-or-level-loss', 'restricted-tenders-or-higher-deposit',
    'honours-restricted', 'support-cancelled', 'honours-revoked', 'other-by-local-regulation'])
  assert.equal(answer('jiangsu', 'measures', 'admonitory-talk'), 'not-in-list js-46')
})
test('gd-33-2f a listing case with a ground that is not of this article is refused, naming the grounds there are', () => {
  exactly('guangdong', 'listing-grounds', ['health-and-safety', 'market-order', 'refusal-to-perform'])
})
test('js-29-2 a local list with a fourth ground is refused', () => {
  exactly('jiangsu', 'listing-grounds', ['health-and-safety', 'market-order', 'refusal-to-perform'])
})
test('ln-28-2f a case under ground 5 does not proceed while the separate provisions are not named', () => {
  assert.equal(answer('liaoning', 'listing-grounds', 'separate-provisions'), 'provision-not-cited ln-28-2f')
  assert.equal(answer('liaoning', 'listing-grounds', 'separate-provisions', provision), 'ok ln-28-2f')
})
test('ln-28-2g a case under ground 6 without a law, regulation or state provision cannot be opened', () => {
  assert.equal(answer('liaoning', 'listing-grounds', 'other-by-law'), 'provision-not-cited ln-28-2g')
  assert.equal(answer('liaoning', 'listing-grounds', 'other-by-law', provision), 'ok ln-28-2g')
})
test('hn-19-3 a purpose that is not in the directory is not offered', () => {
  exactly('hunan', 'inquiry-purposes', ['permitting', 'inspection', 'social-security-of-employers', 'public-resource-trading', 'fiscal-support', 'other'])
})

test('what a text asks for and this register declines is not among the choices of any list, and is refused with its reason', () => {
  for (const { pack } of Object.values(laws)) {
    for (const list of pack.lists) {
      for (const entry of list.entries.filter((e) => e.scope === 'declined')) {
        const refused = admits(list, entry.code, provision)
        assert.ok(!refused.ok && refused.refusals[0].code === 'declined-here' && refused.refusals[0].rule === entry.rule, `${pack.id} ${list.id} ${entry.code}`)
        assert.ok(refused.refusals[0].facts['why-zh'] && refused.refusals[0].facts['why-en'])
        assert.ok(!choices(list).includes(entry))
      }
    }
  }
})
