/** Invented persons' numbers for the boundary's tests: valid by their check digits, belonging to nobody we know of. */

/** A small seeded generator (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]!, digits: (n: number) => Array.from({ length: n }, () => below(10)).join('') }
}
export type Random = ReturnType<typeof seeded>

const regions = [
  '110101', '110228', '120103', '130102', '131102', '210102', '310104', '320102', '330106', '350203', '440106', '440305',
  '450102', '500103', '510104', '511102', '520102', '522701', '530102', '530302', '610113', '640104', '654201', '710000', '810000', '820000',
]

const two = (n: number) => String(n).padStart(2, '0')

/** @param years first and last year of birth */
export function identityNumber(random: Random, years: readonly [number, number] = [1940, 2020]): string {
  const year = years[0] + random.below(years[1] - years[0] + 1)
  const body = `${random.pick(regions)}${year}${two(1 + random.below(12))}${two(1 + random.below(28))}${random.digits(3)}`
  return body + identityCheck(body)
}

// The definition of ISO 7064 MOD 11-2 by its recursion, not by the table of weights the register uses.
export function identityCheck(body: string): string {
  let p = 0
  for (const d of body) p = ((p + Number(d)) * 2) % 11
  return '10X98765432'[p]!
}

/** Fifteen digits, issued until 1999: births 1930 to 1999. */
export const oldIdentityNumber = (random: Random): string =>
  `${random.pick(regions)}${30 + random.below(70)}${two(1 + random.below(12))}${two(1 + random.below(28))}${random.digits(3)}`

export const mobileNumber = (random: Random): string => `1${3 + random.below(7)}${random.digits(9)}`

export const travelDocument = (random: Random): string =>
  random.pick([
    () => `${random.pick([...'EGDSP'])}${random.digits(8)}`, () => `E${random.pick([...'ABCDEFGHJK'])}${random.digits(7)}`,
    () => `${random.pick([...'HM'])}${random.digits(8)}`, () => `${random.pick([...'HM'])}${random.digits(10)}`, () => `C${random.digits(8)}`,
  ])()

export type Disguise = { readonly name: string; readonly of: (number: string) => string }

const fullWidth = (s: string) => s.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const grouped = (s: string, by: string): string => {
  const cuts = s.length === 11 ? [3, 7] : s.length === 15 ? [6, 12] : [6, 14]
  return [s.slice(0, cuts[0]), s.slice(cuts[0], cuts[1]), s.slice(cuts[1])].join(by)
}
const spelled = (digits: string) => (s: string) => s.replace(/\d/g, (d) => [...digits][Number(d)]!)
const mathematical = (s: string) => s.replace(/\d/g, (d) => String.fromCodePoint(0x1d7ce + Number(d)))

/** Of any number; the first ones leave letters and their place alone, so that passports survive them too. */
export const plainDisguises: readonly Disguise[] = [
  { name: 'as it is', of: (s) => s },
  { name: 'lower case', of: (s) => s.toLowerCase() },
  { name: 'full-width', of: fullWidth },
  { name: 'full-width digits', of: (s) => s.replace(/\d/g, fullWidth) },
  { name: 'zero-width inside', of: (s) => [...s].join('\u200b') },
  { name: 'soft hyphens', of: (s) => `${s.slice(0, 4)}\u00ad${s.slice(4)}` },
  { name: 'word joiner', of: (s) => `${s.slice(0, 5)}\u2060${s.slice(5)}` },
  { name: 'right-to-left mark', of: (s) => `\u202e${s.slice(0, 6)}\u200f${s.slice(6)}\u202c` },
  { name: 'in a sentence', of: (s) => `经查，当事人（${s}）于2024年3月1日到场。` },
  { name: 'in an English sentence', of: (s) => `see ${s}, as filed` },
  { name: 'in JSON', of: (s) => `{"a":"${s}"}` },
  { name: 'in markup', of: (s) => `<b>${s}</b>` },
  { name: 'on its own line', of: (s) => `说明\r\n${s}\r\n完` },
  { name: 'after other figures', of: (s) => `2024-03-01 10:20:30；${s}` },
  { name: 'mathematical digits', of: mathematical },
  { name: 'Arabic-Indic digits', of: spelled('٠١٢٣٤٥٦٧٨٩') },
  { name: 'circled by parentheses', of: (s) => `(${s})` },
]

/** Of numbers made of digits. */
export const digitDisguises: readonly Disguise[] = [
  { name: 'spaces', of: (s) => grouped(s, ' ') },
  { name: 'no-break spaces', of: (s) => grouped(s, '\u00a0') },
  { name: 'ideographic spaces', of: (s) => grouped(s, '\u3000') },
  { name: 'hyphens', of: (s) => grouped(s, '-') },
  { name: 'dashes', of: (s) => grouped(s, '—') },
  { name: 'dots', of: (s) => grouped(s, '.') },
  { name: 'middle dots', of: (s) => grouped(s, '·') },
  { name: 'underscores', of: (s) => grouped(s, '_') },
  { name: 'slashes', of: (s) => grouped(s, ' / ') },
  { name: 'every digit apart', of: (s) => [...s].join(' ') },
  { name: 'line broken', of: (s) => grouped(s, '\n') },
  { name: 'Chinese numerals', of: spelled('〇一二三四五六七八九') },
  { name: 'Chinese numerals of accounts', of: spelled('零壹贰叁肆伍陆柒捌玖') },
  { name: 'O for zero', of: (s) => s.replaceAll('0', 'O') },
  { name: 'l for one', of: (s) => s[0] + s.slice(1).replaceAll('1', 'l') },
]

export const identityDisguises: readonly Disguise[] = [
  { name: 'written onto a date', of: (s) => `20240301${s}` },
  { name: 'written onto words', of: (s) => `证${s}号` },
  { name: 'behind Latin letters', of: (s) => `ID${s}ab` },
  { name: 'backwards', of: (s) => [...s].toReversed().join('') },
  { name: 'Cyrillic Х', of: (s) => s.replace('X', 'Х') },
  { name: 'multiplication sign', of: (s) => s.replace('X', '×') },
]

export const mobileDisguises: readonly Disguise[] = [
  { name: '+86', of: (s) => `+86${s}` },
  { name: '+86 and groups', of: (s) => `+86 ${grouped(s, ' ')}` },
  { name: '0086', of: (s) => `0086${s}` },
  { name: 'leading zero', of: (s) => `0${s}` },
  { name: 'spreadsheet number', of: (s) => `${s}.0` },
  { name: 'behind words', of: (s) => `电话${s}转` },
]

/** Columns of the penalty template, and a few others: all are looked through. */
export const columns = ['行政相对人名称', '行政相对人代码_1', '行政相对人代码_2', '行政处罚决定书文号', '违法行为类型', '违法事实', '处罚依据', '处罚类别', '处罚内容', '罚款金额', '处罚决定日期',
  '公示截止期', '处罚机关', '处罚机关统一社会信用代码', '备注', 'CF_WSH', 'remarks', '']

export const cleanRow: readonly string[] = ['岭湾市澄石精密机械有限公司', '91350100M000100Y43', '', '岭市监罚字〔2024〕第12号', '违反安全生产管理规定', '未如实记录事故隐患排查治理情况',
  '《中华人民共和国安全生产法》第九十七条第一款第三项', '罚款', '处人民币壹万元罚款', '1.000000', '2024-03-04', '2027-03-04', '岭湾市应急管理局', '11100000000013063T', '无', 'X-12', '', '']
