import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitment } from './commitment.ts'
import { isTampering } from './finding.ts'
import { emptyRoot, leafHashes, sha256 } from './hash.ts'
import { checkProof, proofBundle, type ProofBundle } from './proof.ts'
import { privateKeyOf, signCheckpoint, verifierKeyOf } from './sign.ts'
import { growTiles } from './tiles.ts'
import { inclusionProof } from './tree.ts'

const privateKey = privateKeyOf(sha256(Buffer.from('log')))
const key = verifierKeyOf('register.example', privateKey)
const acts = Array.from({ length: 300 }, (_, i) => ({
  salt: sha256(Buffer.from(`salt ${i}`)).subarray(0, 16), head: '{"act":"record.accepted","on":"2026-04-01"}', content: `{"文号":"粤罚〔2026〕${i}号"}`,
}))
const entries = acts.map((act) => commitment(act.salt, act.head, act.content))
const grown = growTiles(0, [], leafHashes(Buffer.concat(entries)))
const note = signCheckpoint({ origin: 'register.example', size: 300, root: grown.root }, privateKey)
const path = (leaf: number) => inclusionProof(leaf, 300, (tile) => grown.tiles.find((t) => t.level === tile.level && t.number === tile.number)!.hashes)
const bundle = proofBundle(note, [{ ...acts[7]!, leaf: 7, path: path(7) }, { commitment: entries[299]!, leaf: 299, path: path(299) }])
const codes = async (value: unknown) => (await checkProof(value, key)).findings.map((f) => f.code)

test('a bundle proves its acts after a journey through JSON; one that was erased proves its place only', async () => {
  const { findings, checkpoint } = await checkProof(JSON.parse(JSON.stringify(bundle)), key)
  assert.deepEqual(findings.map((f) => f.code), ['signature', 'commitment', 'inclusion', 'content-erased', 'inclusion'])
  assert.equal(checkpoint?.size, 300)
})

test('whatever single bit of a bundle is changed, the proof fails', async () => {
  // In the bundle as text, so that every field has its turn: characters that still parse and mean the same do not exist.
  const text = Buffer.from(JSON.stringify(bundle))
  let parsed = 0
  for (let bit = 0; bit < text.length * 8; bit++) {
    const changed = Buffer.from(text)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    let value: unknown
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(changed))
    } catch { continue }
    parsed++
    const { findings } = await checkProof(value, key)
    assert.ok(findings.some(isTampering), `bit ${bit} of ${changed}`)
  }
  assert.ok(parsed > 5000)
})

test('what is no bundle is said to be none', async () => {
  const act = bundle.acts[0]!
  for (const value of [
    null, 1, 'x', [], {}, { ...bundle, format: 'probity-proof/2' }, { ...bundle, acts: [] }, { ...bundle, acts: [null] }, { ...bundle, acts: 'x' },
    { ...bundle, acts: [{ ...act, leaf: '7' }] }, { ...bundle, acts: [{ ...act, leaf: 7.5 }] }, { ...bundle, acts: [{ ...act, salt: 'AAAA' }] },
    { ...bundle, acts: [{ ...act, path: Array<string>(1000).fill('') }] }, { ...bundle, acts: [{ ...act, path: ['!'] }] }, { ...bundle, acts: [{ leaf: 7, path: [] }] },
    { ...bundle, acts: [{ ...act, content: 'ends in \ud800' }] },
  ]) assert.ok((await codes(value)).includes('proof-malformed'), JSON.stringify(value))
  const at = (leaf: number): ProofBundle => ({ ...bundle, acts: [{ ...act, leaf }] })
  assert.deepEqual([(await codes(at(300))).at(-1), (await codes(at(-1))).at(-1), (await codes(at(8))).at(-1)], Array(3).fill('commitment-fails'))
})

test('an extra act that is not in the log is not carried by those that are', async () => {
  const stranger = { ...bundle.acts[0]!, content: '{"文号":"无"}' }
  assert.ok((await codes({ ...bundle, acts: [...bundle.acts, stranger] })).includes('commitment-fails'))
})

test('a signed log without acts proves nothing, and that is said', async () => {
  const empty = signCheckpoint({ origin: 'register.example', size: 0, root: emptyRoot }, privateKey)
  assert.deepEqual(await codes({ ...bundle, checkpoint: empty, acts: [{ ...bundle.acts[0]!, leaf: 0, path: [] }] }), ['signature', 'nothing-proved'])
})
