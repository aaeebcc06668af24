/** A period of the law computed on the page: the day it ends, and why each day on the way counts or does not. No script. */
import { describeDueDay, describeDueDayRefusal, limitInWords, provisionalWord, rowHeads } from '../../calendar/describe.ts'
import { dueDay } from '../../calendar/due-day.ts'
import type { Pause } from '../../calendar/pauses.ts'
import { findRule } from '../../law/rule.ts'
import { isInForce } from '../../law/in-force.ts'
import type { PauseGround, Rule, RuleId } from '../../law/types.ts'
import { facts, ruleLink } from '../components.ts'
import { html, type Html, type Part } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { keepTogether } from '../messages.ts'

const grounds = ['inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'] as const satisfies readonly PauseGround[]

type Query = { rule?: string; from?: string; pause?: string | readonly string[] }
type Asked = { readonly rule: RuleId; readonly from: string; readonly pause: string }
type Faults = Partial<Record<keyof Asked, string>>

export function clocks(view: View, query: Query): Page {
  const { say, ports } = view
  const pauses = (typeof query.pause === 'string' ? [query.pause] : [...(query.pause ?? [])]).flatMap((p) => p.split(/[\s,，]+/)).filter((p) => p !== '')
  const given: Asked = { rule: (query.rule ?? '').trim(), from: (query.from ?? '').trim(), pause: pauses.join(' ') }
  const asked = query.rule !== undefined && query.from !== undefined
  const faults: Faults = {}
  const rule = findRule(ports.law(), given.rule)
  const from = readDay(given.from)
  const read = pauses.map(readPause)
  if (asked && !rule?.limit) faults.rule = say('clocks.not-a-rule', { text: given.rule })
  if (asked && from === null) faults.from = say('clocks.not-a-day', { text: given.from })
  const wrongPause = pauses.find((_, i) => read[i] === null)
  if (wrongPause !== undefined) faults.pause = say('clocks.not-a-pause', { text: wrongPause })
  const wrong = Object.keys(faults).length > 0
  const values = { ...given, from: given.from === '' ? ports.today().toString() : given.from }
  const answer = asked && !wrong && rule?.limit && from ? certificate(view, rule, from, read as Pause[]) : null
  return {
    title: `${wrong ? say('clocks.error') : ''}${say('clocks.title')}`, entry: 'clocks', status: wrong ? 400 : 200,
    main: html`<div class="head top"><h1>${say('clocks.title')}</h1><p class="lead">${say('clocks.lead')}</p></div>
${wrong ? summary(view, faults) : null}${form(view, values, faults)}${answer}`,
  }
}

function summary({ say }: View, faults: Faults): Html {
  return html`<div class="notice error" role="alert"><h2>${say('clocks.to-correct', { n: Object.keys(faults).length })}</h2><ul>${
    Object.entries(faults).map(([field, text]) =>
    html`<li><a href="#${field}">${text}</a></li>`)}</ul></div>`
}

