/** One door for text: whatever way a text comes in, this says whether it can be kept, and gives the form it is kept in. Pure. */
import { type Outcome, ok, type Refusal } from '../law/outcome.ts'

/** A text that cannot be kept came as far as where it would be kept: the last look before it is. */
export class TextUnsound extends Error {
  readonly refusal: Refusal<TextFaultCode>
  constructor(refusal: Refusal<TextFaultCode>) {
    super(`a text holds ${refusal.facts.character ?? 'what cannot be kept'}`)
    this.refusal = refusal
  }
}

declare const sound: unique symbol
/**
 * Well-formed, assigned, NFC, no control characters but tab and line end (`\n`), nothing by which a reader sees another text than the one
 * that is kept, within the length asked for.
 */
export type Text = string & { readonly [sound]: true }

/**
 * - `text-unsound`   holds a character that cannot be kept: facts `fault`, `character` (`U+0000`), `at` (1 = the first character)
 * - `text-overlong`  facts `found`, `most`, in characters (code points)
 * - `text-expected`  is no text at all: facts `found`
 */
export type TextFaultCode = 'text-unsound' | 'text-overlong' | 'text-expected'
export type CharacterFault = 'nul' | 'control' | 'surrogate' | 'private-use' | 'noncharacter' | 'unassigned' | 'lost' | 'turning' | 'hidden' | 'piled'

/** Characters a text may have where nothing else is said. */
export const longestText = 50_000

// Half a pair, private use, unassigned (noncharacters are), control characters but tab and line ends; what a decoder puts where it failed.
const broken = '[\\p{Cs}\\p{Co}\\p{Cn}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ufffd]'
// Marks that turn or swap what stands around them, and such as hide text: tags, annotations, selectors of variants no name needs.
const turning = '[\\u202a-\\u202e\\u2066-\\u206f]'
const hidden = '[\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}]|\\p{Default_Ignorable_Code_Point}{4,}'
// More than any writing puts on one character: three of those that stand on letters of any script, eight of a script's own.
const piled = '[\\p{M}&&\\p{Script=Inherited}]{4,}|\\p{M}{9,}'
const unkeepable = new RegExp(broken, 'v')
const unsound = new RegExp(`${broken}|${turning}|${hidden}|${piled}`, 'v')
const everyUnsound = new RegExp(unsound, 'gv')
/** Most texts: Han of the first block, ASCII, the common punctuation of both. They need no second look, and are NFC. */
const plain = /^[\n\t\x20-\x7e\u4e00-\u9fff\u3001-\u3029\uff01-\uff5e]*$/
/**
 * UTF-16 units that may be part of a text that cannot be kept, or not in the form in which it is kept, as the inside of a character
 * class: few ranges, for one look at much text. What holds none of them is sound and NFC, but for control characters.
 */
export const unusualUnits = '\\u00AD\\u0300-\\u1FFF\\u2000\\u2001\\u200B-\\u200D\\u2028-\\u202E\\u2050-\\u20FF\\u2120-\\u215F\\u2180-\\u218F\\u2300-\\u245F\\u2A00-\\u2FEF'
  + '\\u3040-\\u321F\\uA48D-\\uFF00\\uFFBF-\\uFFFF'
/** What a text holds that is not kept as it stands, or not written into JSON as it stands. */
export const special = new RegExp(`[\\u0000-\\u001F"\\\\\\u007F-\\u009F${unusualUnits}]`)
const lineEnds = /\r\n?|[\u2028\u2029]/g

/**
 * @param unkept the text is only looked up: what a reader does not see may stand in it, as it may in what lies there from before
 * @returns the text in the form in which it is kept, or which character cannot be, and where
 */
export function textOf(
  raw: unknown, { most = longestText, unkept = false }: { readonly most?: number; readonly unkept?: boolean } = {},
): Outcome<Text, TextFaultCode> {
  if (typeof raw !== 'string') return no('text-expected', { found: kindOf(raw) })
  const text = plain.test(raw) ? raw : formOf(raw, unkept ? unkeepable : unsound)
  if (typeof text !== 'string') return text
  // Code points are never more than code units.
  if (text.length > most) {
    const found = characters(text)
    if (found > most) return no('text-overlong', { found: String(found), most: String(most) })
  }
  return ok(text as Text)
}

/** Whether a text can be kept as it stands; for texts whose length and form are another's matter. */
export const isSound = (text: string): boolean => plain.test(text) || !unsound.test(text)

/** The first character of a text that cannot be kept; null where each can. @returns `at` counts characters from 1 */
export function characterFault(text: string, faults = unsound): { readonly fault: CharacterFault; readonly character: string; readonly at: number } | null {
  const index = text.search(faults)
  if (index < 0) return null
  const point = text.codePointAt(index)!
  return { fault: faultOf(point), character: codePoint(point), at: characters(text.slice(0, index)) + 1 }
}

/** Where a text holds what cannot be kept, one character after the other. @returns [] where each can be kept */
export function faultsIn(text: string): readonly { readonly from: number; readonly to: number; readonly character: string }[] {
  if (isSound(text)) return []
  return [...text.matchAll(everyUnsound)].map(({ 0: found, index }) =>
    ({ from: index, to: index + found.length, character: codePoint(text.codePointAt(index)!) }))
}

/** The text without what cannot be kept of it: for whoever wrote it, to be looked at before it is sent again. */
export const withoutFaults = (text: string): string => (isSound(text) ? text : text.replace(everyUnsound, ''))

/** `U+00E4` */
export const codePoint = (point: number): string => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`

function formOf(raw: string, faults: RegExp): string | { readonly ok: false; readonly refusals: readonly [Refusal<TextFaultCode>] } {
  const kept = raw.replace(lineEnds, '\n').normalize('NFC')
  // Of what was sent, so that its place is found there; one mark may be two in the form in which it is kept.
  const found = characterFault(raw, faults) ?? characterFault(kept, faults)
  return found === null ? kept : no('text-unsound', { fault: found.fault, character: found.character, at: String(found.at) })
}

/**
 * The text itself, where a database can hold it. What else a text may not be has been asked before, at the doors.
 * @throws {TextUnsound} for NUL and half of a surrogate pair: stored once, they break the reading of it for ever
 */
export function storable(text: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text
  const index = text.search(/\p{Cs}|\0/u)
  const point = text.codePointAt(index)!
  const facts = { fault: faultOf(point), character: codePoint(point), at: String(characters(text.slice(0, index)) + 1) }
  throw new TextUnsound({ code: 'text-unsound', rule: null, facts })
}

const isTurning = new RegExp(turning, 'v')
const isHidden = /[\ufff9-\ufffb]|(?=\P{Cn})\p{Default_Ignorable_Code_Point}/u
function faultOf(point: number): CharacterFault {
  if (point === 0) return 'nul'
  if (point === 0xfffd) return 'lost'
  if (point >= 0xd800 && point <= 0xdfff) return 'surrogate'
  if ((point & 0xfffe) === 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) return 'noncharacter'
  if ((point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000) return 'private-use'
  if (point < 0xa0) return 'control'
  const character = String.fromCodePoint(point)
  if (isTurning.test(character)) return 'turning'
  if (isHidden.test(character)) return 'hidden'
  return /\p{M}/u.test(character) ? 'piled' : 'unassigned'
}

function characters(text: string): number {
  let n = 0
  for (const _ of text) n++
  return n
}

const no = (code: TextFaultCode, facts: Readonly<Record<string, string>>) => ({ ok: false as const, refusals: [{ code, rule: null, facts }] as const })
const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
