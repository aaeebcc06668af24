/** The catalog: every item that may enter, and what is declined with its reason. One item: its columns, its rules, its template. */
import { limitInWords } from '../../calendar/describe.ts'
import { isInForce } from '../../law/in-force.ts'
import type { Limit, Text2 } from '../../law/types.ts'
import type { CatalogField, CatalogItem } from '../../register/catalog/types.ts'
import { unitWord } from '../../register/ingestion/findings.ts'
import { crumb, facts, notice, ruleLink, stackTable } from '../components.ts'
import { html, type Html, join, type Part } from '../html.ts'
import { type Page, stamp, type View } from '../layout.ts'
import { keepTogether, type MessageKey, messages } from '../messages.ts'
import { fault } from './fault.ts'
import { placeOf, spanOf } from './law/parts.ts'

export function catalog(view: View): Page {
  const { say, href, in2, ports } = view
  const law = ports.law()
  const on = ports.today().toString()
  const items = law.catalog.filter((i) => isInForce(i.inForce, on))
  const categories = law.national.catalogCategories.filter((c) => isInForce(c.inForce, on))
  const taken = (category: string) => items.filter((i) => i.category === category && i.scope === 'in')
  const declined: readonly Declined[] = [...categories.filter((c) => c.scope === 'declined'), ...items.filter((i) => i.scope === 'declined')]
  return {
    title: say('catalog.title'), entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], say('catalog.title')])}
<div class="head"><h1>${say('catalog.title')}</h1><p class="lead">${say('catalog.lead')}</p></div>
${categories.filter((c) => c.scope === 'in').map((c) => html`<section class="near"><h2>${in2(c.title)}${c.certainty === 'read' ? null : html` <small class="gap unclear">${
      say(`law.certainty-${c.certainty}`)}</small>`}</h2>${taken(c.id).length === 0 ? html`<p class="note">${say('catalog.none-in-category')}</p>` : itemTable(view, taken(c.id), in2(c.title))}</section>`)}
<section id="declined"><h2>${say('catalog.declined')}</h2><p class="note">${say('catalog.declined-lead')}</p>${stackTable<Declined>({
      caption: say('catalog.declined'), captionHidden: true, rows: declined,
      columns: [
        { head: say('catalog.item'), kind: 'head', cell: (d) => ('fields' in d ? html`<a href="${href(`/catalog/${d.id}`)}">${in2(d.title)}</a>` : in2(d.title)) },
        { head: say('catalog.why'), label: null, cell: (d) => (d.why === null ? '–' : keepTogether(in2(d.why))) },
      ],
    })}</section>
<p class="note later">${stamp(law.stamp)} · <a href="/api/v1/catalog">${say('catalog.json')}</a></p>`,
  }
}
type Declined = { readonly id: string; readonly title: Text2; readonly why: Text2 | null } | CatalogItem

const itemTable = (view: View, items: readonly CatalogItem[], caption: string): Html => stackTable<CatalogItem>({
  caption, captionHidden: true, class: 'catalog', rows: items,
  columns: [
    { head: view.say('catalog.item'), kind: 'head', cell: (i) => html`<a href="${view.href(`/catalog/${i.id}`)}">${view.in2(i.title)}</a>` },
    { head: view.say('catalog.providers'), cell: (i) => providers(view, i) },
    { head: view.say('catalog.mode'), cell: (i) => view.say(`mode.${i.mode}`) },
    { head: view.say('catalog.display'), cell: (i) => shown(view, i) },
  ],
})

export function catalogItem(view: View, id: string): Page {
  const { say, href, in2, ports } = view
  const law = ports.law()
  const on = ports.today().toString()
  const known = law.catalog.filter((i) => i.id === id)
  const item = known.find((i) => isInForce(i.inForce, on)) ?? known.at(-1)
  if (item === undefined) return fault(view, 404, null, {}, href('/catalog'))
  const category = law.national.catalogCategories.find((c) => c.id === item.category)
  const own = item.classes[law.pack.id]
  const inClass = own === undefined ? undefined : law.pack.lists.find((l) => l.id === 'catalog-classes')?.entries.find((e) => e.code === own)
  return {
    title: in2(item.title), entry: 'law',
    main: html`${crumb(view, [[say('menu.law'), href('/law')], [say('catalog.title'), href('/catalog')], in2(item.title)])}