function form(view: View, values: Asked, faults: Faults): Html {
  const { say, href, in2, ports } = view
  const law = ports.law()
  const on = ports.today().toString()
  const withLimit = (rules: readonly Rule[]) => rules.filter((r) => r.limit !== null && r.scope !== 'declined' && r.limit.type !== 'frequency' && isInForce(r.inForce, on))
  const option = (r: Rule) => html`<option value="${r.id}"${r.id === values.rule ? html` selected` : null}>${r.id} · ${
    in2(limitInWords(r.limit!))} · ${clip(in2(r.text))}</option>`
  const known = [...law.pack.rules, ...law.national.rules].some((r) => r.id === values.rule)
  const foreign = known ? undefined : findRule(law, values.rule)
  const field = (name: 'from' | 'pause', label: string, hint: string) => html`<div class="field${
    faults[name] === undefined ? null : ' bad'}"><label for="${name}">${label}</label><p class="hint" id="${name}-hint">${hint}</p>${
    error(name)}<input type="text" id="${name}" name="${name}" value="${values[name]}" aria-describedby="${name}-hint${
    faults[name] === undefined ? '' : ` ${name}-error`}"${invalid(name)} autocomplete="off" spellcheck="false"></div>`
  const error = (name: keyof Asked) => (faults[name] === undefined ? null : html`<p class="err" id="${name}-error">${faults[name]}</p>`)
  const invalid = (name: keyof Asked) => (faults[name] === undefined ? null : html` aria-invalid="true"`)
  return html`<form class="clock" method="get" action="${href('/clocks')}">
<div class="field${faults.rule === undefined ? null : ' bad'}"><label for="rule">${say('clocks.rule')}</label>${
    error('rule')}<select id="rule" name="rule"${invalid('rule')}${
    faults.rule === undefined ? null : html` aria-describedby="rule-error"`}>${foreign?.limit ? option(foreign) : null}<optgroup label="${
    in2(law.pack.title)}">${
    withLimit(law.pack.rules).map(option)}</optgroup><optgroup label="${say('law.national')}">${
    withLimit(law.national.rules).map(option)}</optgroup></select></div>
${field('from', say('clocks.from'), say('clocks.day-hint'))}
${field('pause', say('clocks.pause'), say('clocks.pause-hint', { grounds: grounds.map((g) => (view.language === 'zh' ? `${g}（${say(`ground.${
    g}`)}）` : g)).join(view.language === 'zh' ? '、' : ', ') }))}
<p class="field"><button class="btn">${say('clocks.button')}</button></p>
</form>`
}

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function certificate(view: View, rule: Rule, from: Temporal.PlainDate, pauses: readonly Pause[]): Html {
  const { say, in2, ports, language } = view
  const law = ports.law()
  const counting = rule.layer === 'national' ? law.pack.counting : law.packs[rule.layer].counting
  const due = dueDay({ rule: rule.id, from, limit: rule.limit!, pauses, counting, calendar: ports.calendar() })
  if (!due.ok) {
    return html`<section id="answer"><div class="notice ochre">${due.refusals.map((r) => html`<p>${
    keepTogether(in2(describeDueDayRefusal(r, { limit: rule.limit! })))}</p>`)}</div><p class="after">${ruleLink(view, rule.id)}</p></section>`
  }
  const described = describeDueDay(due.value)
  const heads = (['date', 'weekday', 'is', 'result', 'basis'] as const).map((key) => [key, in2(rowHeads[key])] as const)
  const cell = (key: (typeof heads)[number][0], value: Part, label: string) =>
    key === 'date' ? html`<th scope="row">${value}</th>` : html`<td${key === 'result' ? html` class="res"` : null}><span class="lbl">${
    label}</span>${value}</td>`
  return html`<section id="answer"><p class="answer">${in2(described.answer)}${due.value.provisional ? html`<span class="prov-word">${
    in2(provisionalWord)}</span>` : null}<small>${in2(described.consequence)}</small></p>
${described.provisional === null ? null : html`<div class="notice ochre after"><p>${keepTogether(in2(described.provisional))}</p></div>`}
<h2 class="later">${say('clocks.facts')}</h2>${
    facts(described.facts.map(({ label, value }) => [in2(label), label.en === 'Rule' ? ruleLink(view, rule.id) : keepTogether(in2(value))] as const))}
<p class="measure note after">${in2(rule.text)}</p>
${described.rows.length === 0 ? null : html`<table class="stack days later"><caption>${say('clocks.days')}</caption><thead><tr>${
    heads.map(([, label]) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${
    described.rows.map((row) => html`<tr>${
    heads.map(([key, label]) => cell(key, key === 'date' || key === 'basis' ? keepTogether(row[key]) : row[key][language], label))}</tr>`)}</tbody></table>`}</section>`
}

/** @returns null for anything but YYYY-MM-DD of a day there is */
function readDay(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try { return Temporal.PlainDate.from(text, { overflow: 'reject' }) } catch { return null }
}

/** `2026-02-13..2026-02-20:appraisal`; without a second day it still runs. */
function readPause(text: string): Pause | null {
  const match = /^(\S+?)\.\.(\S*?):([a-z-]+)$/.exec(text)
  const ground = grounds.find((g) => g === match?.[3])
  const from = match && readDay(match[1]!)
  const to = match && (match[2] === '' ? null : readDay(match[2]!))
  return match && ground && from && (to !== null || match[2] === '') ? { ground, from, to } : null
}
