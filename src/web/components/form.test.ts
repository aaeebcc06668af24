import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ports } from '../../ports.ts'
import { viewOf } from '../layout.ts'
import { errorSummary, errorTitle, field } from './form.ts'

const view = viewOf({} as Ports, 'en')

test('what was typed comes back as it was, markup and first line break included', () => {
  assert.match(field(view, { type: 'text', name: 'a', label: 'A', value: '"><b>' }).html, /value="&quot;&gt;&lt;b&gt;"/)
  assert.match(field(view, { type: 'textarea', name: 'a', label: 'A', value: '\nsecond line' }).html, />\n\nsecond line<\/textarea>/)
  assert.match(field(view, { type: 'select', name: 'a', label: 'A', value: 'y', choices: [{ value: 'x', label: 'X' }, { value: 'y', label: 'Y' }] }).html, /value="y" selected/)
})

test('a faulty field says so beside it and to whoever listens', () => {
  const html = field(view, { type: 'date', name: 'from', label: 'From', hint: 'As 2026-02-12', error: 'no such day' }).html
  assert.match(html, /<p class="err" id="from-error">Error: no such day<\/p>/)
  assert.match(html, /aria-describedby="from-hint from-error" aria-invalid="true"/)
  assert.doesNotMatch(field(view, { type: 'date', name: 'from', label: 'From' }).html, /aria-/)
})

test('the summary counts, leads to each field, and is absent when nothing is wrong', () => {
  const errors = [{ field: 'from', label: 'From', text: 'no such day' }, { field: 'to', text: 'enter it' }]
  const html = errorSummary(view, errors)!.html
  assert.match(html, /2 things need correcting/)
  assert.match(html, /<a href="#from">From: no such day<\/a>/)
  assert.equal(errorSummary(view, []), null)
  assert.equal(errorTitle(view, 'Clocks', errors), 'Error: Clocks')
  assert.equal(errorTitle(view, 'Clocks', []), 'Clocks')
})
