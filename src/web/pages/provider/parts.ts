/** What the pages of deliveries share: names of files, who delivered, how far a delivery is. */
import type { DeliveryRow } from '../../../register/ingestion/store.ts'
import type { Progress } from '../../components/progress.ts'
import { crumb, emptyPage } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import { beijingTime, type Page, type View } from '../../layout.ts'
import { keepTogether } from '../../messages.ts'

export const desk = 'deliveries'

/** Characters that would turn the text around them, or hide an ending: `fdp.exe` must not read as `exe.pdf`. */
const turning = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
const longestName = 120

/** A file's name as its sender gave it, within its own direction. */
export function fileName(name: string | null): Html | null {
  if (name === null) return null
  const characters = [...name.replace(turning, '')]
  const shown = characters.length > longestName ? `${characters.slice(0, longestName).join('')}…` : characters.join('')
  return html`<bdi class="filename"${/\p{Script=Han}/u.test(shown) ? html` lang="zh"` : null} translate="no">${shown}</bdi>`
}
/** What is kept of a name that came with a file. */
export const keptName = (name: string): string => [...name.replace(turning, '')].slice(0, 255).join('')

const longestCell = 200
/** What a deliverer wrote, in its own direction and language; long text is cut for the table. */
export function inOwnWords(text: string): Html {
  const characters = [...text.replace(turning, ' ')]
  const shown = characters.length > longestCell ? `${characters.slice(0, longestCell).join('')}…` : characters.join('')
  return html`<bdi${/\p{Script=Han}/u.test(shown) ? html` lang="zh"` : null}>${shown}</bdi>`
}

export const recordLink = ({ href }: View, { subject_code: code, record_id: id }: { subject_code: string; record_id: number }): Html =>
  html`<a href="${href(`/organisations/${code}/records/${id}`)}">${id}</a>`

/** A sentence that repeats words of the file: on an English page its Chinese parts are marked as such. */
export const mixed = ({ language }: Pick<View, 'language'>, text: string): Part => (language === 'zh' ? keepTogether(text)
  : text.split(/(\p{Script=Han}[\p{Script=Han}\d（）〔〕、，。；：_]*)/u).map((part, i) => (i % 2 === 1 ? html`<bdi lang="zh">${part}</bdi>` : part)))

/** A moment of the database, in Beijing. */
const instantOf = (at: string): Temporal.Instant => Temporal.Instant.from(at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
export const momentText = (at: string): string => beijingTime(instantOf(at))
export const moment = (at: string): Html => {
  const instant = instantOf(at)
  return html`<time class="nb" datetime="${instant.toString({ smallestUnit: 'second' })}">${beijingTime(instant)}</time>`
}

export const itemTitle = (view: View, id: string): Part => {
  const item = view.ports.law().catalog.find((i) => i.id === id)
  return item === undefined ? html`<span class="mono" translate="no">${id}</span>` : view.in2(item.title)
}

/** @param names of accounts by their number, as the account table has them now */
export function byWhom({ say, tell }: View, by: { client_id: string | null; account_id: string | null }, names: ReadonlyMap<string, string>): Part {
  if (by.account_id !== null) {
    const name = names.get(by.account_id)
    return name === undefined ? say('delivery.account', { n: by.account_id }) : html`<bdi${/\p{Script=Han}/u.test(name) ? html` lang="zh"` : null}>${name}</bdi>`
  }
  return by.client_id === null ? say('delivery.by-nobody') : tell('delivery.client', { id: html`<span class="mono" translate="no">${by.client_id}</span>` })
}

const open: ReadonlySet<DeliveryRow['state']> = new Set(['receiving', 'waiting', 'running'])
export const hasEnded = (row: Pick<DeliveryRow, 'state'>): boolean => !open.has(row.state)

/** Rows of a file are not counted before they are read: until then the total is judged by its bytes. */
export function progressOf(row: DeliveryRow): Omit<Progress, 'refresh'> {
  const { accepted, recognised, changed, returned, refused } = row
  const read = accepted + recognised + changed + returned + refused
  const ended = hasEnded(row)
  const whole = row.state === 'done'
  const total = whole ? read : row.bytes_read === 0 || read === 0 ? null : Math.round((read * Math.max(row.size_bytes, row.bytes_read)) / row.bytes_read)
  return { accepted, held: recognised, changed, returned, refused, total, about: !whole, ended }
}

export const bytes = ({ say }: View, n: number): string =>
  (n < 1024 ? say('delivery.bytes', { n }) : n < 1024 ** 2 ? say('delivery.kilobytes', { n: (n / 1024).toFixed(1) }) : say('delivery.megabytes', { n: (n / 1024 ** 2).toFixed(1) }))

/** Another unit's delivery does not exist for this one. */
export function noDelivery(view: View): Page {
  const { say, href } = view
  const title = say('delivery.unknown')
  return {
    title, desk, status: 404,
    main: emptyPage({ title, text: say('delivery.unknown-text'), way: { href: href('/desk/deliveries'), label: say('delivery.all') } }),
  }
}

export const trail = (view: View, ...steps: readonly (readonly [string, string] | string)[]): Html =>
  crumb(view, [[view.say('delivery.title'), view.href('/desk/deliveries')], ...steps])

/** 1 for whatever is no page. */
export const pageNumber = (text: string | undefined): number => (text !== undefined && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 1)
