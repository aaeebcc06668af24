/** Reading the law in a real browser, in both languages, with script and without: packs, articles, comparison, clocks, versions, catalog. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Browser, Page } from 'playwright-core'
import { noteCalendar, noteLaw } from '../../src/register/law/acts.ts'
import { serveAssets } from '../../src/web/assets.ts'
import { lawPages } from '../../src/web/pages/law/routes.ts'
import { route } from '../../src/web/routes.ts'
import { checkPages, launchBrowser, noBrowser } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'

const skip = noBrowser
let ports: TestPorts
let app: FastifyInstance
let browser: Browser
let address = ''

before(async () => {
  if (skip !== false) return
  ports = await testPorts({ today: '2026-11-21' })
  await noteLaw(ports)
  await noteCalendar(ports)
  app = Fastify()
  serveAssets(app)
  for (const page of lawPages) route(app, ports, page)
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await ports.close()
})

const pause = 'ground-1=appraisal&from-1=2026-09-28&to-1=2026-10-09'
const paths = [
  '/law', '/law?q=nothing-of-the-kind', '/law/liaoning', '/law/liaoning/articles/37', '/law/national/articles/36', '/law/rules/gd-16-1',
  '/law/compare?group=F&from=2026-09-28', '/law/compare?group=C&differing=1', '/law/versions?on=2026-04-01', '/law/versions?on=x',
  `/clocks?rule=gd-46-3b&from=2026-09-23&${pause}`, '/clocks?rule=nat-2025-22-answer&from=2026-12-24', '/clocks?rule=gd-43a&from=2024-03-04',
  '/clocks?rule=gd-35-1c&from=2026-03-04', '/clocks?rule=x&from=2026-02-31&from-1=2026-01-01', '/catalog', '/catalog/penalty', '/catalog/exit-ban',
]

test('every page of the law is sound: accessible, on a phone, enlarged, in the dark', { skip }, async () => {
  // All in English, where words are longest; in Chinese those whose layout is a picture or a form.
  const chinese = paths.filter((p) => /compare\?group=F|clocks\?rule=(gd-46|nat)|articles\/37/.test(p))
  assert.deepEqual(await checkPages(browser, [...paths.map((p) => `${address}/en${p}`), ...chinese.map((p) => address + p)]), [])
})

type Words = { readonly prefix: string; readonly find: string; readonly button: string; readonly compare: string; readonly clock: string; readonly compute: string; readonly more: string; readonly due: RegExp; readonly other: string }
const words: readonly Words[] = [
  { prefix: '', find: '内容、规则编号或者条号', button: '查找', compare: '提供单位或者其他单位核查', clock: '按本条计算期限', compute: '计算', more: '再加一次中止', due: /2026年10月12日，星期一/, other: 'English' },
  { prefix: '/en', find: 'Words, an id or an article', button: 'Find', compare: 'Provider or other unit', clock: 'Compute this period', compute: 'Compute', more: 'Add a pause', due: /Monday 12 October 2026/, other: '中文' },
]

/** The lawyer's way: find the rule, read it and its proof, compare it, compute it with two pauses, and keep the link. */
async function journey(page: Page, w: Words, script: boolean): Promise<void> {
  await page.goto(`${address}${w.prefix}/law`)
  await page.getByLabel(w.find).fill('gd-46-3b')
  await page.getByRole('button', { name: w.button, exact: true }).click()
  await page.locator('tr#gd-46-3b a').first().click()
  assert.match(page.url(), /\/law\/rules\/gd-46-3b$/)
  assert.match(await page.locator('#tests').innerText(), /gd-46-3b every day from the transfer/)
  await page.getByRole('link', { name: w.compare, exact: true }).click()
  assert.match(page.url(), /group=F#F9$/)
  assert.ok(await page.locator('tr#F9 .here').isVisible())
  await page.goBack()
  await page.getByRole('link', { name: w.clock }).click()
  assert.equal(await page.locator('#rule').inputValue(), 'gd-46-3b')
  await page.locator('#from').fill('2026-09-23')
  await page.locator('#ground-1').selectOption('appraisal')
  await page.locator('#from-1').fill('2026-09-28')
  await page.locator('#to-1').fill('2026-10-08')
  const before = page.url()
  await page.getByRole('button', { name: w.more }).click()
  assert.equal(page.url() === before, script, 'with script the page is not asked for again')
  assert.equal(await page.locator('#from-1').inputValue(), '2026-09-28')
  await page.locator('#ground-2').selectOption('testing')
  await page.locator('#from-2').fill('2026-10-09')
  await page.locator('#to-2').fill('2026-10-09')
  await page.getByRole('button', { name: w.compute, exact: true }).click()
  assert.match(await page.locator('.answer').innerText(), w.due)
  assert.equal(await page.locator('td.due time').getAttribute('datetime'), '2026-10-12')
  assert.equal(await page.locator('td.pause').count(), 5)
  const link = page.locator('a[href*="&pause="][href*="/clocks"]')
  await link.click()
  assert.match(await page.locator('.answer').innerText(), w.due)
  assert.equal(await page.locator('.pauserow').count(), 2)
  await page.getByRole('link', { name: w.other, exact: true }).click()
  assert.match(await page.locator('.answer').innerText(), words.find((o) => o !== w)!.due)
}

for (const w of words) {
  for (const script of [true, false]) {
    test(`gd-46-3b gd-46-5 a rule is found, read with its proof, compared and computed with two pauses, ${w.prefix === '' ? 'in Chinese' : 'in English'} ${script ? 'with' : 'without'} script`, { skip }, async () => {
      const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width: script ? 1280 : 390, height: 844 } })
      const page = await context.newPage()
      try { await journey(page, w, script) } finally { await context.close() }
    })
  }
}

test('an error summary takes the focus with script; without script its links lead to the fields', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(`${address}/en/clocks?rule=gd-46-3b&from=2026-02-31&from-1=2026-01-01`)
  assert.equal(await page.evaluate('document.activeElement.id'), 'errors')
  await page.locator('#errors a').nth(1).click()
  assert.match(page.url(), /#ground-1$/)
  await page.close()
})

test('by keyboard alone: enter computes, and never adds a pause', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(`${address}/en/clocks?rule=gd-46-3b`)
  await page.locator('#from').fill('2026-09-23')
  await page.locator('#from').press('Enter')
  await page.locator('.answer').waitFor()
  assert.equal(await page.locator('.pauserow').count(), 1)
  await page.close()
})

test('on paper the answer stands with its calendar and its reasons, without the form', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(`${address}/clocks?rule=gd-46-3b&from=2026-09-23&${pause}`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('form.clock').isVisible(), false)
  for (const part of ['.answer', '.cal', 'table.cert', '.facts']) assert.ok(await page.locator(part).first().isVisible(), part)
  await page.close()
})
