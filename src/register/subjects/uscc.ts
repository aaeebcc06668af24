/**
 * The unified social credit code: 18 characters, the only key of an organisation (gd-16-2, xm-7-1a, js-34a).
 * Written from GB 32100-2015 (whole code) and GB 11714-1997 (the organisation code inside it). Pure.
 *
 *     9 1 3 5 0 1 0 0 M 0 0 0 1 0 0 Y 4 3
 *     └┬┘ └────┬────┘ └───────┬───────┘ └ check character over positions 1-17, mod 31
 *      │       │              └ organisation code: 8 characters and their own check character, mod 11
 *      │       └ office that registered it; not checked, offices outside the region lists are real
 *      └ registering body and kind, see kind.ts
 */
import { ok, type Outcome, type Refusal } from '../../law/outcome.ts'
import type { RuleId } from '../../law/types.ts'

/** A code in canonical form: 18 characters of the alphabet, upper case, both checks passed, not an individual trader. */
export type Uscc = string & { readonly brand: 'uscc' }

/** What reading changed before the check; reported, so that a provider knows what was taken for granted. */
export type UsccNormalisation = 'white-space' | 'full-width' | 'upper-case'
export type ReadUscc = { readonly code: Uscc; readonly normalised: readonly UsccNormalisation[] }

/**
 * - `code-empty`              nothing was given
 * - `code-length`             facts: found, required
 * - `code-alphabet`           facts: character, position (I O Z S V are never used)
 * - `individual-trader`       prefix 92: a natural person in trade, refused at the boundary, not returned for correction
 * - `code-check-character`    facts: found, position; which character would fit is not said, it would invite guessing
 * - `code-organisation-check` the same for the organisation code, positions 9-17
 */
export type UsccRefusalCode =
  | 'code-empty' | 'code-length' | 'code-alphabet' | 'individual-trader' | 'code-check-character' | 'code-organisation-check'

/** Rules a refusal names: they differ by jurisdiction and come from the boundary data. */
export type UsccRules = { readonly key: RuleId | null; readonly organisationsOnly: RuleId | null }

export const usccLength = 18
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const outerWeights = Uint8Array.of(1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
const innerWeights = Uint8Array.of(3, 7, 9, 10, 5, 8, 4, 2)
const organisationCodeAt = 8
const none = 255

/** Value of each ASCII character in either standard; GB 11714 numbers the whole Latin alphabet, GB 32100 leaves five out. */
const outerValue = new Uint8Array(128).fill(none)
const innerValue = new Uint8Array(128).fill(none)
for (const [value, character] of [...usccAlphabet].entries()) outerValue[character.charCodeAt(0)] = value
for (const [value, character] of [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].entries()) innerValue[character.charCodeAt(0)] = value

/** @returns whether the text is a canonical code of an organisation or of an individual trader (both checks pass) */
export function passesChecks(text: string): boolean {
  return text.length === usccLength && outsideAlphabet(text) < 0 && outerCheckFits(text) && innerCheckFits(text)
}

/**
 * Reads a code as delivered. Only what cannot change its meaning is normalised: white space and zero-width characters,
 * full-width forms, lower case. A letter O is not turned into a zero: that would be a guess.
 */
export function readUscc(text: string, rules: UsccRules = { key: null, organisationsOnly: null }): Outcome<ReadUscc, UsccRefusalCode> {
  if (text.length === usccLength && outsideAlphabet(text) < 0) return judge(text, [], rules)
  const normalised: UsccNormalisation[] = []
  let code = text
  const step = (name: UsccNormalisation, next: string) => {
    if (next !== code) normalised.push(name)
    code = next
  }
  step('full-width', code.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)))
  step('white-space', code.replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''))
  step('upper-case', code.replace(/[a-z]+/g, (letters) => letters.toUpperCase()))
  return judge(code, normalised, rules)
}

function judge(code: string, normalised: readonly UsccNormalisation[], rules: UsccRules): Outcome<ReadUscc, UsccRefusalCode> {
  const no = (reason: UsccRefusalCode, facts: Refusal['facts'] = {}, rule = rules.key) =>
    ({ ok: false, refusals: [{ code: reason, rule, facts }] }) as const
  if (code === '') return no('code-empty')
  const characters = [...code]
  // Before every other fault: a mistyped code of a person in trade must not wait in a workspace for its correction.
  if (isTraderPrefix(code) && Math.abs(characters.length - usccLength) <= 1) return no('individual-trader', {}, rules.organisationsOnly)
  if (characters.length !== usccLength) return no('code-length', { found: String(characters.length), required: String(usccLength) })
  const wrong = outsideAlphabet(code)
  if (wrong >= 0) return no('code-alphabet', { character: characters[wrong]!, position: String(wrong + 1) })
  if (!outerCheckFits(code)) return no('code-check-character', { found: code[17]!, position: '18' })
  if (!innerCheckFits(code)) return no('code-organisation-check', { found: code[16]!, position: '17' })
  return ok({ code: code as Uscc, normalised })
}

/** Prefix 92: individual traders are natural persons under the Civil Code, art. 54. */
export const isTraderPrefix = (code: string): boolean => code.charCodeAt(0) === 57 && code.charCodeAt(1) === 50

/** The organisation code inside, GB 11714: nine characters without its hyphen. */
export const innerCode = (code: Uscc): string => code.slice(organisationCodeAt, organisationCodeAt + 9)

/** The registering office's field. It looks like a region code and often is none. */
export const officeField = (code: Uscc): string => code.slice(2, 8)

/** The check character for 17 characters of the alphabet; for generators of invented codes, not for repairing real ones. */
export function checkCharacter(body: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += outerValue[body.charCodeAt(i)]! * outerWeights[i]!
  return usccAlphabet[(31 - (sum % 31)) % 31]!
}

/** The same for the eight characters of an organisation code. */
export function organisationCheckCharacter(body: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += innerValue[body.charCodeAt(i)]! * innerWeights[i]!
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

function outsideAlphabet(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127 || outerValue[unit] === none) return i
  }
  return -1
}

function outerCheckFits(code: string): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += outerValue[code.charCodeAt(i)]! * outerWeights[i]!
  return (sum + outerValue[code.charCodeAt(17)]!) % 31 === 0
}

function innerCheckFits(code: string): boolean {
  let sum = 0
  for (let i = 0; i < 8; i++) sum += innerValue[code.charCodeAt(organisationCodeAt + i)]! * innerWeights[i]!
  const check = code.charCodeAt(16)
  const value = check === 88 /* X */ ? 10 : check <= 57 ? check - 48 : none
  return value !== none && (sum + value) % 11 === 0
}
