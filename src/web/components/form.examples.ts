import { html } from '../html.ts'
import type { Component } from './example.ts'
import { button, buttons, errorSummary, field } from './form.ts'

export const fieldComponent: Component = {
  id: 'field', title: { zh: '表单的一问', en: 'A question of a form' },
  text: { zh: '标签、提示、错误、输入，依此次序。所填内容在出错后保留。', en: 'Label, hint, error, control, in this order. What was typed stays after an error.' },
  template: "field(view, { type: 'text' | 'date' | 'select' | 'textarea' | 'file' | 'checkbox' | 'radio', name, label, hint?, error?, value? })",
  criteria: ['labelled', 'described', 'target-48', 'focus-seen'],
  examples: [
    { id: 'text', title: { zh: '文字', en: 'Text' }, render: (view, id) => field(view, {
      type: 'text', name: id('document'), label: view.in2({ zh: '文书文号', en: 'Document number' }),
      hint: view.in2({ zh: '按决定书填写，例如岭市监处罚〔2026〕57号。', en: 'As on the document.' }),
    }) },
    { id: 'date', title: { zh: '日期，可不填', en: 'A day that may be left empty' }, render: (view, id) => field(view, {
      type: 'date', name: id('from'), label: view.in2({ zh: '起算之日', en: 'Start day' }), hint: view.in2({ zh: '例如2026-09-23', en: 'For example 2026-09-23' }), optional: true,
    }) },
    { id: 'error', title: { zh: '有错误，所填保留', en: 'With an error, what was typed kept' }, render: (view, id) => field(view, {
      type: 'date', name: id('day'), label: view.in2({ zh: '起算之日', en: 'Start day' }), hint: view.in2({ zh: '例如2026-09-23', en: 'For example 2026-09-23' }),
      value: '2026-02-30', error: view.in2({ zh: '没有2026年2月30日，请核对', en: '30 February 2026 does not exist; check the day' }),
    }) },
    { id: 'select', title: { zh: '选一项', en: 'One of a list' }, render: (view, id) => field(view, {
      type: 'select', name: id('item'), label: view.in2({ zh: '目录项', en: 'Catalog item' }), value: 'penalty',
      choices: [{ value: 'licence', label: view.in2({ zh: '行政许可', en: 'Licences' }) }, { value: 'penalty', label: view.in2({ zh: '行政处罚', en: 'Penalties' }) }],
    }) },
    { id: 'textarea', title: { zh: '多行文字', en: 'Several lines' }, render: (view, id) => field(view, {
      type: 'textarea', name: id('proof'), label: view.in2({ zh: '要核验的内容', en: 'What to verify' }), mono: true, value: 'probity/guangdong\n1301922\n',
    }) },
    { id: 'file', title: { zh: '文件', en: 'A file' }, render: (view, id) => field(view, {
      type: 'file', name: id('file'), label: view.in2({ zh: '文件', en: 'File' }), hint: view.in2({ zh: 'XLSX或者CSV，最大100兆字节。', en: 'XLSX or CSV, at most 100 megabytes.' }), accept: '.xlsx,.csv',
    }) },
    { id: 'checkbox', title: { zh: '一个勾选，有错误', en: 'A box to tick, with an error' }, render: (view, id) => field(view, {
      type: 'checkbox', name: id('checked'), label: view.in2({ zh: '已与决定书核对', en: 'Checked against the document' }), error: view.in2({ zh: '请先核对', en: 'check it first' }),
    }) },
    { id: 'radio', title: { zh: '几项选一', en: 'One of a few' }, render: (view, id) => field(view, {
      type: 'radio', name: id('ground'), label: view.in2({ zh: '撤回的理由', en: 'Why it is withdrawn' }), value: 'error',
      choices: [
        { value: 'error', label: view.in2({ zh: '交付有误', en: 'Delivered in error' }) },
        { value: 'revoked', label: view.in2({ zh: '文书已撤销', en: 'The document was revoked' }), hint: view.in2({ zh: '须填写撤销文书的文号。', en: 'The number of the revoking document is needed.' }) },
      ],
    }) },
  ],
}

export const errorsComponent: Component = {
  id: 'error-summary', title: { zh: '错误汇总', en: 'Error summary' },
  text: { zh: '在所提交部分之首。朱色只用于此处和逾期的机关，从不用于组织。', en: 'At the head of what was sent. Cinnabar is for this and for an office that is late, never for an organisation.' },
  template: 'errorSummary(view, [{ field, label, text }, …])   title: errorTitle(view, title, errors)',
  criteria: ['announced', 'labelled', 'described', 'focus-seen'],
  examples: [{ id: 'two', title: { zh: '两处', en: 'Two things' }, render: (view, id) => {
    const day = { field: id('day'), label: view.in2({ zh: '起算之日', en: 'Start day' }), text: view.in2({ zh: '没有2026年2月30日', en: '30 February 2026 does not exist' }) }
    const number = { field: id('number'), label: view.in2({ zh: '文书文号', en: 'Document number' }), text: view.in2({ zh: '请填写', en: 'enter it' }) }
    return html`${errorSummary(view, [day, number], id('errors'))}${field(view, { type: 'date', name: day.field, label: day.label, value: '2026-02-30', error: day.text })}${
      field(view, { type: 'text', name: number.field, label: number.label, error: number.text })}`
  } }],
}

export const buttonComponent: Component = {
  id: 'button', title: { zh: '按钮', en: 'Buttons' },
  text: { zh: '每一页至多一个主按钮。按钮上是动词。', en: 'At most one primary button a view. A button says a verb.' },
  template: 'buttons(button(label), button(label, { second: true }))',
  criteria: ['target-48', 'focus-seen', 'a-word'],
  examples: [{ id: 'pair', title: { zh: '主次各一', en: 'One primary, one second' }, render: ({ in2 }) =>
    buttons(button(in2({ zh: '交付', en: 'Deliver' })), button(in2({ zh: '保存，稍后继续', en: 'Save and continue later' }), { second: true })) }],
}
