import type { Component } from './example.ts'
import { progress } from './progress.ts'
import { day } from './name.ts'
import { steps } from './steps.ts'
import { overdueTag } from './state-tag.ts'

export const progressComponent: Component = {
  id: 'progress', title: { zh: '交付的进度', en: 'Progress of a delivery' },
  text: { zh: '一句话，一条图，六个相加等于总数的数字。没有脚本时有刷新链接。', en: 'A sentence, a bar, six counts that sum. Without script there is a link to refresh.' },
  template: 'progress(view, { accepted, held, changed, returned, refused, total, ended, refresh })',
  criteria: ['spoken', 'a-word', 'focus-seen'],
  examples: [
    { id: 'running', title: { zh: '读取中', en: 'Being read' }, render: (view) => progress(view, {
      accepted: 17902, held: 301, changed: 18, returned: 17, refused: 2,
      total: 24612, ended: false, refresh: '?',
    }) },
    { id: 'unknown', title: { zh: '总行数未知', en: 'Rows not known beforehand' }, render: (view) => progress(view, {
      accepted: 400, held: 0, changed: 0, returned: 100, refused: 0,
      total: null, ended: false, refresh: '?',
    }) },
    { id: 'ended', title: { zh: '读完', en: 'Read to the end' }, render: (view) => progress(view, {
      accepted: 24000, held: 500, changed: 100, returned: 11, refused: 1,
      total: 24612, ended: true, refresh: '?',
    }) },
    { id: 'none', title: { zh: '还没有开始', en: 'Not begun' }, render: (view) => progress(view, {
      accepted: 0, held: 0, changed: 0, returned: 0, refused: 0,
      total: null, ended: false, refresh: '?',
    }) },
  ],
}

export const stepsComponent: Component = {
  id: 'steps', title: { zh: '办理进程', en: 'Course of a case' },
  text: { zh: '期限约束机关，不约束组织。', en: 'The limits bind the offices, not the organisation.' },
  template: 'steps(view, caption, [{ what, by, limit, done, current? }, …])',
  criteria: ['captioned', 'roles-kept', 'machine-dates'],
  examples: [{ id: 'objection', title: { zh: '异议', en: 'An objection' }, render: (view) => {
    const { in2 } = view
    const office = in2({ zh: '工作机构', en: 'The operator' })
    return steps(view, in2({ zh: '异议办理进程', en: 'Course of the objection' }), [
      { what: in2({ zh: '收到异议', en: 'Received' }), by: office, limit: null, done: day('2026-11-16') },
      { what: in2({ zh: '标注', en: 'Marked' }), by: office, limit: day('2026-11-17'), done: day('2026-11-16') },
      { what: in2({ zh: '作出决定', en: 'Decided' }), by: in2({ zh: '信源单位', en: 'The unit' }), limit: day('2026-11-18'), done: overdueTag(view, 2), current: true },
    ])
  } }],
}
