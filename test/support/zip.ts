/** A zip made by hand, so that tests can make one that lies. */
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipEntry = { readonly name: string; readonly content: string | Uint8Array; /** size the directory claims */ readonly declaredSize?: number }

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, declaredSize } of entries) {
    const data = Buffer.from(content)
    const packed = deflateRawSync(data, { level: 9 })
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(declaredSize ?? data.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, tail, Buffer.from(name)]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook with one sheet of the given XML: cells, then what stands after them. */
export function workbookOf(rows: string, options: { after?: string; shared?: string; styles?: string; properties?: string; before?: string; declaredSize?: number; workbookPr?: string } = {}): Buffer {
  const file = (name: string, content: string): ZipEntry => ({ name, content: `<?xml version="1.0" encoding="UTF-8"?>${content}` })
  const entries = [
    file('_rels/.rels', `<Relationships><Relationship Id="r1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    file('xl/workbook.xml', `<workbook xmlns="${main}">${options.workbookPr ?? ''}<sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    file('xl/_rels/workbook.xml.rels', `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/>`
      + `<Relationship Id="rId2" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${relation}/styles" Target="styles.xml"/></Relationships>`),
    file('xl/sharedStrings.xml', `<sst xmlns="${main}">${options.shared ?? ''}</sst>`),
    file('xl/styles.xml', `<styleSheet xmlns="${main}">${options.styles ?? ''}</styleSheet>`),
    { ...file('xl/worksheets/sheet1.xml', `${options.before ?? ''}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${options.after ?? ''}</worksheet>`), declaredSize: options.declaredSize },
  ]
  if (options.properties) entries.push(file('docProps/core.xml', `<cp:coreProperties>${options.properties}</cp:coreProperties>`))
  return zipOf(entries)
}
