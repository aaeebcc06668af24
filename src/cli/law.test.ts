import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { testPorts, type TestPorts } from '../../test/support/ports.ts'
import { setPeriod } from '../register/deadlines/acts.ts'
import { loadNotice, noteCalendar } from '../register/law/acts.ts'
import type { CommandIo } from './io.ts'
import { dueCommand, lawCommand } from './law.ts'

let ports: TestPorts
const folder = mkdtempSync(path.join(tmpdir(), 'probity-cli-'))
before(async () => {
  ports = await testPorts({ today: '2026-12-28' })
  await noteCalendar(ports)
})
after(async () => {
  await ports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(command: typeof dueCommand, args: string, env: Readonly<Record<string, string>> = {}): Promise<{ code: number; out: string; error: string }> {
  let out = '', error = ''
  const io: CommandIo = {
    language: 'en', columns: null, env: { PROBITY_DATA: folder, ...env },
    out: (line) => { out += `${line}\n` }, error: (line) => { error += `${line}\n` }, progress: () => {},
  }
  return { code: await command(args.split(' '), io), out, error }
}
const here = () => ({ DATABASE_URL: ports.url })

test('gd-46-1 with a register at hand its loaded notice counts; --shipped and no register answer from what was shipped', async () => {
  const args = 'gd-46-1 --from 2026-12-31'
  assert.match((await run(dueCommand, args, here())).out, /Monday 4 January 2027/)
  assert.ok((await loadNotice(ports, {
    kind: 'notice', edition: '2027', year: 2027, papers: [{ address: 'https://example.gov/2027', published: '2026-11' }],
    days: [{ day: '2027-01-01', name: '元旦', off: true }, { day: '2027-01-04', name: '元旦', off: true }],
  })).ok)
  assert.match((await run(dueCommand, args, here())).out, /Tuesday 5 January 2027/)
  assert.match((await run(dueCommand, `${args} --shipped`, here())).out, /Monday 4 January 2027/)
  assert.match((await run(dueCommand, args)).out, /Monday 4 January 2027/)
  const gone = await run(dueCommand, args, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  assert.match(gone.error, /does not answer/)
  assert.match(gone.out, /Monday 4 January 2027/)
})

test('gd-35-1c a period an office entered runs the clock where a register is at hand, and is named', async () => {
  const args = 'gd-35-1c --from 2026-03-04'
  assert.match((await run(dueCommand, args, here())).out, /Period not set/)
  assert.ok((await setPeriod(ports, 'operator', { rule: 'gd-35-1c', amount: 10, unit: 'working-day', from: '2026-01-01', office: '法规处', basis: '粤信〔2026〕1号' })).ok)
  const set = await run(dueCommand, args, here())
  assert.match(set.out, /Wednesday 18 March 2026/)
  assert.match(set.error, /法规处.*粤信〔2026〕1号/)
  assert.equal((JSON.parse((await run(dueCommand, `${args} --json`, here())).out) as { configured: { amount: number } }).configured.amount, 10)
  assert.match((await run(dueCommand, args)).out, /Period not set/)
})

test('nat-58-max nat-36-general the terminal tells what changed on 2026-04-01, and which tests prove a rule', async () => {
  const { out } = await run(lawCommand, 'versions --on 2026-04-01')
  assert.match(out, /^- {2}nat-58-max/m)
  assert.match(out, /^\+ {2}nat-36-general/m)
  assert.match(out, /general: 3 years \(nat-58-max\) → 1 year \(nat-36-general\)/)
  assert.match((await run(lawCommand, 'rule gd-46-1')).out, /src\/cli\/law\.test\.ts|due-day\.test\.ts/)
  assert.match((await run(lawCommand, 'rules --search 异议 --article 46')).out, /gd-46-1/)
  assert.match((await run(lawCommand, 'objection --from 2026-09-28')).out, /Hunan Province {2}through the providing unit {2}2026-10-03/)
  assert.match((await run(lawCommand, 'catalog exit-ban')).out, /declined: .*natural persons/)
  assert.match((await run(lawCommand, 'articles national')).out, /^36 /m)
})
