/** A file of nothing but short wrong rows is read to its end within the heap a file is given: what is given back is bounded as what is taken in. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Readable } from 'node:stream'
import { findItem } from '../../src/register/catalog/find-item.ts'
import { deliveryDesk } from '../../src/register/ingestion/desk.ts'
import { delivery } from '../../src/register/ingestion/store.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { unitFor } from '../support/delivered.ts'

const unit = '11100000MB0143028R'
let ports: TestPorts
before(async () => {
  ports = await testPorts()
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty', 'licence'])
})
after(() => ports.close())

async function read(item: string, lines: Iterable<string>): Promise<{ state: string; returned: number; refused: number; rowsRead: number; failure: unknown }> {
  const desk = deliveryDesk(ports, { databaseUrl: ports.url, heap: { maxOldGenerationSizeMb: 80, maxYoungGenerationSizeMb: 20 } })
  const received = await desk.receive({ unitCode: unit, itemId: item, mapping: null, fileName: null, idempotencyKey: null }, Readable.from(lines))
  assert.ok(received.ok, JSON.stringify(received))
  await desk.start()
  await desk.idle()
  await desk.close()
  const row = (await delivery(ports.database, received.value.delivery_id))!
  return { state: row.state, returned: row.returned, refused: row.refused, rowsRead: row.rows_read, failure: row.failure }
}

const columnsOf = (id: string): readonly string[] => {
  const found = findItem(ports.law(), id, ports.today())
  assert.ok(found.ok)
  return found.value.fields.map((f) => f.name)
}

function* wrong(columns: readonly string[], rows: number, cell: string): Generator<string> {
  yield `${columns.join(',')}\n`
  const line = `${columns.map(() => cell).join(',')}\n`
  for (let left = rows; left > 0; left -= 1000) yield line.repeat(Math.min(1000, left))
}

// Half the heap a file is given, so that half the rows show what grows with them. 300,000 go the same way in the whole heap (seen
// once, by this test); what is bounded is a batch: before, 30,000 did not fit into it, and 300,000 came as far as 133,619.
test('70,000 rows with a fault in every cell are all given back', { timeout: 600_000 }, async () => {
  const many = await read('penalty', wrong(columnsOf('penalty'), 70_000, 'x'))
  assert.deepEqual(many, { state: 'done', returned: 70_000, refused: 0, rowsRead: 70_000, failure: null })
})

test('so are rows of another width, the shortest there are, and rows the boundary keeps out', { timeout: 600_000 }, async () => {
  const columns = columnsOf('penalty')
  const narrow = await read('penalty', (function* () {
    yield `${columns.join(',')}\n`
    for (let i = 0; i < 60; i++) yield 'x\n'.repeat(1000)
  })())
  assert.deepEqual(narrow, { state: 'done', returned: 60_000, refused: 0, rowsRead: 60_000, failure: null })
  const refused = await read('penalty', wrong(columns, 10_000, '440106198001010019'))
  assert.deepEqual([refused.state, refused.returned + refused.refused, refused.rowsRead], ['done', 10_000, 10_000])
  assert.equal(refused.refused, 10_000)
})
