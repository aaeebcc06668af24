import type { Component } from './example.ts'
import { crumb } from './crumb.ts'
import { searchBox } from './search.ts'

export const searchComponent: Component = {
  id: 'search', title: { zh: '查询', en: 'Search' },
  text: { zh: '一个输入框，标签始终可见，没有脚本也能用。', en: 'One box, its label always visible, whole without script.' },
  template: 'searchBox(view, q)',
  criteria: ['labelled', 'described', 'target-48', 'focus-seen'],
  examples: [{ id: 'box', title: { zh: '填有文字', en: 'With something typed' }, render: (view, id) => searchBox(view, '岭湾市', id('q')) }],
}

export const crumbComponent: Component = {
  id: 'crumb', title: { zh: '所在位置', en: 'Where one is' },
  text: { zh: '回去的路，然后是此处。', en: 'The way back, then the place itself.' },
  template: 'crumb(view, [[label, href], …, label])',
  criteria: ['a-word', 'focus-seen'],
  examples: [{ id: 'trail', title: { zh: '两级', en: 'Two levels' }, render: (view) => crumb(view, [[view.say('menu.search'), view.href('/')], view.say('results.organisation')]) }],
}
