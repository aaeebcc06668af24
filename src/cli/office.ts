/** What an office enters where the text leaves something open, and the board of feeds. On the register's own machine. */
import { parseArgs } from 'node:util'
import { limitInWords } from '../calendar/describe.ts'
import type { LimitUnit } from '../law/types.ts'
import { feedsNow, setFeedInterval } from '../register/accountability/acts.ts'
import { periodsEntered, setPeriod } from '../register/deadlines/acts.ts'
import { openView } from '../register/views/acts.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const unitWords: readonly LimitUnit[] = ['working-day', 'day', 'month', 'year']

export async function periodCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, rule, ...rest] = args
  if (what !== 'list' && what !== 'set') throw new CommandError('period list | period set', 64, true)
  const { values } = parseArgs({ args: rest, options: { amount: { type: 'string' }, unit: { type: 'string' }, from: { type: 'string' }, office: { type: 'string' }, basis: { type: 'string' } } })
  return withPorts(io, async (ports) => {
    if (what === 'list') {
      for (const p of await periodsEntered(ports)) io.out(`${p.rule}  ${limitInWords({ amount: p.amount, unit: p.unit, type: 'deadline' })[io.language]}  ${p.from}  ${p.office}  ${p.basis}`)
      return 0
    }
    const unit = unitWords.find((u) => u === values.unit)
    if (!rule || !unit) throw new CommandError(`period set: a rule and --unit ${unitWords.join('|')} are needed`, 64, true)
    const from = values.from ?? ports.today().toString()
    const done = await setPeriod(ports, 'operator', { rule, amount: Number(values.amount), unit, from, office: values.office ?? '', basis: values.basis ?? '' })
    return said(done, io)
  })
}

export async function feedsCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const { values, positionals } = parseArgs({ args: what === 'interval' ? rest : args, allowPositionals: true, options: { minutes: { type: 'string' }, office: { type: 'string' }, basis: { type: 'string' }, late: { type: 'boolean' } } })
  return withPorts(io, async (ports) => {
    if (what === 'interval') {
      const [unit = '', item = ''] = positionals
      return said(await setFeedInterval(ports, 'operator', { unit, item, minutes: Number(values.minutes), office: values.office ?? '', basis: values.basis ?? '' }), io)
    }
    for (const line of await feedsNow(ports)) {
      if (values.late && line.feed.state !== 'late') continue
      const on = line.feed.state === 'late' ? line.feed.since : line.feed.state === 'on-time' ? (line.feed.due ?? '') : ''
      io.out(`${stateWords[line.feed.state][io.language]}  ${on.padEnd(10)}  ${line.unit}  ${line.item}  ${line.feed.rule}`)
    }
    return 0
  })
}

export async function viewCommand(args: string[], io: CommandIo): Promise<number> {
  const [id, ...rest] = args
  const { values } = parseArgs({ args: rest, options: { name: { type: 'string' }, 'name-en': { type: 'string' }, units: { type: 'string' } } })
  if (!id || !values.name) throw new CommandError('view: an id and --name are needed', 64, true)
  const title = { zh: values.name, en: values['name-en'] ?? values.name }
  return withPorts(io, async (ports) => said(await openView(ports, 'operator', { id, title, units: values.units?.split(',').filter(Boolean) ?? [], wants: 'view' }), io))
}

const stateWords = {
  late: { zh: '迟延，自', en: 'late since' }, 'on-time': { zh: '按时，至', en: 'on time until' },
  'period-not-set': { zh: '未设定期限', en: 'period not set' }, 'by-record': { zh: '按每条信息计', en: 'judged record by record' },
} as const

function said(done: { readonly ok: true } | { readonly ok: false; readonly refusals: readonly { code: string; rule: string | null; facts: Readonly<Record<string, string>> }[] }, io: CommandIo): number {
  if (done.ok) io.out(io.language === 'zh' ? '已登记。' : 'Entered.')
  else for (const r of done.refusals) io.error([r.code, r.rule ?? '', ...Object.entries(r.facts).map(([k, v]) => `${k}=${v}`)].filter(Boolean).join('  '))
  return done.ok ? 0 : 1
}
