import type { Component } from './example.ts'
import { overdueTag, type State, states, stateTag } from './state-tag.ts'

const titles: Readonly<Record<State, readonly [zh: string, en: string]>> = {
  'on-display': ['信息正在公示', 'A record is shown'],
  disputed: ['异议正在办理', 'An objection is being handled'],
  ended: ['公示已结束', 'Its display is over'],
  restored: ['信用修复之后，仅本组织可见', 'After restoration, seen by the organisation alone'],
  'not-set': ['条文没有数字', 'The text has no number'],
  provisional: ['放假通知尚未发布', 'No holiday notice yet'],
  proved: ['证明成立', 'A proof holds'],
  'not-proved': ['证明不成立', 'A proof does not hold'],
  'not-checked': ['还没有核验', 'Nothing checked yet'],
}

export const stateComponent: Component = {
  id: 'state-tag', title: { zh: '状态', en: 'State tags' },
  text: { zh: '先是文字，再是图形，然后才是颜色。图画用同样的图形。', en: 'A word first, then a shape, then a colour. The pictures use the same shapes.' },
  template: "stateTag(view, 'on-display' | 'disputed' | …)   overdueTag(view, workingDays)   tag(kind, word)",
  criteria: ['a-word'],
  examples: [
    ...(Object.keys(states) as State[]).map((state) => ({
      id: state, title: { zh: titles[state][0], en: titles[state][1] }, render: (view: Parameters<typeof stateTag>[0]) => stateTag(view, state),
    })),
    { id: 'overdue', title: { zh: '机关逾期', en: 'An office is late' }, render: (view) => overdueTag(view, 2) },
  ],
}
