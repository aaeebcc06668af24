/**
 * What is said to a provider about a row or a file: one code, its facts, and a sentence in either language that says
 * what was found and how to cure it. A finding of the boundary never carries what was found. Pure.
 */
import type { RuleId, Text2 } from '../../law/types.ts'
import type { DeterminationFault } from '../records/determination.ts'
import type { BoundaryCode } from '../boundary/boundary.ts'
import type { BoundaryFinding } from '../boundary/scan.ts'
import type { FileFaultCode, FileNoteCode, RowFaultCode } from './row.ts'

/** Faults of a field's value. */
export type FieldFaultCode =
  | 'required-missing'
  | 'unreadable-character'
  | 'control-character'
  | 'private-use-character'
  | 'hidden-character'
  | 'text-too-long'
  | 'date-unreadable'
  | 'date-impossible'
  | 'date-incomplete'
  | 'date-ambiguous'
  | 'date-number'
  | 'date-in-future'
  | 'amount-unreadable'
  | 'amount-understood'
  | 'amount-negative'
  | 'amount-too-precise'
  | 'amount-too-large'
  | 'value-not-in-list'
  | 'code-length'
  | 'code-alphabet'
  | 'code-check-character'
  | 'name-unusable'

/** Faults of a row as a whole, and of a row against what the register holds. */
export type RowRuleCode =
  | 'basis-document-missing'
  | 'severity-reason-missing'
  | 'older-basis-missing'
  | 'written-notice-missing'
  | 'dates-contradict'
  | DeterminationFault['code']
  | 'identity-missing'
  | 'keys-unknown'
  | 'organisation-unknown'
  | 'name-does-not-fit-code'
  | 'record-was-withdrawn'
  | 'words-blanked'
  | 'row-unkeepable'

/**
 * A certain finding of the boundary refuses its row: only the row's hash, number and this code are kept. A doubtful one returns it
 * without the words in question (fact `doubtful`, see `questioned`).
 */
export type FindingCode = RowFaultCode | FieldFaultCode | RowRuleCode | BoundaryCode

export type RowFinding = {
  readonly code: FindingCode
  readonly row: number
  /** the column's name in the delivered file; null = the row as a whole */
  readonly column: string | null
  readonly rule: RuleId | null
  readonly facts: Readonly<Record<string, string>>
}

export type Sentences = { readonly found: Text2; readonly cure: Text2 }

const s = (zhFound: string, zhCure: string, enFound: string, enCure: string): Sentences =>
  ({ found: { zh: set(zhFound), en: enFound }, cure: { zh: set(zhCure), en: enCure } })

/** Han and other characters are set solid: browsers draw the gap between them. */
function set(zh: string): string {
  return zh.replace(/ (?=\p{Script=Han})|(?<=\p{Script=Han}) /gu, '')
}

// The boundary's own words are data (packs/boundary.yaml); these are for lists in which its findings stand beside others.
const aboutPerson = s('该行涉及自然人（含个体工商户），不接收，也不保存', '只提交法人和非法人组织的信息', 'The row is about a natural person (individual traders included): it is refused and not kept', 'Deliver information on organisations only')
const personalData = s('该单元格含有个人信息，该行不接收，也不保存', '删除个人信息后重新提交', 'The cell holds personal data: the row is refused and not kept', 'Remove the personal data and deliver the row again')

