/** The boundary as data: packs/boundary.yaml read and checked. Pure: text in. */
import { readYaml } from '../../law/yaml.ts'
import type { PackId, RuleId, Text2 } from '../../law/types.ts'

/** Rules that refuse a thing, by regulation. A regulation that does not name it is absent: the others' then apply. */
export type RulesByPack = Readonly<Partial<Record<PackId, readonly RuleId[]>>>

export type BoundaryCode =
  | 'identity-number' | 'travel-document' | 'mobile-number' | 'person-named' | 'birth-date' | 'minor'
  | 'individual-trader' | 'natural-person' | 'person-column' | 'bank-card' | 'person-document' | 'person-data' | 'markup' | 'prohibited-category'

/** Numbers that a label tells. */
export type LabelledNumber = 'identity-number' | 'travel-document' | 'mobile-number' | 'bank-card' | 'person-document' | 'individual-trader'

export type FindingText = { readonly rules: RulesByPack; readonly reason: Text2; readonly cure: Text2 | null }

export type Category = {
  readonly id: string
  /** `person-data`: no regulation lists it by name; its rules are that finding's */
  readonly code: 'prohibited-category' | 'person-data'
  readonly title: Text2
  readonly rules: RulesByPack
  readonly exact: readonly string[]
  readonly contains: readonly string[]
  readonly labels: readonly string[]
  readonly needsPerson: readonly string[]
  readonly values: readonly string[]
  /** how the fact is told without a label: `words` call for a look, `pattern` is what the sentence then holds */
  readonly facts: readonly Fact[]
}
/**
 * `person`: it counts only of a person; `bodily`: no organisation has the like, so that a faint subject (其, 当事人) counts as a doubt;
 * `doubt`: its words are too common to be certain of anybody but who is named.
 */
export type Fact = {
  readonly words: readonly string[]; readonly pattern: string; readonly person: boolean; readonly bodily: boolean; readonly doubt: boolean
}
export type Weighted = { readonly weight: number; readonly characters: string }
export type ColumnWords = { readonly exact: readonly string[]; readonly contains: readonly string[] }

