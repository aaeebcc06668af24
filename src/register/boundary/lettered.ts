/** Numbers of persons that hold letters or masks: passports, permits, cards of Hong Kong, Macau and Taiwan, codes of traders, masked numbers. Pure. */
import { passesChecks } from '../subjects/uscc.ts'
import { isHongKongCard, isMacauCard, isTaiwanCard } from './check-digits.ts'
import { charX, disguised, fold, separator, unitClass } from './characters.ts'
import type { FoundNumbers } from './found-numbers.ts'
import { provinces } from './identity-build.ts'

/** Digits in the middle of a long run of letters and digits, as in the hash of a file, are no number of anybody. */
export function inHash(text: string, end: number): boolean {
  let to = Math.min(end, text.length)
  while (to > 0 && !isToken(text.charCodeAt(to - 1))) to--
  let from = to
  while (from > 0 && to - from < 96 && isToken(text.charCodeAt(from - 1))) from--
  while (to < text.length && to - from < 96 && isToken(text.charCodeAt(to))) to++
  if (to - from < 24) return false
  let turns = 0
  for (let k = from + 1; k < to; k++) if (isLatin(text.charCodeAt(k)) !== isLatin(text.charCodeAt(k - 1))) turns++
  return turns >= 6
}
const isToken = (unit: number): boolean => isLatin(unit) || (unit >= 48 && unit <= 57) || unit === 43 || unit === 47

// ── Passports and permits ───────────────────────────────────────────────────────────────────────────────────────────

/**
 * E12345678, EA1234567, H1234567800 …: series letters of Chinese passports (E G D S P K), of the permits of Hong Kong
 * and Macau residents (H M), of the mainland's permits to go there or to Taiwan (C W T L); a Hong Kong identity card
 * with its check character. Called at the end of a run of six to ten digits.
 */
export function lookForPassport(text: string, start: number, end: number, found: FoundNumbers): void {
  const run = end - start
  const tail = text.slice(end, end + 3)
  if (run === 7 && isMacauCard(text.slice(start, end), tail) && !isLatin(text.charCodeAt(start - 1))) found.doubts.add('identity-number')
  if (isLatin(text.charCodeAt(end))) return
  let at = start
  while (at > 0 && start - at < 2 && unitClass[text.charCodeAt(at - 1)] === separator && !isPath(text.charCodeAt(at - 1))) at--
  let from = at
  while (from > 0 && at - from < 3 && isLatin(text.charCodeAt(from - 1))) from--
  const series = text.slice(from, at).toUpperCase()
  if (series === '' || series.length > 2 || /[0-9]/.test(text.charAt(from - 1))) return
  if (run === 6 && at === start && isHongKongCard(series, text.slice(start, end), tail)) found.codes.add('identity-number')
  if (run === 9 && at === start && series.length === 1 && isTaiwanCard(series + text.slice(start, end))) found.codes.add('identity-number')
  const fits =
    (series.length === 1 && ((run === 8 && /[EGDSPKHMCWTL]/.test(series)) || (run === 10 && /[HM]/.test(series))))
    || (series.length === 2 && run === 7 && /^([EC][A-HJ-NP-Z]|[DSP]E|MA|MB|KJ|KK)$/.test(series))
  if (fits && !isApproval(text, from) && !inHash(text, end)) found.codes.add('travel-document')
}

// A path of a web address is no place for a series: ….cn/1234567; nor is a label of its own: CR: 2756979.
const isPath = (unit: number): boolean => unit === 0x3a || unit === 0x2f || unit === 0x2e || unit === 0x3d || unit === 0x3f || unit === 0x26 || unit === 0x5f

// 国药准字H20050001, 粤械注准…, 许可证编号SC…, 合同编号…: the series of an approval, a product or a paper.
const approvals = new RegExp(`(?:${[
  '[字准备注批妆械健]|文号|许可证|登记证|注册证|备案|批准|编号|序号|批号|货号|型号|规格|单号|订单|合同|发票|商标|专利|条码|设备|产品|标准|执照|股票|代码|证券',
  'No\\.?|order|invoice|model|lot|batch|serial|part|item|contract',
].join('|')})[第号码为是]?[\\s:：.#（(〔【-]*$`, 'i')
const isApproval = (text: string, from: number): boolean => {
  const before = text.slice(Math.max(0, from - 14), from)
  return approvals.test(before) && !/(?:证件|护照|通行证|身份证)(?:编号|号码?)?[\s:：]*$/.test(before) || /[A-Za-z0-9-]\.[A-Za-z]{2,6}\/[^\s]*$/.test(before)
}

export const isLatin = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)

// ── Masked numbers, traders ─────────────────────────────────────────────────────────────────────────────────────────

/** 440106********0019 and 138****8000 still are persons' numbers: who masked them may hold the rest. */
export function lookForMasked(text: string, found: FoundNumbers): void {
  for (const m of text.matchAll(/(?<![0-9A-Za-z*＊])(\d{1,14})([*＊●•■×✕✖xX□◻▢_~～?？]{3,})(\d{0,6}[Xx]?)(?![0-9A-Za-z])/g)) {
    const [whole, head = '', , tail = ''] = m
    if ((whole.length === 18 || whole.length === 15) && (head.length < 2 || provinces[Number(head.slice(0, 2))] === 1) && head.length + tail.length > 3) {
      found.codes.add('identity-number')
    } else if (whole.length === 11 && /^1[3-9]/.test(head) && tail.length >= 2) {
      found.codes.add('mobile-number')
    }
  }
  // 138…0000: the middle left out, and no telling of how many.
  if (/(?<![0-9A-Za-z.])1[3-9]\d(?:…{1,3}|\.{3,6}|-{4})\d{4}(?![0-9A-Za-z.])/.test(text)) found.doubts.add('mobile-number')
}

/** By UTF-16 unit: signs that are written for digits left out, besides asterisks. */
export const holes: ReadonlySet<number> = new Set([...'□◻▢_~～?？…'].map((c) => c.charCodeAt(0)))

// 92…, in groups or not, in digits of any script.
export function lookForTrader(text: string, at: number, found: FoundNumbers): void {
  if (at > 0 && isLatin(text.charCodeAt(at - 1))) return
  let code = ''
  let gap = 0
  let i = at
  for (; i < text.length && code.length < 18; i++) {
    const unit = text.charCodeAt(i)
    const kind = unitClass[unit]!
    if (kind < charX) code += String(kind)
    else if (isLatin(unit)) code += text.charAt(i).toUpperCase()
    else if (kind === disguised) code += fold(text.charAt(i)).toUpperCase()
    else if (kind === separator && ++gap <= 3) continue
    else return
    gap = 0
    if (code.length === 2 && code !== '92') return
  }
  if (code.length === 18 && passesChecks(code) && !/[0-9A-Za-z]/.test(text.charAt(i))) found.codes.add('individual-trader')
}
