/** The five regulations side by side, one question a row; where they differ, the row says so in a word. */
import { type Difference, differences } from '../../../law/differences.ts'
import { packIds } from '../../../law/pack.ts'
import type { PackId } from '../../../law/types.ts'
import { csvLine } from '../../../text/csv-line.ts'
import { rulesBehind } from '../../../register/law/articles.ts'
import { objectionGroup } from '../../../register/law/objection-clocks.ts'
import { crumb, facts, filters } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import { objectionPicture } from './objection-picture.ts'
import { answered, answeredText, packHref } from './parts.ts'

type Query = { readonly group?: string; readonly differing?: string; readonly from?: string }

export function compare(view: View, query: Query): Page {
  const { say, tell, href, in2, ports } = view
  const law = ports.law()
  const groups = new Map(law.parameters.map((p) => [p.key[0]!, p.group]))
  const key = query.group !== undefined && groups.has(query.group) ? query.group : objectionGroup
  const only = query.differing !== undefined
  // The pack in force first, the others in their order.
  const packs = [law.pack.id, ...packIds.filter((id) => id !== law.pack.id)]
  const rows = differences(law, { key })
  const differing = rows.filter((row) => row.differs)
  const to = (group: string, narrowed: boolean) => href('/law/compare', { group, differing: narrowed ? '1' : null, from: query.from })
  const gap = (kind: 'silent' | 'no-number' | 'number-missing') =>
    [say(`compare.${kind}`), html`<span class="${kind === 'silent' ? 'silent' : 'gap'}">${say(`compare.${kind}-text`)}</span>`] as const
  return {
    title: `${in2(groups.get(key)!)}${say('part.colon')}${say('compare.title')}`, entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], say('law.compare')])}
<div class="head"><h1>${say('compare.title')}</h1><p class="lead">${say('compare.lead')}</p></div>
<nav class="filterrow" aria-label="${say('compare.group')}">${filters(say('compare.group'), [...groups].map(([letter, title]) =>
      ({ href: to(letter, only), label: in2(title), chosen: letter === key })))}</nav>
${key === objectionGroup ? objectionPicture(view, query.from) : null}
<section class="near"><div class="lede-row"><h2>${in2(groups.get(key)!)}</h2>${filters(say('compare.show'), [
      { href: to(key, false), label: say('compare.all'), count: rows.length, chosen: !only }, { href: to(key, true), label: say('compare.differing'), count: differing.length, chosen: only }])}</div>
<p class="note">${say('compare.table-note')}</p>
<table class="compare after" role="table"><caption class="vh">${say('compare.table')}${say('part.colon')}${in2(groups.get(key)!)}</caption><thead role="rowgroup"><tr role="row"><td role="cell"><span class="vh">${say('compare.question')}</span></td>${packs.map((id) =>
      html`<th scope="col" role="columnheader"${id === law.pack.id ? html` class="here"` : null}><a class="quiet" href="${packHref(view, id)}">${in2(law.packs[id].place)}</a><small>${
    tell('compare.since', { day: law.packs[id].inForce.from })}</small>${id === law.pack.id ? html`<small><b>${say('compare.here')}</b></small>` : null}</th>`)}</tr></thead><tbody role="rowgroup">${
      (only ? differing : rows).map((row) => compared(view, row, packs))}</tbody></table></section>
<section><h2>${say('compare.gaps')}</h2>${facts([gap('silent'), gap('no-number'), gap('number-missing')])}
<p class="note after">${say('law.paraphrase')} <a href="${href('/law/compare.csv')}" download>${say('compare.csv')}</a> · <a href="/api/v1/law/differences?all=true">${say('law.json')}</a></p></section>`,
  }
}

function compared(view: View, { parameter, values, differs }: Difference, packs: readonly PackId[]): Html {
  const { say, in2, ports } = view
  const law = ports.law()
  return html`<tr id="${parameter.key}" role="row"><th scope="row" role="rowheader"${differs ? html` class="cmp-diff"` : null}>${in2(parameter.title)}${differs ? html` <span class="differs">${
    say('compare.differs')}</span>` : null}</th>${packs.map((id) =>
    html`<td role="cell"${id === law.pack.id ? html` class="here"` : null}><span class="pack">${in2(law.packs[id].place)}</span><div>${
    answered(view, values[id])}</div></td>`)}</tr>`
}

/** The whole table as a file: a row for each question and pack, so that a figure keeps its rules. With a byte order mark, for spreadsheets. */
export function comparisonCsv(view: View): string {
  const { say, in2, ports } = view
  const law = ports.law()
  const head = ['key', say('compare.group'), say('compare.question'), say('compare.differs'), ...packIds.flatMap((id) => [in2(law.packs[id].place), `${in2(law.packs[id].place)} ${say('law.rule')}`])]
  const lines = differences(law).map(({ parameter: p, values, differs }) =>
    [p.key, in2(p.group), in2(p.title), differs ? say('compare.differs') : '', ...packIds.flatMap((id) => [answeredText(view, values[id]), rulesBehind(values[id]).join(' ')])])
  return `\uFEFF${[head, ...lines].map(csvLine).join('')}`
}
