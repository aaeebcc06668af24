import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from './hash.ts'
import { cosignedMessage, verifyCosignature } from './cosignature.ts'
import { checkpointText, openCheckpoint, parseCheckpoint, readCheckpoint } from './checkpoint.ts'
import { checkSignature, formatNote, formatVerifierKey, parseNote, parseVerifierKey, signatureType } from './note.ts'
import { privateKeyOf, signCheckpoint, signNote, verifierKeyOf } from './sign.ts'

// The key and note of the documentation of Go's golang.org/x/mod/sumdb/note.
const neumannKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const neumannSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
const neumannText = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n'
const neumannNote = `${neumannText}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

const origin = 'register.example/guangdong'
const privateKey = privateKeyOf(sha256(Buffer.from('log')))
const key = verifierKeyOf(origin, privateKey)
const checkpoint = { origin, size: 20_852_163, root: sha256(Buffer.from('root')) }

test('the note of the Go documentation verifies, and the same key signs the same note', async () => {
  const known = parseVerifierKey(neumannKey)!
  assert.equal(await checkSignature(parseNote(neumannNote)!, known), 'valid')
  const own = privateKeyOf(neumannSeed)
  assert.equal(formatVerifierKey(verifierKeyOf('PeterNeumann', own)), neumannKey)
  assert.equal(formatNote({ text: neumannText, signatures: [signNote(neumannText, 'PeterNeumann', own)] }), neumannNote)
})

test('a checkpoint comes back as it was signed', async () => {
  const opened = await openCheckpoint(signCheckpoint({ ...checkpoint, extensions: ['more'] }, privateKey), key)
  assert.ok(opened.ok)
  assert.deepEqual(opened.checkpoint, { ...checkpoint, extensions: ['more'] })
  assert.deepEqual(parseVerifierKey(formatVerifierKey(key))!.id, key.id)
})

test('no flipped bit of a checkpoint passes', async () => {
  const note = Buffer.from(signCheckpoint(checkpoint, privateKey))
  for (let bit = 0; bit < note.length * 8; bit++) {
    const changed = Buffer.from(note)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    assert.equal((await openCheckpoint(changed, key)).ok, false, `bit ${bit}: ${changed}`)
  }
})

test('no flipped bit of a verifier key gives the same key', async () => {
  const text = Buffer.from(formatVerifierKey(key))
  for (let bit = 0; bit < text.length * 8; bit++) {
    const changed = Buffer.from(text)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    assert.equal(parseVerifierKey(changed.toString()), null, `bit ${bit}: ${changed}`)
  }
})

test('why a checkpoint is none: no note, another key, another log under the same key, a false signature', async () => {
  const fault = async (note: string) => {
    const opened = await openCheckpoint(note, key)
    return opened.ok ? null : opened.fault
  }
  const other = privateKeyOf(sha256(Buffer.from('other')))
  assert.equal(await fault('hello'), 'malformed')
  assert.equal(await fault(signCheckpoint(checkpoint, other)), 'unsigned')
  const text = checkpointText({ ...checkpoint, origin: 'elsewhere.example' })
  assert.equal(await fault(formatNote({ text, signatures: [signNote(text, origin, privateKey)] })), 'unsigned')
  const forged = { ...signNote(checkpointText(checkpoint), origin, other), id: key.id }
  assert.equal(await fault(formatNote({ text: checkpointText(checkpoint), signatures: [forged] })), 'forged')
  // Unknown signatures, such as those of witnesses, are passed over.
  const both = [signNote(checkpointText(checkpoint), 'witness.example', other), signNote(checkpointText(checkpoint), origin, privateKey)]
  assert.equal(await fault(formatNote({ text: checkpointText(checkpoint), signatures: both })), null)
})

test('texts that look like a checkpoint and are none', async () => {
  const root = checkpoint.root.toBase64()
  assert.ok(parseCheckpoint(`a\n0\n${root}\n`))
  for (const text of [
    `a\n01\n${root}\n`, `a\n-1\n${root}\n`, `a\n1e3\n${root}\n`, `a\n9007199254740993\n${root}\n`, `\n1\n${root}\n`, `a\n1\n${root}`, `a\n1\n${root}\n\n`,
    `a\n1\n${root}\n\nx\n`, `a\n1\n${root.slice(0, -2)}\n`, `a\n1\n${root.slice(0, 42)}B=\n`, 'a\n1\n', '',
  ]) assert.equal(parseCheckpoint(text), null, JSON.stringify(text))
})

test('whatever the bytes, a note is parsed or refused, never thrown at', async () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a\u2014 \n=]{0,40}$/)), (bytes) => {
    const note = parseNote(bytes)
    if (note) assert.equal(formatNote(note), typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString())
  }))
  assert.equal(parseNote(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('a\r\n\n\u2014 a AAAAAAA=\n')])), null)
})

test('a witness is believed about its own time and this text, not about another', async () => {
  const witnessKey = privateKeyOf(sha256(Buffer.from('witness')))
  const witness = verifierKeyOf('witness.example/w1', witnessKey, signatureType.cosignature)
  const text = checkpointText(checkpoint)
  const cosign = (signed: string, timestamp: bigint, written = timestamp) => {
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(written)
    return { name: witness.name, id: witness.id, bytes: Buffer.concat([time, sign(null, cosignedMessage(signed, timestamp), witnessKey)]) }
  }
  const note = (signature: ReturnType<typeof cosign>) => parseNote(formatNote({ text, signatures: [signNote(text, origin, privateKey), signature] }))!
  assert.equal(await verifyCosignature(note(cosign(text, 1_679_315_147n)), witness), 1_679_315_147n)
  assert.equal(await verifyCosignature(note(cosign(text, 1_679_315_147n, 1_679_315_148n)), witness), null)
  assert.equal(await verifyCosignature(note(cosign(text.replace('163', '164'), 1_679_315_147n)), witness), null)
  assert.equal(await verifyCosignature(note(cosign(text, 1_679_315_147n)), key), null, 'a log\'s key is no witness')
  assert.notEqual(formatVerifierKey(witness), formatVerifierKey(verifierKeyOf(witness.name, witnessKey)), 'the two uses of a key have two ids')
  assert.equal(readCheckpoint(formatNote(note(cosign(text, 1n))))?.note.signatures.length, 2)
})