export type Boundary = {
  readonly organisationsOnly: RulesByPack
  readonly key: RulesByPack
  readonly findings: Readonly<Record<Exclude<BoundaryCode, 'prohibited-category'>, FindingText>>
  readonly categoryFinding: { readonly reason: Text2; readonly cure: Text2 | null }
  readonly subjectKind: { readonly columns: readonly string[]; readonly naturalPersons: readonly string[]; readonly individualTraders: readonly string[] }
  readonly registrationNumber: { readonly columns: readonly string[]; readonly contains: readonly string[] }
  readonly personColumns: { readonly exact: readonly string[]; readonly contains: readonly string[] }
  /** `otherwise`: words that end like a label and are none */
  readonly birthDate: {
    readonly columns: readonly string[]; readonly contains: readonly string[]; readonly labels: readonly string[]; readonly otherwise: readonly string[]
  }
  readonly numbers: readonly { readonly code: LabelledNumber; readonly labels: readonly string[] }[]
  /** words that people write between the parts of one number */
  readonly numberJoins: readonly string[]
  /** words that say beside a number that it is to be read from its end */
  readonly numberTurned: readonly string[]
  readonly names: {
    readonly labels: readonly string[]
    readonly surnames: string
    readonly surnameWeights: readonly Weighted[]
    readonly givenWeights: readonly Weighted[]
    readonly compoundSurnames: readonly string[]
    readonly roles: readonly string[]
    readonly leads: readonly string[]
    readonly follows: readonly string[]
    /** what only a person does or has */
    readonly personActs: readonly string[]
    readonly places: readonly string[]
    readonly words: readonly string[]
    /** sentences with a slot X for a person, an empty side = where a clause begins or ends */
    readonly frames: readonly string[]
    readonly brands: readonly string[]
    readonly brandBefore: readonly string[]
    readonly brandBehind: readonly string[]
    readonly ethnicParts: readonly string[]
    readonly regions: readonly string[]
    /** forms of one character that end an organisation's name */
    readonly shortForms: readonly string[]
    /** words of grammar no organisation's name goes on across, and verbs that end a person's name before a form of organisation */
    readonly breaks: readonly string[]
    readonly tailVerbs: readonly string[]
    /** words of grammar that begin no name; that stand alone before one; that are in no given name, or seldom */
    readonly functional: readonly string[]
    readonly alone: readonly string[]
    readonly neverGiven: readonly string[]
    readonly seldomGiven: readonly string[]
    /** compound surnames that are oftener a side, a place or a count; what says where behind a word (马路上) */
    readonly sideSurnames: readonly string[]
    readonly whereabouts: readonly string[]
    /** forms of address behind a name */
    readonly address: readonly string[]
    /** last characters of names of places, of those of two characters, of those that persons' names have too; the middles that settle it */
    readonly areaEnds: readonly string[]
    readonly strictAreaEnds: readonly string[]
    readonly ambiguousAreaEnds: readonly string[]
    readonly areaMiddles: readonly string[]
    /** offices that organisations hold too; that may be the end of a place's name, and what before them says they are not */
    readonly bodyRoles: readonly string[]
    readonly placeRoles: readonly string[]
    readonly placeRoleBefore: readonly string[]
    /** last characters of words for persons, and words with them that are none */
    readonly personEnds: readonly string[]
    readonly notPersons: readonly string[]
    /** surnames that begin a name only where an office, a sex or an age says so */
    readonly seldomSurnames: string
    readonly nickFirst: readonly string[]
    readonly nickLast: readonly string[]
    readonly titles: readonly string[]
    readonly goodsBefore: readonly string[]
    /** words that end like a form of one character and are none */
    readonly notForms: readonly string[]
    /** verbs that names of organisations have */
    readonly nameVerbs: readonly string[]
    /** pairs: a traditional character, the simplified one it is read as */
    readonly traditional: string
  }
  readonly latinNames: Readonly<Record<'surnames' | 'given' | 'roles' | 'leads' | 'behind' | 'words', readonly string[]>>
  readonly organisationForms: { readonly chinese: readonly string[]; readonly latin: readonly string[] }
  readonly columnKinds: { readonly name: ColumnWords; readonly amount: ColumnWords; readonly code: ColumnWords }
  /** words for one person, and for persons in general, that a sentence may be about */
  readonly factSubjects: { readonly one: readonly string[]; readonly some: readonly string[]; readonly faint: readonly string[] }
  readonly personWords: readonly string[]
  readonly categories: readonly Category[]
  /** a person's circumstances that no regulation lists by name */
  readonly attributes: readonly Category[]
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
    birthDate: {
      columns: words(group('birthDate'), 'columns'), contains: words(group('birthDate'), 'contains'), labels: words(group('birthDate'), 'labels'),
      otherwise: words(group('birthDate'), 'otherwise'),
    },
    numbers: list(root, 'numbers', 'boundary').map((n) => {
      const it = node(n, 'numbers')
      return { code: word(it, 'code', 'numbers') as Boundary['numbers'][number]['code'], labels: words(it, 'labels') }
    }),
    numberJoins: words(root, 'numberJoins'), numberTurned: words(root, 'numberTurned'),
    names: {
      labels: words(group('names'), 'labels'), surnames: word(group('names'), 'surnames', 'names'),
      surnameWeights: weighted(group('names'), 'surnameWeights'), givenWeights: weighted(group('names'), 'givenWeights'),
      compoundSurnames: words(group('names'), 'compoundSurnames'), roles: words(group('names'), 'roles'), leads: words(group('names'), 'leads'),
      follows: words(group('names'), 'follows'), personActs: words(group('names'), 'personActs'), places: words(group('names'), 'places'),
      words: words(group('names'), 'words'), frames: words(group('names'), 'frames'), brands: words(group('names'), 'brands'),
      brandBefore: words(group('names'), 'brandBefore'), brandBehind: words(group('names'), 'brandBehind'),
      ethnicParts: words(group('names'), 'ethnicParts'), regions: words(group('names'), 'regions'),
      shortForms: words(group('names'), 'shortForms'), breaks: words(group('names'), 'breaks'), tailVerbs: words(group('names'), 'tailVerbs'),
      functional: words(group('names'), 'functional'), alone: words(group('names'), 'alone'),
      sideSurnames: words(group('names'), 'sideSurnames'), whereabouts: words(group('names'), 'whereabouts'),
      neverGiven: words(group('names'), 'neverGiven'), seldomGiven: words(group('names'), 'seldomGiven'), address: words(group('names'), 'address'),
      areaEnds: words(group('names'), 'areaEnds'), strictAreaEnds: words(group('names'), 'strictAreaEnds'),
      ambiguousAreaEnds: words(group('names'), 'ambiguousAreaEnds'), areaMiddles: words(group('names'), 'areaMiddles'),
      bodyRoles: words(group('names'), 'bodyRoles'), placeRoles: words(group('names'), 'placeRoles'), placeRoleBefore: words(group('names'), 'placeRoleBefore'),
      personEnds: words(group('names'), 'personEnds'), notPersons: words(group('names'), 'notPersons'), seldomSurnames: word(group('names'), 'seldomSurnames', 'names'),
      nickFirst: words(group('names'), 'nickFirst'), nickLast: words(group('names'), 'nickLast'), titles: words(group('names'), 'titles'),
      goodsBefore: words(group('names'), 'goodsBefore'), notForms: words(group('names'), 'notForms'), nameVerbs: words(group('names'), 'nameVerbs'),
      traditional: word(group('names'), 'traditional', 'names').replace(/\s/g, ''),
    },
    latinNames: {
      surnames: words(group('latinNames'), 'surnames'), given: words(group('latinNames'), 'given'), roles: words(group('latinNames'), 'roles'),
      leads: words(group('latinNames'), 'leads'), behind: words(group('latinNames'), 'behind'), words: words(group('latinNames'), 'words'),
    },
    organisationForms: { chinese: words(group('organisationForms'), 'chinese'), latin: words(group('organisationForms'), 'latin') },
    columnKinds: { name: columnWords(group('columnKinds'), 'name'), amount: columnWords(group('columnKinds'), 'amount'), code: columnWords(group('columnKinds'), 'code') },
    factSubjects: { one: patterns(group('factSubjects'), 'one'), some: patterns(group('factSubjects'), 'some'), faint: patterns(group('factSubjects'), 'faint') },
    personWords: words(root, 'personWords'),
    categories: list(root, 'categories', 'boundary').map((c, i) => {
      const at = `categories[${i}]`
      const n = node(c, at)
      return { ...told(n, at), code: 'prohibited-category', rules: rulesOf(n.rules, at), exact: words(n, 'exact'), contains: words(n, 'contains') }
    }),
    attributes: list(root, 'attributes', 'boundary').map((c, i) => {
      const at = `attributes[${i}]`
      const { rules } = Object.fromEntries(findings)['person-data']!
      return { ...told(node(c, at), at), code: 'person-data', rules, exact: [], contains: [] }
    }),
  }
}

