/** The desk on which a sector's method of restoration is entered once it is published. */
import type { Refusal } from '../../../law/outcome.ts'
import { publishMethod } from '../../../register/restoration/acts.ts'
import { sectorsOf } from '../../../register/restoration/procedure.ts'
import * as store from '../../../register/restoration/store.ts'
import { button, buttons, crumb, errorSummary, errorTitle, field, type FieldError, form, notice } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { methodTable, sectorName, withoutMethod } from './methods.ts'

const desk = 'restorations'
const said = (typed: URLSearchParams | null, name: string): string => (typed?.get(name) ?? '').trim()
/** What of a method is not complete, in the order of the form. */
const wanting = (typed: URLSearchParams): readonly string[] =>
  ['title', 'document', 'from'].filter((name) => (name === 'from' ? !/^\d{4}-\d{2}-\d{2}$/.test(said(typed, name)) : said(typed, name) === ''))

export async function methodDesk(view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, tell, href, ports, language } = view
  const methods = await store.methods(ports.database)
  const lacking = withoutMethod(view, methods)
  const problem = refusal === null ? null : problemOf(refusal, language, '')
  const places = refusal === null ? [] : refusal.code === 'method-sector-unknown' ? ['sector-0']
    : refusal.code === 'personal-data' ? [refusal.facts.where ?? 'title'] : wanting(typed!).length === 0 ? ['from'] : wanting(typed!)
  const errors = places.map((place): FieldError => ({ field: place, text: `${problem!.detail}${language === 'zh' ? '' : ' '}${problem!.cure ?? ''}` }))
  const at = (name: string) => errors.find((e) => e.field === name)?.text ?? ''
  const title = say('restoration.methods')
  return {
    title: errorTitle(view, title, errors), desk, status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422, scripts: ['form'],
    main: html`${crumb(view, [[say('restoration.desk'), href('/desk/restorations')], title])}<div class="head"><h1>${title}</h1><p class="lead">${say('restoration.method-lead')}</p></div>
${query.done === undefined ? null : notice({ kind: 'done', text: say('restoration.act-done') })}
${methods.length === 0 ? null : await methodTable(view, methods)}
${lacking.length === 0 ? null : html`<p class="measure after">${tell('restoration.method-lacking', { sectors: lacking.map((s) => sectorName(view, s)).join(language === 'zh' ? '、' : ', ') })}</p>`}
<section id="publish"><h2>${say('restoration.method-publish')}</h2>${errorSummary(view, errors)}${form(view, { action: '/desk/restorations/methods', id: 'publish-method' }, html`
${field(view, { type: 'radio', name: 'sector', label: say('restoration.method-sector'), value: said(typed, 'sector'), error: at('sector-0'),
      choices: sectorsOf(ports.law()).map((s) => ({ value: s, label: sectorName(view, s) })) })}
${field(view, { type: 'text', name: 'title', label: say('restoration.method-title'), most: 200, value: said(typed, 'title'), error: at('title') })}
${field(view, { type: 'text', name: 'document', label: say('restoration.method-document'), most: 100, value: said(typed, 'document'), error: at('document') })}
${field(view, { type: 'textarea', name: 'papers', label: say('restoration.method-papers'), rows: 3, most: 1000, optional: true, value: said(typed, 'papers'), error: at('papers') })}
${field(view, { type: 'date', name: 'from', label: say('restoration.method-from'), hint: say('restoration.day-hint'), value: said(typed, 'from'), error: at('from') })}
${buttons(button(say('restoration.method-publish')))}`)}</section>`,
  }
}

export async function publishOnDesk(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const done = await publishMethod(view.ports, { actor: view.acting.body!.code, account: view.acting.account.id }, {
    sector: said(typed, 'sector'), title: said(typed, 'title'), document: said(typed, 'document'), papers: said(typed, 'papers'), from: said(typed, 'from'),
  })
  return done.ok ? { redirect: view.href('/desk/restorations/methods', { done: 'published' }) } : methodDesk(view, {}, typed, done.refusals[0])
}
