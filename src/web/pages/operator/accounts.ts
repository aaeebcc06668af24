/** Who may act for whom, and who is signed in. People appear here as users alone, under the name their issuer gives. */
import { accountCount, accounts, membersByBody, type AccountLine } from '../../../register/operation/store.ts'
import { endAccountSessions } from '../../../register/operation/acts.ts'
import { button, chinese, day, empty, emptyPage, form, paging, stackTable, table } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import type { MemberRole } from '../../../identity/acting.ts'
import { operatorBody } from '../../../identity/members.ts'
import { unitName } from './names.ts'
import { byAccount, moment, pageOf, room, roomPath } from './room.ts'

const perPage = 50

export async function accountsRoom(view: ActingView, asked: Asked): Promise<Page> {
  const { say, href, ports } = view
  const today = ports.today().toString()
  const body = asked.query.body ?? null
  const total = await accountCount(ports.database, today, body)
  const page = Math.min(pageOf(asked.query), Math.max(1, Math.ceil(total / perPage)))
  const [rows, bodies] = await Promise.all([
    accounts(ports.database, { today, now: ports.now().toString(), body, limit: perPage, offset: (page - 1) * perPage }), membersByBody(ports.database, today),
  ])
  return room(view, {
    name: 'accounts', title: say('operator.accounts-title'), lead: say('operator.accounts-lead'), asked,
    main: html`<section><h2>${say('operator.members-by-unit')}</h2>${bodies.length === 0 ? html`<p>${say('operator.none')}</p>` : table({
      caption: say('operator.members-by-unit'), captionHidden: true, rows: bodies,
      columns: [
        { head: say('operator.unit-name'), kind: 'head', cell: (b) => html`<a href="${href(roomPath('accounts'), { body: b.body_code })}"${
          b.body_code === body ? html` aria-current="true"` : null}>${bodyName(view, b)}</a>` },
        { head: say('operator.members'), kind: 'amount', cell: (b) => String(b.members) },
      ],
    })}</section>
<section><div class="lede-row"><h2>${say('operator.room-accounts')}</h2>${body === null ? null : html`<a href="${href(roomPath('accounts'))}">${say('operator.state-all')}</a>`}</div>
${rows.length === 0 ? empty({ title: say('operator.accounts-none'), text: say('operator.accounts-none-text') }) : html`${accountTable(view, rows)}${
      paging(view, { page, perPage, total, to: (p) => href(roomPath('accounts'), { body, page: String(p) }) })}`}</section>`,
  })
}

function bodyName(view: ActingView, b: { readonly body_code: string; readonly name_zh: string | null; readonly name_en: string | null }): Part {
  if (b.name_zh === null) return b.body_code === 'operator' ? unitName(view, { name_zh: operatorBody.nameZh, name_en: operatorBody.nameEn }) : b.body_code
  return unitName(view, { name_zh: b.name_zh, name_en: b.name_en ?? b.name_zh })
}

function accountTable(view: ActingView, rows: readonly AccountLine[]): Html {
  const { say } = view
  return stackTable({
    caption: say('operator.room-accounts'), captionHidden: true, rows, rowId: (a) => `account-${a.account_id}`,
    columns: [
      { head: say('operator.account'), kind: 'head', cell: (a) => say('operator.by-account', { id: String(a.account_id) }) },
      { head: say('operator.account-name'), cell: (a) => (a.name === '' ? '–' : /\p{Script=Han}/u.test(a.name) ? chinese(a.name) : html`<bdi>${a.name}</bdi>`) },
      { head: say('operator.account-bodies'), cell: (a) => (a.memberships.length === 0 ? say('operator.none') : join(a.memberships.map((m) =>
        view.tell(m.until_on === null ? 'operator.account-since' : 'operator.account-between', {
          body: bodyName(view, m), role: say(`role.${m.role as MemberRole}`), from: day(m.from_on), until: m.until_on === null ? '' : day(m.until_on),
        })), html`<br>`)) },
      { head: say('operator.account-sessions'), cell: (a) => html`${a.sessions}${a.signed_in_at === null ? null : html` · ${moment(a.signed_in_at)}`}${a.sessions === 0 ? null
        : form(view, { action: `/desk/operate/accounts/${a.account_id}/sign-out`, label: `${say('operator.account-end')} ${a.account_id}` },
          button(html`${say('operator.account-end')}<span class="vh"> ${say('operator.by-account', { id: String(a.account_id) })}</span>`, { second: true }))}` },
    ],
  })
}

export async function doSignOut(view: ActingView, { params }: Asked): Promise<Answer> {
  const { say, href } = view
  const done = /^\d{1,15}$/.test(params.account!) ? await endAccountSessions(view.ports, byAccount(view), Number(params.account)) : null
  if (done?.ok) return { redirect: href(roomPath('accounts'), { done: 'sessions' }) }
  const way = { href: href(roomPath('accounts')), label: say('operator.room-accounts') }
  return { title: say('operator.no-such'), desk: 'operate', status: 404, main: emptyPage({ title: say('operator.no-such'), text: say('operator.no-such-text'), way }) }
}
