/** `probity law` and `probity due`: the law and its clocks, without a server. */
import { parseArgs } from 'node:util'
import { dueDayJson, dueDayLines, describeDueDayRefusal, limitInWords, periodNotSet } from '../calendar/describe.ts'
import type { Pause } from '../calendar/pauses.ts'
import { differences } from '../law/differences.ts'
import { limits } from '../law/limits.ts'
import { findRule } from '../law/rule.ts'
import { isInForce } from '../law/in-force.ts'
import type { LayerId, ParameterValue, PauseGround, Rule, Text2 } from '../law/types.ts'
import { readCalendar, readLaw } from '../packs.ts'
import { ruleClockNow } from '../register/deadlines/acts.ts'
import { ruleClock, type RuleClock, type RuleClockQuestion } from '../register/deadlines/rule-clock.ts'
import { articlesOf, findRules, parametersOn } from '../register/law/articles.ts'
import { changeDays, changesOn, displayChanges, type DisplayOnDay } from '../register/law/changes.ts'
import { objectionClocks } from '../register/law/objection-clocks.ts'
import { shippedProofs } from '../register/law/store.ts'
import { packIds } from '../settings.ts'
import { CommandError, type CommandIo } from './io.ts'
import { databaseUrl, packOf, withPorts } from './ports.ts'

const options = {
  pack: { type: 'string' },
  feature: { type: 'string' },
  scope: { type: 'string' },
  json: { type: 'boolean' },
  from: { type: 'string' },
  pause: { type: 'string', multiple: true },
  group: { type: 'string' },
  search: { type: 'string' },
  article: { type: 'string' },
  on: { type: 'string' },
  shipped: { type: 'boolean' },
} as const

