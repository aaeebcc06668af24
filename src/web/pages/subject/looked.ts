/** Who looked at an organisation's information, and who received which version of it. */
import { countLooked, countReceived, lookedAt, type LookedRow, receivedOf, type ReceivedRow } from '../../../register/self-inquiry/store.ts'
import { chinese, day, empty, paging, printedCode, stackTable } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import { beijingTime, type Page } from '../../layout.ts'
import { listWord, purposeWord } from '../../list-word.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView } from '../../routes.ts'
import { sectionLinks } from './sections.ts'

const perPage = 50

const pageOf = (query: Readonly<Record<string, string>>, total: number): number =>
  Math.min(Math.max(1, Math.trunc(Number(query.page)) || 1), Math.max(1, Math.ceil(total / perPage)))

/** @param names undefined, or null in a language: it has none here */
export const bodyName = ({ language }: ActingView, code: string, names: { readonly zh: string | null; readonly en: string | null } | undefined): Html => {
  const name = names?.[language] ?? null
  return html`${name === null ? null : html`<bdi${/\p{Script=Han}/u.test(name) ? html` lang="zh"` : null}>${name}</bdi><br>`}${printedCode(code)}`
}

export async function whoLookedPage(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, href, ports, acting } = view
  const { code } = acting.body!
  const total = await countLooked(ports.database, code)
  const page = pageOf(query, total)
  const rows = await lookedAt(ports.database, code, null, perPage, (page - 1) * perPage)
  const title = say('subject.section-inquiries')
  return {
    title, desk: 'subject',
    main: html`<div class="head top"><h1>${title}</h1></div>${sectionLinks(view, '/subject/inquiries')}
<p class="measure">${say('subject.inquiries-lead')}</p>
${total === 0 ? empty({ title: say('subject.no-inquiries'), text: say('subject.no-inquiries-text') }) : stackTable<LookedRow>({
      caption: title, captionHidden: true, rows,
      columns: [
        { head: say('subject.looked-when'), kind: 'head', cell: (r) => html`<span class="nb">${beijingTime(Temporal.Instant.from(r.asked_at))}</span>` },
        { head: say('subject.looked-who'), cell: (r) => bodyName(view, r.inquirer_code, { zh: r.inquirer_zh, en: r.inquirer_en }) },
        { head: say('subject.looked-ground'), cell: (r) => listWord(view, 'inquiry-grounds', r.ground) },
        { head: say('subject.looked-purpose'), cell: (r) => html`${r.purpose === '' ? say('subject.no-purpose') : purposeWord(view, r.ground, r.purpose)}${
          r.stated === '' ? null : html`<br>${chinese(r.stated)}`}` },
        { head: say('subject.looked-shown'), cell: (r) => (r.outcome === 'refused' ? say('subject.looked-refused') : say('subject.looked-versions', { n: r.shown })) },
        { head: say('subject.looked-number'), cell: (r) => html`<span class="mono">${r.sequence}</span>` },
      ],
    })}
${paging(view, { page, perPage, total, to: (n) => href('/subject/inquiries', { page: n === 1 ? null : String(n) }) })}`,
  }
}

export async function recipientsPage(view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> {
  const { say, href, ports, acting } = view
  const { code } = acting.body!
  const total = await countReceived(ports.database, code)
  const page = pageOf(query, total)
  const rows = await receivedOf(ports.database, code, perPage, (page - 1) * perPage)
  const title = say('subject.section-recipients')
  const version = (r: ReceivedRow): Part => (r.version === r.now ? say('subject.version-now', { version: r.version }) : say('subject.version-old', { version: r.version, now: r.now }))
  return {
    title, desk: 'subject',
    main: html`<div class="head top"><h1>${title}</h1></div>${sectionLinks(view, '/subject/recipients')}
<p class="measure">${say('subject.recipients-lead')}</p>
${total === 0 ? empty({ title: say('subject.no-recipients'), text: say('subject.no-recipients-text') }) : stackTable<ReceivedRow>({
      caption: title, captionHidden: true, rows,
      columns: [
        { head: say('subject.history-day'), kind: 'head', cell: (r) => day(r.received_on) },
        { head: say('subject.received-who'), cell: (r) => (r.recipient_kind === 'client' ? html`${r.recipient_zh === null ? null : html`<bdi lang="zh">${r.recipient_zh}</bdi><br>`}<span class="mono">${r.recipient_code}</span>`
          : bodyName(view, r.recipient_code, { zh: r.recipient_zh, en: r.recipient_en })) },
        { head: say('subject.received-path'), cell: (r) => say(`path.${r.path}` as MessageKey) },
        { head: say('subject.received-record'), cell: (r) => html`<a href="${href(`/subject/records/${r.record_id}`)}">${say('objections.record', { n: String(r.record_id) })}</a>` },
        { head: say('subject.received-version'), cell: version },
      ],
    })}
${paging(view, { page, perPage, total, to: (n) => href('/subject/recipients', { page: n === 1 ? null : String(n) }) })}`,
  }
}
