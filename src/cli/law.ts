/** `probity law` and `probity due`: the law and its clocks, without a server. */
import { parseArgs } from 'node:util'
import { dueDayJson, dueDayLines, describeDueDayRefusal, limitInWords, periodNotSet } from '../calendar/describe.ts'
import { dueDay } from '../calendar/due-day.ts'
import type { Pause } from '../calendar/pauses.ts'
import { differences } from '../law/differences.ts'
import { limits } from '../law/limits.ts'
import { findRule } from '../law/rule.ts'
import type { PackId, ParameterValue, PauseGround, Rule, Text2 } from '../law/types.ts'
import { readCalendar, readLaw } from '../packs.ts'
import { packIds, readDeployment } from '../settings.ts'
import { CommandError, type CommandIo } from './io.ts'

const options = {
  pack: { type: 'string' },
  feature: { type: 'string' },
  scope: { type: 'string' },
  json: { type: 'boolean' },
  from: { type: 'string' },
  pause: { type: 'string', multiple: true },
  group: { type: 'string' },
} as const

export async function lawCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const law = await readLaw(packOf(io, values.pack))
  const in2 = (text: Text2) => text[io.language]
  switch (positionals[0] ?? 'summary') {
    case 'summary': {
      io.out(`${in2(law.pack.title)}  (${law.stamp})`)
      for (const id of packIds) {
        const pack = law.packs[id]
        const count = (scope: string) => pack.rules.filter((r) => r.scope === scope).length
        io.out(
          io.language === 'zh'
            ? `  ${id.padEnd(10)} 自${pack.inForce.from}起施行；${pack.rules.length}条规则：适用${count('in')}，拒绝${count('declined')}，与软件无关${count('not-software')}`
            : `  ${id.padEnd(10)} in force from ${pack.inForce.from}; ${pack.rules.length} rules: ${count('in')} built, ${count('declined')} declined, ${count('not-software')} not software`,
        )
      }
      io.out(io.language === 'zh' ? `  national   ${law.national.rules.length}条规则` : `  national   ${law.national.rules.length} rules`)
      return 0
    }
    case 'rules': {
      const own = [...law.pack.rules, ...law.national.rules].filter(
        (r) => (!values.feature || r.feature === values.feature) && (!values.scope || r.scope === values.scope),
      )
      if (values.json) io.out(JSON.stringify(own, null, 2))
      else
        for (const r of own)
          io.out(`${r.id.padEnd(12)} ${scopeWord(r, io)}  ${in2(r.text)}${r.limit ? `  [${limitInWords(r.limit)[io.language]}]` : ''}`)
      return 0
    }
    case 'rule': {
      const rule = findRule(law, positionals[1] ?? '')
      if (!rule)
        throw new CommandError(say(io, `No pack holds a rule "${positionals[1] ?? ''}".`, `各规则包都没有规则“${positionals[1] ?? ''}”。`), 1)
      if (values.json) {
        io.out(JSON.stringify(rule, null, 2))
        return 0
      }
      io.out(`${rule.id}  ${say(io, 'article', '条')} ${rule.article}  ${scopeWord(rule, io)}  ${rule.feature}`)
      io.out(in2(rule.text))
      if (rule.why) io.out(`${say(io, 'How it is read', '如何理解')}: ${in2(rule.why)}`)
      if (rule.limit) io.out(`${say(io, 'Limit', '期限')}: ${in2(limitInWords(rule.limit))}${rule.trigger ? `  (${rule.trigger})` : ''}`)
      io.out(`${say(io, 'In force', '施行')}: ${rule.inForce.from} – ${rule.inForce.until ?? ''}   ${rule.certainty}`)
      return 0
    }
    case 'limits':
      for (const r of limits(law)) io.out(`${r.id.padEnd(12)} ${in2(limitInWords(r.limit)).padEnd(24)} ${r.trigger ?? ''}`)
      return 0
    case 'parameters':
      for (const p of law.parameters) {
        if (values.group && !p.key.startsWith(values.group)) continue
        const value = law.pack.parameters[p.key]
        io.out(`${p.key.padEnd(14)} ${in2(p.title)}: ${value ? valueText(value, io) : ''}`)
      }
      return 0
    case 'differences': {
      const found = differences(law, { onlyDiffering: true, ...(values.group ? { key: values.group } : {}) })
      if (values.json) {
        io.out(JSON.stringify(found, null, 2))
        return 0
      }
      for (const d of found) {
        io.out(`${d.parameter.key}  ${in2(d.parameter.title)}`)
        for (const packs of d.alike) io.out(`    ${packs.join(', ').padEnd(20)} ${valueText(d.values[packs[0]!], io)}`)
      }
      return 0
    }
    case 'preview': {
      const { previewCommand } = await import('./operate.ts')
      return previewCommand(positionals.slice(1), io)
    }
    default:
      throw new CommandError(say(io, `"law ${positionals[0]}" is not known.`, `没有“law ${positionals[0]}”。`), 64, true)
  }
}

