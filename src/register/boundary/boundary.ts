/** The boundary as data: packs/boundary.yaml read and checked. Pure: text in. */
import { readYaml } from '../../law/yaml.ts'
import type { PackId, RuleId, Text2 } from '../../law/types.ts'

/** Rules that refuse a thing, by regulation. A regulation that does not name it is absent: the others' then apply. */
export type RulesByPack = Readonly<Partial<Record<PackId, readonly RuleId[]>>>

export type BoundaryCode =
  | 'identity-number' | 'travel-document' | 'mobile-number' | 'person-named' | 'birth-date' | 'minor'
  | 'individual-trader' | 'natural-person' | 'person-column' | 'prohibited-category'

export type FindingText = { readonly rules: RulesByPack; readonly reason: Text2; readonly cure: Text2 | null }

export type Category = {
  readonly id: string
  readonly title: Text2
  readonly rules: RulesByPack
  readonly exact: readonly string[]
  readonly contains: readonly string[]
  readonly labels: readonly string[]
  readonly needsPerson: readonly string[]
  readonly values: readonly string[]
}

export type Boundary = {
  readonly organisationsOnly: RulesByPack
  readonly key: RulesByPack
  readonly findings: Readonly<Record<Exclude<BoundaryCode, 'prohibited-category'>, FindingText>>
  readonly categoryFinding: { readonly reason: Text2; readonly cure: Text2 | null }
  readonly subjectKind: { readonly columns: readonly string[]; readonly naturalPersons: readonly string[]; readonly individualTraders: readonly string[] }
  readonly registrationNumber: { readonly columns: readonly string[]; readonly contains: readonly string[] }
  readonly personColumns: { readonly exact: readonly string[]; readonly contains: readonly string[] }
  readonly birthDate: { readonly columns: readonly string[]; readonly contains: readonly string[]; readonly labels: readonly string[] }
  readonly numbers: readonly { readonly code: 'identity-number' | 'travel-document' | 'mobile-number'; readonly labels: readonly string[] }[]
  readonly names: { readonly labels: readonly string[]; readonly surnames: string }
  readonly personWords: readonly string[]
  readonly categories: readonly Category[]
}

type Node = { readonly [key: string]: unknown }

/** @throws TypeError naming the place where the file is not what it should be: a deployment must not start with half a boundary */
export function parseBoundary(text: string): Boundary {
  const root = node(readYaml(text), 'boundary')
  const findings = list(root, 'findings', 'boundary').map((f, i) => {
    const at = `findings[${i}]`
    const n = node(f, at)
    return [word(n, 'code', at), { rules: rulesOf(n.rules, at), reason: text2(n.reason, at), cure: n.cure === null ? null : text2(n.cure, at) }] as const
  })
  for (const code of codes) if (!findings.some(([c]) => c === code)) throw new TypeError(`boundary: finding ${code} is missing`)
  const group = (key: string) => node(root[key], key)
  return {
    organisationsOnly: rulesOf(group('organisationsOnly').rules, 'organisationsOnly'),
    key: rulesOf(group('key').rules, 'key'),
    findings: Object.fromEntries(findings) as Boundary['findings'],
    categoryFinding: { reason: text2(group('categoryFinding').reason, 'categoryFinding'), cure: text2(group('categoryFinding').cure, 'categoryFinding') },
    subjectKind: {
      columns: words(group('subjectKind'), 'columns'),
      naturalPersons: words(group('subjectKind'), 'naturalPersons'),
      individualTraders: words(group('subjectKind'), 'individualTraders'),
    },
    registrationNumber: { columns: words(group('registrationNumber'), 'columns'), contains: words(group('registrationNumber'), 'contains') },
    personColumns: { exact: words(group('personColumns'), 'exact'), contains: words(group('personColumns'), 'contains') },
    birthDate: { columns: words(group('birthDate'), 'columns'), contains: words(group('birthDate'), 'contains'), labels: words(group('birthDate'), 'labels') },
    numbers: list(root, 'numbers', 'boundary').map((n) => {
      const it = node(n, 'numbers')
      return { code: word(it, 'code', 'numbers') as Boundary['numbers'][number]['code'], labels: words(it, 'labels') }
    }),
    names: { labels: words(group('names'), 'labels'), surnames: word(group('names'), 'surnames', 'names') },
    personWords: words(root, 'personWords'),
    categories: list(root, 'categories', 'boundary').map((c, i) => {
      const at = `categories[${i}]`
      const n = node(c, at)
      return {
        id: word(n, 'id', at), title: text2(n.title, at), rules: rulesOf(n.rules, at), exact: words(n, 'exact'), contains: words(n, 'contains'),
        labels: words(n, 'labels'), needsPerson: n.needsPerson === undefined ? [] : words(n, 'needsPerson'), values: words(n, 'values'),
      }
    }),
  }
}

const codes: readonly string[] = [
  'identity-number', 'travel-document', 'mobile-number', 'person-named', 'birth-date', 'minor', 'individual-trader', 'natural-person', 'person-column',
]

/**
 * The rules a finding names under one regulation; where that regulation names none, those of all the others: the
 * strictest list is everyone's boundary (ln-14, hn-18b).
 */
export function rulesUnder(rules: RulesByPack, pack: PackId | null): readonly RuleId[] {
  const own = pack === null ? undefined : rules[pack]
  return own ?? Object.values(rules).flat()
}

function node(value: unknown, at: string): Node {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError(`boundary: ${at} is not a mapping`)
  return value as Node
}
function list(n: Node, key: string, at: string): readonly unknown[] {
  const value = n[key]
  if (!Array.isArray(value)) throw new TypeError(`boundary: ${at}.${key} is not a list`)
  return value
}
const words = (n: Node, key: string): readonly string[] => list(n, key, key).map(String)
function word(n: Node, key: string, at: string): string {
  const value = n[key]
  if (typeof value !== 'string' || value === '') throw new TypeError(`boundary: ${at}.${key} is not a text`)
  return value
}
function text2(value: unknown, at: string): Text2 {
  const n = node(value, at)
  return { zh: word(n, 'zh', at), en: word(n, 'en', at) }
}
function rulesOf(value: unknown, at: string): RulesByPack {
  return Object.fromEntries(Object.entries(node(value, at)).map(([pack, rule]) => [pack, (Array.isArray(rule) ? rule : [rule]).map(String)]))
}