/** `{name}` stands for a fact of the finding. */
export const rowSentences: Readonly<Record<FindingCode, Sentences>> = {
  'cell-count-differs': s('该行有 {found} 列，表头有 {expected} 列', '检查缺少或多余的分隔符，内容含分隔符的单元格用双引号括起', 'The row has {found} cells, the header has {expected}', 'Look for a missing or extra delimiter; put a cell that contains the delimiter in double quotes'),
  'quote-never-closed': s('双引号没有结束', '补上结束的双引号，内容中的双引号写两个', 'A double quote is opened and never closed', 'Close it; write a double quote inside a cell twice'),
  'text-after-quote': s('第 {cell} 个单元格的结束双引号后还有文字', '内容中的双引号写两个，并用双引号括起整个单元格', 'Text follows the closing quote of cell {cell}', 'Write a double quote inside a cell twice and quote the whole cell'),
  'row-too-long': s('该行过长，未读取', '检查换行是否缺失', 'The row is too long to be read', 'Check for missing line ends'),
  'too-many-columns': s('该行有 {found} 列，超过可读取的 {allowed} 列', '按模板整理列', 'The row has {found} columns, more than the {allowed} that are read', 'Arrange the columns as in the template'),
  'formula-cell': s('单元格是公式', '复制后选择性粘贴为数值，再提交', 'The cell holds a formula', 'Copy and paste as values, then deliver again'),
  'merged-cell': s('单元格是合并单元格（{range}）', '取消合并，在每一行填写内容', 'The cell is part of a merged area ({range})', 'Unmerge and fill in every row'),
  'error-cell': s('单元格是错误值 {found}', '改正后填写实际内容', 'The cell holds the error {found}', 'Repair it and fill in the content'),
  'json-invalid': s('该行不是有效的 JSON', '每行写一个完整的 JSON 对象', 'The line is not valid JSON', 'Write one complete JSON object on each line'),
  'json-not-object': s('该行不是 JSON 对象', '每行写一个 JSON 对象，键为列名', 'The line is not a JSON object', 'Write one JSON object on each line, its keys being column names'),
  'json-nested': s('该行含有嵌套的对象或数组', '每个键只写一个文字、数字或空值', 'The line holds nested objects or arrays', 'Give each key one text, number or null'),
  'json-key-twice': s('键“{key}”出现两次', '每个键只写一次', 'The key “{key}” appears twice', 'Write each key once'),
  'number-inexact': s('数字 {found} 超过 15 位有效数字，保存时可能已被改动', '从原件填写，作为文字保存（表格中把单元格设为文本，JSON 中加双引号）', 'The number {found} has more than 15 significant digits and may have been changed when it was saved', 'Fill it in from the original as text (format the cell as text; in JSON use double quotes)'),

  'required-missing': s('未填写必填内容', '填写“{field}”', 'A required value is missing', 'Fill in “{field}”'),
  'unreadable-character': s('含有无法识别的字符', '从原件重新填写，并以 UTF-8 或 GB18030 保存', 'It holds a character that was lost or broken', 'Fill it in again from the original and save as UTF-8 or GB18030'),
  'private-use-character': s('含有私用区字符 {character}，在别处什么也显示不出来', '按原件改用规范汉字填写；原为生僻字的，用 Unicode 已收录的字形', 'It holds the private-use character {character}, which shows as nothing elsewhere', 'Write the standard character from the original; rare characters have a code point of their own in Unicode'),
  'hidden-character': s('含有看不见的、改变文字方向的或者叠加过多的符号 {character}', '删除该符号', 'It holds {character}: a mark that nobody sees, that turns the text around it, or one of a pile', 'Take that mark out'),
  'control-character': s('含有控制字符', '删除不可见的控制字符', 'It holds control characters', 'Remove the invisible control characters'),
  'text-too-long': s('有 {found} 个字，最多 {allowed} 个', '缩短内容，或检查是否错列', 'It has {found} characters, at most {allowed} are allowed', 'Shorten it, or check whether the columns have shifted'),
  'date-unreadable': s('“{found}”不是日期', '按 2024-03-01 的格式填写', '“{found}” is not a date', 'Write it like 2024-03-01'),
  'date-impossible': s('“{found}”：没有这一天', '对照原件填写实际日期', '“{found}”: there is no such day', 'Fill in the day from the original document'),
  'date-incomplete': s('“{found}”缺少年、月或日', '填写完整的年月日，如 2024-03-01', '“{found}” lacks a year, month or day', 'Give the whole date, like 2024-03-01'),
  'date-ambiguous': s('“{found}”有不止一种读法', '按年-月-日填写，如 2024-03-01', '“{found}” can be read in more than one way', 'Write year, month, day, like 2024-03-01'),
  'date-number': s('“{found}”是数字，可能是表格中的日期 {understood}', '如确为该日，填写 {understood}', '“{found}” is a number; as a spreadsheet date it would be {understood}', 'If that is the day, write {understood}'),
  'date-in-future': s('日期 {found} 晚于接收当天 {today}', '对照原件填写实际日期', 'The date {found} lies after the day of receipt, {today}', 'Fill in the day from the original document'),
  'amount-unreadable': s('“{found}”不是金额', '只写数字，如 12.5，单位为{unit}', '“{found}” is not an amount', 'Write digits only, like 12.5; the unit is {unit}'),
  'amount-understood': s('“{found}”可理解为 {understood}（{unit}），未自动采用', '如正确，填写 {understood}', '“{found}” can be understood as {understood} ({unit}); it was not taken over by itself', 'If that is right, write {understood}'),
  'amount-negative': s('金额 {found} 为负数', '填写实际金额，不写负号', 'The amount {found} is negative', 'Fill in the actual amount without a minus sign'),
  'amount-too-precise': s('金额 {found} 的小数超过 {allowed} 位', '最多写 {allowed} 位小数，并检查单位是否为{unit}', 'The amount {found} has more than {allowed} decimals', 'Write at most {allowed} decimals and check that the unit is {unit}'),
  'amount-too-large': s('金额 {found} 过大', '检查单位是否为{unit}', 'The amount {found} is too large', 'Check that the unit is {unit}'),
  'value-not-in-list': s('“{found}”不在可选值中', '填写其中之一：{allowed}', '“{found}” is not one of the values of this column', 'Write one of: {allowed}'),
  'code-length': s('代码有 {found} 位，应为 {required} 位', '对照营业执照或登记证书填写 18 位统一社会信用代码', 'The code has {found} characters instead of {required}', 'Fill in the unified social credit code from the certificate of registration'),
  'code-alphabet': s('第 {position} 位“{character}”不会出现在统一社会信用代码中（不使用 I、O、Z、S、V）', '对照登记证书填写', 'Character {position}, “{character}”, never occurs in a unified social credit code (I, O, Z, S, V are not used)', 'Fill it in from the certificate of registration'),
  'code-check-character': s('代码的校验位（第 {position} 位）不符', '对照登记证书逐位核对；不按名称匹配', 'The check character (position {position}) does not fit', 'Compare with the certificate of registration character by character; nothing is matched by name'),
  'name-unusable': s('名称无法使用', '对照登记证书填写名称', 'The name cannot be used', 'Fill in the name from the certificate of registration'),

  'basis-document-missing': s('没有所依据的文书：{field}', '填写生效文书的文号和日期；没有文书的信息不接收', 'No document it rests on is named: {field}', 'Give number and date of the effective document; information without one is not accepted'),
  'severity-reason-missing': s('填写了等级“{class}”，没有填写理由', '填写“{field}”', 'The class “{class}” is given without its reason', 'Fill in “{field}”'),
  'older-basis-missing': s('决定于 {decided}，早于本条例施行之日 {from}，没有写明当时的依据', '在依据栏写明当时适用的规定（如{older}）', 'Decided on {decided}, before this regulation took effect on {from}, without the text it rests on', 'State the text that applied then, such as {older}'),
  'written-notice-missing': s('没有写明报送前已经书面告知该组织', '填写“{document}”和“{day}”；法律规定不需要告知的，填写“{exception}”', 'It is not stated that the organisation was informed in writing before the delivery', 'Fill in “{document}” and “{day}”; where law asks for no notice, “{exception}”'),
  'lenient-decision-missing': s('情形为“{circumstance}”，没有从宽认定的理由', '填写“{field}”，说明如何从宽认定；未认定前不记录', 'The ground of leniency “{circumstance}” is marked without a reasoned lenient decision', 'Give the decision in “{field}”; until then nothing is recorded'),
  'lenient-class-missing': s('情形为“{circumstance}”，没有认定等级', '填写从宽认定的等级', 'The ground of leniency “{circumstance}” is marked and no class was determined', 'Give the class determined leniently'),
  'lenient-class-severest': s('情形为“{circumstance}”，等级仍为“{class}”', '按从宽认定的决定填写等级', 'The ground of leniency “{circumstance}” is marked and the class is still “{class}”', 'Give the class of the lenient decision'),
  'standard-unknown': s('“{standard}”不是该目录项现行的认定标准', '填写其中之一：{allowed}', '“{standard}” is no standard of this item in force', 'Cite one of: {allowed}'),
  'state-standard-prevails': s('国家已有认定标准 {allowed}，不适用“{standard}”', '按国家标准认定后填写其文号', 'The state has a standard, {allowed}; “{standard}” does not apply', 'Determine by the state’s standard and cite it'),
  'standard-made-alone': s('“{standard}”不是会同社会信用综合管理部门制定的', '引用会同制定的标准', '“{standard}” was not made with the comprehensive credit department', 'Cite a standard made with it'),
  'dates-contradict': s('{column2} {second} 早于 {column1} {first}', '对照原件核对两个日期', '{column2} {second} lies before {column1} {first}', 'Check both dates against the original document'),
  'identity-missing': s('没有可识别该信息的内容：{field}', '填写“{field}”', 'Nothing identifies this record: {field}', 'Fill in “{field}”'),
  'keys-unknown': s('该行没有“{item}”的任何列', '键使用模板的列名或代码', 'The line has no column of “{item}”', 'Use the template’s column names or codes as keys'),
  'organisation-unknown': s('登记册中没有代码为 {code} 的组织，该行也没有名称', '填写组织名称', 'The register holds no organisation with the code {code}, and the row gives no name', 'Fill in the name of the organisation'),
  'name-does-not-fit-code': s('名称与代码 {code} 在登记册中的现用名和曾用名都不一致', '核对代码和名称；如已更名，先提交登记信息', 'The name is none of the present or former names held under the code {code}', 'Check code and name; after a change of name deliver the registration data first'),
  'record-was-withdrawn': s('同一文书的信息（{record}）已撤回，不能再次接收', '如有新的文书，以新文号提交', 'The record of the same document ({record}) was withdrawn and cannot come back', 'If there is a new document, deliver it under its own number'),

  'row-unkeepable': s('数据库不能保存该行（代号 {fault}）；文件的其他行不受影响', '对照原件重新填写该行后提交；仍被退回的，把行号和代号告诉运营机构', 'The database cannot keep this row (code {fault}); the other rows of the file are not concerned', 'Write the row anew from the original and deliver it; if it comes back once more, tell the operator its number and the code'),
  'words-blanked': s('该单元格有未保存的文字（显示为▇▇▇）', '重新填写该单元格，以职务代替姓名', 'Words of this cell were not kept (shown as ▇▇▇)', 'Write the cell again, with the office instead of a name'),

  'natural-person': aboutPerson,
  'individual-trader': aboutPerson,
  minor: aboutPerson,
  'identity-number': personalData,
  'travel-document': personalData,
  'mobile-number': personalData,
  'person-named': personalData,
  'birth-date': personalData,
  'person-column': personalData,
  'bank-card': personalData,
  'person-document': personalData,
  'person-data': personalData,
  markup: s('该单元格含有标记代码（如 <br>、&nbsp;）', '改写为纯文字后重新提交', 'The cell holds markup such as <br> or &nbsp;', 'Write plain text and deliver the row again'),
  'prohibited-category': s('该单元格含有禁止归集的信息，该行不接收，也不保存', '删除该内容后重新提交', 'The cell holds data that must not be collected: the row is refused and not kept', 'Remove it and deliver the row again'),
}

