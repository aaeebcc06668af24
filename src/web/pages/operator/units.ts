/** Providing units: registered, corrected, with what they deliver and through which machines. */
import type { Refusal } from '../../../law/outcome.ts'
import { registerUnit } from '../../../identity/acts.ts'
import { unitByCode } from '../../../identity/store.ts'
import { clientsOf, unitCount, units, type UnitLine } from '../../../register/operation/store.ts'
import { button, chinese, crumb, empty, emptyPage, errorSummary, facts, field, form, paging, printedCode, scroll, stackTable, table, tag } from '../../components.ts'
import { html, type Html, join } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { itemTitle, unitLink } from './names.ts'
import { byAccount, errorOf, errorsOf, moment, pageOf, room, roomPath, typed } from './room.ts'

const perPage = 50
type Field = 'code' | 'nameZh' | 'nameEn' | 'kind' | 'items' | 'contact'

export async function unitsRoom(view: ActingView, asked: Asked): Promise<Page> {
  const { say, href, ports } = view
  const total = await unitCount(ports.database)
  const page = Math.min(pageOf(asked.query), Math.max(1, Math.ceil(total / perPage)))
  const rows = await units(ports.database, perPage, (page - 1) * perPage)
  return room(view, {
    name: 'units', title: say('operator.units-title'), lead: say('operator.units-lead'), asked,
    main: html`<p class="buttons"><a class="btn" href="${href('/desk/operate/units/new')}">${say('operator.unit-new')}</a></p>
${rows.length === 0 ? empty({ title: say('operator.units-none'), text: say('operator.units-none-text') }) : html`${scroll(say('operator.units-title'), unitTable(view, rows))}${
      paging(view, { page, perPage, total, to: (p) => href(roomPath('units'), { page: String(p) }) })}`}`,
  })
}

function unitTable(view: ActingView, rows: readonly UnitLine[]): Html {
  const { say } = view
  return table({
    caption: say('operator.units-title'), captionHidden: true, rows,
    columns: [
      { head: say('operator.unit-name'), kind: 'head', cell: (u) => html`${unitLink(view, u.unit_code, u)}${u.demonstration ? html`<br><small>${say('operator.unit-demonstration')}</small>` : null}` },
      { head: say('operator.unit-code'), cell: (u) => printedCode(u.unit_code) },
      { head: say('operator.unit-items'), cell: (u) => list(view, u.items) },
      { head: say('operator.unit-clients'), kind: 'amount', cell: (u) => String(u.clients) },
      { head: say('operator.unit-last'), cell: (u) => (u.last_delivery === null ? say('operator.unit-never') : moment(u.last_delivery)) },
    ],
  })
}

const list = (view: ActingView, items: readonly string[]): Html =>
  (items.length === 0 ? html`${view.say('operator.none')}` : join(items.map((id) => itemTitle(view, id)), view.language === 'zh' ? '、' : ', '))

export async function unitPage(view: ActingView, { params }: Asked): Promise<Page> {
  const { say, href, ports } = view
  const unit = await unitByCode(ports.database, params.code!)
  if (unit === null) {
    const way = { href: href(roomPath('units')), label: say('operator.room-units') }
    return { title: say('operator.no-such'), desk: 'operate', status: 404, main: emptyPage({ title: say('operator.no-such'), text: say('operator.no-such-text'), way }) }
  }
  const clients = await clientsOf(ports.database, unit.unit_code)
  const name = view.language === 'zh' ? unit.name_zh : unit.name_en
  return room(view, {
    name: 'units', title: name, lead: say('operator.units-lead'),
    main: html`${crumb(view, [[say('operator.room-units'), href(roomPath('units'))], name])}
<section>${facts([
      [say('operator.unit-code'), printedCode(unit.unit_code)],
      [say('operator.unit-name-zh'), chinese(unit.name_zh)], [say('operator.unit-name-en'), unit.name_en],
      [say('operator.unit-kind'), html`<code translate="no">${unit.kind}</code>`], [say('operator.unit-items'), list(view, unit.items)],
      [say('operator.unit-contact'), unit.contact === null ? say('contacts.none') : chinese(unit.contact)],
    ])}
<p class="buttons later"><a href="${href(roomPath('deliveries'), { unit: unit.unit_code })}">${say('operator.unit-deliveries')}</a> <a href="${
      href(roomPath('accounts'), { body: unit.unit_code })}">${say('operator.unit-members')}</a> <a href="${href('/desk/operate/units/new', { code: unit.unit_code })}">${say('operator.unit-new')}</a></p></section>
<section><h2>${say('operator.unit-clients')}</h2>${clients.length === 0 ? html`<p>${say('operator.clients-none')}</p>` : stackTable({
      caption: say('operator.unit-clients'), captionHidden: true, rows: clients,
      columns: [
        { head: say('operator.client'), kind: 'head', cell: (c) => html`<code translate="no">${c.client_id}</code>` },
        { head: say('operator.client-from'), cell: (c) => moment(c.from_at) },
        { head: say('operator.client-until'), cell: (c) => (c.until_at === null ? tag('shown', say('operator.client-in-use')) : moment(c.until_at)) },
      ],
    })}</section>`,
  })
}

