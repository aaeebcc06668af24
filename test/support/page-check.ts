/**
 * What every page must be, whatever it shows: no accessibility finding (WCAG 2.2 AA and good practice), nothing that
 * scrolls sideways from 320 px up and with text twice as large, contrast in the dark, nothing inline, nothing that jumps,
 * one heading, languages marked. Findings come back as sentences; a test holds them to be none.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const executablePath = process.env.PROBITY_CHROMIUM ?? '/usr/bin/chromium'
/** for `test(title, { skip: noBrowser }, …)` */
export const noBrowser: false | string = existsSync(executablePath) ? false : `no browser at ${executablePath}: install chromium, or name one in PROBITY_CHROMIUM`
export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: ['--no-sandbox'] })

export type PageCheckOptions = {
  /** the value of a `cookie` header, such as the one of a signed-in session */
  readonly cookie?: string
  /** done on each page before it is looked at, such as opening a form */
  readonly prepare?: (page: Page) => Promise<unknown>
  /** axe rules left out, each for a reason given in the test */
  readonly without?: readonly string[]
}

/** The small one: it is sent to every page. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [1280, 390, 320]

/** @param addresses whole, `http://…`; those under `/en` are held to be English. @returns one sentence a finding, none when all is well */
export async function checkPages(browser: Browser, addresses: readonly string[], options: PageCheckOptions = {}): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...(options.cookie === undefined ? {} : { extraHTTPHeaders: { cookie: options.cookie } }),
  })
  await context.addInitScript(listen)
  try {
    // One tab for all: a new one costs more than most pages.
    const page = await context.newPage()
    let heard: string[] = []
    page.on('pageerror', (error) => heard.push(`script fails: ${error.message}`))
    page.on('console', (message) => {
      // The browser remarks on the status of the page itself, which may well be 404 or 422.
      if (message.type() === 'error' && message.location().url !== page.url()) heard.push(`console: ${message.text()}`)
    })
    const findings: string[] = []
    for (const address of addresses) {
      heard = []
      const seen = await checkOne(page, address, options)
      findings.push(...[...heard, ...seen].map((finding) => `${new URL(address).pathname}: ${finding}`))
    }
    return findings
  } finally {
    await context.close()
  }
}

async function checkOne(page: Page, address: string, options: PageCheckOptions): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const answer = await page.goto(address, { waitUntil: 'load' })
  const findings = inlineParts(await answer?.text() ?? '')
  const english = /^\/en(\/|$)/.test(new URL(address).pathname)
  const shapes = () => page.evaluate<string[]>(`${shape}('${english ? 'en' : 'zh'}')`)
  let seen = await shapes()
  if (seen.some((finding) => finding.startsWith('layout shift'))) {
    // On a busy machine a page is painted while it is still arriving; what moves by itself moves again.
    await page.reload({ waitUntil: 'load' })
    seen = await shapes()
  }
  findings.push(...seen)
  await options.prepare?.(page)
  await page.evaluate(openAll)
  findings.push(...await axe(page, { without: [...options.without ?? [], contrast] }), ...await freshContrast(page, options))
  findings.push(...await sideways(page))
  await page.emulateMedia({ colorScheme: 'dark' })
  findings.push(...(await freshContrast(page, options)).map((f) => `in the dark: ${f}`))
  return findings
}

const contrast = 'color-contrast'
/** Ways in which a text stands on its ground, found to be readable: a page shows few that no page before it showed. */
const readable = new Set<string>()

/** Contrast is most of what axe does: it looks at each text that stands in a way of its own, and at no other again. */
async function freshContrast(page: Page, { without = [] }: PageCheckOptions): Promise<string[]> {
  if (without.includes(contrast)) return []
  const ways = await page.evaluate<string[]>(waysOfText)
  const fresh = ways.flatMap((way, i) => (readable.has(way) ? [] : [i]))
  if (fresh.length === 0) return []
  const findings = await axe(page, {}, { rule: contrast, texts: fresh })
  if (findings.length === 0) for (const way of ways) readable.add(way)
  return findings
}

/** @param only one rule, on texts as `waysOfText` numbered them; all of WCAG 2.2 AA and good practice on all of the page when left out */
export async function axe(page: Page, { without = [] }: Pick<PageCheckOptions, 'without'> = {}, only?: { readonly rule: string; readonly texts: readonly number[] }): Promise<string[]> {
  if (!await page.evaluate<boolean>(`'axe' in globalThis`)) await page.evaluate(axeSource)
  const options = {
    runOnly: only === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: [only.rule] },
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])), resultTypes: ['violations'],
  }
  const where = only === undefined ? 'document' : `{ include: ${JSON.stringify(only.texts)}.map((i) => pageCheck.texts[i]) }`
  return page.evaluate<string[]>(`axe.run(${where}, ${JSON.stringify(options)}).then(({ violations }) => violations.flatMap((v) => v.nodes.slice(0, 3)
    .map((node) => v.id + ': ' + node.html.slice(0, 200) + ' – ' + (node.any[0]?.message ?? node.all[0]?.message ?? v.help))))`)
}

