import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sampleLog, type SampleLog } from '../../test/support/sample-log.ts'
import { answer, toRemember, type AnswerRequest } from './answer.ts'
import { receiptOfArchive } from './archive.ts'
import { Cancelled, type FetchBytes } from './client.ts'
import { sha256 } from './hash.ts'
import { formatVerifierKey } from './note.ts'
import { privateKeyOf } from './sign.ts'

/** A register that serves this log and nothing else. */
const register = (log: SampleLog): FetchBytes => async (url) => {
  const path = url.replace(/^\/log\//, '')
  if (path === 'key') return { status: 200, bytes: Buffer.from(formatVerifierKey(log.key)) }
  const served = await log.read(path, 1e6)
  return served.found ? { status: 200, bytes: served.bytes } : { status: 404, bytes: Buffer.from('no') }
}
const ask = (log: SampleLog, more: Partial<AnswerRequest> = {}) => answer({
  question: { kind: 'log' }, base: '', fetchBytes: register(log), key: null, lastSeen: null, whole: false, wholeUpTo: 2000, wait: async () => {}, ...more,
})
const note = (log: SampleLog) => log.files.get('checkpoint')!.toString()

test('a small log is recomputed, of a large one the edge unless asked', async () => {
  const log = sampleLog(1500)
  const small = await ask(log)
  assert.deepEqual([small.verdict, small.whole, toRemember(small)], ['right', true, note(log)])
  log.grow(1000)
  const large = await ask(log, { lastSeen: toRemember(small) })
  assert.deepEqual([large.verdict, large.whole, large.steps.map((s) => s.finding.code)], ['right', false, ['signature', 'consistency', 'edge']])
  assert.deepEqual((await ask(log, { whole: true })).steps.map((s) => s.finding.code), ['signature', 'first-seen', 'root', 'entries', 'acts-same', 'erasures'])
})

test('a checkpoint handed in: an older one, a newer one, one of another key', async () => {
  const log = sampleLog(600)
  const older = note(log)
  log.grow(200)
  assert.equal((await ask(log, { question: { kind: 'checkpoint', note: older } })).verdict, 'right')
  const ahead = sampleLog(900)
  const cut = await ask(log, { question: { kind: 'checkpoint', note: note(ahead) } })
  assert.deepEqual([cut.verdict, cut.evidence, toRemember(cut)], ['wrong', [note(ahead), note(log)], null])
  const thief = sampleLog(600, { privateKey: privateKeyOf(sha256(Buffer.from('thief'))) })
  const forged = await ask(log, { question: { kind: 'checkpoint', note: note(thief) } })
  assert.deepEqual([forged.verdict, forged.evidence], ['document', null], 'whoever wrote it: the register served what it signed')
})

test('an archive handed in has the receipt it names, or it is the document that does not agree', async () => {
  const log = sampleLog(300)
  const archive = { organisation: { code: '91330200058290389A', name: '甲' }, day: '2026-11-21', law: 'guangdong@2026.1', total: 0, records: [] }
  const receipt = receiptOfArchive(archive, log.key.name)
  const asked = async (given: string) => {
    const { verdict, steps } = await ask(log, { question: { kind: 'archive', archive: { ...archive, receipt: given } } })
    return [verdict, steps.find((s) => s.name === 'receipt')!.finding.code]
  }
  assert.deepEqual(await asked(receipt), ['right', 'receipt'])
  assert.deepEqual(await asked(`prb1:${'A'.repeat(43)}`), ['document', 'receipt-differs'])
})

test('no answer says nothing for or against; a reader who wants no more is obeyed', async () => {
  const log = sampleLog(300)
  assert.equal((await ask(log, { fetchBytes: async () => { throw new Error('down') } })).verdict, 'unknown')
  assert.equal((await ask(log, { question: { kind: 'record', code: '91330200058290389A', record: '1' } })).verdict, 'unknown')
  await assert.rejects(ask(log, { fetchBytes: async () => { throw new Cancelled() } }), Cancelled)
})

test('whatever is served, the answer is an answer, and never right unless all of it is', async () => {
  const log = sampleLog(700)
  await fc.assert(fc.asyncProperty(fc.nat({ max: 12 }), fc.constantFrom(200, 404, 500, 503), fc.oneof(fc.constant('flip' as const), fc.uint8Array()), fc.nat(), async (at, status, how, bit) => {
    let asked = 0
    const honest = register(log)
    let changed = false
    const found = await ask(log, {
      fetchBytes: async (url, most) => {
        const served = await honest(url, most)
        if (asked++ !== at || url === '/log/key') return served
        const bytes = how === 'flip' ? Uint8Array.from(served.bytes) : how
        if (how === 'flip') bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7)
        // Where the log has nothing yet (the tile beyond its edge), junk stands for nothing.
        changed = status === 200 && served.status === 200
        return { status, bytes }
      },
    })
    if (changed) assert.notEqual(found.verdict, 'right', `request ${at}`)
  }), { numRuns: 150 })
})
