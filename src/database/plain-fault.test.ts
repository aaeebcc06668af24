import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testPorts } from '../../test/support/ports.ts'
import { plainFault } from './plain-fault.ts'
import { quotingSettings, quotingWarning } from './quoting.ts'

const ports = await testPorts()
after(() => ports.close())
/** Invented. */
const [name, number] = ['汪明辉', '13800138000']

async function faultOf(statement: string, values: unknown[] = []): Promise<Error> {
  try { await ports.owner.pool.query(statement, values) } catch (error) { return error as Error }
  throw new Error('no fault')
}

test('what PostgreSQL refuses is neither in the error that is handed on nor in what is printed of it', async () => {
  await ports.owner.pool.query('create table quoted (word text primary key, n int)')
  await ports.owner.pool.query('insert into quoted values ($1, 1)', [`${name}${number}`])
  const faults = [
    await faultOf('insert into quoted values ($1, 1)', [`${name}${number}`]),
    await faultOf(`select '${name}${number}'::int`),
    await faultOf(`select '{"${name}": ${number}'::json`),
    await faultOf('insert into quoted values ($1, $2)', [null, number]),
    await faultOf(`do $$ begin raise exception '${name} ${number}' using detail = '${name}', hint = '${number}'; end $$`),
  ]
  for (const fault of faults) {
    const { detail, where, internalQuery, hint } = fault as Error & Record<string, unknown>
    assert.deepEqual([detail, where, internalQuery, hint], [undefined, undefined, undefined, undefined])
    const printed = plainFault(fault)
    assert.ok(!printed.includes(name) && !printed.includes(number), printed)
    assert.match(printed, /\b[0-9A-Z]{5}\b/, 'the SQLSTATE is said')
  }
  assert.match(plainFault(faults[0]), /quoted_pkey/)
})

test('a parser’s complaint says where, not what', () => {
  for (const text of [`{"a": ${name}}`, `"${number}`]) {
    try { JSON.parse(text) } catch (error) {
      const printed = plainFault(new Error('while reading', { cause: error }))
      assert.ok(!printed.includes(name) && !printed.includes(number), printed)
      assert.match(printed, /plain-fault\.test/)
    }
  }
})

test('the embedded server writes nothing of what is filed into its own log; another is told of', async () => {
  assert.deepEqual(await quotingSettings(ports.owner.pool), [])
  const loose = { query: () => Promise.resolve({ rows: [{ name: 'log_error_verbosity', setting: 'default' }, { name: 'log_statement', setting: 'none' }] }) }
  const found = await quotingSettings(loose as unknown as Parameters<typeof quotingSettings>[0])
  assert.deepEqual(found, ['log_error_verbosity = default'])
  assert.match(quotingWarning(found), /log_error_verbosity = default/)
})
