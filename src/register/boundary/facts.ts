/**
 * Facts about a person told without a label: 张伟，O型血; 负责人因患抑郁症长期住院治疗; 其妻名下有三套房产. A word that such
 * facts are told with calls for a look at its sentence: its pattern, and who the sentence is about. Pure.
 */
import type { Boundary, Category } from './boundary.ts'

export type FactHit = { readonly category: Category; readonly from: number; readonly to: number; readonly certain: boolean }

export type Named = (from: number, to: number) => 'certain' | 'doubtful' | null

export type FactFinder = {
  /** words that call for a look, lower case */
  readonly words: readonly string[]
  /**
   * Looks at the sentence around a word that was found.
   * @param named whether a stretch of the text names a person
   */
  readonly look: (text: string, at: number, named: Named) => FactHit | null
}

const reach = 60

export function factFinder(boundary: Boundary): FactFinder {
  const facts = [...boundary.categories, ...boundary.attributes].flatMap((category) => category.facts.map((fact) =>
    ({ ...fact, category, words: fact.words.map((w) => w.toLowerCase()), pattern: new RegExp(fact.pattern, 'i') })))
  // By the first character of their words: a look asks those alone.
  const byFirst = new Map<string, typeof facts>()
  for (const fact of facts) for (const first of new Set(fact.words.map((w) => w[0]!))) byFirst.set(first, [...(byFirst.get(first) ?? []), fact])
  const surname = `[${boundary.names.surnames}]`
  const subjects = (words: readonly string[]): RegExp => alternatives(words.map((w) => w.replace('{surname}', surname)))
  const one = subjects(boundary.factSubjects.one)
  const some = subjects(boundary.factSubjects.some)
  const faint = alternatives(boundary.factSubjects.faint)

  function look(text: string, at: number, named: Named): FactHit | null {
    const [from, to] = sentence(text, at)
    const told = text.slice(from, to)
    const word = text.slice(at, at + 12).toLowerCase()
    let doubtful: FactHit | null = null
    for (const { category, words, pattern, person, bodily, doubt } of byFirst.get(word[0]!) ?? []) {
      if (!words.some((w) => word.startsWith(w))) continue
      const match = pattern.exec(told)
      if (match === null) continue
      const start = from + match.index
      const before = told.slice(0, match.index + 4)
      const throughout = told.slice(0, match.index + match[0].length)
      // 手机定位显示司机在家: of what no organisation has, whoever stands behind it in the sentence is a subject too.
      const reached = bodily ? told : throughout
      const hit = { category, from: start, to: start + match[0].length }
      const name = named(from, to)
      if (name === 'certain' || (!doubt && one.test(before))) return { ...hit, certain: true }
      if (name === 'doubtful' || !person || some.test(reached) || one.test(reached) || (bodily && faint.test(throughout))) doubtful ??= { ...hit, certain: false }
    }
    return doubtful
  }

  return { words: [...new Set(facts.flatMap(({ words }) => words))], look }
}

/** The sentence a place stands in, as far as it reaches; a comma does not end what is said of somebody. */
function sentence(text: string, at: number): [number, number] {
  let from = at
  while (from > 0 && at - from < reach && !isEnd(text.charCodeAt(from - 1))) from--
  let to = at
  while (to < text.length && to - at < reach && !isEnd(text.charCodeAt(to))) to++
  return [from, to]
}

const ends = new Set([...'。！？；!?;\n'].map((c) => c.charCodeAt(0)))
const isEnd = (unit: number): boolean => ends.has(unit)
const alternatives = (words: readonly string[]): RegExp => new RegExp(words.map((w) => (/^[a-z ?]+$/.test(w) ? `\\b${w}\\b` : w)).join('|'), 'i')
