/** Filling in a message: `{name}` takes a value, numbers are grouped, `{n, record, records}` takes the word that fits. */
import { html, type Html, join, type Part } from './html.ts'

// With the classifier that follows: a figure and its classifier are one word.
const slot = /\{(\w+)(?:, ([^,}]+), ([^}]+))?\}([条家个项份件组次行页年月日天款起字])?/g

/** As text; a missing value leaves nothing. */
export const fill = (message: string, values: Readonly<Record<string, string | number>>): string =>
  message.replace(slot, (_, name: string, one?: string, many?: string, classifier = '') => {
    const value = values[name] ?? ''
    const text = typeof value === 'number' ? grouped(value) : value
    return one === undefined ? `${text}${classifier}` : `${text} ${value === 1 ? one : many}${classifier}`
  })

type Piece = Html | { readonly name: string; readonly one: string | undefined; readonly many: string | undefined; readonly classifier: string }
const taken = new Map<string, readonly Piece[]>()

/** A message taken apart, once: pages are made of few messages, said many times. */
function piecesOf(message: string): readonly Piece[] {
  let pieces = taken.get(message)
  if (pieces === undefined) {
    const made: Piece[] = []
    let at = 0
    for (const found of message.matchAll(slot)) {
      made.push(keepTogether(message.slice(at, found.index)), { name: found[1]!, one: found[2], many: found[3], classifier: found[4] ?? '' })
      at = found.index + found[0].length
    }
    taken.set(message, (pieces = [...made, keepTogether(message.slice(at))]))
  }
  return pieces
}

/** As HTML: values may be HTML, dates and document numbers are kept on one line. */
export const fillHtml = (message: string, values: Readonly<Record<string, Part>>): Html => html`${piecesOf(message).map((piece) => {
  if ('html' in piece) return piece
  const value = values[piece.name]
  const { one, many, classifier } = piece
  if (typeof value === 'number' && one === undefined && classifier !== '') return html`<span class="nb">${grouped(value)}${classifier}</span>`
  const shown = typeof value === 'string' ? keepTogether(value) : typeof value === 'number' ? grouped(value) : value
  return one === undefined ? html`${shown}${classifier}` : html`${shown} ${value === 1 ? one : many}${classifier}`
})}`

export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const unbreakable = /(\d{4}-\d{2}-\d{2}|[〔（([]\d{4}[〕）)\]][^\s，。；]{0,8}?号)/

const fourDigits = /\d{4}/

/** ISO dates and the year and number of a document do not break across lines. */
export function keepTogether(text: string): Html {
  if (!fourDigits.test(text)) return html`${text}`
  return join(text.split(unbreakable).map((part, i) => (i % 2 === 1 ? html`<span class="nb">${part}</span>` : part)), null)
}
