import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from './hash.ts'
import { readQuestion, type ReadQuestion } from './question.ts'
import { privateKeyOf, signCheckpoint } from './sign.ts'

const here = 'https://register.example'
const code = '91330200058290389A'
const of = (text: string) => {
  const read: ReadQuestion = readQuestion(text, here)
  return read.ok ? read.question : read.why
}
const record = { kind: 'record', code, record: '42' }

test('a record by any of its addresses, or by code and number', () => {
  for (const text of [
    `${here}/organisations/${code}/records/42`, `${here}/en/organisations/${code}/records/42`, `/organisations/${code}/records/42/`,
    `${here}/api/v1/organisations/${code}/records/42/proof`, `${here}/api/v1/organisations/${code}/records/42?lang=zh`, `${here}/organisations/${code}?category=x#r42`,
    `${code} 42`, `  ${code.toLowerCase()}, 42\n`, `组织 ${code} 信息 42`, `看这里：\n${here}/organisations/${code}/records/42`,
  ]) assert.deepEqual(of(text), record, text)
})

test('an organisation, with the receipt of what was shown and the question it was shown for', () => {
  const receipt = `prb1:${'Ab-_'.repeat(10)}xyz`
  assert.deepEqual(of(code), { kind: 'organisation', code, receipt: null, search: '' })
  assert.deepEqual(of(`${receipt}\n${here}/organisations/${code}?offset=20&order=ending&x=y`), { kind: 'organisation', code, receipt, search: '?offset=20&order=ending' })
  assert.deepEqual(of(`${code}\n${receipt}`), { kind: 'organisation', code, receipt, search: '' })
  assert.deepEqual(of(receipt), { kind: 'receipt', receipt })
  assert.deepEqual(of(JSON.stringify({ act: 7, receipt })), { kind: 'receipt', receipt }, 'the answer to an inquiry as it was kept')
})

test('a checkpoint survives copying: line ends of another system, a lost last one', () => {
  const note = signCheckpoint({ origin: 'register.example/x', size: 7, root: sha256(new Uint8Array(0)) }, privateKeyOf(sha256(new Uint8Array(1))))
  for (const copy of [note, note.trim(), note.replaceAll('\n', '\r\n'), `\n${note}\n`]) assert.deepEqual(of(copy), { kind: 'checkpoint', note })
  assert.equal(of(note.replace('\n7\n', '\n')), 'note')
})

test('the whole log, by nothing at all or by the register itself', () => {
  for (const text of ['', '  \n', `${here}/`, here, `${here}/log/checkpoint`, '/en/verify']) assert.deepEqual(of(text), { kind: 'log' }, text)
})

test('what is none is told apart', () => {
  assert.equal(of(`https://elsewhere.example/organisations/${code}`), 'elsewhere')
  assert.equal(of('{"format":"probity-proof/1"'), 'json')
  assert.equal(of('{"a":1}'), 'json-unknown')
  assert.equal(of(`${here}/law`), 'nothing')
  assert.deepEqual(of('{"format":"probity-proof/1"}'), { kind: 'proof', bundle: { format: 'probity-proof/1' } })
})

test('nothing that is handed in is thrown at', () => {
  const pieces = ['{', '}', '"', ':', 'prb1:', code, '42', '/organisations/', 'https://', '\u2014 ', '\n', ' ', '\u202e', '\ud800', 'null', '[', 'é']
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.constantFrom(...pieces)).map((list) => list.join(''))), (text) => { readQuestion(text, here) }))
})
