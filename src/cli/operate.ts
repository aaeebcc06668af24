/** What the operator does by hand: the daily run, notices, rebuilding, migrating, looking ahead at another law. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { rebuild } from '../acts/rebuild.ts'
import { connect, requireVersion18 } from '../database/connect.ts'
import { database } from '../database/db.ts'
import { migrate } from '../database/migrate.ts'
import { readLaw } from '../packs.ts'
import { finishRebuild, projectors } from '../register/projectors.ts'
import { dailyRun, previewLaw } from '../register/retention/acts.ts'
import { CommandError, type CommandIo } from './io.ts'
import { databaseUrl, withPorts } from './ports.ts'

export async function dayCommand(_args: string[], io: CommandIo): Promise<number> {
  return withPorts(io, async (ports) => {
    const run = await dailyRun(ports, { by: 'command' })
    io.out(
      say(
        io,
        `${run.expired} displays ended, ${run.started} began, ${run.recomputed} recomputed under the law in force.`,
        `停止公示${run.expired}条，开始公示${run.started}条，按现行规则重新计算${run.recomputed}条。`,
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
      const loaded = await loadNotice(ports, JSON.parse(await readFile(args[1], 'utf8')))
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
    const owner = database(connect(databaseUrl(io), 'owner', { max: 1 }))
    try {
      const found = await rebuild(owner, projectors, finishRebuild(ports), values.compare !== true, (acts) =>
        io.progress(say(io, `${acts} acts`, `${acts}个行为`)),
      )
      io.progress(null)
      if (found.length === 0) io.out(say(io, 'The projections are exactly what the acts say.', '投影与行为完全一致。'))
      for (const d of found) {
        io.out(
          say(
            io,
            `${d.table}: ${d.onlyServed} rows differ from the acts, ${d.onlyRebuilt} as the acts say${values.compare ? '' : ' (put in place)'}`,
            `${d.table}：${d.onlyServed}行与行为不符，按行为应为${d.onlyRebuilt}行${values.compare ? '' : '（已更正）'}`,
          ),
        )
      }
      return found.length === 0 ? 0 : 2
    } finally {
      await owner.close()
    }
  })
}

export async function migrateCommand(_args: string[], io: CommandIo): Promise<number> {
  const owner = connect(databaseUrl(io), 'owner', { max: 1 })
  try {
    await requireVersion18(owner)
    const applied = await migrate(owner)
    io.out(applied.length === 0 ? say(io, 'Nothing to do.', '无需更新。') : applied.join('\n'))
    return 0
  } finally {
    await owner.end()
  }
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
