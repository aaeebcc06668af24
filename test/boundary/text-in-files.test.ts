/** A cell, a header and a name of a file hold what can be kept, or come back with the reason. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { receiveDelivery } from '../../src/register/ingestion/acts.ts'
import { describeFinding, type RowFinding } from '../../src/register/ingestion/findings.ts'
import { runDelivery } from '../../src/register/ingestion/run.ts'
import { delivery as deliveryOf, returnedRows } from '../../src/register/ingestion/store.ts'
import { licenceRow, objector, provider } from '../support/objected.ts'
import { unitFor } from '../support/delivered.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'

let ports: TestPorts
before(async () => {
  ports = await testPorts({ today: '2026-11-02' })
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence'])
})
after(async () => { await ports.close() })

async function deliver(bytes: Uint8Array, fileName: string | null = null) {
  const received = await receiveDelivery(ports, { unitCode: provider, itemId: 'licence', mapping: null, fileName, idempotencyKey: null }, Readable.from([bytes]))
  if (!received.ok) return { refused: received.refusals[0].code, done: null, findings: [] as RowFinding[] }
  await runDelivery(ports, received.value.delivery_id, () => null)
  const rows = await returnedRows(ports.database, received.value.delivery_id, 0, 1000, null)
  return { refused: null, done: (await deliveryOf(ports.database, received.value.delivery_id))!, findings: rows.flatMap((row) => row.findings as RowFinding[]) }
}
const csv = (...rows: Readonly<Record<string, string>>[]) => {
  const columns = Object.keys(rows[0]!)
  return [columns, ...rows.map((row) => columns.map((c) => row[c] ?? ''))].map((line) => line.map((text) => `"${text}"`).join(',')).join('\r\n')
}
const ndjson = (...rows: Readonly<Record<string, string>>[]) => rows.map((row) => JSON.stringify(row)).join('\n')

const bad = [
  ['\u0000', 'control-character', 'U+0000'], ['\u0001', 'control-character', 'U+0001'], ['\u0085', 'control-character', 'U+0085'], ['\ue831', 'private-use-character', 'U+E831'],
  ['\u{f0000}', 'private-use-character', 'U+F0000'], ['\u0378', 'unreadable-character', 'U+0378'], ['\uffff', 'unreadable-character', 'U+FFFF'], ['\ufdd0', 'unreadable-character', 'U+FDD0'],
  ['\ufffd', 'unreadable-character', 'U+FFFD'], ['\u{1ffff}', 'unreadable-character', 'U+1FFFF'],
] as const

test('each kind of bad character sends its row back, in a table and in JSON lines, and says which it is', async () => {
  for (const [write, more] of [[csv, []], [ndjson, [['\ud800', 'unreadable-character', 'U+D800'], ['\udfff', 'unreadable-character', 'U+DFFF']]]] as const) {
    const all = [...bad, ...more]
    const file = write(...all.map(([c], n) => licenceRow(n, objector, { 许可内容: `食品${c}经营` })), licenceRow(99, objector, { 许可内容: '𠮷野家🍜经营' }))
    const { done, findings } = await deliver(Buffer.from(file))
    assert.equal(done!.state, 'done', JSON.stringify(done!.failure))
    assert.deepEqual([done!.accepted + done!.recognised, done!.returned], [1, all.length])
    assert.deepEqual(findings.map((f) => [f.code, f.facts.character]), all.map(([, code, character]) => [code, character]))
  }
  const words = describeFinding({ code: 'private-use-character', facts: { character: 'U+E831' } }, 'en')
  assert.match(JSON.stringify(words), /U\+E831, which shows as nothing/)
})

test('old GBK bytes for a private character are found where they stand, in a file that is GBK', async () => {
  const row = licenceRow(120, objector, { 许可内容: '食品X经营' })
  const text = new Map<string, number[]>()
  const encoded: number[] = []
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) if (low !== 0x7f) text.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  for (const c of csv(row)) encoded.push(...(c === 'X' ? [0xfe, 0x6c] : c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : text.get(c)!))
  const { done, findings } = await deliver(Buffer.from(encoded))
  assert.deepEqual([done!.state, done!.returned, findings.map((f) => [f.code, f.facts.character])], ['done', 1, [['private-use-character', 'U+E831']]])
})

test('a header with a character that cannot be kept takes no delivery down', async () => {
  for (const c of ['\u0000', '\ud800', '\ue831', '\u0001']) {
    const row = { ...licenceRow(130, objector), [`备${c}注`]: 'x' }
    for (const file of [csv(row), ndjson(row)]) {
      const { done } = await deliver(Buffer.from(file))
      assert.ok(done!.state === 'done' || done!.state === 'refused', `${done!.state} ${JSON.stringify(done!.failure)}`)
    }
  }
})

test('values are kept in one form, and a name with radicals is the organisation it names', async () => {
  const { done } = await deliver(Buffer.from(ndjson(licenceRow(140, objector, { 行政相对人名称: '宁波演⽰有限公司', 许可内容: 'cafe\u0301经营' }))))
  assert.deepEqual([done!.state, done!.returned, done!.accepted], ['done', 0, 1], JSON.stringify(done))
  const { content } = (await ports.database.one<{ content: string }>`
    select a.content from record r join act a using (subject_code, act_id) where r.identity like '%许140号%'`)!
  assert.match(content, /宁波演示有限公司/)
  assert.match(content, /caf\u00e9经营/)
})
