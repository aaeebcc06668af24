import type { Component } from './example.ts'
import { type Lane, lanes } from './lanes.ts'
import type { View } from '../layout.ts'

const today = Temporal.PlainDate.from('2026-11-20')
const draw = (view: View, list: readonly Lane[]) => lanes(view, { lanes: list, today, name: view.in2({ zh: '何时公示，何时结束', en: 'What is shown when' }) })

export const lanesComponent: Component = {
  id: 'lanes', title: { zh: '时间图', en: 'Timeline' },
  text: { zh: '实为已公示，浅为最迟公示到，竖线为停止之日，斜纹为异议，三角为可以申请修复。', en: 'Solid: shown so far. Soft: at most until. Bar: stops. Hatched: objection. Triangle: restoration may be asked for.' },
  template: 'lanes(view, { lanes: [{ title, href?, from, until, disputed?, restorableOn?, ended? }, …], today, name })',
  criteria: ['spoken', 'table-beside', 'captioned', 'a-word', 'focus-seen'],
  examples: [
    { id: 'four', title: { zh: '四条信息，一条有异议', en: 'Four records, one disputed' }, render: (view) => draw(view, [
      { title: view.in2({ zh: '行政处罚：罚款2.4万元', en: 'Penalty: fine of CNY 24,000' }), from: '2026-05-21', until: '2027-05-18', restorableOn: '2026-08-18' },
      { title: view.in2({ zh: '行政处罚：警告', en: 'Penalty: warning' }), from: '2026-08-12', until: '2027-08-06', disputed: { from: '2026-11-16', to: null }, restorableOn: '2026-11-06' },
      { title: view.in2({ zh: '行政许可：排水许可', en: 'Licence: drainage' }), from: '2024-03-15', until: '2036-03-11' },
      { title: view.in2({ zh: '登记', en: 'Registration' }), from: '2014-05-19', until: null },
    ]) },
    { id: 'own', title: { zh: '本组织所见：已停止的一条', en: 'Seen by the organisation itself: one that has ended' }, render: (view) => draw(view, [
      { title: view.in2({ zh: '行政处罚：警告', en: 'Penalty: warning' }), from: '2024-01-10', until: '2025-01-08', ended: true },
      { title: view.in2({ zh: '信用承诺', en: 'Pledge' }), from: '2025-07-04', until: '2027-07-02' },
    ]) },
  ],
}