export const fileSentences: Readonly<Record<FileFaultCode, Sentences>> = {
  'file-empty': s('文件是空的', '填写模板后提交', 'The file is empty', 'Fill in the template and deliver it'),
  'file-too-large': s('文件超过 {allowed} 字节', '分成几个文件提交', 'The file is larger than {allowed} bytes', 'Deliver it in several files'),
  'file-type-unknown': s('文件类型是 {found}，不能读取', '提交 CSV、XLSX 或 NDJSON 文件', 'The file is {found}, which is not read', 'Deliver CSV, XLSX or NDJSON'),
  'file-damaged': s('文件已损坏：{detail}', '重新保存后提交', 'The file is damaged: {detail}', 'Save it again and deliver it'),
  'file-encrypted': s('文件有密码', '去掉密码后提交', 'The file is protected by a password', 'Remove the password and deliver it'),
  'encoding-unknown': s('文字编码既不是 UTF-8，也不是 GB18030（第 {byte} 个字节起）', '另存为 UTF-8 编码的 CSV', 'The text is neither UTF-8 nor GB18030 (from byte {byte} on)', 'Save as CSV in UTF-8'),
  'json-array': s('文件是一个 JSON 数组', '每行写一个 JSON 对象，不用方括号和逗号', 'The file is one JSON array', 'Write one JSON object on each line, without brackets and commas around them'),
  'zip-too-many-entries': s('压缩文件中有 {found} 个条目，超过 {allowed} 个', '只用表格软件保存的 XLSX', 'The zip holds {found} entries, more than {allowed}', 'Deliver an XLSX saved by a spreadsheet program'),
  'zip-inflates-too-far': s('压缩文件展开后过大', '分成几个文件提交，或提交 CSV', 'The zip inflates too far', 'Deliver several files, or CSV'),
  'xml-with-doctype': s('表格内部含有 DTD 或实体声明', '用表格软件重新保存', 'The workbook declares a DTD or entities inside', 'Save it again with a spreadsheet program'),
  'workbook-too-demanding': s('工作簿的 {detail} 过多', '分成几个文件提交，或提交 CSV', 'The workbook has too much of: {detail}', 'Deliver several files, or CSV'),
  'sheet-unknown': s('没有名为“{wanted}”的工作表；现有：{found}', '改名或指定现有的工作表', 'There is no sheet named “{wanted}”; there are: {found}', 'Rename it or name one that exists'),
  'too-many-rows': s('超过 {allowed} 行', '分成几个文件提交', 'There are more than {allowed} rows', 'Deliver it in several files'),
  'too-many-columns': s('表头有 {found} 列，超过 {allowed} 列', '按模板整理列', 'The header has {found} columns, more than {allowed}', 'Arrange the columns as in the template'),
  'header-missing': s('没有找到表头', '第一行写模板的列名', 'No header row was found', 'Put the column names of the template into the first row'),
  'header-duplicate': s('表头中“{columns}”指的是同一列', '每列只保留一个', 'The columns {columns} are one and the same', 'Keep one of them'),
  'columns-missing': s('缺少必填的列：{columns}', '按模板补上这些列', 'Required columns are missing: {columns}', 'Add them as in the template'),
  'columns-unknown': s('没有一列属于“{item}”', '使用该目录项的模板；检查分隔符', 'No column belongs to “{item}”', 'Use the template of this item; check the delimiter'),
  'file-of-another-item': s('文件看来属于“{other}”，不是“{item}”', '按“{other}”提交，或使用“{item}”的模板', 'The file looks like “{other}”, not “{item}”', 'Deliver it as “{other}”, or use the template of “{item}”'),
  'header-refused': s('第一行含有个人信息，不是表头', '第一行写模板的列名，删除个人信息', 'The first row holds personal data and is no header', 'Put the column names of the template into the first row and remove personal data'),
  'file-too-demanding': s('读取工作簿所需的内存超过上限', '另存为 CSV 提交，或分成几个文件', 'Reading the workbook needs more memory than a file is given', 'Save it as CSV and deliver that, or deliver several files'),
  'text-too-demanding': s('读取文件所需的内存超过上限', '分成几个较小的文件提交', 'Reading the file needs more memory than a file is given', 'Deliver it as several smaller files'),
  'file-takes-too-long': s('读取文件超过了时间上限：{minutes} 分钟内没有读出一行，或者总共超过 {hours} 小时', '已读的行照常有效；另存为 CSV 提交，或分成几个文件', 'Reading the file took longer than a file is given: {minutes} minutes without another row, or {hours} hours in all', 'Rows read so far stand; save it as CSV and deliver that, or deliver several files'),
  'text-takes-too-long': s('读取文件超过了时间上限：{minutes} 分钟内没有读出一行，或者总共超过 {hours} 小时', '已读的行照常有效；检查文件，分成几个较小的文件提交', 'Reading the file took longer than a file is given: {minutes} minutes without another row, or {hours} hours in all', 'Rows read so far stand; check the file and deliver several smaller files'),
  'internal-fault': s('登记系统出错，没有读完文件', '稍后重新提交；已接收的行不会重复', 'The register failed and did not finish the file', 'Deliver it again later; rows already accepted are not doubled'),
  'mapping-unknown': s('没有用于该目录项的转换“{mapping}”', '核对转换的名称和目录项', 'There is no mapping “{mapping}” for this item', 'Check the name of the mapping and the item'),
  'file-metadata-refused': s('文件属性中含有个人信息', '删除文件属性中的个人信息后提交', 'The file’s properties hold personal data', 'Remove personal data from the file’s properties and deliver it'),
}

