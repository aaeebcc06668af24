/** What an office enters where the text leaves something open, and the board of feeds. On the register's own machine. */
import { parseArgs } from 'node:util'
import { limitInWords } from '../calendar/describe.ts'
import type { Outcome } from '../law/outcome.ts'
import type { LimitUnit } from '../law/types.ts'
import { feedsNow, setFeedInterval } from '../register/accountability/acts.ts'
import { readMeasureListRules } from '../packs.ts'
import { openIncident } from '../register/boundary/acts.ts'
import { isMeasureList, publishMeasureList } from '../register/measures/acts.ts'
import { offeredMeasures } from '../register/measures/choose.ts'
import { publishedLists } from '../register/measures/store.ts'
import { periodsEntered, setPeriod } from '../register/deadlines/acts.ts'
import { openView } from '../register/views/acts.ts'
import { readJsonFile } from './arguments.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const unitWords: readonly LimitUnit[] = ['working-day', 'day', 'month', 'year']

export async function periodCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, rule, ...rest] = args
  if (what !== 'list' && what !== 'set') throw new CommandError('period list | period set', 64, true)
  const { values } = parseArgs({ args: rest, options: { amount: text, unit: text, from: text, office: text, basis: text } })
  return withPorts(io, async (ports) => {
    if (what === 'list') {
      for (const { rule: id, amount, unit, from, office, basis } of await periodsEntered(ports)) {
        io.out(`${id}  ${limitInWords({ amount, unit, type: 'deadline' })[io.language]}  ${from}  ${office}  ${basis}`)
      }
      return 0
    }
    const unit = unitWords.find((u) => u === values.unit)
    if (!rule || !unit) throw new CommandError(`period set: a rule and --unit ${unitWords.join('|')} are needed`, 64, true)
    const from = values.from ?? ports.today().toString()
    const { amount, office = '', basis = '' } = values
    return said(await setPeriod(ports, 'operator', { rule, amount: Number(amount), unit, from, office, basis }), io)
  })
}

export async function feedsCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const { values, positionals } = parseArgs({
    args: what === 'interval' ? rest : args, allowPositionals: true,
    options: { minutes: text, office: text, basis: text, late: { type: 'boolean' } },
  })
  return withPorts(io, async (ports) => {
    if (what === 'interval') {
      const [unit = '', item = ''] = positionals
      const { minutes, office = '', basis = '' } = values
      return said(await setFeedInterval(ports, 'operator', { unit, item, minutes: Number(minutes), office, basis }), io)
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
  const { values } = parseArgs({ args: rest, options: { name: text, 'name-en': text, units: text } })
  if (!id || !values.name) throw new CommandError('view: an id and --name are needed', 64, true)
  const title = { zh: values.name, en: values['name-en'] ?? values.name }
  const units = values.units?.split(',').filter(Boolean) ?? []
  return withPorts(io, async (ports) => said(await openView(ports, 'operator', { id, title, units, wants: 'view' }), io))
}

export async function measuresCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, file] = args
  if (what !== 'publish') {
    return withPorts(io, async (ports) => {
      const lists = await publishedLists(ports.database)
      for (const m of offeredMeasures(lists, what ?? ports.today().toString())) {
        io.out(`${m.code}  ${m.title[io.language]}  ${m.list.place[io.language]} ${m.list.version}  ${m.list.inForce.from} – ${m.list.inForce.until ?? ''}`)
      }
      return 0
    })
  }
  if (!file) throw new CommandError('measures publish FILE', 64, true)
  const draft = await readJsonFile(file, io.language)
  if (!isMeasureList(draft)) throw new CommandError(io.language === 'zh' ? '文件不是措施清单：字段见 /api/v1/openapi.json 中的 MeasureList。' : 'The file is no list of measures; see MeasureList in /api/v1/openapi.json.')
  const { values } = parseArgs({ args: args.slice(2), options: { as: text } })
  const rules = await readMeasureListRules()
  return withPorts(io, async (ports) => said(await publishMeasureList(ports, rules, values.as ?? 'operator', draft), io))
}

export async function incidentCommand(args: string[], io: CommandIo): Promise<number> {
  const [record, ...rest] = args
  const { values } = parseArgs({ args: rest, options: { subject: text, reason: text, as: text } })
  if (!record || !/^\d+$/.test(record) || !values.subject) throw new CommandError('incident: the number of a record and --subject are needed', 64, true)
  const found = { subject: values.subject, record: Number(record), by: values.as ?? 'operator', reason: values.reason ?? '' }
  return withPorts(io, async (ports) => {
    const done = await openIncident(ports, found)
    if (!done.ok) return said(done, io)
    const { incident, erased } = done.value
    io.out(io.language === 'zh' ? `已停止使用，${erased}个行为的内容和盐值已销毁。事件：行为${incident}。`
      : `Withdrawn from every use; content and salts of ${erased} acts destroyed. Incident: act ${incident}.`)
    return 0
  })
}

const stateWords = {
  late: { zh: '迟延，自', en: 'late since' }, 'on-time': { zh: '按时，至', en: 'on time until' },
  'period-not-set': { zh: '未设定期限', en: 'period not set' }, 'by-record': { zh: '按每条信息计', en: 'judged record by record' },
} as const

function said(done: Outcome<unknown>, io: CommandIo): number {
  if (done.ok) io.out(io.language === 'zh' ? '已登记。' : 'Entered.')
  else for (const r of done.refusals) io.error([r.code, r.rule ?? '', ...Object.entries(r.facts).map(([k, v]) => `${k}=${v}`)].filter(Boolean).join('  '))
  return done.ok ? 0 : 1
}
