/** Arriving and looking up, as a reader does: in both languages, with and without script, by keyboard, on paper, on a phone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { fillWithRegion } from '../support/demonstration.ts'
import { axe, checkPages, launchBrowser, noBrowser as skip } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'


let ports: TestPorts
let app: FastifyInstance
let browser: Browser
let address = ''
let code = ''
let name = ''
let gone = ''

before(async () => {
  if (skip !== false) return
  ports = await testPorts()
  await fillWithRegion(ports, (item) => ['registration', 'penalty', 'licence'].includes(item))
  // So that part of each display lies behind: the region is delivered on one day.
  ports.setToday('2027-01-15')
  const most = (await ports.database.one<{ subject_code: string; name: string }>`
    select r.subject_code, s.name from record r join subject s using (subject_code)
     where r.display = 'on-display' and (r.display_ends_on is null or r.display_ends_on > '2027-01-15')
     group by 1, 2 order by count(*) filter (where r.item_id = 'penalty') desc, count(*) desc, 1 limit 1`)!
  code = most.subject_code
  name = most.name
  const ended = (await ports.database.one<{ subject_code: string; record_id: number }>`
    select subject_code, record_id from record where display = 'ended' order by record_id limit 1`)!
  gone = `/organisations/${ended.subject_code}?gone=${ended.record_id}`
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await ports.close()
})

async function reading(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()) })
  try {
    await work(page)
    assert.deepEqual(faults, [])
  } finally {
    await context.close()
  }
}
const labels = { zh: '组织名称或统一社会信用代码', en: 'Name or unified social credit code' } as const
const openAll = `document.querySelectorAll('details').forEach((d) => { d.open = true })`

for (const language of ['zh', 'en'] as const) {
  for (const script of [true, false]) {
    test(`${language}, ${script ? 'with' : 'without'} script: from home to an organisation, its picture, a why, a filter, the receipt`, { skip }, () => reading({ javaScriptEnabled: script }, async (page) => {
      await page.goto(`${address}${language === 'zh' ? '/' : '/en'}`)
      const box = page.getByRole(script ? 'combobox' : 'searchbox', { name: labels[language] })
      await box.fill(name.slice(0, -4))
      await box.press('Enter')
      await page.waitForURL(/\/organisations\?q=/)
      await page.locator('tbody a').filter({ hasText: name }).first().click()
      await page.waitForURL(new RegExp(`/organisations/${code}$`))
      assert.ok(await page.locator('.lane svg[role=img]').count() >= 1)
      const article = page.locator('article.rec').first()
      await article.locator('summary').click()
      assert.ok(await article.locator('.why table').isVisible())
      await page.locator('.filters a:not([aria-current])').first().click()
      assert.match(page.url(), /category=.*#records$/)
      assert.ok(await page.locator('article.rec').count() >= 1)
      assert.match(await page.locator('.proof .hash').innerText(), /^prb1:[\w-]{43}$/)
      assert.equal(await page.locator('html').getAttribute('lang'), language)
    }))
  }
}

test('by keyboard alone a reader chooses from what is suggested, or goes to all results with Enter', { skip }, () => reading({}, async (page) => {
  await page.goto(`${address}/en`)
  for (let i = 0; i < 20 && (await page.evaluate('document.activeElement.id')) !== 'q'; i++) await page.keyboard.press('Tab')
  const box = page.getByRole('combobox', { name: labels.en })
  assert.equal(await page.evaluate('document.activeElement.id'), 'q')
  await page.keyboard.insertText('岭湾')
  await page.getByRole('listbox').waitFor()
  assert.equal(await page.getByRole('option').count(), 8)
  assert.equal(await box.getAttribute('aria-expanded'), 'true')
  assert.match(await page.locator('form.search [role=status]').innerText(), /^The first 8 organisations that match/)
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const second = page.getByRole('option').nth(1)
  assert.equal(await box.getAttribute('aria-activedescendant'), await second.getAttribute('id'))
  assert.equal(await second.getAttribute('aria-selected'), 'true')
  const wanted = await second.locator('small').innerText()
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/en/organisations/${wanted.slice(0, 18)}$`))

  await page.goBack()
  await box.fill('')
  await box.focus()
  await page.keyboard.insertText('岭湾')
  await page.getByRole('listbox').waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.getByRole('listbox').count(), 0)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/en\/organisations\?q=/)
}))

test('while an input method composes nothing is asked, and its Enter does not submit', { skip }, () => reading({}, async (page) => {
  await page.goto(address)
  let asked = 0
  page.on('request', (request) => { if (request.url().includes('/suggest')) asked++ })
  await page.getByRole('combobox', { name: labels.zh }).focus()
  await page.evaluate(`(() => {
    const input = document.getElementById('q')
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    input.value = 'lingwan'
    input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }))
  })()`)
  await page.waitForTimeout(350)
  assert.equal(asked, 0)
  await page.evaluate(`(() => {
    const input = document.getElementById('q')
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
    input.value = '岭湾'
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '岭湾' }))
  })()`)
  await page.getByRole('listbox').waitFor()
  assert.equal(asked, 1)
  assert.equal(new URL(page.url()).pathname, '/')
}))

test('the list of suggestions moves nothing', { skip }, () => reading({ viewport: { width: 390, height: 844 } }, async (page) => {
  await page.goto(address)
  const below = () => page.locator('main section').first().boundingBox()
  const before = await below()
  await page.getByRole('combobox', { name: labels.zh }).focus()
  await page.keyboard.insertText('岭湾')
  await page.getByRole('listbox').waitFor()
  assert.deepEqual(await below(), before)
  assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0)
}))

test('what is gone and what only sounds alike is sound in both languages; the other pages are looked at with all the rest', { skip }, async () => {
  const paths = [gone, `/organisations?q=${name.slice(0, -5)}重形厂`]
  assert.deepEqual(await checkPages(browser, paths.flatMap((path) => [`${address}${path}`, `${address}/en${path}`])), [])
})

test('on paper: every why is open, its address is printed, menus and filters are gone, the picture is there', { skip }, () => reading({}, async (page) => {
  await page.goto(`${address}/en/organisations/${code}`)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.evaluate(`[...document.querySelectorAll('.why')].every((why) => why.getBoundingClientRect().height > 0)`))
  assert.deepEqual(await Promise.all(['.nav', '.filters', '.tools', 'footer .cols'].map((s) => page.locator(s).first().isVisible())), [false, false, false, false])
  assert.match(await page.locator('article.rec .printed').first().innerText(), /\/en\/organisations\/\w{18}\/records\/\d+$/)
  assert.ok(await page.locator('.lane .so-far').first().isVisible())
  assert.ok((await page.pdf({ format: 'A4' })).length > 10_000)
}))

test('the picture says aloud what it draws, and the table beside says the same', { skip }, () => reading({ locale: 'en' }, async (page) => {
  await page.goto(`${address}/en/organisations/${code}`)
  const spoken = await page.locator('.lane svg[role=img]').evaluateAll((pictures) => pictures.map((p) => p.getAttribute('aria-label')!))
  await page.evaluate(openAll)
  const rows = await page.locator('#main .lanes ~ details tbody tr').allInnerTexts()
  assert.equal(rows.length, spoken.length)
  for (const [i, row] of rows.entries()) {
    for (const day of row.match(/\d{4}-\d{2}-\d{2}/g)!.slice(0, 2)) assert.ok(spoken[i]!.includes(day), `${spoken[i]} / ${row}`)
  }
}))
