/** A period of the law computed on the page: the day it ends, drawn as a calendar, and why each day on the way counts or does not. */
import { describeDueDay, describeDueDayRefusal, limitInWords } from '../../calendar/describe.ts'
import type { Pause } from '../../calendar/pauses.ts'
import { isInForce } from '../../law/in-force.ts'
import { packIds } from '../../law/pack.ts'
import { findRule } from '../../law/rule.ts'
import type { PauseGround, Rule } from '../../law/types.ts'
import { ruleClockNow } from '../../register/deadlines/acts.ts'
import type { RuleClock } from '../../register/deadlines/rule-clock.ts'
import {
  answer, button, buttons, certificateDays, certificateFacts, type CertifiedRow, errorSummary, errorTitle, field, type FieldError, notice, ruleLink,
} from '../components.ts'
import type { ChoiceGroup } from '../components/form.ts'
import { html, type Html, type Part } from '../html.ts'
import { type Page, stamp, type View } from '../layout.ts'
import { keepTogether } from '../messages.ts'
import { clockPicture } from './clocks-picture.ts'
import { readDay } from './law/parts.ts'

const grounds = ['inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'] as const satisfies readonly PauseGround[]
const mostPauses = 20

type Query = Readonly<Record<string, string | readonly string[] | undefined>>
type PauseRow = { readonly ground: string; readonly from: string; readonly to: string }
type Asked = {
  readonly rule: string; readonly from: string; readonly pauses: readonly PauseRow[]
  /** pauses of a link that could not be taken apart */
  readonly unread: readonly string[]
  readonly computes: boolean
}

export async function clocks(view: View, query: Query): Promise<Page> {
  const { say, ports } = view
  const asked = read(query)
  const rule = findRule(ports.law(), asked.rule)
  const from = readDay(asked.from)
  const errors = asked.computes ? faultsOf(view, asked, rule) : []
  const pauseOf = (p: PauseRow): Pause => ({ ground: p.ground as PauseGround, from: readDay(p.from)!, to: p.to === '' ? null : readDay(p.to)! })
  const sound = asked.computes && errors.length === 0
  const computed = sound && rule && from ? await ruleClockNow(ports, { rule, from, pauses: asked.pauses.filter(filled).map(pauseOf) }) : null
  return {
    title: errorTitle(view, say('clocks.title'), errors), entry: 'clocks', status: errors.length > 0 ? 400 : 200, scripts: ['clock', 'form'],
    main: html`<div class="head top"><h1>${say('clocks.title')}</h1><p class="lead">${say('clocks.lead')}</p></div>
${errorSummary(view, errors)}${form(view, { ...asked, from: asked.from === '' && !asked.computes ? ports.today().toString() : asked.from }, errors)}${
      computed && rule ? certificate(view, rule, asked, computed) : html`<div class="later">${notice({ title: say('clocks.none-title'), text: say('clocks.none-text') })}</div>`}`,
  }
}

/** From the rows of the form, and from links that carry `pause=2026-02-13..2026-02-20:appraisal`. */
function read(query: Query): Asked {
  const text = (name: string): string => [query[name] ?? ''].flat()[0]!.trim().slice(0, 100)
  const linked = [query.pause ?? []].flat().flatMap((p) => p.split(/[\s,，]+/)).filter((p) => p !== '').slice(0, mostPauses)
  const matched = linked.map((p) => ({ p, match: /^(\S+?)\.\.(\S*?):([a-z-]+)$/.exec(p) }))
  const rows = [
    ...matched.flatMap(({ match }) => (match ? [{ from: match[1]!, to: match[2]!, ground: match[3]! }] : [])),
    ...Array.from({ length: mostPauses }, (_, n) => ({ ground: text(`ground-${n + 1}`), from: text(`from-${n + 1}`), to: text(`to-${n + 1}`) })).filter(filled),
  ]
  const more = query.more !== undefined
  return {
    rule: text('rule'), from: text('from'), unread: matched.filter(({ match }) => match === null).map(({ p }) => p),
    pauses: [...rows, ...(more || rows.length === 0 ? [{ ground: '', from: '', to: '' }] : [])].slice(0, mostPauses),
    computes: query.rule !== undefined && query.from !== undefined && !more,
  }
}
const filled = (p: PauseRow): boolean => p.ground !== '' || p.from !== '' || p.to !== ''

