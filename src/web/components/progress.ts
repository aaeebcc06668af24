/** How far a delivery is: a sentence, a bar, six counts that sum. The script may change the numbers in place. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'
import { grouped, keepTogether } from '../messages.ts'

export type Progress = {
  readonly accepted: number
  readonly held: number
  readonly changed: number
  /** given back for a fault in them */
  readonly returned: number
  /** kept out by the boundary, and not kept */
  readonly refused: number
  /** rows of the file, where it is known beforehand */
  readonly total: number | null
  /** the total is judged by how much of the file's bytes was read */
  readonly about?: boolean
  readonly ended: boolean
  /** of this page */
  readonly refresh: string
}

const kinds = ['accepted', 'held', 'changed', 'returned', 'refused'] as const

export type ProgressNumbers = {
  readonly sentence: string
  readonly spoken: string
  readonly unread: string
  readonly bars: readonly { readonly kind: (typeof kinds)[number]; readonly x: string; readonly width: string }[]
}

/** What changes while a delivery runs: the page is made of it, and the script puts it in place. */
export function progressNumbers({ say }: Pick<View, 'say'>, p: Omit<Progress, 'refresh'>): ProgressNumbers {
  const read = kinds.reduce((sum, kind) => sum + p[kind], 0)
  const unread = p.total === null ? null : Math.max(0, p.total - read)
  const sentence = p.total === null ? say('progress.read', { read }) : say(p.about ? 'progress.read-about' : 'progress.read-of', { read, total: p.total })
  const whole = p.total ?? read
  let x = 0
  const bars = kinds.map((kind) => {
    const width = whole === 0 ? 0 : (p[kind] / whole) * 100
    const bar = { kind, x: percent(x), width: percent(width) }
    x += width
    return bar
  })
  return {
    sentence, bars,
    spoken: say('progress.spoken', { sentence, accepted: p.accepted, held: p.held, changed: p.changed, returned: p.returned, refused: p.refused }),
    unread: unread === null ? (p.ended ? '0' : '–') : p.about ? say('progress.about', { n: unread }) : grouped(unread),
  }
}

export function progress(view: Pick<View, 'say' | 'tell'>, p: Progress): Html {
  const { say } = view
  const { sentence, spoken, unread, bars } = progressNumbers(view, p)
  return html`<div class="progress" data-progress>
<div class="lede-row"><h2 data-sentence>${keepTogether(sentence)}</h2>${
    p.ended ? null : html`<p class="note">${say('progress.may-close')}</p>`}</div>
<svg class="bar" width="100%" height="30" role="img" aria-label="${spoken}"><rect class="room" x="0" y="5" width="100%" height="20"/>${
    bars.map((b) => html`<rect class="${b.kind}" data-bar="${b.kind}" x="${b.x}" y="${across[b.kind][0]}" width="${b.width}" height="${
      across[b.kind][1]}"/>`)}<line class="base" x1="0" x2="100%" y1="25.5" y2="25.5"/></svg>
<dl class="facts wide six">${kinds.map((kind) =>
    html`<div><dt>${say(`progress.${kind}`)}</dt><dd class="fig" data-count="${kind}">${grouped(p[kind])}</dd><dd class="tiny">${say(`progress.${kind}-text`)}</dd></div>`)}<div><dt>${
    say('progress.unread')}</dt><dd class="fig" data-count="unread">${unread}</dd><dd class="tiny">${
    p.ended ? say(p.about ? 'progress.stopped' : 'progress.ended') : html`<a href="${p.refresh}">${say('progress.refresh')}</a>`}</dd></div></dl>
</div>`
}

/** From where and how far each reaches across the bar: what was not registered stands out of it. */
const within = [5, 20] as const
const across = { accepted: within, held: within, changed: within, returned: [0, 30], refused: [10, 20] } as const

const percent = (n: number): string => `${Math.round(n * 100) / 100}%`
