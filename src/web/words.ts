/** Filling in a message: `{name}` takes a value, numbers are grouped, `{n, record, records}` takes the word that fits. */
import { html, type Html, join, type Part } from './html.ts'

const slot = /\{(\w+)(?:, ([^,}]+), ([^}]+))?\}/g

/** As text; a missing value leaves nothing. */
export const fill = (message: string, values: Readonly<Record<string, string | number>>): string =>
  message.replace(slot, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? ''
    const text = typeof value === 'number' ? grouped(value) : value
    return one === undefined ? text : `${text} ${value === 1 ? one : many}`
  })

/** As HTML: values may be HTML, dates and document numbers are kept on one line. */
export function fillHtml(message: string, values: Readonly<Record<string, Part>>): Html {
  const parts: Part[] = []
  let at = 0
  for (const found of message.matchAll(slot)) {
    const [whole, name, one, many] = found
    const value = values[name!]
    parts.push(keepTogether(message.slice(at, found.index)), typeof value === 'string' ? keepTogether(value) : typeof value === 'number' ? grouped(value) : value)
    if (one !== undefined) parts.push(` ${value === 1 ? one : many}`)
    at = found.index + whole.length
  }
  return html`${parts}${keepTogether(message.slice(at))}`
}

export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const unbreakable = /(\d{4}-\d{2}-\d{2}|[〔（([]\d{4}[〕）)\]][^\s，。；]{0,8}?号)/

/** ISO dates and the year and number of a document do not break across lines. */
export function keepTogether(text: string): Html {
  return join(text.split(unbreakable).map((part, i) => (i % 2 === 1 ? html`<span class="nb">${part}</span>` : part)), null)
}
