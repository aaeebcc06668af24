/**
 * XLSX from a zip nobody trusts. First the whole is looked over: entries, declared sizes, ratio; then the sheet is
 * inflated once without being kept, which finds lies about sizes, document types and merged areas; only then its rows
 * are read. hucre writes our workbooks but does not read them: its stream gives a formula's last result as if someone
 * had typed it, knows no merged areas, and needs the packed file in memory. Meant for the delivery's worker thread.
 */
import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { type Outcome, ok } from '../../law/outcome.ts'
import { FileUnreadable, fileFaultOf } from './file-unreadable.ts'
import type { ReadLimits } from './limits.ts'
import type { FileFaultCode, FileNote } from './row.ts'
import type { Table } from './rows.ts'
import {
  areaOf,
  instructionSheets,
  type NumberStyle,
  readRelations,
  readStyles,
  readWorkbookPart,
  serialEpoch,
  sharedTextReader,
  sheetReader,
  type SheetRecord,
  type WorkbookParts,
} from './sheet.ts'
import { attribute, xmlReader } from './xml.ts'

/** Parts held whole in memory: workbook, relations, styles, properties. */
const smallPartBytes = 8 * 2 ** 20
/** Rows that merged areas may cover. */
const mergedRows = 200_000

/** @returns the workbook's first visible sheet, or the one named; its zip is closed when `records` has ended */
export async function openWorkbook(path: string, limits: ReadLimits, sheetName?: string): Promise<Outcome<Table, FileFaultCode>> {
  let zip: ZipFile | null = null
  try {
    zip = await yauzl.openPromise(path, { autoClose: false })
    return ok(await readWorkbook(zip, limits, sheetName))
  } catch (error) {
    zip?.close()
    return { ok: false, refusals: [zipFault(error)] }
  }
}