function faultsOf({ say }: View, asked: Asked, rule: Rule | undefined): FieldError[] {
  const wrongDay = (name: string, text: string, label: string): FieldError[] =>
    (readDay(text) === null ? [{ field: name, label, text: text === '' ? say('clocks.day-missing') : say('clocks.not-a-day', { text }) }] : [])
  return [
    ...(rule?.limit ? [] : [{ field: 'rule', label: say('clocks.rule'), text: asked.rule === '' ? say('clocks.rule-missing') : say('clocks.not-a-rule', { text: asked.rule }) }]),
    ...wrongDay('from', asked.from, say('clocks.from')),
    ...asked.unread.map((text) => ({ field: 'pause', label: say('clocks.pauses'), text: say('clocks.not-a-pause', { text }) })),
    ...asked.pauses.flatMap((p, i): FieldError[] => {
      if (!filled(p)) return []
      const n = i + 1
      const where = (part: string) => `${say('clocks.pause-n', { n })} ${part}`
      const days = [...wrongDay(`from-${n}`, p.from, where(say('clocks.pause-from'))), ...(p.to === '' ? [] : wrongDay(`to-${n}`, p.to, where(say('clocks.pause-to'))))]
      const ground = grounds.some((g) => g === p.ground) ? [] : [{ field: `ground-${n}`, label: where(say('clocks.ground')), text: say('clocks.ground-missing') }]
      const reversed = days.length === 0 && p.to !== '' && p.to < p.from ? [{ field: `to-${n}`, label: where(say('clocks.pause-to')), text: say('clocks.pause-before') }] : []
      return [...ground, ...days, ...reversed]
    }),
  ]
}

function form(view: View, asked: Asked, errors: readonly FieldError[]): Html {
  const { say, href, in2, ports } = view
  const law = ports.law()
  const on = ports.today().toString()
  const error = (name: string) => errors.find((e) => e.field === name)?.text
  const choices = (label: string, rules: readonly Rule[]): ChoiceGroup => ({
    label, choices: rules.filter((r) => r.limit !== null && r.limit.type !== 'frequency' && (r.id === asked.rule || (r.scope !== 'declined' && isInForce(r.inForce, on))))
      .map((r) => ({ value: r.id, label: `${r.id} · ${in2(limitInWords(r.limit!))} · ${clip(in2(r.text))}` })),
  })
  const others = packIds.filter((id) => id !== law.pack.id)
  const groups = [
    choices(in2(law.pack.title), law.pack.rules), choices(say('law.national'), law.national.rules),
    ...others.map((id) => choices(in2(law.packs[id].title), law.packs[id].rules)),
  ]
  const chosen = groups.some((g) => g.choices.some((c) => c.value === asked.rule))
  const rules = [...(chosen ? [] : [{ value: '', label: say('clocks.choose') }]), ...groups.filter((g) => g.choices.length > 0)]
  const unread = error('pause')
  return html`<form class="clock" method="get" action="${href('/clocks')}" novalidate>
${field(view, { type: 'select', name: 'rule', label: say('clocks.rule'), value: asked.rule, choices: rules, error: error('rule') })}
${field(view, { type: 'date', name: 'from', label: say('clocks.from'), hint: say('clocks.day-hint'), value: asked.from, error: error('from') })}
<fieldset id="pause" class="pauses${unread === undefined ? null : ' bad'}" tabindex="-1" aria-describedby="pause-hint${unread === undefined ? null : ' pause-error'}"><legend>${say('clocks.pauses')}</legend><p class="hint" id="pause-hint">${say('clocks.pauses-hint')}</p>${
    unread === undefined ? null : html`<p class="err" id="pause-error">${say('part.error')}${unread}</p>`}
${asked.pauses.map((p, i) => pauseRow(view, p, i + 1, error))}</fieldset>
${buttons(button(say('clocks.button')), html`<button class="btn second" name="more" value="1" formaction="#pause">${say('clocks.more')}</button>`)}
</form>`
}

