/** Letters in lists: those to an organisation, those a unit sent and received. */
import { units } from '../../../identity/store.ts'
import { organisationNames } from '../../../register/notices/store.ts'
import * as store from '../../../register/notices/store.ts'
import { chinese, day, empty, notice, paging, stackTable, tag } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView } from '../../routes.ts'
import { mailboxDone, mailboxSection, type TypedMailbox, unsentSection } from './mailbox.ts'

const perPage = 20
type Query = Readonly<Record<string, string>>
const pageOf = (text: string | undefined, total: number): number =>
  Math.min(Math.max(1, Math.trunc(Number(text)) || 1), Math.max(1, Math.ceil(total / perPage)))

/** An organisation's letters, those it has not opened first. */
export async function ownNotices(view: ActingView, query: Query, typed?: TypedMailbox): Promise<Page> {
  const { say, tell, href, ports, acting } = view
  const { all, unread } = await store.countTo(ports.database, acting.body!.code)
  const page = pageOf(query.page, all)
  const rows = await store.to(ports.database, acting.body!.code, perPage, (page - 1) * perPage)
  const names = await namesOf(view, rows)
  return {
    title: say('notices.title'), desk: 'notices', status: typed === undefined ? 200 : 422,
    main: html`${query.done === undefined ? null : mailboxDone(view, query.done) ?? notice({ kind: 'done', text: say('notices.done') })}<div class="head top"><h1>${say('notices.title')}</h1><p class="lead">${all === 0 ? say('notices.own-none') : unread === 0 ? say('notices.all-read') : tell('notices.unread-count', { n: unread })}</p></div>
<p class="measure">${say('notices.own-lead')}</p>
${all === 0 ? empty({ title: say('notices.own-none'), text: say('notices.own-none-text') }) : letters(view, rows, say('notices.title'), { head: say('notices.from'), of: (r) => names(r.issuer) })}
${paging(view, { page, perPage, total: all, to: (n) => href('/subject/notices', { page: n === 1 ? null : String(n) }) })}
${await mailboxSection(view, '/subject/notices', typed)}`,
  }
}

/** What a unit or the operator sent, those without proof first; and what it was sent. */
export async function deskNotices(view: ActingView, query: Query): Promise<Page> {
  const { say, tell, href, ports, acting } = view
  const { code, kind } = acting.body!
  const [sent, got] = await Promise.all([store.countBy(ports.database, code), store.countTo(ports.database, code)])
  const [page, toPage] = [pageOf(query.page, sent.all), pageOf(query.to, got.all)]
  const [ours, theirs] = await Promise.all([
    store.by(ports.database, code, perPage, (page - 1) * perPage), store.to(ports.database, code, perPage, (toPage - 1) * perPage),
  ])
  const names = await namesOf(view, [...ours, ...theirs])
  const at = (changed: { page?: number; to?: number }) => {
    const [p, t] = [changed.page ?? page, changed.to ?? toPage]
    return href('/desk/notices', { page: p === 1 ? null : String(p), to: t === 1 ? null : String(t) })
  }
  return {
    title: say('notices.title'), desk: 'notices',
    main: html`${query.done === undefined ? null : notice({ kind: 'done', text: say('notices.done') })}<div class="head top"><h1>${say('notices.title')}</h1></div>
${kind === 'operator' ? null : html`<p><a href="${href('/desk/notices/new')}">${say('notices.write')}</a></p>`}
<section id="sent"><h2>${sent.all === 0 ? say('notices.by-us') : tell('notices.by-us-count', { n: sent.all, waiting: sent.waiting })}</h2>${
  ours.length === 0 ? html`<p class="measure">${say('notices.none-by')}</p>` : letters(view, ours, say('notices.by-us'), { head: say('notices.addressee'), of: (r) => names(r.to_code) })}
${paging(view, { page, perPage, total: sent.all, to: (n) => at({ page: n }) })}</section>
${kind === 'operator' && got.all === 0 ? null : html`<section id="received"><h2>${got.all === 0 ? say('notices.to-us') : tell('notices.to-us-count', { n: got.all })}</h2>${
  theirs.length === 0 ? html`<p class="measure">${say('notices.none-to')}</p>` : letters(view, theirs, say('notices.to-us'), { head: say('notices.from'), of: (r) => names(r.issuer) })}
${paging(view, { page: toPage, perPage, total: got.all, to: (n) => at({ to: n }) })}</section>`}
${await unsentSection(view)}`,
  }
}

type OtherParty = { readonly head: string; readonly of: (row: store.NoticeRow) => Part }
function letters(view: ActingView, rows: readonly store.NoticeRow[], caption: string, other: OtherParty): Html {
  const { say, tell, href, language, acting } = view
  const mine = (row: store.NoticeRow) => row.to_code === acting.body!.code
  return stackTable({
    caption, captionHidden: true, class: 'letters', rows,
    rowClass: (r) => (mine(r) && r.read_on === null ? 'unread' : null),
    columns: [
      { head: say('notices.what'), kind: 'head', cell: (r) => html`<a href="${href(`/notices/${r.notice_id}`)}">${language === 'zh' ? r.title_zh : r.title_en}</a>` },
      { head: say('notices.number'), cell: (r) => String(r.notice_id) },
      { head: other.head, cell: other.of },
      { head: say('notices.issued'), cell: (r) => day(r.issued_on) },
      {
        head: say('notices.state'), cell: (r) => (r.read_on !== null ? tell('notices.read', { day: day(r.read_on) }) : r.received_on !== null
          ? tell('notices.arrived', { day: day(r.received_on) }) : tag('wait', say(mine(r) ? 'notices.unread' : 'notices.waiting'))),
      },
    ],
  })
}

/** Names for the codes of these letters: of the operator, of units, of organisations. */
async function namesOf(view: ActingView, rows: readonly store.NoticeRow[]): Promise<(code: string) => Part> {
  const { ports, language, say } = view
  const codes = [...new Set(rows.flatMap((r) => [r.issuer, r.to_code]))]
  const [known, organisations] = codes.length === 0 ? [[], []] : await Promise.all([units(ports.database), organisationNames(ports.database, codes)])
  const names = new Map<string, Part>(organisations.map((o) => [o.code, chinese(o.name)]))
  for (const u of known) names.set(u.unit_code, language === 'en' && u.name_en !== u.name_zh ? u.name_en : chinese(u.name_zh))
  return (code) => (code === 'operator' ? say('objections.operator') : names.get(code) ?? code)
}
