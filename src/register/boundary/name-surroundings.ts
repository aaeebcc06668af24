/** What stands before and behind a name: offices, words that lead to one, signs; acts, sex, age, forms of address. Pure. */
import type { Boundary } from './boundary.ts'
import { han } from './name-weights.ts'

export type NameSurroundings = {
  /** by unit: 1 where an office, or a sign or word between one and a name, ends with it; the same of words that lead to a name */
  readonly officeEnd: Uint8Array
  readonly leadEnd: Uint8Array
  readonly officeBegins: RegExp
  /** stands as a word of its own before a name */
  readonly alone: ReadonlySet<string>
  /** what a person does, and of two characters or more */
  readonly action: RegExp
  readonly longAction: RegExp
  /** what only follows a person's name: sex, age, birth, papers, a form of address; and of a name that is a word: nothing an organisation has too */
  readonly personal: RegExp
  readonly personalWord: RegExp
  /** Whether what stands behind tells sex, age or birth: a name of two or three characters is one whatever word it is. */
  readonly isPersonal: (text: string, at: number) => boolean
  /** Whether a word of office, or one that leads to a name, ends at a place. */
  readonly isOffice: (text: string, end: number) => boolean
  readonly isLead: (word: string) => boolean
  /** What stands before: an office 5, an office and a sign 6, another name 4, a word that a name follows 2.5, a beginning 1. */
  readonly left: (text: string, at: number, after: number) => number
  /** Whether the office before is one that persons alone hold: what follows is one, whatever else it reads like. */
  readonly ofPersons: (text: string, at: number) => boolean
  /** Whether the office before runs on into the place: 会计|师. */
  readonly runsOn: (text: string, at: number) => boolean
  /** What stands behind; `rest` begins there. */
  readonly right: (rest: string) => number
  /** Whether an office, or what stands between one and a name, ends before a place, signs looked past. */
  readonly mayFollowOffice: (text: string, at: number) => boolean
}

const identityWords = ['生于', '出生于', '公民身份', '居民身份', '身份证']

