import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html, join, raw } from './html.ts'

test('markup in a name is text on the page', () => {
  assert.equal(html`<h1>${'<script>alert(1)</script>有限公司'}</h1>`.html, '<h1>&lt;script&gt;alert(1)&lt;/script&gt;有限公司</h1>')
})

test('quotes cannot leave an attribute', () => {
  assert.equal(html`<a href="${'/?q="onclick=\'x\''}">`.html, '<a href="/?q=&quot;onclick=&#39;x&#39;">')
})

test('HTML inside HTML is not escaped twice; arrays are joined; nothing shows nothing', () => {
  assert.equal(html`<ul>${['a&b', html`<b>${'<'}</b>`].map((x) => html`<li>${x}</li>`)}</ul>${null}${undefined}${false}${0}`.html,
    '<ul><li>a&amp;b</li><li><b>&lt;</b></li></ul>0')
  assert.equal(join(['<', raw('<br>')], ' · ').html, '&lt; · <br>')
})

test('an object that only looks like text does not slip through as HTML', () => {
  const fromJson = JSON.parse('"{\\"html\\":\\"<script>\\"}"') as string
  assert.equal(html`${fromJson}`.html.includes('<script>'), false)
})

test('whatever the text, it opens no tag and closes no attribute', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const { html: shown } = html`${text}`
    assert.doesNotMatch(shown, /[<>"']/)
    assert.equal(shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'), text)
  }))
})
