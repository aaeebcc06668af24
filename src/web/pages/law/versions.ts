/** What changed when: rules that begin and end, national periods side by side, editions of packs and calendar. */
import { limitInWords } from '../../../calendar/describe.ts'
import { displayTextsInForce, rulesInForce } from '../../../law/in-force.ts'
import { packIds } from '../../../law/pack.ts'
import type { Rule } from '../../../law/types.ts'
import { type ChangeDay, changeDays, changesOn, type DisplayChange, displayChanges, displayTextsOn, type DisplayOnDay } from '../../../register/law/changes.ts'
import { editions, lawsLoaded } from '../../../register/operation/store.ts'
import { button, crumb, day, errorSummary, errorTitle, field, type FieldError, stackTable, table } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import { type Page, stamp, type View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'
import { layerTitle, packHref, readDay, ruleIds, ruleTable, spanOf } from './parts.ts'

export async function versions(view: View, query: { readonly on?: string }): Promise<Page> {
  const { say, tell, href, in2, ports } = view
  const law = ports.law()
  const calendar = ports.calendar()
  const days = changeDays(law)
  const typed = (query.on ?? '').trim()
  const on = typed === '' ? null : readDay(typed)
  const errors: FieldError[] = typed !== '' && on === null ? [{ field: 'on', label: say('versions.on-label'), text: say('versions.not-a-day', { text: typed }) }] : []
  const [laws, known] = await Promise.all([lawsLoaded(ports.database), editions(ports.database)])
  const title = on === null ? say('versions.title') : `${on.toString()} ${say('versions.title')}`
  return {
    title: errorTitle(view, title, errors), entry: 'law', status: errors.length > 0 ? 400 : 200,
    main: html`${crumb(view, [[say('menu.law'), href('/law')], say('versions.title')])}
<div class="head"><h1>${say('versions.title')}</h1><p class="lead">${say('versions.lead')}</p></div>
<form class="dayform noprint" method="get" action="${href('/law/versions')}">${errorSummary(view, errors)}
${field(view, { type: 'date', name: 'on', label: say('versions.on-label'), value: typed === '' ? ports.today().toString() : typed, error: errors[0]?.text })}<p class="field">${button(say('versions.on-button'))}</p></form>
${on === null ? null : oneDay(view, on.toString(), days)}
<section><h2>${say('versions.days')}</h2><p class="note">${say('versions.days-note', { law: in2(law.pack.title) })}</p>${table<ChangeDay>({
      caption: say('versions.days'), captionHidden: true, class: 'changes', rows: days, rowClass: (d) => (d.day === on?.toString() ? 'here' : null),
      columns: [
        { head: say('versions.day'), kind: 'head', cell: (d) => html`<a href="${href('/law/versions', { on: d.day })}">${keepTogether(d.day)}</a>` },
        { head: say('versions.began'), kind: 'amount', cell: (d) => d.began.length },
        { head: say('versions.ended'), kind: 'amount', cell: (d) => d.ended.length },
      ],
    })}</section>
<section><h2>${say('versions.packs')}</h2><p class="note measure">${say('versions.packs-note')}</p>${stackTable({
      caption: say('versions.packs'), captionHidden: true, rows: packIds,
      columns: [
        { head: say('law.pack'), kind: 'head', cell: (id) => html`<a href="${packHref(view, id)}">${layerTitle(view, id)}</a>` },
        { head: say('law.in-force'), cell: (id) => spanOf(view, law.packs[id].inForce) },
        { head: say('law.repeals'), cell: (id) => { const { repeals } = law.packs[id]; return repeals === null ? html`<span class="silent">–</span>` : keepTogether(in2(repeals)) } },
        { head: say('law.revision'), cell: (id) => stamp(law.packs[id].revision) },
      ],
    })}
<h3 class="later">${say('versions.loaded')}</h3>${loadedTable(view, say('versions.loaded'), laws.map((l) => ({ what: l.law, on: l.loaded_on, act: l.act_id })))}</section>
<section id="calendar"><h2>${say('versions.calendar')}</h2><p class="measure">${tell('versions.calendar-note', { edition: stamp(calendar.edition), certain: calendar.lastCertainDay, last: calendar.lastDay })}</p>
${stackTable({
      caption: say('versions.calendar'), captionHidden: true, rows: [...calendar.notices.values()].reverse(),
      columns: [
        { head: say('versions.year'), kind: 'head', cell: (n) => n.year },
        { head: say('versions.notice'), label: null, cell: (n) => join(n.papers.map((p) => html`<span class="address">${/^https?:\/\//.test(p.address) ? html`<a href="${p.address}" rel="noreferrer">${p.address}</a>` : p.address}</span> <span class="nb">${p.published}</span>`), html`<br>`) },
        { head: say('versions.days-named'), cell: (n) => say('versions.days-off', { off: n.days.filter((d) => d.off).length, on: n.days.filter((d) => !d.off).length }) },
        { head: say('law.revision'), cell: (n) => stamp(n.edition) },
      ],
    })}