export function nameSurroundings({ names }: Boundary): NameSurroundings {
  const offices = [...names.roles, ...names.labels]
  const roles = byLast(offices)
  const leads = byLast(names.leads)
  const bodies = new Set(names.bodyRoles)
  const placeRoles = new Set(names.placeRoles)
  const placeRoleBefore = new Set(names.placeRoleBefore)
  const [personEnds, notPersons] = [new Set(names.personEnds), new Set(names.notPersons)]
  const officeEnd = lastUnits([...offices, ...names.personEnds, ...'为是系叫由）)'])
  const leadEnd = lastUnits(names.leads)
  const follows = anyOf(names.follows)
  const action = new RegExp(`^(?:${follows})`)
  const alone = new Set(names.alone)
  const address = anyOf(names.address)
  const personal = new RegExp(`^(?:${[
    address,
    String.raw`(?:[（(，,、\s]\s*){1,2}(?:男|女)(?:性)?(?:[，,、。；;：:（()）\s\d汉]|$)`,
    String.raw`[（(，,]\s*\d{1,3}\s*岁|[（(]\s*(?:19|20)\d\d`,
    String.raw`[（(，,、]?\s*(?:身份证|公民身份|公民|护照|生于|出生|时任|系|以下简称|下称|原名|曾用名)`,
  ].join('|')})`)
  const personalWord = new RegExp(`^(?:${[
    anyOf(names.address.slice(0, -1)),
    String.raw`[（(，,、\s]{1,2}(?:男|女)(?:性)?(?:[，,、。；;）)\s\d汉]|$)`,
    String.raw`[（(，,]\s*\d{1,3}\s*岁`,
    String.raw`[（(，,]?\s*(?:${identityWords.join('|')})`,
    anyOf(names.personActs),
  ].join('|')})`)
  // Looked at behind every word that begins with a surname: nearly all are told by their first character.
  const personalFirst = new Uint8Array(65536)
  for (const c of [...names.address.slice(0, -1), ...identityWords, ...names.personActs, ...'（(，,、']) personalFirst[c.charCodeAt(0)] = 1
  for (let unit = 0; unit < 65536; unit++) if (/\s/.test(String.fromCharCode(unit))) personalFirst[unit] = 1
  const isPersonalAt = (text: string, at: number): boolean => personalFirst[text.charCodeAt(at)] === 1 && personalWord.test(text.slice(at, at + 24))

  /** The office that ends at a place, '' = none; of one that may be a place's (东莞市长|安镇) only where what stands before says so. */
  function officeAt(text: string, end: number): string {
    const word = (roles.get(text.charAt(end)) ?? []).find((role) => text.startsWith(role, end - role.length + 1)) ?? ''
    if (!placeRoles.has(word)) return word
    const before = end - word.length
    return before < 0 || !han(text.charCodeAt(before)) || placeRoleBefore.has(text.charAt(before)) || endsWith(leads, text, before) ? word : ''
  }

  /** 供货人, 质量员: a word for a person that no list has. */
  const isPersonWord = (text: string, end: number): boolean =>
    end >= 1 && personEnds.has(text.charAt(end)) && han(text.charCodeAt(end - 1)) && !notPersons.has(text.slice(end - 1, end + 1))

  function ofPersons(text: string, at: number): boolean {
    let end = at - 1
    for (let steps = 0; end >= 0 && steps < 12 && isOpening(text.charCodeAt(end)); steps++) end--
    if (/[为是系叫由]/.test(text.charAt(end))) end--
    const word = officeAt(text, end)
    return word === '' ? isPersonWord(text, end) : !bodies.has(word)
  }

  function left(text: string, at: number, after: number): number {
    let i = at - 1
    let sign = false
    let steps = 0
    while (i >= 0 && steps < 12 && isOpening(text.charCodeAt(i))) {
      if (isSign(text.charCodeAt(i))) sign = true
      i--
      steps++
    }
    if (after >= 0 && after <= at && at - after <= 4 && /^[、，,;；和与及或以\s]{0,4}$/.test(text.slice(after, at))) return 4.5
    if (i < 0) return 1
    let end = i
    // 法定代表人为张伟, 负责人是, 经理（时任）
    if (/[为是系叫由]/.test(text.charAt(end)) && (officeAt(text, end - 1) !== '' || isPersonWord(text, end - 1))) return 5.5
    if (text.charAt(end) === '）' || text.charAt(end) === ')') {
      const open = Math.max(text.lastIndexOf('（', end), text.lastIndexOf('(', end))
      if (open >= 0 && end - open <= 12) end = open - 1
    }
    if (officeAt(text, end) !== '') return sign ? 6 : 5
    if (isPersonWord(text, end)) return sign ? 4.75 : 4
    if (steps > 0 && sign === false && i < at - 1 && /[、，,。；;！!？?\n（(“「【〔|/—-]/.test(text.slice(i + 1, at))) return 1
    if (sign) return 1.5
    if (endsWith(leads, text, i)) return 2.5
    return han(text.charCodeAt(i)) ? (alone.has(text.charAt(i)) ? 0.5 : -1.5) : isAlphanumeric(text.charCodeAt(i)) ? -1 : 1
  }

  function right(rest: string): number {
    if (rest === '' || /^[\s。；;！!？?”」】』)）\]}"']/.test(rest)) return 1
    if (personal.test(rest)) return 5
    if (/^等(?:\d|[一二两三四五六七八九十]|人|个人|名)/.test(rest)) return 3
    if (/^(?:[、，,]|[和与及或]|以及)/.test(rest)) return 1
    if (/^[（(：:]/.test(rest)) return 0.5
    if (action.test(rest)) return 2
    return han(rest.charCodeAt(0)) ? -1.5 : isAlphanumeric(rest.charCodeAt(0)) ? -1 : 0.5
  }

  return {
    officeEnd, leadEnd, alone, action, personal, personalWord, left, right, ofPersons,
    runsOn: (text, at) => officeAt(text, at).length > officeAt(text, at - 1).length && officeAt(text, at - 1) !== '',
    officeBegins: new RegExp(`^(?:${anyOf(offices)})`),
    longAction: new RegExp(`^(?:${anyOf(names.follows.filter((word) => word.length > 1))})`),
    isPersonal: (text, at) => isPersonalAt(text, at + 2) || isPersonalAt(text, at + 3),
    isOffice: (text, end) => endsWith(roles, text, end),
    isLead: (word) => leads.has(word),
    mayFollowOffice(text, at) {
      if (officeEnd[text.charCodeAt(at - 1)] === 1) return true
      if (at === 0 || !isOpening(text.charCodeAt(at - 1))) return false
      let i = at - 1
      for (let steps = 0; i >= 0 && steps < 12 && isOpening(text.charCodeAt(i)); steps++) i--
      return i >= 0 && officeEnd[text.charCodeAt(i)] === 1
    },
  }
}

type Ends = ReadonlyMap<string, readonly string[]>
function byLast(list: readonly string[]): Ends {
  const ends = new Map<string, string[]>()
  for (const word of [...list].sort((a, b) => b.length - a.length)) ends.set(word.at(-1)!, [...(ends.get(word.at(-1)!) ?? []), word])
  return ends
}
function lastUnits(list: readonly string[]): Uint8Array {
  const units = new Uint8Array(65536)
  for (const word of list) units[word.charCodeAt(word.length - 1)] = 1
  return units
}
const endsWith = (ends: Ends, text: string, end: number): boolean =>
  end >= 0 && (ends.get(text.charAt(end)) ?? []).some((word) => text.startsWith(word, end - word.length + 1))

export const anyOf = (list: readonly string[]): string =>
  [...list].sort((a, b) => b.length - a.length).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
const isAlphanumeric = (unit: number): boolean => (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
const opening = new Set([...' \u3000\u00a0\t\n\r（(【[〔「『“"‘\'《<：:=＝、，,。；;！!？?—-|/'].map((c) => c.charCodeAt(0)))
const isOpening = (unit: number): boolean => opening.has(unit)
const isSign = (unit: number): boolean => unit === 0x3a || unit === 0xff1a || unit === 0x3d || unit === 0xff1d
