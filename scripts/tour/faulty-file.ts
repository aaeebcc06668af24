/** A file as a bureau might deliver it: most rows are sound, some are not, each in a way of its own. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { region } from '../../src/demonstration/region.ts'
import { readLaw } from '../../src/packs.ts'

type Cells = Map<string, string>

/** What is wrong with a row, by its number. A change keeps the row's identity; a fault makes it come back. */
const changes: Readonly<Record<number, (row: Cells) => void>> = {
  4: (row) => row.set('处罚内容', `${row.get('处罚内容')}，已缴清`),
  7: (row) => row.set('行政相对人代码_1（统一社会信用代码）', wrongCheck(row.get('行政相对人代码_1（统一社会信用代码）')!)),
  11: (row) => row.set('行政处罚决定书文号', ''),
  15: (row) => row.set('罚款金额（万元）', '2.4万'),
  18: (row) => row.set('处罚决定日期', '2026/13/02'),
  22: (row) => row.set('失信行为等级', '中等'),
  26: (row) => row.set('行政相对人代码_1（统一社会信用代码）', '92970100MA5X2K7Q8X'),
}
const rows = 40
/** Rows from here on have not been delivered before. */
const newFrom = 20

/** @returns the path of a CSV of penalties of the market regulation bureau of Lingwan */
export async function faultyFile(folder: string, today: string): Promise<string> {
  const { deliveries } = region(await readLaw('guangdong'), Temporal.PlainDate.from(today))
  const base = deliveries.find((d) => d.unit.id === 'market-regulation' && d.item === 'market-penalty')!
  let text = ''
  for await (const chunk of base.open() as AsyncIterable<string>) text += chunk
  const [head = '', ...lines] = text.replace(/^\ufeff/, '').trimEnd().split(/\r?\n/)
  const names = head.split(',')
  const written = lines.filter((line) => !line.includes('"')).slice(0, rows).map((line, i) => {
    const row: Cells = new Map(line.split(',').map((value, at) => [names[at]!, value]))
    if (i >= newFrom) row.set('行政处罚决定书文号', `岭市监罚〔2026〕${900 + i}号`)
    changes[i + 1]?.(row)
    return [...row.values()].join(',')
  })
  const file = path.join(folder, '行政处罚_202611.csv')
  writeFileSync(file, `${[head, ...written].join('\r\n')}\r\n`)
  return file
}

const wrongCheck = (code: string): string => code.slice(0, 17) + (code.endsWith('0') ? '1' : '0')
