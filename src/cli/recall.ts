/** `probity recall`: what changed of the records a body received, its answers, its systems; for the operator, who has not answered. */
import { parseArgs } from 'node:util'
import type { Refusal } from '../law/outcome.ts'
import { endEndpoint, registerEndpoint } from '../register/recall/endpoints/acts.ts'
import { endpointsOf } from '../register/recall/endpoints/store.ts'
import { type EntryRow, openRecalls, published, recall as recallById, waitingFor } from '../register/recall/store.ts'
import { acknowledge, listFor } from '../register/recall/telling/acts.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const most = 500

export async function recallCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: { as: text, did: text } })
  const by = values.as ?? 'operator'
  const number = () => {
    const n = Number(positionals[0] ?? Number.NaN)
    if (!Number.isSafeInteger(n)) throw new CommandError(`recall ${what}: a number is needed`, 64, true)
    return n
  }
  const body = () => {
    if (by === 'operator') throw new CommandError(`recall ${what}: say for whom, with --as CODE`, 64, true)
    return by
  }
  const zh = io.language === 'zh'
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        if (by === 'operator') {
          for (const r of await openRecalls(ports.database, most)) {
            const late = r.escalated === 0 ? '' : zh ? `  逾期或者未送达${r.escalated}` : `  ${r.escalated} overdue or not reached`
            io.out([r.recall_id, r.because, r.subject_code, r.record_id, r.opened_on, `${r.acknowledged}/${r.recipients}`].join('  ') + late)
          }
        } else for (const e of await listFor(ports, by, most)) io.out(entryLine(e, io))
        return 0
      }
      case 'show': {
        if (await recallById(ports.database, number()) === null) throw new CommandError(zh ? '没有这个编号。' : 'There is no such number.')
        for (const e of await waitingFor(ports.database, number(), most)) {
          io.out([e.recipient_kind, e.recipient_code, e.received_on ?? (zh ? '未送达' : 'not reached'), e.due_on ?? '-', e.escalated_on ?? ''].join('  '))
        }
        return 0
      }
      case 'acknowledge': {
        const done = await acknowledge(ports, body(), { body: body(), recall: number(), did: values.did ?? 'changed' })
        if (!done.ok) return said(done.refusals[0], io)
        io.out(done.value.before ? (zh ? '此前已经确认。' : 'Acknowledged before.') : zh ? '已确认。' : 'Acknowledged.')
        return 0
      }
      case 'systems': {
        for (const e of await endpointsOf(ports.database, body())) io.out([e.endpoint_id, e.url, e.from_on, `${e.taken}+${e.waiting}`, e.result ?? '-'].join('  '))
        return 0
      }
      case 'add-system': {
        const done = await registerEndpoint(ports, body(), body(), positionals[0] ?? '')
        if (!done.ok) return said(done.refusals[0], io)
        io.out(zh ? `已登记，编号${done.value}。` : `Registered as ${done.value}.`)
        return 0
      }
      case 'end-system': {
        const done = await endEndpoint(ports, body(), body(), number())
        if (!done.ok) return said(done.refusals[0], io)
        io.out(zh ? '已停用。' : 'Ended.')
        return 0
      }
      case 'published': {
        for (const p of await published(ports.database)) {
          io.out([p.because, `${p.complete}/${p.recalls}`, `${p.acknowledged}/${p.recipients}`, p.days === null ? '-' : zh ? `${p.days}日` : `${p.days} days`].join('  '))
        }
        return 0
      }
      default: throw new CommandError('recall list|show|acknowledge|systems|add-system|end-system|published', 64, true)
    }
  })
}

const entryLine = (e: EntryRow, io: CommandIo): string =>
  [e.recall_id, e.because, e.subject_code, e.record_id, `v${e.version}`, e.due_on ?? '-', e.acknowledged_on ?? (io.language === 'zh' ? '待确认' : 'waiting')].join('  ')

function said(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
