/** The operator's day: what is due, what ran, what wants a look. */
import { dailyRun } from '../../../register/retention/acts.ts'
import { runCount, runs, type DailyRunRow } from '../../../register/retention/store.ts'
import { standing, type Standing } from '../../../register/operation/acts.ts'
import { button, day as dayOf, empty, facts, form, paging, scroll, stackTable, table, tag } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { Page, View } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { outcomeWord } from './log.ts'
import { bytesWords, moment, pageOf, room, roomPath, spanWords, type RoomName } from './room.ts'

export async function day(view: ActingView, asked: Asked): Promise<Page> {
  const { say, href, ports } = view
  const now = await standing(ports)
  return room(view, {
    name: 'day', title: say('operator.day-title'), lead: say('operator.day-lead'), asked,
    main: html`<section><div class="lede-row"><h2>${say('operator.look')}</h2><a href="${href('/desk/operate')}">${say('operator.refresh')}</a></div>${look(view, now)}</section>
<section><h2>${say('operator.run')}</h2><p class="note measure">${say('operator.run-lead')}</p>
${facts([
    [say('operator.closed'), now.dayClosed === null ? say('operator.never-closed') : dayOf(now.dayClosed)],
    now.run && [say('operator.last-run'), html`${moment(now.run.started_at)} · ${askedBy(view, now.run)}`],
    now.run && [say('operator.last-did'), didWhat(view, now.run)],
    now.run && now.run.days_missed > 0 ? [say('operator.missed'), say('operator.missed-days', { n: now.run.days_missed })] : null,
  ])}
<p class="buttons later"><a class="btn second" href="${href('/desk/operate/run')}">${say('operator.run-now')}</a> <a href="${href('/desk/operate/runs')}">${say('operator.all-runs')}</a></p></section>
<section><h2>${say('operator.due')}</h2>${now.due.length === 0 ? html`<p>${say('operator.due-none')}</p>` : dueTable(view, now)}</section>
<p class="note later">${say('operator.version', { version: now.version, postgres: now.database.version })}</p>`,
  })
}

function dueTable({ say }: View, { due, day: today }: Standing): Html {
  return table({
    caption: say('operator.due'), captionHidden: true, rows: due,
    columns: [
      { head: say('operator.due-day'), kind: 'head', cell: (d) => html`${dayOf(d.on)}${d.on < today ? html` ${tag('late', say('operator.due-over'))}` : null}` },
      { head: say('operator.due-ending'), kind: 'amount', cell: (d) => String(d.ending) },
      { head: say('operator.due-starting'), kind: 'amount', cell: (d) => String(d.starting) },
    ],
  })
}

type Looked = { readonly what: string; readonly room: RoomName; readonly stands: Part; readonly attend: boolean }

/** In the order in which an operator would look. Nothing here is a fault of an organisation: only of the register and of offices. */
function look(view: View, now: Standing): Html {
  const { say, href } = view
  const { log, database } = now
  const overdue = now.dayClosed === null || Temporal.PlainDate.from(now.dayClosed).until(Temporal.PlainDate.from(now.day)).days > 0
  const n = (state: string) => now.deliveries[state] ?? 0
  const rows: Looked[] = [
    { what: say('operator.what-run'), room: 'day', attend: overdue || (now.run?.failure ?? null) !== null,
      stands: now.run === null ? say('operator.never-closed') : didWhat(view, now.run) },
    { what: say('operator.what-deliveries'), room: 'deliveries', attend: n('failed') > 0,
      stands: say('operator.stands-deliveries', { running: n('running') + n('receiving'), waiting: n('waiting'), failed: n('failed') }) },
    { what: say('operator.what-feeds'), room: 'clocks', attend: now.lateFeeds.length > 0, stands: say('operator.stands-feeds', { late: now.lateFeeds.length, feeds: now.feeds }) },
    { what: say('operator.what-log'), room: 'log', attend: log.pending.lagSeconds > mostLag,
      stands: say('operator.stands-log', { size: log.size, pending: log.pending.acts, lag: spanWords(view, log.pending.lagSeconds) }) },
    ...(now.unreadable.length === 0 ? [] : [{
      what: say('operator.unreadable'), room: 'incidents' as const, attend: true, stands: say('operator.stands-unreadable', { acts: now.unreadable.map((a) => a.act_id).join(', ') }),
    }]),
    { what: say('operator.what-audit'), room: 'log', attend: log.audit === null || log.audit.outcome === 'faulty',
      stands: log.audit === null ? say('operator.stands-no-audit')
        : view.tell('operator.stands-audit', { when: moment(log.audit.started_at), outcome: outcomeWord(view, log.audit) }) },
    { what: say('operator.what-calendar'), room: 'law', attend: monthsLeft(now) < calendarMonths,
      stands: say('operator.stands-calendar', { edition: now.calendar.edition, until: now.calendar.lastCertainDay }) },
    { what: say('operator.what-returned'), room: 'deliveries', attend: now.returnedPeriod === null,
      stands: now.returnedPeriod === null ? say('operator.stands-not-set') : say('operator.stands-returned', { days: now.returnedPeriod.days }) },
    { what: say('operator.what-database'), room: 'day', attend: database.connections > database.most * 0.9,
      stands: say('operator.stands-database', { size: bytesWords(database.bytes), connections: database.connections, most: database.most }) },
    ...(now.disk === null ? [] : [{ what: say('operator.what-disk'), room: 'day' as const, attend: now.disk.freeBytes < now.disk.reserveBytes * 2,
      stands: say(now.disk.short ? 'operator.stands-disk-short' : 'operator.stands-disk', { free: bytesWords(now.disk.freeBytes), reserve: bytesWords(now.disk.reserveBytes) }) }]),
  ]
  return stackTable({
    caption: say('operator.look'), captionHidden: true, rows,
    columns: [
      { head: say('operator.look-what'), kind: 'head', cell: (r) => (r.room === 'day' ? r.what : html`<a href="${href(roomPath(r.room))}">${r.what}</a>`) },
      { head: say('operator.look-stands'), cell: (r) => r.stands },
      { head: say('operator.look-state'), cell: (r) => (r.attend ? tag('wait', say('operator.attend')) : tag('ended', say('operator.fine'))) },
    ],
  })
}

