/** Who acts for the body: members, those who were, and how another joins. */
import type { Acting, Body, MemberRole } from '../../../identity/acting.ts'
import { invite, invitationOf, join, newCode } from '../../../identity/invitations.ts'
import { endMembership, rolesOf } from '../../../identity/members.ts'
import { offerMembership } from '../../../identity/offers.ts'
import { dropInvitation, membersOf, openInvitations, saveAccount } from '../../../identity/members-store.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { button, buttons, day, emptyPage, errorSummary, errorTitle, facts, field, form, notice, stackTable, type FieldError } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { type Page, type View } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { readDay } from '../operator/room.ts'
import { lastDay, membershipState, moment, ofAccount } from './account.ts'
import { memberNow } from './member-now.ts'
import { bodyByCode, bodyName, personName } from './person.ts'

type At = ActingView & { readonly acting: Acting & { readonly body: Body } }
const by = ({ acting }: At) => ({ actor: acting.body.code, account: acting.account.id })

export const memberPages: readonly SignedRoute[] = [
  {
    path: '/desk/members', enter: ['administer'],
    get: (view, { query }) => membersPage(view as At, { done: query.done }),
    post: (view, { form: typed }) => (typed.get('how') === 'named' ? addNamed(view as At, typed) : makeLink(view as At, typed)),
  },
  {
    path: '/desk/members/end', enter: ['administer'],
    get: (view) => ({ redirect: view.href('/desk/members') }),
    async post(plain, { form: typed }) {
      const view = plain as At
      const { ports, acting, href, say } = view
      const number = Number(typed.get('membership'))
      const ended = await endMembership(ports, by(view), acting.body, Number.isSafeInteger(number) ? number : 0)
      if (!ended.ok) return membersPage(view, { fault: say(`account.refused-${ended.refusals[0].code}`) })
      return { redirect: href('/desk/members', { done: 'ended' }) }
    },
  },
  {
    path: '/desk/members/withdraw', enter: ['administer'],
    get: (view) => ({ redirect: view.href('/desk/members') }),
    async post({ ports, acting, href }, { form: typed }) {
      const number = Number(typed.get('invitation'))
      await dropInvitation(ports.database, Number.isSafeInteger(number) ? number : 0, acting.body!)
      return { redirect: href('/desk/members', { done: 'withdrawn' }) }
    },
  },
  {
    path: '/account/join', enter: [], perMinute: 30, whole: ofAccount,
    get: (view, { query }) => joinPage(view, query.code ?? ''),
    async post(view, { form: typed, request }) {
      const code = typed.get('code') ?? ''
      const joined = await join(view.ports, code, Number(view.acting.account.id))
      if (!joined.ok) return joinPage(view, code, joined.refusals[0].code)
      return memberNow(view, request, joined.value)
    },
  },
]

const typedDay = (typed: URLSearchParams, name: string): string | undefined => typed.get(name)?.trim() || undefined
const typedRole = (typed: URLSearchParams): MemberRole => (typed.get('role') ?? '') as MemberRole

async function makeLink(view: At, typed: URLSearchParams): Promise<Page> {
  const { ports, acting } = view
  const made = await invite(ports, {
    body: acting.body, role: typedRole(typed), from: typedDay(typed, 'from'), until: typedDay(typed, 'until') ?? null, by: Number(acting.account.id),
  }, typed.get('code') ?? '')
  return made.ok ? membersPage(view, { link: `${ports.settings.address}${view.href('/account/join', { code: made.value })}` })
    : membersPage(view, { typed, at: 'link', errors: errorsOf(view, 'link', typed, made.refusals[0]) })
}

async function addNamed(view: At, typed: URLSearchParams) {
  const { ports, acting, say } = view
  const [issuer, subject] = [typed.get('issuer')?.trim() ?? '', typed.get('subject')?.trim() ?? '']
  const missing: FieldError[] = [
    ...(issuer === '' || issuer.length > 300 ? [{ field: 'issuer', label: say('account.issuer'), text: say('account.issuer-missing') }] : []),
    ...(subject === '' || subject.length > 300 ? [{ field: 'subject', label: say('account.subject'), text: say('account.subject-missing') }] : []),
  ]
  if (missing.length > 0) return membersPage(view, { typed, at: 'named', errors: missing })
  // The account is there whether or not its person was ever here: the answer tells nothing about that.
  const account = await saveAccount(ports.database, { issuer, subject, name: '', at: ports.now().toString(), signedIn: false })
  const offered = await offerMembership(ports, { account: Number(acting.account.id) }, {
    account, body: acting.body, role: typedRole(typed), from: typedDay(typed, 'from'), until: typedDay(typed, 'until') ?? null,
  })
  return offered.ok ? { redirect: view.href('/desk/members', { done: 'offered' }) }
    : membersPage(view, { typed, at: 'named', errors: errorsOf(view, 'named', typed, offered.refusals[0]) })
}

