/** Arrival: one search box, what the register holds today, what ends when, the law in force, how to object and to check. */
import { logSize, newestCheckpoint } from '../../acts/store.ts'
import { endingByMonth, recordsOnDisplay } from '../../register/records/store.ts'
import { subjectCount } from '../../register/subjects/store.ts'
import type { Ports } from '../../ports.ts'
import { day, facts, hash, notice, searchBox, table } from '../components.ts'
import { html, type Html } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped } from '../messages.ts'

type Month = { readonly month: string; readonly records: number }
type Counts = { readonly organisations: number; readonly records: number; readonly tomorrow: number; readonly acts: number; readonly ending: readonly Month[] }
const counts = new WeakMap<Ports, { readonly minute: string; readonly counts: Promise<Counts> }>()

const months = 12

/** Counted at most once a minute, however many readers arrive. */
function counted(ports: Ports): Promise<Counts> {
  const minute = beijingTime(ports.now())
  const known = counts.get(ports)
  if (known?.minute === minute) return known.counts
  const fresh = count(ports)
  counts.set(ports, { minute, counts: fresh })
  // While the first deliveries are read the next reader should see them.
  fresh.then((c) => { if (c.organisations === 0) counts.delete(ports) }, () => counts.delete(ports))
  return fresh
}

async function count(ports: Ports): Promise<Counts> {
  const { database } = ports
  const today = ports.today()
  const [tomorrow, next] = [today.add({ days: 1 }), today.with({ day: 1 }).add({ months: 1 })]
  const [organisations, records, acts, ends, ofTomorrow] = await Promise.all([
    subjectCount(database), recordsOnDisplay(database, today.toString()), logSize(database),
    endingByMonth(database, next.toString(), next.add({ months }).toString()),
    endingByMonth(database, tomorrow.toString(), tomorrow.add({ days: 1 }).toString()),
  ])
  const ending = Array.from({ length: months }, (_, i) => next.add({ months: i }).toString().slice(0, 7))
    .map((month) => ({ month, records: ends.find((end) => end.month === month)?.records ?? 0 }))
  return { organisations, records, acts, ending, tomorrow: ofTomorrow.reduce((n, end) => n + end.records, 0) }
}

export async function home(view: View): Promise<Page> {
  const { say, ports, href } = view
  const [{ organisations, records, tomorrow, acts, ending }, checkpoint] = await Promise.all([counted(ports), newestCheckpoint(ports.database)])
  const rows = [
    [say('home.organisations'), organisations], [say('home.on-display'), records], [say('home.tomorrow'), tomorrow], [say('home.acts'), acts],
  ] as const
  const door = (path: string, title: string, text: string) => html`<div><h2><a href="${href(path)}">${title}</a></h2><p>${text}</p></div>`
  return {
    title: say('home.title'), entry: 'search', scripts: ['search'],
    main: html`<div class="head top"><h1>${say('home.title')}</h1><p class="lead">${say('home.lead')}</p></div>
${searchBox(view)}
${organisations === 0 ? notice({ title: say('home.empty'), text: say('home.empty-text') }) : null}
<section class="split">
<div><h2>${say('home.ending')}</h2>${monthChart(view, ending)}</div>
<div class="side"><table class="counts"><caption>${say('home.today')}</caption><tbody>${rows.map(([what, n]) =>
      html`<tr><th scope="row">${what}</th><td class="fig">${grouped(n)}</td></tr>`)}</tbody></table></div>
</section>
<section><div class="doors">${door('/object', say('home.object'), say('home.object-text'))}${
      door('/restoration', say('home.restore'), say('home.restore-text'))}${door('/verify', say('home.check'), say('home.check-text'))}</div></section>
<section class="split">
<div>${laws(view)}</div>
<div class="side proof"><h2>${say('home.checkpoint')}</h2>${checkpoint === null ? html`<p class="note">${say('footer.no-checkpoint')}</p>` : facts([
      [say('home.signed'), html`<span class="nb">${beijingTime(Temporal.Instant.from(checkpoint.signed_at.replace(' ', 'T')))}</span>`],
      [say('home.acts'), grouped(checkpoint.size)],
      [say('home.root'), hash(checkpoint.root.toString('base64'))],
    ])}<p class="note"><a href="${href('/verify')}">${say('home.check-link')}</a></p></div>
</section>`,
  }
}

