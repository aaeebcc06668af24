/** The words of the pages: one key, two languages. */
import { html, type Html, join, type Part } from './html.ts'
import type { Language } from './language.ts'
import * as account from './messages/account.ts'
import * as clocks from './messages/clocks.ts'
import * as design from './messages/design.ts'
import * as fault from './messages/fault.ts'
import * as home from './messages/home.ts'
import * as law from './messages/law.ts'
import * as organisation from './messages/organisation.ts'
import * as part from './messages/part.ts'
import * as record from './messages/record.ts'
import * as search from './messages/search.ts'
import * as site from './messages/site.ts'
import * as verify from './messages/verify.ts'

// One file for each room of the house; `{name}` is filled in, a number grouped, `{n, record, records}` takes the word that fits.
const zh = {
  ...site.zh, ...home.zh, ...search.zh, ...organisation.zh, ...record.zh, ...law.zh, ...clocks.zh, ...verify.zh, ...fault.zh, ...account.zh,
  ...part.zh, ...design.zh,
}
const en = {
  ...site.en, ...home.en, ...search.en, ...organisation.en, ...record.en, ...law.en, ...clocks.en, ...verify.en, ...fault.en, ...account.en,
  ...part.en, ...design.en,
}

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
