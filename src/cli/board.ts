/** `probity board`: the accountability board, on the register's own machine. */
import { parseArgs } from 'node:util'
import { boardNow, giveReason, missesOf } from '../register/accountability/acts.ts'
import { boardCsv } from '../register/accountability/board.ts'
import { problemOf } from '../web/problem.ts'
import type { CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

export async function boardCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { csv: { type: 'boolean' }, as: { type: 'string' }, reason: { type: 'string' } } })
  const [what, which] = positionals
  return withPorts(io, async (ports) => {
    if (what === 'reason') {
      const done = await giveReason(ports, values.as ?? 'operator', { act: Number(which) || 0, reason: values.reason ?? '' })
      if (done.ok) return 0
      const problem = problemOf(done.refusals[0], io.language, '')
      io.error(`${problem.title}: ${problem.detail} ${problem.cure ?? ''}`)
      return 1
    }
    if (what === 'misses') {
      for (const m of await missesOf(ports, which ?? 'operator')) io.out([m.act, m.dueOn, m.kind, m.step, m.rule, m.reason?.text ?? '-'].join('  '))
      return 0
    }
    const { board } = await boardNow(ports)
    if (values.csv) { io.out(boardCsv(board).trimEnd()); return 0 }
    for (const { office, feeds, total } of board.offices) {
      io.out([office.code, io.language === 'zh' ? office.nameZh : office.nameEn, `${feeds.late}/${feeds.all}`, `${total.returned}/${total.rows}`,
        `${total.upheld}/${total.objections}`, total.missed, `${total.acknowledged}/${total.told}`, total.latency ?? '-'].join('  '))
    }
    return 0
  })
}
