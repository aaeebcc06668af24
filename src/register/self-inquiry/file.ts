/** The file as text: JSON in parts, or one table of comma-separated values for everything. Pure. */
import { csvLine } from '../../text/csv-line.ts'

export const fileParts = ['organisation', 'record', 'change', 'inquiry', 'recipient', 'objection', 'authorisation'] as const
export type PartName = (typeof fileParts)[number]
/** A row of a part, in the order of the parts. */
export type FilePart = { readonly part: PartName; readonly row: object }

const plural: Readonly<Record<Exclude<PartName, 'organisation'>, string>> = {
  record: 'records', change: 'changes', inquiry: 'inquiries', recipient: 'recipients', objection: 'objections', authorisation: 'authorisations',
}

/** One JSON document: the organisation, then an array for each part, empty ones included. */
export async function* asJson(parts: AsyncIterable<FilePart>): AsyncGenerator<string> {
  let at = 0
  let first = true
  yield '{"format":"probity own file 1"'
  const openUntil = function* (part: PartName): Generator<string> {
    for (; at < fileParts.indexOf(part); ) {
      if (at > 0) yield ']'
      at++
      yield `,"${plural[fileParts[at] as Exclude<PartName, 'organisation'>]}":[`
      first = true
    }
  }
  for await (const { part, row } of parts) {
    if (part === 'organisation') { yield `,"organisation":${JSON.stringify(row)}`; continue }
    yield* openUntil(part)
    yield `${first ? '' : ','}\n${JSON.stringify(row)}`
    first = false
  }
  yield* openUntil('authorisation')
  yield ']}\n'
}

const columns = ['part', 'number', 'record', 'version', 'day', 'what', 'by', 'document', 'state', 'from', 'until', 'reasons', 'content'] as const

/** A table with one line a row of any part; what has no column of its own stands in `content` as JSON. Begins with a byte order mark, as spreadsheets expect. */
export async function* asCsv(parts: AsyncIterable<FilePart>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(columns)}`
  for await (const { part, row } of parts) yield csvLine(lineOf(part, row as Readonly<Record<string, unknown>>))
}

const take: Readonly<Record<PartName, Readonly<Partial<Record<(typeof columns)[number], readonly string[]>>>>> = {
  organisation: { number: ['code'], day: ['day'], what: ['name'], state: ['status'] },
  record: {
    number: ['record'], record: ['record'], version: ['version'], day: ['decidedOn'], what: ['title', 'zh'], by: ['source', 'code'],
    document: ['document'], state: ['state'], from: ['shownFrom'], until: ['shownUntil'], reasons: ['why'],
  },
  change: { number: ['act'], record: ['record'], version: ['version'], day: ['on'], what: ['kind'], by: ['by'], document: ['document'], reasons: ['reason'] },
  inquiry: { number: ['number'], day: ['on'], what: ['ground'], by: ['inquirer', 'code'], document: ['reference'], state: ['outcome'], reasons: ['purpose'] },
  recipient: { number: ['act'], record: ['record'], version: ['version'], day: ['on'], what: ['path'], by: ['recipient', 'code'] },
  objection: { number: ['case'], record: ['record'], day: ['lodgedOn'], what: ['ground'], until: ['closedOn'], reasons: ['explanation'] },
  authorisation: { number: ['authorisation'], day: ['from'], what: ['purpose'], by: ['inquirer', 'code'], state: ['state'], from: ['from'], until: ['until'] },
}

function lineOf(part: PartName, row: Readonly<Record<string, unknown>>): string[] {
  return columns.map((column) => {
    if (column === 'part') return part
    if (column === 'content') return JSON.stringify(row)
    const path = take[part][column]
    if (path === undefined) return ''
    const value = path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], row)
    return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  })
}
