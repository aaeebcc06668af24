/** What a component shows of itself at /design, and what is asked of it there. Tests run example by example. */
import type { Text2 } from '../../law/types.ts'
import type { Html } from '../html.ts'
import type { View } from '../layout.ts'

export type Example = {
  /** of its address: `/design/<component>/<example>` */
  readonly id: string
  /** what it shows */
  readonly title: Text2
  /** @param id makes the ids of controls, so that two languages may stand on one page */
  readonly render: (view: View, id: (name: string) => string) => Html
}

export type Component = {
  readonly id: string
  readonly title: Text2
  /** what it is for */
  readonly text: Text2
  /** how it is called */
  readonly template: string
  readonly criteria: readonly Criterion[]
  readonly examples: readonly Example[]
}

/** Each is checked on every example of the component that names it: `test/browser/criteria.ts`. */
export const criteria = {
  'a-word': { zh: '去掉颜色和图形，文字仍说明一切', en: 'Without colour and shape, the words still say everything' },
  labelled: { zh: '每个输入都有自己的标签，点标签即到输入', en: 'Every control has a label of its own; a click on it leads there' },
  described: { zh: '提示和错误与输入相连；有错误的输入如此标明', en: 'Hint and error are tied to their control; a faulty one is marked as such' },
  announced: { zh: '汇总会被朗读，可以取得焦点，每一项通向其输入', en: 'The summary is announced, can take the focus, and each item leads to its control' },
  'target-48': { zh: '按钮和输入至少48像素高', en: 'Buttons and fields are at least 48 px high' },
  'target-24': { zh: '每个可点之处至少24像素，行文中的链接除外', en: 'Every target is at least 24 px, links within text excepted' },
  'focus-seen': { zh: '键盘依阅读顺序到达每一处，焦点清楚可见', en: 'The keyboard reaches everything in reading order, and the focus is plain to see' },
  captioned: { zh: '表格有标题，行头列头写明范围', en: 'Tables have a caption, heads their scope' },
  'roles-kept': { zh: '在手机上变成分块，仍是表格，标签是文字', en: 'Turned into blocks on a phone it is still a table, its labels are text' },
  sorted: { zh: '排序的列如此标明，排序用链接', en: 'The sorted column is marked as such; sorting is by links' },
  current: { zh: '所在之处有标记，不只是颜色', en: 'The present place is marked, not by colour alone' },
  spoken: { zh: '图画朗读为一句话', en: 'A picture is read aloud as a sentence' },
  'table-beside': { zh: '图画之旁有内容相同的表格', en: 'Beside a picture stands a table of the same' },
  'days-named': { zh: '有意义的日子都有文字', en: 'Every day that means something has its word' },
  'one-language': { zh: '名称保持原文并标明语言，复制时没有多余的空格', en: 'Names stay in their language and are marked; a copy has no gaps' },
  'machine-dates': { zh: '日期可由机器读取', en: 'Days are machine-readable' },
} as const satisfies Record<string, Text2>
export type Criterion = keyof typeof criteria
