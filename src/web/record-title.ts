/** What a record is called on a page: the words of its own document, measure and conduct, without adjectives. Pure. */
import type { CatalogItem } from '../register/catalog/types.ts'

export type Values = Readonly<Record<string, string | undefined>>

/** Fields that tell what it is, in the order in which a reader wants them. */
const titleFields: Readonly<Record<string, readonly string[]>> = {
  licence: ['许可证书名称', '许可内容'],
  penalty: ['处罚类别', '违法行为类型'],
  'administrative-measure': ['措施类别', '事实和理由'],
  'abnormal-operations': ['列入原因'],
  'serious-list-entry': ['名单名称', '列入事由'],
  'judgment-debtor': ['行为具体情形'],
  judgment: ['文书类型', '案由'],
  'tax-arrears': ['欠税税种', '欠税属期'],
  'major-tax-violation': ['案件性质'],
  pledge: ['承诺类型', '承诺事由'],
  honour: ['荣誉名称'],
  'assessment-result': ['评定内容', '评价年度'],
  'intellectual-property': ['知识产权种类'],
  'own-statement': ['声明内容'],
}
const groundFields = ['处罚依据', '法律依据', '认定依据', '相关法律依据及税务处理处罚']
const longest = 120

/** @returns Chinese words of the document; '' where it has none, and the name of the item must do */
export function recordTitle(item: CatalogItem, values: Values): string {
  const fields = titleFields[item.id] ?? ownFields(item)
  const said = fields.map((name) => values[name]?.trim()).filter((text): text is string => text !== undefined && text !== '')
  const title = said.filter((text, i) => !said.some((other, j) => other.includes(text) && (other !== text || j < i))).join('：')
  const characters = [...title]
  return characters.length <= longest ? title : `${characters.slice(0, longest).join('')}…`
}

/** The legal ground as the document states it. */
export const legalGround = (values: Values): string | null =>
  groundFields.map((name) => values[name]).find((text) => text !== undefined && text !== '') ?? null

/** A supplement's item: its first public words that name neither the organisation nor the document. */
function ownFields(item: CatalogItem): readonly string[] {
  const elsewhere = new Set([...item.identity, item.subject.code, item.subject.name, ...Object.values(item.basis), ...Object.values(item.severity ?? {})])
  return item.fields.filter((f) => f.public && (f.type === 'text' || f.type === 'closed') && !elsewhere.has(f.name)).slice(0, 1).map((f) => f.name)
}
