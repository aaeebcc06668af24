import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { byteDecoder, encodingOf } from './decode.ts'

const text = '行政相对人名称,𠮷野家（广州）有限公司,€100,"Ω"\n'
const gb = (t: string) => iconv.encode(t, 'gb18030')
const found = (bytes: Uint8Array) => { const e = encodingOf(bytes); return e.ok ? e.value.encoding : e.refusals[0].code }

describe('encodings', () => {
  it('cuts at every byte make no difference, in UTF-8, GB18030 and UTF-16', () => {
    for (const [encoding, bytes] of [['utf-8', Buffer.from(text)], ['gb18030', gb(text)], ['utf-16le', Buffer.from(text, 'utf16le')]] as const) {
      for (let cut = 0; cut <= bytes.length; cut++) {
        const decoder = byteDecoder(encoding)
        assert.equal(decoder.push(bytes.subarray(0, cut), false) + decoder.push(bytes.subarray(cut), true), text, `${encoding} cut at ${cut}`)
        assert.equal(decoder.firstInvalidByte, null)
      }
      const decoder = byteDecoder(encoding)
      assert.equal([...bytes].map((byte, i) => decoder.push(Uint8Array.of(byte), i === bytes.length - 1)).join(''), text)
    }
  })

  it('names the first byte that is not UTF-8, wherever it stands and however the file is cut', () => {
    fc.assert(fc.property(fc.nat(400), fc.integer({ min: 1, max: 50 }), (before, size) => {
      const head = '年'.repeat(before)
      const bytes = Buffer.concat([Buffer.from(head), Buffer.of(0xff, 0x41), Buffer.from('后面'.repeat(60))])
      const decoder = byteDecoder('utf-8')
      let read = ''
      for (let at = 0; at < bytes.length; at += size) read += decoder.push(bytes.subarray(at, at + size), at + size >= bytes.length)
      assert.equal(decoder.firstInvalidByte, Buffer.byteLength(head))
      assert.equal(read, `${head}\uFFFDA${'后面'.repeat(60)}`)
    }))
  })

  it('tells UTF-8, GB18030, UTF-16 and others apart by their bytes', () => {
    assert.equal(found(Buffer.from(text)), 'utf-8')
    assert.equal(found(Buffer.from(`\uFEFF${text}`)), 'utf-8')
    assert.equal(found(gb(text.repeat(3))), 'gb18030')
    assert.equal(found(Buffer.from('CF_WSH,CF_JDRQ\n')), 'ascii')
    assert.equal(found(Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])), 'utf-16le')
    assert.equal(found(Buffer.from('razão social;órgão;situação;São José dos Campos;indústria e comércio;licitação\n'.repeat(4), 'latin1')), 'encoding-unknown')
    assert.equal(found(iconv.encode('行政相對人名稱，臺北市某某股份有限公司，營業處所變更登記，違反規定'.repeat(4), 'big5')), 'encoding-unknown')
  })

  it('takes a UTF-8 file with some damage for what it is', () => {
    assert.equal(found(Buffer.concat([Buffer.from(text.repeat(20)), Buffer.of(0xd5, 0xc5), Buffer.from(text)])), 'utf-8')
  })

  it('decides late when a file begins with nothing but ASCII', () => {
    for (const [encode, name] of [[gb, 'gb18030'], [(t: string) => Buffer.from(t), 'utf-8']] as const) {
      const decoder = byteDecoder('ascii')
      const read = decoder.push(Buffer.from('CF_WSH,CF_CFJG\n1,'), false) + decoder.push(encode('广州市市场监督管理局处罚决定书\n'), true)
      assert.equal(read, 'CF_WSH,CF_CFJG\n1,广州市市场监督管理局处罚决定书\n')
      assert.equal(decoder.encoding, name)
    }
  })
})
