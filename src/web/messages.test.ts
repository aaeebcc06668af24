import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { nothingShown } from '../register/records/archive.ts'
import { keepTogether, type MessageKey, messages, sayer, teller } from './messages.ts'

const folder = import.meta.dirname
const keys = Object.keys(messages.zh) as MessageKey[]
const source = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts') && !file.startsWith('messages'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n')

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(messages.en).sort(), [...keys].sort())
  const slots = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1]!))].sort()
  assert.deepEqual(keys.filter((key) => slots(messages.zh[key]).join() !== slots(messages.en[key]).join()), [])
})

test('every message is used, and every message used is there', () => {
  const literal = new Set([...source.matchAll(/'([a-z]+\.[\w.-]+)'/g)].map((m) => m[1]!))
  const stems = [...source.matchAll(/`([a-z]+\.[\w-]*)\$\{/g)].map((m) => m[1]!)
  assert.deepEqual(keys.filter((key) => !literal.has(key) && !stems.some((stem) => key.startsWith(stem))), [])
  const groups = new Set(keys.map((key) => key.split('.')[0]!))
  assert.deepEqual([...literal].filter((key) => groups.has(key.split('.')[0]!) && !keys.includes(key as MessageKey) && !/\.(ts|css|svg)$/.test(key)), [])
})

test('no praise, no blame, no apology', () => {
  const zh = /黑名单|不良|失信企业|良好|优秀|抱歉|温馨提示|我们在此|！/
  const en = /\b(blacklist\w*|offenders?|clean|good standing|bad|sorry|oops|please note)\b|!/i
  // The one sentence that names both to deny both.
  const denied = (text: string, language: 'zh' | 'en') => text.replace(nothingShown[language], '')
  assert.deepEqual(keys.filter((key) => zh.test(denied(messages.zh[key], 'zh')) || en.test(denied(messages.en[key], 'en'))), [])
  assert.deepEqual(nothingShown, { zh: messages.zh['organisation.nothing'], en: messages.en['organisation.nothing'] })
})

test('Chinese messages have no typed space beside Han characters, and full-width punctuation', () => {
  const spaced = keys.filter((key) => /\p{Script=Han} |\s\p{Script=Han}|\p{Script=Han}[,;:?]/u.test(messages.zh[key].replace(/ \/ /g, '').replace(/规则包 \{law\}/, '')))
  assert.deepEqual(spaced, [])
})

test('numbers take their word, and are grouped', () => {
  assert.equal(sayer('en')('organisation.on-display', { n: 1 }), '1 record on display')
  assert.equal(sayer('en')('organisation.on-display', { n: 1204 }), '1,204 records on display')
  assert.equal(teller('zh')('organisation.on-display', { n: 1204 }).html, '现在公示<span class="nb">1,204条</span>信息')
})

test('what is filled in is text, whatever it holds', () => {
  assert.equal(teller('en')('matched.former-name', { text: '<img src=x onerror=alert(1)>' }).html, 'former name &lt;img src=x onerror=alert(1)&gt;')
  assert.equal(teller('en')('results.none-text', {}).html.includes('{'), false)
})

test('dates and document numbers stay on one line', () => {
  assert.equal(keepTogether('岭市监处罚〔2026〕57号，2026-05-18').html, '岭市监处罚<span class="nb">〔2026〕57号</span>，<span class="nb">2026-05-18</span>')
})
