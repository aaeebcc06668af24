/** How each accessibility criterion of a component is checked in the browser, on one example of it. */
import type { Page } from 'playwright-core'
import type { Criterion } from '../../src/web/components/example.ts'

/** Text of a function of the example's element that gives sentences about what is wrong; what runs in the page is text. */
const inPage: Readonly<Record<Exclude<Criterion, 'focus-seen' | 'target-48' | 'target-24' | 'roles-kept'>, string>> = {
  'a-word': `(e) => [...e.querySelectorAll('.tag, .btn, dt, dd, .notice, .empty, h2, h3')].filter((x) => x.innerText.trim() === '').map((x) => 'no word in ' + x.outerHTML)`,
  labelled: `(e) => [...e.querySelectorAll('input, select, textarea')].filter((x) => x.labels.length !== 1 || x.labels[0].innerText.trim() === '').map((x) => 'no label: ' + x.outerHTML)`,
  described: `(e) => [
    ...[...e.querySelectorAll('.hint, .err')].filter((x) => x.id === '' || e.querySelector('[aria-describedby~="' + x.id + '"]') === null).map((x) => 'tied to nothing: ' + x.outerHTML),
    ...[...e.querySelectorAll('.field.bad')].filter((x) => x.querySelector('[aria-invalid=true]') === null || x.querySelector('.err') === null).map((x) => 'not marked: ' + x.outerHTML),
    ...[...e.querySelectorAll('[aria-invalid]')].filter((x) => x.closest('.bad') === null).map((x) => 'marked but fine: ' + x.outerHTML)]`,
  announced: `(e) => [
    ...(e.querySelectorAll('.notice.error[tabindex="-1"] [role=alert]').length === 1 ? [] : ['no summary that is announced and takes the focus']),
    ...[...e.querySelectorAll('.notice.error a')].filter((a) => !['INPUT', 'SELECT', 'TEXTAREA', 'FIELDSET'].includes(document.querySelector(a.getAttribute('href'))?.tagName)).map((a) => 'leads to no control: ' + a.outerHTML)]`,
  captioned: `(e) => [
    ...[...e.querySelectorAll('table')].filter((t) => (t.caption?.textContent ?? '').trim() === '').map((t) => 'no caption'),
    ...[...e.querySelectorAll('th')].filter((th) => !['row', 'col'].includes(th.scope)).map((th) => 'no scope: ' + th.outerHTML),
    ...(e.querySelector('table') === null ? ['no table'] : [])]`,
  sorted: `(e) => [
    ...(e.querySelectorAll('th[aria-sort] a[href]').length === 1 ? [] : ['not one sorted column']),
    ...(e.querySelectorAll('th a[href]').length > 1 ? [] : ['nothing else to sort by'])]`,
  current: `(e) => [...e.querySelectorAll('.filters')].filter((f) => {
    const chosen = f.querySelectorAll('[aria-current=true]')
    return chosen.length !== 1 || getComputedStyle(chosen[0]).fontWeight < 700
  }).map((f) => 'the chosen one is not marked: ' + f.outerHTML)`,
  spoken: `(e) => [
    ...(e.querySelector('svg[role=img]') === null ? ['no picture'] : []),
    ...[...e.querySelectorAll('svg')].filter((s) => s.closest('[aria-hidden=true]') === null && s.closest('svg[role=img]') === null).map((s) => 'a picture without a role'),
    ...[...e.querySelectorAll('svg[role=img]')].filter((s) => (s.getAttribute('aria-label') ?? '').length < 8).map((s) => 'says nothing: ' + s.outerHTML.slice(0, 80))]`,
  'table-beside': `(e) => {
    const rows = [...e.querySelectorAll('tbody tr')].map((r) => r.textContent)
    return [...e.querySelectorAll('svg[role=img]')].map((s) => s.getAttribute('aria-label'))
      .filter((said) => !rows.some((r) => (said.match(/\\d{4}-\\d{2}-\\d{2}/g) ?? []).every((day) => r.includes(day)))).map((said) => 'not in the table: ' + said)
  }`,
  'days-named': `(e) => [...e.querySelectorAll('.cal td:not(.blank)')].filter((td) => td.querySelector('em') === null || td.querySelector('em').innerText.trim() === '').map((td) => 'no word: ' + td.outerHTML)`,
  'one-language': `(e) => [...e.querySelectorAll('.legal, bdi')].filter((x) => x.lang !== 'zh').map((x) => 'not marked: ' + x.outerHTML)
    .concat([...e.querySelectorAll('.uscc')].filter((x) => x.textContent.length !== 18 || x.innerText.length !== 18).map((x) => 'a copy has gaps: ' + x.innerText))`,
  'machine-dates': `(e) => [...e.querySelectorAll('time')].filter((t) => !/^\\d{4}-\\d{2}-\\d{2}$/.test(t.dateTime)).map((t) => 'no day: ' + t.outerHTML)`,
}