export const noteSentences: Readonly<Record<FileNoteCode, Text2>> = {
  'encoding-read': { zh: '文件按 {encoding} 读取', en: 'The file was read as {encoding}' },
  'delimiter-read': { zh: '分隔符不是逗号，按“{delimiter}”读取', en: 'The delimiter is not a comma; it was read as “{delimiter}”' },
  'invalid-bytes': { zh: '第 {byte} 个字节起有不属于 {encoding} 的内容，相关的行已退回', en: 'From byte {byte} on there are bytes that are not {encoding}; the rows concerned were returned' },
  'sheet-read': { zh: '有 {count} 个工作表，只读取了“{sheet}”', en: 'The workbook has {count} sheets; only “{sheet}” was read' },
  'header-below-first-row': { zh: '表头在第 {row} 行，之前的行没有读取', en: 'The header is row {row}; the rows above it were not read' },
  'person-column-dropped': { zh: '列“{column}”关于自然人，已丢弃，没有保存', en: 'The column “{column}” is about natural persons: it was dropped and not kept' },
  'person-property-dropped': { zh: '文件属性“{property}”含有姓名，已丢弃，没有保存', en: 'The file property “{property}” names a person: it was dropped and not kept' },
  'unknown-column-dropped': { zh: '列“{column}”不在目录中，已丢弃，没有保存', en: 'The column “{column}” is not in the catalog: it was dropped and not kept' },
}