const [top, ground, height] = [14, 150, 180]
const [left, width] = [10, 90]

/** Bars in percent of the width, so that the drawing stretches and its words do not; the same as a table below. */
function monthChart(view: View, list: readonly Month[]): Html {
  const { say } = view
  const total = list.reduce((n, m) => n + m.records, 0)
  if (total === 0) return html`<p class="note after">${say('home.ending-none')}</p>`
  const most = Math.max(...list.map((m) => m.records))
  const step = stepOf(most)
  const y = (n: number) => ground - ((ground - top) * n) / most
  const slot = width / list.length
  const at = (i: number) => `${(left + slot * i + slot * 0.2).toFixed(2)}%`
  const name = (month: string) => say('home.month', { month: view.language === 'zh' ? String(Number(month.slice(5))) : month.slice(5) })
  const described = say('home.ending-picture', { first: list[0]!.month, last: list.at(-1)!.month, total, most })
  return html`<figure class="months"><svg width="100%" height="${height}" role="img" aria-label="${described}" focusable="false"><line class="ground" x1="0" x2="100%" y1="${
    ground + 0.5}" y2="${ground + 0.5}"/>${[1, 2, 3].map((n) => n * step).filter((n) => n <= most).map((n) =>
    html`<line class="grid" x1="0" x2="100%" y1="${y(n).toFixed(1)}" y2="${y(n).toFixed(1)}"/><text x="0" y="${(y(n) - 6).toFixed(1)}">${grouped(n)}</text>`)}${list.map(({ records }, i) =>
    html`<rect class="to-come" x="${at(i)}" width="${(slot * 0.6).toFixed(2)}%" y="${y(records).toFixed(1)}" height="${(ground - y(records)).toFixed(1)}"/><rect class="edge" x="${
      at(i)}" width="${(slot * 0.6).toFixed(2)}%" y="${y(records).toFixed(1)}" height="${records === 0 ? 0 : 3}"/>`)}${list.map(({ month }, i) =>
    html`<text x="${(left + slot * (i + 0.5)).toFixed(2)}%" y="172" text-anchor="middle"${i % 2 === 1 ? html` class="thin"` : null}>${name(month)}</text>`)}</svg>
<figcaption class="tiny">${say('home.ending-text', { first: list[0]!.month, last: list.at(-1)!.month })}</figcaption></figure>
<details><summary><span>${say('home.as-table')}</span></summary>${table<Month>({
    caption: say('home.ending'), captionHidden: true, class: 'spans', rows: list,
    columns: [{ head: say('home.column-month'), kind: 'head', cell: (m) => m.month }, { head: say('home.column-records'), kind: 'amount', cell: (m) => grouped(m.records) }],
  })}</details>`
}

/** 1, 2 or 5 times a power of ten: two or three lines below the highest bar. */
function stepOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 2)))
  return [5, 2, 1].map((n) => n * power).find((n) => n * 2 <= most) ?? Math.max(1, Math.floor(most / 2))
}

function laws({ ports, say, in2, href }: View): Html {
  const { pack, national } = ports.law()
  const rows = [
    { title: in2(pack.title), from: day(pack.inForce.from), rules: pack.rules, layer: pack.id },
    { title: in2(national.title), from: '–', rules: national.rules, layer: 'national' },
  ]
  return html`<h2>${say('home.law')}</h2>
<table class="stack lawtable"><caption class="vh">${say('home.law')}</caption><thead><tr><th scope="col">${say('home.law-text')}</th><th scope="col">${
    say('home.law-from')}</th><th scope="col" class="r">${say('home.law-rules')}</th><th scope="col" class="r">${
    say('home.law-split')}</th></tr></thead><tbody>${rows.map(({ title, from, rules, layer }) => {
    const count = (scope: string) => rules.filter((r) => r.scope === scope).length
    return html`<tr><th scope="row"><a href="${href('/law', { layer })}">${title}</a></th><td><span class="lbl">${
    say('home.law-from')}</span>${from}</td><td class="r"><span class="lbl">${
      say('home.law-rules')}</span>${rules.length}</td><td class="r"><span class="lbl">${say('home.law-split')}</span>${count('in')} / ${
    count('declined')} / ${count('not-software')}</td></tr>`
  })}</tbody></table>
<p class="note">${say('home.law-others')} <a href="${href('/law/compare')}">${say('home.compare')}</a></p>`
}
