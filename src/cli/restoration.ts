/** `probity restore`: the same acts as on the desks, on the register's own machine. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { limitInWords } from '../calendar/describe.ts'
import type { Outcome, Refusal } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import {
  actOnRestoration, applyForRestoration, type CaseNow, eligibilitiesOf, excludeRestoration, publishMethod, restorationFor, restorationQueue, restorationsOf,
} from '../register/restoration/acts.ts'
import { describeEligibility } from '../register/restoration/describe.ts'
import type { Door } from '../register/restoration/procedure.ts'
import type { Command, Verdict } from '../register/restoration/restoration.ts'
import { serveRights } from '../register/restoration/rights/acts.ts'
import { actOnRestructuring, fileRestructuring } from '../register/restoration/shield/acts.ts'
import type { ShieldCommand } from '../register/restoration/shield/restructuring.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const many = { type: 'string', multiple: true } as const
const names = 'list|show|eligibility|apply|accept|return|complete|decide|exclude|include|rights|method|restructuring|shield|refuse-shield|end-shield'

export async function restoreCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: {
      as: text, at: text, way: many, corrected: text, 'ordered-until': text, commit: { type: 'boolean' }, text, evidence: many, verdict: text, reasons: text, effect: text,
      fulfilled: many, 'in-time': text, provision: text, subject: text, document: text, sector: text, title: text, papers: text, from: text, after: text,
    },
  })
  const by = values.as ?? 'operator'
  const numbers = positionals.map(Number)
  const named = (): number => {
    if (!Number.isSafeInteger(numbers[0])) throw new CommandError(`restore ${what}: a number is needed`, 64, true)
    return numbers[0]!
  }
  const evidence = () => Promise.all((values.evidence ?? []).map((file) => readFile(file)))
  const zh = io.language === 'zh'
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        const { cases, next } = await restorationQueue(ports, by, values.after ?? null)
        for (const c of cases.length === 0 && by !== 'operator' ? await restorationsOf(ports, by) : cases) io.out(line(c, io))
        if (next !== null) io.out(zh ? `其余：--after ${next}` : `More: --after ${next}`)
        return 0
      }
      case 'show': return show(ports, by, named(), io)
      case 'eligibility': {
        for (const { record, document, eligibility } of await eligibilitiesOf(ports, values.subject ?? by)) {
          io.out(`${record}  ${document ?? '-'}  ${describeEligibility(eligibility)[io.language]}`)
        }
        return 0
      }
      case 'apply': {
        if (numbers.length === 0 || numbers.some((n) => !Number.isSafeInteger(n))) throw new CommandError('restore apply: numbers of records are needed', 64, true)
        return said(await applyForRestoration(ports, by, {
          subject: by, records: numbers, at: (values.at ?? 'operator') as Door, ways: values.way ?? [], correctedOn: values.corrected ?? '',
          orderedUntil: values['ordered-until'] ?? null, commitment: values.commit ?? false, explanation: values.text ?? '', evidence: await evidence(),
        }), io, (n) => (zh ? `已收到，回执编号${n}。` : `Received: receipt ${n}.`))
      }
      case 'exclude': case 'include': return said(await excludeRestoration(ports, by, {
        subject: values.subject ?? '', record: named(), provision: what === 'include' ? null : values.provision ?? '',
      }), io)
      case 'rights': return said(await serveRights(ports, by, { subject: values.subject ?? '', record: named() }), io,
        (n) => (zh ? `已制发，编号${n}。` : `Issued: letter ${n}.`))
      case 'method': return said(await publishMethod(ports, by, {
        sector: values.sector ?? '', title: values.title ?? '', document: values.document ?? '', papers: values.papers ?? '',
        from: values.from ?? ports.today().toString(),
      }), io)
      case 'restructuring': return said(await fileRestructuring(ports, by, { subject: by, document: values.document ?? '', evidence: await evidence() }), io,
        (n) => (zh ? `已收到，编号${n}。` : `Received: number ${n}.`))
      case 'shield': case 'refuse-shield': case 'end-shield': {
        const command = { do: what.replace('-shield', ''), document: values.document ?? '' } as ShieldCommand
        if (by !== 'operator') throw new CommandError(zh ? '由运行机构办理。' : 'The operator does this.', 77)
        return said(await actOnRestructuring(ports, by, named(), command), io)
      }
      default: {
        const command = commandOf(what, values)
        if (command === null) throw new CommandError(`restore ${names}`, 64, true)
        return said(await actOnRestoration(ports, by, named(), command, await evidence()), io)
      }
    }
  })
}

type Values = {
  readonly [name in 'text' | 'verdict' | 'reasons' | 'effect' | 'in-time' | 'provision']?: string | undefined
} & { readonly fulfilled?: readonly string[] | undefined }
function commandOf(what: string, v: Values): Command | null {
  switch (what) {
    case 'accept': return { do: 'accept' }
    case 'return': return { do: 'return', missing: v.text ?? '' }
    case 'complete': return { do: 'complete', explanation: v.text ?? '' }
    case 'decide': return {
      do: 'decide', verdict: (v.verdict ?? '') as Verdict, reasons: v.reasons ?? '', effect: v.effect ?? '', fulfilled: v.fulfilled ?? [],
      inTime: v['in-time'] === undefined ? null : v['in-time'] === 'yes', provision: v.provision ?? '',
    }
    default: return null
  }
}

async function show(ports: Ports, by: string, id: number, io: CommandIo): Promise<number> {
  const now = await restorationFor(ports, by, id)
  if (!now.ok) return refusedWith(now.refusals[0], io)
  const { of, steps } = now.value
  io.out(line(now.value, io))
  for (const s of steps) {
    const due = s.due?.day.toString() ?? (s.limit === null ? '-' : limitInWords(s.limit)[io.language])
    io.out(`  ${s.step.padEnd(9)} ${s.by.padEnd(9)} ${(s.rule ?? '-').padEnd(28)} ${due.padEnd(12)} ${s.doneOn ?? s.state}${s.late ? ' late' : ''}`)
  }
  if (of.missing !== null) io.out(`  ${of.missing}`)
  if (of.decision) io.out(`  ${of.decision.verdict}${of.decision.effect === null ? '' : ` ${of.decision.effect}`}: ${of.decision.reasons}`)
  return 0
}

function line({ of, next }: CaseNow, io: CommandIo): string {
  const due = next === null ? '' : `${next.step} ${next.due?.day.toString() ?? next.state}${next.state === 'overdue' ? (io.language === 'zh' ? ' 逾期' : ' overdue') : ''}`
  return [of.id, of.subject, of.document ?? of.record, of.carriedOutOn ?? of.decision?.verdict ?? of.handler, due].join('  ')
}

function said<T>(done: Outcome<T>, io: CommandIo, words?: (value: T) => string): number {
  if (!done.ok) return refusedWith(done.refusals[0], io)
  io.out(words?.(done.value) ?? (io.language === 'zh' ? '已办理。' : 'Done.'))
  return 0
}

function refusedWith(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
