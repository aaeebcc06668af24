/** Bars by month: a picture that says its figures aloud. The table of the same stands beside it. */
import { html, type Html, raw } from '../html.ts'
import type { View } from '../layout.ts'
import { grouped } from '../messages.ts'

const percent = (n: number) => raw(`${Math.round(n * 100) / 100}%`)
/** Where the bars stand in the height of the drawing: above them the figure, below them the month. */
const [top, foot] = [14, 82]

/** @param late the bars are limits that offices missed */
export function bars(view: View, title: string, months: readonly string[], values: readonly number[], late = false): Html | null {
  // A picture of nothing says less than the table beside it.
  if (values.every((value) => value === 0)) return null
  const most = Math.max(1, ...values)
  const wide = 100 / months.length
  const said = months.map((month, i) => `${month} ${grouped(values[i]!)}`).join(view.language === 'zh' ? '，' : ', ')
  return html`<figure class="bars"><figcaption>${title}</figcaption><svg role="img" aria-label="${view.say('board.chart-says', { title, values: said })}">${months.map((month, i) => {
    const value = values[i]!
    const height = (value / most) * (foot - top)
    const middle = percent((i + 0.5) * wide)
    return html`<rect${late ? html` class="late"` : null} x="${percent((i + 0.2) * wide)}" y="${percent(foot - height)}" width="${percent(wide * 0.6)}" height="${percent(height)}"/>${
      value === 0 ? null : html`<text class="figure" x="${middle}" y="${percent(foot - height - 2)}" text-anchor="middle">${grouped(value)}</text>`}<text${
      i % 3 === 0 ? null : html` class="thin"`} x="${middle}" y="97%" text-anchor="middle">${month.slice(2)}</text>`
  })}<line x1="0" x2="100%" y1="${percent(foot)}" y2="${percent(foot)}"/></svg></figure>`
}