<h3 class="later">${say('versions.editions')}</h3>${loadedTable(view, say('versions.editions'), known.map((e) => ({ what: e.edition, on: e.loaded_on, act: e.act_id })))}
<p class="note after"><a href="/api/v1/law/calendar">${say('law.json')}</a></p></section>`,
  }
}

type Loaded = { readonly what: string; readonly on: string; readonly act: number }
const loadedTable = ({ say }: View, caption: string, rows: readonly Loaded[]): Html => (rows.length === 0 ? html`<p class="note">${say('versions.none-loaded')}</p>` : stackTable<Loaded>({
  caption, captionHidden: true, rows,
  columns: [
    { head: say('law.revision'), kind: 'head', cell: (l) => stamp(l.what) }, { head: say('versions.loaded-on'), cell: (l) => day(l.on) },
    { head: say('versions.by'), label: null, cell: (l) => say('versions.act', { n: l.act }) },
  ],
}))

function oneDay(view: View, on: string, days: readonly ChangeDay[]): Html {
  const { say, tell, href, in2, ports } = view
  const law = ports.law()
  const change = changesOn(law, on)
  const changes = displayChanges(law, on)
  const eve = Temporal.PlainDate.from(on).subtract({ days: 1 }).toString()
  const [before, after] = [days.find((d) => d.day < on), days.findLast((d) => d.day > on)]
  return html`<section class="near" id="day"><h2>${tell('versions.on-title', { day: on, began: change.began.length, ended: change.ended.length })}</h2>
<p class="measure">${say('versions.in-force', { n: rulesInForce(law, on).length })} ${join(displayTextsOn(law, on).map((t) => in2(t.title)), view.language === 'zh' ? '；' : '; ')}${
    displayTextsInForce(law, null, on).general === null ? html` <span class="gap">${say('versions.no-text')}</span>` : null}</p>
${change.began.length + change.ended.length > 0 ? null : html`<p class="measure">${say('versions.nothing')}</p>`}
${changes.length === 0 ? null : html`<h3 class="later">${say('versions.display')}</h3><p class="note">${say('versions.display-lead')}</p>${stackTable<DisplayChange>({
    caption: say('versions.display'), captionHidden: true, class: 'beforeafter', rows: changes,
    columns: [
      { head: say('versions.class'), kind: 'head', cell: (c) => say(`versions.${c.severity}` as const) },
      { head: say('versions.before', { day: eve }), cell: (c) => shownFor(view, c.before) },
      { head: say('versions.after', { day: on }), cell: (c) => shownFor(view, c.after) },
    ],
  })}`}
${ruleLists(view, change, eve)}
<nav class="paging after" aria-label="${say('versions.days')}"><span></span><span class="turn">${before === undefined ? null : html`<a rel="prev" href="${href('/law/versions', { on: before.day })}">${
    say('versions.previous', { day: before.day })}</a>`}${after === undefined ? null : html`<a rel="next" href="${href('/law/versions', { on: after.day })}">${say('versions.next', { day: after.day })}</a>`}</span></nav></section>`
}

function ruleLists(view: View, { day: on, began, ended }: ChangeDay, eve: string): Html {
  const { tell } = view
  const list = (heading: Html, rules: readonly Rule[], caption: string) => (rules.length === 0 ? null : html`<h3 class="later">${heading}</h3>${ruleTable(view, rules, caption)}`)
  return html`${list(tell('versions.last-day', { day: eve }), ended, view.say('versions.ended'))}${list(tell('versions.first-day', { day: on }), began, view.say('versions.began'))}`
}

function shownFor(view: View, on: DisplayOnDay): Part {
  const { say, in2 } = view
  if (on === null) return html`<span class="gap">${say('versions.no-text')}</span>`
  const { displayed, maximum, maximumRule, minimum, minimumRule, rule } = on.class
  if (!displayed) return html`<b>${say('versions.not-shown')}</b> ${ruleIds(view, [rule])}`
  return html`<b>${say('versions.at-most', { limit: in2(limitInWords(maximum)) })}</b> ${ruleIds(view, [maximumRule])}<br>${
    minimum === null ? say('versions.any-time') : say('versions.at-least', { limit: in2(limitInWords(minimum)) })} ${minimumRule === null ? null : ruleIds(view, [minimumRule])}`
}
