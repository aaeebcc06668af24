import type { Law } from '../../law/types.ts'
import { archiveReader, type ArchiveReader } from '../../register/records/archive.ts'
import { factsOf } from '../../register/records/facts.ts'
import { factsText } from '../../register/records/record.ts'
import type { View } from '../layout.ts'
import { recordArticle, recordOf } from '../record-view.ts'
import type { Component } from './example.ts'

const on = Temporal.PlainDate.from('2026-11-20')
const readers = new WeakMap<Law, ArchiveReader>()
function readerOf(law: Law): ArchiveReader {
  let reader = readers.get(law)
  if (reader === undefined) readers.set(law, (reader = archiveReader(law, on)))
  return reader
}

/** A penalty as a unit delivers it, under the law in force here. @param number of the record: two languages may stand on one page */
function draw(view: View, number: number, change: Readonly<Record<string, string>>, dispute: { readonly since: string } | null, open: boolean) {
  const law = view.ports.law()
  const read = readerOf(law)
  const item = read.item('penalty')!
  const values = {
    行政相对人名称: '岭湾市澄石五金制品有限公司', 行政处罚决定书文号: '岭市监罚〔2026〕83号', 处罚类别: '罚款', 违法行为类型: '使用未经检定的计量器具', 处罚依据: '《中华人民共和国计量法实施细则》第四十三条',
    处罚机关: '岭湾市市场监督管理局', 处罚决定日期: '2026-05-18', ...change,
  }
  const record = {
    record_id: view.language === 'zh' ? number : number + 10, item_id: item.id, provider_code: '11440000MB2D00017K', version: 1, act_id: 1204, decided_on: '2026-05-18', received_on: '2026-05-21',
    facts: factsText(factsOf(item, values)), content: JSON.stringify({ item: item.id, values }), provider_zh: '岭湾市市场监督管理局', provider_en: 'Lingwan market regulation office',
    provider_act: null, subject_name: values.行政相对人名称, kind: 'enterprise', status: 'registered', status_on: null, generated: true, subject_act: 1,
  }
  const decision = read.display(record)!
  return recordArticle(view, '91440000MA4A00012X', recordOf(read, Object.assign(record, { decision })), open,
    dispute === null ? null : { mark: { record: record.record_id, mark: 'disputed', case: 1310, since: dispute.since, until: null }, now: undefined })
}

export const recordComponent: Component = {
  id: 'record', title: { zh: '信息', en: 'Record' },
  text: { zh: '是什么、谁提供的、依据哪份文书、何时停止，以及为什么：逐条规则。', en: 'What, by whom, on which document, until when; and why, rule by rule.' },
  template: 'recordArticle(view, code, record, open, dispute)',
  criteria: ['a-word', 'machine-dates', 'focus-seen'],
  examples: [
    { id: 'listed', title: { zh: '列在组织页上，理由收起', en: 'In an organisation’s list, its reasons folded' }, render: (view) => draw(view, 81, { 失信行为等级: '一般' }, null, false) },
    { id: 'alone', title: { zh: '单独一页，理由展开', en: 'On its own page, its reasons open' }, render: (view) => draw(view, 82, { 失信行为等级: '严重' }, null, true) },
    { id: 'disputed', title: { zh: '有异议正在办理', en: 'Disputed' }, render: (view) => draw(view, 83, { 失信行为等级: '一般' }, { since: '2026-11-16' }, false) },
  ],
}
