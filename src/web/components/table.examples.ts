import type { Text2 } from '../../law/types.ts'
import { grouped } from '../messages.ts'
import type { Component } from './example.ts'
import { filters } from './filters.ts'
import { day } from './name.ts'
import { paging } from './paging.ts'
import { type Column, scroll, stackTable, table } from './table.ts'
import type { View } from '../layout.ts'

type Row = { readonly what: Text2; readonly on: string; readonly rows: number }
const rows: readonly Row[] = [
  { what: { zh: '行政处罚', en: 'Penalties' }, on: '2026-11-20', rows: 24612 },
  { what: { zh: '行政许可', en: 'Licences' }, on: '2026-11-18', rows: 1204 },
]
const caption: Text2 = { zh: '最近的交付', en: 'Latest deliveries' }
const columns = ({ in2 }: View, sorted = false): readonly Column<Row>[] => [
  { head: in2({ zh: '目录项', en: 'Catalog item' }), kind: 'head', cell: (row) => in2(row.what) },
  { head: in2({ zh: '日期', en: 'Day' }), cell: (row) => day(row.on), ...(sorted ? { sorting: { href: '?sort=day', order: 'descending' as const } } : {}) },
  { head: in2({ zh: '行数', en: 'Rows' }), kind: 'amount', cell: (row) => grouped(row.rows), ...(sorted ? { sorting: { href: '?sort=rows', order: 'none' as const } } : {}) },
]

export const tableComponent: Component = {
  id: 'table', title: { zh: '表格', en: 'Tables' },
  text: { zh: '线，不是框；没有斑马纹。手机上成为分块，或者自己横向滚动。', en: 'Lines, not boxes, no stripes. On a phone it turns into blocks, or scrolls by itself.' },
  template: "stackTable({ caption, columns: [{ head, cell, kind?: 'head' | 'amount', sorting? }], rows })   table(…)   scroll(name, table(…))",
  criteria: ['captioned', 'focus-seen', 'machine-dates', 'target-24'],
  examples: [
    { id: 'plain', title: { zh: '普通表格', en: 'Plain' }, render: (view) => table({ caption: view.in2(caption), columns: columns(view), rows }) },
    { id: 'scroll', title: { zh: '自己横向滚动', en: 'Scrolls by itself' }, render: (view) => scroll(view.in2(caption), table({ caption: view.in2(caption), columns: columns(view), rows })) },
  ],
}

export const stackComponent: Component = {
  id: 'stack', title: { zh: '成块的表格', en: 'A table that stacks' },
  text: { zh: '手机上每一行成为一块，标签写在每一格里。', en: 'On a phone each row becomes a block, its labels written in the cells.' },
  template: 'stackTable({ caption, columns, rows })',
  criteria: ['captioned', 'roles-kept', 'sorted', 'focus-seen', 'machine-dates', 'target-24'],
  examples: [{ id: 'sorted', title: { zh: '按日期排序', en: 'Sorted by day' }, render: (view) => stackTable({ caption: view.in2(caption), columns: columns(view, true), rows }) }],
}

export const listComponent: Component = {
  id: 'list', title: { zh: '筛选与翻页', en: 'Filter and paging' },
  text: { zh: '链接和条数，所选的加粗；状态写在地址里。', en: 'Links with counts, the chosen one bold; the state is in the address.' },
  template: 'filters(name, [{ href, label, count?, chosen }, …])   paging(view, { page, perPage, total, to })',
  criteria: ['current', 'target-24', 'focus-seen'],
  examples: [
    { id: 'filters', title: { zh: '筛选', en: 'Filter' }, render: ({ in2 }) => filters(in2({ zh: '按类别筛选', en: 'Filter by category' }), [
      { href: '?', label: in2({ zh: '全部', en: 'All' }), count: 4, chosen: true },
      { href: '?category=penalty', label: in2({ zh: '行政处罚', en: 'Penalties' }), count: 2, chosen: false },
    ]) },
    { id: 'paging', title: { zh: '翻页', en: 'Paging' }, render: (view) => paging(view, { page: 2, perPage: 20, total: 1204, to: (n) => `?page=${n}` })! },
  ],
}
