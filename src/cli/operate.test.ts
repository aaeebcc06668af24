import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { holdFolder } from '../database/folder-lock.ts'
import { renewTokenKey } from '../settings.ts'
import { sequenceOnce } from '../acts/keeper.ts'
import { delivered, unitFor } from '../../test/support/delivered.ts'
import type { PackId } from '../law/types.ts'
import { licenceRow, objector, provider } from '../../test/support/objected.ts'
import { ownFolder } from '../../test/support/own-folder.ts'
import { testPorts, type TestPorts } from '../../test/support/ports.ts'
import { noteCalendar } from '../register/law/acts.ts'
import type { CommandIo } from './io.ts'
import { dayCommand, operateCommand } from './operate.ts'
import { securityCommand } from './security.ts'
import { oversightCommand } from './oversight.ts'
import { withPorts } from './ports.ts'
import { revocationCommand } from './revocation.ts'

let [ports, folder]: [TestPorts, string] = [undefined!, '']
const open = async (packId: PackId) => {
  ports = await testPorts({ packId })
  // Its commands are told a day: a drill, and its log is called so.
  Object.assign(ports.settings, { logOrigin: 'probity/drill/test' })
  folder = mkdtempSync(path.join(tmpdir(), 'probity-operate-'))
  await ownFolder(ports, folder)
}
const close = async () => {
  await ports.close()
  rmSync(folder, { recursive: true, force: true })
}
before(() => open('guangdong'))
after(close)

async function run(command: (args: string[], io: CommandIo) => Promise<number>, language: 'zh' | 'en', ...args: string[]) {
  const lines: string[] = []
  const io: CommandIo = {
    language, env: { DATABASE_URL: ports.url, PROBITY_DATA: folder, PROBITY_TODAY: '2026-11-21', PROBITY_PACK: ports.law().pack.id }, columns: null,
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
  assert.equal(audit.code, 0, audit.said)
  assert.match(audit.said, /条目俱在/)
  const { said } = await run(operateCommand, 'zh')
  assert.match(said, /2026-11-21的日终处理：停止公示0条/)
  assert.match(said, /的全面核验：原样无改/)
  assert.match(said, /退回行留存30日/)
})

test('the key of access tokens is exchanged where no register serves, and not beside one', async () => {
  const key = () => readFileSync(path.join(folder, 'keys', 'token.key'), 'utf8')
  const serving = await holdFolder(folder)
  await renewTokenKey(folder)
  const before = key()
  await assert.rejects(run(operateCommand, 'en', 'renew-token-key'), /already runs/)
  assert.equal(key(), before)
  await serving()
  assert.match((await run(operateCommand, 'en', 'renew-token-key')).said, /another key from the next start on/)
  assert.notEqual(key(), before)
  assert.equal(createPrivateKey(key()).asymmetricKeyType, 'ed25519')
  assert.equal(statSync(path.join(folder, 'keys', 'token.key')).mode & 0o077, 0)
})

test('acts that cannot be read are listed and erased from the terminal; what can be read is not', async () => {
  const none = await run(operateCommand, 'en', 'unreadable')
  assert.deepEqual([none.code, none.said], [0, 'Every act can be read.'])
  const { rows: [first] } = await ports.owner.pool.query<{ act_id: string }>('select act_id from act order by act_id limit 1')
  const act = String(first!.act_id)
  await assert.rejects(run(operateCommand, 'en', 'erase-unreadable', act, '--reason', '写入时文字已经损坏'), /This act can be read/)
  await assert.rejects(run(operateCommand, 'zh', 'erase-unreadable', act, '--reason', '写入时文字已经损坏'), /这个行为可以读取/)
  await assert.rejects(run(operateCommand, 'zh', 'erase-unreadable', '999999', '--reason', '写入时文字已经损坏'), /没有/)
  await assert.rejects(run(operateCommand, 'zh', 'erase-unreadable', 'x'), /须写行为的编号/)
  await assert.rejects(run(operateCommand, 'en', 'erase-unreadable', 'x'), /number of an act/)
  for (const sql of ['alter table act drop constraint act_content_sound', 'alter table act disable trigger user']) await ports.owner.pool.query(sql)
  await ports.owner.pool.query('update act set content = $1 where act_id = $2', ['{"text":"\\u0000"}', act])
  await ports.owner.pool.query('alter table act enable trigger user')
  const found = await run(operateCommand, 'en', 'unreadable')
  assert.deepEqual([found.code, found.said.split(' ')[0], found.said.split(' ').at(-1)], [2, act, 'content'])
  assert.match((await run(operateCommand, 'zh')).said, new RegExp(`无法读取的行为：${act}。`))
  await assert.rejects(run(operateCommand, 'en', 'erase-unreadable', act), (error: Error) => /\p{L} \p{L}/u.test(error.message) && !/reason-missing/.test(error.message))
  const done = await run(operateCommand, 'en', 'erase-unreadable', act, '--reason', '写入时文字已经损坏')
  assert.match(done.said, /^Its content is erased by act \d+/)
  assert.equal((await run(operateCommand, 'en', 'unreadable')).code, 0)
})