// Engineering values: when the console says that something wants a look.
const mostLag = 60
const calendarMonths = 2
const monthsLeft = (now: Standing): number =>
  Temporal.PlainDate.from(now.day).until(Temporal.PlainDate.from(now.calendar.lastCertainDay), { largestUnit: 'months' }).months

const askedBy = ({ say }: View, run: DailyRunRow): string =>
  (run.asked_by === 'clock' ? say('operator.by-clock') : run.asked_by === 'command' ? say('operator.by-command') : say('operator.by-operator', { id: run.account_id ?? '' }))

function didWhat(view: View, run: DailyRunRow): Html {
  const { say, tell } = view
  if (run.failure !== null) return html`${tag('late', run.failure === 'broken-off' ? say('operator.broken-off') : say('operator.run-failed', { failure: run.failure }))}`
  if (run.ended_at === null) return html`${say('operator.running')}`
  const parts: Part[] = [
    tell('operator.run-counts', { ended: run.expired, began: run.started, recomputed: run.recomputed, removed: run.removed, missed: run.missed }),
    ...(run.late > 0 ? [say('operator.run-late', { n: run.late })] : []),
    ...(run.looked_at === null ? [] : [tell('operator.looked', { at: moment(run.looked_at) })]),
  ]
  return join(parts, html`<br>`)
}

const perPage = 50

export async function runsPage(view: ActingView, { query }: Asked): Promise<Page> {
  const { say, href, ports } = view
  const total = await runCount(ports.database)
  const page = Math.min(pageOf(query), Math.max(1, Math.ceil(total / perPage)))
  const rows = await runs(ports.database, perPage, (page - 1) * perPage)
  return room(view, {
    name: 'day', title: say('operator.runs-title'), lead: say('operator.runs-lead'),
    main: rows.length === 0 ? empty({ title: say('operator.runs-none'), text: say('operator.runs-none-text') }) : html`${scroll(say('operator.runs-title'), table({
      caption: say('operator.runs-title'), captionHidden: true, rows,
      columns: [
        { head: say('operator.run-day'), kind: 'head', cell: (r) => dayOf(r.day) },
        { head: say('operator.run-at'), cell: (r) => html`${moment(r.started_at)}${r.ended_at === null ? null : html` – ${moment(r.ended_at)}`}` },
        { head: say('operator.run-by'), cell: (r) => askedBy(view, r) },
        { head: say('operator.missed'), kind: 'amount', cell: (r) => (r.days_missed === 0 ? say('operator.none') : say('operator.missed-days', { n: r.days_missed })) },
        { head: say('operator.run-did'), cell: (r) => didWhat(view, r) },
      ],
    }))}${paging(view, { page, perPage, total, to: (p) => href('/desk/operate/runs', { page: String(p) }) })}`,
  })
}

export async function runNow(view: ActingView): Promise<Page> {
  const { say, href, ports } = view
  const today = ports.today().toString()
  const due = (await standing(ports)).due.filter((d) => d.on <= today)
  const sum = (of: 'ending' | 'starting') => due.reduce((n, d) => n + d[of], 0)
  return room(view, {
    name: 'day', title: say('operator.run-title'), lead: say('operator.run-lead'),
    main: form(view, { action: '/desk/operate/run' }, html`<p>${say('operator.run-what', { ended: sum('ending'), began: sum('starting') })}</p>
<p class="buttons later">${button(say('operator.run-confirm'))} <a href="${href('/desk/operate')}">${say('operator.back')}</a></p>`),
  })
}

export async function doRun(view: ActingView): Promise<Answer> {
  await dailyRun(view.ports, { by: 'operator', account: view.acting.account.id })
  return { redirect: view.href('/desk/operate', { done: 'run' }) }
}
