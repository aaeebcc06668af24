/** What the migrations leave behind: one number a file, and no reading of an act that one unreadable text could break. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sharedNumber } from '../../src/database/migrate.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'

let ports: TestPorts
before(async () => { ports = await testPorts() })
after(() => ports.close())

test('two files of one number are refused', () => {
  assert.deepEqual(sharedNumber(['0001_a.sql', '0002_b.sql', '0002_c.sql']), ['0002_b.sql', '0002_c.sql'])
  const files = readdirSync('migrations').sort()
  assert.equal(sharedNumber(files), null)
  for (const name of files.filter((n) => n >= '0050')) {
    assert.match(readFileSync(`migrations/${name}`, 'utf8'), new RegExp(`^-- ${name.slice(0, 4)} `), `${name} begins with its number`)
  }
})

test('functions, views and policies read acts through readable_json alone: one act that nobody can read breaks none of them', async () => {
  const { rows } = await ports.owner.pool.query<{ name: string; text: string }>(`
    select 'function ' || proname as name, prosrc as text from pg_proc
     where pronamespace = 'public'::regnamespace and prokind = 'f' and proname not in ('readable_json', 'is_readable')
    union all select 'view ' || viewname, definition from pg_views where schemaname = 'public'
    union all select 'policy ' || policyname || ' on ' || tablename, coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname = 'public'`)
  assert.ok(rows.length > 100, String(rows.length))
  const bare = /(content|head)\)?::jsonb?\b/
  assert.ok(bare.test('(a.content)::json') && bare.test('g.head::jsonb'))
  assert.deepEqual(rows.filter((r) => bare.test(r.text.replaceAll(/readable_json\([^()]*\)/g, ''))).map((r) => r.name), [])
})

test('a security event is neither changed nor emptied, by its owner neither', async () => {
  await ports.owner.run`insert into security_event (at, kind) values (now(), 'forbidden')`
  await assert.rejects(ports.owner.run`update security_event set times = 2`, /append-only: update refused/)
  await assert.rejects(ports.owner.run`truncate security_event`, /append-only: truncate refused/)
})
