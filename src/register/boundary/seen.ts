/**
 * Text as a reader sees it: entities, percent and backslash escapes, code points, base64 and tags read, digits said in words written as
 * digits, marks that show nothing gone, compatibility forms folded; with a map back to the text as delivered. Only for looking: nothing is
 * stored of it. Pure.
 */
import { withoutFaults } from '../../text/text.ts'
import { fold } from './characters.ts'
import { mayBeCoded, readBase64, readSaid, said } from './coded.ts'
import { numerals } from './numerals.ts'

export type Seen = {
  readonly text: string
  /** where a place of the seen text stands in the delivered one */
  readonly at: (index: number) => number
  /** the text holds markup: tags or entities, which belong into no cell, or an escape that stands for a character no text may hold */
  readonly markup: boolean
}

// Marks that show nothing, characters that look like others by definition; not the full-width punctuation of Chinese.
const hidden = unitsOf((c) => /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u.test(c))
// Signs with the value of a digit, as far as their form is not one for itself.
const valued = unitsOf((c) => c !== '〇' && numerals.has(c.charCodeAt(0)) && /[\p{No}\p{Nl}]/u.test(c))
const alike = `${valued}\\u2100-\\u214f\\u2460-\\u24ff\\u2e80-\\u2fdf\\u3220-\\u3247\\u3280-\\u3289\\uf900-\\ufaff\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a`
// Planes with letters and digits in other forms, with pictures, with marks that show nothing.
const astral = '\\ud800-\\ud83c\\ud83e\\udb40-\\udb43'
const disguise = new RegExp(`[&<\\\\${hidden}${alike}${astral}\\u0300-\\u036f]|%(?:u[0-9A-Fa-f])?[0-9A-Fa-f]{2}`)

/** Cheap: false for nearly every text, which is then seen as it stands. */
export const isDisguised = (text: string): boolean => disguise.test(text) || mayBeCoded(text)

const tags = 'a|abbr|b|big|blockquote|body|br|button|center|code|col|dd|del|div|dl|dt|em|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img|input|ins|label|li|link|meta|nobr|object|ol|option|p|pre|q|s|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|wbr|xml|w:[a-z]+|o:[a-z]+'
const apart = /^<\/?(?:blockquote|br|dd|div|dl|dt|h\d|hr|li|ol|option|p|table|t[drh]|ul)\b/i
const marks = new RegExp([
  `<\\/?(?:${tags})(?:[\\s/][^<>]{0,400})?>`, '<!--[^<>]{0,400}-->', '<!\\[CDATA\\[', '\\]\\]>',
  '&#\\d{1,7};?', '&#x[0-9a-f]{1,6};?', '&[a-z]{2,24};',
  '(?:%[0-9a-f]{2}){1,400}', '[%\\\\]u[0-9a-f]{4}', '\\\\u\\{[0-9a-f]{1,6}\\}', '\\\\x[0-9a-f]{2}',
  '\\\\x\\{[0-9a-f]{1,6}\\}', '\\\\(?:3\\d|58)\\s', '\\\\(?:0[4-7]|1[0-7])[0-7]', '\\\\[nrt]',
  'u\\+[0-9a-f]{4,6}[\\s,，、]?', '(?:0x[2-7][0-9a-f][\\s,，、;]{0,2}){4,400}', said,
  '[a-z0-9+/_-]{14,800}={0,2}',
  `[${hidden}\\u0300-\\u036f]+`, `[${alike}]+`, `(?:[${astral}][\\udc00-\\udfff]){1,400}`,
].join('|'), 'gi')

const named: Readonly<Record<string, string>> = {
  nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', shy: '', zwj: '', zwnj: '', lrm: '', rlm: '', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", middot: '·', bull: '•',
  ndash: '–', mdash: '—', hellip: '…', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', times: '×', num: '#', colon: ':', comma: ',', period: '.', lpar: '(', rpar: ')',
  hairsp: ' ', numsp: ' ', puncsp: ' ', mediumspace: ' ', thinspace: ' ',
  verythinspace: ' ', nonbreakingspace: ' ', zerowidthspace: '',
  nobreak: '', invisibletimes: '',
  invisiblecomma: '', applyfunction: '', it: '', ic: '', af: '', ast: '*', midast: '*',
  sol: '/', bsol: '\\', plus: '+', equals: '=', semi: ';', horbar: '―', lsqb: '[', rsqb: ']',
  hyphen: '-', dash: '-', lowbar: '_', tab: ' ', newline: '\n', copy: '©', reg: '®', deg: '°', yen: '¥', sect: '§', para: '¶', plusmn: '±', divide: '÷',
}
/** A word of escapes inside escapes is read as often as this. */
const rounds = 3

