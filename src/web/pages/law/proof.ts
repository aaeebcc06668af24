/** What stands behind rules: the questions they answer, the case they are held to, the tests that prove them, periods entered. */
import { limitInWords } from '../../../calendar/describe.ts'
import type { LayerId, Rule, RuleId } from '../../../law/types.ts'
import { periodsEntered } from '../../../register/deadlines/acts.ts'
import { acceptance, parametersOn } from '../../../register/law/articles.ts'
import { type Proof, proofsOf } from '../../../register/law/proofs.ts'
import { shippedProofs } from '../../../register/law/store.ts'
import { facts, notice, ruleHref, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { View } from '../../layout.ts'
import { answered, mono } from './parts.ts'

export function answeredBy(view: View, layer: LayerId, ids: readonly RuleId[]): Html | null {
  const { say, in2, href, ports } = view
  const rows = parametersOn(ports.law(), layer, ids)
  if (rows.length === 0) return null
  return html`<section><h2>${say('law.parameters')}</h2><p class="note">${say('law.parameters-lead')}</p>${stackTable({
    caption: say('law.parameters'), captionHidden: true, rows,
    columns: [
      { head: say('law.question'), kind: 'head', cell: ({ parameter: p }) => html`<a href="${href('/law/compare', { group: p.key[0]! })}#${p.key}">${in2(p.title)}</a>` },
      { head: say('law.answer'), label: null, cell: ({ value }) => answered(view, value) },
    ],
  })}</section>`
}

/** The cases rules are held to: given, when, then. */
export function acceptances({ say, in2, href }: View, rules: readonly Rule[]): Html | null {
  const held = rules.filter((r) => r.accept !== null)
  if (held.length === 0) return null
  return html`<section><h2>${say('law.accept')}</h2>${held.map((r) => {
    const parts = acceptance(in2(r.accept!))
    return html`<div class="case">${rules.length === 1 ? null : html`<h3><a class="mono" translate="no" href="${ruleHref({ href }, r.id)}">${r.id}</a></h3>`}${parts === null ? html`<p>${in2(r.accept!)}</p>`
      : facts((['law.given', 'law.when', 'law.then'] as const).map((key, i) => [say(key), parts[i]] as const))}</div>`
  })}</section>`
}

export function testsOf(view: View, ids: readonly RuleId[]): Html {
  const { say, tell, ports } = view
  const proofs = shippedProofs(ports.law())
  const head = html`<h2>${say('law.tests')}</h2>`
  if (proofs === null) return html`<section id="tests">${head}<p class="measure">${say('law.tests-absent')}</p></section>`
  const rows = proofsOf(proofs, ids)
  if (rows.length === 0) return html`<section id="tests">${head}<p class="measure">${say('law.tests-none')}</p></section>`
  return html`<section id="tests">${head}<p class="note">${tell('law.tests-lead', { id: ids.join(', ') })}</p>${stackTable<Proof>({
    caption: say('law.tests'), captionHidden: true, class: 'tests', rows,
    columns: [
      { head: say('law.test-title'), kind: 'head', cell: (p) => html`<span lang="en" translate="no">${p.title}</span>` },
      { head: say('law.test-file'), label: null, cell: (p) => mono(p.file) },
    ],
  })}</section>`
}

/** For rules whose text gives no number: what an office entered here, or that nobody has. */
export async function rulePeriods({ say, tell, in2, ports }: View, rules: readonly Rule[]): Promise<Html | null> {
  const open = rules.filter((r) => r.limit !== null && r.limit.amount === null)
  if (open.length === 0) return null
  const entered = await periodsEntered(ports)
  return html`${open.map((rule) => {
    const own = entered.filter((p) => p.rule === rule.id)
    return html`<div class="after">${notice({
      kind: 'ochre', title: html`${say('state.not-set')} ${mono(rule.id)}`,
      text: own.length === 0 ? say('law.limit-none') : html`${own.map((p) => tell('law.limit-entered', {
        limit: in2(limitInWords({ ...rule.limit!, amount: p.amount, unit: p.unit })), from: p.from, office: p.office, basis: p.basis,
      }))}`,
    })}</div>`
  })}`
}
