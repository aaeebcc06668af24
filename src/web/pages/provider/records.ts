/** What the unit's deliveries became, and taking one of it back. */
import { type ProvidedRecord, newestProvided, providedAbout, providedRecord } from '../../../register/ingestion/provided/store.ts'
import { withdrawRecord, type WithdrawalRefusal } from '../../../register/records/acts.ts'
import { readUscc } from '../../../register/subjects/uscc.ts'
import {
  button, buttons, chinese, day, empty, emptyPage, errorSummary, errorTitle, facts, field, type FieldError, form, legalName, notice, printedCode,
  stackTable, tag,
} from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, Answer } from '../../routes.ts'
import { rightsToServe } from '../restoration/rights.ts'
import { desk, itemTitle, recordLink, trail } from './parts.ts'

const perPage = 20

export async function ownRecords(view: ActingView, query: Readonly<Record<string, string>>): Promise<Answer> {
  const { say, href, ports, tell } = view
  const unit = view.acting.body!.code
  const q = (query.q ?? '').trim()
  const code = readUscc(q)
  const byNumber = /^\d{1,15}$/.test(q)
  const before = /^\d{1,15}$/.test(query.before ?? '') ? Number(query.before) : Number.MAX_SAFE_INTEGER
  const wrong = q !== '' && !byNumber && !code.ok
  const one = byNumber ? await providedRecord(ports.database, unit, Number(q)) : null
  const rows = wrong ? [] : byNumber ? (one === null ? [] : [one])
    : code.ok ? await providedAbout(ports.database, unit, code.value.code, before, perPage + 1)
      : await newestProvided(ports.database, unit, before, perPage + 1)
  const shown = rows.slice(0, perPage)
  const withdrawn = /^\d{1,15}$/.test(query.withdrawn ?? '') ? await providedRecord(ports.database, unit, Number(query.withdrawn)) : null
  return {
    title: say('withdrawal.records'), desk,
    main: html`${trail(view, say('withdrawal.records'))}<div class="head"><h1>${say('withdrawal.records')}</h1><p class="lead">${say('withdrawal.records-lead')}</p></div>
${withdrawn === null || withdrawn.existence === 'held' ? null : notice({ kind: 'done', title: say('withdrawal.done-title'), text: tell('withdrawal.done-text', { record: recordLink(view, withdrawn) }) })}
<form class="search" role="search" method="get" action="${href('/desk/deliveries/records')}"><label for="q">${say('withdrawal.find')}</label><p class="hint" id="q-hint">${
      say('withdrawal.find-hint')}</p><div class="searchrow"><input type="search" id="q" name="q" value="${q}" aria-describedby="q-hint" autocomplete="off" spellcheck="false" maxlength="40"><button class="btn">${
      say('withdrawal.find-button')}</button></div></form>
<section class="near">${shown.length === 0 ? empty({ title: say(wrong ? 'withdrawal.unreadable' : q === '' ? 'withdrawal.no-records' : 'withdrawal.no-match'), text: say(wrong ? 'withdrawal.unreadable-text' : q === '' ? 'withdrawal.no-records-text' : 'withdrawal.no-match-text') })
      : html`${list(view, shown)}${rows.length <= perPage && query.before === undefined ? null : html`<nav class="paging" aria-label="${say('part.pages')}"><span>${
        query.before === undefined ? null : html`<a href="${href('/desk/deliveries/records', { q })}">${say('withdrawal.newest')}</a>`}</span><span class="turn">${
        rows.length <= perPage ? null : html`<a rel="next" href="${href('/desk/deliveries/records', { q, before: String(shown.at(-1)!.record_id) })}">${say('part.next')}</a>`}</span></nav>`}`}</section>`,
  }
}

const list = (view: ActingView, rows: readonly ProvidedRecord[]): Html => stackTable<ProvidedRecord>({
  caption: view.say('withdrawal.records'), captionHidden: true, class: 'ownrecords', rows,
  columns: [
    { head: view.say('delivery.record'), kind: 'head', cell: (r) => (r.existence === 'held' ? recordLink(view, r) : r.record_id) },
    { head: view.say('results.organisation'), cell: (r) => legalName(r.subject_name) },
    { head: view.say('delivery.item'), cell: (r) => html`<span class="twoline">${itemTitle(view, r.item_id)}<span class="under2">${chinese(identityOf(r))}</span></span>` },
    { head: view.say('withdrawal.decided'), cell: (r) => day(r.decided_on) },
    { head: view.say('delivery.state'), cell: (r) => stateOf(view, r) },
    { head: html`<span class="vh">${view.say('delivery.action')}</span>`, label: null, cell: (r) => (r.existence !== 'held' ? null
      : html`<a href="${view.href(`/desk/deliveries/records/${r.record_id}`)}">${view.say('withdrawal.withdraw')}<span class="vh"> ${r.record_id}</span></a>`) },
  ],
})

const identityOf = (r: ProvidedRecord): string => r.identity.split('\u001F').filter((part) => part !== '').join('，')

