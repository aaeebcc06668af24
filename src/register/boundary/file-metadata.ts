/** What a file says beside its rows: its name, its sheets' names, who made it. Pure. */
import type { BoundaryFinding, Scan } from './scan.ts'

export type FileMetadata = {
  readonly fileName: string | null
  readonly sheetNames: readonly string[]
  /** core and custom properties of a workbook by their name: creator, lastModifiedBy, title … */
  readonly properties: Readonly<Record<string, string>>
}

/** Properties that hold the name of whoever sat at the machine. */
const personProperties: ReadonlySet<string> = new Set([
  'creator', 'lastmodifiedby', 'manager', 'author', 'lastauthor', 'lastsavedby', 'owner', 'contentstatusby', 'assistant', '作者', '经理', '最后保存者', '上次保存者',
])

export type MetadataScan = {
  /** any finding refuses the file; its column says where: `file-name`, `sheet-name 2`, `property title` */
  readonly findings: readonly BoundaryFinding[]
  /** names of properties left out; their values are gone with them */
  readonly dropped: readonly string[]
  /** what may be kept of the properties */
  readonly kept: Readonly<Record<string, string>>
}

export function scanFileMetadata(metadata: FileMetadata, scan: Scan): MetadataScan {
  const findings: BoundaryFinding[] = []
  const dropped: string[] = []
  const kept: Record<string, string> = {}
  if (metadata.fileName !== null) findings.push(...scan.scanText(metadata.fileName, 'file-name'))
  metadata.sheetNames.forEach((name, i) => findings.push(...scan.scanText(name, `sheet-name ${i + 1}`)))
  for (const [property, value] of Object.entries(metadata.properties)) {
    if (personProperties.has(property.toLowerCase().replace(/^.*:/, '').replace(/[\s_-]/g, ''))) {
      if (value !== '') dropped.push(property)
      continue
    }
    const found = [...scan.scanText(property, 'property'), ...scan.scanText(value, `property ${property}`)]
    findings.push(...found)
    if (found.length === 0) kept[property] = value
  }
  return { findings, dropped, kept }
}
