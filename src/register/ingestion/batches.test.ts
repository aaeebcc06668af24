/** Batches on their way into the database two at a time: what they write is what one after the other would have written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Readable } from 'node:stream'
import { testPorts } from '../../../test/support/ports.ts'
import { deliverCsv, unitFor } from '../../../test/support/delivered.ts'
import { organisations } from '../../demonstration/organisations.ts'
import { generateRecords, recordColumns } from '../../demonstration/records.ts'
import { unitById } from '../../demonstration/units.ts'
import { csv } from '../../demonstration/write.ts'
import { withdrawRecord } from '../records/acts.ts'
import { receiveDelivery } from './acts.ts'
import { runDelivery } from './run.ts'
import { delivery } from './store.ts'

const unit = unitById('market-regulation')

test('a file that speaks of the same records again and again gives the same in one batch and in many', async () => {
  const columns = recordColumns('penalty')
  const facts = columns.indexOf('违法事实')
  const source = { seed: 5, organisations: organisations({ seed: 1, count: 300 }), item: 'penalty', count: 3000, unit, from: '2024-01-01', until: '2026-11-20' }
  const first = [...generateRecords(source)].map((record) => record.cells)
  // Each tenth row comes a second time as it is, each seventh changed, and changed back once more.
  const cells = first.flatMap((row, i) => {
    const changed = row.map((cell, c) => (c === facts ? `${cell}，另有补充` : cell))
    return i % 70 === 0 ? [row, changed, row] : i % 10 === 0 ? [row, row] : i % 7 === 0 ? [row, changed] : [row]
  })
  // Repetitions far from what they repeat, so that they meet in neighbouring batches, in others and in the same one.
  const order = cells.map((row, i) => ({ row, at: (i * 7919) % 1000 + i })).sort((a, b) => a.at - b.at).map(({ row }) => row)
  const outcome = async (most: number) => {
    const own = await testPorts()
    try {
      await unitFor(own, unit.code, unit.kind, ['penalty'])
      const received = await receiveDelivery(own, { unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null },
        Readable.from(csv(columns, order)))
      assert.ok(received.ok)
      await runDelivery(own, received.value.delivery_id, () => null, most)
      const row = (await delivery(own.database, received.value.delivery_id))!
      const records = await own.database.rows`
        select r.subject_code, r.identity, r.version, a.content from record r join act a using (subject_code, act_id) order by 1, 2`
      // A version is an act under a number of its own; the numbers differ, what they say does not.
      return { counts: [row.state, row.accepted, row.recognised, row.changed, row.returned], records: records.map((r) => ({ ...r, content: String(r.content)
        .replace(/"record":\d+,/, '').replace(/"closed":"\w+",/, '') })) }
    } finally { await own.close() }
  }
  const [whole, parts] = [await outcome(100_000), await outcome(150)]
  assert.deepEqual(parts.counts, whole.counts)
  assert.ok(whole.counts[3] as number > 300 && whole.counts[2] as number > 200)
  assert.deepEqual(parts.records, whole.records)
})

test('what is held is found however late in a file it comes, and what was withdrawn does not come back', async () => {
  const columns = recordColumns('penalty')
  const source = { seed: 6, organisations: organisations({ seed: 1, count: 50 }), item: 'penalty', count: 300, unit, from: '2024-01-01', until: '2026-11-20' }
  const rows = [...generateRecords(source)].map((record) => record.cells)
  const ports = await testPorts()
  try {
    await unitFor(ports, unit.code, unit.kind, ['penalty'])
    const deliver = async (cells: typeof rows) => {
      const received = await receiveDelivery(ports, { unitCode: unit.code, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null }, Readable.from(csv(columns, cells)))
      assert.ok(received.ok)
      await runDelivery(ports, received.value.delivery_id, () => null, 50)
      const { accepted, recognised, changed, returned } = (await delivery(ports.database, received.value.delivery_id))!
      return { accepted, recognised, changed, returned }
    }
    assert.deepEqual(await deliver(rows.slice(280)), { accepted: 20, recognised: 0, changed: 0, returned: 0 })
    const gone = (await ports.database.one<{ subject: string; record: number }>`select subject_code as subject, max(record_id) as record from record group by 1 order by 1 limit 1`)!
    assert.ok((await withdrawRecord(ports, { ...gone, provider: unit.code, reason: '登记有误，予以撤回。', document: '撤1号', rule: null })).ok)
    assert.deepEqual(await deliver(rows), { accepted: 280, recognised: 19, changed: 0, returned: 1 })
  } finally { await ports.close() }
})

test('gd-58 ln-55 a penalty from before commencement comes back until it names the text it rests on', async () => {
  const columns = recordColumns('penalty')
  const [record] = generateRecords({ seed: 9, organisations: organisations({ seed: 1, count: 5 }), item: 'penalty', count: 1, unit, from: '2024-01-01', until: '2024-02-01' })
  for (const [packId, lastDay, rule] of [['guangdong', '2021-05-31', 'gd-58'], ['liaoning', '2021-12-31', 'ln-55']] as const) {
    const ports = await testPorts({ packId })
    try {
      await unitFor(ports, unit.code, unit.kind, ['penalty'])
      const deliver = async (day: string, basis: string) => {
        const row = Object.fromEntries(columns.map((column, i) => [column, record!.cells[i]!]))
        return deliverCsv(ports, unit.code, 'penalty', [{ ...row, 处罚决定日期: day, 处罚依据: basis }])
      }
      const back = await deliver(lastDay, '')
      assert.deepEqual(back.returned.flatMap((r) => r.findings.map((f) => [f.code, f.rule])), [['older-basis-missing', rule]])
      assert.equal((await deliver(lastDay, '《广东省企业信用信息公开条例》第十条')).delivery?.accepted, 1)
      assert.equal((await deliver('2022-01-04', '')).returned.some((r) => r.findings.some((f) => f.code === 'older-basis-missing')), false)
    } finally { await ports.close() }
  }
})
