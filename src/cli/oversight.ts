/** `probity oversight`: the same acts as on the desk, on the register's own machine. */
import { parseArgs } from 'node:util'
import type { Outcome, Refusal } from '../law/outcome.ts'
import { actOnCase, caseFor, casesOf, decideNoMeasure, nameArrangement, openCase, placeBody } from '../register/oversight/acts.ts'
import type { Command, OversightCase } from '../register/oversight/case.ts'
import { deskOf } from '../register/oversight/desk/acts.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const names = 'list|cases|show|open|answer|step|report|close|place|arrangement|no-measure'

export async function oversightCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: {
      as: text, role: text, area: text, document: text, name: text, 'name-en': text, contact: text, procedure: text, matter: text, about: text, 'answer-until': text, text,
      step: text, on: text, until: text, days: text, amount: text, gravity: text, finding: text, reasons: text, subject: text,
    },
  })
  const by = values.as ?? 'operator'
  const [first = ''] = positionals
  const number = (): number => {
    if (!/^[1-9]\d{0,14}$/.test(first)) throw new CommandError(`oversight ${what}: a number is needed`, 64, true)
    return Number(first)
  }
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        for (const b of (await deskOf(ports, by)).bodies) {
          const missing = b.missing.length === 0 ? '' : `  ${io.language === 'zh' ? '未具备' : 'not compliant'}: ${b.missing.map((m) => `${m.text[io.language]} (${m.rule})`).join('; ')}`
          io.out(`${b.code}  ${b.area}  ${b.name[io.language]}  ${b.overdue.length}/${b.lateFeeds.length}/${b.open}${missing}`)
          for (const o of b.overdue) io.out(`  ${o.kind} ${o.case} ${o.step} ${o.rule} ${o.due}${o.miss === null ? '' : `  miss:${o.miss}`}`)
          for (const f of b.lateFeeds) io.out(`  feed:${f.item}  ${f.since}`)
        }
        return 0
      }
      case 'cases':
        for (const c of await casesOf(ports, by)) io.out(line(c))
        return 0
      case 'show': {
        const c = await caseFor(ports, by, number())
        if (!c.ok) return said(c, io)
        io.out(line(c.value))
        io.out(`  ${c.value.facts}`)
        for (const a of c.value.trail.acts) io.out(`  ${a.act}  ${a.on}  ${a.kind}  ${a.by}`)
        for (const m of c.value.trail.missed) io.out(`  ${m.rule}  ${m.from ?? '-'} … ${m.due}  ${m.step}`)
        for (const a of c.value.answers) io.out(`  ${a.on}  ${a.text}`)
        for (const s of c.value.steps) io.out(`  ${s.takenOn}  ${s.step}  ${s.document}  ${s.until ?? ''}  ${s.fine?.amount ?? ''}  ${s.result}`)
        for (const r of c.value.reports) io.out(`  ${r.on}  ${r.text}`)
        if (c.value.owed) io.out(`  ${owedWords(c.value.owed, ports.today().toString(), io.language === 'zh')}`)
        if (c.value.closed) io.out(`  ${c.value.closed.on}  ${c.value.closed.finding}  ${c.value.closed.reasons}`)
        return 0
      }
      case 'open': {
        const { matter = '', about = '', text: facts = '', 'answer-until': answerUntil = '' } = values
        return said(await openCase(ports, by, { body: first, matter, about, facts, answerUntil }), io)
      }
      case 'answer': case 'step': case 'report': case 'close': return said(await actOnCase(ports, by, number(), commandOf(what, values)), io)
      case 'place': {
        const { role = '', area = '', document = '', name = '', 'name-en': nameEn = '' } = values
        return said(await placeBody(ports, by, { code: first, as: role, area, document, nameZh: name, nameEn }), io)
      }
      case 'arrangement': return said(await nameArrangement(ports, by, { contact: values.contact ?? '', procedure: values.procedure ?? '' }), io)
      case 'no-measure': return said(await decideNoMeasure(ports, by, { subject: values.subject ?? '', record: number(), reasons: values.reasons ?? '' }), io)
      default: throw new CommandError(`oversight ${names}`, 64, true)
    }
  })
}

type Values = { readonly [name in 'text' | 'step' | 'on' | 'document' | 'until' | 'days' | 'amount' | 'gravity' | 'finding' | 'reasons']?: string }
function commandOf(what: 'answer' | 'step' | 'report' | 'close', v: Values): Command {
  if (what === 'answer') return { do: what, answer: v.text ?? '' }
  if (what === 'report') return { do: what, report: v.text ?? '' }
  if (what === 'close') return { do: what, finding: v.finding ?? '', reasons: v.reasons ?? '' }
  const fine = v.amount === undefined ? null : { amount: Number(v.amount), gravity: v.gravity ?? '' }
  const days = /^\d{1,6}$/.test(v.days ?? '') ? Number(v.days) : null
  const until = v.until ?? (days === null ? v.days : null) ?? null
  return { do: what, step: v.step ?? '', takenOn: v.on ?? '', result: v.text ?? '', document: v.document ?? '', until, days, fine }
}

function owedWords({ until }: NonNullable<OversightCase['owed']>, today: string, zh: boolean): string {
  const late = until !== null && today > until
  return zh ? `改正期限：${until ?? '期限未设定'}${late ? '，逾期' : ''}` : `to correct: ${until ?? 'period not set'}${late ? ', overdue' : ''}`
}

const line = (c: OversightCase): string => [c.id, c.body, c.organ, c.matter, c.rule, c.openedOn, c.closed?.on ?? '-'].join('  ')

function said(done: Outcome<unknown>, io: CommandIo): number {
  if (done.ok) {
    io.out(typeof done.value === 'number' ? String(done.value) : io.language === 'zh' ? '已办理。' : 'Done.')
    return 0
  }
  const refusal: Refusal = done.refusals[0]
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
