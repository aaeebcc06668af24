/**
 * How often the boundary refuses what it should let pass, measured on real organisations and real measures.
 * The data lies beside the project and is not part of it; without it these tests say so and are skipped.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { generateOrganisations } from '../../src/demonstration/organisations.ts'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const skip = existsSync(data) ? false : 'the real data beside the project (../shared/data) is not here'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: null, today: '2026-11-21', minorsUnderYears: 14 })

type Measured = { readonly rows: number; readonly refused: number; readonly returned: number; readonly why: string[] }

/** Refused and returned rows of a file, with code and column of each finding: never the cell. */
function measure(text: string): Measured {
  // 靳某,男,195X年生: rows of these lists that are about a person with a hidden name are rightly returned, and no alarm.
  const [header, ...rows] = parseCsv(text).filter((values) => !values.some((v) => /某.{0,2},[男女],/.test(v)))
  const row = scan.rows(header!)
  const findings = rows.map((values) => row.scan(values)).filter((f) => f.length > 0)
  const refused = findings.filter((of) => of.some((f) => f.certainty === 'certain')).length
  return { rows: rows.length, refused, returned: findings.length - refused, why: [...new Set(findings.flat().map((f) => `${f.certainty} ${f.code} in ${f.column}`))] }
}
const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(3)} %`

function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}

test('no code of 100,000 invented organisations is taken for a person\u2019s, whatever letters the code holds', () => {
  const row = scan.rows(['统一社会信用代码'], ['code'])
  const taken = []
  for (const { code } of generateOrganisations({ seed: 1, count: 100_000 })) if (row.scan([code]).length > 0) taken.push(code)
  assert.deepEqual(taken, [])
})

test('no name of 100,000 invented organisations is taken for a person\u2019s; in a narrative at most one in a thousand is returned, none refused', () => {
  const row = scan.rows(['企业名称', '违法事实'], ['name', 'text'])
  const taken: string[] = []
  let [told, refused] = [0, 0]
  let n = 0
  for (const { name } of generateOrganisations({ seed: 1, count: 100_000 })) {
    if (row.scan([name]).length > 0) taken.push(name)
    if (n++ % 5 !== 0) continue
    const findings = row.scan(['', `经查，${name}未按规定公示年度报告。`])
    if (findings.length > 0) told++
    if (findings.some((f) => f.certainty === 'certain')) refused++
  }
  assert.deepEqual(taken, [])
  assert.ok(told <= 20 && refused === 0, `${told} returned, ${refused} refused`)
})

/** Sentences of decisions with a slot for an organisation. */
const sentences = ['{o}', '向{o}购进原料三批，未查验许可证。', '经查，{o}未按规定公示年度报告。', '责令{o}限期改正。', '与{o}签订的合同', '当事人{o}未在规定期限内履行义务', '{o}法定代表人未到场', '由{o}负责施工', '股东{o}未缴足出资', '对{o}处以罚款三万元']

test('real organisations named in a narrative: at most one in a hundred is returned, 0.05 % refused', { skip }, () => {
  const [, ...organisations] = parseCsv(gunzipSync(readFileSync(path.join(data, 'organisations', 'organisations.csv.gz'))).toString('utf8'))
  const row = scan.rows(['违法事实'], ['text'])
  let [all, returned, refused] = [0, 0, 0]
  organisations.forEach(([, name], i) => {
    if (i % 5 !== 0) return
    for (const sentence of sentences) {
      const findings = row.scan([sentence.replace('{o}', name!)])
      all++
      if (findings.some((f) => f.certainty === 'certain')) refused++
      else if (findings.length > 0) returned++
    }
  })
  console.log(`boundary: of ${all} sentences on real organisations ${refused} refused (${share(refused, all)}), ${returned} returned (${share(returned, all)})`)
  assert.ok(all > 57_000 && refused / all <= 0.0005 && returned / all <= 0.01, `${all}`)
})

test('real organisations: of 28,991 registrations none is refused, at most one in a thousand returned', { skip }, () => {
  const { rows, refused, returned, why } = measure(gunzipSync(readFileSync(path.join(data, 'organisations', 'organisations.csv.gz'))).toString('utf8'))
  console.log(`boundary: of ${rows} real organisations ${refused} refused, ${returned} returned`)
  assert.equal(rows, 28991)
  assert.ok(refused === 0 && returned <= 29, why.join('; '))
})

test('real measures and lists: at most 0.05 % of Chinese records on organisations are refused, 1 % returned', { skip }, () => {
  const folder = path.join(data, 'records')
  const all = readdirSync(folder).filter((n) => n.startsWith('cn-')).map((name) => ({ name, ...measure(readFileSync(path.join(folder, name), 'utf8')) }))
  const sum = (of: (m: Measured) => number) => all.reduce((n, m) => n + of(m), 0)
  const rows = sum((m) => m.rows)
  console.log(`boundary: of ${rows} real Chinese records ${sum((m) => m.refused)} refused (${share(sum((m) => m.refused), rows)}), ${sum((m) => m.returned)} returned (${share(sum((m) => m.returned), rows)})`)
  assert.ok(rows > 19000, String(rows))
  const why = all.flatMap((m) => m.why.map((w) => `${m.name}: ${w}`)).join('; ')
  assert.ok(sum((m) => m.refused) / rows <= 0.0005, why)
  assert.ok(sum((m) => m.returned) / rows <= 0.01, why)
  // The regulator's measures with their whole texts, apart: narrative is where names are looked for.
  const measures = all.filter(({ name }) => name.startsWith('cn-csrc'))
  const told = (of: (m: Measured) => number) => measures.reduce((n, m) => n + of(m), 0)
  console.log(`boundary: of ${told((m) => m.rows)} measures and decisions with text ${told((m) => m.refused)} refused, ${told((m) => m.returned)} returned`)
  assert.ok(told((m) => m.refused) === 0 && told((m) => m.returned) / told((m) => m.rows) <= 0.01, why)
})

test('foreign lists: at most one row in a thousand is refused, one in a hundred returned', { skip }, () => {
  const folder = path.join(data, 'records')
  const all = readdirSync(folder).filter((n) => !n.startsWith('cn-')).map((name) => measure(readFileSync(path.join(folder, name), 'utf8')))
  const sum = (of: (m: Measured) => number) => all.reduce((n, m) => n + of(m), 0)
  const rows = sum((m) => m.rows)
  console.log(`boundary: of ${rows} rows of foreign lists ${sum((m) => m.refused)} refused, ${sum((m) => m.returned)} returned`)
  assert.ok(sum((m) => m.refused) / rows <= 0.001 && sum((m) => m.returned) / rows <= 0.01, all.flatMap((m) => m.why).join('; '))
})