/** Days that do not fit are said at each that is no day; where both are, at the last, which the first and today bound. */
function errorsOf({ say }: View, at: 'link' | 'named', typed: URLSearchParams, refusal: Refusal): readonly FieldError[] {
  const unread = (['from', 'until'] as const).filter((name) => typedDay(typed, name) !== undefined && readDay(typedDay(typed, name)!) === null)
  const places = refusal.code !== 'days-unfit' ? ['role'] as const : unread.length > 0 ? unread : ['until'] as const
  return places.map((where) => ({ field: `${at}-${where}`, label: say(`account.${where}`), text: say(`account.refused-${refusal.code}` as MessageKey) }))
}

type Shown = {
  readonly done?: string | undefined
  readonly link?: string
  readonly fault?: string
  readonly at?: 'link' | 'named'
  readonly typed?: URLSearchParams
  readonly errors?: readonly FieldError[]
}

async function membersPage(view: At, shown: Shown): Promise<Page> {
  const { say, tell, ports, acting } = view
  const [members, invitations] = await Promise.all([
    membersOf(ports.database, acting.body), openInvitations(ports.database, acting.body, ports.now().toString()),
  ])
  const done = ['ended', 'withdrawn', 'offered'].includes(shown.done ?? '') ? say(`account.done-${shown.done}` as MessageKey, { body: bodyName(view, acting.body) }) : null
  const errors = shown.errors ?? []
  const ofForm = (at: 'link' | 'named') => (shown.at === at ? errors : [])
  return {
    title: errorTitle(view, say('account.members'), shown.fault ? [0] : errors), desk: 'members', scripts: ['form'], status: errors.length > 0 || shown.fault ? 422 : 200,
    main: html`<div class="head top"><h1>${say('account.members')}</h1></div><p class="measure">${tell('account.members-text', { body: html`<b>${bodyName(view, acting.body)}</b>` })}</p>
${done === null ? null : notice({ kind: 'done', text: done })}
${shown.fault ? html`<div class="notice error" id="errors" tabindex="-1"><div role="alert"><p>${shown.fault}</p></div></div>` : null}
${shown.link === undefined ? null : html`<div class="notice" role="status"><h2>${say('account.link-made')}</h2><p>${say('account.link-made-text')}</p><p class="mono" translate="no" id="link">${shown.link}</p></div>`}
<section class="near">${stackTable({
    caption: say('account.members'), captionHidden: true, rows: members, class: 'even',
    columns: [
      { head: say('account.member'), kind: 'head', cell: (m) => html`${personName(view, m.name, m.account_id)}<br>${say('account.number-short', { account: String(m.account_id) })}` },
      { head: say('account.role'), cell: (m) => say(`role.${m.role}`) },
      { head: say('account.from'), cell: (m) => day(m.from_on) },
      { head: say('account.until'), cell: (m) => lastDay(view, m) },
      { head: say('account.state'), cell: (m) => membershipState(view, m) },
      { head: say('account.end'), label: null, cell: (m) => (m.ended_at !== null ? null : form(view, { action: '/desk/members/end' },
        html`<button class="btn second" name="membership" value="${m.membership_id}">${say('account.end')}<span class="vh"> ${say('account.membership-number', { n: String(m.membership_id) })}</span></button>`)) },
    ],
  })}</section>
<section><h2>${say('account.invite')}</h2><p class="measure">${say('account.invite-text')}</p>
<div class="form">${form(view, { action: '/desk/members', id: 'link-form', label: say('account.invite') }, html`${errorSummary(view, ofForm('link'))}<input type="hidden" name="how" value="link"><input type="hidden" name="code" value="${newCode(ports)}">
${whatAndWhen(view, 'link', shown)}${buttons(button(say('account.make-link')))}`)}</div>
${invitations.length === 0 ? null : html`<div class="later">${stackTable({
      caption: say('account.open-links'), rows: invitations,
      columns: [
        { head: say('account.role'), kind: 'head', cell: (i) => say(`role.${i.role}`) },
        { head: say('account.offered-to'), cell: (i) => (i.account_id === null ? say('account.offered-link') : say('account.number-short', { account: String(i.account_id) })) },
        { head: say('account.from'), cell: (i) => day(i.from_on) },
        { head: say('account.until'), cell: (i) => lastDay(view, i) },
        { head: say('account.link-until'), cell: (i) => moment(i.expires_at) },
        { head: say('account.withdraw'), label: null, cell: (i) => form(view, { action: '/desk/members/withdraw' },
          html`<button class="btn second" name="invitation" value="${i.invitation_id}">${say('account.withdraw')}<span class="vh"> ${say('account.link-number', { n: String(i.invitation_id) })}</span></button>`) },
      ],
    })}</div>`}</section>
<section><h2>${say('account.add-named')}</h2><p class="measure">${say('account.add-named-text')}</p>
<div class="form">${form(view, { action: '/desk/members', id: 'named-form', label: say('account.add-named') }, html`${errorSummary(view, ofForm('named'))}<input type="hidden" name="how" value="named">
${field(view, { type: 'text', name: 'issuer', label: say('account.issuer'), hint: say('account.issuer-hint'), value: valueOf(shown, 'named', 'issuer'), mono: true, most: 300, error: errorOf(shown, 'issuer') })}
${field(view, { type: 'text', name: 'subject', label: say('account.subject'), hint: say('account.subject-hint'), value: valueOf(shown, 'named', 'subject'), mono: true, most: 300, error: errorOf(shown, 'subject') })}
${whatAndWhen(view, 'named', shown)}${buttons(button(say('account.add'), { second: true }))}`)}</div></section>`,
  }
}

