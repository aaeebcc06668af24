import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import { detectKind } from './detect.ts'

const detected = (content: string | Uint8Array, isColumn?: (name: string) => boolean) => {
  const kind = detectKind(Buffer.from(content), isColumn)
  return kind.ok ? kind.value : kind.refusals[0]
}

describe('what a file is', () => {
  it('goes by content: CSV with its delimiter, NDJSON, XLSX', () => {
    for (const delimiter of [',', ';', '\t', '|', '；']) {
      assert.deepEqual(detected(`名称${delimiter}代码${delimiter}日期\n甲${delimiter}1${delimiter}2024-01-01\n`), { kind: 'csv', encoding: 'utf-8', delimiter, newline: '\n' })
    }
    assert.deepEqual(detected('\uFEFF {"名称":"甲"}\n'), { kind: 'ndjson', encoding: 'utf-8' })
    assert.deepEqual(detected(Buffer.from('504b030414000600', 'hex')), { kind: 'xlsx' })
  })

  it('is not misled by commas inside cells when the columns are known', () => {
    const known = new Set(['名称', '事实'])
    const text = '名称;事实\n甲;一,二,三\n乙;四,五,六\n丙;七,八,九\n'
    assert.equal((detected(text, (name) => known.has(name)) as { delimiter: string }).delimiter, ';')
  })

  it('says what it is when it is something else', () => {
    const cases: [string | Uint8Array, string, string?][] = [
      ['', 'file-empty'], ['\uFEFF \r\n', 'file-empty'], ['%PDF-1.7 …', 'file-type-unknown', 'PDF'], [gzipSync('a,b'), 'file-type-unknown', 'gzip'],
      ['<html><table>', 'file-type-unknown', 'XML / HTML'], [' [\n{"a":1}]', 'json-array'],
      [Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'file-type-unknown', 'XLS (Excel 97-2003)'],
      [Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]), 'file-encrypted'],
      [deflateSync(Buffer.alloc(5000, 'abc')), 'encoding-unknown'], [Buffer.from('a,b\n1,2\n', 'utf16le'), 'encoding-unknown'],
    ]
    for (const [content, code, what] of cases) {
      const fault = detected(content) as { code: string; facts: Record<string, string> }
      assert.equal(fault.code, code)
      if (what) assert.equal(fault.facts.found, what)
    }
  })
})
