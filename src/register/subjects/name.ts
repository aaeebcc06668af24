/** Names of organisations: compared, searched and set on a page. A name is never the key (gd-16-2). Pure. */

import { isSound } from '../../text/text.ts'
import { withUnified } from '../../text/radicals.ts'

/** Marks that take no room on a page: zero-width, joiners, direction marks, variation selectors, soft hyphen. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu
// Points between the parts of a foreign name, as typed by many hands. (Katakana middle dot and bullet among them.)
const middleDots = /[\u00b7\u0387\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65]/gu
const brackets: Readonly<Record<string, string>> = { '〔': '(', '〕': ')', '［': '(', '］': ')', '[': '(', ']': ')', '【': '(', '】': ')', '﹙': '(', '﹚': ')' }

/**
 * The form in which names are compared and indexed: radicals as the characters they look like, compatibility forms folded, brackets and middle dots made one,
 * white space between Han removed, other white space single, Latin letters in upper case.
 * Two organisations may share a normal name: the code tells them apart.
 */
export function normalName(name: string): string {
  // Most names are their own normal form; a delivery asks for a million of them.
  if (plain.test(name)) return name
  // One pass may uncover what another must fold (a capital of an unusual letter): until nothing changes.
  for (let before = name; ;) {
    const folded = foldOnce(before)
    if (folded === before) return folded
    before = folded
  }
}

const plain = /^[\u4e00-\u9fff0-9A-Z]+$/

function foldOnce(name: string): string {
  return withUnified(name)
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(middleDots, '·')
    .replace(/[〔〕［］[\]【】﹙﹚]/g, (c) => brackets[c]!)
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\x20-\x7e]) ?/gu, '$1')
    .replace(/ ?([()]) ?/g, '$1')
    .trim()
    .toUpperCase()
}

/**
 * - `name-empty`    nothing visible
 * - `name-broken`   half a character, a replacement character, one that is private or not assigned: the file was read wrongly upstream
 * - `name-control`  control characters or line breaks
 * - `name-too-long` more than 200 characters: another column, not a name
 */
export type NameRefusalCode = 'name-empty' | 'name-broken' | 'name-control' | 'name-too-long'

const longestName = 200

/** @returns why a name cannot be taken, or null. Text that looks like markup is text: pages escape it. */
export function nameFault(name: string): NameRefusalCode | null {
  if (/\p{Cc}|[\u2028\u2029]/u.test(name)) return 'name-control'
  if (!isSound(name)) return 'name-broken'
  const normal = normalName(name)
  if (!/[\p{L}\p{N}]/u.test(normal)) return 'name-empty'
  return lengthInCharacters(normal) > longestName ? 'name-too-long' : null
}

function lengthInCharacters(text: string): number {
  let n = 0
  for (const _ of text) n++
  return n
}

/** Distinct adjacent pairs of characters (code points) of a normal name, in order: any two characters find it. */
export function bigrams(normal: string): string[] {
  const pairs = new Set<string>()
  let before = ''
  for (const character of normal) {
    if (before !== '') pairs.add(before + character)
    before = character
  }
  return [...pairs]
}

/** Forms an organisation's name ends in, longest first; the customary words of company and association law. */
const forms: readonly string[] = [
  '农民专业合作社联合社', '农民专业合作社', '有限责任公司分公司', '股份有限公司分公司', '有限公司分公司', '集团股份有限公司', '集团有限公司',
  '股份有限公司', '有限责任公司', '股份合作公司', '专业合作社', '民办非企业单位', '有限合伙', '普通合伙', '(特殊普通合伙)', '(有限合伙)', '(普通合伙)',
  '（特殊普通合伙）', '（有限合伙）', '（普通合伙）', '有限公司', '合伙企业', '事务所', '合作社', '基金会', '研究院', '委员会', '分公司', '协会', '学会', '商会', '联合会', '服务中心',
].sort((a, b) => b.length - a.length)

export const isFormSuffix = (text: string): boolean => forms.includes(text)

/**
 * Where a long name may break on a narrow page: before its form.
 * @returns [名, 形式]; the second is empty where the name has no known form or is nothing but one
 */
export function splitForm(name: string): readonly [string, string] {
  const form = forms.find((f) => name.endsWith(f) && name.length > f.length)
  return form === undefined ? [name, ''] : [name.slice(0, -form.length), form]
}