const units: Readonly<Record<string, Text2>> = { yuan: { zh: '元', en: 'yuan' }, '10000-yuan': { zh: '万元', en: '10,000 yuan' } }

/** A field's unit in the reader's word. */
export const unitWord = (unit: string, lang: 'zh' | 'en'): string => units[unit]?.[lang] ?? unit

/** Replaces each `{name}` by its fact; one given in both languages is `name-zh` and `name-en`, a unit is given in the reader's word. */
export function fill(template: string, facts: Readonly<Record<string, string>>, lang: 'zh' | 'en'): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'unit' ? unitWord(facts[name] ?? '', lang) : (facts[`${name}-${lang}`] ?? facts[name] ?? '')))
}

export const describeFinding = (f: Pick<RowFinding, 'code' | 'facts'>, lang: 'zh' | 'en'): { found: string; cure: string } =>
  say(f.facts.doubtful === undefined ? rowSentences[f.code] : f.facts.at === '' ? doubtfulWhole : doubtfulWords, f.facts, lang)

const orState = ['确实不指自然人的，由经办人重新输入该单元格原文，并说明理由', 'where no person is meant, an officer types the cell again as it was and says why'] as const
const doubtfulWords = s('可能指自然人：{reason}；从第 {at} 个字起的文字未保存（显示为▇▇▇）', `{cure}；${orState[0]}`,
  'It may tell of a person: {reason}; the words from character {at} on were not kept (shown as ▇▇▇)', `{cure}; ${orState[1]}`)
