import type { Component } from './example.ts'
import { facts } from './facts.ts'
import { chinese, day } from './name.ts'

export const factsComponent: Component = {
  id: 'facts', title: { zh: '事实', en: 'Facts' },
  text: { zh: '标签与内容成对：一条信息、一个组织、一个答案所依据的。', en: 'Labels with their values: what a record, an organisation, an answer rests on.' },
  template: "facts([[label, value], …], 'wide' | 'plain')",
  criteria: ['a-word', 'machine-dates'],
  examples: [
    { id: 'plain', title: { zh: '一条信息的事实', en: 'Of a record' }, render: ({ in2 }) => facts([
      [in2({ zh: '依据', en: 'Basis' }), chinese('《中华人民共和国计量法实施细则》第四十三条')],
      [in2({ zh: '公示至', en: 'Stops' }), day('2027-05-18')],
    ]) },
    { id: 'wide', title: { zh: '并排', en: 'Side by side' }, render: ({ in2 }) => facts([
      [in2({ zh: '登记状态', en: 'Status' }), in2({ zh: '存续', en: 'in being' })],
      [in2({ zh: '成立', en: 'Established' }), day('2014-05-19')],
      null,
      [in2({ zh: '曾用名', en: 'Former names' }), chinese('岭湾市澄石五金制品有限公司')],
    ], 'wide') },
  ],
}
