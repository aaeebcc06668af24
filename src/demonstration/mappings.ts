/** Reads mappings/ from disk, with the side tables a mapping names. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseMapping, type ReadyMapping, type SideTable } from '../register/ingestion/mapping.ts'
import { organisationAt } from './organisations.ts'

const folder = new URL('../../mappings/', import.meta.url)

/** Names of the mappings there are. */
export const mappingNames = (): string[] => readdirSync(folder).filter((f) => f.endsWith('.yaml')).map((f) => f.slice(0, -5)).sort()

/** @returns null where no mapping bears that name */
export function readMapping(name: string): ReadyMapping | null {
  if (!/^[a-z0-9-]+$/.test(name)) return null
  let text: string
  try { text = readFileSync(new URL(`${name}.yaml`, folder), 'utf8') } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const mapping = parseMapping(text, name)
  const tables = Object.entries(mapping.tables).map(([table, of]) => [
    table, 'file' in of ? csvTable(readFileSync(new URL(`tables/${of.file}`, folder), 'utf8'), of.key) : generatedTable(of.generatedOrganisations.seed),
  ] as const)
  return { mapping, tables: Object.fromEntries(tables) }
}

/** Side tables are ours: plain CSV without quotes. */
function csvTable(text: string, key: string): SideTable {
  const [head, ...lines] = text.trimEnd().split('\n').map((line) => line.split(','))
  const at = head!.indexOf(key)
  const rows = new Map(lines.map((cells) => [cells[at]!, Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? '']))]))
  return (value) => rows.get(value)
}

/** Anonymous ids such as Q00010 stand for the generated organisation of that number: the same id, the same organisation. */
function generatedTable(seed: number): SideTable {
  return (id) => {
    const digits = /\d{1,9}$/.exec(id)?.[0]
    if (digits === undefined) return undefined
    const { code, name } = organisationAt(seed, Number(digits))
    return { code, name }
  }
}
