/** The five regulations side by side, one question a row; where they differ, the row says so in a word. */
import { limitInWords } from '../../calendar/describe.ts'
import { type Difference, differences } from '../../law/differences.ts'
import { packIds } from '../../law/pack.ts'
import type { PackId, ParameterValue } from '../../law/types.ts'
import { crumb, ruleHref } from '../components.ts'
import { html, type Html, join, type Part } from '../html.ts'
import type { Page, View } from '../layout.ts'
import { keepTogether } from '../messages.ts'

export function compare(view: View, query: { group?: string }): Page {
  const { say, href, in2, ports } = view
  const law = ports.law()
  const groups = new Map(law.parameters.map((p) => [p.key[0]!, p.group]))
  const key = query.group !== undefined && groups.has(query.group) ? query.group : [...groups.keys()][0]!
  // The pack in force first, the others in their order.
  const packs = [law.pack.id, ...packIds.filter((id) => id !== law.pack.id)]
  const rows = differences(law, { key })
  return {
    title: say('compare.title'), entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], say('law.compare')])}
<div class="head"><h1>${say('compare.title')}</h1><p class="lead">${say('compare.lead')}</p></div>
<nav class="filterrow" aria-label="${say('compare.group')}"><ul class="filters">${[...groups].map(([letter, title]) =>
      html`<li><a href="${href('/law/compare', { group: letter })}"${letter === key ? html` aria-current="true"` : null}>${
    in2(title)}</a></li>`)}</ul></nav>
<section class="near"><h2>${in2(groups.get(key)!)}</h2>
<table class="compare after"><thead><tr><td><span class="vh">${say('compare.question')}</span></td>${packs.map((id) =>
      html`<th scope="col"${id === law.pack.id ? html` class="here"` : null}>${in2(law.packs[id].place)}${
    id === law.pack.id ? html`<small><b>${say('compare.here')}</b></small>` : null}</th>`)}</tr></thead><tbody>${
      rows.map((row) => compared(view, row, packs))}</tbody></table>
<p class="note after measure">${say('compare.gaps')}</p></section>`,
  }
}

function compared(view: View, { parameter, values, differs }: Difference, packs: readonly PackId[]): Html {
  const { say, in2, ports } = view
  const law = ports.law()
  return html`<tr><th scope="row"${differs ? html` class="cmp-diff"` : null}>${in2(parameter.title)}${differs ? html` <span class="differs">${
    say('compare.differs')}</span>` : null}</th>${packs.map((id) =>
    html`<td${id === law.pack.id ? html` class="here"` : null}><span class="pack">${in2(law.packs[id].place)}</span><div>${
    answer(view, values[id])}</div></td>`)}</tr>`
}

function answer(view: View, value: ParameterValue): Part {
  const { say, in2 } = view
  const links = (ids: readonly string[]) => join(ids.map((id) => html`<a class="mono rid" translate="no" href="${ruleHref(view, id)}">${
    id}</a>`), ' ')
  switch (value.kind) {
    case 'limit': return html`<b>${in2(limitInWords(value.limit))}</b> ${links([value.rule])}`
    case 'text': return html`${keepTogether(in2(value.text))} ${links(value.rules)}`
    case 'gap': return html`<span class="${value.gap === 'number-missing' ? 'gap' : 'silent'}">${say(`compare.${value.gap}`)}</span>${
    value.text === null ? null : html`<br>${in2(value.text)}`} ${links(value.rules)}`
  }
}
