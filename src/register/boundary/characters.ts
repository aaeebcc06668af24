/** What each character is to a search for numbers of persons, and the form in which disguises fall away. Pure. */

/** 0-9 are the values of digits, in any script and in Chinese numerals. */
export const charX = 10 // the check character ten, and the letters that look like it
export const separator = 11 // white space, punctuation, symbols: what people put between groups of digits
export const mask = 12 // asterisks and dots that stand for digits
export const disguised = 13 // zero-width marks and compatibility forms: the text is folded before it is read
export const lookalike0 = 14 // O for zero, inside a number only
export const lookalike1 = 15 // I, l for one
export const letter = 16
export const other = 17

const chinese: Readonly<Record<string, number>> = {
  '〇': 0, '零': 0, '○': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
  '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9, '貳': 2, '參': 3, '陸': 6, '幺': 1,
}

/** By UTF-16 unit. Halves of astral characters count as disguised where digits live in that plane, else as other. */
export const unitClass = new Uint8Array(65536).fill(other)
for (let unit = 0; unit < 65536; unit++) {
  const c = String.fromCharCode(unit)
  if (unit >= 0xd800 && unit <= 0xdfff) {
    // 𝟎-𝟿 and enclosed forms are 1D7xx and 1F1xx; digits of other scripts share the plane's first half.
    // Pictures (1F3xx to 1FAxx) stand between digits as any other mark does.
    unitClass[unit] = unit <= 0xd83c ? disguised : unit <= 0xd83e || unit >= 0xdc00 ? separator : other
  } else if (c in chinese) {
    unitClass[unit] = chinese[c]!
  } else if (unit >= 0x4e00 && unit <= 0x9fff) {
    unitClass[unit] = other
  } else if (unit < 128 ? /[\s!-/:-@[-`{-~]/.test(c) : /[\p{P}\p{S}\p{Z}]/u.test(c)) {
    unitClass[unit] = /[*＊●•■×✕✖]/.test(c) ? mask : /[0-9A-Za-z]/.test(c.normalize('NFKC')) && unit > 127 ? disguised : separator
  } else if (/[\p{Cf}\p{Cc}\p{M}\u115f\u1160\u3164]/u.test(c)) {
    unitClass[unit] = /[\t-\r]/.test(c) ? separator : unit < 32 ? other : disguised
  } else if (/\p{Nd}/u.test(c)) {
    unitClass[unit] = digitValue(unit)
  } else if (/[XxХхΧχ]/.test(c)) {
    unitClass[unit] = charX
  } else if (/[OoОоΟο]/.test(c)) {
    unitClass[unit] = lookalike0
  } else if (/[IlІ]/.test(c)) {
    unitClass[unit] = lookalike1
  } else if (unit < 128) {
    unitClass[unit] = letter
  } else if (/[0-9A-Za-z]/.test(c.normalize('NFKC'))) {
    unitClass[unit] = disguised
  }
}

// Decimal digits come in rows of ten, and every row in the basic plane begins at a unit whose last hex digit is 0 or 6.
function digitValue(codePoint: number): number {
  const low = codePoint & 15
  return low >= 6 ? (/\p{Nd}/u.test(String.fromCodePoint(codePoint - low)) ? low : low - 6) : low
}

const invisible = /[\p{Cf}\p{M}\u115f\u1160\u3164]/gu
const astralDigit = /[\u{10000}-\u{1ffff}]/gu

/**
 * Text with its disguises taken off: compatibility forms, zero-width marks, digits of astral scripts.
 * Only for looking; what is stored or returned is the text itself.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(astralDigit, (c) => (/\p{Nd}/u.test(c) ? String(astralValue(c.codePointAt(0)!)) : c))
}

function astralValue(codePoint: number): number {
  let zero = codePoint
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return codePoint - zero
}