test('what is wrong with the words of `probity security` is said in the reader’s language', async () => {
  for (const [words, zh, en] of [
    [['--limit', '0'], /--limit“0”不是1至50000的数字/, /--limit "0" is no number from 1 to 50000/], [['--from', 'x'], /不是2026-11-30这样的日期/, /is no day/], [['--kind', 'x'], /--kind 可以是/, /--kind may be/],
  ] as const) {
    await assert.rejects(run(securityCommand, 'zh', ...words), zh)
    await assert.rejects(run(securityCommand, 'en', ...words), en)
  }
})

test('a period without its basis is refused from the terminal too', async () => {
  await assert.rejects(run(operateCommand, 'en', 'returned-rows', '--days', '30', '--office', 'x'), /Name the document it rests on/)
  await assert.rejects(run(operateCommand, 'zh', 'returned-rows', '--days', '30', '--office', 'x'), /写明依据的文件/)
  await assert.rejects(run(operateCommand, 'en', 'nothing'), /operate audit/)
})

test('a ruling of a court reaches the record that rested on its document, and who let it lie is held to account: told from a terminal', async () => {
  // Another register, and a folder of its own: its database keeps the law it began under.
  await close()
  await open('hunan')
  const [court, superior] = ['91330200071451933T', '91330200084752786H']
  await unitFor(ports, provider, 'administrative-organ/market-regulation', ['licence'])
  await unitFor(ports, court, 'judicial-organ/court', [])
  await unitFor(ports, superior, 'administrative-organ/development-and-reform', [])
  await delivered(ports, provider, 'licence', [licenceRow(1, objector)])
  const [record] = await ports.database.rows<{ record_id: number }>`select record_id from record`
  /** What it says, and how it ends. */
  const say = async (command: typeof oversightCommand, line: string, language: 'zh' | 'en' = 'en') => {
    const { code, said } = await run(command, language, ...line.split(' '))
    return `${code} ${said}`
  }
  const ruling = `register --subject ${objector} --ruling 〔2026〕行终7号 --on 2026-11-20 --as ${court}`
  const [, task] = (await say(revocationCommand, `${ruling} --document 许1号`)).split(' ')
  assert.match(await say(revocationCommand, `list --as ${provider}`, 'zh'), new RegExp(`^0 ${task}  open  ${objector}  ${record!.record_id}  许1号  revoked  〔2026〕行终7号  0日  期限未设定`))
  assert.match(await say(revocationCommand, `keep ${task} --as ${provider}`), /^1 .*reasons/i)
  assert.match(await say(revocationCommand, `carry-out ${task}`, 'zh'), /^1 .*书面/)
  assert.equal(await say(revocationCommand, `notify ${task} --document 函〔2026〕1号 --as ${provider}`), '0 Done.')
  assert.match(await say(revocationCommand, 'list'), /notified .* 2026-11-25/, 'three working days')
  assert.equal(await say(revocationCommand, `carry-out ${task}`, 'zh'), '0 已办理。')
  await assert.rejects(run(revocationCommand, 'en', 'keep', 'x'), /a number is needed/)

  const lodge = `open ${provider} --matter not-provided --text 变更后逾期未告知主管部门。 --as ${superior} --answer-until 2026-11-30`
  assert.match(await say(oversightCommand, lodge), /^1 .*Only a unit entered as in charge/)
  assert.equal(await say(oversightCommand, `place ${superior} --role government --area 33 --document 组织法`, 'zh'), '0 已办理。')
  const [, id] = (await say(oversightCommand, lodge)).split(' ')
  const step = `step ${id} --step order-to-correct --on 2026-11-21 --text 已送达。 --document 责改〔2026〕3号 --as ${superior}`
  assert.equal(await say(oversightCommand, `answer ${id} --text 因系统切换漏办，已经补办。 --as ${provider}`), '0 Done.')
  assert.match(await say(oversightCommand, `${step} --days 十五日`), /^1 .*"十五日" cannot be the time set/, 'no number')
  assert.equal(await say(oversightCommand, `${step} --until 2026-12-05`), '0 Done.')
  assert.match(await say(oversightCommand, `show ${id} --as ${provider}`, 'zh'), /改正期限：2026-12-05$/)
  assert.equal(await say(oversightCommand, `report ${id} --text 已于当日书面告知，函〔2026〕1号。 --as ${provider}`), '0 Done.')
  assert.equal(await say(oversightCommand, `close ${id} --finding breach --reasons 经核查，逾期属实，已经改正。 --as ${superior}`), '0 Done.')
  assert.match(await say(oversightCommand, `show ${id} --as ${superior}`), /函〔2026〕1号。\n {2}2026-11-21 {2}breach/)
  assert.match(await say(oversightCommand, `no-measure ${record!.record_id} --as ${provider} --subject ${objector} --reasons 首次违法且已改正，不采取措施。`), /^1 /, 'of a record that is held')
  await assert.rejects(run(oversightCommand, 'en', 'show', '0'), /a number is needed/)
  await assert.rejects(run(oversightCommand, 'en', 'nothing'), /oversight list/)
})
