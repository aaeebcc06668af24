import { html } from '../html.ts'
import { checks, notProved } from './checks.ts'
import type { Component } from './example.ts'
import { hash, receipt } from './receipt.ts'

export const receiptComponent: Component = {
  id: 'receipt', title: { zh: '回执', en: 'Receipt' },
  text: { zh: '凡披露信息的页面都有：日后可以据此核验本登记簿。', en: 'On every page that discloses: what this register can be held to later.' },
  template: 'receipt({ title, rows, note?, verify? })',
  criteria: ['a-word', 'focus-seen'],
  examples: [{ id: 'visit', title: { zh: '一次查看', en: 'Of a visit' }, render: ({ in2, href, say }) => receipt({
    title: in2({ zh: '本次查看的回执', en: 'Receipt of this visit' }),
    rows: [
      [in2({ zh: '时间', en: 'Time' }), html`<span class="nb">2026-11-20 09:30:14</span>`],
      [in2({ zh: '所见版本', en: 'Versions shown' }), 4],
      [in2({ zh: '根', en: 'Root' }), hash('q7Tn4vE0c1RkA9wBq2mXf8LzPdY5sUeH3oJtKi6Ng7M=')],
    ],
    verify: { href: href('/verify'), label: say('menu.verify') },
  }) }],
}

export const checksComponent: Component = {
  id: 'checks', title: { zh: '核验结果', en: 'Checks' },
  text: { zh: '每一项证明是一句平实的话。没有证明的总是写明。', en: 'Each proof is a plain claim. What was not proved is always said.' },
  template: "checks(view, [{ result: 'proved' | 'not-proved' | 'not-checked' | { fact }, claim, text }, …])   notProved(title, sentences)",
  criteria: ['a-word'],
  examples: [
    { id: 'results', title: { zh: '各种结果', en: 'Every result' }, render: (view) => checks(view, [
      { result: 'proved', claim: view.in2({ zh: '所记的行为在日志里', en: 'The act is in the log' }), text: view.in2({ zh: '经21步哈希到达检查点的根。', en: 'By 21 hashes to the root of the checkpoint.' }) },
      { result: 'not-proved', claim: view.in2({ zh: '从您的检查点到今天没有改动', en: 'Nothing was changed since your checkpoint' }), text: view.in2({ zh: '您的检查点与日志不符。保存两份检查点，交给第三方。', en: 'Your checkpoint does not fit the log. Keep both checkpoints and show them to others.' }) },
      { result: 'not-checked', claim: view.in2({ zh: '别人看到的是同一本日志', en: 'Others see the same log' }), text: view.in2({ zh: '没有见证方的签署。', en: 'No witness has signed.' }) },
      { result: { fact: view.in2({ zh: '现状', en: 'Now' }) }, claim: view.in2({ zh: '该版本已被取代', en: 'This version has been replaced' }), text: view.in2({ zh: '您手中的副本不反映现状。', en: 'Your copy does not reflect the register of today.' }) },
    ]) },
    { id: 'not-proved', title: { zh: '没有证明的', en: 'What was not proved' }, render: ({ in2 }) => notProved(in2({ zh: '没有证明的', en: 'What was not proved' }), [
      in2({ zh: '文书所写的事实是否属实。', en: 'Whether what the document says is true.' }), in2({ zh: '信源单位是否还有应交而未交的信息。', en: 'Whether a unit holds back what it ought to deliver.' }),
    ]) },
  ],
}
