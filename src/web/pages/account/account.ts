/** Who I am here, for whom I may act, and where I am signed in. */
import { leaveBody } from '../../../identity/members.ts'
import { declineOffer, takeOffer } from '../../../identity/offers.ts'
import { membershipsOf, account as accountRow, type MembershipRow, type OfferRow, offersTo, type OwnMembershipRow } from '../../../identity/members-store.ts'
import { idleLife } from '../../../identity/sessions.ts'
import { chooseBody, endOtherSessions, endSession, sessionsOf, standingOf } from '../../../identity/sessions-store.ts'
import { bodyOf } from '../../../identity/sessions.ts'
import { localPath } from '../../../identity/sign-in.ts'
import { demonstrationMark } from '../../../demonstration/accounts.ts'
import { button, buttons, day, empty, emptyPage, facts, form, notice, stackTable, tag } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import { beijingTime, type Page, type View } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { memberNow } from './member-now.ts'
import { bodyName, personName, rowBodyName } from './person.ts'

/** Why these pages are read with the application's database. */
export const ofAccount = 'what is an account’s own belongs to none of the bodies it acts for'

export const accountHome: readonly SignedRoute[] = [
  { path: '/account', enter: [], whole: ofAccount, get: (view, { query }) => accountPage(view, query.done) },
  {
    path: '/account/sessions', enter: [],
    get: (view) => ({ redirect: view.href('/account') }),
    async post(view, { form: typed }) {
      const { database } = view.ports
      const [account, own, now] = [Number(view.acting.account.id), Number(view.acting.sessionId), view.ports.now().toString()]
      const named = typed.get('session') ?? ''
      if (named === 'others') await endOtherSessions(database, account, own, now)
      else if (/^\d{1,15}$/.test(named)) await endSession(database, account, Number(named), now)
      // Its own session, ended from the list, is a sign-out.
      return { redirect: Number(named) === own ? view.href('/') : view.href('/account', { done: 'session' }) }
    },
  },
  {
    path: '/account/offers', enter: [],
    get: (view) => ({ redirect: view.href('/account') }),
    async post(view, { form: typed, request }) {
      const [account, offer] = [Number(view.acting.account.id), numberIn(typed, 'offer')]
      if (typed.get('answer') !== 'take') return { redirect: view.href('/account', { done: await declineOffer(view.ports, account, offer) ? 'declined' : null }) }
      const taken = await takeOffer(view.ports, account, offer)
      return taken.ok ? memberNow(view, request, taken.value) : accountPage(view, undefined, taken.refusals[0].code)
    },
  },
  {
    path: '/account/leave', enter: [],
    get: (view) => ({ redirect: view.href('/account') }),
    async post(view, { form: typed }) {
      const account = Number(view.acting.account.id)
      const left = await leaveBody(view.ports, account, numberIn(typed, 'membership'))
      return left.ok ? { redirect: view.href('/account', { done: 'left' }) } : accountPage(view, undefined, left.refusals[0].code)
    },
  },
  {
    path: '/account/choose', enter: [], whole: ofAccount,
    get: (view, { query }) => choosePage(view, query.next === undefined ? view.href('/desk') : localPath(query.next)),
    async post(view, { form: typed }) {
      const next = localPath(typed.get('next'))
      const bodies = await standingOf(view.ports.database, Number(view.acting.account.id), view.ports.today().toString())
      const chosen = bodies.find((b) => b.body_code === typed.get('body'))
      if (!chosen) return choosePage(view, next, true)
      await chooseBody(view.ports.database, Number(view.acting.sessionId), bodyOf(chosen))
      return { redirect: next }
    },
  },
]

const numberIn = (typed: URLSearchParams, name: string): number => (/^\d{1,15}$/.test(typed.get(name) ?? '') ? Number(typed.get(name)) : 0)

