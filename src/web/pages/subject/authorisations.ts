/** Who may see what of an organisation because it said so: given, used, revoked. */
import { authorise, revokeAuthorisation } from '../../../register/consent/acts.ts'
import { type Authorisation, categoriesOf, purposesOf, stateOf } from '../../../register/consent/authorisation.ts'
import { countOf, ofSubject } from '../../../register/consent/store.ts'
import { namesOf, type UseRow, usesOf } from '../../../register/self-inquiry/store.ts'
import { choices } from '../../../law/closed-list.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { button, buttons, day, empty, errorSummary, errorTitle, field, type FieldError, form, notice, paging, stackTable, tag } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import { beijingTime, type Page } from '../../layout.ts'
import { listWord } from '../../list-word.ts'
import { problemOf } from '../../problem.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { bodyName } from './looked.ts'
import { sectionLinks } from './sections.ts'

const perPage = 20
/** Newest uses listed beside an authorisation; all of them stand among the inquiries. */
const mostUses = 5

export async function authorisationsPage(
  view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusals: readonly Refusal[] = [],
): Promise<Page> {
  const { say, href, ports, acting, in2 } = view
  const { code } = acting.body!
  const law = ports.law()
  const total = await countOf(ports.database, code)
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(total / perPage)))
  const rows = await ofSubject(ports.database, code, perPage, (page - 1) * perPage)
  const [names, uses] = await Promise.all([
    namesOf(ports.database, rows.map((a) => a.inquirer.code)),
    Promise.all(rows.map((a) => usesOf(ports.database, code, { id: a.id, inquirer: a.inquirer.code }, mostUses + 1))),
  ])
  const used = new Map(rows.map((a, i) => [a.id, uses[i]!]))
  const today = ports.today().toString()
  const categories = new Map(categoriesOf(law).map((c) => [c.id, in2(c.title)]))
  const errors = refusals.map((refusal) => fieldError(view, refusal, !typed?.has('alone')))
  const at = (place: string) => errors.find((e) => e.field === (controls[place] ?? place))?.text ?? ''
  const title = say('subject.section-authorisations')
  const words = { holds: 'consent.state-holds', revoked: 'consent.state-revoked', ended: 'consent.state-ended' } as const
  return {
    title: errorTitle(view, title, errors), desk: 'subject', status: errors.length === 0 ? 200 : 422, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div>${sectionLinks(view, '/subject/authorisations')}
<p class="measure">${say('consent.lead')}</p>
${query.done === 'granted' ? notice({ kind: 'done', text: say('consent.granted') }) : query.done === 'revoked' ? notice({ kind: 'done', text: say('consent.revoked') }) : null}
<section id="given">${total === 0 ? empty({ title: say('consent.none'), text: say('consent.none-text') }) : html`<h2>${say('consent.given', { n: total })}</h2>${stackTable<Authorisation>({
      caption: say('consent.given', { n: total }), captionHidden: true, class: 'given', rows, rowId: (a) => `a${a.id}`,
      columns: [
        { head: say('consent.inquirer'), kind: 'head', cell: (a) => bodyName(view, a.inquirer.code, names.get(a.inquirer.code)) },
        { head: say('consent.purpose'), cell: (a) => html`${listWord(view, 'authorisation-purposes', a.purpose)}<br><span class="note">${
          a.categories.map((c) => categories.get(c) ?? c).join(say('consent.comma'))}</span>` },
        { head: say('consent.span'), cell: (a) => { const s = stateOf(a, today); return html`${day(a.from)} – ${day(a.until)}<br>${tag(s === 'holds' ? 'shown' : 'ended', say(words[s]))}` } },
        { head: say('consent.uses'), cell: (a) => usesList(view, used.get(a.id) ?? []) },
        { head: say('consent.number'), cell: (a) => html`<span class="mono">${a.id}</span>${stateOf(a, today) !== 'holds' ? null : form(view, { action: '/subject/authorisations' },
          html`<input type="hidden" name="do" value="revoke"><input type="hidden" name="authorisation" value="${a.id}">${
            button(html`${say('consent.revoke')}<span class="vh"> ${a.id}</span>`, { second: true })}`)}` },
      ],
    })}`}
${paging(view, { page, perPage, total, to: (n) => href('/subject/authorisations', { page: n === 1 ? null : String(n) }) })}</section>
<section id="grant"><h2>${say('consent.grant')}</h2><p class="measure">${say('consent.grant-text')}</p>
${errorSummary(view, errors)}${form(view, { action: '/subject/authorisations', label: say('consent.grant') }, html`<input type="hidden" name="do" value="grant">
${field(view, { type: 'text', name: 'inquirer', label: say('consent.inquirer-code'), hint: say('consent.inquirer-hint'), mono: true, most: 40, value: typed?.get('inquirer') ?? '', error: at('inquirer') })}
${field(view, { type: 'radio', name: 'purpose', label: say('consent.one-purpose'), value: typed?.get('purpose') ?? '', error: at('purpose'),
      choices: choices(purposesOf(law.pack)).map((e) => ({ value: e.code, label: in2(e.text) })) })}
${categoryBoxes(view, categories, typed?.getAll('category') ?? [], at('category'))}
${field(view, { type: 'date', name: 'until', label: say('consent.until'), hint: say('consent.until-hint'), value: typed?.get('until') ?? '', error: at('until') })}
${field(view, { type: 'radio', name: 'alone', label: say('consent.alone'), value: typed?.get('alone') ?? '', error: at('alone'), choices: [
      { value: 'yes', label: say('consent.alone-yes') }, { value: 'no', label: say('consent.alone-no') }] })}
${buttons(button(say('consent.grant')))}`)}</section>`,
  }
}

function usesList({ say }: ActingView, uses: readonly UseRow[]): Html {
  if (uses.length === 0) return html`${say('consent.no-uses')}`
  const lines = uses.slice(0, mostUses).map((u) => html`<span class="nb">${beijingTime(Temporal.Instant.from(u.asked_at))}</span> · <span class="nb">${say('subject.looked-versions', { n: u.shown })}</span>`)
  return html`${join(lines, html`<br>`)}${uses.length > mostUses ? html`<br>${say('consent.more-uses')}` : null}`
}

/** Several may be chosen. A form's fields come one by one, so each box has a name of its own. */
function categoryBoxes({ say }: ActingView, categories: ReadonlyMap<string, string>, chosen: readonly string[], error: Part): Html {
  const bad = error !== ''
  return html`<div class="field${bad ? ' bad' : null}"><fieldset id="category" tabindex="-1"${bad ? html` aria-invalid="true" aria-describedby="category-error"` : null}><legend>${say('consent.categories')}</legend>${
    bad ? html`<p class="err" id="category-error">${say('part.error')}${error}</p>` : null}${[...categories].map(([id, label]) =>
    html`<div class="pick"><input type="checkbox" id="category-${id}" name="category.${id}" value="on"${chosen.includes(id) ? html` checked` : null}><label for="category-${id}">${label}</label></div>`)}</fieldset></div>`
}

const controls: Readonly<Record<string, string>> = { purpose: 'purpose-0', alone: 'alone-0' }
const places: Readonly<Record<string, string>> = {
  'purpose-unknown': 'purpose', 'purpose-bundled': 'purpose', 'category-missing': 'category', 'category-unknown': 'category', 'consent-tied': 'alone',
  'end-missing': 'until', 'end-unreadable': 'until', 'end-passed': 'until', 'end-too-late': 'until',
}
/** @param unsaid it was not answered whether the authorisation stands alone */
function fieldError(view: ActingView, refusal: Refusal, unsaid: boolean): FieldError {
  const { language, say } = view
  const place = places[refusal.code] ?? 'inquirer'
  // The choices stand beside the question: their codes need not be told.
  const short = refusal.code === 'purpose-unknown' ? say('consent.choose-purpose') : refusal.code === 'category-missing' ? say('consent.choose-category')
    : refusal.code === 'consent-tied' && unsaid ? say('consent.choose-alone') : null
  const problem = problemOf(refusal, language, '')
  return { field: controls[place] ?? place, text: short ?? `${problem.detail}${language === 'zh' ? '' : ' '}${problem.cure ?? ''}` }
}

export async function changeAuthorisations(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const by = { actor: view.acting.body!.code, account: view.acting.account.id }
  if (typed.get('do') === 'revoke') {
    const done = await revokeAuthorisation(view.ports, by, Number(typed.get('authorisation')) || 0)
    return done.ok || done.refusals[0].code === 'authorisation-over' ? { redirect: view.href('/subject/authorisations', { done: 'revoked' }) } : authorisationsPage(view, {}, null, done.refusals)
  }
  const categories = [...typed.keys()].filter((name) => name.startsWith('category.')).map((name) => name.slice('category.'.length))
  const kept = new URLSearchParams(typed)
  for (const c of categories) kept.append('category', c)
  const done = await authorise(view.ports, by, {
    inquirer: typed.get('inquirer') ?? '', purpose: typed.get('purpose') ?? '', categories, until: typed.get('until') ?? '', alone: typed.get('alone') === 'yes',
  })
  return done.ok ? { redirect: `${view.href('/subject/authorisations', { done: 'granted' })}#a${done.value}` } : authorisationsPage(view, {}, kept, done.refusals)
}
