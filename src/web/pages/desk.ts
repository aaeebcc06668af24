/** Where one lands after signing in: what waits for the body acted for, most urgent first, and all its desks. */
import { doubtfulWaiting } from '../../register/boundary/stated/store.ts'
import { owedBy, owedTo, rowsReturnedTo, type Waiting } from '../../register/deadlines/waiting/store.ts'
import { countTo } from '../../register/notices/store.ts'
import { chinese, day, empty, stackTable, tag } from '../components.ts'
import { type Desk, inGroups, openDesks } from '../desks.ts'
import { html, type Html, join, type Part } from '../html.ts'
import type { Page } from '../layout.ts'
import type { ActingView, Answer, SignedRoute } from '../routes.ts'

/** What waits at a desk, in words; the earlier the day, the further up. */
type Line = { readonly desk: Desk; readonly late: number; readonly next: string; readonly words: Part }
const never = '9999-12-31'

async function landing(view: ActingView): Promise<Answer> {
  const { ports, acting, href } = view
  const { body } = acting
  if (body === null) return { redirect: href(acting.bodies > 0 ? '/account/choose' : '/account', acting.bodies > 0 ? { next: href('/desk') } : {}) }
  const open = openDesks(acting)
  const today = ports.today().toString()
  const own = body.kind === 'organisation'
  const delivers = open.some((desk) => desk.key === 'delivery.desk')
  const [owed, awaited, { unread }, rows, doubtful] = await Promise.all([
    owedBy(ports.database, body.code, today), own ? owedTo(ports.database, body.code, today) : [], countTo(ports.database, body.code),
    delivers ? rowsReturnedTo(ports.database, body.code) : 0,
    delivers ? doubtfulWaiting(ports.database, body.code) : 0,
  ])
  const lines = open.flatMap((desk): Line[] => {
    if (desk.key === 'notices.title') return unread === 0 ? [] : [{ desk, late: 0, next: never, words: view.tell('desks.letters', { n: unread }) }]
    if (desk.key === 'delivery.desk') return rows === 0 ? [] : [{ desk, late: 0, next: never, words: returnedWords(view, rows, doubtful) }]
    // An organisation's cases wait for the offices; what it owes itself is to deal with copies it received.
    const found = (own && desk.group === 'own' ? awaited : owed).find((w) => w.kind === desk.clock)
    return found === undefined ? [] : [{ desk, late: found.late, next: found.next_on ?? never, words: waits(view, found, own, own && desk.group === 'own') }]
  }).toSorted((a, b) => Number(b.late > 0) - Number(a.late > 0) || (a.next < b.next ? -1 : a.next > b.next ? 1 : 0))
  return page(view, open, lines)
}

const returnedWords = ({ tell }: ActingView, rows: number, doubtful: number): Html =>
  (doubtful === 0 ? tell('desks.rows', { n: rows }) : joined(tell('desks.rows', { n: rows }), tell('delivery.doubtful-waiting', { n: doubtful })))

/** Cinnabar is for offices: what an organisation has let pass is said in ink. */
function waits({ tell }: ActingView, w: Waiting, own: boolean, others: boolean): Html {
  if (others) return joined(tell('desks.under-way', { n: w.cases }), w.next_on === null ? null : tell('desks.under-way-next', { day: day(w.next_on) }))
  const late = tell('desks.late', { n: w.late })
  return joined(tell('desks.count', { n: w.cases }), w.late === 0 ? null : own ? late : tag('late', late), w.next_on === null ? null : tell('desks.next', { day: day(w.next_on) }))
}
const joined = (...parts: readonly (Html | null)[]): Html => html`<span class="waits">${join(parts.filter((p) => p !== null).map((p) => html`<span>${p}</span>`), ' ')}</span>`

function page(view: ActingView, open: readonly Desk[], lines: readonly Line[]): Page {
  const { say, href, acting, language } = view
  const { nameZh, nameEn } = acting.body!
  const head = acting.body!.kind === 'organisation' ? 'desks.own-waiting' : 'desks.waiting'
  const link = (desk: Desk) => html`<a href="${href(desk.path)}">${say(desk.key)}</a>`
  return {
    title: say('desks.title'), desk: '',
    main: html`<div class="head top"><h1>${say('desks.title')}</h1><p class="lead">${language === 'zh' || nameEn === nameZh ? chinese(nameZh) : nameEn}</p></div>
<section><h2>${say(head)}</h2>${lines.length === 0 ? empty({ title: say('desks.nothing'), text: say('desks.nothing-text') }) : stackTable<Line>({
      caption: say(head), captionHidden: true, class: 'waiting', rows: lines,
      columns: [
        { head: say('account.desks'), kind: 'head', cell: (l) => link(l.desk) },
        { head: say(head), label: null, cell: (l) => l.words },
      ],
    })}</section>
<section class="alldesks"><h2>${say('desks.all')}</h2><div class="groups">${inGroups(open).map(([group, own]) => html`<div><h3>${say(`desks.group-${group}`)}</h3><ul class="plain">${
      own.map((desk) => html`<li>${link(desk)}<p>${say(desk.about)}</p></li>`)}</ul></div>`)}</div></section>`,
  }
}

export const deskPage: SignedRoute = { path: '/desk', enter: [], get: landing }