<div class="head"><h1>${in2(item.title)}</h1><p class="lead">${category ? in2(category.title) : null} <span class="mono" translate="no">${item.id}</span></p></div>
${reason(view, item)}
<section class="near">${facts([
      [say('catalog.nature'), say(`nature.${item.nature}`)],
      inClass === undefined ? null : [say('catalog.class'), html`${in2(inClass.text)} ${ruleLink(view, inClass.rule)}`],
      [say('catalog.legal-basis'), keepTogether(in2(item.legalBasis))],
      [say('catalog.providers'), providers(view, item)],
      [say('catalog.mode'), say(`mode.${item.mode}`)],
      [say('catalog.shared'), item.shared.shareable ? in2(item.shared.scope) : say('catalog.not-shared')],
      [say('catalog.display'), html`${shown(view, item)}${'rule' in item.display ? html` ${ruleLink(view, item.display.rule)}` : null}`],
      [say('catalog.retention'), item.retention === null ? html`<span class="gap">${say('catalog.retention-not-set')}</span>` : in2(limitInWords(item.retention))],
      [say('catalog.frequency'), html`${often(view, item.frequency.limit)}${item.frequency.rule === null ? null : html` ${ruleLink(view, item.frequency.rule)}`}`],
      [say('catalog.basis'), join(item.basis.kinds.map((kind) => word(view, `documentkind.${kind}`, kind)), comma(view))],
      item.identity.length === 0 ? null : [say('catalog.identity'), sameRecord(view, item)],
      [say('catalog.layer'), html`${say(item.layer === 'national' ? 'catalog.layer-national' : 'catalog.layer-local')}${item.layer === 'national' ? null : html` ${placeOf(view, item.layer)}`}`],
      [say('law.certainty'), say(`law.certainty-${item.certainty}`)],
    ])}</section>