export async function lawCommand(args: string[], io: CommandIo): Promise<number> {
  if (args[0] === 'load') return (await import('./register.ts')).loadLawCommand(args.slice(1), io)
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const law = await readLaw(await packOf(io, values.pack))
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
      const own = findRules([...law.pack.rules, ...law.national.rules], {
        text: values.search ?? '', feature: values.feature ?? null, scope: (values.scope as Rule['scope'] | undefined) ?? null, article: values.article ?? '',
      })
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
      for (const { parameter, value } of parametersOn(law, rule.layer, [rule.id])) io.out(`${parameter.key.padEnd(14)} ${in2(parameter.title)}: ${valueText(value, io)}`)
      const proofs = shippedProofs(law)
      if (proofs === null) io.out(say(io, 'This installation came without its tests.', '本部署没有随附测试。'))
      else {
        const tests = proofs.get(rule.id) ?? []
        io.out(tests.length === 0 ? say(io, 'No test names this rule.', '没有测试写明这条规则。') : say(io, 'Proved by', '由以下测试证明'))
        for (const t of tests) io.out(`    ${t.title}  (${t.file})`)
      }
      return 0
    }
    case 'articles': {
      const named = positionals[1] ?? law.pack.id
      const layer = ([...packIds, 'national'] as LayerId[]).find((id) => id === named)
      if (layer === undefined) throw new CommandError(say(io, `There is no pack "${named}".`, `没有规则包“${named}”。`), 1)
      for (const a of articlesOf(law, layer)) io.out(`${a.key.padEnd(8)} ${a.rules.map((r) => r.id).join(' ')}`)
      return 0
    }
    case 'versions': {
      if (values.on === undefined) {
        for (const d of changeDays(law)) io.out(say(io, `${d.day}  ${d.began.length} begin, ${d.ended.length} end`, `${d.day}  ${d.began.length}条开始，${d.ended.length}条停止`))
        return 0
      }
      const on = day(values.on, io).toString()
      const { began, ended } = changesOn(law, on)
      const shown = displayChanges(law, on)
      if (values.json) {
        io.out(JSON.stringify({ day: on, began, ended, display: shown }, null, 2))
        return 0
      }
      for (const r of ended) io.out(`-  ${r.id.padEnd(26)} ${in2(r.text)}`)
      for (const r of began) io.out(`+  ${r.id.padEnd(26)} ${in2(r.text)}`)
      for (const c of shown) io.out(`${severityWords[c.severity][io.language]}: ${shownText(c.before, io)} → ${shownText(c.after, io)}`)
      return 0
    }
    case 'objection': {
      const calendar = await readCalendar()
      for (const c of objectionClocks(law, calendar, values.from === undefined ? Temporal.Now.plainDateISO('Asia/Shanghai') : day(values.from, io))) {
        const steps = c.steps.map((s) => `${in2(s.parameter.title)} ${s.due?.day.toString() ?? valueText(s.value, io)}`).join('; ')
        io.out(`${in2(law.packs[c.pack].place)}  ${ways[c.way][io.language]}  ${c.due ?? say(io, 'not computable', '无法计算')}  (${steps})`)
      }
      return 0
    }
    case 'catalog': {
      const on = Temporal.Now.plainDateISO('Asia/Shanghai').toString()
      const items = law.catalog.filter((i) => isInForce(i.inForce, on) && (positionals[1] === undefined || i.id === positionals[1]))
      if (items.length === 0) throw new CommandError(say(io, `The catalog holds no "${positionals[1]}".`, `目录中没有“${positionals[1]}”。`), 1)
      if (values.json) io.out(JSON.stringify(items, null, 2))
      else for (const i of items) io.out(`${i.id.padEnd(26)} ${in2(i.title)}${i.scope === 'declined' ? `  ${say(io, 'declined', '拒绝')}: ${i.why ? in2(i.why) : ''}` : ''}`)
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
  const law = await readLaw(await packOf(io, values.pack))
  const rule = findRule(law, id)
  if (!rule) throw new CommandError(say(io, `No pack holds a rule "${id}".`, `各规则包都没有规则“${id}”。`), 1)
  if (!rule.limit) throw new CommandError(say(io, `Rule ${id} sets no limit.`, `规则${id}没有期限。`), 1)
  const pack = values.pack === undefined || rule.layer !== 'national' ? undefined : law.pack.id
  const question = { rule, from: day(values.from, io), pauses: (values.pause ?? []).map((p) => pause(p, io)), pack }
  const { due, configured } = (values.shipped ? null : await askRegister(question, io)) ?? ruleClock(question, [], law, await readCalendar())!
  if (configured !== null && !values.json) {
    io.error(say(io, `Period entered here by ${configured.office} (${configured.basis}), from ${configured.from}.`,
      `此处由${configured.office}依据${configured.basis}设定期限，自${configured.from}起适用。`))
  }
  if (!due.ok) {
    if (values.json) io.out(JSON.stringify({ rule: id, refusals: due.refusals }, null, 2))
    else for (const r of due.refusals) io.out(describeDueDayRefusal(r, { limit: rule.limit })[io.language])
    return due.refusals[0].code === 'period-not-set' ? 0 : 1
  }
  if (values.json) io.out(JSON.stringify({ ...dueDayJson(due.value), configured }, null, 2))
  else for (const line of dueDayLines(due.value, io.language)) io.out(line)
  return 0
}

/**
 * Where a register runs on this machine its own calendar and the periods entered there count; null where none does.
 * What is shipped with the program is the answer then, and the reader is told so.
 */
async function askRegister(question: RuleClockQuestion, io: CommandIo): Promise<RuleClock | null> {
  try { databaseUrl(io) } catch { return null }
  try {
    return await withPorts(io, (ports) => ruleClockNow(ports, question))
  } catch (error) {
    // 69: not reachable.
    if (error instanceof CommandError && error.exitCode !== 69) throw error
    io.error(say(io, 'The register on this machine does not answer; computed with the notices shipped, without periods entered.',
      '本机的登记簿没有应答；按随附的放假通知计算，不含机构填写的期限。'))
    return null
  }
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

const severityWords = { minor: { en: 'minor', zh: '轻微' }, general: { en: 'general', zh: '一般' }, serious: { en: 'serious', zh: '严重' } } as const
const ways = { own: { en: 'own information', zh: '自身的信息' }, provider: { en: 'through the providing unit', zh: '经信源单位办理' } } as const

function shownText(on: DisplayOnDay, io: CommandIo): string {
  if (on === null) return '–'
  if (!on.class.displayed) return say(io, 'not shown', '不公示')
  return `${limitInWords(on.class.maximum)[io.language]} (${on.class.maximumRule})`
}

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
