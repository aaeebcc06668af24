/** What every room of the console has: its name, the way to the others, and what was just done. */
import type { Doer } from '../../../acts/act.ts'
import { type Refusal } from '../../../law/outcome.ts'
import { instantOf } from '../../../register/operation/acts.ts'
import { errorTitle, type FieldError, filters, notice } from '../../components.ts'
import { html, type Html, type Part } from '../../html.ts'
import { beijingTime, type Page, type View } from '../../layout.ts'
import { type MessageKey, messages } from '../../messages.ts'
import type { ActingView, Asked } from '../../routes.ts'

const rooms = ['day', 'deliveries', 'clocks', 'log', 'law', 'units', 'accounts', 'security', 'statements', 'incidents'] as const
export type RoomName = (typeof rooms)[number]

export const roomPath = (room: RoomName): string => (room === 'day' ? '/desk/operate' : `/desk/operate/${room}`)

type Room = {
  readonly name: RoomName
  readonly title: string
  readonly lead: string
  readonly main: Part
  /** of the query: `done` names what was just done */
  readonly asked?: Asked
  readonly errors?: readonly FieldError[]
  readonly scripts?: readonly string[]
}

/** @param asked when given, its `done` is confirmed at the head of the page */
export function room(view: View, { name, title, lead, main, asked, errors = [] }: Room): Page {
  const { say, href } = view
  const done = `operator.done-${asked?.query.done ?? ''}`
  const known = (key: string): key is MessageKey => key in messages.zh
  return {
    title: errorTitle(view, title, errors), desk: 'operate', status: errors.length > 0 ? 422 : 200, scripts: ['form'],
    main: html`<div class="head top"><h1>${title}</h1><p class="lead">${lead}</p></div>
<nav class="rooms" aria-label="${say('operator.rooms')}">${filters(say('operator.rooms'), rooms.map((r) => ({
    href: href(roomPath(r)), label: say(`operator.room-${r}`), chosen: r === name })))}</nav>
<div class="console">${known(done) ? notice({ kind: 'done', text: say(done) }) : null}${main}
<p class="tiny later">${say('operator.beijing')}</p></div>`,
  }
}

/** The operator, through the account of whoever is signed in. */
export const byAccount = (view: ActingView): Doer => ({ actor: 'operator', account: view.acting.account.id })

/** A stored moment as the page writes it. */
export const moment = (at: string): Html => html`<time class="nb" datetime="${instantOf(at).toString()}">${beijingTime(instantOf(at))}</time>`

export const spanWords = ({ say }: Pick<View, 'say'>, seconds: number): string =>
  (seconds < 120 ? say('operator.seconds', { n: seconds }) : seconds < 7200 ? say('operator.minutes', { n: Math.round(seconds / 60) })
    : seconds < 172_800 ? say('operator.hours', { n: Math.round(seconds / 3600) }) : say('operator.days', { n: Math.round(seconds / 86_400) }))

const binary = ['B', 'kB', 'MB', 'GB', 'TB'] as const
export function bytesWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${binary[step]}`
}

/** Refusals beside the fields they speak of. @param fields by code: id of the control and its label */
export function errorsOf({ say }: Pick<View, 'say'>, refusals: readonly Refusal[], fields: Readonly<Record<string, readonly [field: string, label: string]>>): FieldError[] {
  return refusals.map(({ code, facts }) => {
    const [field, label] = fields[code] ?? Object.values(fields)[0]!
    return { field, label, text: say(`operator.no-${code}` as MessageKey, facts) }
  })
}
export const errorOf = (errors: readonly FieldError[], field: string): FieldError['text'] | undefined => errors.find((e) => e.field === field)?.text

/** What was typed, by field name; '' where nothing was. */
export const typed = <K extends string>(form: URLSearchParams, ...names: readonly K[]): Record<K, string> =>
  Object.fromEntries(names.map((name) => [name, (form.get(name) ?? '').trim()])) as Record<K, string>

/** YYYY-MM-DD of a day there is, or null. */
export function readDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try { return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() } catch { return null }
}

export const pageOf = (query: Asked['query']): number => Math.min(100_000, Math.max(1, Math.trunc(Number(query.page ?? '1')) || 1))
