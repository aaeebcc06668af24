import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PackId } from '../../law/types.ts'
import { laws } from '../../../test/support/law.ts'
import { newsEvent, waitAfter } from './event.ts'
import { asksForAnswer, type Because, dutyOf, type RecipientKind } from './recall.ts'
import { addressFault, isInside } from './webhook.ts'

const causes: readonly Because[] = ['corrected', 'withdrawn', 'restored', 'expired', 'marked', 'mark-removed']
const kinds: readonly RecipientKind[] = ['unit', 'client', 'organisation']
const dutiesOf = (id: PackId) => causes.flatMap((because) => kinds.flatMap((kind) => {
  const duty = dutyOf(laws[id].pack, because, kind)
  return duty === null ? [] : [`${because} ${kind} ${duty.rule}`]
}))

test('gd-46-4 js-67 whom a pack gives a duty after which change; where the text is silent there is none', () => {
  assert.deepEqual(dutiesOf('guangdong'), ['corrected unit gd-46-4', 'withdrawn unit gd-46-4'])
  assert.deepEqual(dutiesOf('jiangsu'), ['restored client js-67', 'restored organisation js-67', 'expired client js-67', 'expired organisation js-67'])
  for (const id of ['xiamen', 'liaoning', 'hunan'] as const) assert.deepEqual(dutiesOf(id), [])
})

test('the news is the same however often it is made, names what may be asked, and holds nothing of the record', () => {
  fc.assert(fc.property(fc.constantFrom(...causes), fc.constantFrom(...kinds), fc.nat(), fc.nat(), (because, kind, recall, position) => {
    const news = { recall, position, because, subject: '91330000470009923F', record: 7, version: 2, recipient: { kind, code: 'x' }, at: '2026-11-02T01:30:00Z', duty: null }
    const event = newsEvent(news, 'https://register.example')
    assert.deepEqual(event, newsEvent(news, 'https://register.example'))
    assert.equal(event.data.acknowledge === null, !asksForAnswer(because))
    assert.ok(event.data.state.startsWith('https://register.example/') && event.id === `recall-${recall}-${position}`)
  }))
})

test('attempts grow apart, never by more than half a day, and end', () => {
  const waits = Array.from({ length: 25 }, (_, i) => waitAfter(i + 1))
  const numbers = waits.filter((w) => w !== null)
  assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b))
  assert.ok(numbers.length < 25 && numbers.every((w) => w >= 60 && w <= 43_200) && waits.at(-1) === null)
})

test('no address within is taken for one of the open net, however it is written', () => {
  for (const inside of ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:7f00:1', '64:ff9b:1::1', '5f00::1', '3fff::1', '192.88.99.1', '2001:2::1', '2001:db8::1', '100::1', 'fec0::1', 'ff02::1', '2001:0:7f00:1::', '2001:0:808:808::80ff:fffe', 'fe80::1%eth0', 'fe80::1', 'fd00::1', '64:ff9b::7f00:1', '2002:7f00:1::', '::127.0.0.1', 'no address']) assert.ok(isInside(inside), inside)
  for (const open of ['8.8.8.8', '172.32.0.1', '2400:3200::1', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1']) assert.ok(!isInside(open), open)
  fc.assert(fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), ([a, b, c]) => {
    const number = 127 * 2 ** 24 + a * 65_536 + b * 256 + c
    return addressFault(`https://${number}/`, []) === 'inside' && addressFault(`https://0x${number.toString(16)}/`, []) === 'inside'
  }))
  for (const name of ['localhost..', 'a.localhost.', 'printer.home.arpa', 'api.default.svc', 'x.internal..']) assert.equal(addressFault(`https://${name}/`, []), 'inside', name)
  assert.equal(addressFault('http://127.0.0.1:9000/x', ['127.0.0.1:9000']), null, 'unless the deployment names it')
  assert.equal(addressFault('http://127.0.0.1:9001/x', ['127.0.0.1:9000']), 'not-https')
  assert.equal(addressFault('https://register.example/x', []), null)
})
