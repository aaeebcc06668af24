/** What reads like a person's name and is none: the beginning of an organisation's name, a place, a brand. Pure. */
import type { Boundary } from './boundary.ts'
import type { NameDictionary } from './name-dictionary.ts'
import { anyOf } from './name-surroundings.ts'

export type NameTails = {
  /** Whether the rest of an organisation's name follows: a form, and on the way to it nothing that no such name has; `may`: but a word of grammar. */
  readonly isTail: (rest: string) => 'yes' | 'may' | 'no'
  /** Whether goods are told of: a word for them, a sign or not, and a list up to the place. */
  readonly isGoods: (text: string, at: number) => boolean
  /** What follows the name of a place or a thing, and of goods. */
  readonly place: RegExp
  readonly brandBehind: RegExp
  /** What stands before a quoted name of goods. */
  readonly brandBefore: RegExp
  /** 李锦记, also in 对李锦记开展: what is left over begins a word. */
  readonly isBrand: (text: string, from: number, to: number) => boolean
  /** 江湾路, 李家村, 唐山: the name of a place. */
  readonly isArea: (plain: string) => boolean
  readonly isBrandName: (plain: string) => boolean
}

export function nameTails(boundary: Boundary, dictionary: NameDictionary): NameTails {
  const { names } = boundary
  const one = (list: readonly string[]): string => `[${list.join('')}]`
  const forms = boundary.organisationForms.chinese
  const [short, long] = [anyOf(forms.filter((form) => names.shortForms.includes(form))), anyOf(forms.filter((form) => form.length > 1))]
  // A form of one character ends a name only where the word ends too (会|计师 does not).
  const shortEnd = `(?:(?![\\u4e00-\\u9fff])|(?=${one(names.functional)})(?!(?<=行)[为被]))`
  const tail = new RegExp(`^[\\u4e00-\\u9fffA-Za-z（）()]{0,14}?(?:${long}|(?:${short})${shortEnd})`)
  const breaks = new Set(names.breaks)
  const notForm = new RegExp(`(?:${anyOf(names.notForms)})$`)
  const nameVerbs = new Set([...names.nameVerbs, ...forms])
  const goods = new RegExp(`(?:${anyOf(names.goodsBefore)})(?:为|是|有)?(?:[：:][“"「『《]?|(?=[\\u4e00-\\u9fff“"「（(]{1,14}[、，]))(?:[\\u4e00-\\u9fff（）()“”"「」]{1,12}[、，]){0,6}[“"「『《]?$`)
  const verbs = new RegExp(anyOf(names.tailVerbs))
  const brands = new Set(names.brands)
  const regions = new Set(names.regions)
  const atEnd = (list: readonly string[]): RegExp => new RegExp(`${one(list)}$`)
  const [areaEnd, strictEnd, ambiguousEnd] = [atEnd(names.areaEnds), atEnd(names.strictAreaEnds), atEnd(names.ambiguousAreaEnds)]
  const placeMiddle = new RegExp(`${one(names.areaMiddles)}.$`)
  return {
    isTail(rest) {
      const found = tail.exec(rest)?.[0]
      if (found === undefined || found[0] === '某' || verbs.test(found) || notForm.test(found)) return 'no'
      // By words: 不锈钢 and 有限责任公司 hold words of grammar, a verb that no organisation is called by ends a person's name.
      let end = 0
      let kind: 'yes' | 'may' = 'yes'
      for (const { word, tag } of dictionary.tag(rest.slice(0, found.length + 4))) {
        if (end >= found.length) break
        end += word.length
        if (word.length > 1 && /^[vdcrpt]/.test(tag) && !nameVerbs.has(word)) return 'no'
        if (breaks.has(word)) {
          if (kind === 'may' || !isJoin.test(word)) return 'no'
          kind = 'may'
        }
      }
      return kind
    },
    isGoods: (text, at) => goods.test(text.slice(Math.max(0, at - 60), at)),
    place: new RegExp(`^(?:${anyOf(names.places)})`),
    brandBehind: new RegExp(`^[”"』」》]?(?:${anyOf(names.brandBehind)})`),
    brandBefore: new RegExp(`(?:${anyOf(names.brandBefore)})(?:为|是|：|:)?(?:[“"『「《][^“”"』」》]{1,12}[”"』」》][、，和及]?){0,6}[“"『「《]$`),
    isBrand(text, from, to) {
      for (let end = from + 2; end <= to + 1; end++) {
        if (brands.has(text.slice(from, end)) && (end >= to || dictionary.askWord(text.charCodeAt(end), text.charCodeAt(end + 1)))) return true
      }
      return false
    },
    isArea: (plain) => regions.has(plain)
      || (areaEnd.test(plain) && (plain.length > 2 ? !ambiguousEnd.test(plain) || placeMiddle.test(plain) : strictEnd.test(plain))),
    isBrandName: (plain) => brands.has(plain),
  }
}

/** 瑞和物流, 兰为电子: words of grammar that names of organisations hold all the same. */
const isJoin = /^[和为以并从与]$/
