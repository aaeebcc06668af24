/** A letter as mail: nothing in it becomes a header, and what the sending program says is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mailBy, messageOf, ofDrill } from './mail.ts'
import type { Mail } from './ports.ts'

test('subject and text arrive as they are, whatever they hold; no line of them is a header', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (subject, text) => {
    const message = messageOf({ to: 'office@example.org', subject: `异议${subject}\r\nBcc: x@example.org`, text: `${text}\r\n.\r\nBcc: y@example.org` }, 'register@example.org')
    const at = message.indexOf('\r\n\r\n')
    const heads = message.slice(0, at).replace(/\r\n /g, '')
    assert.deepEqual(heads.split('\r\n').map((line) => line.split(':')[0]), ['From', 'To', 'Subject', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted'])
    assert.equal(Buffer.from(message.slice(at), 'base64').toString(), Buffer.from(`${text}\r\n.\r\nBcc: y@example.org`).toString())
    const words = [...heads.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)].map((m) => Buffer.from(m[1]!, 'base64').toString()).join('')
    assert.equal(words, Buffer.from(`异议${subject}\r\nBcc: x@example.org`.replace(/[\r\n]/g, ' ')).toString())
    assert.ok(message.split('\r\n').every((line) => line.length <= 78 || /^(From|To)/.test(line)))
  }), { numRuns: 200, examples: [['行\u2028尾', '\u2029']] })
})

test('a program that takes the letter, one that refuses it, one that is not there', async () => {
  const mail = { to: 'office@example.org', subject: '告知书', text: '文本' }
  assert.deepEqual(await mailBy('/bin/true', 'r@example.org')(mail), { ok: true })
  assert.deepEqual(await mailBy('/bin/false', 'r@example.org')(mail), { ok: false, why: 'status 1' })
  assert.match(JSON.stringify(await mailBy('/nowhere/sendmail', 'r@example.org')(mail)), /ENOENT/)
})

test('a letter of a drill says so before anything else', async () => {
  let sent: Mail | null = null
  await ofDrill(async (mail) => { sent = mail; return { ok: true } })({ to: 'a@example.org', subject: '告知书', text: '内容' })
  assert.match(sent!.subject, /^演练 DRILL: 告知书$/)
  assert.match(sent!.text, /^演练[^]*nothing in this letter has effect\.\n\n内容$/)
})
