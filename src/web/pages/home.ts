/** Arrival: one search box, what the register holds today, the law in force, how to check. */
import { logSize } from '../../acts/store.ts'
import { recordsOnDisplay } from '../../register/records/store.ts'
import { subjectCount } from '../../register/subjects/store.ts'
import type { Ports } from '../../ports.ts'
import { day, searchBox } from '../components.ts'
import { html, type Html } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped } from '../messages.ts'

type Counts = { readonly organisations: number; readonly records: number; readonly acts: number }
const counts = new WeakMap<Ports, { readonly minute: string; readonly counts: Promise<Counts> }>()

/** Counted at most once a minute, however many readers arrive. */
function counted(ports: Ports): Promise<Counts> {
  const minute = beijingTime(ports.now())
  const known = counts.get(ports)
  if (known?.minute === minute) return known.counts
  const { database } = ports
  const fresh = Promise.all([subjectCount(database), recordsOnDisplay(database, ports.today().toString()), logSize(database)])
    .then(([organisations, records, acts]): Counts => ({ organisations, records, acts }))
  counts.set(ports, { minute, counts: fresh })
  fresh.catch(() => counts.delete(ports))
  return fresh
}

export async function home(view: View): Promise<Page> {
  const { say, ports, href } = view
  const { organisations, records, acts } = await counted(ports)
  const rows = [[say('home.organisations'), organisations], [say('home.on-display'), records], [say('home.acts'), acts]] as const
  return {
    title: say('home.title'), entry: 'search',
    main: html`<div class="head top"><h1>${say('home.title')}</h1><p class="lead">${say('home.lead')}</p></div>
${searchBox(view)}
<section class="split">
<div>${laws(view)}</div>
<div class="side">
<table class="counts"><caption>${say('home.today')}</caption><tbody>${rows.map(([what, n]) =>
      html`<tr><th scope="row">${what}</th><td class="fig">${grouped(n)}</td></tr>`)}</tbody></table>
<div class="proof"><h2>${say('home.check')}</h2><p class="note">${say('home.check-text')}</p><p class="note"><a href="${href('/verify')}">${
    say('home.check-link')}</a></p></div>
</div>
</section>`,
  }
}

function laws({ ports, say, in2, href }: View): Html {
  const { pack, national } = ports.law()
  const rows = [
    { title: in2(pack.title), from: day(pack.inForce.from), rules: pack.rules, layer: pack.id },
    { title: in2(national.title), from: '–', rules: national.rules, layer: 'national' },
  ]
  return html`<h2>${say('home.law')}</h2>
<table class="stack lawtable"><thead><tr><th>${say('home.law-text')}</th><th>${say('home.law-from')}</th><th class="r">${
    say('home.law-rules')}</th><th class="r">${
    say('home.law-split')}</th></tr></thead><tbody>${rows.map(({ title, from, rules, layer }) => {
    const count = (scope: string) => rules.filter((r) => r.scope === scope).length
    return html`<tr><th scope="row"><a href="${href('/law', { layer })}">${title}</a></th><td><span class="lbl">${
    say('home.law-from')}</span>${from}</td><td class="r"><span class="lbl">${
      say('home.law-rules')}</span>${rules.length}</td><td class="r"><span class="lbl">${say('home.law-split')}</span>${count('in')} / ${
    count('declined')} / ${count('not-software')}</td></tr>`
  })}</tbody></table>
<p class="note">${say('home.law-others')} <a href="${href('/law/compare')}">${say('home.compare')}</a></p>`
}