const told = (n: Node, at: string) => ({
  id: word(n, 'id', at), title: text2(n.title, at),
  labels: words(n, 'labels'), needsPerson: n.needsPerson === undefined ? [] : words(n, 'needsPerson'), values: words(n, 'values'),
  facts: n.facts === undefined ? [] : list(n, 'facts', at).map((f, k) => fact(f, `${at}.facts[${k}]`)),
})

const codes: readonly string[] = [
  'identity-number', 'travel-document', 'mobile-number', 'person-named', 'birth-date', 'minor', 'individual-trader', 'natural-person', 'person-column',
  'bank-card', 'person-document', 'person-data', 'markup',
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
function weighted(n: Node, key: string): readonly Weighted[] {
  return list(n, key, key).map((w) => ({ weight: Number(node(w, key).weight), characters: word(node(w, key), 'characters', key) }))
}
function columnWords(n: Node, key: string): ColumnWords {
  return { exact: words(node(n[key], key), 'exact'), contains: words(node(n[key], key), 'contains') }
}
function fact(value: unknown, at: string): Fact {
  const n = node(value, at)
  return { words: words(n, 'words'), pattern: pattern(word(n, 'pattern', at), `${at}.pattern`), person: n.person !== false, bodily: n.bodily === true, doubt: n.doubt === true }
}
/** Within single quotes YAML keeps both of two backslashes: '\\\\u4e00' is then a class of signs that matches nothing it was written for. */
function pattern(written: string, at: string): string {
  if (written.includes('\\\\')) throw new TypeError(`boundary: ${at} holds two backslashes, one too many within single quotes: ${written}`)
  try {
    return new RegExp(written).source === '' ? '' : written
  } catch (e) {
    throw new TypeError(`boundary: ${at} is no regular expression: ${(e as Error).message}`, { cause: e })
  }
}
const patterns = (n: Node, key: string): readonly string[] => words(n, key).map((w, i) => pattern(w, `${key}[${i}]`))
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
