/** The files of packs/calendar, read strictly: a calendar that is slightly wrong would be silently wrong. */
import type { Certainty, Text2 } from '../law/types.ts'

/** One year's official notice. Days may lie in the December before `year`. */
export type Notice = {
  readonly edition: string
  readonly year: number
  readonly papers: readonly Paper[]
  readonly days: readonly NoticeDay[]
}
/** `published` is a day, or a month where no more is known. */
export type Paper = { readonly address: string; readonly published: string }
/** `off: false` is a weekend day on which work is made up. */
export type NoticeDay = { readonly day: string; readonly name: string; readonly off: boolean }

/** What holds for every year: how far to go without a notice, and which days are fixed by statute. */
export type Frame = {
  readonly title: Text2
  readonly authority: Text2
  readonly timeZone: string
  /** years past the newest notice that are computed provisionally */
  readonly provisionalYears: number
  readonly statutory: {
    readonly source: Text2
    readonly certainty: Certainty
    readonly days: readonly { readonly month: number; readonly day: number; readonly name: string }[]
  }
  /** English name by Chinese name; names joined by 、 in a notice are joined by *and* */
  readonly names: Readonly<Record<string, string>>
}

/** @throws {Error} naming what is wrong: these files ship with the program, a fault in them is a fault of ours. */
export function readFrame(json: unknown): Frame {
  const file = record(json, 'calendar frame')
  const statutory = record(file.statutory, 'statutory')
  const certainty = text(statutory.certainty, 'certainty')
  if (certainty !== 'read' && certainty !== 'reported' && certainty !== 'unverified') throw new Error(`Unknown certainty ${certainty}`)
  return {
    title: text2(file.title, 'title'),
    authority: text2(file.authority, 'authority'),
    timeZone: text(file.timeZone, 'timeZone'),
    provisionalYears: whole(file.provisionalYears, 'provisionalYears'),
    statutory: {
      source: text2(statutory.source, 'statutory source'),
      certainty,
      days: list(statutory.days, 'statutory days').map((entry) => {
        const fixed = record(entry, 'statutory day')
        return { month: whole(fixed.month, 'month'), day: whole(fixed.day, 'day'), name: text(fixed.name, 'name') }
      }),
    },
    names: Object.fromEntries(Object.entries(record(file.names, 'names')).map(([zh, en]) => [zh, text(en, zh)])),
  }
}

/** @throws {Error} as `readFrame` */
export function readNotice(json: unknown): Notice {
  const file = record(json, 'notice')
  const year = whole(file.year, 'year')
  const where = (what: string) => `notice for ${year}: ${what}`
  const days = list(file.days, where('days')).map((entry): NoticeDay => {
    const named = record(entry, where('day'))
    const day = Temporal.PlainDate.from(text(named.day, where('day')))
    if (day.year !== year && !(day.year === year - 1 && day.month === 12)) throw new Error(where(`${day} is not a day it could name`))
    if (typeof named.off !== 'boolean') throw new Error(where(`${day} is neither off nor on`))
    return { day: day.toString(), name: text(named.name, where(`name of ${day}`)), off: named.off }
  })
  if (days.length === 0) throw new Error(where('names no day; a year without a notice has no file'))
  if (new Set(days.map((d) => d.day)).size !== days.length) throw new Error(where('names a day twice'))
  const papers = list(file.papers, where('papers')).map((entry): Paper => {
    const paper = record(entry, where('paper'))
    return { address: text(paper.address, where('address')), published: text(paper.published, where('published')) }
  })
  if (papers.length === 0) throw new Error(where('rests on no paper'))
  return { edition: text(file.edition, where('edition')), year, papers, days }
}

export const kindOf = (json: unknown): string => text(record(json, 'calendar file').kind, 'kind')

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`)
  return value as Record<string, unknown>
}
function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${what} is not a list`)
  return value
}
function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${what} is not a text`)
  return value
}
function text2(value: unknown, what: string): Text2 {
  const both = record(value, what)
  return { en: text(both.en, `${what} en`), zh: text(both.zh, `${what} zh`) }
}
function whole(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new Error(`${what} is not a whole number`)
  return value
}
