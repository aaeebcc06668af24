/** How far a delivery is: a sentence, a bar, five counts that sum. The script may change the numbers in place. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'
import { grouped } from '../messages.ts'

export type Progress = {
  readonly accepted: number
  readonly held: number
  readonly changed: number
  readonly returned: number
  /** rows of the file, where it is known beforehand */
  readonly total: number | null
  readonly ended: boolean
  /** of this page */
  readonly refresh: string
}

const kinds = ['accepted', 'held', 'changed', 'returned'] as const

export function progress({ say, tell }: Pick<View, 'say' | 'tell'>, p: Progress): Html {
  const read = kinds.reduce((sum, kind) => sum + p[kind], 0)
  const unread = p.total === null ? null : Math.max(0, p.total - read)
  const whole = p.total ?? read
  const sentence = p.total === null ? say('progress.read', { read }) : say('progress.read-of', { read, total: p.total })
  const spoken = say('progress.spoken', { sentence, accepted: p.accepted, held: p.held, changed: p.changed, returned: p.returned })
  let x = 0
  const bars = kinds.map((kind) => {
    const width = whole === 0 ? 0 : (p[kind] / whole) * 100
    const bar = { kind, x, width }
    x += width
    return bar
  })
  return html`<div class="progress" data-progress>
<div class="lede-row"><h2 data-sentence>${tell(p.total === null ? 'progress.read' : 'progress.read-of', { read, total: p.total })}</h2>${
    p.ended ? null : html`<p class="note">${say('progress.may-close')}</p>`}</div>
<svg class="bar" width="100%" height="30" role="img" aria-label="${spoken}"><rect class="room" x="0" y="5" width="100%" height="20"/>${
    bars.map((b) => html`<rect class="${b.kind}" data-bar="${b.kind}" x="${percent(b.x)}" y="${b.kind === 'returned' ? 0 : 5}" width="${percent(b.width)}" height="${
      b.kind === 'returned' ? 30 : 20}"/>`)}<line class="base" x1="0" x2="100%" y1="25.5" y2="25.5"/></svg>
<dl class="facts wide five">${kinds.map((kind) =>
    html`<div><dt>${say(`progress.${kind}`)}</dt><dd class="fig" data-count="${kind}">${grouped(p[kind])}</dd><dd class="tiny">${say(`progress.${kind}-text`)}</dd></div>`)}<div><dt>${
    say('progress.unread')}</dt><dd class="fig" data-count="unread">${unread === null ? (p.ended ? '0' : '–') : grouped(unread)}</dd><dd class="tiny">${
    p.ended ? say('progress.ended') : html`<a href="${p.refresh}">${say('progress.refresh')}</a>`}</dd></div></dl>
</div>`
}

const percent = (n: number): string => `${Math.round(n * 100) / 100}%`
