/**
 * Believable records of the invented organisations, in the columns of the catalog's templates. The same options give the
 * same rows. A share of them can bear a fault, each named, to see that it is found.
 */
import { Chance, dayTable, mix } from './random.ts'
import type { GeneratedOrganisation, OrganisationSource } from './organisations.ts'
import { type DemonstrationUnit, type PenaltyCase, demonstrationUnits } from './units.ts'

export type FaultKind =
  | 'code-missing'
  | 'code-check-character'
  /** an individual trader: refused, not returned */
  | 'individual-trader'
  | 'name-missing'
  | 'document-number-missing'
  | 'impossible-day'
  | 'amount-with-unit'
  | 'class-unknown'
export type GeneratedRecord = {
  /** one cell per column of `recordColumns` */
  readonly cells: readonly string[]
  readonly organisation: GeneratedOrganisation
  readonly fault: FaultKind | null
}
export type RecordOptions = {
  readonly seed: number
  readonly organisations: OrganisationSource
  /** id of a national item, or of a supplement's */
  readonly item: string
  readonly count: number
  /** first and last day on which decisions were made, YYYY-MM-DD; weekends are left out */
  readonly from: string
  readonly until: string
  /** who decided; without it the first unit that provides the item */
  readonly unit?: DemonstrationUnit
  /** share of rows that bear a fault, 0 to 1 */
  readonly dirty?: number
  /** number of the first document; 1 without it */
  readonly firstNumber?: number
}

type Case = {
  readonly o: GeneratedOrganisation
  readonly unit: DemonstrationUnit
  readonly c: Chance
  /** day of the decision, and the last day anything can have happened */
  readonly day: string
  readonly last: string
  readonly serial: number
}
type Maker = {
  readonly columns: readonly string[]
  readonly name: string
  readonly code: string
  readonly document: string | null
  readonly day: string
  readonly amount?: string
  readonly class?: string
  readonly row: (k: Case) => string[]
}