async function accountPage(view: ActingView, done: string | undefined, refused?: string): Promise<Page> {
  const { say, tell, ports, acting } = view
  const id = Number(acting.account.id)
  const now = ports.now()
  const at = now.toString()
  const [own, memberships, offers, sessions] = await Promise.all([
    accountRow(ports.database, id), membershipsOf(ports.database, id), offersTo(ports.database, id, at),
    sessionsOf(ports.database, id, at, now.subtract(idleLife).toString()),
  ])
  const issuer = own!.issuer === demonstrationMark ? say('account.demonstration-account') : html`<span class="mono">${own!.issuer}</span>`
  return {
    title: say('account.link'), scripts: ['form'], status: refused === undefined ? 200 : 422,
    main: html`<div class="head top"><h1>${say('account.link')}</h1></div>
${done === 'session' ? notice({ kind: 'done', text: say('account.session-ended') }) : null}${done === 'left' ? notice({ kind: 'done', text: say('account.left') }) : null}${
  done === 'declined' ? notice({ kind: 'done', text: say('account.declined') }) : null}${refused === undefined ? null : html`<div class="notice error" id="errors" tabindex="-1"><div role="alert"><p>${say(`account.refused-${refused}` as MessageKey)}</p></div></div>`}
${facts([
    [say('account.name'), personName(view, acting.account.name, acting.account.id)],
    [say('account.number'), tell('account.number-text', { account: acting.account.id })],
    [say('account.vouched'), issuer],
    acting.body && [say('account.now-for'), html`<b>${bodyName(view, acting.body)}</b>`],
  ])}
${offersSection(view, offers)}
<p><a href="${view.href('/account/security')}">${say('security.title')}</a></p>
${form(view, { action: '/sign-out' }, buttons(button(say('account.sign-out'), { second: true })))}
<section><h2>${say('account.bodies')}</h2>${memberships.length === 0
    ? empty({ title: say('account.no-body'), text: say('account.no-body-text') })
    : html`${stackTable({
      caption: say('account.bodies-caption'), captionHidden: true, rows: memberships,
      columns: [
        { head: say('account.body'), kind: 'head', cell: (m) => rowBodyName(view, m) },
        { head: say('account.role'), cell: (m) => say(`role.${m.role}`) },
        { head: say('account.from'), cell: (m) => day(m.from_on) },
        { head: say('account.until'), cell: (m) => lastDay(view, m) },
        { head: say('account.state'), cell: (m) => membershipState(view, m) },
        { head: say('account.leave'), label: null, cell: (m) => (m.ended_at !== null ? null : leaveButton(view, m)) },
      ],
    })}${acting.bodies > 1 || (acting.bodies > 0 && acting.body === null) ? html`<p class="after"><a href="${view.href('/account/choose')}">${say('account.choose-another')}</a></p>` : null}`}</section>
<section><h2>${say('account.sessions')}</h2><p class="measure">${say('account.sessions-text')}</p>${stackTable({
    caption: say('account.sessions'), captionHidden: true, rows: sessions,
    columns: [
      { head: say('account.browser'), kind: 'head', cell: (s) => html`${s.agent || say('account.browser-unknown')}${String(s.session_id) === acting.sessionId ? html` – <b>${say('account.this-session')}</b>` : null}` },
      { head: say('account.since'), cell: (s) => moment(s.created_at) },
      { head: say('account.seen'), cell: (s) => moment(s.seen_at) },
      { head: say('account.end'), label: null, cell: (s) => sessionEnd(view, s.session_id) },
    ],
  })}${sessions.length > 1 ? form(view, { action: '/account/sessions' }, buttons(button(say('account.end-others'), { second: true, name: 'session', value: 'others' }))) : null}</section>`,
  }
}

