/** What the operator does by hand: the daily run, notices, rebuilding, migrating, looking ahead at another law. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Difference, rebuild, type RebuildProgress } from '../acts/rebuild.ts'
import { connect, requireVersion18 } from '../database/connect.ts'
import { bulkDatabase } from '../database/db.ts'
import { holdFolder } from '../database/folder-lock.ts'
import { migrate } from '../database/migrate.ts'
import { serveAlone } from '../database/serving.ts'
import { readLaw } from '../packs.ts'
import { finishRebuild, projectors } from '../register/projectors.ts'
import { standing, startAudit, type Standing } from '../register/operation/acts.ts'
import { audits } from '../register/operation/store.ts'
import { eraseUnreadable, readThrough } from '../register/operation/unreadable/acts.ts'
import { unreadableActs } from '../register/operation/unreadable/store.ts'
import { againstLastWord } from '../acts/last-word.ts'
import { bad } from '../log/finding.ts'
import { sentence, verdicts } from '../log/words.ts'
import { dailyRun, previewLaw, setReturnedPeriod } from '../register/retention/acts.ts'
import { renewTokenKey } from '../settings.ts'
import { sayer } from '../web/messages.ts'
import { readJsonFile } from './arguments.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { databaseUrl, inWords, requireOwnRegister, withPorts } from './ports.ts'

export async function dayCommand(_args: string[], io: CommandIo): Promise<number> {
  return withPorts(io, async (ports) => {
    const run = await dailyRun(ports, { by: 'command' })
    io.out(
      say(
        io,
        `${run.expired} displays ended, ${run.started} began, ${run.recomputed} recomputed under the law in force; ${run.missed} steps not taken in time.`,
        `停止公示${run.expired}条，开始公示${run.started}条，按现行规则重新计算${run.recomputed}条，逾期未办${run.missed}件。`,
      ),
    )
    return 0
  })
}

export async function calendarCommand(args: string[], io: CommandIo): Promise<number> {
  const { loadNotice } = await import('../register/law/acts.ts')
  return withPorts(io, async (ports) => {
    if (args[0] === 'load') {
      if (!args[1]) throw new CommandError('calendar load FILE', 64, true)
      const loaded = await loadNotice(ports, await readJsonFile(args[1], io.language))
      if (!loaded.ok) throw new CommandError(Object.values(loaded.refusals[0].facts).join('\n'), 1)
      io.out(
        say(
          io,
          `Loaded: ${loaded.value.edition}. Clocks are derived from it from now on.`,
          `已载入：${loaded.value.edition}。期限自此按新版本计算。`,
        ),
      )
      return 0
    }
    const { edition, notices } = ports.calendar()
    io.out(`${edition}: ${[...notices.keys()].join(', ')}`)
    return 0
  })
}

export async function rebuildCommand(args: string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args, options: { compare: { type: 'boolean' } } })
  return withPorts(io, async (ports) => {
    const owner = bulkDatabase(connect(databaseUrl(io), 'owner', { max: 1 }))
    try {
      const unprojectable = new Set<number>()
      const found = await rebuild(owner, projectors, finishRebuild(ports), values.compare !== true, (now) =>
        io.progress(rebuildProgress(io, now)), values.compare === true ? (act) => unprojectable.add(act) : null,
      )
      io.progress(null)
      for (const act of unprojectable) io.out(sentence(bad('act-unprojectable', { act }), io.language))
      if (found.length === 0) io.out(say(io, 'The projections are exactly what the acts say.', '投影与行为完全一致。'))
      for (const d of found) {
        io.out(
          say(
            io,
            `${d.table}: ${d.onlyServed} rows differ from the acts, ${d.onlyRebuilt} as the acts say${values.compare ? '' : ' (put in place)'}`,
            `${d.table}：${d.onlyServed}行与行为不符，按行为应为${d.onlyRebuilt}行${values.compare ? '' : '（已更正）'}`,
          ),
        )
        for (const e of d.examples) io.out(`  ${d.table} ${e.key}: ${differenceWords(io, e)}`)
      }
      return found.length + unprojectable.size === 0 ? 0 : 2
    } finally {
      await owner.close()
    }
  })
}

function rebuildProgress(io: CommandIo, { phase, done, of }: RebuildProgress): string {
  switch (phase) {
    case 'acts': return say(io, `${done} of ${of} acts read`, `已读${done}个行为，共${of}个`)
    case 'dates': return say(io, 'dates and clocks', '计算日期与期限')
    case 'compare': return say(io, `${done} of ${of} tables compared`, `已比对${done}张表，共${of}张`)
    case 'put': return say(io, `put in place: step ${done} of ${of}`, `写回：第${done}步，共${of}步`)
  }
}

function differenceWords(io: CommandIo, { found, columns }: Difference['examples'][number]): string {
  switch (found) {
    case 'surplus': return say(io, 'no act says so', '没有行为依据')
    case 'missing': return say(io, 'missing, though the acts say so', '行为已载明，表中没有')
    case 'changed': return say(io, `other than the acts say: ${columns.join(', ')}`, `与行为不符的列：${columns.join('、')}`)
  }
}

/** Not beside a server, whose statements were written for the schema as it is; and not with another register's keys or pack. */
export async function migrateCommand(_args: string[], io: CommandIo): Promise<number> {
  return inWords(io, async () => {
    const url = databaseUrl(io)
    const owner = connect(url, 'owner', { max: 1 })
    try {
      await requireVersion18(owner)
      const alone = await serveAlone(url, 'probity migrate', (error) => { io.error(error.message) })
      try {
        await requireOwnRegister(io, owner)
        const applied = await migrate(owner)
        io.out(applied.length === 0 ? say(io, 'Nothing to do.', '无需更新。') : applied.join('\n'))
        return 0
      } finally {
        await alone.close()
      }
    } finally {
      await owner.end()
    }
  })
}

