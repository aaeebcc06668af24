/** What a reader hands in to be checked, recognised by its form. Nothing is believed here. */
import { readCheckpoint } from './checkpoint.ts'
import { proofFormat } from './proof.ts'
import { isArchive, type GivenArchive } from './archive.ts'

export type Question =
  /** the log as a whole */
  | { readonly kind: 'log' }
  | { readonly kind: 'record'; readonly code: string; readonly record: string }
  /** what the register shows of an organisation now; `receipt`: that it should have */
  | { readonly kind: 'organisation'; readonly code: string; readonly receipt: string | null; readonly search: string }
  | { readonly kind: 'proof'; readonly bundle: unknown }
  | { readonly kind: 'archive'; readonly archive: GivenArchive }
  | { readonly kind: 'checkpoint'; readonly note: string }
  /** one that was written down: of an inquiry, of a signed-in download */
  | { readonly kind: 'receipt'; readonly receipt: string }

/** `elsewhere`: an address of another site. `json`: begins like JSON and is none. */
export type NoQuestion = 'elsewhere' | 'json' | 'json-unknown' | 'note' | 'nothing'
export type ReadQuestion = { readonly ok: true; readonly question: Question } | { readonly ok: false; readonly why: NoQuestion }

const code = '[0-9A-Z]{18}'
const recordPath = new RegExp(`/organisations/(${code})/records/(\\d{1,15})(?:/proof)?$`)
const organisationPath = new RegExp(`/organisations/(${code})(?:/archive)?$`)
const receiptForm = /\bprb1:[A-Za-z0-9_-]{43}\b/
const numbered = new RegExp(`(?:^|[^0-9A-Z])(${code})(?:[^0-9A-Z]+(?:r|R)?(\\d{1,15}))?\\s*$`)

/** @param here origin of the register this page came from, such as `https://register.example` */
export function readQuestion(text: string, here: string): ReadQuestion {
  const given = text.replaceAll('\r\n', '\n').trim()
  if (given === '') return asked({ kind: 'log' })
  if (given.startsWith('{')) return readJson(given)
  if (/^\u2014 /m.test(given)) {
    // A note ends in a line feed, which copying loses.
    const note = `${given}\n`
    return readCheckpoint(note) ? asked({ kind: 'checkpoint', note }) : no('note')
  }
  const receipt = receiptForm.exec(given)?.[0] ?? null
  const address = /(?:^|\s)(https?:\/\/\S+|\/\S*)/.exec(given)?.[1]
  if (address !== undefined) return readAddress(address, here, receipt)
  const named = numbered.exec(given.replace(receiptForm, ' ').trim().toUpperCase())
  if (named?.[2] !== undefined && receipt === null) return asked({ kind: 'record', code: named[1]!, record: named[2] })
  if (named) return asked({ kind: 'organisation', code: named[1]!, receipt, search: '' })
  return receipt === null ? no('nothing') : asked({ kind: 'receipt', receipt })
}

function readJson(given: string): ReadQuestion {
  let value: unknown
  try {
    value = JSON.parse(given)
  } catch {
    return no('json')
  }
  if ((value as { format?: unknown }).format === proofFormat) return asked({ kind: 'proof', bundle: value })
  if (isArchive(value)) return asked({ kind: 'archive', archive: value })
  // The answer to an inquiry, or an organisation's own file.
  const { receipt, organisation } = value as { receipt?: unknown; organisation?: { receipt?: unknown } | null }
  const found = [receipt, organisation?.receipt].map((text) => (typeof text === 'string' ? receiptForm.exec(text)?.[0] : undefined))
    .find((text) => text !== undefined)
  return found === undefined ? no('json-unknown') : asked({ kind: 'receipt', receipt: found })
}

function readAddress(address: string, here: string, receipt: string | null): ReadQuestion {
  const url = URL.parse(address, here)
  if (url === null) return no('nothing')
  if (url.origin !== here) return no('elsewhere')
  const path = url.pathname.replace(/\/$/, '')
  const record = recordPath.exec(path)
  if (record) return asked({ kind: 'record', code: record[1]!, record: record[2]! })
  // A page's own link to one of its records.
  const anchor = /^#r(\d{1,15})$/.exec(url.hash)
  const organisation = organisationPath.exec(path)
  if (organisation && anchor && receipt === null) return asked({ kind: 'record', code: organisation[1]!, record: anchor[1]! })
  if (organisation) return asked({ kind: 'organisation', code: organisation[1]!, receipt, search: pageSearch(url) })
  return /^(\/(en|verify|en\/verify)|\/log(\/.*)?)?$/.test(path) ? asked({ kind: 'log' }) : no('nothing')
}

/** What a page of records was asked for, as the archive is asked for the same. */
function pageSearch(url: URL): string {
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => ['category', 'item', 'year', 'order', 'offset', 'after', 'limit'].includes(name)))
  return kept.size === 0 ? '' : `?${kept.toString()}`
}

const asked = (question: Question): ReadQuestion => ({ ok: true, question })
const no = (why: NoQuestion): ReadQuestion => ({ ok: false, why })
