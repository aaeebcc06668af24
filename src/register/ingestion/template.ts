/** The file a providing unit fills in: the item's columns, and a sheet that explains them. No columns about persons. Pure. */
import { writeXlsx } from 'hucre/xlsx'
import type { CatalogField, CatalogItem } from '../catalog/types.ts'
import { csvLine, sheetCell } from '../../text/csv-line.ts'
import { unitWord } from './findings.ts'
import { instructionSheets } from './sheet.ts'

const words = {
  zh: {
    head: ['列名', '代码', '说明', '类型', '必填', '单位', '可选值', '最长（字）', '示例'],
    yes: '是', no: '否', rows: '数据', noEnd: (day: string) => `；填 ${day} 表示无截止日期`,
    types: { text: '文字', date: '日期，如 2024-03-01', amount: '数字', uscc: '统一社会信用代码，18 位', closed: '选择其一' },
  },
  en: {
    head: ['Column', 'Code', 'Meaning', 'Type', 'Required', 'Unit', 'Values', 'Longest (characters)', 'Example'],
    yes: 'yes', no: 'no', rows: 'Rows', noEnd: (day: string) => `; ${day} means no end`,
    types: { text: 'text', date: 'date, like 2024-03-01', amount: 'number', uscc: 'unified social credit code, 18 characters', closed: 'one of the values' },
  },
} as const

/** @returns UTF-8 with a byte order mark, so that spreadsheets read it as UTF-8 */
export const csvTemplate = (item: CatalogItem): Uint8Array => Buffer.from(`\uFEFF${csvLine(item.fields.map((field) => field.name))}`)

/** The explanations alone, for whoever takes the CSV. */
export const csvExplanations = (item: CatalogItem, lang: 'zh' | 'en'): Uint8Array =>
  Buffer.from(`\uFEFF${[[...words[lang].head], ...item.fields.map((field) => explained(field, lang))].map(csvLine).join('')}`)

export async function xlsxTemplate(item: CatalogItem): Promise<Uint8Array> {
  const explanations = (['zh', 'en'] as const).map((lang) => ({
    name: instructionSheets[lang],
    rows: [[...words[lang].head], ...item.fields.map((field) => explained(field, lang).map(sheetCell))],
    columns: [36, 14, 34, 26, 8, 10, 40, 10, 24].map((width) => ({ width })),
    freezePane: { rows: 1 },
  }))
  return writeXlsx({
    sheets: [{
      name: words.zh.rows,
      rows: [item.fields.map((field) => sheetCell(field.name))],
      // As text, so that codes keep their digits and dates stay as written.
      columns: item.fields.map((field) => ({ width: Math.min(40, Math.max(12, field.name.length * 2 + 2)), style: { numFmt: '@' } })),
      freezePane: { rows: 1 },
      dataValidations: item.fields.flatMap((field, i) => {
        const values = field.type === 'closed' ? [...(field.values ?? [])] : []
        const listed = values.length > 0 && values.join(',').length <= 255 && values.every((value) => !/[,"]/.test(value))
        return listed ? [{ type: 'list' as const, values, allowBlank: true, range: `${letters(i)}2:${letters(i)}1048576` }] : []
      }),
    }, ...explanations],
    properties: { title: item.title.zh },
  })
}

export const template = async (item: CatalogItem, format: 'csv' | 'xlsx'): Promise<Uint8Array> =>
  format === 'csv' ? csvTemplate(item) : xlsxTemplate(item)

function explained(field: CatalogField, lang: 'zh' | 'en'): string[] {
  const w = words[lang]
  return [
    field.name, field.code ?? '', field.title[lang], w.types[field.type] + (field.noEnd ? w.noEnd(field.noEnd) : ''), field.required ? w.yes : w.no,
    field.unit === undefined ? '' : unitWord(field.unit, lang), (field.values ?? []).join('、'),
    field.maxLength === undefined ? '' : String(field.maxLength), example(field),
  ]
}

/** The code's example is made up: no organisation bears a code of zeros and a check character. */
function example(field: CatalogField): string {
  switch (field.type) {
    case 'date': return '2024-03-01'
    case 'amount': return '12.5'
    case 'closed': return field.values?.[0] ?? ''
    case 'uscc': return '91000000000000000X'
    case 'text': return /文书?号/.test(field.name) ? '某监罚〔2024〕1号' : ''
  }
}

/** A for 0. */
const letters = (i: number): string => (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26))