/** How the register stands, in words; a full audit of its log; how long returned rows wait. */
export async function operateCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'status', ...rest] = args
  switch (what) {
    case 'status':
      return withPorts(io, async (ports) => {
        await readThrough(ports.database)
        const now = await standing(ports)
        for (const line of statusLines(now)) io.out(say(io, ...line))
        return 0
      })
    case 'audit':
      return withPorts(io, async (ports) => {
        const started = await startAudit(ports, null)
        if (!started.ok && started.refusals[0].code === 'log-empty') {
          const against = await againstLastWord(ports.database, ports.settings)
          io.out(against === null ? say(io, ...nothingSigned) : `${verdicts.wrong[io.language]} ${sentence(against, io.language)}`)
          return against === null ? 1 : 2
        }
        if (!started.ok) throw new CommandError([started.refusals[0].code, ...Object.values(started.refusals[0].facts)].join(' '), 1)
        await started.value.ended
        const [done] = await audits(ports.database, 1, 0)
        for (const finding of done!.findings) io.out(sentence(finding, io.language))
        return done!.outcome === 'sound' ? 0 : 2
      })
    case 'unreadable':
      return withPorts(io, async (ports) => {
        await readThrough(ports.database, { again: true })
        const found = await unreadableActs(ports.database, 1000)
        if (found.length === 0) io.out(say(io, 'Every act can be read.', '所有行为都可以读取。'))
        for (const a of found) io.out([a.act_id, a.kind, a.subject_code || '-', a.part].join(' '))
        return found.length === 0 ? 0 : 2
      })
    case 'erase-unreadable': {
      const { values, positionals: [act = ''] } = parseArgs({ args: rest, allowPositionals: true, options: { reason: { type: 'string' } } })
      if (!/^[1-9]\d{0,14}$/.test(act)) throw new CommandError(say(io, 'operate erase-unreadable: the number of an act is needed', 'operate erase-unreadable：须写行为的编号。'), 64, true)
      return withPorts(io, async (ports) => {
        const done = await eraseUnreadable(ports, 'operator', { act: Number(act), reason: values.reason ?? '' })
        if (!done.ok) throw new CommandError(sayer(io.language)(`operator.no-${done.refusals[0].code}`), 1)
        io.out(say(io, `Its content is erased by act ${done.value}; the entry in the log stays.`, `内容已由行为${done.value}销毁，日志中的条目不变。`))
        return 0
      })
    }
    case 'returned-rows': {
      const { values } = parseArgs({ args: rest, options: { days: { type: 'string' }, from: { type: 'string' }, office: { type: 'string' }, basis: { type: 'string' } } })
      return withPorts(io, async (ports) => {
        const { days, from = ports.today().toString(), office = '', basis = '' } = values
        const done = await setReturnedPeriod(ports, 'operator', { days: Number(days), from, office, basis })
        if (!done.ok) throw new CommandError(done.refusals.map(({ code }) => sayer(io.language)(code === 'personal-data' ? 'person.certain-title' : `operator.no-${code}`)).join(' '), 1)
        io.out(say(io, 'Entered.', '已登记。'))
        return 0
      })
    }
    case 'renew-token-key':
      return inWords(io, async () => {
        // A register that serves has read the old key: it would go on with it.
        if (!existsSync(path.join(dataFolder(io), 'keys'))) throw new CommandError(say(io, `${dataFolder(io)} holds no register.`, `${dataFolder(io)}中没有登记簿。`), 66)
        const release = await holdFolder(dataFolder(io))
        await renewTokenKey(dataFolder(io)).finally(release)
        io.out(say(io, 'Access tokens are signed with another key from the next start on; machine clients ask for new ones by themselves.',
          '自下次启动起，访问令牌由新密钥签署；机器客户端会自行重新申请。'))
        return 0
      })
    default:
      throw new CommandError('operate [status] | operate audit | operate unreadable | operate erase-unreadable ACT --reason TEXT | operate returned-rows | operate renew-token-key', 64, true)
  }
}