const number = ({ unit, day, serial }: Case, word: string) => `${unit.prefix}${word}〔${day.slice(0, 4)}〕${serial}号`
const money = (c: Chance, [from, to]: readonly [number, number], decimals: number) => {
  const scale = 10 ** decimals
  return String(Math.round((from + ((to - from) * c.below(1000)) / 999) * scale) / scale)
}
/** A day some years on; 29 February becomes the 28th. */
const years = (day: string, count: number) =>
  `${Number(day.slice(0, 4)) + count}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
/** A later day some months on, kept inside every month. */
const months = (day: string, count: number) => {
  const month = Number(day.slice(5, 7)) - 1 + count
  return `${Number(day.slice(0, 4)) + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${day.slice(8) > '28' ? '28' : day.slice(8)}`
}
const noEnd = '2099-12-31'

const fallback: PenaltyCase = { type: '未按规定报送资料', facts: '未在规定期限内报送资料', law: '《中华人民共和国行政处罚法》', class: '一般',
  reason: '未造成其他危害后果', fine: [0.1, 1] }

const makers: Record<string, Maker> = {
  registration: {
    columns: ['统一社会信用代码', '机构名称', '曾用名', '机构类型', '住所', '注册资本（万元）', '成立日期', '登记机关', '登记状态', '状态日期', '承继机构统一社会信用代码'],
    code: '统一社会信用代码', name: '机构名称', document: null, day: '成立日期', amount: '注册资本（万元）',
    row: ({ o, unit, c }) => [o.code, o.name, o.formerNames.join('；'), o.form,
      `岭湾市${o.district}${c.of(['海岸', '学府', '创业', '滨江', '工业', '迎宾'])}路${1 + c.below(300)}号`,
      o.kind === 'enterprise' ? String(c.of([50, 100, 200, 500, 1000, 2000, 5000])) : '', o.establishedOn, unit.name,
        o.status, o.statusOn ?? '', o.successors.join('；')],
  },
  penalty: {
    columns: ['行政相对人名称', '行政相对人类别', '行政相对人代码_1（统一社会信用代码）', '行政处罚决定书文号', '违法行为类型', '违法事实', '处罚依据', '处罚类别', '处罚内容',
      '罚款金额（万元）',
      '没收违法所得、没收非法财物的金额（万元）', '处罚决定日期', '处罚机关', '处罚机关统一社会信用代码', '数据来源单位', '数据来源单位统一社会信用代码', '失信行为等级', '等级认定理由',
        '行为终了日期', '领域', '备注'],
    code: '行政相对人代码_1（统一社会信用代码）', name: '行政相对人名称', document: '行政处罚决定书文号', day: '处罚决定日期', amount: '罚款金额（万元）',
      class: '失信行为等级',
    row(k) {
      const { o, unit, c, day, last } = k
      const p = unit.penalties ? c.of(unit.penalties) : fallback
      const fine = p.fine[1] === 0 ? '' : money(c, p.fine, 2)
      const gains = p.gains && c.in(0.4) ? money(c, [0.05, 3], 4) : ''
      const kinds = [...(fine === '' || c.in(0.3) ? ['警告'] : []), ...(fine === '' ? [] : ['罚款']),
        ...(gains === '' ? [] : ['没收违法所得']), ...(p.halt ? ['责令停产停业'] : [])]
      const content = [...(kinds.includes('警告') ? ['给予警告'] : []), ...(fine === '' ? [] : [`处罚款${fine}万元`]),
        ...(gains === '' ? [] : [`没收违法所得${gains}万元`]), ...(p.halt ? ['责令停产停业整顿'] : [])]
      const conductEnded = p.continues && c.in(0.5) ? months(day, 1 + c.below(3)) : ''
      // Some providers do not yet state a class: such a record is held and not shown.
      const stated = !c.in(0.04)
      return [o.name, '法人及非法人组织', o.code, number(k, '罚'), p.type, p.facts, p.law, kinds.join('；'), content.join('，'),
        fine, gains, day, unit.name, unit.code, unit.name, unit.code,
        stated ? p.class : '', stated ? p.reason : '', conductEnded <= last ? conductEnded : '',
          p.field ?? '', '']
    },
  },
  licence: {
    columns: ['行政相对人名称', '行政相对人类别', '行政相对人代码_1（统一社会信用代码）', '行政许可决定文书名称', '行政许可决定文书号', '许可类别', '许可证书名称', '许可编号', '许可内容',
      '许可决定日期', '有效期自', '有效期至',
      '许可机关', '许可机关统一社会信用代码', '当前状态', '数据来源单位', '数据来源单位统一社会信用代码'],
    code: '行政相对人代码_1（统一社会信用代码）', name: '行政相对人名称', document: '行政许可决定文书号', day: '许可决定日期',
    row(k) {
      const { o, unit, c, day, serial } = k
      const licence = c.of(unit.licences ?? ['经营许可'])
      return [o.name, '法人及非法人组织', o.code, '准予行政许可决定书', number(k, '许'), c.of(['普通', '核准', '认可']), `${licence}证`,
        `${unit.prefix}许${String(serial).padStart(8, '0')}`, licence, day, day,
        c.in(0.08) ? noEnd : years(day, c.of([3, 5])), unit.name, unit.code, '有效', unit.name, unit.code]
    },
  },
  'administrative-measure': {
    columns: ['行政相对人名称', '统一社会信用代码', '决定文书号', '措施类别', '事实和理由', '法律依据', '决定日期', '决定机关', '决定机关统一社会信用代码', '失信行为等级',
      '等级认定理由', '行为终了日期', '领域', '备注'],
    code: '统一社会信用代码', name: '行政相对人名称', document: '决定文书号', day: '决定日期', class: '失信行为等级',
    row(k) {
      const { o, unit, c, day } = k
      const p = unit.penalties ? c.of(unit.penalties) : fallback
      return [o.name, o.code, number(k, '措'), c.of(unit.measures ?? ['责令改正']), p.facts, p.law, day, unit.name,
        unit.code, c.in(0.4) ? '轻微' : '一般', '已按要求改正，未造成其他危害后果', '', p.field ?? '', '']
    },
  },
  'abnormal-operations': {
    columns: ['企业名称', '统一社会信用代码', '列入决定书文号', '列入日期', '列入原因', '作出决定机关（列入）', '移出日期', '移出原因', '作出决定机关（移出）'],
    code: '统一社会信用代码', name: '企业名称', document: '列入决定书文号', day: '列入日期',
    row(k) {
      const { o, unit, c, day, last } = k
      const [ground, cure] = c.of([['未依照规定期限公示年度报告', '已补报并公示年度报告'], ['通过登记的住所或者经营场所无法联系', '可以通过登记的住所取得联系']] as const)
      const left = c.in(0.6) ? months(day, 1 + c.below(18)) : noEnd
      const listed = [o.name, o.code, number(k, '异列'), day, ground, unit.name]
      return left <= last ? [...listed, left, cure, unit.name] : [...listed, noEnd, '', '']
    },
  },
  'serious-list-entry': {
    columns: ['机构名称', '统一社会信用代码', '名单名称', '列入决定书文号', '列入日期', '列入事由', '失信行为简况', '列入决定机关', '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '机构名称', document: '列入决定书文号', day: '列入日期', class: '失信行为等级',
    row: (k) => [k.o.name, k.o.code, k.unit.id === 'emergency-management' ? '安全生产严重失信主体名单' : '市场监督管理严重违法失信名单',
      number(k, '严列'), k.day, '受到较重行政处罚且情节恶劣', '逾期不改正违法行为，造成较大危害', k.unit.name, '严重', '依法列入严重失信主体名单'],
  },
  'judgment-debtor': {
    columns: ['名称', '统一社会信用代码', '案号', '执行法院', '执行依据文号', '做出执行依据单位', '生效法律文书确定的义务', '履行情况', '行为具体情形', '立案时间', '发布时间',
      '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '名称', document: '案号', day: '发布时间', class: '失信行为等级',
    row: ({ o, unit, c, day, serial }) => [o.name, o.code, `（${day.slice(0, 4)}）${unit.prefix}执${serial}号`, unit.name,
      `（${Number(day.slice(0, 4)) - 1}）${unit.prefix}民终${serial}号`, unit.name,
      `给付货款${money(c, [2, 300], 2)}万元`, c.of(['全部未履行', '部分履行']), '有履行能力而拒不履行生效法律文书确定义务', day, day, '严重', '有履行能力而拒不履行'],
  },
  judgment: {
    columns: ['名称', '统一社会信用代码', '案号', '文书类型', '审理机关', '审理程序', '诉讼地位', '案由', '涉案金额（元）', '裁判日期'],
    code: '统一社会信用代码', name: '名称', document: '案号', day: '裁判日期', amount: '涉案金额（元）',
    row: ({ o, unit, c, day, serial }) => [o.name, o.code, `（${day.slice(0, 4)}）${unit.prefix}民初${serial}号`,
      c.of(['民事判决书', '民事裁定书', '民事调解书']), unit.name, '一审', c.of(['原告', '被告', '第三人']),
      c.of(['买卖合同纠纷', '承揽合同纠纷', '房屋租赁合同纠纷', '建设工程施工合同纠纷']), money(c, [5_000, 3_000_000], 2), day],
  },
  'tax-arrears': {
    columns: ['纳税人名称', '统一社会信用代码', '公告文号', '欠税税种', '欠税属期', '欠税余额（元）', '公告日期', '主管税务机关', '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '纳税人名称', document: '公告文号', day: '公告日期', amount: '欠税余额（元）', class: '失信行为等级',
    row: (k) => [k.o.name, k.o.code, number(k, '欠告'), k.c.of(['增值税', '企业所得税', '房产税', '城镇土地使用税']),
      `${k.day.slice(0, 4)}-${k.day.slice(5, 7)}`, money(k.c, [1_000, 400_000], 2), k.day, k.unit.name, '一般',
      '逾期未缴纳，数额未达到严重标准'],
  },
  'abnormal-taxpayer': {
    columns: ['企业名称', '统一社会信用代码', '认定文书号', '非正常户认定日期', '主管税务机关', '解除日期'],
    code: '统一社会信用代码', name: '企业名称', document: '认定文书号', day: '非正常户认定日期',
    row(k) {
      const left = k.c.in(0.5) ? months(k.day, 2 + k.c.below(14)) : noEnd
      return [k.o.name, k.o.code, number(k, '非认'), k.day, k.unit.name, left <= k.last ? left : noEnd]
    },
  },
  'major-tax-violation': {
    columns: ['纳税人名称', '统一社会信用代码', '决定文书号', '案件性质', '主要违法事实', '相关法律依据及税务处理处罚', '决定日期', '决定机关', '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '纳税人名称', document: '决定文书号', day: '决定日期', class: '失信行为等级',
    row: (k) => [k.o.name, k.o.code, number(k, '稽罚'), '虚开增值税专用发票', '在没有实际业务的情况下开具增值税专用发票', '《中华人民共和国税收征收管理法》；追缴税款并处罚款',
      k.day, k.unit.name, '严重', '达到重大税收违法失信标准'],
  },
  'contract-performance': {
    columns: ['名称', '统一社会信用代码', '合同编号', '合同名称', '合同相对方', '履行情况', '记录日期'],
    code: '统一社会信用代码', name: '名称', document: '合同编号', day: '记录日期',
    row: (k) => [k.o.name, k.o.code, number(k, '合'), k.c.of(['道路养护服务合同', '办公用房修缮合同', '信息系统运维合同']), k.unit.name,
      k.c.of(['按约履行完毕', '履行中', '延期履行完毕']), k.day],
  },
  pledge: {
    columns: ['机构名称', '统一社会信用代码', '承诺编号', '承诺类型', '承诺事由', '做出承诺日期', '承诺受理单位', '承诺履约状态', '履约认定日期'],
    code: '统一社会信用代码', name: '机构名称', document: '承诺编号', day: '做出承诺日期',
    row(k) {
      const { c, day, last } = k
      const on = months(day, 3 + c.below(6))
      const settled = on <= last
      return [k.o.name, k.o.code, number(k, '诺'), c.of(['审批替代型', '主动型', '信用修复型']),
        c.of(['证明事项告知承诺', '容缺受理承诺', '依法诚信经营承诺']), day, k.unit.name, settled ? (c.in(0.93) ? '已履约' : '未履约') : '履行中', settled ? on : '']
    },
  },
  honour: {
    columns: ['机构名称', '统一社会信用代码', '荣誉名称', '证书号', '发证日期', '有效期至', '颁证单位', '认定依据'],
    code: '统一社会信用代码', name: '机构名称', document: '证书号', day: '发证日期',
    row: (k) => [k.o.name, k.o.code, k.c.of(['守合同重信用单位', '质量管理示范单位', '和谐劳动关系单位']), number(k, '荣'),
      k.day, years(k.day, k.c.of([2, 3])), k.unit.name, '年度评选办法'],
  },
  'assessment-result': {
    columns: ['名称', '统一社会信用代码', '评定内容', '评价年度', '信用等级', '评定单位', '评定时间', '有效期至'],
    code: '统一社会信用代码', name: '名称', document: null, day: '评定时间',
    row: ({ o, unit, c, day }) => [o.name, o.code, unit.id === 'tax' ? '纳税信用评价' : '环境行为信用评价',
      String(Number(day.slice(0, 4)) - 1), c.of(['A', 'B', 'B', 'M', 'C']), unit.name, day, years(day, 1)],
  },
  'intellectual-property': {
    columns: ['名称', '统一社会信用代码', '登记号', '知识产权种类', '登记日期', '有效期至', '登记机关'],
    code: '统一社会信用代码', name: '名称', document: '登记号', day: '登记日期',
    row: (k) => [k.o.name, k.o.code, number(k, '质'), k.c.of(['专利权', '商标权', '著作权']), k.day, years(k.day, k.c.of([2, 3,
      5])), k.unit.name],
  },
  'own-statement': {
    columns: ['机构名称', '统一社会信用代码', '声明编号', '声明内容', '声明日期', '受理单位'],
    code: '统一社会信用代码', name: '机构名称', document: '声明编号', day: '声明日期',
    row: (k) => [k.o.name, k.o.code, number(k, '声'), k.c.of(['本单位已通过质量管理体系认证，证书可在认证机构网站核对。', '本单位近三年按期足额缴纳社会保险费。']),
      k.day, k.unit.name],
  },
  ...supplementMakers(),
}

/** Items of the local supplements come in three kinds, under each pack's own id. */
function supplementMakers(): Record<string, Maker> {
  const charges: Maker = {
    columns: ['机构名称', '统一社会信用代码', '催缴决定文书号', '欠缴项目', '欠缴金额（元）', '决定日期', '决定机关', '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '机构名称', document: '催缴决定文书号', day: '决定日期', amount: '欠缴金额（元）', class: '失信行为等级',
    row: (k) => [k.o.name, k.o.code, number(k, '催'), k.c.of(['水费', '污水处理费', '水资源费']), money(k.c, [500, 80_000], 2),
      k.day, k.unit.name, '一般', '经催缴仍未缴纳'],
  }
  const charity: Maker = {
    columns: ['机构名称', '统一社会信用代码', '证书号', '公益项目', '认定日期', '认定单位'],
    code: '统一社会信用代码', name: '机构名称', document: '证书号', day: '认定日期',
    row: (k) => [k.o.name, k.o.code, number(k, '善'), k.c.of(['助学捐赠', '助老服务', '防汛物资捐赠']), k.day, k.unit.name],
  }
  const deception: Maker = {
    columns: ['机构名称', '统一社会信用代码', '认定文书号', '申请事项', '认定事实', '认定日期', '认定单位', '失信行为等级', '等级认定理由'],
    code: '统一社会信用代码', name: '机构名称', document: '认定文书号', day: '认定日期', class: '失信行为等级',
    row: (k) => [k.o.name, k.o.code, number(k, '认'), '取水许可', '申请材料中的检测报告与检测机构存档不符', k.day, k.unit.name, '一般',
      '已撤回申请，未取得许可'],
  }
  return {
    'gd-refused-water-charges': charges, 'ln-refused-water-charges': charges,
    'gd-charity': charity, 'xm-charity': charity, 'js-charity': charity, 'ln-charity': charity,
    'xm-deception': deception, 'js-deception': deception, 'hn-deception': deception,
  }
}

// One template, two items.
makers['market-penalty'] = makers.penalty!

/** Items records can be made of. */
export const generatedItems: readonly string[] = Object.keys(makers)

/** Column names of the rows made for an item, as the catalog's template has them. */
export const recordColumns = (item: string): readonly string[] => maker(item).columns

function maker(item: string): Maker {
  const found = makers[item]
  if (!found) throw new RangeError(`no records of the item ${item} can be generated; there are: ${generatedItems.join(', ')}`)
  return found
}

/** Rows one after another. Registration gives one row for each organisation in turn; every other item picks organisations. */
export function* generateRecords(options: RecordOptions): Generator<GeneratedRecord> {
  const { organisations: source, item, count, dirty = 0, firstNumber = 1 } = options
  const m = maker(item)
  const unit = options.unit ?? demonstrationUnits.find((u) => u.items.includes(item))!
  const days = dayTable(options.from, options.until)
  const itemSeed = mix(options.seed, ...[...`${item} ${unit.id}`].map((c) => c.codePointAt(0)!))
  const faults = faultsOf(m)
  for (let i = 0; i < count; i++) {
    const c = new Chance(mix(itemSeed, i))
    const o = source.at(item === 'registration' ? i : c.below(source.count))
    const cells = m.row({ o, unit, c, day: days.at(c.below(days.length)), serial: firstNumber + i,
      last: options.until })
    const fault = dirty > 0 && c.in(dirty) ? c.of(faults) : null
    if (fault !== null) spoil(cells, m, fault, c)
    yield { cells, organisation: o, fault }
  }
}

function faultsOf(m: Maker): FaultKind[] {
  return [
    'code-missing', 'code-check-character', 'individual-trader', 'name-missing', 'impossible-day',
    ...(m.document === null ? [] : ['document-number-missing' as const]),
    ...(m.amount === undefined ? [] : ['amount-with-unit' as const]),
    ...(m.class === undefined ? [] : ['class-unknown' as const]),
  ]
}

function spoil(cells: string[], m: Maker, fault: FaultKind, c: Chance): void {
  const put = (column: string, value: string) => { cells[m.columns.indexOf(column)] = value }
  const code = cells[m.columns.indexOf(m.code)]!
  switch (fault) {
    case 'code-missing': return put(m.code, '')
    case 'code-check-character': return put(m.code, code.slice(0, 17) + (code.endsWith('0') ? '1' : '0'))
    case 'individual-trader': return put(m.code, `92${code.slice(2)}`)
    case 'name-missing': return put(m.name, '')
    case 'document-number-missing': return put(m.document!, '')
    case 'impossible-day': return put(m.day, c.of(['2024/02/30', '2025-13-02', '2023-04-31']))
    case 'amount-with-unit': return put(m.amount!, c.of(['2.4万', '约3', '壹万']))
    case 'class-unknown': return put(m.class!, c.of(['特别严重', 'A', '丙类']))
  }
}
