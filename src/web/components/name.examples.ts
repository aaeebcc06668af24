import { html } from '../html.ts'
import type { Component } from './example.ts'
import { chinese, day, legalName, printedCode } from './name.ts'

export const nameComponent: Component = {
  id: 'name', title: { zh: '名称、代码、日期', en: 'Names, codes, days' },
  text: { zh: '法定名称从不翻译或缩写，只在地名之后和组织形式之前换行。', en: 'A legal name is never translated or shortened; it breaks only after its place and before its form.' },
  template: 'legalName(name)   printedCode(code)   day(iso)   chinese(text)',
  criteria: ['one-language', 'machine-dates'],
  examples: [
    { id: 'legal-name', title: { zh: '法定名称', en: 'A legal name' }, render: () => html`<p class="legal-example">${legalName('岭湾市澄石精密机械有限公司')}</p>` },
    { id: 'hostile-name', title: { zh: '名称里有标记和反向字符', en: 'A name with markup and a right-to-left mark in it' }, render: () => html`<p>${legalName('岭湾市<b>\u202e澄石</b>有限公司')}</p>` },
    { id: 'code', title: { zh: '统一社会信用代码', en: 'A unified social credit code' }, render: () => html`<p>${printedCode('91449900MA5X2K7Q8U')}</p>` },
    { id: 'day', title: { zh: '日期和文号', en: 'A day and a document number' }, render: () => html`<p>${day('2026-11-23')} ${chinese('岭市监处罚〔2026〕57号')}</p>` },
  ],
}
