/**
 * How often the boundary refuses what it should let pass, measured on real organisations and real measures.
 * The data lies beside the project and is not part of it; without it these tests say so and are skipped.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const skip = existsSync(data) ? false : 'the real data beside the project (../shared/data) is not here'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: null, today: '2026-11-21', minorsUnderYears: 14 })

/** Refused rows of a file, with code and column of each finding: never the cell. */
function measure(text: string): { rows: number; refused: number; why: string[] } {
  const [header, ...rows] = parseCsv(text)
  const row = scan.rows(header!)
  const findings = rows.map((values) => row.scan(values)).filter((f) => f.length > 0)
  return { rows: rows.length, refused: findings.length, why: [...new Set(findings.flat().map((f) => `${f.code} in ${f.column}`))] }
}

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

test('real organisations: not one of 28,991 registrations is refused', { skip }, () => {
  const { rows, refused, why } = measure(gunzipSync(readFileSync(path.join(data, 'organisations', 'organisations.csv.gz'))).toString('utf8'))
  console.log(`boundary: ${refused} of ${rows} real organisations refused`)
  assert.equal(rows, 28991)
  assert.deepEqual(why, [])
})

test('real measures and lists: not one Chinese record on an organisation is refused', { skip }, () => {
  const folder = path.join(data, 'records')
  let rows = 0
  const why: string[] = []
  for (const name of readdirSync(folder).filter((n) => n.startsWith('cn-'))) {
    const result = measure(readFileSync(path.join(folder, name), 'utf8'))
    rows += result.rows
    why.push(...result.why.map((w) => `${name}: ${w}`))
  }
  console.log(`boundary: ${why.length} kinds of refusal in ${rows} real Chinese records`)
  assert.ok(rows > 19000, String(rows))
  assert.deepEqual(why, [])
})

test('foreign lists: at most one row in a thousand is refused', { skip }, () => {
  const folder = path.join(data, 'records')
  let rows = 0
  let refused = 0
  for (const name of readdirSync(folder).filter((n) => !n.startsWith('cn-'))) {
    const result = measure(readFileSync(path.join(folder, name), 'utf8'))
    rows += result.rows
    refused += result.refused
  }
  console.log(`boundary: ${refused} of ${rows} rows of foreign lists refused`)
  assert.ok(refused / rows <= 0.001, `${refused} of ${rows}`)
})