async function readWorkbook(zip: ZipFile, limits: ReadLimits, wanted: string | undefined): Promise<Table> {
  const entries = await listEntries(zip, limits)
  const part = (name: string) => entries.get(name.replace(/^\//, '').toLowerCase())
  const small = async (name: string) => {
    const entry = part(name)
    if (!entry) return null
    if (entry.uncompressedSize > smallPartBytes) throw new FileUnreadable('workbook-too-demanding', { detail: name })
    const pieces: string[] = []
    for await (const text of texts(zip, entry)) pieces.push(text.text)
    return pieces.join('')
  }

  const workbookName = readRelations((await small('_rels/.rels')) ?? '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const workbookXml = await small(workbookName)
  if (workbookXml === null) throw new FileUnreadable('file-type-unknown', { found: 'ZIP' })
  const workbook = readWorkbookPart(workbookXml)
  const folder = workbookName.replace(/^\//, '').replace(/[^/]*$/, '')
  const relations = readRelations((await small(`${folder}_rels/${workbookName.replace(/^.*\//, '')}.rels`)) ?? '')
  const target = (relation: { target: string } | undefined) =>
    relation === undefined ? undefined : part(relation.target.startsWith('/') ? relation.target : folder + relation.target.replace(/^\.\//, ''))

  const sheet = chooseSheet(workbook, wanted)
  const sheetEntry = target(relations.find(({ id }) => id === sheet.relation))
  if (!sheetEntry) throw new FileUnreadable('file-damaged', { detail: 'XLSX' })
  const stylesRelation = relations.find(({ type }) => type === 'styles')
  const styles: NumberStyle[] = stylesRelation
    ? readStyles((await small(stylesRelation.target.startsWith('/') ? stylesRelation.target : folder + stylesRelation.target)) ?? '')
    : []
  const shared = await sharedTexts(zip, target(relations.find(({ type }) => type === 'sharedStrings')), limits)
  const merged = await lookOver(zip, sheetEntry)
  const properties = {
    ...propertiesOf(await small('docProps/core.xml')),
    ...propertiesOf(await small('docProps/app.xml')),
    ...propertiesOf(await small('docProps/custom.xml')),
  }

  const notes: FileNote[] = []
  const others = workbook.sheets.filter((other) => other !== sheet && !other.hidden && !instructions.has(other.name))
  if (others.length > 0) notes.push({ code: 'sheet-read', facts: { sheet: sheet.name, count: String(workbook.sheets.length) } })

  let inflated = 0
  async function* records(): AsyncGenerator<SheetRecord[]> {
    const reader = sheetReader({ texts: shared, styles, date1904: workbook.date1904, merged, columns: limits.columns * 4 })
    try {
      for await (const { text, bytes, last } of texts(zip, sheetEntry!)) {
        inflated += bytes
        yield reader.push(text, last)
      }
    } catch (error) {
      throw asFileFault(error)
    } finally {
      zip.close()
    }
  }
  return {
    kind: 'xlsx',
    records: records(),
    serialsFrom: serialEpoch(workbook.date1904),
    notes,
    metadata: { sheetNames: workbook.sheets.map(({ name }) => name), properties },
    bytesRead: () => Math.round((inflated / Math.max(1, sheetEntry.uncompressedSize)) * zip.fileSize),
  }
}

const instructions: ReadonlySet<string> = new Set(Object.values(instructionSheets))

function chooseSheet({ sheets }: WorkbookParts, wanted: string | undefined): WorkbookParts['sheets'][number] {
  const sheet =
    wanted === undefined ? sheets.find(({ hidden, name }) => !hidden && !instructions.has(name)) : sheets.find(({ name }) => name === wanted)
  if (sheet) return sheet
  throw new FileUnreadable('sheet-unknown', {
    wanted: wanted ?? '',
    found: sheets
      .map(({ name }) => name)
      .slice(0, 20)
      .join('、')
      .slice(0, 200),
  })
}

/** Everything the zip's directory claims, checked before anything is inflated. */
async function listEntries(zip: ZipFile, limits: ReadLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.zipEntries)
    throw new FileUnreadable('zip-too-many-entries', { found: String(zip.entryCount), allowed: String(limits.zipEntries) })
  const entries = new Map<string, Entry>()
  let declared = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new FileUnreadable('file-encrypted')
    declared += entry.uncompressedSize
    entries.set(entry.fileName.toLowerCase(), entry)
  }
  // Small files of empty cells pack well beyond any ratio; only what would fill memory counts.
  if (declared > limits.inflatedBytes || (declared > 64 * 2 ** 20 && declared > limits.inflateRatio * zip.fileSize))
    throw new FileUnreadable('zip-inflates-too-far')
  return entries
}

/** An entry's text. yauzl ends the stream with an error when it inflates beyond the size declared. */
async function* texts(zip: ZipFile, entry: Entry): AsyncGenerator<{ text: string; bytes: number; last: boolean }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    yield { text: decoder.decode(chunk as Buffer, { stream: true }), bytes: (chunk as Buffer).length, last: false }
  }
  yield { text: decoder.decode(), bytes: 0, last: true }
}

async function sharedTexts(zip: ZipFile, entry: Entry | undefined, limits: ReadLimits): Promise<readonly string[]> {
  if (!entry) return []
  if (entry.uncompressedSize > limits.sharedTextBytes) throw new FileUnreadable('workbook-too-demanding', { detail: 'shared strings' })
  const reader = sharedTextReader()
  for await (const { text, last } of texts(zip, entry)) reader.push(text, last)
  return reader.texts
}

/**
 * Inflates the sheet once and keeps nothing but its merged areas, which stand after the rows they cover.
 */
async function lookOver(zip: ZipFile, entry: Entry): Promise<Map<number, { range: string; column: number }>> {
  const merged = new Map<number, { range: string; column: number }>()
  let tail = ''
  const take = (text: string) => {
    if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw new FileUnreadable('xml-with-doctype')
    for (const [, attributes] of text.matchAll(/<(?:[\w.-]+:)?mergeCell(\s[^>]*)>/g)) {
      const reference = attribute(attributes!, 'ref') ?? ''
      const area = areaOf(reference)
      if (area === null) continue
      if (area.lastRow - area.firstRow > mergedRows || merged.size > mergedRows)
        throw new FileUnreadable('workbook-too-demanding', { detail: 'merged cells' })
      for (let row = area.firstRow; row <= area.lastRow; row++) merged.set(row, { range: reference, column: area.firstColumn })
    }
  }
  await pipeline(
    await zip.openReadStreamPromise(entry),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        try {
          const text = tail + chunk.toString('latin1')
          if (text.includes('mergeCell') || text.includes('<!')) take(text)
          // A tag that has not ended is looked at with what follows; longer than this is none of a merged area.
          const open = text.lastIndexOf('<')
          tail = open > text.lastIndexOf('>') ? text.slice(Math.max(open, text.length - 4096)) : ''
          done()
        } catch (error) {
          done(error as Error)
        }
      },
    }),
  )
  return merged
}

/** Core, extended and custom properties as they stand; who made the file is dropped by the boundary, not here. */
function propertiesOf(xml: string | null): Record<string, string> {
  const properties: Record<string, string> = {}
  if (xml === null) return properties
  let name = ''
  let custom: string | null = null
  xmlReader({
    open(tag, attributes) {
      name = tag
      if (tag === 'property') custom = attribute(attributes, 'name')
    },
    close(tag) {
      name = ''
      if (tag === 'property') custom = null
    },
    text(text) {
      const key = custom ?? name
      if (key !== '' && text.trim() !== '' && key !== 'lpstr' && key !== 'i4') properties[key] = (properties[key] ?? '') + text
    },
  }).push(xml, true)
  return properties
}

function asFileFault(error: unknown): unknown {
  if (error instanceof FileUnreadable) return error
  const code = (error as NodeJS.ErrnoException | null)?.code
  // A disk that fails is not the file's fault.
  if (code === 'EIO' || code === 'EMFILE' || code === 'ENOENT') return error
  return error instanceof Error ? new FileUnreadable('file-damaged', { detail: 'XLSX' }) : error
}

const zipFault = (error: unknown) => fileFaultOf(asFileFault(error))
