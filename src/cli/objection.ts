/** `probity objection`: the same acts as on the desks, on the register's own machine. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { limitInWords } from '../calendar/describe.ts'
import type { Refusal } from '../law/outcome.ts'
import { actOnObjection, type CaseNow, casesOfSubject, lodgeObjection, objectionFor, queueOf } from '../register/objections/acts.ts'
import type { Command, Verdict } from '../register/objections/objection.ts'
import type { Door } from '../register/objections/procedure.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const

export async function objectionCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: {
      as: text, ground: text, text, at: text, evidence: { type: 'string', multiple: true }, document: text, verdict: text, reasons: text, way: text, after: text,
    },
  })
  const by = values.as ?? 'operator'
  const number = Number(positionals[0] ?? Number.NaN)
  const named = () => {
    if (!Number.isSafeInteger(number)) throw new CommandError(`objection ${what}: a number is needed`, 64, true)
    return number
  }
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        // An organisation's own code lists its cases; a unit's, or the operator's, its desk.
        const { cases, next } = await queueOf(ports, by, values.after ?? null)
        for (const c of cases.length === 0 && by !== 'operator' ? await casesOfSubject(ports, by) : cases) io.out(line(c, io))
        if (next !== null) io.out(io.language === 'zh' ? `其余：--after ${next}` : `More: --after ${next}`)
        return 0
      }
      case 'show': {
        const now = await objectionFor(ports, by, named())
        if (!now.ok) return said(now.refusals[0], io)
        io.out(line(now.value, io))
        for (const s of now.value.steps) {
          const due = s.due?.day.toString() ?? (s.limit === null ? '-' : limitInWords(s.limit)[io.language])
          io.out(`  ${s.step.padEnd(9)} ${s.by.padEnd(9)} ${(s.rule ?? '-').padEnd(9)} ${due.padEnd(12)} ${s.doneOn ?? s.state}${s.late ? ' late' : ''}`)
        }
        if (now.value.of.decision) io.out(`  ${now.value.of.decision.verdict}: ${now.value.of.decision.reasons}`)
        return 0
      }
      case 'lodge': {
        const evidence = await Promise.all((values.evidence ?? []).map((file) => readFile(file)))
        const done = await lodgeObjection(ports, by, {
          subject: by, record: named(), ground: values.ground ?? '', explanation: values.text ?? '', at: (values.at ?? 'operator') as Door, evidence,
        })
        if (!done.ok) return said(done.refusals[0], io)
        io.out(io.language === 'zh' ? `已收到，回执编号${done.value}，该信息已标注。` : `Received: receipt ${done.value}. The record is marked.`)
        return 0
      }
      default: {
        const command = commandOf(what, values)
        if (command === null) throw new CommandError('objection list|show|lodge|accept|transfer|pause|resume|decide|close|ask-review|end-review', 64, true)
        const done = await actOnObjection(ports, by, named(), command)
        if (!done.ok) return said(done.refusals[0], io)
        io.out(io.language === 'zh' ? '已办理。' : 'Done.')
        return 0
      }
    }
  })
}

type Values = { readonly [name in 'ground' | 'text' | 'document' | 'verdict' | 'reasons' | 'way']?: string }
function commandOf(what: string, { ground = '', text: reason = '', document = '', verdict = '', reasons = '', way = '' }: Values): Command | null {
  switch (what) {
    case 'accept': case 'resume': case 'close': return { do: what }
    case 'transfer': return { do: what, reason }
    case 'pause': return { do: what, ground, document }
    case 'decide': return { do: what, verdict: verdict as Verdict, reasons }
    case 'ask-review': case 'end-review': return { do: what, way, document }
    default: return null
  }
}

function line({ of, next }: CaseNow, io: CommandIo): string {
  const due = next === null ? '' : `${next.step} ${next.due?.day.toString() ?? next.state}${next.state === 'overdue' ? (io.language === 'zh' ? ' 逾期' : ' overdue') : ''}`
  return [of.id, of.subject, of.document ?? of.record, of.ground, of.closedOn ?? of.handler, due].join('  ')
}

function said(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
