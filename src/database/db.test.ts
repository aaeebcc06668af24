import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testPorts } from '../../test/support/ports.ts'
import { ok, refuse } from '../law/outcome.ts'

const { database, close } = await testPorts()
after(() => close())
const note = (value: string) => database.transaction(async (tx) => {
  await tx.run`insert into setting (name, value) values ('noted', ${value}) on conflict (name) do update set value = excluded.value`
  if (value === 'fault') throw new Error('fault')
  return value === 'refused' ? refuse('refused') : ok(value)
})
const noted = async () => (await database.one<{ value: string }>`select value from setting where name = 'noted'`)?.value

test('what is refused leaves nothing behind, nor does a fault', async () => {
  assert.ok((await note('kept')).ok)
  assert.equal((await note('refused')).ok, false)
  await assert.rejects(note('fault'))
  assert.equal(await noted(), 'kept')
})
