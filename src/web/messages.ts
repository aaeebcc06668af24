/** The words of the pages: one key, two languages. */
import type { Html, Part } from './html.ts'
import type { Language } from './language.ts'
import * as accountability from './messages/accountability.ts'
import * as account from './messages/account.ts'
import * as board from './messages/board.ts'
import * as catalog from './messages/catalog.ts'
import * as consent from './messages/consent.ts'
import * as clocks from './messages/clocks.ts'
import * as delivery from './messages/delivery.ts'
import * as design from './messages/design.ts'
import * as desks from './messages/desks.ts'
import * as fault from './messages/fault.ts'
import * as home from './messages/home.ts'
import * as inquiries from './messages/inquiries.ts'
import * as law from './messages/law.ts'
import * as notices from './messages/notices.ts'
import * as objections from './messages/objections.ts'
import * as operator from './messages/operator.ts'
import * as organisation from './messages/organisation.ts'
import * as oversight from './messages/oversight.ts'
import * as part from './messages/part.ts'
import * as person from './messages/person.ts'
import * as recall from './messages/recall.ts'
import * as revocations from './messages/revocations.ts'
import * as record from './messages/record.ts'
import * as restoration from './messages/restoration.ts'
import * as security from './messages/security.ts'
import * as search from './messages/search.ts'
import * as subject from './messages/subject.ts'
import * as site from './messages/site.ts'
import * as verify from './messages/verify.ts'
import { fill, fillHtml } from './words.ts'

// One file for each room of the house; `{name}` is filled in, a number grouped, `{n, record, records}` takes the word that fits.
const zh = {
  ...site.zh, ...home.zh, ...search.zh, ...organisation.zh, ...record.zh, ...law.zh, ...clocks.zh, ...catalog.zh, ...verify.zh, ...fault.zh, ...account.zh,
  ...part.zh, ...person.zh, ...objections.zh, ...inquiries.zh, ...restoration.zh, ...consent.zh, ...notices.zh, ...accountability.zh,
  ...board.zh, ...subject.zh, ...design.zh, ...desks.zh, ...delivery.zh, ...operator.zh, ...oversight.zh, ...recall.zh, ...revocations.zh, ...security.zh,
}
const en = {
  ...site.en, ...home.en, ...search.en, ...organisation.en, ...record.en, ...law.en, ...clocks.en, ...catalog.en, ...verify.en, ...fault.en, ...account.en,
  ...part.en, ...person.en, ...objections.en, ...inquiries.en, ...restoration.en, ...consent.en, ...notices.en, ...accountability.en,
  ...board.en, ...subject.en, ...design.en, ...desks.en, ...delivery.en, ...operator.en, ...oversight.en, ...recall.en, ...revocations.en, ...security.en,
}

export type MessageKey = keyof typeof zh
type Values = Readonly<Record<string, string | number>>

export const messages: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { zh, en }

/** Gives the message as text. Numbers are grouped by thousands; a missing value leaves nothing. */
export type Say = (key: MessageKey, values?: Values) => string
/** Gives the message as HTML: values may be HTML, dates and document numbers are kept on one line. */
export type Tell = (key: MessageKey, values?: Readonly<Record<string, Part>>) => Html

export const sayer = (language: Language): Say => (key, values = {}) => fill(messages[language][key], values)
export const teller = (language: Language): Tell => (key, values = {}) => fillHtml(messages[language][key], values)

export { grouped, keepTogether } from './words.ts'
