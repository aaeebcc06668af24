/**
 * Invented organisations of an invented city, for any size: valid codes, names by the grammar of real ones
 * (region + trade name + industry + form). Organisation number i follows from the seed and i alone, so a record can name
 * the 900,000th without making the others. No two share a code or a name, and none is named after a person.
 */
import { readFileSync } from 'node:fs'
import { checkCharacter, organisationCheckCharacter, usccAlphabet } from '../register/subjects/uscc.ts'
import { mix } from './random.ts'

export type GeneratedOrganisation = {
  readonly generated: true
  readonly index: number
  readonly code: string
  readonly name: string
  readonly formerNames: readonly string[]
  readonly kind: 'enterprise' | 'farmers-cooperative' | 'institution' | 'social-organisation' | 'government-body'
  /** legal form in words, as a registration record states it */
  readonly form: string
  readonly establishedOn: string
  readonly status: '存续' | '吊销' | '注销' | '解散' | '合并'
  readonly statusOn: string | null
  readonly successors: readonly string[]
  readonly district: string
}
/** Organisations by number: 0 … count - 1. */
export type OrganisationSource = { readonly count: number; at(index: number): GeneratedOrganisation }

const data = (name: string) => readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')

export const city = '岭湾市'
export const districts = ['青屿区', '澄江区', '云埔区', '临澜区', '望潮区', '松埭区', '石汀县', '鹭溪县'] as const
/** Registration offices of the invented city. 97 is no province's number, so no real organisation bears such a code. */
const offices = ['970100', '970102', '970103', '970104', '970105', '970106', '970107', '970121', '970122'] as const

const tradeNames = readTradeNames(data('trade-names.txt'))
const trades = data('industries.csv').trimEnd().split('\n').slice(1)
  .map((line) => line.split(',') as [division: string, name: string, words: string])
const industries = trades.flatMap(([, , words]) => words.split('|'))
/** Divisions 13-42 of the classification make things: only they have works (厂). */
const makers = new Set(trades.filter(([division]) => division >= '13' && division <= '42')
  .flatMap(([, , words]) => words.split('|')))
const places = [city, '岭湾', '（岭湾）', ...districts.map((d) => city + d)]

function readTradeNames(text: string): string[] {
  const [words, first, second] = ['words ', 'first ', 'second ']
    .map((head) => text.split('\n').find((line) => line.startsWith(head))!.slice(head.length))
  const composed = [...second!].flatMap((b) => [...first!].filter((a) => a !== b).map((a) => a + b))
  return [...new Set([...words!.split(' '), ...composed])]
}

type Form = { readonly share: number; readonly form: string; readonly end: string }
const companyForms: readonly Form[] = [
  { share: 76, form: '有限责任公司', end: '有限公司' },
  { share: 9, form: '有限责任公司', end: '有限责任公司' },
  { share: 5, form: '股份有限公司', end: '股份有限公司' },
  { share: 3, form: '有限合伙企业', end: '合伙企业（有限合伙）' },
  { share: 1, form: '普通合伙企业', end: '合伙企业（普通合伙）' },
  { share: 3, form: '个人独资企业', end: '厂' },
  { share: 3, form: '个人独资企业', end: '经营部' },
]

/** One family of names: what stands between the trade name and the end, and the ends. Its size bounds how many there are. */
type Family = {
  readonly prefix: string
  readonly kind: GeneratedOrganisation['kind']
  /** first letters of the organisation code inside */
  readonly letters: string
  readonly middle: readonly string[]
  readonly forms: readonly Form[]
}
const even = (form: string, ...ends: readonly string[]): Form[] => ends.map((end) => ({ share: 1, form, end }))
const families: readonly Family[] = [
  { prefix: '91', kind: 'enterprise', middle: industries, forms: companyForms, letters: 'MA' },
  { prefix: '93', kind: 'farmers-cooperative', letters: 'MA', forms: even('农民专业合作社', '农民专业合作社'),
    middle: ['蔬菜种植', '水果种植', '茶叶种植', '水稻种植', '水产养殖', '家禽养殖', '花卉种植', '食用菌种植', '农机服务', '油茶种植', '中药材种植', '生猪养殖'] },
  { prefix: '12', kind: 'institution', letters: 'MB', forms: even('事业单位', ''),
    middle: ['小学', '中学', '幼儿园', '实验学校', '医院', '社区卫生服务中心', '图书馆', '文化馆', '养老院', '职业技术学校', '检验检测中心', '博物馆'] },
  { prefix: '51', kind: 'social-organisation', letters: 'MJ', forms: even('社会团体', ''),
    middle: ['商会', '公益促进会', '志愿服务协会', '文化研究会', '环境保护协会', '体育运动协会', '科学技术普及协会'] },
  { prefix: '52', kind: 'social-organisation', letters: 'MJ', forms: even('民办非企业单位', ''),
    middle: ['养老服务中心', '社会工作服务中心', '职业培训学校', '民办幼儿园', '康复中心', '艺术馆'] },
  { prefix: '53', kind: 'social-organisation', letters: 'MJ', forms: even('基金会', ''),
    middle: ['慈善基金会', '教育基金会', '环境保护基金会', '公益基金会'] },
  { prefix: '11', kind: 'government-body', letters: 'MB', forms: even('机关', ''), middle: ['街道办事处', '镇人民政府', '乡人民政府'] },
]
/** Shares in a hundred, in the order of the families. */
const shares = [86, 6, 3, 2, 1, 1, 1] as const
/** A hundred seats: which family sits where, and which of its family it is. */
const seats: { readonly family: Family; readonly place: number; readonly share: number }[] = []
for (const [f, share] of shares.entries()) {
  for (let place = 0; place < share; place++) seats.push({ family: families[f]!, place, share })
}