export async function dueCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [id] = positionals
  if (!id || !values.from) throw new CommandError(say(io, 'A rule and --from are needed.', '须指明规则和 --from。'), 64, true)
  const calendar = await readCalendar()
  const law = await readLaw(packOf(io, values.pack))
  const rule = findRule(law, id)
  if (!rule) throw new CommandError(say(io, `No pack holds a rule "${id}".`, `各规则包都没有规则“${id}”。`), 1)
  if (!rule.limit) throw new CommandError(say(io, `Rule ${id} sets no limit.`, `规则${id}没有期限。`), 1)
  const counting = rule.layer === 'national' ? law.pack.counting : law.packs[rule.layer].counting
  const due = dueDay({
    from: day(values.from, io),
    limit: rule.limit,
    rule: rule.id,
    pauses: (values.pause ?? []).map((p) => pause(p, io)),
    counting,
    calendar,
  })
  if (!due.ok) {
    if (values.json) io.out(JSON.stringify({ rule: id, refusals: due.refusals }, null, 2))
    else for (const r of due.refusals) io.out(describeDueDayRefusal(r, { limit: rule.limit })[io.language])
    return due.refusals[0].code === 'period-not-set' ? 0 : 1
  }
  if (values.json) io.out(JSON.stringify(dueDayJson(due.value), null, 2))
  else for (const line of dueDayLines(due.value, io.language)) io.out(line)
  return 0
}

function day(text: string, io: CommandIo): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    throw new CommandError(say(io, `"${text}" is not a day; write 2026-02-12.`, `“${text}”不是日期；按 2026-02-12 填写。`), 64)
  }
}

/** `2026-02-13..2026-02-20:appraisal`; without an end the pause is still running. */
function pause(text: string, io: CommandIo): Pause {
  const match = /^(\S+?)\.\.(\S*?):([a-z-]+)$/.exec(text)
  if (!match)
    throw new CommandError(
      say(
        io,
        `"${text}" is not a pause; write 2026-02-13..2026-02-20:appraisal.`,
        `“${text}”不是中止期间；按 2026-02-13..2026-02-20:appraisal 填写。`,
      ),
      64,
    )
  return { from: day(match[1]!, io), to: match[2] === '' ? null : day(match[2]!, io), ground: match[3] as PauseGround }
}

const packOf = (io: CommandIo, named: string | undefined): PackId => readDeployment({ ...io.env, ...(named ? { PROBITY_PACK: named } : {}) }).packId

function scopeWord(rule: Rule, io: CommandIo): string {
  const words = { in: ['built', '适用'], declined: ['declined', '拒绝'], 'not-software': ['not software', '非软件'] } as const
  return words[rule.scope][io.language === 'zh' ? 1 : 0]
}

function valueText(value: ParameterValue, io: CommandIo): string {
  const gaps = {
    silent: { en: 'silent', zh: '未规定' },
    'no-number': { en: 'no number', zh: '没有数字' },
    'number-missing': { en: 'number missing in the source', zh: '原文缺数字' },
  }
  switch (value.kind) {
    case 'limit':
      return `${value.limit.amount === null ? periodNotSet[io.language] : limitInWords(value.limit)[io.language]} (${value.rule})`
    case 'text':
      return `${value.text[io.language]} (${value.rules.join(', ')})`
    case 'gap':
      return `${gaps[value.gap][io.language]}${value.text ? `: ${value.text[io.language]}` : ''}`
  }
}

const say = (io: CommandIo, en: string, zh: string) => (io.language === 'zh' ? zh : en)
