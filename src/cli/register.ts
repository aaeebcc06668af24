/** What a register is and where it stands, changed on purpose: another revision of its law, another place. The register is stopped. */
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isHeld } from '../database/folder-lock.ts'
import { goOnAt, loadRevision } from '../register/identity/acts.ts'
import { version } from '../register/operation/acts.ts'
import { previewRecomputed } from '../register/retention/acts.ts'
import { movedFile, movedTo } from '../opening.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { withStoppedRegister } from './ports.ts'

const mostShown = 200

/** Shows whose dates the texts of this program change; with `--yes` the register goes on under them, by an act. */
export async function loadLawCommand(args: string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args, options: { yes: { type: 'boolean' } } })
  return withStoppedRegister(io, { doing: 'law load', not: 'law' }, async (ports, { identity, law }) => {
    if (identity.law === law.stamp) {
      io.out(say(io, `The register runs under ${law.stamp} already.`, `登记簿已适用${law.stamp}。`))
      return 0
    }
    io.out(`${identity.law} → ${law.stamp}`)
    let shown = 0
    const total = await previewRecomputed(ports, ({ subject, record, item, before, after }) => {
      if (shown++ < mostShown) io.out(`${subject} ${record} ${item}: ${before.display} ${before.endsOn ?? ''} → ${after.display} ${after.endsOn ?? ''}`)
    })
    io.out(say(io, `${total.changed} of ${total.records} records would change on ${ports.today()}.`,
      `${ports.today()}起，${total.records}条信息中有${total.changed}条的日期会变。`))
    if (!values.yes) {
      io.out(say(io, 'Nothing was changed. "probity law load --yes" loads it.', '未作改动。以“probity law load --yes”载入。'))
      return 0
    }
    await loadRevision(ports, version)
    io.out(say(io, `Loaded: the register runs under ${law.stamp} from its next start on, and its daily run computes the dates again.`,
      `已载入：登记簿自下次启动起适用${law.stamp}，日终处理重新计算日期。`))
    return 0
  })
}

/** The register was moved, or restored from a backup, and goes on here; where it was, it must never be started again. */
export async function movedCommand(args: string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args, options: { yes: { type: 'boolean' } } })
  const left = await movedTo(dataFolder(io))
  return withStoppedRegister(io, { doing: 'moved', not: 'place' }, async (ports, { identity, place }) => {
    const before = identity.place
    if (before === null || (before === place && left === null)) {
      io.out(say(io, `The register stands at ${place} already.`, `登记簿已在${place}。`))
      return 0
    }
    const folder = before.replace(/ \(machine [^)]*\)$/, '')
    if (path.isAbsolute(folder) && existsSync(path.join(folder, 'probity.lock')) && isHeld(folder)) {
      throw new CommandError(say(io, `The register still runs in ${folder}: a copy beside it would split its log. Stop that one for good, or use an empty PROBITY_DATA for a trial.`,
        `登记簿仍在${folder}运行：并行的副本会使日志分叉。请先永久停止原处，或另设空的PROBITY_DATA试用。`))
    }
    io.out(`${before} → ${place}`)
    if (!values.yes) {
      io.out(say(io, 'Nothing was changed. With --yes it goes on here, and must never be started there again.', '未作改动。加--yes即在此处继续，原处不得再启动。'))
      return 0
    }
    const { size } = await goOnAt(ports, place, version)
    await rm(path.join(dataFolder(io), movedFile), { force: true })
    // Where what is left behind can be reached, it is told.
    if (before !== place && path.isAbsolute(folder) && existsSync(folder)) await writeFile(path.join(folder, movedFile), `${place}\n`)
    io.out(say(io, `The register goes on at ${place}, after ${size} acts of its log.`, `登记簿在${place}继续运行，日志已有${size}个行为。`))
    return 0
  })
}

const say = (io: CommandIo, en: string, zh: string): string => (io.language === 'zh' ? zh : en)
