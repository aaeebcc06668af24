/** `probity revocation`: rulings that revoke or change what a record rests on, and the tasks of its provider. */
import { parseArgs } from 'node:util'
import type { Refusal } from '../law/outcome.ts'
import { carryOut, keep, notifyOperator, registerRuling, takeBack, type Task, tasksFor } from '../register/revocations/acts.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const usage = 'revocation list|register|take-back|keep|notify|carry-out'

export async function revocationCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: { as: text, subject: text, document: text, provider: text, effect: text, ruling: text, on: text, reasons: text },
  })
  const by = values.as ?? 'operator'
  const number = () => {
    const n = Number(positionals[0] ?? Number.NaN)
    if (!Number.isSafeInteger(n)) throw new CommandError(`revocation ${what}: a number is needed`, 64, true)
    return n
  }
  const zh = io.language === 'zh'
  return withPorts(io, async (ports) => {
    if (what === 'list') {
      for (const t of await tasksFor(ports, by)) io.out(line(t, zh))
      return 0
    }
    if (what === 'register') {
      const done = await registerRuling(ports, by, {
        organisation: values.subject ?? '', document: values.document ?? '', provider: values.provider ?? null, effect: values.effect ?? 'revoked',
        ruling: values.ruling ?? '', ruledOn: values.on ?? ports.today().toString(),
      })
      if (!done.ok) return said(done.refusals[0], io)
      io.out(done.value.join('  '))
      return 0
    }
    const done = what === 'take-back' ? await takeBack(ports, by, number()) : what === 'keep' ? await keep(ports, by, number(), values.reasons ?? '')
      : what === 'notify' ? await notifyOperator(ports, by, number(), values.document ?? '') : what === 'carry-out' ? await carryOut(ports, by, number()) : null
    if (done === null) throw new CommandError(usage, 64, true)
    if (!done.ok) return said(done.refusals[0], io)
    io.out(zh ? '已办理。' : 'Done.')
    return 0
  })
}

const line = (t: Task, zh: boolean): string => [
  t.case, t.state, t.organisation, t.record, t.document, t.effect, t.ruling, zh ? `${t.days}日` : `${t.days} days`,
  t.state === 'closed' ? t.outcome : t.dueOn ?? (zh ? '期限未设定' : 'period not set'), t.late ? (zh ? '逾期' : 'overdue') : '',
].join('  ')

function said(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
