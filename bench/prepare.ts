/** From the bytes of a penalty file to the leaf hashes of its rows: one core, no database. */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { saltBytes } from '../src/acts/act.ts'
import { commitment } from '../src/log/commitment.ts'
import { leafHashes } from '../src/log/hash.ts'
import { readBoundary, readLaw } from '../src/packs.ts'
import { rulesUnder } from '../src/register/boundary/boundary.ts'
import { scanner } from '../src/register/boundary/scan.ts'
import type { CatalogItem } from '../src/register/catalog/types.ts'
import { isHeaderOf } from '../src/register/ingestion/columns.ts'
import { rowPreparer } from '../src/register/ingestion/prepare.ts'
import { readRows } from '../src/register/ingestion/rows.ts'
import { closedDigest, recordContent } from '../src/register/records/record.ts'
import { checkCharacter, organisationCheckCharacter } from '../src/register/subjects/uscc.ts'
import { type BenchResult, median } from './result.ts'

const rows = 300_000
const wantedPerSecond = 60_000
const rowsInBatch = 8000

export async function benchPrepare(): Promise<BenchResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'probity-bench-'))
  const file = path.join(folder, 'penalties.csv')
  try {
    const law = await readLaw('guangdong')
    const item = law.catalog.find(({ id }) => id === 'penalty')!
    await writePenalties(file, item)
    const bytes = (await stat(file)).size
    const runs: { prepared: Spent; split: Spent }[] = []
    for (let run = 0; run < 3; run++) runs.push({ split: await spent(() => splitOnly(file)), prepared: await spent(() => prepareAll(file, law.catalog, item)) })
    const rate = (of: (run: (typeof runs)[number]) => number) => median(runs.map((run) => rows / of(run)))
    const figure = rate(({ prepared }) => prepared.core)
    const floor = rate(({ split }) => split.core)
    return [{
      name: `decode to leaf hash: ${rows.toLocaleString('en')} penalty rows of 25 columns, ${Math.round(bytes / rows)} bytes each, boundary scan included`,
      figure, unit: 'rows/s on one core', against: `reading and splitting only (${Math.round(floor).toLocaleString('en')} rows/s)`, ratio: figure / floor,
      target: `at least ${wantedPerSecond.toLocaleString('en')} rows/s`, reached: figure >= wantedPerSecond,
      note: `by processor time, all threads of the process together; by the clock ${Math.round(rate(({ prepared }) => prepared.clock)).toLocaleString('en')} rows/s`,
    }]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Spent = { readonly core: number; readonly clock: number }

/** Seconds of one core, collector and file threads included, and seconds by the clock: a shared machine has few idle cores. */
async function spent(work: () => Promise<void>): Promise<Spent> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { core: (user + system) / 1e6, clock: (performance.now() - started) / 1000 }
}

/** What a program does that looks at nothing: the whole file as text, lines, cells. */
async function splitOnly(file: string): Promise<void> {
  let cells = 0
  for (const line of (await readFile(file, 'utf8')).split('\n')) cells += line.split(',').length
  if (cells < rows * 25) throw new Error('the file lacks cells')
}

