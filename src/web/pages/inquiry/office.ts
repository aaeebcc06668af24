/** The operator's side of inquiries: who may ask, the norms, the reviews of use, what units left out. */
import { choices, listOf } from '../../../law/closed-list.ts'
import type { Refusal } from '../../../law/outcome.ts'
import type { GroundCode } from '../../../register/disclosure/disclose.ts'
import { inquiryGaps } from '../../../register/inquiries/acts.ts'
import { allAccess, endAccess, grantAccess, normsNow, omissions, publishNorms, purposesOffered, reviewsOfUse, reviewUse } from '../../../register/inquiries/office/acts.ts'
import { grantedGrounds } from '../../../register/inquiries/office/office.ts'
import { button, buttons, chinese, day, errorSummary, errorTitle, field, type FieldError, form, notice, stackTable } from '../../components.ts'
import { html } from '../../html.ts'
import { formToken, type Page } from '../../layout.ts'
import { listWord, problemInWords } from '../../list-word.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { itemTitle } from '../operator/names.ts'
import { ticks } from '../restoration/own.ts'

type Failed = { readonly refusal: Refusal; readonly typed: URLSearchParams; readonly at: 'access' | 'norms' | 'review' }

export async function officePage(view: ActingView, query: Readonly<Record<string, string>>, failed: Failed | null = null): Promise<Page> {
  const { say, tell, in2, ports, language } = view
  const law = ports.law()
  const [access, norms, reviews, omitted, gaps] = await Promise.all([
    allAccess(ports.database), normsNow(ports.database), reviewsOfUse(ports.database), omissions(ports.database, null, 50), inquiryGaps(ports.database),
  ])
  const missing = [...new Set([...gaps.lines, ...gaps.acts])]
  const ways = choices(listOf(law.pack, 'inquiry-grounds')).filter((e) => (grantedGrounds as readonly string[]).includes(e.code))
  const errors = failed === null ? [] : [fieldError(view, failed)]
  const at = (name: Failed['at']) => (failed?.at === name ? errors : [])
  const value = (name: Failed['at'], f: string, otherwise = '') => (failed?.at === name ? failed.typed.get(f) : null) ?? otherwise
  const error = (name: Failed['at'], f: string) => at(name).find((e) => e.field === `${name}-${f}`)?.text ?? ''
  const text = (name: Failed['at'], f: string, label: string, more: { hint?: string; optional?: boolean; type?: 'text' | 'date' | 'textarea'; value?: string } = {}) =>
    field(view, { type: more.type ?? 'text', name: f, id: `${name}-${f}`, label, most: 400, value: value(name, f, more.value), error: error(name, f), optional: more.optional ?? false,
      ...(more.hint === undefined ? {} : { hint: more.hint }) })
  const some = (name: string, label: string, hint: string, choices: readonly { readonly value: string; readonly label: string }[]) =>
    ticks(view, { id: `access-${name}`, name, label, hint, optional: true, error: error('access', name), choices, chosen: new Set(failed?.at === 'access' ? failed.typed.getAll(name) : []) })
  const title = say('inquiries.office')
  return {
    title: errorTitle(view, title, errors), desk: 'inquiries/office', scripts: ['form'],
    status: failed === null ? 200 : problemTexts[failed.refusal.code as ProblemCode]?.status ?? 422,
    main: html`<div class="office"><div class="head top"><h1>${title}</h1><p class="lead">${say('inquiries.office-lead')}</p></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('inquiries.done') })}
<p class="measure">${missing.length === 0 ? say('inquiries.gaps-none') : say('inquiries.gaps', { numbers: missing.slice(0, 50).join(' ') })}</p>
<section id="access"><h2>${say('inquiries.access')}</h2>${access.length === 0 ? html`<p>${say('inquiries.units-none')}</p>` : stackTable({
      caption: say('inquiries.access'), captionHidden: true, rows: access,
      columns: [
        { head: say('inquiries.number'), kind: 'head', cell: (a) => html`<span class="mono">${a.access_id}</span>` },
        { head: say('inquiries.unit'), cell: (a) => chinese(language === 'zh' ? a.name_zh : a.name_en) },
        { head: say('inquiries.way'), cell: (a) => in2(ways.find((w) => w.code === a.ground)?.text ?? { zh: a.ground, en: a.ground }) },
        { head: say('inquiries.purpose'), cell: (a) => (a.purposes === null ? say('inquiries.all-purposes') : a.purposes.map((p) => listWord(view, 'inquiry-purposes', p)).join(say('account.and'))) },
        { head: say('inquiries.items'), cell: (a) => (a.items === null ? say('inquiries.all-items') : a.items.map((i) => itemTitle(view, i)).join(say('account.and'))) },
        { head: say('inquiries.document'), cell: (a) => html`${chinese(a.document)}<br>${a.until_on === null ? tell('inquiries.access-since', { day: day(a.from_on) }) : html`${day(a.from_on)} – ${day(a.until_on)}`}` },
        { head: say('inquiries.result'), cell: (a) => (a.ended_on !== null ? say('inquiries.access-ended', { day: a.ended_on })
          : html`<form method="post" action="${view.href('/desk/inquiries/office')}">${formToken(view)}<input type="hidden" name="access" value="${a.access_id}">${
            button(html`${say('inquiries.access-end')}<span class="vh"> ${a.access_id}</span>`, { second: true, name: 'do', value: 'end' })}</form>`) },
      ],
    })}</section>
<section id="grant"><h2>${say('inquiries.access-grant')}</h2>${errorSummary(view, at('access'), 'errors')}${form(view, { action: '/desk/inquiries/office', label: say('inquiries.access-grant') }, html`<input type="hidden" name="do" value="grant">
${text('access', 'unit', say('inquiries.unit'), { hint: say('inquiries.access-unit-hint') })}
${field(view, { type: 'radio', name: 'ground', id: 'access-ground', label: say('inquiries.way'), value: value('access', 'ground', ways[0]?.code), error: error('access', 'ground-0'),
      choices: ways.map((w) => ({ value: w.code, label: in2(w.text) })) })}
${some('purposes', say('inquiries.access-purposes'), say('inquiries.access-purposes-hint'), purposesOffered(ports).map((e) => ({ value: e.code, label: in2(e.text) })))}
${some('items', say('inquiries.access-items'), say('inquiries.access-items-hint'), law.catalog.map((i) => ({ value: i.id, label: in2(i.title) })))}
${text('access', 'need', say('inquiries.access-need'), { optional: true })}${text('access', 'use', say('inquiries.access-use'), { optional: true })}
${text('access', 'document', say('inquiries.document'))}${text('access', 'until', say('inquiries.access-until'), { type: 'date', optional: true, hint: say('inquiries.access-until-hint') })}
${buttons(button(say('inquiries.register')))}`)}</section>
<section id="norms"><h2>${say('inquiries.norms-publish')}</h2>${errorSummary(view, at('norms'), 'norms-errors')}${form(view, { action: '/desk/inquiries/office', label: say('inquiries.norms-publish') }, html`<input type="hidden" name="do" value="norms">
${text('norms', 'document', say('inquiries.document'), { value: norms?.document ?? '' })}
${text('norms', 'windows', say('inquiries.norms-windows'), { value: norms?.windows.zh ?? '' })}${text('norms', 'windowsEn', say('inquiries.norms-windows-en'), { value: norms?.windows.en ?? '' })}
${text('norms', 'largeFrom', say('inquiries.norms-large'), { optional: true, hint: say('inquiries.norms-large-hint'), value: norms?.largeFrom?.toString() ?? '' })}
${buttons(button(say('inquiries.publish'), { second: true }))}`)}</section>
<section id="reviews"><h2>${say('inquiries.reviews')}</h2>${reviews.length === 0 ? html`<p>${say('inquiries.reviews-none')}</p>` : html`<ul class="dash">${reviews.map((r) =>
      html`<li>${tell('inquiries.review-line', { day: day(r.on), from: r.from, to: r.to, n: r.lines, outcome: chinese(r.outcome) })}</li>`)}</ul>`}
${errorSummary(view, at('review'), 'review-errors')}${form(view, { action: '/desk/inquiries/office', label: say('inquiries.reviews') }, html`<input type="hidden" name="do" value="review">
${text('review', 'from', say('inquiries.review-from'))}${text('review', 'to', say('inquiries.review-to'))}${text('review', 'outcome', say('inquiries.review-outcome'), { type: 'textarea' })}
${buttons(button(say('inquiries.register'), { second: true }))}`)}</section>
<section id="omissions"><h2>${say('inquiries.omissions')}</h2>${omitted.length === 0 ? html`<p>${say('inquiries.omissions-none')}</p>` : html`<ul class="dash">${omitted.map((o) =>
      html`<li>${tell('inquiries.omission-line', { day: day(o.closed_on), unit: chinese(language === 'zh' ? o.name_zh : o.name_en), organisation: html`<span class="mono">${o.subject_code}</span>`, reference: chinese(o.reference) })}</li>`)}</ul>`}</section></div>`,
  }
}

