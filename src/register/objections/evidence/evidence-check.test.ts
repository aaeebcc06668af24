import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { after, test } from 'node:test'
import Document from 'pdfkit'
import { testPorts } from '../../../../test/support/ports.ts'
import { FileMalformed, strippedJpeg, strippedPdf, strippedPng } from '../../boundary/files/strip.ts'
import { mostText, readPdf } from '../../boundary/files/pdf.ts'
import { stateNoPerson } from '../../boundary/stated/acts.ts'
import { inField } from '../../boundary/stated/digest.ts'
import { settingsOn } from '../../boundary/texts.ts'
import { minimalPdf } from '../../../../test/support/pdf-text.ts'
import { checkedEvidence, lookAtEvidence } from './acts.ts'

const ports = await testPorts()
after(() => ports.close())
const body = '91330200058290389A'
const font = fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'))
/** Invented. */
const number = '11010519491231002X'
const person = `法定代表人汪明辉，身份证号${number}`

const pdfOf = (text: string, info: Record<string, string> = {}, more: (d: InstanceType<typeof Document>) => void = () => {}) => new Promise<Buffer>((resolve) => {
  const document = new Document({ info, compress: true })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => { resolve(Buffer.concat(pieces)) })
  document.font(font).text(text)
  more(document)
  document.end()
})
const outcome = async (file: Uint8Array): Promise<string> => {
  const done = await checkedEvidence(ports, body, [file])
  return done.ok ? 'taken' : done.refusals[0].code
}

test('the text of a PDF is read and looked at: what tells of a person is not taken, anything else is', async () => {
  assert.equal(await outcome(await pdfOf('缴款凭证：罚款1000元已缴清。')), 'taken')
  assert.equal(await outcome(await pdfOf(`情况说明\n${person}`)), 'evidence-personal')
  assert.equal(await outcome(await pdfOf('缴款凭证', {}, (d) => { d.addPage().text('x').note(100, 100, 100, 100, person) })), 'evidence-personal')
  assert.equal(await outcome(minimalPdf()), 'taken')
  assert.equal(await outcome(minimalPdf(number, { deflated: true })), 'evidence-personal')
})

test('what a PDF says of itself is taken out, and nothing of it moves', async () => {
  const file = await pdfOf('缴款凭证', { Author: person, Title: '汪明辉的说明', Keywords: 'a (b) c' })
  const bare = strippedPdf(file)
  assert.equal(bare.length, file.length)
  const says = (await readPdf(file, settingsOn(ports)))!
  // The name of the program that made it stays.
  assert.deepEqual([[...new Set(says.places)], says.findings], [['object', 'page 1'], []])
  assert.deepEqual(Buffer.from(says.bare), Buffer.from(bare))
  assert.equal(await outcome(file), 'taken')
})

test('files that cannot be read within bounds, or hide others, are not taken', async () => {
  assert.equal(await outcome(await pdfOf('缴款凭证', {}, (d) => { d.file(Buffer.from(person), { name: '说明.txt' }) })), 'evidence-unreadable')
  assert.equal(await outcome(await pdfOf('', {}, (d) => { for (let i = 0; i < 320; i++) d.addPage() })), 'evidence-unreadable')
  const locked = await new Promise<Buffer>((resolve) => {
    const d = new Document({ userPassword: 'x', ownerPassword: 'y' })
    const pieces: Buffer[] = []
    d.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => { resolve(Buffer.concat(pieces)) })
    d.text('locked').end()
  })
  assert.equal(await outcome(locked), 'evidence-unreadable')
  assert.equal(await outcome(minimalPdf(number, { deflated: true, kids: '3 0 R 9 0 R', count: 2 })), 'evidence-unreadable', 'one page of two is nowhere')
  assert.equal(await outcome(minimalPdf(number, { deflated: true, kids: '9 0 R 3 0 R', count: 2 })), 'evidence-unreadable')
  for (const none of ['%PDF-1.7\n演示', `%PDF-1.7\n${person}`]) assert.equal(await outcome(Buffer.from(none)), 'evidence-unreadable', 'nobody can say what it holds')
  assert.equal(await outcome(minimalPdf(`${'a'.repeat(80)}) Tj 1 0 0 1 72 720 Tm (`.repeat(mostText / 70), { deflated: true })), 'evidence-unreadable', 'more text than is read')
})

