/** `probity generate`: believable organisations and records of any size, each file saying that it is generated. */
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { organisations } from '../demonstration/organisations.ts'
import { generatedItems, generateRecords, recordColumns } from '../demonstration/records.ts'
import { type FileFormat, fileText } from '../demonstration/write.ts'
import { type FurtherCells, noticeCells } from '../demonstration/written-notice.ts'
import { readLaw } from '../packs.ts'
import { readDeployment } from '../settings.ts'
import { CommandError, type CommandIo } from './io.ts'

const notice = `本文件夹中的组织和信息均由程序生成，纯属虚构；“岭湾市”并不存在，代码中的登记机关代码不属于任何省份。
Every organisation and record in this folder is generated and invented. There is no city of Lingwan (岭湾市), and the
office part of the codes belongs to no province. Deliver the files under a name that keeps the mark "generated".
`

export async function generateCommand(args: string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      organisations: { type: 'string', default: '1000' }, records: { type: 'string', multiple: true, default: [] },
        out: { type: 'string', default: 'generated' },
      seed: { type: 'string', default: '1' }, format: { type: 'string', default: 'csv' }, dirty: { type: 'string',
        default: '0' },
      from: { type: 'string' }, until: { type: 'string' },
    },
  })
  const zh = io.language === 'zh'
  const wrong = (chinese: string, english: string) => new CommandError(zh ? chinese : english, 64, true)
  const whole = (name: string, text: string) => {
    if (!/^\d{1,9}$/.test(text)) throw wrong(`--${name} 应为整数，不是“${text}”。`,
      `--${name} takes a whole number, not "${text}".`)
    return Number(text)
  }
  const count = whole('organisations', values.organisations)
  const seed = whole('seed', values.seed)
  const dirty = Number(values.dirty)
  if (!(dirty >= 0 && dirty <= 1)) throw wrong('--dirty 应为 0 到 1 之间的比例。', '--dirty takes a share from 0 to 1.')
  if (values.format !== 'csv' && values.format !== 'ndjson') throw wrong('--format 应为 csv 或 ndjson。',
    '--format takes csv or ndjson.')
  const format: FileFormat = values.format
  const records = values.records.flatMap((list) => list.split(',')).map((text) => {
    const [item, number = ''] = text.split('=') as [string, string?]
    if (!generatedItems.includes(item)) throw wrong(`不能生成“${item}”。可生成：${generatedItems.join('、')}`,
      `Records of "${item}" cannot be generated. There are: ${generatedItems.join(', ')}`)
    return { item, count: whole(`records ${item}`, number) }
  })
  if (count === 0 && records.length > 0) throw wrong('没有组织，就没有信息可生成。', 'Records need organisations.')
  const today = Temporal.Now.plainDateISO('Asia/Shanghai')
  const from = day('from', values.from) ?? today.subtract({ years: 5 }).toString()
  const until = day('until', values.until) ?? today.toString()
  if (until < from) throw wrong(`--until（${until}）早于 --from（${from}）。`,
    `--until (${until}) is before --from (${from}).`)

  function day(name: string, text: string | undefined): string | undefined {
    if (text === undefined) return undefined
    try { return Temporal.PlainDate.from(text,
      { overflow: 'reject' }).toString() } catch { throw wrong(`--${name} 应为 YYYY-MM-DD。`,
      `--${name} takes YYYY-MM-DD.`) }
  }

  // Under a regulation that is named, the columns it adds are filled too.
  const { packId } = readDeployment(io.env)
  const law = packId ? await readLaw(packId) : null
  const furtherOf = (item: string): FurtherCells => {
    const of = law?.catalog.find((i) => i.id === item)
    return law && of ? noticeCells(of, law, recordColumns(item)) : { columns: [], of: () => [] }
  }
  await mkdir(values.out, { recursive: true })
  await writeFile(path.join(values.out, 'GENERATED.txt'), notice)
  const source = organisations({ seed, count })
  for (const { item, count: rows } of [{ item: 'registration', count },
    ...records.filter((r) => r.item !== 'registration')]) {
    const started = performance.now()
    const file = path.join(values.out, `generated-${item}.${format}`)
    let done = 0
    const further = furtherOf(item)
    function* cells() {
      for (const record of generateRecords({ seed, organisations: source, item, count: rows, from, until, dirty })) {
        if (++done % 50_000 === 0) io.progress(`${file}  ${done}`)
        yield [...record.cells, ...further.of(record.cells)]
      }
    }
    await pipeline(Readable.from(fileText[format]([...recordColumns(item), ...further.columns], cells()), { objectMode: true }),
      createWriteStream(file))
    if (done >= 50_000) io.progress(null)
    const seconds = (performance.now() - started) / 1000
    io.out(zh ? `${file}：${done} 行，${seconds.toFixed(1)} 秒` : `${file}: ${done} rows in ${seconds.toFixed(1)} s`)
  }
  io.out(zh ? '均为生成的虚构数据。' : 'All of it is generated and invented.')
  return 0
}