const doubtfulWhole = s('可能指自然人：{reason}；内容未保存', `{cure}；${orState[0]}`, 'It may tell of a person: {reason}; it was not kept', `{cure}; ${orState[1]}`)

/** Reads as a name may, or a fact about somebody: what was found stays unsaid, where it stood is said. */
export const isQuestioned = (f: Pick<RowFinding, 'facts'>): boolean => f.facts.doubtful !== undefined

/**
 * A doubtful finding of the boundary as a returned row carries it.
 * @param at positions of the words, as a reader counts them; '' where the whole cell is meant
 */
export function questioned(f: BoundaryFinding, row: number, column: string | null, at: string): RowFinding {
  const cure = f.cure ?? { zh: '删去所指自然人后重新提交', en: 'deliver again without the person' }
  return {
    code: f.code, row, column, rule: f.rules[0] ?? null,
    facts: {
      doubtful: 'yes', at, 'reason-zh': f.reason.zh, 'reason-en': f.reason.en, 'cure-zh': cure.zh, 'cure-en': cure.en.charAt(0).toUpperCase() + cure.en.slice(1),
      ...(f.category === null ? {} : { category: f.category }),
    },
  }
}

const maybePersonal: Text2 = { zh: '该单元格可能指自然人，有关文字未保存', en: 'The cell may tell of a person: the words in question were not kept' }
const byBoundary: ReadonlySet<Sentences> = new Set([aboutPerson, personalData, rowSentences['prohibited-category']])