async function prepareAll(file: string, items: readonly CatalogItem[], item: CatalogItem): Promise<void> {
  const boundary = await readBoundary()
  const today = '2026-03-02'
  const opened = await readRows(file, { isHeader: isHeaderOf(item) })
  if (!opened.ok) throw new Error(opened.refusals[0].code)
  const scan = scanner({ boundary, pack: 'guangdong', today, minorsUnderYears: null })
  const { cellsAgain } = opened.value
  const preparer = rowPreparer({
    item, items, pack: 'guangdong', today, scan, keyRule: rulesUnder(boundary.key, 'guangdong')[0] ?? null, serialsFrom: null, cellsAgain,
  })
  const judged = preparer.header(opened.value.header!)
  if (!judged.ok) throw new Error(judged.refusals[0].code)

  const head = '{"act":"record.accepted","actor":"11440100007482910X","at":"2026-03-02T01:02:03.004Z","law":"guangdong@1 national@1","on":"2026-03-02","rules":[]}'
  let entries = Buffer.alloc(32 * rowsInBatch)
  let filled = 0
  let done = 0
  for await (const batch of opened.value.batches) {
    const salts = randomBytes(2 * saltBytes * batch.rows.length)
    for (const [i, row] of batch.rows.entries()) {
      const prepared = preparer.prepare(row)
      if (prepared.kind !== 'prepared') throw new Error(`row ${row.number}: ${JSON.stringify(prepared.findings)}`)
      const { subjectCode, identity, valuesJson, closedJson } = prepared.row
      const salt = salts.subarray(2 * saltBytes * i, 2 * saltBytes * i + saltBytes)
      const closed = closedDigest(Buffer.concat([salts.subarray(2 * saltBytes * i + saltBytes, 2 * saltBytes * (i + 1)), Buffer.from(closedJson)]))
      const content = recordContent({ item: item.id, itemVersion: item.version, subject: subjectCode, identity, valuesJson, closedDigest: closed })
      entries.set(commitment(salt, head, content), 32 * filled++)
      if (filled === rowsInBatch) {
        done += leafHashes(entries).length / 32
        filled = 0
      }
    }
  }
  entries = entries.subarray(0, 32 * filled)
  done += leafHashes(entries).length / 32
  if (done !== rows) throw new Error(`${done} of ${rows} rows came through`)
}

/** Rows as a city's market regulator would deliver them; the same at every run. */
async function writePenalties(file: string, item: CatalogItem): Promise<void> {
  const columns = item.fields.filter(({ code }) => code !== null).map(({ name }) => name)
  const out = createWriteStream(file)
  let text = `${columns.join(',')}\n`
  for (let n = 0; n < rows; n++) {
    const code = codeOf(n)
    const month = 1 + (n % 12)
    const day = 1 + (n % 28)
    const date = `${2022 + (n % 4)}/${String(month).padStart(2, '0')}/${String(day).padStart(2, '0')}`
    const fine = 1 + (n % 97)
    const authority = authorities[n % authorities.length]!
    const cells: Record<string, string> = {
      CF_XDR_MC: `广州市${trades[n % trades.length]}${n}科技有限公司`, CF_XDR_LB: '法人及非法人组织', CF_XDR_SHXYM: code,
      CF_WSH: `穗${authority.short}监罚字〔${2022 + (n % 4)}〕${n}号`, CF_WFXW: conducts[n % conducts.length]!,
      CF_SY: `当事人于${2021 + (n % 4)}年${month}月在经营场所${conducts[n % conducts.length]}，经现场检查属实，情节一般，未造成严重后果`,
      CF_YJ: '《中华人民共和国产品质量法》第四十九条、《中华人民共和国行政处罚法》第二十八条', CF_CFLB: '罚款', CF_NR: `责令改正，处罚款${fine}万元`,
      CF_NR_FK: `${fine}.${String(n % 1_000_000).padStart(6, '0')}`, CF_NR_WFFF: '0.000000', CF_JDRQ: date, CF_YXQ: '2099/12/31',
      CF_GSJZQ: date.replace(/^\d{4}/, (y) => String(Number(y) + 1)),
      CF_CFJG: authority.name, CF_CFJGDM: authority.code, CF_SJLY: authority.name, CF_SJLYDM: authority.code,
    }
    text += `${item.fields.filter((f) => f.code !== null).map((f) => cells[f.code!] ?? '').join(',')}\n`
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, 'drain')
      text = ''
    }
  }
  out.end(text)
  await once(out, 'close')
}

const trades = ['恒信', '天河', '明辉', '瑞祥', '德昌', '新元', '海珠', '华泰', '金盛', '博远', '嘉禾']
const conducts = ['销售不符合保障人体健康标准的产品', '未按规定办理变更登记', '发布虚假广告', '无证从事经营活动', '未明码标价']

function codeOf(n: number): string {
  const organisation = `MA${(600_000 + n).toString().padStart(6, '0')}`
  const body = `91440101${organisation}${organisationCheckCharacter(organisation)}`
  return body + checkCharacter(body)
}
const authorities = ['越秀', '荔湾', '番禺', '白云', '黄埔'].map((place, i) => {
  const organisation = `00${100_000 + i * 37}`
  const body = `11440100${organisation}${organisationCheckCharacter(organisation)}`
  return { name: `广州市${place}区市场监督管理局`, short: place.slice(0, 1), code: body + checkCharacter(body) }
})
