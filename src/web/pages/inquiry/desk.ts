/** The desk of who inquires: a ground, a purpose, a case, the answer with its receipt; and what was asked before. */
import type { MemberRole } from '../../../identity/acting.ts'
import { choices, listOf } from '../../../law/closed-list.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { type GroundCode, groundCodes } from '../../../register/disclosure/disclose.ts'
import { answerInquiry, type AnsweredRecord, type InquiryAnswer } from '../../../register/inquiries/acts.ts'
import { inquiryLimits } from '../../../register/inquiries/inquiry.ts'
import { accessOf, askedBy, countAsked, type HistoryFilter, type NamedInquiry } from '../../../register/inquiries/store.ts'
import {
  button, buttons, chinese, crumb, day, empty, errorSummary, errorTitle, facts, field, type FieldError, filters, form, hash,
  legalName, notice, paging, printedCode, receipt, ruleLink,
  stackTable,
} from '../../components.ts'
import { html, type Html, join } from '../../html.ts'
import { beijingTime, type Page } from '../../layout.ts'
import { listWord, problemInWords, purposeWord } from '../../list-word.ts'
import type { MessageKey } from '../../messages.ts'
import { type ProblemCode, problemTexts } from '../../problem.ts'
import { recordTitle } from '../../record-title.ts'
import { fieldValue } from '../../record-view.ts'
import type { ActingView, Answer } from '../../routes.ts'

const desk = 'inquiries'
export const inquirers: readonly MemberRole[] = ['inquire', 'represent']
const perPage = 20

/** Ways a body of this kind may ask in, as the pack has them. */
function waysFor(view: ActingView) {
  const offered = view.acting.body!.kind === 'organisation' ? ['own-inquiry', 'authorised-inquiry'] : ['inquiry-by-authority', 'government-sharing', 'authorised-inquiry']
  const known = choices(listOf(view.ports.law().pack, 'inquiry-grounds'))
  return offered.flatMap((code) => known.find((e) => e.code === code) ?? [])
}
/** Both lists of purposes stand in one question, and may hold the same code. */
const authorisedMark = 'authorised/'

