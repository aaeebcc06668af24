/** What units and catalog items are called on the console. */
import { chinese } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import type { View } from '../../layout.ts'

type Named = { readonly name_zh: string; readonly name_en: string }

export const unitName = (view: View, unit: Named): Part => (view.language === 'zh' || unit.name_en === unit.name_zh ? chinese(unit.name_zh) : unit.name_en)

export const unitLink = (view: View, code: string, unit: Named | undefined): Html =>
  html`<a href="${view.href(`/desk/operate/units/${code}`)}">${unit === undefined ? code : unitName(view, unit)}</a>`

export const itemTitle = ({ ports, in2 }: View, id: string): string => {
  const item = ports.law().catalog.find((i) => i.id === id)
  return item === undefined ? id : in2(item.title)
}
