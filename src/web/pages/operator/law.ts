/** Texts and calendar in use, days that are provisional, and loading a holiday notice. */
import type { Refusal } from '../../../law/outcome.ts'
import { packIds } from '../../../law/pack.ts'
import { loadNotice } from '../../../register/law/acts.ts'
import { editions, lawsLoaded } from '../../../register/operation/store.ts'
import { button, day, errorSummary, facts, field, form, table } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { type Page, stamp } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { byAccount, errorOf, errorsOf, room, roomPath } from './room.ts'

export async function lawRoom(view: ActingView, asked: Asked, sent?: { readonly json: string; readonly refusals: readonly Refusal[] }): Promise<Page> {
  const { say, in2, href, ports } = view
  const [loaded, known] = await Promise.all([lawsLoaded(ports.database), editions(ports.database)])
  const law = ports.law()
  const calendar = ports.calendar()
  const title = say('operator.notice-json')
  const errors = errorsOf(view, sent?.refusals ?? [], { json: ['notice', title], 'notice-unreadable': ['notice', title], 'notice-known': ['notice', title] })
  const rows = [...packIds.map((id) => ({ id, title: law.packs[id].title, revision: law.packs[id].revision, from: law.packs[id].inForce.from })),
    { id: 'national' as const, title: law.national.title, revision: law.national.revision, from: null }]
  return room(view, {
    name: 'law', title: say('operator.law-title'), lead: say('operator.law-lead'), asked, errors,
    main: html`<section><h2>${say('operator.packs')}</h2>${table({
      caption: say('operator.packs'), captionHidden: true, rows,
      columns: [
        { head: say('operator.pack'), kind: 'head', cell: (p) => html`<a href="${href('/law', { layer: p.id })}">${in2(p.title)}</a>${p.id === law.pack.id ? html` <small>${say('operator.pack-here')}</small>` : null}` },
        { head: say('operator.pack-revision'), cell: (p) => stamp(p.revision) },
        { head: say('operator.pack-from'), cell: (p) => (p.from === null ? '–' : day(p.from)) },
      ],
    })}
<h3 class="later">${say('operator.laws-loaded')}</h3>${table({
      caption: say('operator.laws-loaded'), captionHidden: true, rows: loaded,
      columns: [
        { head: say('operator.law-stamp'), kind: 'head', cell: (l) => stamp(l.law) }, { head: say('operator.loaded-on'), cell: (l) => day(l.loaded_on) },
        { head: say('operator.loaded-by'), cell: (l) => String(l.act_id) },
      ],
    })}</section>
<section><h2>${say('operator.calendar')}</h2>${facts([
      [say('operator.calendar-edition'), stamp(calendar.edition)],
      [say('operator.calendar-years'), [...calendar.notices.keys()].join(view.language === 'zh' ? '、' : ', ')],
      [say('operator.calendar-certain'), day(calendar.lastCertainDay)], [say('operator.calendar-last'), day(calendar.lastDay)],
    ])}
<h3 class="later">${say('operator.editions-loaded')}</h3>${table({
      caption: say('operator.editions-loaded'), captionHidden: true, rows: known,
      columns: [
        { head: say('operator.calendar-edition'), kind: 'head', cell: (e) => stamp(e.edition) }, { head: say('operator.loaded-on'), cell: (e) => day(e.loaded_on) },
        { head: say('operator.loaded-by'), cell: (e) => String(e.act_id) },
      ],
    })}</section>
${provisional(view)}
<section id="load"><h2>${say('operator.notice-title')}</h2><p class="note measure">${say('operator.notice-lead')}</p>
${form(view, { action: '/desk/operate/law' }, html`${errorSummary(view, errors)}
${field(view, { type: 'textarea', name: 'notice', mono: true, rows: 12, label: title, value: sent?.json ?? '', error: errorOf(errors, 'notice') })}
<p class="buttons">${button(say('operator.enter'))}</p>`)}</section>`,
  })
}

function provisional(view: ActingView): Html {
  const { say, tell, in2, ports } = view
  const calendar = ports.calendar()
  const days = [...calendar.named].filter(([on, named]) => on > calendar.lastCertainDay && named.notice === null).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 20)
  return html`<section><h2>${say('operator.provisional')}</h2><p class="measure">${tell('operator.provisional-text', { from: calendar.lastCertainDay })}</p>
${table({
    caption: say('operator.provisional'), captionHidden: true, rows: days,
    columns: [{ head: say('operator.provisional-day'), kind: 'head', cell: ([on]) => day(on) }, { head: say('operator.provisional-name'), cell: ([, named]) => in2(named.name) }],
  })}</section>`
}

export async function doNotice(view: ActingView, asked: Asked): Promise<Answer> {
  const text = asked.form.get('notice') ?? ''
  let json: unknown
  try { json = JSON.parse(text) } catch { return lawRoom(view, asked, { json: text, refusals: [{ code: 'json', rule: null, facts: {} }] }) }
  const done = await loadNotice(view.ports, json, byAccount(view))
  return done.ok ? { redirect: view.href(roomPath('law'), { done: 'notice' }) } : lawRoom(view, asked, { json: text, refusals: done.refusals })
}