function stateOf({ say }: ActingView, r: ProvidedRecord): Html {
  if (r.existence !== 'held') return tag('ended', say(`withdrawal.${r.existence}`))
  return r.display === 'on-display' ? tag('shown', say('state.on-display')) : tag('ended', say('withdrawal.not-shown'))
}

type Typed = { readonly reason: string; readonly document: string }

export async function withdrawalPage(view: ActingView, record: string): Promise<Page> {
  const found = await ownRecord(view, record)
  if (found === null) return unknownRecord(view)
  const page = formPage(view, found, { reason: '', document: '' }, [])
  return { ...page, main: html`${page.main}${await rightsToServe(view, found)}` }
}

async function ownRecord({ ports, acting }: ActingView, record: string): Promise<ProvidedRecord | null> {
  return /^\d{1,15}$/.test(record) ? providedRecord(ports.database, acting.body!.code, Number(record)) : null
}

function unknownRecord({ say, href }: ActingView): Page {
  const title = say('withdrawal.unknown')
  return { title, desk, status: 404, main: emptyPage({ title, text: say('withdrawal.unknown-text'), way: { href: href('/desk/deliveries/records'), label: say('withdrawal.records') } }) }
}

function formPage(view: ActingView, r: ProvidedRecord, typed: Typed, errors: readonly FieldError[], status = errors.length > 0 ? 422 : 200): Page {
  const { say, href, language, acting } = view
  const title = say('withdrawal.title', { n: String(r.record_id) })
  const errorOf = (name: string) => { const text = errors.find((e) => e.field === name)?.text; return text === undefined ? {} : { error: text } }
  const records = [say('withdrawal.records'), href('/desk/deliveries/records')] as const
  return {
    title: errorTitle(view, title, errors), desk, status, scripts: ['form'],
    main: html`${trail(view, records, say('withdrawal.withdraw'))}<div class="head"><h1>${title}</h1></div>
${facts([
      [say('results.organisation'), html`${legalName(r.subject_name)} ${printedCode(r.subject_code)}`],
      [say('delivery.item'), itemTitle(view, r.item_id)],
      [say('withdrawal.document'), chinese(identityOf(r))],
      [say('withdrawal.decided'), day(r.decided_on)],
      [say('delivery.state'), stateOf(view, r)],
    ])}
<section class="near">${r.existence !== 'held' ? empty({ title: say('withdrawal.before'), text: say('withdrawal.before-text'), way: { href: records[1], label: records[0] } })
      : html`${notice({ text: say('withdrawal.effect') })}<div class="form">${errorSummary(view, errors)}${form(view, { action: `/desk/deliveries/records/${r.record_id}` }, html`
${field(view, { type: 'textarea', name: 'reason', label: say('withdrawal.reason'), hint: say('withdrawal.reason-hint'), value: typed.reason, most: 2000, ...errorOf('reason') })}
${field(view, { type: 'text', name: 'document', label: say('withdrawal.by-document'), hint: say('withdrawal.by-document-hint'), value: typed.document, most: 200, optional: true, ...errorOf('document') })}
<p class="note later">${say('withdrawal.as-unit', { unit: language === 'zh' ? acting.body!.nameZh : acting.body!.nameEn })}</p>
${buttons(button(say('withdrawal.confirm')), html`<a class="btn second" href="${records[1]}">${say('delivery.cancel')}</a>`)}`)}</div>`}</section>`,
  }
}

export async function withdraw(view: ActingView, record: string, sent: URLSearchParams): Promise<Answer> {
  const { say, href, ports, acting } = view
  const found = await ownRecord(view, record)
  if (found === null) return unknownRecord(view)
  const typed: Typed = { reason: (sent.get('reason') ?? '').replaceAll('\r\n', '\n'), document: (sent.get('document') ?? '').trim() }
  const done = await withdrawRecord(ports, {
    subject: found.subject_code, record: found.record_id, provider: acting.body!.code, account: acting.account.id,
    reason: typed.reason.trim(), document: typed.document === '' ? null : typed.document, rule: null,
  })
  if (done.ok) return { redirect: href('/desk/deliveries/records', { withdrawn: String(found.record_id) }) }
  const refusal = done.refusals[0]
  switch (refusal.code satisfies WithdrawalRefusal) {
    case 'reason-missing': return formPage(view, found, typed, [{ field: 'reason', label: say('withdrawal.reason'), text: say('withdrawal.reason-missing') }])
    case 'personal-data': {
      const where = refusal.facts.where === 'document' ? 'document' : 'reason'
      const label = say(where === 'reason' ? 'withdrawal.reason' : 'withdrawal.by-document')
      return formPage(view, found, { ...typed, [where]: '' }, [{ field: where, label, text: say('withdrawal.personal-data') }])
    }
    case 'already-withdrawn': return formPage(view, (await ownRecord(view, record))!, typed, [], 409)
    default: return unknownRecord(view)
  }
}
