import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sequenceOnce } from '../acts/keeper.ts'
import { testPorts, type TestPorts } from '../../test/support/ports.ts'
import { noteCalendar } from '../register/law/acts.ts'
import type { CommandIo } from './io.ts'
import { dayCommand, operateCommand } from './operate.ts'
import { withPorts } from './ports.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'probity-operate-'))
chmodSync(folder, 0o755)
let ports: TestPorts
before(async () => { ports = await testPorts() })
after(async () => {
  await ports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(command: (args: string[], io: CommandIo) => Promise<number>, language: 'zh' | 'en', ...args: string[]) {
  const lines: string[] = []
  const io: CommandIo = {
    language, env: { DATABASE_URL: ports.url, PROBITY_DATA: folder, PROBITY_TODAY: '2026-11-21' }, columns: null,
    out: (line) => lines.push(line), error: (line) => lines.push(line), progress() {},
  }
  return { code: await command(args, io), said: lines.join('\n'), io }
}

test('the console in words, the day run from the terminal, the log audited with the register’s own keys', async () => {
  const first = await run(operateCommand, 'en', 'status')
  assert.match(first.said, /Daily run: never yet\.\n[^]*Full audit: never yet\.\n[^]*Returned rows: period not set/)
  await run(dayCommand, 'en')
  const { code } = await run(operateCommand, 'en', 'returned-rows', '--days', '30', '--office', '平台运行处', '--basis', '运行规程第4条')
  assert.equal(code, 0)
  await withPorts(first.io, async (own) => {
    await noteCalendar(own)
    while (await sequenceOnce(own) > 0);
  })
  const audit = await run(operateCommand, 'zh', 'audit')
  assert.equal(audit.code, 0)
  assert.match(audit.said, /条目俱在/)
  const { said } = await run(operateCommand, 'zh')
  assert.match(said, /2026-11-21的日终处理：停止公示0条/)
  assert.match(said, /的全面核验：原样无改/)
  assert.match(said, /退回行留存30日/)
})

test('a period without its basis is refused from the terminal too', async () => {
  await assert.rejects(run(operateCommand, 'en', 'returned-rows', '--days', '30', '--office', 'x'), /basis-missing/)
  await assert.rejects(run(operateCommand, 'en', 'nothing'), /operate audit/)
})
