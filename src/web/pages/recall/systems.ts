/** Where a body's own systems listen: registered and ended by its administrator. */
import type { Refusal } from '../../../law/outcome.ts'
import { endEndpoint, registerEndpoint } from '../../../register/recall/endpoints/acts.ts'
import { endpointsOf } from '../../../register/recall/endpoints/store.ts'
import { replayWindow } from '../../../register/recall/event.ts'
import { button, buttons, crumb, day, empty, errorSummary, errorTitle, field, form, notice, stackTable } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'

type Endpoint = Awaited<ReturnType<typeof endpointsOf>>[number]

export async function systems(view: ActingView, query: Readonly<Record<string, string>>, refusal: Refusal | null = null, typed = ''): Promise<Page> {
  const { say, tell, href, ports, acting } = view
  const known = await endpointsOf(ports.database, acting.body!.code)
  const problem = refusal === null ? null : problemOf(refusal, view.language, '')
  const error = problem === null ? undefined : `${problem.detail} ${problem.cure ?? ''}`
  const errors = error === undefined ? [] : [{ field: 'url', label: problem!.title, text: error }]
  const title = say('recall.systems')
  return {
    title: errorTitle(view, title, errors), desk: 'recalls', scripts: ['form'], status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422,
    main: html`${crumb(view, [[say('recall.desk'), href('/desk/recalls')], title])}<div class="head"><h1>${title}</h1></div><p class="measure">${say('recall.systems-lead')}</p>
<p class="measure note">${tell('recall.systems-sign', { key: html`<a href="/api/v1/recalls/key" translate="no">/api/v1/recalls/key</a>`, n: replayWindow })}</p>
${query.done === 'added' || query.done === 'ended' ? notice({ kind: 'done', text: say(`recall.system-${query.done}`) }) : null}
<section class="near">${known.length === 0 ? empty({ title: say('recall.systems-none'), text: say('recall.systems-none-text') }) : stackTable<Endpoint>({
      caption: title, captionHidden: true, class: 'recalls', rows: known,
      columns: [
        { head: say('recall.url'), kind: 'head', cell: (e) => html`<span class="mono" translate="no">${e.url}</span>` },
        { head: say('recall.since'), cell: (e) => day(e.from_on) },
        { head: say('recall.taken'), kind: 'amount', cell: (e) => String(e.taken) },
        { head: say('recall.to-send'), kind: 'amount', cell: (e) => String(e.waiting) },
        { head: say('recall.result'), cell: (e) => resultWords(view, e.result) },
        { head: say('recall.end'), label: null, cell: (e) => form(view, { action: '/desk/recalls/systems' },
          html`<button class="btn second" name="end" value="${e.endpoint_id}">${say('recall.end')}<span class="vh"> ${e.url}</span></button>`) },
      ],
    })}</section>
<section><h2>${say('recall.add')}</h2><div class="form">${form(view, { action: '/desk/recalls/systems', label: say('recall.add') }, html`${errorSummary(view, errors)}${
      field(view, { type: 'text', name: 'url', label: say('recall.url'), hint: say('recall.url-hint'), value: typed, mono: true, most: 500, error })}${buttons(button(say('recall.add')))}`)}</div></section>`,
  }
}

const results = ['taken', 'redirected', 'timed-out', 'unreachable', 'address-refused', 'answered'] as const

function resultWords({ say }: ActingView, result: string | null): string {
  if (result === null) return say('recall.result-none')
  const known = results.find((one) => one === result)
  return known === undefined ? say('recall.result-status', { n: result.replace('status-', '') }) : say(`recall.result-${known}`)
}

export async function changeSystems(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { ports, acting, href } = view
  const by = { actor: acting.body!.code, account: acting.account.id }
  const end = typed.get('end')
  if (end !== null) {
    const done = await endEndpoint(ports, by, by.actor, /^\d{1,15}$/.test(end) ? Number(end) : 0)
    return done.ok ? { redirect: href('/desk/recalls/systems', { done: 'ended' }) } : systems(view, {}, done.refusals[0])
  }
  const url = typed.get('url') ?? ''
  const done = await registerEndpoint(ports, by, by.actor, url)
  return done.ok ? { redirect: href('/desk/recalls/systems', { done: 'added' }) } : systems(view, {}, done.refusals[0], url)
}
