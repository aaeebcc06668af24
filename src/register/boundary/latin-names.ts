/** Names of persons in Latin letters: given names and Chinese spellings, offices and words before them; no form of organisation behind. Pure. */
import type { Boundary } from './boundary.ts'
import { anyOf } from './name-surroundings.ts'
import type { NameHit } from './person-names.ts'

export type LatinNames = {
  /** Persons named in a text; `after` is a word of office or a sign that stands right before the text, if any. */
  readonly find: (text: string) => readonly NameHit[]
  readonly reads: (text: string) => boolean
}

const enough = 3
const sure = 6
const capital = /(?<![\p{Script=Latin}\p{N}])(?=\p{Script=Latin})\p{Lu}(?:\p{Script=Latin}|['’](?=\p{Script=Latin}))*(?:-\p{Script=Latin}+)?/gu
// What stands between the words of one name, a person's or an organisation's.
const joins = /^(?:\s+|,\s*|\.\s*|\s*&\s*|\s+(?:of|and|de|do|da|for|the)\s+)$/
// wáng xiǎo míng with tones, wang xiaoming where an office stands before it.
const small = /(?<![\p{Script=Latin}\p{N}])\p{Ll}{2,7}[ \u3000](?:\p{Ll}{1,12}[ \u3000]?){1,2}(?![\p{Script=Latin}\p{N}])/gu
const tones = /[\u0300\u0301\u0304\u030c]/
const smallTwo = /\p{Ll}{2,7}[ \u3000]\p{Ll}/u
// Every text is asked this. One letter before the space is enough: a run of capitals would be gone over from each of them.
const two = /\p{L}['’.,]{0,2}\s{1,32}\p{Lu}/u
const syllable = '(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|ang|eng|ong|iao|ian|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|er|[aoeiuv]))'
const spelling = new RegExp(`^${syllable}{1,2}$|^${syllable}-${syllable}$`)

export function latinNames(boundary: Boundary): LatinNames {
  const { latinNames: names } = boundary
  const surnames = new Set(names.surnames)
  const given = new Set(names.given)
  const roles = new Set(names.roles)
  const leads = new Set(names.leads)
  const forms = new Set(boundary.organisationForms.latin)
  const known = new Set([...names.words, ...names.roles, ...names.leads])
  const behindWords = names.behind.filter((w) => /^[a-z]+$/.test(w))
  const behind = new RegExp(`^(?:\\s*(?:[.,;，。；]|$|[（(]|(?:${names.behind.filter((w) => !/^[a-z]+$/.test(w)).join('|')}))|\\s+(?:${behindWords.join('|')})(?![a-z]))`, 'i')
  // Mary Kay 化妆品有限公司, Jack Wolfskin 品牌服装
  const hanForm = new RegExp(`^[\\s”"』」]{0,3}(?:${anyOf(boundary.names.brandBehind)}|[\\u4e00-\\u9fff]{0,6}(?:有限|集团|公司))`)
  const hanBroken = new RegExp(`[${boundary.names.breaks.join('')}]`)
  const hanRoles = [...boundary.names.roles, ...boundary.names.labels].filter((w) => !/^[ -~]+$/.test(w))

  function find(text: string): readonly NameHit[] {
    const smalls = smallTwo.test(text) ? smallNames(text) : []
    if (!two.test(text)) return smalls
    const words = [...text.matchAll(capital)].map((m) => ({ from: m.index, to: m.index + m[0].length, word: m[0], low: m[0].toLowerCase() }))
    const hits: NameHit[] = [...smalls]
    for (let i = 0; i < words.length; i++) {
      let last = i
      while (last + 1 < words.length && last - i < 7 && joins.test(text.slice(words[last]!.to, Math.min(words[last + 1]!.from, words[last]!.to + 32)))) last++
      const run = words.slice(i, last + 1)
      // An organisation's name has a form somewhere; a title (Mr) is no part of the person's name.
      if (run.some(({ low }) => forms.has(low)) || formBehind(text, run.at(-1)!.to)) { i = last; continue }
      const first = run.findIndex(({ low }) => !roles.has(low))
      const name = first < 0 ? [] : run.slice(first)
      if (name.length >= 2 && name.length <= 4) {
        const led = before(text, name[0]!.from)
        // Peter Unheard-of, where a person's name would stand and nothing explains the words otherwise.
        const unexplained = name.length <= 3 && led > 0 && name.every(({ word, low }) => word.length > 1 && word !== word.toUpperCase() && !known.has(low))
          && behind.test(text.slice(name.at(-1)!.to, name.at(-1)!.to + 16))
        const score = Math.max(judge(name.map(({ low }) => low)), unexplained ? 2 : 0) + led
        if (score >= enough) hits.push({ from: name[0]!.from, to: name.at(-1)!.to, certain: score >= sure })
      }
      i = last
    }
    return hits
  }

  /** A Chinese name in small letters: told by its tones, or by the office before it. */
  function smallNames(text: string): readonly NameHit[] {
    const hits: NameHit[] = []
    for (const { 0: found, index } of text.matchAll(small)) {
      const parts = found.trim().split(/[ \u3000]/)
      const bare = parts.map((part) => part.normalize('NFD').replace(/[\u0300\u0301\u0304\u030c]/g, '').normalize('NFC'))
      const toned = parts.filter((part) => tones.test(part.normalize('NFD'))).length
      if (!surnames.has(bare[0]!) || !bare.every((part) => spelling.test(part))) continue
      if (toned >= 2 || before(text, index) === 4) hits.push({ from: index, to: index + found.trimEnd().length, certain: false })
    }
    return hits
  }

  function judge(name: readonly string[]): number {
    const chinese = (family: string | undefined, own: readonly string[]) =>
      surnames.has(family ?? '') && own.length > 0 && own.length <= 2 && own.every((w) => spelling.test(w))
    if (chinese(name[0], name.slice(1)) || chinese(name.at(-1), name.slice(0, -1))) return 3
    if (name.length <= 3 && (given.has(name[0]!) || (name.length === 2 && given.has(name[1]!)))) return 3
    return 0
  }

  function before(text: string, at: number): number {
    const words = text.slice(Math.max(0, at - 40), at).replace(/(?<![\s"'“‘(（【:：=.,，])[\s"'“‘(（【:：=.,，]+$/, '')
    if (hanRoles.some((role) => words.endsWith(role))) return 4
    const low = words.toLowerCase()
    const last = /(?<![a-z])[a-z]+$/.exec(low)?.[0] ?? ''
    if (roles.has(last)) return 4
    if (leads.has(last) || [...leads].some((lead) => !/^[a-z ]+$/.test(lead) && words.endsWith(lead))) return 1
    return 0
  }

  function formBehind(text: string, at: number): boolean {
    const form = hanForm.exec(text.slice(at, at + 20))?.[0]
    if (form !== undefined && !hanBroken.test(form)) return true
    const found = /^[\s,(]{1,3}([A-Za-z.]+)(?:\s([A-Za-z]+))?/.exec(text.slice(at, at + 40))
    const word = found?.[1]?.toLowerCase().replaceAll('.', '')
    // John Smith, general manager: an office, whose first word is also a form.
    return word !== undefined && forms.has(word) && !roles.has(found?.[2]?.toLowerCase() ?? '')
  }

  function reads(text: string): boolean {
    const words = text.trim().toLowerCase().replace(/^(?:mr|mrs|ms|dr)\.?\s+/, '').split(/[\s,]+/).filter((w) => w !== '')
    if (words.length < 2 || words.length > 4 || !words.every((w) => /^\p{L}[\p{L}'’.-]*$/u.test(w)) || words.some((w) => forms.has(w.replaceAll('.', '')))) return false
    return judge(words) >= enough
  }

  return { find, reads }
}
