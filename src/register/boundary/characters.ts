/** What each character is to a search for numbers of persons, and the form in which disguises fall away. Pure. */
import { numerals } from './numerals.ts'

/** 0-9 are the values of digits, in any script and in Chinese numerals. */
export const charX = 10 // the check character ten, and the letters that look like it
export const separator = 11 // white space, punctuation, symbols: what people put between groups of digits
export const mask = 12 // asterisks and dots that stand for digits
export const disguised = 13 // marks that show nothing and compatibility forms: the text is folded before it is read
export const lookalike0 = 14 // O for zero, inside a number only
export const lookalike1 = 15 // I, l for one
export const letter = 16
export const other = 17

// Ideographs with the value of a digit, as written, on accounts, in old forms, and as said over radio and telephone (洞 幺 两 拐 勾).
const ideographs = [
  '〇零○◯洞', '一壹弌壱幺吆', '二贰貳貮弐弍两兩', '三叁叄参參弎仨', '四肆亖', '五伍㐅', '六陆陸', '七柒漆拐㭍', '八捌扒', '九玖勾钩鉤',
]

/** By UTF-16 unit. Halves of astral characters count as disguised where digits or hidden marks live in that plane. */
export const unitClass = new Uint8Array(65536).fill(other)
/** By UTF-16 unit: 1 for a digit of another kind than the decimal ones. Beside decimal digits it need not go on with their number: 138…一次. */
export const isNumeral = new Uint8Array(65536)

/** Strokes that stand for the check character as well as for a digit. */
const crosses = '*＊×✕✖✗✘╳☓❌⨉⨯⤫'
/** How else the check character ten is written or said; read so only where it completes a number. */
export const isTen: ReadonlySet<number> = new Set([...`${crosses}十拾叉`].map((c) => c.charCodeAt(0)))

// 𝟎-𝟿 and enclosed forms are 1D7xx and 1F1xx, segmented digits 1FBFx, hidden marks E00xx and E01xx; digits of other scripts share the
// plane's first half. Pictures stand between digits as any other mark does.
const halfClass = (unit: number): number =>
  unit <= 0xd83c || unit === 0xd83e || (unit >= 0xdb40 && unit <= 0xdb43) ? disguised : unit === 0xd83d || unit >= 0xdc00 ? separator : other

for (let unit = 0; unit < 65536; unit++) {
  const c = String.fromCharCode(unit)
  const ideograph = ideographs.findIndex((forms) => forms.includes(c))
  if (unit >= 0xd800 && unit <= 0xdfff) {
    unitClass[unit] = halfClass(unit)
  } else if (ideograph >= 0) {
    unitClass[unit] = ideograph
    isNumeral[unit] = 1
  } else if (unit >= 0x4e00 && unit <= 0x9fff) {
    unitClass[unit] = other
  } else if (numerals.has(unit)) {
    unitClass[unit] = numerals.get(unit)!
    isNumeral[unit] = 1
  } else if (/[\p{Cf}\p{Cc}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(c)) {
    unitClass[unit] = /[\t-\r]/.test(c) ? separator : unit < 32 ? other : disguised
  } else if (unit < 128 ? /[\s!-/:-@[-`{-~]/.test(c) : /[\p{P}\p{S}\p{Z}]/u.test(c)) {
    unitClass[unit] = crosses.includes(c) || /[●•■]/.test(c) ? mask : /[0-9A-Za-z]/.test(c.normalize('NFKC')) && unit > 127 ? disguised : separator
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

const invisible = /[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/gu
const valued = /(?!〇)[\p{No}\p{Nl}]/gu
const astral = /[\u{10000}-\u{1ffff}]/gu

/**
 * Text with its disguises taken off: compatibility forms, marks that show nothing, digits of astral scripts; pictures become a space.
 * Only for looking; what is stored or returned is the text itself.
 */
export function fold(text: string): string {
  return text
    .replace(valued, (c) => String(numerals.get(c.codePointAt(0)!) ?? c))
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(astral, (c) => (/\p{Nd}/u.test(c) ? String(astralValue(c.codePointAt(0)!)) : /\p{S}/u.test(c) ? ' ' : c))
}

function astralValue(codePoint: number): number {
  let zero = codePoint
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return codePoint - zero
}
