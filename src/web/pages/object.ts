/** How to object to a record, and how to ask for restoration: what the law in force here says, step by step, and what this register can do today. */
import { limitInWords, periodNotSet } from '../../calendar/describe.ts'
import { findRule } from '../../law/rule.ts'
import type { ParameterValue } from '../../law/types.ts'
import { crumb, notice, ruleLink, stackTable } from '../components.ts'
import { html, type Html, join, type Part } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { keepTogether, type MessageKey } from '../messages.ts'

// The questions of the comparison, in the order in which a person meets them.
const objection = {
  how: ['F1', 'F2', 'F3'],
  periods: ['F4', 'F7', 'F7.correct', 'F7.notify', 'F8', 'F9', 'F10', 'F11', 'F6', 'F12'],
  meanwhile: ['F5', 'F13', 'F14'],
  after: ['F15', 'F18'],
} as const

export function object(view: View): Page {
  const { say, tell, href, in2, ports } = view
  const law = ports.law()
  const grounds = law.pack.lists.find((list) => list.id === 'objection-grounds')
  const part = (name: keyof typeof objection) => html`<section><h2>${say(`object.${name}` as MessageKey)}</h2>${
    questions(view, objection[name], say(`object.${name}` as MessageKey))}</section>`
  return {
    title: say('object.title'), entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('object.title')])}
<div class="head"><h1>${say('object.title')}</h1><p class="lead">${tell('object.lead', { law: in2(law.pack.title) })}</p></div>
${notice({ title: say('object.today'), text: tell('object.today-text', { link: html`<a href="${href('/subject')}">${say('subject.title')}</a>` }) })}
${grounds === undefined ? null : html`<section><h2>${say('object.grounds')}</h2><ul class="dash after">${grounds.entries.filter((e) => e.scope === 'in').map((entry) =>
      html`<li>${in2(entry.text)} <span class="note">${ruleLink(view, entry.rule)}</span></li>`)}</ul></section>`}
${part('how')}
<section><h2>${say('object.provider')}</h2><p class="measure after">${say('object.provider-text')}</p></section>
${part('periods')}${part('meanwhile')}${part('after')}
<p class="after"><a href="${href('/law/compare', { group: 'F' })}">${say('object.compare')}</a></p>
<section id="restore"><h2>${say('object.restore')}</h2><p class="measure after">${say('object.restore-text')}</p><ul class="plain after"><li><a href="${href('/restoration')}">${say('restoration.title')}</a></li><li><a href="${href('/law/compare', { group: 'I' })}">${say('object.compare')}</a></li></ul></section>`,
  }
}

/** Questions the pack in force answers; a number that the text does not give is said to be missing, and stays so. */
function questions(view: View, keys: readonly string[], caption: string): Html {
  const { say, in2, ports } = view
  const law = ports.law()
  const rows = keys.flatMap((key) => {
    const parameter = law.parameters.find((p) => p.key === key)
    const value = law.pack.parameters[key]
    return parameter === undefined || value === undefined ? [] : [{ key, title: in2(parameter.title), value }]
  })
  // Where any of the texts gives a number, the question is for a period: without one here, it is not set.
  const isPeriod = (key: string) => Object.values(law.packs).some((pack) => pack.parameters[key]?.kind === 'limit')
  return stackTable({
    caption, captionHidden: true, class: 'questions', rows,
    columns: [
      { head: say('object.question'), kind: 'head', cell: (row) => row.title },
      { head: say('object.answer'), cell: (row) => answer(view, row.value, isPeriod(row.key)) },
      { head: say('object.rule'), cell: (row) => rulesOf(view, row.value) },
    ],
  })
}

function answer({ say, in2 }: View, value: ParameterValue, isPeriod: boolean): Part {
  if (value.kind === 'limit') return html`<b class="nb">${in2(limitInWords(value.limit))}</b>`
  if (value.kind === 'text') return keepTogether(in2(value.text))
  const said = value.text === null ? null : html`<br>${in2(value.text)}`
  if (isPeriod) return html`<b>${in2(periodNotSet)}</b>${said}`
  return html`<span class="${value.gap === 'number-missing' ? 'gap' : 'silent'}">${say(`object.${value.gap}`)}</span>${said}`
}

function rulesOf(view: View, value: ParameterValue): Part {
  const { ports, href, say } = view
  const ids = value.kind === 'limit' ? [value.rule] : value.rules
  return join(ids.map((id) => {
    const clock = findRule(ports.law(), id)?.limit
    const counts = value.kind === 'limit' && clock !== null && clock !== undefined && clock.amount !== null && clock.type !== 'frequency'
    return html`${ruleLink(view, id)}${counts ? html` <a class="nb" href="${href('/clocks', { rule: id })}">${say('object.clock')}</a>` : null}`
  }), html`<br>`)
}