const places: Readonly<Record<string, string>> = {
  'unit-unknown': 'unit', 'ground-not-granted': 'ground-0', 'purpose-not-in-list': 'purposes', 'item-unknown': 'items', 'days-unfit': 'until', 'outcome-missing': 'outcome', 'nothing-to-review': 'from',
}
function fieldError(view: ActingView, { refusal, at }: Failed): FieldError {
  const problem = problemInWords(view, refusal)
  const named = (refusal.facts.missing ?? refusal.facts.where ?? '').split(', ')[0] ?? ''
  const place = places[refusal.code] ?? (named === '' ? 'document' : named)
  return { field: `${at}-${place}`, text: `${problem.detail}${view.language === 'zh' ? '' : ' '}${problem.cure ?? ''}` }
}

/** None ticked: no limit. */
const list = (ticked: readonly string[]): readonly string[] | null => (ticked.length === 0 ? null : ticked)
const isDay = (given: string) => /^\d{4}-\d\d-\d\d$/.test(given)

export async function officeAct(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting } = view
  const by = { actor: acting.body!.code, account: acting.account.id }
  const text = (name: string) => typed.get(name)?.trim() ?? ''
  const number = (name: string) => (/^[1-9]\d{0,14}$/.test(text(name)) ? Number(text(name)) : 0)
  const at = ({ end: 'access', grant: 'access', norms: 'norms', review: 'review' } as const)[text('do')] ?? 'access'
  const done = await act()
  return done.ok ? { redirect: view.href('/desk/inquiries/office', { done: text('do') }) } : officePage(view, {}, { refusal: done.refusals[0], typed, at })

  function act() {
    switch (text('do')) {
      case 'end': return endAccess(ports, by, number('access'))
      case 'norms': return publishNorms(ports, by, {
        document: text('document'), windows: { zh: text('windows'), en: text('windowsEn') }, largeFrom: text('largeFrom') === '' ? null : number('largeFrom'), directory: [],
      })
      case 'review': return reviewUse(ports, by, { from: number('from'), to: number('to'), outcome: text('outcome') })
      default: return grantAccess(ports, by, {
        unit: text('unit').toUpperCase(), ground: text('ground') as GroundCode,
        purposes: list(typed.getAll('purposes')), items: list(typed.getAll('items')), need: text('need'), use: text('use'),
        document: text('document'), from: ports.today().toString(), until: text('until') === '' ? null : isDay(text('until')) ? text('until') : '0000-00-00',
      })
    }
  }
}