/** By UTF-16 unit: whether a text that holds it may be disguised (a percent sign only before two hexadecimal digits). */
export const disguises: Uint8Array = Uint8Array.from({ length: 65536 }, (_, unit) => (unit === 37 || disguise.test(String.fromCharCode(unit)) ? 1 : 0))

/** Reads a text that `isDisguised`. */
export function see(delivered: string): Seen {
  let text = delivered
  let markup = false
  const maps: Map[] = []
  for (let round = 0; round < rounds && isDisguised(text); round++) {
    const pieces: string[] = []
    const map: Map = { seen: [], before: [] }
    let from = 0
    let length = 0
    let changed = false
    for (const match of text.matchAll(marks)) {
      const [mark] = match
      const meant = read(mark)
      if (meant === mark) continue
      const shown = /^[&%\\]/.test(mark) ? withoutFaults(meant) : meant
      changed = true
      // A percent sign before figures is seldom an escape: of the control characters only NUL is told by one.
      markup ||= shown !== meant && !(mark[0] === '%' && shown === meant.replace(/[\u0001-\u001f]/g, ''))
      markup ||= mark[0] === '<' || mark[0] === '&'
      pieces.push(text.slice(from, match.index), shown)
      length += match.index - from
      map.seen.push(length)
      map.before.push(match.index)
      length += shown.length
      from = match.index + mark.length
      map.seen.push(length)
      map.before.push(from)
    }
    if (!changed) break
    pieces.push(text.slice(from))
    text = pieces.join('')
    maps.push(map)
  }
  return { text, markup, at: (index) => maps.reduceRight((place, map) => back(map, place), index) }
}

/** Places where what is seen and what was there step apart: before and behind each mark. */
type Map = { readonly seen: number[]; readonly before: number[] }

function back({ seen, before }: Map, index: number): number {
  let low = 0
  let high = seen.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (seen[middle]! <= index) low = middle + 1
    else high = middle
  }
  if (low === 0) return index
  // Inside what a mark is read as, the mark's own place holds.
  const inside = low % 2 === 1
  return before[low - 1]! + (inside ? 0 : index - seen[low - 1]!)
}

function read(mark: string): string {
  const first = mark[0]!
  if (first === '<') return apart.test(mark) ? ' ' : ''
  if (first === ']') return ''
  if (first === '&') {
    if (mark[1] !== '#') return named[mark.slice(1, -1).toLowerCase()] ?? mark
    const digits = mark.slice(2).replace(';', '')
    return character(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits))
  }
  if (first === '%' && !/^%u/i.test(mark)) return percent(mark)
  if (/^\\(?:3\d|58)\s$/.test(mark)) return character(Number.parseInt(mark.slice(1), 16))
  if (/^\\[01][0-7]{2}$/.test(mark)) return character(Number.parseInt(mark.slice(1), 8))
  if (first === '\\' || first === '%') return /^\\[nrt]$/.test(mark) ? ' ' : character(Number.parseInt(mark.replace(/[\\%ux{}]/gi, ''), 16))
  if (/^u\+[0-9a-f]{4}/i.test(mark)) return character(Number.parseInt(mark.slice(2), 16))
  if (/^0x/i.test(mark)) return mark.replace(/0x([0-9a-f]{2})[\s,，、;]{0,2}/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (/^[a-z]/i.test(mark) || (first >= '0' && first <= '9')) return readSaid(mark) ?? readBase64(mark) ?? mark
  // A numeral by itself may count what follows (①138…): it stays one, and numbers.ts knows its value.
  if (mark.length === 1 && isValued.test(mark)) return mark
  return fold(mark)
}
const isValued = new RegExp(`[${valued}\\u3280-\\u3289]`)

/** What stands for half a character, or for none there is, is read as one that was lost. */
const character = (point: number): string =>
  (point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : '\ufffd')

function percent(mark: string): string {
  try {
    return decodeURIComponent(mark)
  } catch {
    return mark.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
}

/** Units of the basic plane that are so, as the inside of a class of a regular expression. */
function unitsOf(is: (c: string) => boolean): string {
  const out: string[] = []
  const hex = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`
  for (let unit = 0, from = -1; unit <= 0x10000; unit++) {
    const inside = unit < 0x10000 && is(String.fromCharCode(unit))
    if (inside && from < 0) from = unit
    if (!inside && from >= 0) {
      out.push(`${hex(from)}-${hex(unit - 1)}`)
      from = -1
    }
  }
  return out.join('')
}
