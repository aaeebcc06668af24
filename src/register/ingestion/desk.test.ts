import assert from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { unitFor } from '../../../test/support/delivered.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { receiveDelivery, spoolFile } from './acts.ts'
import { deliveryDesk } from './desk.ts'
import { describeFileFault } from './findings.ts'
import type { FileFault } from './row.ts'
import { delivery } from './store.ts'

const unit = '11100000MB0143028R'
let ports: TestPorts
before(async () => {
  ports = await testPorts()
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
})
after(() => ports.close())

test('a file that is read for too long ends its own delivery, in words, and nothing else', async () => {
  const readingTime = { stalledMinutes: 0.0005, wholeHours: 1 } // shorter than a thread takes to start
  const desk = deliveryDesk(ports, { databaseUrl: ports.url, readingTime })
  const received = await desk.receive({ unitCode: unit, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null }, Readable.from([Buffer.from('行政相对人名称\n')]))
  assert.ok(received.ok)
  const id = received.value.delivery_id
  await desk.start()
  await desk.idle()
  const row = (await delivery(ports.database, id))!
  assert.equal(row.state, 'failed')
  const { found, cure } = describeFileFault(row.failure as FileFault, 'en')
  assert.match(found, /took longer than a file is given: 0\.0005 minutes/)
  assert.match(cure, /Rows read so far stand/)
  assert.equal(existsSync(spoolFile(ports, id)), false)
  const [closed] = await ports.database.rows<{ head: string; content: string }>`
    select g.head, a.content from act_group g join act a on a.act_id = g.first_act where g.kind = 'delivery.closed'`
  assert.equal((JSON.parse(closed!.head) as { actor: string; delivery: string }).actor, 'operator')
  assert.equal((JSON.parse(closed!.head) as { delivery: string }).delivery, id)
  assert.match(closed!.content, /"fault":"text-takes-too-long".*"state":"failed"/)
  await desk.close()

  const patient = deliveryDesk(ports, { databaseUrl: ports.url })
  const next = await patient.receive({ unitCode: unit, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null }, Readable.from([Buffer.from('行政相对人名称\n')]))
  assert.ok(next.ok)
  await patient.start()
  await patient.idle()
  assert.notEqual((await delivery(ports.database, next.value.delivery_id))!.state, 'failed')
  await patient.close()
})

test('what lies in the spool of deliveries that ended, as after a kill, goes at the next start; what is under way stays', async () => {
  const received = await receiveDelivery(ports, { unitCode: unit, itemId: 'penalty', mapping: null, fileName: null, idempotencyKey: null }, Readable.from([Buffer.from('行政相对人名称\n')]))
  assert.ok(received.ok)
  const open = spoolFile(ports, received.value.delivery_id)
  mkdirSync(ports.settings.spoolFolder, { recursive: true })
  const ended = await ports.database.one<{ delivery_id: string }>`select delivery_id from delivery where state = 'failed' limit 1`
  const [left, unknown, other] = [spoolFile(ports, ended!.delivery_id), spoolFile(ports, '019aa000-0000-7000-8000-000000000001'), spoolFile(ports, 'README')]
  for (const file of [left, unknown, other]) writeFileSync(file, '法定代表人汪明辉')
  const desk = deliveryDesk(ports, { databaseUrl: ports.url })
  await desk.start()
  assert.deepEqual([left, unknown, other].map((file) => existsSync(file)), [false, false, true], 'a file that is no delivery’s is not ours to take')
  await desk.idle()
  assert.equal(existsSync(open), false, 'and that of one that was open once it was read')
  await desk.close()
})
