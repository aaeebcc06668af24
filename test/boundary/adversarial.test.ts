import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanFileMetadata } from '../../src/register/boundary/file-metadata.ts'
import { keepOfRefused } from '../../src/register/boundary/refusal.ts'
import { scanner } from '../../src/register/boundary/scan.ts'
import {
  cleanRow, columns, digitDisguises, type Disguise, identityDisguises, identityNumber, mobileDisguises, mobileNumber, oldIdentityNumber, plainDisguises,
  seeded, travelDocument,
} from './generator.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: 'guangdong', today: '2026-11-21', minorsUnderYears: 14 })
const rows = scan.rows(columns)
const key = new Uint8Array(32).fill(7)

let cases = 0
/** Runs one datum in one disguise through a field of a row; false = it leaked. */
function refused(text: string, at: number): boolean {
  cases++
  const values = cleanRow.with(at, text)
  const findings = rows.scan(values)
  const kept = JSON.stringify([findings, keepOfRefused(1, values.join(','), findings, key).reasons])
  assert.ok(!kept.includes(text), 'what is kept of a refusal repeats the cell')
  return findings.length > 0 && scan.mayHoldPersonalData(text)
}

function leaks(name: string, make: (random: ReturnType<typeof seeded>) => string, disguises: readonly Disguise[], repeat: number, seed: number): string[] {
  const random = seeded(seed)
  const out: string[] = []
  for (const disguise of disguises) {
    for (let k = 0; k < repeat; k++) {
      const at = random.below(columns.length)
      const text = disguise.of(make(random))
      if (!refused(text, at)) out.push(`${name}, ${disguise.name}, in ${columns[at]}: ${text}`)
    }
  }
  return out
}

test('the row the cases are hidden in is clean itself', () => {
  assert.deepEqual(rows.scan(cleanRow), [])
  assert.deepEqual(rows.headerFindings, [])
})

test('xm-5-2 hn-18b gd-18-2a no identity number of eighteen digits passes, in any field and any disguise', () => {
  assert.deepEqual(leaks('identity', identityNumber, [...plainDisguises, ...digitDisguises, ...identityDisguises], 40, 1), [])
})

test('no identity number of fifteen digits passes, in any field and any disguise', () => {
  const apart = digitDisguises.filter((d) => d.name !== 'l for one')
  assert.deepEqual(leaks('old identity', oldIdentityNumber, [...plainDisguises, ...apart], 15, 2), [])
})

test('ln-14 no mobile number passes, in any field and any disguise', () => {
  const apart = digitDisguises.filter((d) => !['dots', 'l for one'].includes(d.name))
  assert.deepEqual(leaks('mobile', mobileNumber, [...plainDisguises, ...apart, ...mobileDisguises], 15, 3), [])
})

test('no passport or permit number passes, in any field', () => {
  const apart = plainDisguises.filter((d) => !['mathematical digits'].includes(d.name))
  assert.deepEqual(leaks('travel document', travelDocument, apart, 15, 4), [])
})

test('gd-22-3 js-62-1 gd-22-2 js-62-2 no labelled datum of a prohibited category passes in running text', () => {
  const random = seeded(5)
  const out: string[] = []
  for (const category of boundary.categories) {
    for (const [label, person] of [...category.labels.map((l) => [l, false] as const), ...category.needsPerson.map((l) => [l, true] as const)]) {
      const latin = /^[ -~]+$/.test(label)
      const word = person ? (latin ? `personal ${label}` : `个人${label}`) : label
      for (const form of [`${word}: 4`, `${word}：甲`, `附注；${word} ＝ 乙类；完`, `{"${word}":"x"}`, [...word].join('\u200b') + ':丙', word.toUpperCase() + '：丁']) {
        const at = random.below(columns.length)
        if (!refused(form, at)) out.push(`${category.id} in ${columns[at]}: ${form}`)
      }
    }
    for (const value of category.values) {
      for (const form of [`${category.labels[0]}${value}`, `${category.labels[0]}为${value}`]) {
        if (!refused(form, 5)) out.push(`${category.id}: ${form}`)
      }
    }
  }
  assert.deepEqual(out, [])
})

test('xm-16-1 xm-16-2 no filled column of a prohibited category passes, whatever it is called', () => {
  const out: string[] = []
  for (const category of boundary.categories) {
    for (const name of [...category.exact, ...category.contains, ...category.contains.map((c) => `当事人${c}（元）`), ...category.needsPerson.map((n) => `个人${n}`)]) {
      for (const shown of [name, ` ${[...name].join(' ')} `, name.toUpperCase()]) {
        cases++
        const [finding] = scan.rows(['企业名称', shown]).scan(['甲有限公司', '3'])
        if (finding?.code !== 'prohibited-category') out.push(`${category.id}: ${shown}`)
      }
    }
  }
  assert.deepEqual(out, [])
})

test('no number passes in the name of a file, a sheet, a property or a column', () => {
  const random = seeded(6)
  const out: string[] = []
  for (let k = 0; k < 60; k++) {
    for (const make of [identityNumber, mobileNumber, travelDocument]) {
      const datum = make(random)
      cases += 4
      const nowhere = { fileName: null, sheetNames: [], properties: {} }
      const found = [
        scanFileMetadata({ ...nowhere, fileName: `处罚_${datum}_2024.xlsx` }, scan),
        scanFileMetadata({ ...nowhere, sheetNames: ['第一页', `名单 ${datum}`] }, scan),
        scanFileMetadata({ ...nowhere, properties: { title: `关于 ${datum}` } }, scan),
      ]
      if (found.some((f) => f.findings.length === 0)) out.push(datum)
      const header = scan.rows(['名称', `列 ${datum}`])
      if (header.headerFindings.length === 0 || JSON.stringify(header.headerFindings).includes(datum)) out.push(`header ${datum}`)
    }
  }
  assert.deepEqual(out, [])
})

test('at least two thousand cases were tried', () => {
  console.log(`boundary: ${cases} adversarial cases`)
  assert.ok(cases >= 2000, String(cases))
})