function pauseRow(view: View, p: PauseRow, n: number, error: (name: string) => FieldError['text'] | undefined): Html {
  const { say } = view
  return html`<fieldset class="pauserow"><legend class="vh">${say('clocks.pause-n', { n })}</legend>${
    field(view, { type: 'select', name: `ground-${n}`, label: say('clocks.ground'), value: p.ground, error: error(`ground-${n}`), choices: [
      { value: '', label: say('clocks.ground-none') }, ...grounds.map((g) => ({ value: g, label: say(`ground.${g}`) }))] })}${
    field(view, { type: 'date', name: `from-${n}`, label: say('clocks.pause-from'), value: p.from, error: error(`from-${n}`) })}${
    field(view, { type: 'date', name: `to-${n}`, label: say('clocks.pause-to'), value: p.to, error: error(`to-${n}`) })}</fieldset>`
}

/** The official notice a day rests on can be opened. */
function linked(text: string): Part {
  const address = /https?:\/\/\S+$/.exec(text)?.[0]
  return address === undefined ? keepTogether(text) : html`${text.slice(0, -address.length)}<a href="${address}" rel="noreferrer">${address}</a>`
}

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function certificate(view: View, rule: Rule, asked: Asked, { limit, configured, due }: RuleClock): Html {
  const { say, tell, in2, href, ports } = view
  const pauses = asked.pauses.filter(filled).map((p) => `${p.from}..${p.to}:${p.ground}`)
  const here = new URLSearchParams([['rule', rule.id], ['from', asked.from], ...pauses.map((p) => ['pause', p])])
  const law = ports.law()
  const foundation: readonly (readonly [string, Part])[] = [[say('clocks.pack'), stamp(rule.layer === 'national' ? law.stamp : `${rule.layer}@${law.packs[rule.layer].revision}`)]]
  const links = html`<ul class="plain after">${due.ok ? html`<li><a href="/api/v1/law/due?${here.toString()}" download="certificate.json">${say('clocks.json')}</a></li>` : null}<li><a href="${
    `${href('/clocks')}?${here.toString()}`}">${say('clocks.link')}</a></li></ul>
<details class="noprint"><summary><span>${say('clocks.command')}</span></summary><p class="command wrap">probity due ${rule.id} --from ${asked.from}${pauses.map((p) => ` --pause ${p}`)}</p></details>`
  const entered = configured === null ? null : notice({ kind: 'ochre', text: tell('clocks.entered', {
    limit: in2(limitInWords(limit)), office: configured.office, basis: configured.basis, from: configured.from,
  }) })
  if (!due.ok) {
    const notSet = due.refusals.some((r) => r.code === 'period-not-set')
    return html`<section class="answered" id="answer" tabindex="-1">${notSet ? answer(view, { answer: null, means: say('clocks.not-set') }) : html`<h2>${say('clocks.no-answer')}</h2>${entered}`}
${due.refusals.filter((r) => r.code !== 'period-not-set').map((r) => html`<div class="after">${notice({ kind: 'ochre', text: in2(describeDueDayRefusal(r, { limit })) })}</div>`)}
<div class="after side">${certificateFacts(say('clocks.certificate'), [[say('clocks.rule'), ruleLink(view, rule.id)], ...foundation])}<p class="note after">${in2(rule.text)}</p>${links}</div></section>`
  }
  const described = describeDueDay(due.value)
  const rows = described.rows.map((row, n): CertifiedRow => ({
    date: row.date, weekday: in2(row.weekday), is: in2(row.is), result: in2(row.result), basis: row.basis, counted: due.value.certificate.days![n]!.mark === 'counted',
  }))
  return html`<section class="answered split" id="answer" tabindex="-1"><div>${answer(view, {
    answer: in2(described.answer), means: in2(described.consequence), provisional: described.provisional === null ? null : in2(described.provisional),
  })}${entered}${clockPicture(view, due.value)}</div>
<aside class="side">${certificateFacts(say('clocks.certificate'), [...described.facts.map(({ label, value }): readonly [string, Part] => [in2(label), label.en === 'Rule' ? ruleLink(view, rule.id) : linked(in2(value))]), ...foundation])}
<p class="note">${in2(rule.text)}</p>${links}</aside></section>
${rows.length === 0 ? null : html`<details class="daybyday" open><summary><span>${say('clocks.days')}</span></summary>${certificateDays(view, rows)}</details>`}`
}