${item.fields.length === 0 ? null : html`<section><h2>${say('catalog.fields')}</h2>${fieldTable(view, item)}</section>`}
${item.personColumns.length === 0 ? null : html`<section><h2>${say('catalog.person-columns')}</h2><p class="measure">${say('catalog.person-columns-text')}</p><p class="measure note" lang="zh">${item.personColumns.join('、')}</p></section>`}
${item.scope === 'declined' ? null : html`<section><h2>${say('catalog.templates')}</h2>${templates(view, item)}</section>`}
<section><h2>${say('catalog.versions')}</h2>${stackTable<CatalogItem>({
      caption: say('catalog.versions'), captionHidden: true, rows: known,
      columns: [{ head: say('catalog.version'), kind: 'head', cell: (i) => stamp(i.version) }, { head: say('catalog.in-force'), cell: (i) => spanOf(view, i.inForce) }],
    })}<p class="note after"><a href="/api/v1/catalog/${item.id}">${say('catalog.json')}</a></p></section>`,
  }
}

/** Why it is declined; of an item that is taken in, what one should know about it. */
function reason({ say, in2 }: View, { scope, why }: CatalogItem): Html | null {
  if (scope === 'declined') return notice({ title: say('catalog.not-taken'), text: why === null ? '' : in2(why) })
  return why === null ? null : notice({ kind: 'ochre', text: in2(why) })
}

const sameRecord = (view: View, item: CatalogItem): string =>
  view.say('catalog.identity-text', { fields: item.identity.map((name) => fieldTitle(view, item, name)).join(comma(view)) })
const comma = ({ language }: View): string => (language === 'zh' ? '、' : ', ')
const fieldTitle = ({ in2 }: View, { fields }: CatalogItem, name: string): string => in2(fields.find((f) => f.name === name)?.title ?? { zh: name, en: name })

const fieldTable = (view: View, item: CatalogItem): Html => {
  const { say, tell, in2, language } = view
  return stackTable<CatalogField>({
    caption: say('catalog.fields'), captionHidden: true, class: 'itemfields', rows: item.fields,
    columns: [
      { head: say('catalog.field'), kind: 'head', cell: (f) => html`<span lang="zh">${f.name}</span>${f.code === null ? null : html` <span class="mono" translate="no">${f.code}</span>`}` },
      ...(language === 'zh' ? [] : [{ head: say('catalog.meaning'), cell: (f: CatalogField) => in2(f.title) }]),
      { head: say('catalog.type'), cell: (f) => html`${typed(view, f)}${f.alsoCalled === undefined ? null : html`<br><span class="note">${tell('catalog.also', { names: html`<span lang="zh">${f.alsoCalled.join('、')}</span>` })}</span>`}` },
      { head: say('catalog.required'), cell: (f) => say(f.required ? 'catalog.yes' : 'catalog.no') },
      { head: say('catalog.public'), cell: (f) => say(f.public ? 'catalog.public-yes' : 'catalog.public-no') },
    ],
  })
}

function typed({ say, tell, language }: View, f: CatalogField): Part {
  const more = [
    f.unit === undefined ? null : say('catalog.unit', { unit: unitWord(f.unit, language) }),
    f.maxLength === undefined ? null : say('catalog.longest', { n: f.maxLength }),
    f.noEnd === undefined ? null : say('catalog.no-end', { day: f.noEnd }),
  ].filter((m) => m !== null)
  const kind = f.type === 'closed' ? tell('catalog.type-closed', { values: html`<span lang="zh">${(f.values ?? []).join('、')}</span>` }) : say(`catalog.type-${f.type}`)
  return html`${kind}${more.length === 0 ? null : html`<br><span class="note">${more.join(language === 'zh' ? '；' : '; ')}</span>`}`
}

function templates({ say, language }: View, item: CatalogItem): Html {
  const link = (query: Readonly<Record<string, string>>, label: string) =>
    html`<li><a href="/api/v1/catalog/${item.id}/template?${new URLSearchParams({ ...query, lang: language }).toString()}" download>${label}</a></li>`
  return html`<ul class="plain">${link({ format: 'xlsx' }, say('catalog.xlsx'))}${link({ format: 'csv' }, say('catalog.csv'))}${link({ explain: 'true' }, say('catalog.explained'))}</ul>`
}

function shown(view: View, { display }: CatalogItem): Part {
  const { say, tell, in2 } = view
  switch (display.by) {
    case 'severity': return say('catalog.display-severity')
    case 'validity': return tell('catalog.display-validity', { field: html`<span lang="zh">${display.untilField}</span>` })
    case 'period': return say('catalog.display-period', { limit: in2(limitInWords(display.limit)) })
    case 'registration': return say('catalog.display-registration')
    case 'none': return say('catalog.display-none')
  }
}

function often({ say, in2 }: View, limit: Limit): Part {
  if (limit.amount === null) return html`<span class="gap">${say('catalog.frequency-not-set')}</span>`
  return say(limit.type === 'frequency' ? 'catalog.every' : 'catalog.per-record', { limit: in2(limitInWords(limit)) })
}

const providers = (view: View, item: CatalogItem): Part =>
  join(item.providers.map((kind) => word(view, `provider.${kind.replaceAll('/', '-')}`, kind)), comma(view))

/** A deployment's own kinds, and units named by their code, have no word here: they stand as they are written. */
const word = ({ say }: View, key: string, id: string): Part => (key in messages.zh ? say(key as MessageKey) : html`<span class="mono" translate="no">${id}</span>`)