export async function inquiryDesk(view: ActingView, query: Readonly<Record<string, string>>, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, acting } = view
  const errors = refusal === null ? [] : [fieldError(view, refusal)]
  const own = acting.body!.kind === 'organisation'
  const title = say('inquiries.desk')
  return {
    title: errorTitle(view, title, errors), desk, status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${say(own ? 'inquiries.lead-own' : 'inquiries.lead')}</p>
<section class="inquire">${errorSummary(view, errors)}${askForm(view, typed ?? new URLSearchParams(own ? { organisation: acting.body!.code, ...query } : query), errors)}</section>
${own ? null : await standing(view)}${await history(view, query)}`,
  }
}

function askForm(view: ActingView, typed: URLSearchParams, errors: readonly FieldError[]): Html {
  const { say, in2, ports, acting } = view
  const { pack } = ports.law()
  const own = acting.body!.kind === 'organisation'
  const ways = waysFor(view)
  const duty = own ? [] : choices(listOf(pack, 'inquiry-purposes'))
  const authorised = pack.lists.find((l) => l.id === 'authorisation-purposes')
  const choice = (e: { code: string; text: { zh: string; en: string } }) => ({ value: e.code, label: in2(e.text) })
  const value = (name: string) => typed.get(name) ?? ''
  const error = (name: string) => errors.find((e) => e.field === name)?.text ?? ''
  return form(view, { action: '/desk/inquiries', id: 'inquire' }, html`
${field(view, { type: 'text', name: 'organisation', label: say('inquiries.organisation'), hint: say('inquiries.organisation-hint'), mono: true, most: 18, value: value('organisation'), error: error('organisation') })}
${field(view, { type: 'radio', name: 'ground', label: say('inquiries.ground'), value: value('ground') || ways[0]?.code || '', error: error('ground-0'), choices: ways.map(choice) })}
${field(view, {
    type: 'select', name: 'purpose', label: say('inquiries.purpose'), value: value('purpose'), error: error('purpose'), optional: own,
    choices: [{ value: '', label: say('inquiries.purpose-choose') }, ...(duty.length === 0 ? [] : [{ label: say('inquiries.purposes-duty'), choices: duty.map(choice) }]),
      ...(authorised === undefined ? [] : [{ label: say('inquiries.purposes-authorised'), choices: choices(authorised).map((e) => ({ value: `${authorisedMark}${e.code}`, label: in2(e.text) })) }])],
  })}
${field(view, {
    type: 'text', name: 'reference', label: say('inquiries.reference'), hint: say('inquiries.reference-hint'), most: inquiryLimits.text, value: value('reference'), error: error('reference'), optional: own,
  })}
${own ? null : field(view, { type: 'text', name: 'stated', label: say('inquiries.stated'), hint: say('inquiries.stated-hint'), most: inquiryLimits.text, value: value('stated'), error: error('stated'), optional: true })}
${buttons(button(say('inquiries.ask')))}`)
}

const places: Readonly<Record<string, string>> = {
  'ground-not-in-list': 'ground-0', 'not-an-authority': 'ground-0', 'not-oneself': 'organisation', 'not-authorised': 'purpose', 'access-missing': 'ground-0', 'agreement-missing': 'ground-0',
  'purpose-not-in-list': 'purpose', 'purpose-declined': 'purpose', 'outside-powers': 'purpose', 'duty-not-stated': 'stated', 'reference-missing': 'reference', 'personal-data': 'reference',
}
function fieldError(view: ActingView, refusal: Refusal): FieldError {
  const problem = problemInWords(view, refusal)
  const where = refusal.facts.where
  const place = (refusal.code === 'personal-data' || refusal.code === 'text-too-long') && where !== undefined ? where : places[refusal.code] ?? 'organisation'
  // Without a link: the summary is one.
  const rule = refusal.rule === null ? null : html` ${ruleLink(view, refusal.rule, false)}`
  return { field: place, text: html`${problem.detail}${view.language === 'zh' ? '' : ' '}${problem.cure ?? ''}${rule}` }
}

/** An answer is a page of its own, never kept: asking again is another inquiry. */
export async function ask(view: ActingView, typed: URLSearchParams): Promise<Answer> {
  const { acting, ports } = view
  const ground = groundCodes.find((g) => g === typed.get('ground')) ?? 'inquiry-by-authority' as GroundCode
  const text = (name: string) => typed.get(name)?.trim() ?? ''
  // Nobody was asked about yet: that is a form not filled in, and no inquiry.
  if (text('organisation') === '') return inquiryDesk(view, {}, typed, { code: 'code-empty', rule: null, facts: {} })
  const done = await answerInquiry(ports, { actor: acting.body!.code, account: acting.account.id }, {
    subject: text('organisation').replaceAll(' ', '').toUpperCase(), ground,
    purpose: ground === 'own-inquiry' ? '' : text('purpose').replace(authorisedMark, ''), reference: text('reference'), stated: text('stated'),
    items: null, channel: 'page', client: null,
  })
  return done.ok ? answerPage(view, done.value) : inquiryDesk(view, {}, typed, done.refusals[0])
}

function answerPage(view: ActingView, a: InquiryAnswer): Page {
  const { say, href, tell } = view
  const title = say('inquiries.answer')
  return {
    title, desk,
    main: html`${crumb(view, [[say('inquiries.desk'), href('/desk/inquiries')], title])}<div class="head"><h1>${legalName(a.organisation.name)}</h1><p class="under">${printedCode(a.organisation.code)}</p>
<p class="lead">${a.records.length === 0 ? say('inquiries.answer-none') : tell('inquiries.answer-count', { n: a.records.length })}</p></div>
${facts([
      [say('inquiries.ground'), listWord(view, 'inquiry-grounds', a.ground)], a.purpose === '' ? null : [say('inquiries.purpose'), purposeWord(view, a.ground, a.purpose)],
      a.reference === '' ? null : [say('inquiries.reference'), chinese(a.reference)],
    ])}
${a.ground === 'own-inquiry' ? null : notice({ text: say('inquiries.answer-use') })}
${a.records.length === 0 ? null : html`<section class="answered"><h2>${say('inquiries.answer')}</h2>${a.records.map((r) => recordBlock(view, r))}</section>`}
${receipt({
      title: say('inquiries.receipt'), note: say('inquiries.receipt-note'),
      rows: [
        [say('inquiries.time'), html`<span class="nb">${beijingTime(Temporal.Instant.from(a.at))}</span>`], [say('inquiries.number'), html`<span class="mono">${a.sequence}</span>`],
        [say('inquiries.receipt-act'), html`<span class="mono">${a.act}</span>`], [say('inquiries.receipt-rules'), join(a.rules.map((rule) => ruleLink(view, rule)), html`<br>`)],
        a.records.length === 0 ? null : [say('inquiries.receipt-versions'), html`<span class="mono">${a.records.map((r) => `${r.id}/${r.version}`).join(' ')}</span>`],
        [say('inquiries.receipt-hash'), hash(a.receipt)],
      ],
    })}
<p class="later"><a href="${href('/desk/inquiries', { ground: a.ground, purpose: a.ground === 'authorised-inquiry' ? `${authorisedMark}${a.purpose}` : a.purpose, reference: a.reference })}">${say('inquiries.again')}</a></p>`,
  }
}

const marks: Readonly<Record<AnsweredRecord['marks'][number], MessageKey>> = {
  disputed: 'inquiries.answer-disputed', suspended: 'inquiries.answer-suspended', shielded: 'inquiries.answer-hidden', withheld: 'inquiries.answer-hidden', unstated: 'inquiries.answer-hidden',
}

function recordBlock(view: ActingView, r: AnsweredRecord): Html {
  const { say, in2, language, ports } = view
  const item = ports.law().catalog.find((i) => i.id === r.item)!
  const title = recordTitle(item, r.values)
  const issuer = [r.basis.authority, r.basis.documentNumber].filter((text) => text !== null && text !== '')
  const shown = item.fields.filter((f) => (r.values[f.name] ?? '') !== '' && f.name !== item.subject.code && f.name !== item.subject.name)
  return html`<article class="rec" id="r${r.id}"><div class="meta"><b>${in2(r.title)}</b><span>${day(r.decidedOn)}</span></div><div>
<h3>${title === '' ? in2(r.title) : chinese(title)}</h3>${issuer.length === 0 ? null : html`<p>${chinese(issuer.join('，'))}</p>`}
${r.existence === 'withdrawn' ? notice({ text: say('inquiries.answer-withdrawn') }) : null}${r.marks.map((mark) => notice({ kind: 'ochre', text: say(marks[mark]) }))}
${facts([[say('inquiries.source'), chinese(language === 'zh' ? r.provider.name.zh : r.provider.name.en)], ...shown.map((f) => [in2(f.title), fieldValue(view, f, r.values[f.name]!)] as const)])}</div></article>`
}

async function standing(view: ActingView): Promise<Html> {
  const { say, ports, acting } = view
  const today = ports.today().toString()
  const rows = (await accessOf(ports.database, acting.body!.code, today)).filter((a) => a.from_on <= today && (a.until_on === null || today <= a.until_on))
  return html`<section><h2>${say('inquiries.what-stands')}</h2>${rows.length === 0 ? html`<p class="measure after">${say('inquiries.nothing-stands')}</p>`
    : html`<ul class="dash after">${rows.map((a) => html`<li>${listWord(view, 'inquiry-grounds', a.ground)}${say('part.colon')}${
      a.purposes === null ? say('inquiries.all-purposes') : a.purposes.map((p) => purposeWord(view, a.ground, p)).join(view.language === 'zh' ? '、' : ', ')}${
      a.until_on === null ? null : html` ${say('inquiries.until', { day: a.until_on })}`} <span class="note">${chinese(a.document)}</span></li>`)}</ul>`}</section>`
}

async function history(view: ActingView, query: Readonly<Record<string, string>>): Promise<Html> {
  const { say, tell, href, ports, acting } = view
  const { code } = acting.body!
  const outcomes = ['answered', 'refused'] as const
  const outcome = outcomes.find((o) => o === query.outcome) ?? null
  const filter = (o: HistoryFilter['outcome']): HistoryFilter => ({ subject: null, ground: null, outcome: o })
  const [all, answered] = await Promise.all([countAsked(ports.database, code, filter(null)), countAsked(ports.database, code, filter('answered'))])
  const counts = { answered, refused: all - answered }
  const total = outcome === null ? all : counts[outcome]
  const page = Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(total / perPage)))
  const rows = await askedBy(ports.database, code, filter(outcome), perPage, (page - 1) * perPage)
  const to = (o: string | null, n = 1) => `${href('/desk/inquiries', { outcome: o, page: n === 1 ? null : String(n) })}#history`
  return html`<section id="history"><h2>${say(view.acting.body!.kind === 'organisation' ? 'inquiries.history-own' : 'inquiries.history')}</h2>${filters(say('inquiries.filter'), [
    { href: to(null), label: say('inquiries.all'), count: all, chosen: outcome === null },
    ...outcomes.map((o) => ({ href: to(o), label: say(`inquiries.outcome-${o}`), count: counts[o], chosen: outcome === o })),
  ])}
${total === 0 ? empty({ title: say('inquiries.history-none'), text: say('inquiries.history-none-text') }) : stackTable<NamedInquiry>({
    caption: say('inquiries.history'), captionHidden: true, rows,
    columns: [
      { head: say('inquiries.number'), kind: 'head', cell: (r) => html`<span class="mono">${r.sequence}</span>` },
      { head: say('inquiries.time'), cell: (r) => html`<span class="nb">${beijingTime(Temporal.Instant.from(r.asked_at))}</span>` },
      { head: say('inquiries.about'), cell: (r) => (r.subject_name === null ? html`<span class="mono">${r.subject_code || '–'}</span>` : legalName(r.subject_name)) },
      { head: say('inquiries.purpose'), cell: (r) => html`${listWord(view, 'inquiry-grounds', r.ground)}${r.purpose === '' ? null : html`<br>${purposeWord(view, r.ground, r.purpose)}`}` },
      { head: say('inquiries.reference'), cell: (r) => (r.reference === '' ? '–' : chinese(r.reference)) },
      { head: say('inquiries.result'), cell: (r) => (r.outcome === 'refused' ? problemTexts[r.refusal as ProblemCode]?.title[view.language] ?? say('inquiries.outcome-refused')
        : html`${tell('inquiries.shown', { n: r.shown })}${r.receipt === null ? null : html`<br>${hash(r.receipt)}`}`) },
    ],
  })}
${paging(view, { page, perPage, total, to: (n) => to(outcome, n) })}</section>`
}