const nothingSigned = ['The log has signed nothing yet: there is nothing to audit.', '日志尚未签署任何内容，没有可以核验的。'] as const

/** English first, Chinese second. */
function* statusLines(now: Standing): Generator<readonly [en: string, zh: string]> {
  const { log, deliveries: d, run, calendar, returnedPeriod: period, database: db } = now
  const n = (state: string) => d[state] ?? 0
  const [open, waiting, failed] = [n('running') + n('receiving'), n('waiting'), n('failed')]
  yield [`${now.day}, Probity ${now.version}, ${now.law}`, `${now.day}，Probity ${now.version}，${now.law}`]
  yield run === null ? ['Daily run: never yet.', '日终处理：尚未办理过。']
    : run.failure !== null ? [`Daily run of ${run.day}: not done (${run.failure}).`, `${run.day}的日终处理：未办成（${run.failure}）。`]
    : [`Daily run of ${run.day}: ${run.expired} displays ended, ${run.started} began, ${run.late} of earlier days; ${run.days_missed} days missed before it.`,
      `${run.day}的日终处理：停止公示${run.expired}条，开始公示${run.started}条，其中${run.late}条属于更早的日子；此前漏办${run.days_missed}日。`]
  for (const { on, ending, starting } of now.due) yield [`Due ${on}: ${ending} displays end, ${starting} begin.`, `${on}到期：停止公示${ending}条，开始公示${starting}条。`]
  yield [`Deliveries: ${open} being read, ${waiting} waiting, ${failed} could not be read.`, `交付：正在读取${open}件，等候${waiting}件，未读成${failed}件。`]
  yield [`Feeds: ${now.lateFeeds.length} late of ${now.feeds}, of ${now.units} units.`, `报送：${now.units}个单位${now.feeds}项，迟延${now.lateFeeds.length}项。`]
  yield [`Log: ${log.size} acts, ${log.pending.acts} waiting, the oldest for ${log.pending.lagSeconds} s.`, `日志：${log.size}个行为，等候写入${log.pending.acts}个，最久${log.pending.lagSeconds}秒。`]
  yield log.lastAudit === null ? ['Full audit: never yet.', '全面核验：从未进行。']
    : [`Full audit of ${log.lastAudit.started_at}, ${log.lastAudit.leaves} acts: ${log.lastAudit.outcome}.`,
      `${log.lastAudit.started_at}的全面核验：${log.lastAudit.outcome === 'sound' ? '原样无改' : '与签署的不符'}（${log.lastAudit.leaves}个行为）。`]
  if (log.audit !== null && log.audit.outcome === null) yield [`An audit runs: ${log.audit.leaves} of ${log.audit.size} acts.`, `正在核验：${log.audit.leaves}个，共${log.audit.size}个。`]
  for (const finding of log.against) yield [sentence(finding, 'en'), sentence(finding, 'zh')]
  yield [`Contents destroyed by acts of erasure: ${log.erasures}.`, `由删除行为销毁的内容：${log.erasures}件。`]
  yield log.state === 'sound' ? ['The log is as it was signed, as of that audit.', '截至该次核验，日志与签署时一致。']
    : log.state === 'unknown' ? ['Whether the log is as it was signed is not known: no full audit in the last 7 days. "probity operate audit" makes one.',
      '日志是否与签署时一致尚不清楚：近7日未作全面核验。以“probity operate audit”进行。']
    : ['THE LOG IS NOT AS IT WAS SIGNED: whoever verifies it will say so.', '日志与签署的不符：任何人核验都会发现。']
  yield [`Calendar: edition ${calendar.edition}, provisional after ${calendar.lastCertainDay}.`, `工作日历：${calendar.edition}版，${calendar.lastCertainDay}以后为暂定。`]
  if (now.unreadable.length > 0) yield [`Acts that cannot be read: ${now.unreadable.map((a) => a.act_id).join(', ')}.`, `无法读取的行为：${now.unreadable.map((a) => a.act_id).join('、')}。`]
  yield period === null ? ['Returned rows: period not set; they stay.', '退回行：期限未设定，一直留存。'] : [`Returned rows wait for ${period.days} days.`, `退回行留存${period.days}日。`]
  yield [`Database: ${(db.bytes / 1e6).toFixed(1)} MB, ${db.connections} of ${db.most} connections, PostgreSQL ${db.version}.`,
    `数据库：${(db.bytes / 1e6).toFixed(1)} MB，连接${db.connections}个，上限${db.most}个，PostgreSQL ${db.version}。`]
}

/** Whose dates another text of the law would change, before it is loaded. */
export async function previewCommand(args: string[], io: CommandIo): Promise<number> {
  const folder = args[0]
  if (!folder) throw new CommandError('law preview FOLDER [DAY]', 64, true)
  return withPorts(io, async (ports) => {
    const law = await readLaw(ports.law().pack.id, folder)
    const day = args[1] ? Temporal.PlainDate.from(args[1]) : ports.today()
    let shown = 0
    const total = await previewLaw(ports, law, day, (change) => {
      if (shown++ < 200)
        io.out(
          `${change.subject} ${change.record} ${change.item}: ${change.before.state} ${change.before.endsOn ?? ''} → ${change.after.state} ${change.after.endsOn ?? ''}`,
        )
    })
    io.out(
      say(
        io,
        `${total.changed} of ${total.records} records would change on ${day}.`,
        `${day}起，${total.records}条信息中有${total.changed}条的日期会变。`,
      ),
    )
    return 0
  })
}

const say = (io: CommandIo, en: string, zh: string) => (io.language === 'zh' ? zh : en)