/** What waits for the person's own yes or no. */
function offersSection(view: ActingView, offers: readonly OfferRow[]): Html {
  const { say } = view
  return offers.length === 0 ? html`` : html`<section id="offers" class="near"><h2>${say('account.offers')}</h2><p class="measure">${say('account.offers-text')}</p>${stackTable({
    caption: say('account.offers'), captionHidden: true, rows: offers,
    columns: [
      { head: say('account.body'), kind: 'head', cell: (o) => rowBodyName(view, o) },
      { head: say('account.role'), cell: (o) => say(`role.${o.role}`) },
      { head: say('account.from'), cell: (o) => day(o.from_on) },
      { head: say('account.until'), cell: (o) => lastDay(view, o) },
      { head: say('account.answer'), label: null, cell: (o) => form(view, { action: '/account/offers', label: `${say('account.answer')} ${o.invitation_id}` },
        html`<input type="hidden" name="offer" value="${o.invitation_id}"><p class="buttons">${(['take', 'decline'] as const).map((answer) =>
          html`<button class="btn${answer === 'take' ? '' : ' second'}" name="answer" value="${answer}">${say(`account.offer-${answer}`)}<span class="vh"> ${rowBodyName(view, o)} ${say(`role.${o.role}`)}</span></button> `)}</p>`) },
    ],
  })}</section>`
}

const leaveButton = (view: View, m: OwnMembershipRow): Html => form(view, { action: '/account/leave' },
  html`<button class="btn second" name="membership" value="${m.membership_id}">${view.say('account.leave')}<span class="vh"> ${rowBodyName(view, m)} ${view.say(`role.${m.role}`)}</span></button>`)

const sessionEnd = (view: View, id: number): Html => form(view, { action: '/account/sessions' },
  html`<button class="btn second" name="session" value="${id}">${view.say('account.end')}<span class="vh"> ${view.say('account.session-number', { n: String(id) })}</span></button>`)

export const moment = (text: string): Html => html`<span class="nb">${beijingTime(Temporal.Instant.from(text))}</span>`

export const lastDay = ({ say }: View, { until_on }: { readonly until_on: string | null }): Html => (until_on === null ? html`${say('account.no-last-day')}` : day(until_on))

export function membershipState({ say, ports }: View, m: Pick<MembershipRow, 'from_on' | 'until_on' | 'ended_at'>): Html {
  const today = ports.today().toString()
  if (m.ended_at !== null || (m.until_on !== null && m.until_on < today)) return tag('ended', say('account.state-ended'))
  return m.from_on > today ? tag('wait', say('account.state-to-come')) : tag('shown', say('account.state-stands'))
}

async function choosePage(view: ActingView, next: string, unknown = false): Promise<Page> {
  const { say, ports, acting } = view
  const bodies = await standingOf(ports.database, Number(acting.account.id), ports.today().toString())
  const title = say('account.choose')
  if (bodies.length === 0) {
    const way = { href: view.href('/account'), label: say('account.link') }
    return { title: say('account.no-body'), status: 403, main: emptyPage({ title: say('account.no-body'), text: say('account.no-body-text'), way }) }
  }
  return {
    title, status: unknown ? 422 : 200, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1></div><p class="measure">${say('account.choose-text')}</p>
${form(view, { action: '/account/choose', id: 'choose' }, html`<input type="hidden" name="next" value="${next}"><div class="field"><fieldset><legend>${say('account.act-for')}</legend>${
    unknown ? html`<p class="err">${say('part.error')}${say('account.choose-unknown')}</p>` : null}${
    bodies.map((b, i) => html`<div class="pick"><input type="radio" id="body-${i}" name="body" value="${b.body_code}" aria-describedby="body-${i}-hint"${
      b.body_code === acting.body?.code || (acting.body === null && i === 0) ? html` checked` : null}><label for="body-${i}">${rowBodyName(view, b)}</label><p class="hint" id="body-${i}-hint">${
      b.roles.map((role) => say(`role.${role}`)).join(say('account.and'))}</p></div>`)}</fieldset></div>${buttons(button(say('account.go-on')))}`)}`,
  }
}
