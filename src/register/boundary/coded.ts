/** Text written in another code: base64, and digits said in words (six five zero, liu wu ling). Pure. */

// English and pinyin, the ways of saying a digit over the telephone among them. The longer of two that begin alike comes first.
const words: Readonly<Record<string, string>> = {
  zero: '0', oh: '0', nought: '0', ling: '0', dong: '0', one: '1', yi: '1', yao: '1', two: '2', er: '2', liang: '2', three: '3', san: '3', four: '4', five: '5', wu: '5',
  six: '6', liu: '6', seven: '7', guai: '7', qi: '7', eight: '8', ba: '8', nine: '9', jiu: '9', gou: '9', si: '4', ex: 'X', x: 'X',
}
const tones: Readonly<Record<string, string>> = { a: '[aāáǎà]', e: '[eēéěè]', i: '[iīíǐì]', o: '[oōóǒò]', u: '[uūúǔù]' }
const word = Object.keys(words).toSorted((a, b) => b.length - a.length).map((w) => w.replace(/[aeiou]/g, (v) => tones[v]!)).join('|')
const between = '[\\s,，.。、·_/-]{0,3}'
/** Fewer in a row are words of a sentence. */
const fewest = 6
/** A run of digits said in words, with double and triple, and whatever figures stand among them. */
export const said = `(?<![a-z])(?:(?:double|triple|${word}|\\d)${between}){${fewest},60}(?![a-z])`
const anySaid = new RegExp(`(?<![a-z])(?:(?:double|triple|${word})${between}){3}`, 'i')
const anyCode = /[A-Za-z0-9+/_-]{14}|[Uu]\+[0-9A-Fa-f]{4}|0[Xx][0-9A-Fa-f]{2}/

/** Cheap: whether a text holds what may be read so. */
export const mayBeCoded = (text: string): boolean => text.length >= 14 && (anyCode.test(text) || anySaid.test(text))

const anyToken = new RegExp(`double|triple|${word}|\\d`, 'g')
/** @returns the digits; null where the words are none */
export function readSaid(mark: string): string | null {
  let digits = ''
  let repeat = 1
  let spoken = 0
  const plain = mark.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '')
  for (const [token] of plain.matchAll(anyToken)) {
    if (token === 'double') repeat = 2
    else if (token === 'triple') repeat = 3
    else {
      digits += (words[token] ?? token).repeat(repeat)
      if (token in words) spoken++
      repeat = 1
    }
  }
  const tail = /[^\p{L}\d]*$/u.exec(mark)![0]
  return spoken >= 3 && whole.test(mark) ? digits + tail : null
}
const whole = new RegExp(`^(?:(?:double|triple|${word}|\\d)${between})+$`, 'i')

const readable = /^[\t\n\r\x20-\x7e\u00b7\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+$/
/** @returns the mark with what base64 says in it, where that is text with digits or Chinese; null otherwise: a name, a hash, a path */
export function readBase64(mark: string): string | null {
  for (const part of new Set([mark, ...mark.split(/[/_-]/)])) {
    // Letters may be written onto it: it begins at one of four places.
    for (let from = 0; from < 4 && part.length - from >= fewestSigns; from++) {
      const text = Buffer.from(part.slice(from), 'base64').toString('utf8')
      if (!readable.test(text) || !/(?:\d\D{0,3}){11}|[\u4e00-\u9fff]{2}/.test(text)) continue
      // Digits alone may have been turned round before.
      const turned = /^\d{11,19}$/.test(text) ? ` ${[...text].toReversed().join('')}` : ''
      return mark.replace(part, () => part.slice(0, from) + text + turned)
    }
  }
  return null
}
/** Eleven digits, or five characters. */
const fewestSigns = 15
