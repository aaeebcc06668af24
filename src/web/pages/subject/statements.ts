/** What an organisation says of itself: statements and pledges, added and taken back by itself. */
import type { Refusal } from '../../../law/outcome.ts'
import { makeStatement, withdrawStatement } from '../../../register/statements/acts.ts'
import { statementItem } from '../../../register/statements/statement.ts'
import { type StatementRow, statementsOf } from '../../../register/statements/store.ts'
import { button, buttons, chinese, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, stackTable, tag } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { sectionLinks } from './sections.ts'

/** Newest ones listed at most; all of them stand in the file. */
const most = 200

export async function statementsPage(view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, href, ports, acting, language } = view
  const rows = await statementsOf(ports.database, acting.body!.code, statementItem, most)
  const problem = refusal === null ? null : problemOf(refusal, language, '')
  const errors: FieldError[] = problem === null ? [] : [{
    field: refusal!.code === 'statement-kind-unknown' ? 'kind-0' : 'text', text: `${problem.detail}${language === 'zh' ? '' : ' '}${problem.cure ?? ''}`,
  }]
  const at = (name: string) => errors.find((e) => e.field === name)?.text ?? ''
  const title = say('subject.section-statements')
  const said = (row: StatementRow) => (row.content === null ? say('subject.erased') : chinese((JSON.parse(row.content) as { values: Record<string, string> }).values.声明内容 ?? ''))
  return {
    title: errorTitle(view, title, errors), desk: 'subject', status: problem?.status ?? 200, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div>${sectionLinks(view, '/subject/statements')}
<p class="measure">${say('consent.statements-lead')}</p>
${query.done === 'stated' ? notice({ kind: 'done', text: say('consent.stated') }) : query.done === 'unstated' ? notice({ kind: 'done', text: say('consent.unstated') }) : null}
<section id="made">${rows.length === 0 ? empty({ title: say('consent.none-made'), text: say('consent.none-made-text') }) : html`<h2>${say('consent.made', { n: rows.length })}</h2>${stackTable<StatementRow>({
      caption: say('consent.made', { n: rows.length }), captionHidden: true, rows, rowId: (r) => `s${r.record_id}`,
      columns: [
        { head: say('consent.statement'), kind: 'head', cell: (r) => html`<span class="typed">${said(r)}</span>` },
        { head: say('consent.stated-on'), cell: (r) => day(r.received_on) },
        { head: say('consent.state'), cell: (r) => (r.existence === 'held' ? tag('shown', say('consent.stands')) : tag('ended', say('subject.withdrawn'))) },
        { head: say('consent.number'), cell: (r) => html`<a href="${href(`/subject/records/${r.record_id}`)}">${r.record_id}</a>${r.existence !== 'held' ? null : form(view, { action: '/subject/statements' },
          html`<input type="hidden" name="do" value="withdraw"><input type="hidden" name="record" value="${r.record_id}">${
            button(html`${say('consent.take-back')}<span class="vh"> ${r.record_id}</span>`, { second: true })}`)}` },
      ],
    })}`}</section>
<section id="state"><h2>${say('consent.make')}</h2>
${errorSummary(view, errors)}${form(view, { action: '/subject/statements', label: say('consent.make') }, html`<input type="hidden" name="do" value="state">
${field(view, { type: 'radio', name: 'kind', label: say('consent.kind'), value: typed?.get('kind') ?? '', error: at('kind-0'), choices: [
      { value: 'statement', label: say('consent.kind-statement') }, { value: 'pledge', label: say('consent.kind-pledge') }] })}
${field(view, { type: 'textarea', name: 'text', label: say('consent.text'), hint: say('subject.explanation-hint'), rows: 5, most: 2000, value: typed?.get('text') ?? '', error: at('text') })}
${buttons(button(say('consent.make')))}`)}</section>`,
  }
}

export async function changeStatements(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const by = { actor: view.acting.body!.code, account: view.acting.account.id }
  if (typed.get('do') === 'withdraw') {
    const done = await withdrawStatement(view.ports, by, Number(typed.get('record')) || 0)
    return done.ok || done.refusals[0].code === 'already-withdrawn' ? { redirect: view.href('/subject/statements', { done: 'unstated' }) } : statementsPage(view, {}, null, done.refusals[0])
  }
  const done = await makeStatement(view.ports, by, { kind: typed.get('kind') ?? '', text: typed.get('text') ?? '' })
  return done.ok ? { redirect: `${view.href('/subject/statements', { done: 'stated' })}#s${done.value}` } : statementsPage(view, {}, typed, done.refusals[0])
}
