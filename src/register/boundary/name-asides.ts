/** Persons named otherwise than in full: 老张 and 阿强, 陈工 and 钱主任, a name whose characters signs part. Doubtful, all of them. Pure. */
import type { Boundary } from './boundary.ts'
import { anyOf } from './name-surroundings.ts'
import type { NameHit, NameParts } from './name-weighing.ts'
import { han } from './name-weights.ts'

export type NameAsides = {
  /** by UTF-16 unit: 1 where 老, 小 and the like begin such a name */
  readonly nickFirst: Uint8Array
  /** by unit: 1 where a title behind a surname begins with it */
  readonly titleFirst: Uint8Array
  /** 快递员小李, 门卫老张头: behind an office of persons. */
  readonly nick: (text: string, at: number) => NameHit | null
  /** 陈工, 钱主任: a surname that is a word of its own, and a title that is one. */
  readonly titled: (text: string, at: number) => NameHit | null
  /** 刘、国、梁 behind an office: the same sign between characters that stand alone. */
  readonly apart: (text: string, at: number) => NameHit | null
}

export function nameAsides({ names }: Boundary, { weights, dictionary, around }: NameParts): NameAsides {
  const nickFirst = new Uint8Array(65536)
  for (const c of names.nickFirst) nickFirst[c.charCodeAt(0)] = 1
  const titleFirst = new Uint8Array(65536)
  for (const title of names.titles) titleFirst[title.charCodeAt(0)] = 1
  const title = new RegExp(`^(?:${anyOf(names.titles)})`)
  const nickLast = new Set(names.nickLast)
  const ofPersons = (text: string, at: number): boolean => around.left(text, at, -1) >= 4 && around.ofPersons(text, at)
  const isSurname = (unit: number, least: number): boolean => weights.surname[unit]! >= least

  return {
    nickFirst,
    titleFirst,
    nick(text, at) {
      const second = text.charCodeAt(at + 1)
      if (!han(second) || !ofPersons(text, at)) return null
      const named = nickLast.has(text.charAt(at + 2))
      if (!isSurname(second, 1) && !(weights.given[second]! >= (named ? 1 : 2))) return null
      // 老|板|娘, 小|时: a word of its own is none, but for one that names a person.
      const [first] = dictionary.tag(text.slice(at, at + 4))
      if (!named && !isSurname(second, 3) && first!.word.length > 1 && !first!.tag.startsWith('nr')) return null
      return { from: at, to: at + (named ? 3 : 2), certain: false }
    },
    titled(text, at) {
      if (!isSurname(text.charCodeAt(at), 3) || around.leadEnd[text.charCodeAt(at)] === 1) return null
      const found = title.exec(text.slice(at + 1, at + 5))?.[0]
      if (found === undefined) return null
      const from = Math.max(0, at - 8)
      let place = from
      let alone = false
      for (const { word, tag } of dictionary.tag(text.slice(from, at + 9))) {
        const end = place + word.length
        if (place === at && end === at + 1) alone = true
        else if (place > at && alone) {
          // 王总|表示; a title of one character also begins words (方|总额).
          if (place < at + 1 + found.length && end > at + 1 + found.length) return null
          if (place === at + 1 + found.length) {
            if (/^(?:v|d|p|uj|c)/.test(tag) || !han(word.charCodeAt(0)) || around.action.test(word)) return { from: at, to: place, certain: false }
            return null
          }
        } else if (end > at) return null
        place = end
      }
      return alone && place <= at + 1 + found.length ? { from: at, to: at + 1 + found.length, certain: false } : null
    },
    apart(text, at) {
      const found = apartName.exec(text.slice(at, at + 8))?.[0]
      if (found === undefined || !isSurname(text.charCodeAt(at), 0) || around.left(text, at, -1) < 5) return null
      return { from: at, to: at + found.length, certain: false }
    },
  }
}

const apartName = /^[\u4e00-\u9fff]([、，,.．。·\-_—/|*+~～])[\u4e00-\u9fff](?:\1[\u4e00-\u9fff])?(?![\u4e00-\u9fff])/