const codeSpace = usccAlphabet.length ** 6
// Primes that share no factor with the spaces they walk through, so that no two numbers meet.
const codeStride = 387_420_499
const nameStride = 1_000_003

/**
 * @param seed  another seed gives another city full of organisations
 * @param index from 0; codes stay distinct far beyond ten million
 * @throws RangeError once a family has no further name (enterprises: above 14 million organisations)
 */
export function organisationAt(seed: number, index: number): GeneratedOrganisation {
  const seat = seats[(index * 37) % 100]!
  const { family } = seat
  const rank = Math.floor(index / 100) * seat.share + seat.place
  const chance = mix(seed, index)
  const former = chance % 100 < 9
  const [name, form, district] = nameAt(family, seed, rank, chance)
  const days = mix(seed, index, 2) % 9_131 // 1996-01-01 … 2020-12-31
  const fate = mix(seed, index, 3) % 1000
  const status = fate < 955 ? '存续' : fate < 970 ? '吊销' : fate < 992 ? '注销' : fate < 997 ? '解散' : '合并'
  return {
    generated: true, index, name, form, district, kind: family.kind,
    code: codeAt(family, seed, index, district),
    formerNames: former ? [nameAt(family, seed, rank + Math.floor(nameSpace(family) / 2), chance)[0]] : [],
    establishedOn: dayText(9_496 + days),
    status,
    statusOn: status === '存续' ? null : dayText(18_993 + (mix(seed, index, 4) % 1_400)),
    successors: status === '合并' ? [codeOf(seed, index + 1)] : [],
  }
}

/** Organisations by number, made when asked for. */
export const organisations = (options: { seed: number; count: number }): OrganisationSource => ({
  count: options.count,
  at: (index) => organisationAt(options.seed, index),
})

export function* generateOrganisations(options: { seed: number; count: number }): Generator<GeneratedOrganisation> {
  for (let i = 0; i < options.count; i++) yield organisationAt(options.seed, i)
}

const nameSpace = (family: Family) => places.length * tradeNames.length * family.middle.length

function nameAt(
  family: Family, seed: number, rank: number, chance: number,
): [name: string, form: string, district: string] {
  const space = nameSpace(family)
  if (rank >= space) throw new RangeError(`no further name for organisations of prefix ${family.prefix}`)
  let n = (rank * nameStride + mix(seed, 1)) % space
  const take = (bound: number) => {
    const digit = n % bound
    n = Math.floor(n / bound)
    return digit
  }
  const placeNo = take(places.length)
  const middle = family.middle[take(family.middle.length)]!
  const trade = tradeNames[take(tradeNames.length)]!
  const form = formOf(family.forms, chance)
  const place = places[placeNo]!
  const head = place.startsWith('（') ? trade + place : place + trade
  const end = form.end === '厂' && !makers.has(middle) ? '服务部' : form.end
  return [head + middle + end, form.form, placeNo < 3 ? '' : districts[placeNo - 3]!]
}

function formOf(forms: readonly Form[], chance: number): Form {
  let left = Math.floor(chance / 100) % forms.reduce((sum, f) => sum + f.share, 0)
  for (const form of forms) if ((left -= form.share) < 0) return form
  return forms[0]!
}

function codeOf(seed: number, index: number): string {
  const { family, place, share } = seats[(index * 37) % 100]!
  const [, , district] = nameAt(family, seed, Math.floor(index / 100) * share + place, mix(seed, index))
  return codeAt(family, seed, index, district)
}

function codeAt(family: Family, seed: number, index: number, district: string): string {
  let n = (index * codeStride + mix(seed, 5)) % codeSpace
  let inner = ''
  for (let i = 0; i < 6; i++) {
    inner += usccAlphabet[n % 31]!
    n = Math.floor(n / 31)
  }
  inner = family.letters + inner
  const body = family.prefix + offices[district === '' ? 0 : districts.indexOf(district as never) + 1]! + inner + organisationCheckCharacter(inner)
  return body + checkCharacter(body)
}

/** Days since 1970-01-01 as YYYY-MM-DD; a table would be longer than the arithmetic. */
function dayText(days: number): string {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1
  const month = mp < 10 ? mp + 3 : mp - 9
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