/** Leaves the page at 1280 px and its own size of text. */
export async function sideways(page: Page): Promise<string[]> {
  const findings: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const over = await page.evaluate<string | null>(overflow)
    if (over !== null) findings.push(`scrolls sideways at ${width} px: ${over}`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  const over = await page.evaluate<string | null>(`document.documentElement.style.fontSize = '200%', ${overflow}`)
  if (over !== null) findings.push(`scrolls sideways with text twice as large: ${over}`)
  await page.evaluate(`document.documentElement.style.fontSize = ''`)
  return findings
}

function inlineParts(body: string): string[] {
  const found = [...body.matchAll(/<[a-z][^>]*\s(?:style|on[a-z]+)="[^"]*"|<style\b|<script(?![^>]*\bsrc=)[^>]*>/g)]
  return found.map((m) => `inline: ${m[0].slice(0, 120)}`)
}

// What runs in the page is text: this side of the project knows no DOM.
const listen = `(() => {
  globalThis.pageCheck = { shift: 0, refused: [] }
  addEventListener('securitypolicyviolation', (e) => pageCheck.refused.push(e.violatedDirective + ' ' + e.blockedURI))
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) pageCheck.shift += e.value })
    .observe({ type: 'layout-shift', buffered: true })
})()`

const shape = `((language) => {
  const findings = []
  const all = (selector) => [...document.querySelectorAll(selector)]
  if (document.title.trim() === '') findings.push('no title')
  if (all('h1').length !== 1) findings.push(all('h1').length + ' h1')
  if (all('main').length !== 1) findings.push(all('main').length + ' main')
  if (document.documentElement.lang !== language) findings.push('html lang is ' + document.documentElement.lang)
  for (const e of all('[lang]')) if (!['zh', 'en'].includes(e.lang)) findings.push('lang ' + e.lang)
  const ids = all('[id]').map((e) => e.id)
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) findings.push('id twice: ' + id)
  for (const e of all('a[href^="#"]')) if (e.hash !== '' && document.getElementById(decodeURIComponent(e.hash.slice(1))) === null) findings.push('leads nowhere: ' + e.hash)
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { data, parentElement: e } = texts.currentNode
    if (/\\p{Script=Han}/u.test(data) && e.closest('[lang]').lang !== 'zh' && e.closest('[translate=no], option, textarea, pre') === null) findings.push('Chinese not marked: ' + data.trim().slice(0, 60))
  }
  // Three digits, as everywhere it is reported: less is a paint while the page is still arriving.
  if (pageCheck.shift >= 0.0005) findings.push('layout shift ' + pageCheck.shift)
  for (const refused of pageCheck.refused) findings.push('refused by the content security policy: ' + refused)
  return findings
})`

// Colours, size and weight of each text that is seen, and every ground, veil and shift of what it stands in.
const waysOfText = `(() => {
  const grounds = new Map()
  const ways = []
  pageCheck.texts = []
  for (const e of document.querySelectorAll('html, body, body *')) {
    const { color, backgroundColor, backgroundImage, opacity, position, fontSize, fontWeight, textShadow, filter } = getComputedStyle(e)
    const own = [backgroundColor, backgroundImage, opacity, position, filter].join(' ')
    const ground = (grounds.get(e.parentElement) ?? '') + (own === 'rgba(0, 0, 0, 0) none 1 static none' ? '' : '|' + own)
    grounds.set(e, ground)
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join('').trim()
    const filled = e.matches('input, select, textarea')
    if ((text === '' && !filled) || !e.checkVisibility()) continue
    const off = e.closest('[disabled], [aria-disabled=true]') !== null || e.closest('label')?.control?.disabled === true
    pageCheck.texts.push(e)
    ways.push([ground, color, fontSize, fontWeight, textShadow, off, filled && e.tagName + e.type + (e.value === ''), text.length > 1, /[\\p{L}\\p{N}]/u.test(text)].join(' '))
  }
  return ways
})()`

const openAll = `document.querySelectorAll('details').forEach((d) => { d.open = true })`

const overflow = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return null
  const right = (e) => e.getBoundingClientRect().right
  const widest = [...document.querySelectorAll('main *, header *, footer *')].filter((e) => e.closest('.scroll') === null)
    .reduce((most, e) => (most === null || right(e) >= right(most) ? e : most), null)
  return scrollWidth - clientWidth + ' px, ' + (widest?.outerHTML.slice(0, 160) ?? '')
})()`