const valueOf = ({ at, typed }: Shown, form: 'link' | 'named', name: string): string => (at === form ? typed?.get(name) ?? '' : '')
const errorOf = ({ errors = [] }: Shown, id: string): FieldError['text'] | undefined => errors.find((e) => e.field === id)?.text

function whatAndWhen(view: At, at: 'link' | 'named', shown: Shown): Html {
  const { say, acting, ports } = view
  const value = (name: string) => valueOf(shown, at, name)
  return html`${field(view, {
    type: 'radio', name: 'role', id: `${at}-role`, label: say('account.role'), value: value('role') || (rolesOf(acting.body.kind).length === 1 ? rolesOf(acting.body.kind)[0]! : ''),
    choices: rolesOf(acting.body.kind).map((role) => ({ value: role, label: say(`role.${role}`) })), error: errorOf(shown, `${at}-role`),
  })}${field(view, { type: 'date', name: 'from', id: `${at}-from`, label: say('account.from'), hint: say('account.from-hint'), value: shown.at === at ? value('from') : ports.today().toString(), error: errorOf(shown, `${at}-from`) })}${
    field(view, { type: 'date', name: 'until', id: `${at}-until`, label: say('account.until'), hint: say('account.until-hint'), optional: true, value: value('until'), error: errorOf(shown, `${at}-until`) })}`
}

async function joinPage(view: ActingView, code: string, refused?: string): Promise<Page> {
  const { say, tell, ports, href } = view
  const row = await invitationOf(ports, code)
  const body = row && await bodyByCode(ports, row.body_code)
  if (!row || !body) {
    const title = say('account.join-gone')
    return { title, status: 410, main: emptyPage({ title, text: say('account.join-gone-text'), way: { href: href('/account'), label: say('account.link') } }) }
  }
  const title = say('account.join')
  return {
    title, scripts: ['form'], status: refused ? 422 : 200,
    main: html`<div class="head top"><h1>${title}</h1></div>
${refused ? html`<div class="notice error" id="errors" tabindex="-1"><div role="alert"><p>${say(`account.refused-${refused}` as MessageKey)}</p></div></div>` : null}
<p class="measure">${tell('account.join-text', { body: html`<b>${bodyName(view, body)}</b>` })}</p>
${facts([
    [say('account.body'), bodyName(view, body)], [say('account.role'), say(`role.${row.role}`)], [say('account.from'), day(row.from_on)], [say('account.until'), lastDay(view, row)],
    [say('account.you'), personName(view, view.acting.account.name, view.acting.account.id)],
  ])}
${form(view, { action: '/account/join' }, html`<input type="hidden" name="code" value="${code}">${buttons(button(say('account.join-do')))}`)}`,
  }
}
