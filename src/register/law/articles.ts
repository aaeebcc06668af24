/** The texts as a reader goes through them: articles in order, what rests on each, rules found by their words. Pure. */
import { nationalText } from '../../law/rule.ts'
import type { Law, LayerId, Parameter, ParameterValue, Rule, RuleId } from '../../law/types.ts'

export type Article = { readonly key: string; readonly rules: readonly Rule[] }
export type RuleQuery = {
  /** words in either language, an id, an article; all of them must be found */
  readonly text?: string | undefined
  readonly layer?: LayerId | null | undefined
  readonly scope?: Rule['scope'] | null | undefined
  readonly feature?: string | null | undefined
  readonly article?: string | undefined
}

export const rulesOf = (law: Law, layer: LayerId): readonly Rule[] => (layer === 'national' ? law.national : law.packs[layer]).rules

/**
 * What stands for an article in an address. National rules were mostly seen without their articles; there it is the
 * text itself, as their ids name it: `36` in `nat-36-general`.
 */
export const articleKey = (rule: Pick<Rule, 'id' | 'layer' | 'article'>): string =>
  (rule.layer === 'national' ? nationalText(rule.id) : rule.article)

/** In the order of the text. */
export const articlesOf = (law: Law, layer: LayerId): readonly Article[] =>
  [...Map.groupBy(rulesOf(law, layer), articleKey)].map(([key, rules]) => ({ key, rules }))

export type Answered = { readonly parameter: Parameter; readonly value: ParameterValue }

/** Questions of the comparison that a pack answers with one of these rules. */
export function parametersOn(law: Law, layer: LayerId, rules: readonly RuleId[]): readonly Answered[] {
  if (layer === 'national') return []
  const wanted = new Set(rules)
  return law.parameters.flatMap((parameter) => {
    const value = law.packs[layer].parameters[parameter.key]
    return value !== undefined && rulesBehind(value).some((id) => wanted.has(id)) ? [{ parameter, value }] : []
  })
}

export const rulesBehind = (value: ParameterValue): readonly RuleId[] => (value.kind === 'limit' ? [value.rule] : value.rules)

export function findRules(rules: readonly Rule[], { text = '', layer, scope, feature, article = '' }: RuleQuery): Rule[] {
  const words = text.toLowerCase().split(/[\s,，、]+/).filter((word) => word !== '')
  const said = (r: Rule) => `${r.id}\n${r.text.zh}\n${r.text.en}\n${r.why?.zh ?? ''}\n${r.why?.en ?? ''}`.toLowerCase()
  return rules.filter((r) => (!layer || r.layer === layer) && (!scope || r.scope === scope) && (!feature || r.feature === feature)
    && (article === '' || articleKey(r) === article || r.article === article) && words.every((word) => said(r).includes(word)))
}

/** `Given …, when …, then …` or `假如…，当…，那么…。` in its three parts; null where the line is written in another way. */
export function acceptance(line: string): readonly [given: string, when: string, then: string] | null {
  const parts = /^(?:Given (.+?),? when (.+?),? then (.+)|假如(.+?)，当(.+?)，那么(.+))$/s.exec(line)?.slice(1).filter((part) => part !== undefined) ?? null
  return parts === null ? null : [parts[0]!, parts[1]!, parts[2]!]
}
