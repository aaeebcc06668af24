import { html } from '../html.ts'
import { empty } from './empty.ts'
import type { Component } from './example.ts'
import { chinese } from './name.ts'
import { notice } from './notice.ts'

export const noticeComponent: Component = {
  id: 'notice', title: { zh: '提示', en: 'Notices' },
  text: { zh: '读者在继续之前须知道的一件事。没有关闭按钮，不会自己消失。', en: 'A fact the reader needs before going on. It has no close button and does not go away by itself.' },
  template: "notice({ kind?: 'plain' | 'ochre' | 'done', title?, text })",
  criteria: ['a-word'],
  examples: [
    { id: 'plain', title: { zh: '事实', en: 'A fact' }, render: ({ in2 }) => notice({
      title: in2({ zh: '日期有变', en: 'A date has changed' }),
      text: in2({ zh: '2027年放假通知已载入。本案期限由2027-01-08改为2027-01-11，各方已获通知。', en: 'The 2027 holiday notice is loaded. The limit in this case moves from 2027-01-08 to 2027-01-11. Everyone concerned has been told.' }),
    }) },
    { id: 'ochre', title: { zh: '异议', en: 'An objection' }, render: ({ in2 }) => notice({ kind: 'ochre',
      text: in2({ zh: '该组织于2026-11-16提出异议，认为罚款金额有误。核查尚未结束。', en: 'The organisation objected on 2026-11-16: it says the amount is wrong. The check is not finished.' }) }) },
    { id: 'done', title: { zh: '刚刚完成', en: 'Just done' }, render: ({ in2 }) => notice({ kind: 'done', text: in2({ zh: '第214行已重新交付。', en: 'Row 214 has been delivered again.' }) }) },
  ],
}

export const emptyComponent: Component = {
  id: 'empty', title: { zh: '空、不再显示、不可', en: 'Empty, gone, forbidden, expired' },
  text: { zh: '标题就是全部答案，再一句话，再一条出路。', en: 'The title is the whole answer; one sentence more, one way on.' },
  template: 'empty({ title, text, way?: { href, label } })',
  criteria: ['a-word', 'focus-seen'],
  examples: [
    { id: 'none', title: { zh: '没有找到', en: 'Nothing found' }, render: ({ in2 }) => empty({
      title: html`${in2({ zh: '没有找到名称含“', en: 'No organisation has “' })}${chinese('澄岩')}${in2({ zh: '”的组织', en: '” in its name' })}`,
      text: in2({ zh: '请核对用字，或者用18位代码查询。个体工商户和自然人不在登记簿内。', en: 'Check the characters, or search by the 18-character code. Individual traders and natural persons are not in this register.' }),
    }) },
    { id: 'nothing', title: { zh: '没有公示中的信息', en: 'Nothing on display' }, render: ({ in2 }) => empty({
      title: in2({ zh: '现在没有公示中的信息', en: 'Nothing is on display now' }),
      text: in2({ zh: '登记簿里有这个组织。没有公示中的信息，不表示任何评价。', en: 'The register holds this organisation. That nothing is on display says nothing about it.' }),
    }) },
    { id: 'gone', title: { zh: '不再显示', en: 'Gone' }, render: ({ in2 }) => empty({
      title: in2({ zh: '这条信息已停止公示', en: 'This record is no longer shown' }),
      text: in2({ zh: '公示期已届满。届满之后不再披露，内容不在此处。', en: 'Its display period is over. It is not disclosed again; its content is not here.' }),
    }) },
    { id: 'forbidden', title: { zh: '不可查看', en: 'Forbidden' }, render: ({ in2, href }) => empty({
      title: in2({ zh: '贵单位不能查看这份交付', en: 'Your unit may not see this delivery' }),
      text: in2({ zh: '它属于另一单位。', en: 'It belongs to another unit.' }), way: { href: href('/account/choose'), label: in2({ zh: '换单位', en: 'Change unit' }) },
    }) },
    { id: 'expired', title: { zh: '登录过期', en: 'Sign-in expired' }, render: ({ in2, href }) => empty({
      title: in2({ zh: '登录已过期，已填的内容都在', en: 'Your sign-in has expired; what you typed is kept' }),
      text: in2({ zh: '重新登录后回到这一步，交付仍在进行。', en: 'Sign in again to return to this step. The delivery is still running.' }), way: { href: href('/sign-in'), label: in2({ zh: '登录', en: 'Sign in' }) },
    }) },
    { id: 'not-set', title: { zh: '期限未设定', en: 'Period not set' }, render: ({ say, in2 }) => empty({
      title: say('state.not-set'),
      text: in2({ zh: '条文没有写明天数。须由部署者填入并写明出处，在此之前不计算逾期。', en: 'The text gives no number of days. The deployment must enter one with its source; until then nothing is counted as overdue.' }),
    }) },
  ],
}