/**
 * A finding without the facts of one row: what a list of reasons says.
 * @param returned the rows were given back, not refused: what the boundary found in them is doubtful
 */
export function headline(code: FindingCode, returned = false): Text2 {
  if (returned && byBoundary.has(rowSentences[code])) return maybePersonal
  const found = rowSentences[code]?.found ?? { zh: code, en: code }
  const bare = (text: string) => text.replace(/[“（(]?\{\w+\}[”）)]?/g, '…')
  return { zh: bare(found.zh), en: bare(found.en) }
}

export const describeFileFault = (f: { code: FileFaultCode; facts: Readonly<Record<string, string>> }, lang: 'zh' | 'en'): { found: string; cure: string } =>
  say(fileSentences[f.code], f.facts, lang)

export const describeNote = (n: { code: FileNoteCode; facts: Readonly<Record<string, string>> }, lang: 'zh' | 'en'): string =>
  fill(noteSentences[n.code][lang], n.facts, lang)

const say = (sentences: Sentences, facts: Readonly<Record<string, string>>, lang: 'zh' | 'en') =>
  ({ found: fill(sentences.found[lang], facts, lang), cure: fill(sentences.cure[lang], facts, lang) })

/** Marks that turn the direction of what stands around them. */
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** As much of a cell as a finding repeats, without what would turn the sentence around it. */
export const excerpt = (text: string, most = 40): string => {
  const characters = [...text.slice(0, most * 2 + 2).replace(turning, '').replace(/\s+/g, ' ')]
  return (characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('')).toWellFormed()
}
