/** The archive of an organisation: who it is, what is on display about it, when each record ends, and why. */
import { archiveReaderOf } from '../../register/records/archive.ts'
import { disputeOf, type RecordMark } from '../../register/records/marks.ts'
import type { Page as Asked, Tally } from '../../register/records/page.ts'
import { receiptOf, receiptRecord } from '../../register/records/receipt.ts'
import { type ArchivePage, archivePage, publicRecord } from '../../register/records/store.ts'
import { kindText, type SubjectKind } from '../../register/subjects/kind.ts'
import { hiddenMarks } from '../../register/subjects/look-alikes.ts'
import * as subjects from '../../register/subjects/store.ts'
import { readUscc } from '../../register/subjects/uscc.ts'
import { crumb, day, facts, filters, hash, lanes, legalName, notice, paging, printedCode, receipt, type Lane } from '../components.ts'
import { html, type Html, join } from '../html.ts'
import { type Page, piecesHere, type View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { disputesOf, readDecided, recordPieces, recordWords, type ShownRecord } from '../record-view.ts'
import { fault } from './fault.ts'

const perPage = 20
const furthestPage = 50_000

type Found = { readonly subject: subjects.SubjectRow } | { readonly redirect: string } | Page
export type OrganisationQuery = { readonly category?: string; readonly year?: string; readonly order?: string; readonly page?: string; readonly gone?: string }

/** The organisation of a code in an address; a former code leads to the present one. */
export async function findSubject(view: View, code: string, below = ''): Promise<Found> {
  const { ports } = view
  const subject = await subjects.subject(ports.database, code)
  return subject === null ? elsewhere(view, code, below) : { subject }
}

async function elsewhere(view: View, code: string, below: string): Promise<{ readonly redirect: string } | Page> {
  const { ports, href } = view
  const read = readUscc(code)
  if (!read.ok) return fault(view, 400, 'code', { code })
  const current = read.value.code === code ? await subjects.currentCode(ports.database, code) : read.value.code
  return current === null ? fault(view, 404, 'organisation', { code: read.value.code }) : { redirect: href(`/organisations/${current}${below}`) }
}

export async function organisation(view: View, code: string, query: OrganisationQuery): Promise<Page | { readonly redirect: string }> {
  const { say, href, ports } = view
  const read = archiveReaderOf(ports.law(), ports.today())
  const category = query.category === undefined || query.category === '' ? null : query.category
  const year = /^[12]\d{3}$/.test(query.year ?? '') ? Number(query.year) : null
  const order: Asked['order'] = query.order === 'ending' ? 'ending' : 'newest'
  const page = Math.min(furthestPage, Math.max(1, Math.trunc(Number(query.page)) || 1))
  const asked = { items: category === null ? null : read.itemsOf(category), year, order, limit: perPage, after: null }
  const first = await archivePage(ports, code, { ...asked, offset: (page - 1) * perPage }, perPage)
  if (first === null) return elsewhere(view, code, '')
  // A page beyond the last is the last: records end while a reader turns pages.
  const last = Math.max(1, Math.ceil(first.matching / perPage))
  const subject = subjectOf(code, first.subject)
  const archive = page <= last ? first : (await archivePage(ports, code, { ...asked, offset: (last - 1) * perPage }, perPage))!
  const shown = archive.rows.map((row) => readDecided(view, read, row))
  const disputes = await disputesOf(view, archive.marks, shown.map((record) => record.id))
  return {
    title: subject.name, entry: 'search',
    ...(shown.length === 0 ? {} : { pieces: shown.flatMap((record) => recordPieces(view, code, record, disputes.get(record.id) ?? null)) }),
    main: html`${crumb(view, [[say('menu.search'), href('/')], say('results.organisation')])}
${organisationHead(view, subject)}
${query.gone === undefined ? null : await goneNotice(view, code, query.gone)}
${subject.generated ? generatedNotice(view) : null}
${identity(view, subject)}
${records(view, subject, archive, shown, { category, year, order, page: Math.min(page, last) })}`,
  }
}

export const organisationHead = (view: View, subject: Pick<subjects.SubjectRow, 'name' | 'subject_code'>): Html =>
  html`<div class="head"><h1>${legalName(subject.name)}</h1><p class="under">${printedCode(subject.subject_code)}</p>${nameRemark(view, subject.name)}</div>`

/** A name may hold marks that do not show or letters that look like others: it is shown as registered, and said. */
export function nameRemark({ say }: View, name: string): Html | null {
  const marks = hiddenMarks(name)
  return marks.length === 0 ? null : html`<p class="note measure">${say('organisation.name-marks', { marks: marks.join(' ') })}</p>`
}

export const generatedNotice = ({ say }: View): Html => notice({ title: say('organisation.generated'), text: say('organisation.generated-text') })

/** Of a record whose old link led here. What never was for the public, and what still is on display, is not spoken of. */
async function goneNotice({ say, tell, ports }: View, code: string, id: string): Promise<Html | null> {
  const row = /^[1-9]\d{0,14}$/.test(id) ? await publicRecord(ports, code, Number(id)) : null
  if (row === null) return null
  const state = row.existence === 'erased' ? null : archiveReaderOf(ports.law(), ports.today()).display(row)?.state
  const wasPublic = state === null || state === 'ended' || (row.existence === 'withdrawn' && state === 'on-display')
  return wasPublic ? notice({ title: say('record.gone'), text: tell('organisation.gone-text', { id }) }) : null
}

type Subject = {
  readonly subject_code: string; readonly name: string; readonly kind: string; readonly status: string; readonly status_on: string | null
  readonly name_from: string; readonly established: string | null; readonly generated: boolean; readonly successors: readonly string[]
  readonly beside: {
    readonly formerNames: readonly { name: string; until: string | null }[] | null; readonly formerCodes: readonly { code: string; until: string }[] | null
    readonly predecessors: readonly { code: string; name: string }[] | null; readonly successors: readonly { code: string; name: string }[] | null
  }
}
const subjectOf = (code: string, { subject_name: name, beside, ...row }: ArchivePage['subject']): Subject =>
  ({ ...row, subject_code: code, name, beside: JSON.parse(beside) as Subject['beside'] })

function identity(view: View, subject: Subject): Html {
  const { say, tell, in2, href, language } = view
  const status = say(`status.${subject.status}` as MessageKey)
  const { formerNames, formerCodes, predecessors, successors } = subject.beside
  const until = (name: Html, to: string | null) => (to === null ? name : html`${name}${language === 'zh' ? '（' : ' ('}${
    tell('organisation.until', { day: day(to) })}${language === 'zh' ? '）' : ')'}`)
  const link = (code: string, name: string | undefined) => html`<li><a href="${href(`/organisations/${code}`)}">${
    name === undefined ? code : legalName(name)}</a></li>`
  return html`<section class="near">${facts([
    [say('organisation.status'), subject.status_on === null ? status : tell('status.since', { status, day: day(subject.status_on) })],
    [say('organisation.kind'), in2(kindText[subject.kind as SubjectKind])],
    [say('organisation.established'), subject.established === null ? say('organisation.established-unknown') : day(subject.established)],
    [say('organisation.former-names'), formerNames === null ? say('organisation.no-former-names')
      : join(formerNames.map((n) => until(html`<bdi lang="zh">${n.name}</bdi>`, n.until)), html`<br>`)],
    formerCodes === null ? null
      : [say('organisation.former-codes'), join(formerCodes.map((c) => until(html`<span translate="no">${c.code}</span>`, c.until)), html`<br>`)],
  ], 'wide')}
${subject.name_from === 'mention' ? html`<p class="note measure after">${say('organisation.name-from-mention')}</p>` : null}</section>
${subject.successors.length === 0 || subject.status_on === null ? null : html`<section class="near"><h2>${
    say('organisation.successor')}</h2><p class="measure">${
    tell(subject.status === 'merged' ? 'organisation.merged-into' : 'organisation.split-into', { day: day(subject.status_on) })}</p><ul class="plain after">${
    subject.successors.map((code) => link(code, successors?.find((s) => s.code === code)?.name))}</ul></section>`}
${predecessors === null ? null : html`<section class="near"><h2>${say('organisation.predecessors')}</h2><p class="measure">${
    say('organisation.predecessors-text')}</p><ul class="plain after">${
    predecessors.map((p) => link(p.code, p.name))}</ul></section>`}`
}

type Chosen = { readonly category: string | null; readonly year: number | null; readonly order: Asked['order']; readonly page: number }

function records(view: View, subject: Subject, { tally, matching, rows, marks }: ArchivePage, shown: readonly ShownRecord[], chosen: Chosen): Html {
  const { say, tell, in2, language, ports, href } = view
  const code = subject.subject_code
  const read = archiveReaderOf(ports.law(), ports.today())
  const total = count(tally)
  const api = new URLSearchParams(Object.entries({
    limit: String(perPage), lang: language, category: chosen.category ?? '', year: chosen.year === null ? '' : String(chosen.year),
    order: chosen.order === 'newest' ? '' : chosen.order, offset: chosen.page === 1 ? '' : String((chosen.page - 1) * perPage),
  }).filter(([, value]) => value !== ''))
  const side = html`<ul class="plain noprint"><li><a href="${href('/subject')}">${say('organisation.own')}</a></li><li><a href="${href('/object')}">${say('organisation.object')}</a></li><li><a href="/api/v1/organisations/${code}/archive?${
    api.toString()}">${say('organisation.json')}</a></li><li><a href="${href('/verify')}">${say('organisation.verify')}</a></li></ul>`
  const seen = receiptBlock(view, receiptOf({
    origin: ports.settings.logOrigin, code, name: subject.name, day: read.day, law: read.stamp, total,
    records: shown.map(({ row, display, valuesJson }) => receiptRecord(row, display, valuesJson, disputeOf(marks, row.record_id, read.day))),
  }), rows.length, `/api/v1/organisations/${code}/archive?${api.toString()}`)
  if (total === 0) {
    return html`<section class="split"><div><h2>${say('organisation.nothing')}</h2><p class="note measure after">${
    say('organisation.no-score')}</p></div><div class="side">${side}</div></section>${seen}`
  }
  /** how many are on display, of a category (null: all) and a year (null: any) */
  const among = (category: string | null, year: number | null) =>
    count(tally.filter((t) => (category === null || read.category(t.item_id) === category) && (year === null || t.year === year)))
  const categories = ports.law().national.catalogCategories
    .map((c) => ({ id: c.id, title: in2(c.title), count: among(c.id, null) })).filter((c) => c.count > 0)
  const years = [...new Set(tally.map((t) => t.year))].sort((a, b) => b - a)
  // Choosing another filter begins at the first page.
  const to = (change: Partial<Chosen>) => {
    const next = { ...chosen, page: 1, ...change }
    return `${href(`/organisations/${code}`, {
      category: next.category, year: next.year === null ? null : String(next.year),
      order: next.order === 'newest' ? null : next.order, page: next.page === 1 ? null : String(next.page),
    })}#records`
  }
  return html`<section class="split">
<div><h2>${say('organisation.on-display', { n: total })}</h2>
<p class="measure after">${tell('organisation.counted', {
    list: categories.map((c) => (language === 'zh' ? `${c.title}${c.count}条` : `${c.title} ${c.count}`)).join(language === 'zh' ? '，' : ', ') })}</p>
<p class="note measure after">${say('organisation.no-score')}</p></div>
<div class="side">${side}</div>
</section>
${shown.length === 0 ? null : html`<section><h2>${say('organisation.timeline')}</h2>${
    total > shown.length ? html`<p class="note measure after">${say('organisation.timeline-part', { n: shown.length, total })}</p>` : null}
${lanes(view, { lanes: shown.map((record) => laneOf(view, record, disputeOf(marks, record.id, read.day))), today: ports.today(), name: say('organisation.timeline') })}</section>`}
<section id="records">
<div class="lede-row"><h2>${say('organisation.records')}</h2>${filters(say('organisation.filter'), [
    { href: to({ category: null }), label: say('organisation.all'), count: among(null, chosen.year), chosen: chosen.category === null },
    ...categories.map((c) => ({ href: to({ category: c.id }), label: c.title, count: among(c.id, chosen.year), chosen: chosen.category === c.id })),
  ])}</div>
${total === 1 ? null : html`<div class="narrow noprint">${years.length < 2 ? null : filters(say('organisation.filter-year'), [
    { href: to({ year: null }), label: say('organisation.any-year'), chosen: chosen.year === null },
    ...years.map((year) => ({ href: to({ year }), label: String(year), count: among(chosen.category, year), chosen: chosen.year === year })),
  ])}${filters(say('organisation.sort'), (['newest', 'ending'] as const).map((order) => ({ href: to({ order }), label: say(`organisation.sort-${order}`), chosen: chosen.order === order })))}</div>`}
${shown.length === 0 ? html`<p class="measure">${say('organisation.nothing-here')}</p>` : piecesHere}
${paging(view, { page: chosen.page, perPage, total: matching, to: (n) => to({ page: n }) })}
</section>
${seen}`
}

const count = (tally: readonly Tally[]): number => tally.reduce((n, t) => n + t.records, 0)

function laneOf(view: View, record: ShownRecord, disputed: RecordMark | null): Lane {
  const { startsOn, endsOn, earliestRestorationOn } = record.display
  return {
    href: `#r${record.id}`, ...recordWords(view, record), from: startsOn ?? record.row.received_on, until: endsOn, restorableOn: earliestRestorationOn,
    ...(disputed === null ? {} : { disputed: { from: disputed.since, to: null } }),
  }
}

/** What was shown, so that it can be held against the register later: docs/receipt.md. @param asked address of the same as an answer */
function receiptBlock(view: View, text: string, versions: number, asked: string): Html {
  const { say, ports } = view
  const at = ports.now().toZonedDateTimeISO('Asia/Shanghai')
  return receipt({
    title: say('organisation.receipt'),
    rows: [
      [say('organisation.receipt-time'), html`<span class="nb">${at.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')}</span> ${at.offset}`],
      [say('organisation.receipt-versions'), versions],
      [say('organisation.receipt'), hash(text)],
    ],
    note: say('organisation.receipt-note'),
    verify: { href: view.href('/verify', { q: `${text}\n${asked}` }), label: say('organisation.receipt-verify') },
  })
}