/** @param selector of the one element the example stands in. @returns sentences; none when the criterion is met */
export async function meets(page: Page, selector: string, criterion: Criterion): Promise<string[]> {
  switch (criterion) {
    case 'target-48': return targets(page, `${selector} :is(.btn, select, textarea, input:not([type=checkbox], [type=radio], [type=hidden]))`, 48)
    case 'target-24': return targets(page, `${selector} :is(a, button, summary, input, select)`, 24)
    case 'roles-kept': return atPhone(page, selector)
    case 'focus-seen': return walk(page, selector)
    default: return page.evaluate<string[]>(`(${inPage[criterion]})(document.querySelector(${JSON.stringify(selector)}))`)
  }
}

/** Links within a sentence are left out (WCAG 2.5.8). */
const targets = (page: Page, selector: string, least: number): Promise<string[]> => page.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})]
  .filter((e) => getComputedStyle(e).display !== 'inline' || e.closest('p, dd, td, th') === null)
  .map((e) => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.height > 0 && (r.height < ${least} || (r.width < 24 && r.height < ${least})))
  .map(([e, r]) => Math.round(r.height) + ' px high: ' + e.outerHTML.slice(0, 120))`)

async function atPhone(page: Page, selector: string): Promise<string[]> {
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 390, height: 844 })
  const findings = await page.evaluate<string[]>(`((e) => {
    const role = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' }
    const findings = []
    for (const x of e.querySelectorAll('table.stack, table.stack :is(thead, tbody, tr, td, th)')) {
      const wanted = role[x.tagName] ?? (x.scope === 'row' ? 'rowheader' : 'columnheader')
      if (x.getAttribute('role') !== wanted) findings.push('no role ' + wanted + ': ' + x.outerHTML.slice(0, 80))
    }
    if (e.querySelector('table.stack') === null) findings.push('no table that stacks')
    if ([...e.querySelectorAll('table.stack tbody tr')].some((tr) => getComputedStyle(tr).display === 'table-row')) findings.push('does not stack')
    for (const label of e.querySelectorAll('.lbl')) if (label.innerText.trim() === '' || getComputedStyle(label).display === 'none') findings.push('a label that cannot be read: ' + label.outerHTML)
    return findings
  })(document.querySelector(${JSON.stringify(selector)}))`)
  await page.setViewportSize(size)
  return findings
}

/** Tab from before the example to its end: everything once, in the order of the text, each with an outline of 3 px. */
async function walk(page: Page, selector: string): Promise<string[]> {
  const element = JSON.stringify(selector)
  const wanted = await page.evaluate<number>(`(() => {
    const e = document.querySelector(${element})
    e.tabIndex = -1
    e.focus()
    globalThis.reached = [...e.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, .scroll')]
      .filter((x) => x.checkVisibility() && (x.type !== 'radio' || x.checked || document.querySelector('[name="' + x.name + '"]:checked') === null))
    return reached.length
  })()`)
  const findings: string[] = []
  for (let n = 0; n < wanted; n++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate<string | null>(`(() => {
      const now = document.activeElement
      if (now !== reached[${n}]) return 'the keyboard reaches ' + now.outerHTML.slice(0, 100) + ' instead of ' + reached[${n}].outerHTML.slice(0, 100)
      const { outlineStyle, outlineWidth } = getComputedStyle(now)
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 3 ? 'the focus does not show: ' + now.outerHTML.slice(0, 100) : null
    })()`)
    if (found !== null) findings.push(found)
  }
  await page.evaluate(`document.querySelector(${element}).removeAttribute('tabindex')`)
  return findings
}
