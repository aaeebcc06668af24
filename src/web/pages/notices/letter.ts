/** A letter on a page: its words, the proofs that it arrived, and for its issuer what may be done about that. */
import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../../../law/outcome.ts'
import { mailNotice, noticeFor, type NoticeNow, noticeTemplates, openNotice, recordService } from '../../../register/notices/acts.ts'
import type { Block } from '../../../register/notices/notice.ts'
import { button, buttons, chinese, crumb, day, errorSummary, errorTitle, field, type FieldError, form, notice, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { beijingTime, type Page, type View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'
import { problemOf, type ProblemCode, problemTexts } from '../../problem.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { fault } from '../fault.ts'
import { noticePdf } from './pdf.ts'
import { byScript } from './scripts.ts'

const numberOf = (text: string): number => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : Number.NaN)
const listOf = ({ acting }: ActingView): string => (acting.body!.kind === 'organisation' ? '/subject/notices' : '/desk/notices')
const doerOf = ({ acting }: ActingView) => ({ actor: acting.body!.code, account: acting.account.id })

/** Opened by its addressee, a letter is received. What a browser fetches ahead, or asks for by HEAD, opens nothing. */
export async function openLetter(view: ActingView, number: string, { method, headers }: FastifyRequest): Promise<void> {
  if (method === 'GET' && headers['sec-purpose'] === undefined) await openNotice(view.ports, doerOf(view), numberOf(number))
}
const letterOf = (view: ActingView, number: string) => noticeFor(view.ports, view.acting.body!.code, numberOf(number))

export async function letterPage(view: ActingView, number: string, { query }: Asked, typed: URLSearchParams | null = null, refusal: Refusal | null = null): Promise<Page> {
  const { say, href } = view
  const found = await letterOf(view, number)
  if (!found.ok) return fault(view, 404, 'letter', {}, href(listOf(view)))
  const now = found.value
  const title = now.letter.title[view.language]
  const problem = refusal === null ? null : problemOf(refusal, view.language, '')
  const errors: FieldError[] = problem === null ? [] : [{ field: controls[refusal!.code] ?? 'document', text: `${problem.detail} ${problem.cure ?? ''}` }]
  return {
    title: errorTitle(view, title, errors), desk: 'notices', scripts: ['form'],
    status: refusal === null ? 200 : problemTexts[refusal.code as ProblemCode]?.status ?? 422,
    main: html`${crumb(view, [[say('notices.title'), href(listOf(view))], `${say('notices.number')} ${number}`])}
${query.done === undefined ? null : notice({ kind: 'done', text: say('notices.done') })}
<article class="letter">${letterHtml(view, now.blocks[view.language])}</article>
<p class="after"><a href="${href(`/notices/${number}/pdf`)}">${say('notices.pdf')}</a></p>
<section><h2>${say('notices.service')}</h2>${await service(view, now)}</section>
${now.row.issuer === view.acting.body!.code ? issuerForms(view, now, typed, errors) : null}`,
  }
}

const controls: Readonly<Record<string, string>> = { 'service-day-wrong': 'on', 'mail-address-wrong': 'address', 'mail-failed': 'address', 'mail-not-set-up': 'address' }

export const inScripts = (text: string, language: 'zh' | 'en'): Html =>
  html`${byScript(text, language).map((run) => (run.language === language ? keepTogether(run.text) : chinese(run.text)))}`

function letterHtml({ language }: View, blocks: readonly Block[]): Html {
  const say = (text: string) => inScripts(text, language)
  const colon = language === 'zh' ? '：' : ': '
  return html`${blocks.map((b) => {
    switch (b.kind) {
      case 'title': return html`<h1>${say(b.text)}</h1>`
      case 'heading': return html`<h2>${say(b.text)}</h2>`
      case 'paragraph': return html`<p>${say(b.text)}</p>`
      case 'facts': return html`<div class="head-lines">${b.rows.map(([label, value]) => html`<p>${say(label)}${colon}${say(value)}</p>`)}</div>`
      case 'items': return html`<ul class="plain">${b.items.map((item) => html`<li>${say(item)}</li>`)}</ul>`
    }
  })}`
}

async function service(view: ActingView, { row, proofs, mail }: NoticeNow): Promise<Html> {
  const { say, tell, in2 } = view
  const { service: law } = await noticeTemplates()
  return html`<p class="measure">${tell('notices.made', { day: day(row.issued_on) })}</p>${proofs.length === 0 ? html`<p class="measure">${say('notices.waiting')}</p>` : stackTable({
    caption: say('notices.service'), captionHidden: true, rows: proofs,
    columns: [
      { head: say('notices.day'), kind: 'head', cell: (p) => day(p.received ?? p.on) },
      { head: say('notices.proof'), cell: (p) => (p.kind === 'notice.read' ? say('notices.proof-read') : p.kind === 'notice.sent' ? say('notices.proof-sent')
        : tell('notices.proof-served', { document: chinese(p.document ?? '') })) },
      { head: say('notices.act'), cell: (p) => String(p.act) },
    ],
  })}
${mail === null ? null : html`<p class="measure after">${tell(mail.tries === 0 ? 'notices.mail-waiting' : 'notices.mail-failing', {
    n: mail.tries, why: mail.why ?? '', next: beijingTime(Temporal.Instant.from(mail.next)),
  })}</p>`}
<p class="note measure after">${say('notices.service-day')}${say('part.colon')}${in2(law.says)}</p>`
}

function issuerForms(view: ActingView, { row }: NoticeNow, typed: URLSearchParams | null, errors: readonly FieldError[]): Html {
  const { say, ports } = view
  const action = `/notices/${row.notice_id}`
  const was = (name: string) => typed?.get(name) ?? ''
  const wrong = (control: string) => errors.find((e) => e.field === control)?.text ?? ''
  const one = (did: string, title: string, text: string, content: Html, label: string) => html`<div class="act"><h3>${title}</h3><p class="measure">${text}</p>${
    form(view, { action, id: `act-${did}`, label: title }, html`<input type="hidden" name="do" value="${did}">${content}${buttons(button(label, { second: true }))}`)}</div>`
  return html`<section id="acts">${errorSummary(view, errors)}${one('paper', say('notices.paper'), say('notices.paper-text'), html`${
    field(view, { type: 'date', name: 'on', label: say('notices.received-on'), hint: say('notices.day-hint'), value: was('on'), error: wrong('on') })}${
    field(view, { type: 'text', name: 'document', label: say('notices.document'), most: 200, value: was('document'), error: wrong('document') })}`, say('notices.paper'))}${
    ports.sendMail === undefined ? html`<p class="note measure">${say('notices.mail-off')}</p>` : one('mail', say('notices.mail'), say('notices.mail-text'),
      field(view, { type: 'text', name: 'address', label: say('notices.address'), most: 260, value: was('address'), error: wrong('address') }), say('notices.send'))}</section>`
}

/** What the issuer records about the service of its letter. */
export async function serve(view: ActingView, number: string, asked: Asked): Promise<Answer> {
  const typed = asked.form
  const { ports, acting } = view
  const by = doerOf(view)
  if (acting.body!.kind === 'organisation') return fault(view, 403, 'role', { needed: view.say('role.decide') })
  const text = (name: string) => (typed.get(name) ?? '').trim()
  const done = typed.get('do') === 'mail' ? await mailNotice(ports, by, numberOf(number), text('address'))
    : await recordService(ports, by, numberOf(number), { channel: 'paper', document: text('document'), on: text('on') })
  return done.ok ? { redirect: view.href(`/notices/${number}`, { done: 'served' }) } : letterPage(view, number, asked, typed, done.refusals[0])
}

export async function letterFile(view: ActingView, number: string): Promise<Answer> {
  const found = await letterOf(view, number)
  if (!found.ok) return fault(view, 404, 'letter', {}, view.href(listOf(view)))
  const { frame } = await noticeTemplates()
  const pdf = await noticePdf(found.value.blocks[view.language], view.language, { issuedOn: found.value.row.issued_on, unwritten: frame.unwritten })
  return { send: (reply) => reply.header('content-disposition', `attachment; filename="notice-${number}-${view.language}.pdf"`).type('application/pdf').send(pdf) }
}
