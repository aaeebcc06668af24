/** Reads the law from packs/: the one place that knows the folder. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseCalendar, type Calendar } from './calendar/calendar.ts'
import { parseLaw, parseLaws } from './law/pack.ts'
import { type Boundary, parseBoundary } from './register/boundary/boundary.ts'
import { type AllMeasureListRules, parseMeasureListRules } from './register/measures/measure-list.ts'
import { type NoticeTemplates, parseNoticeTemplates } from './register/notices/templates.ts'
import type { Law, PackId } from './law/types.ts'

/** PROBITY_PACKS points elsewhere: a changed copy, to see beforehand what it would change. */
const folder = () => process.env.PROBITY_PACKS ?? path.join(import.meta.dirname, '..', 'packs')

/** @throws {PackError} naming every fault of the data */
export async function readLaw(packId: PackId, from = folder()): Promise<Law> {
  return parseLaw(await readFiles(from, '.yaml'), packId)
}

/** The same folder under each of the five packs. */
export async function readLaws(from = folder()): Promise<Readonly<Record<PackId, Law>>> {
  return parseLaws(await readFiles(from, '.yaml'))
}

/** @throws when a notice is malformed */
export async function readCalendar(from = folder()): Promise<Calendar> {
  const files = await readFiles(path.join(from, 'calendar'), '.json')
  return parseCalendar(Object.keys(files).sort().map((name) => JSON.parse(files[name]!) as unknown))
}

/** @throws when the boundary's data is malformed: a deployment must not start with half a boundary */
export async function readBoundary(from = folder()): Promise<Boundary> {
  return parseBoundary(await readFile(path.join(from, 'boundary.yaml'), 'utf8'))
}

/** What each regulation asks of a list of measures. */
export async function readMeasureListRules(from = folder()): Promise<AllMeasureListRules> {
  return parseMeasureListRules(await readFile(path.join(from, 'measure-lists.yaml'), 'utf8'))
}

/** The letters of the register. @throws {SyntaxError} naming every fault of the data */
export async function readNoticeTemplates(from = folder()): Promise<NoticeTemplates> {
  return parseNoticeTemplates(await readFile(path.join(from, 'notices.yaml'), 'utf8'))
}

async function readFiles(root: string, extension: string): Promise<Record<string, string>> {
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(extension))
  const texts = await Promise.all(names.map((name) => readFile(path.join(root, name), 'utf8')))
  return Object.fromEntries(names.map((name, i) => [name.split(path.sep).join('/'), texts[i]!]))
}
