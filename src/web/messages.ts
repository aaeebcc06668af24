/** The words of the pages: one key, two languages. */
import { html, type Html, join, type Part } from './html.ts'
import type { Language } from './language.ts'
import { en } from './messages/en.ts'
import { zh } from './messages/zh.ts'

export type MessageKey = keyof typeof zh
type Values = Readonly<Record<string, string | number>>

export const messages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { zh, en }

/** Gives the message as text. Numbers are grouped by thousands; a missing value leaves nothing. */
export type Say = (key: MessageKey, values?: Values) => string
/** Gives the message as HTML: values may be HTML, dates and document numbers are kept on one line. */
export type Tell = (key: MessageKey, values?: Readonly<Record<string, Part>>) => Html

const slot = /\{(\w+)(?:, ([^,}]+), ([^}]+))?\}/g

export const sayer = (language: Language): Say => (key, values = {}) =>
  messages[language][key].replace(slot, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? ''
    const text = typeof value === 'number' ? grouped(value) : value
    return one === undefined ? text : `${text} ${value === 1 ? one : many}`
  })

export const teller = (language: Language): Tell => (key, values = {}) => {
  const text = messages[language][key]
  const parts: Part[] = []
  let at = 0
  for (const found of text.matchAll(slot)) {
    const [whole, name, one, many] = found
    const value = values[name!]
    parts.push(keepTogether(text.slice(at, found.index)), typeof value === 'string' ? keepTogether(value) : typeof value === 'number' ? grouped(value) : value)
    if (one !== undefined) parts.push(` ${value === 1 ? one : many}`)
    at = found.index + whole.length
  }
  return html`${parts}${keepTogether(text.slice(at))}`
}

export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const unbreakable = /(\d{4}-\d{2}-\d{2}|[〔（([]\d{4}[〕）)\]][^\s，。；]{0,8}?号)/

/** ISO dates and the year and number of a document do not break across lines. */
export function keepTogether(text: string): Html {
  return join(text.split(unbreakable).map((part, i) => (i % 2 === 1 ? html`<span class="nb">${part}</span>` : part)), null)
}
