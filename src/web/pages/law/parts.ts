/** What the pages of the law share: addresses of packs and articles, scope, answers of the comparison, tests. */
import { limitInWords } from '../../../calendar/describe.ts'
import { packIds } from '../../../law/pack.ts'
import type { LayerId, ParameterValue, Rule, RuleId } from '../../../law/types.ts'
import { articleKey } from '../../../register/law/articles.ts'
import { shippedProofs } from '../../../register/law/store.ts'
import { articleOf, day, ruleHref, stackTable, type Column } from '../../components.ts'
import { html, type Html, join, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'
import { keepTogether, type MessageKey } from '../../messages.ts'

export const layers: readonly LayerId[] = [...packIds, 'national']
export const isLayer = (id: string | undefined): id is LayerId => layers.includes(id as LayerId)
/** The pack in force here first, the others in their order, the national layer last. */
export const layersFromHere = (view: View): readonly LayerId[] => [view.ports.law().pack.id, ...layers.filter((id) => id !== view.ports.law().pack.id)]

export const layerTitle = ({ ports, in2 }: View, id: LayerId): string =>
  in2(id === 'national' ? ports.law().national.title : ports.law().packs[id].title)

/** Guangdong, Xiamen …; the national layer by its own name. */
export const placeOf = ({ ports, in2, say }: View, id: LayerId): string => (id === 'national' ? say('law.national') : in2(ports.law().packs[id].place))

export const packHref = (view: View, id: LayerId): string => view.href(`/law/${id}`)
export const articleHref = (view: View, rule: Pick<Rule, 'id' | 'layer' | 'article'>): string =>
  view.href(`/law/${rule.layer}/articles/${encodeURIComponent(articleKey(rule))}`)

/** Article 46; of the national layer, whose articles were mostly not seen, the text by its name. */
export const articleTitle = (view: View, layer: LayerId, key: string, rules: readonly Rule[]): string =>
  (layer === 'national' ? view.in2(view.ports.law().national.texts[key]!) : articleOf(view, rules[0]!))

export const scopeTag = ({ say }: View, { scope }: Pick<Rule, 'scope'>): Html =>
  html`<span class="tag${scope === 'in' ? null : ' ended'}">${say(`law.scope-${scope}`)}</span>`

export const spanOf = ({ tell }: View, { from, until }: Rule['inForce']): Part =>
  (until !== null ? tell('law.between', { from: day(from), until: day(until) }) : from === '0001-01-01' ? '–' : tell('law.since', { from: day(from) }))

export const mono = (id: string): Html => html`<span class="mono" translate="no">${id}</span>`
export const ruleIds = (view: View, ids: readonly RuleId[]): Html =>
  join(ids.map((id) => html`<a class="mono rid" translate="no" href="${ruleHref(view, id)}">${id}</a>`), ' ')

/** What a pack answers: a number in bold, words, or one of the three gaps by its name; then the rules it rests on. */
export function answered(view: View, value: ParameterValue): Part {
  const { say, in2 } = view
  switch (value.kind) {
    case 'limit': return html`<b>${in2(limitInWords(value.limit))}</b> ${ruleIds(view, [value.rule])}`
    case 'text': return html`${keepTogether(in2(value.text))} ${ruleIds(view, value.rules)}`
    case 'gap': return html`<span class="${value.gap === 'silent' ? 'silent' : 'gap'}">${say(`compare.${value.gap}`)}</span>${
    value.text === null ? null : html`<br>${keepTogether(in2(value.text))}`} ${ruleIds(view, value.rules)}`
  }
}

/** The same as text, for files and pictures. */
export function answeredText({ say, in2 }: Pick<View, 'say' | 'in2'>, value: ParameterValue): string {
  if (value.kind === 'limit') return in2(limitInWords(value.limit))
  if (value.kind === 'text') return in2(value.text)
  return `${say(`compare.${value.gap}`)}${value.text === null ? '' : `${say('part.colon')}${in2(value.text)}`}`
}

/** How many tests name the rule; a dash where this program was installed without them. */
export function testCount({ ports, say }: View, id: RuleId): Part {
  const proofs = shippedProofs(ports.law())
  if (proofs === null) return html`<span class="silent">–</span>`
  const n = proofs.get(id)?.length ?? 0
  return n === 0 ? html`<span class="silent">–</span>` : say('law.tests-count', { n })
}

/** How many of the applied rules at least one test names; a dash where this program was installed without its tests. */
export function provedOf({ ports }: View, rules: readonly Rule[]): Part {
  const proofs = shippedProofs(ports.law())
  return proofs === null ? html`<span class="silent">–</span>` : rules.filter((r) => r.scope === 'in' && proofs.has(r.id)).length
}

/** Rules in a table that stacks on a phone. */
export function ruleTable(view: View, rules: readonly Rule[], caption: string, { article = true }: { readonly article?: boolean } = {}): Html {
  const { say, in2 } = view
  const columns: readonly Column<Rule>[] = [
    { head: say('law.rule'), kind: 'head', class: 'rulecell', cell: (r) => html`<a href="${ruleHref(view, r.id)}">${article ? articleOf(view, r) : mono(r.id)}</a>${article ? html` ${mono(r.id)}` : null}` },
    { head: say('law.says'), label: null, cell: (r) => html`${keepTogether(in2(r.text))}${r.scope === 'declined' && r.why ? html`<span class="whynot">${say('law.why-declined')}${say('part.colon')}${in2(r.why)}</span>` : null}${
      r.certainty === 'read' ? null : html`<span class="gap unclear">${say('law.unclear')}${say('part.colon')}${say(`law.certainty-${r.certainty}`)}</span>`}` },
    { head: say('law.limit'), cell: (r) => limitCell(view, r) },
    { head: say('law.scope'), cell: (r) => scopeTag(view, r) },
    { head: say('law.proofs'), cell: (r) => html`<span class="nb">${testCount(view, r.id)}</span>` },
  ]
  return stackTable<Rule>({ caption, captionHidden: true, class: 'rules', rows: rules, rowId: (r) => r.id, columns })
}

const limitCell = ({ in2 }: View, { limit }: Rule): Part => {
  if (limit === null) return html`<span class="silent">–</span>`
  return html`<span class="nb${limit.amount === null ? ' gap' : null}">${in2(limitInWords(limit))}</span>`
}

/** Scope and count: 适用109 … */
export const scopes = ['in', 'declined', 'not-software'] as const satisfies readonly Rule['scope'][]
export const countOf = (rules: readonly Rule[], scope: Rule['scope']): number => rules.filter((r) => r.scope === scope).length
export const kindWord = ({ say }: Pick<View, 'say'>, { kind }: Rule): string => say(`lawkind.${kind}`)
export const actorWord = ({ say }: Pick<View, 'say'>, { actor }: Rule): string => say(`actor.${actor}` as MessageKey)
export const featureWord = ({ say }: Pick<View, 'say'>, feature: string): string => say(`feature.${feature}` as MessageKey)

/** @returns null for anything but YYYY-MM-DD of a day there is */
export function readDay(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try { return Temporal.PlainDate.from(text, { overflow: 'reject' }) } catch { return null }
}