test('stripping takes time in proportion to length, whatever a file is made of', () => {
  const pieces = ['<x:xmpmeta', '</x:xmpmeta>', '<x:xmpmeta></x:xmpmeta>', '/Title (', '/Title ((', '/Title <', '/Title ()', '/Title 1 0 R ', '1 0 obj ', '1 0 obj (', '/Title 1 0 R 1 0 obj ', '/Title ', ' ', '1 ', '(', ')', '\\', '<', '\n']
  for (const piece of pieces) {
    const took = (size: number): number => {
      const file = Buffer.from(`%PDF-1.7\n${piece.repeat(Math.ceil(size / piece.length))}`)
      const began = process.cpuUsage()
      try { strippedPdf(file) } catch (error) { assert.ok(error instanceof FileMalformed) }
      const { user, system } = process.cpuUsage(began)
      return (user + system) / 1000
    }
    took(30_000)
    const small = took(100_000)
    const large = took(2_000_000)
    assert.ok(large < 400 || large < 60 * Math.max(small, 1), `${JSON.stringify(piece)}: ${small} ms, ${large} ms`)
  }
  // Numbers of objects, each named once.
  const many = Array.from({ length: 100_000 }, (_, i) => `/Title ${i} 0 R `).join('') + Array.from({ length: 100_000 }, (_, i) => `\n${i} 0 obj (x)`).join('')
  const began = process.cpuUsage()
  assert.ok(!Buffer.from(strippedPdf(Buffer.from(many))).includes('(x)'))
  assert.ok(process.cpuUsage(began).user < 3_000_000)
})

const chunk = (kind: string, data: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(kind), data, Buffer.alloc(4)])
}
const segment = (marker: number, data: Buffer) => Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data])

test('what a picture says beside its pixels is taken out; its pixels, colours and direction stay', async () => {
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = [chunk('IHDR', Buffer.alloc(13)), chunk('IDAT', Buffer.from('pixels')), chunk('IEND', Buffer.alloc(0))]
  const png = Buffer.concat([start, pixels[0]!, chunk('tEXt', Buffer.from(`Author\0${person}`)), chunk('iTXt', Buffer.from(person)), chunk('eXIf', Buffer.from(person)), pixels[1]!, pixels[2]!, Buffer.from(person)])
  assert.deepEqual(Buffer.from(strippedPng(png)), Buffer.concat([start, ...pixels]))

  const exif = (turn: number) => Buffer.concat([Buffer.from('Exif\0\0II*\0'), Buffer.from([8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(person)])
  const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'))
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 2, 3])), Buffer.from([7, 0xff, 0, 8, 0xff, 0xd0, 9])])
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), jfif, segment(0xe1, exif(6)), segment(0xfe, Buffer.from(person)), segment(0xed, Buffer.from(person)), scan,
    segment(0xfe, Buffer.from(person)), scan, Buffer.from([0xff, 0xd9]), Buffer.from(person)])
  const bare = Buffer.from(strippedJpeg(jpeg))
  assert.ok(!bare.includes(Buffer.from('汪明辉')) && !bare.includes(Buffer.from('110105')))
  assert.ok(bare.includes(scan) && bare.includes(jfif) && bare.at(-1) === 0xd9)
  assert.equal(bare.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6])) > 0, true, 'which way up it is')
  assert.deepEqual(Buffer.from(strippedJpeg(bare)), bare, 'there is nothing left to take out')
  for (const broken of [png.subarray(0, 60), jpeg.subarray(0, jfif.length + 10)]) assert.equal(await outcome(broken), 'evidence-unreadable')
  const taken = await checkedEvidence(ports, body, [jpeg])
  assert.ok(taken.ok)
  assert.deepEqual(Buffer.from(taken.value[0]!.content), bare)
  assert.equal(taken.value[0]!.told.bytes, bare.length)
})

test('what was looked at is not looked at again', async () => {
  const first = await lookAtEvidence(ports, body, [minimalPdf()])
  assert.ok(first.ok)
  const again = await checkedEvidence(ports, body, first.value.files)
  assert.ok(again.ok && again.value === first.value.files)
})

test('of a file that may tell of a person it can be stated that none is meant', async () => {
  const words = '汪明辉到场'
  const file = await pdfOf(words)
  const first = await checkedEvidence(ports, body, [file])
  assert.ok(!first.ok && first.refusals[0].code === 'evidence-doubtful')
  const { file: sha256 } = first.refusals[0].facts
  const both = await checkedEvidence(ports, body, [file, await pdfOf('汪明辉未到场')])
  assert.ok(!both.ok && both.refusals.length === 2, 'each is named')
  const made = await stateNoPerson(ports, { body, place: inField('evidence'), column: 'evidence', text: sha256!, reason: '所写为企业字号', client: 'c1', account: null })
  assert.ok(made.ok)
  assert.equal(await outcome(file), 'taken')
  assert.equal(await outcome(await pdfOf(`${words}。`)), 'evidence-doubtful', 'this file, and no other')
})