/** Empty, or filled in with a registration that is to be corrected. */
export async function newUnit(view: ActingView, asked: Asked, sent?: { readonly values: Readonly<Record<Field, string>>; readonly refusals: readonly Refusal[] }): Promise<Page> {
  const { say, ports } = view
  const known = asked.query.code === undefined ? null : await unitByCode(ports.database, asked.query.code)
  const given: Readonly<Record<Field, string>> = sent?.values
    ?? {
      code: known?.unit_code ?? '', nameZh: known?.name_zh ?? '', nameEn: known?.name_en ?? '', kind: known?.kind ?? '',
      items: known?.items.join(', ') ?? '', contact: known?.contact ?? '',
    }
  const errors = errorsOf(view, sent?.refusals ?? [], {
    'unit-code-invalid': ['code', say('operator.unit-code')], 'name-missing': ['nameZh', say('operator.unit-name-zh')], 'kind-missing': ['kind', say('operator.unit-kind')],
    'no-public-provider': ['kind', say('operator.unit-kind')], 'item-unknown': ['items', say('operator.unit-items')],
    'personal-data': ['contact', say('operator.unit-contact')],
  })
  const text = (name: Field, label: string, more: { hint?: string; mono?: boolean; optional?: boolean } = {}) =>
    field(view, { type: 'text', name, label, value: given[name], error: errorOf(errors, name), most: 1000, ...more })
  return room(view, {
    name: 'units', title: say('operator.unit-new'), lead: say('operator.unit-new-lead'), errors,
    main: form(view, { action: '/desk/operate/units/new' }, html`${errorSummary(view, errors)}
${text('code', say('operator.unit-code'), { mono: true })}
${text('nameZh', say('operator.unit-name-zh'))}
${text('nameEn', say('operator.unit-name-en'), { optional: true })}
${text('kind', say('operator.unit-kind'), { hint: say('operator.unit-kind-hint'), mono: true })}
${text('items', say('operator.unit-items'), { hint: say('operator.unit-items-hint'), mono: true, optional: true })}
${text('contact', say('operator.unit-contact'), { hint: say('operator.unit-contact-hint'), optional: true })}
<p class="buttons">${button(say('operator.unit-new'))}</p>`),
  })
}

export async function doUnit(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'code', 'nameZh', 'nameEn', 'kind', 'items', 'contact')
  const missing = [...(values.nameZh === '' ? ['name-missing'] : []), ...(values.kind === '' ? ['kind-missing'] : [])].map((code): Refusal => ({ code, rule: null, facts: {} }))
  if (missing.length > 0) return newUnit(view, asked, { values, refusals: missing })
  const known = await unitByCode(view.ports.database, values.code)
  const done = await registerUnit(view.ports, {
    code: values.code, kind: values.kind, nameZh: values.nameZh, nameEn: values.nameEn === '' ? values.nameZh : values.nameEn,
    items: values.items.split(/[\s,，、]+/).filter(Boolean), demonstration: known?.demonstration ?? false, contact: values.contact,
  }, byAccount(view))
  return done.ok ? { redirect: view.href(roomPath('units'), { done: 'unit' }) } : newUnit(view, asked, { values, refusals: done.refusals })
}
