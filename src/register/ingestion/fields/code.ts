/** Unified social credit codes, each in its canonical form (gd-16-2, xm-7-1a). Pure. */
import { type UsccRefusalCode, readUscc } from '../../subjects/uscc.ts'
import { type FieldFault, type FieldReader, fault, remembering } from './reading.ts'

const codes: Readonly<Record<UsccRefusalCode, FieldFault['code']>> = {
  'code-empty': 'required-missing',
  'code-length': 'code-length',
  'code-alphabet': 'code-alphabet',
  'individual-trader': 'natural-person',
  'code-check-character': 'code-check-character',
  'code-organisation-check': 'code-check-character',
}

const read: FieldReader = (cell) => {
  const code = readUscc(cell)
  if (code.ok) return code.value.code
  return isPersonal(cell) ? fault('natural-person') : fault(codes[code.refusals[0].code], code.refusals[0].facts)
}

// What cannot be an organisation's code as it stands is judged by what a reader makes of it: without marks, in one script's
// digits, with the letters that stand for digits by mistake.
const traderPrefix = /^9[2Z]/
const identityShape = /^[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/
const identityShapeBefore1999 = /^[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' }

/** @returns true for a code of an individual trader, or a resident's number, however it is hidden */
const isPersonal = (cell: string): boolean => {
  const folded = foldedCode(cell)
  return (traderPrefix.test(folded) && folded.length >= 16 && folded.length <= 20) || identityShape.test(folded.replace(/[OISZ]/g, (c) => lookAlikes[c]!))
}

/** Whether a cell is built like a person's number, be its check digit right or not: it is not kept in a returned row. */
export const personShaped = (cell: string): boolean => {
  if (cell.length < 11 || cell.length > 60) return false
  const folded = foldedCode(cell).replace(/[OISZ]/g, (c) => lookAlikes[c]!)
  return identityShapeBefore1999.test(folded) || identityShape.test(folded.slice(0, 18)) || /^1[3-9]\d{9}$/.test(folded) || isPersonal(cell)
}

/** The same of what stands in a code's place, where words are nobody's code either. */
export const mayBePersonal = (cell: string): boolean => personShaped(cell) || /[^0-9A-Z]/.test(foldedCode(cell))

/** Letters and digits alone, digits of every script as 0-9. */
const foldedCode = (cell: string): string =>
  cell.normalize('NFKC').replace(/[〇零一二三四五六七八九]/g, (c) => String('〇一二三四五六七八九'.indexOf(c === '零' ? '〇' : c)))
    .replace(/\p{Nd}/gu, digitOf).toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Digits of a script stand in a row from its zero on. */
function digitOf(digit: string): string {
  const at = digit.codePointAt(0)!
  if (at < 128) return digit
  let before = 0
  while (before < 9 && /\p{Nd}/u.test(String.fromCodePoint(at - before - 1))) before++
  return String(before)
}

/** @param subject codes of the rows' subjects hardly repeat and are not remembered; those of authorities do and are */
export const codeReader = (subject: boolean): FieldReader => (subject ? read : remembering(read))
