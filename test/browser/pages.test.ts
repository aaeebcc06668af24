/** The pages in a real browser: no accessibility finding, nothing scrolls sideways, and they work without script. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import { deliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { fillWithRegion } from '../support/demonstration.ts'
import { checkPages, launchBrowser, noBrowser } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'

const skip = noBrowser

let ports: TestPorts
let app: FastifyInstance
let browser: Browser
let address = ''
const paths: string[] = []

before(async () => {
  if (skip !== false) return
  ports = await testPorts()
  await fillWithRegion(ports, (item) => ['registration', 'penalty', 'licence', 'judgment-debtor'].includes(item))
  app = await buildServer(ports, { deliveries: deliveryDesk(ports, { databaseUrl: ports.url }) })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  const most = (await ports.database.one<{ subject_code: string; record_id: number }>`
    select subject_code, max(record_id) as record_id from record where display = 'on-display' group by 1 order by count(*) desc, 1 limit 1`)!
  const ended = (await ports.database.one<{ subject_code: string; record_id: number }>`
    select subject_code, record_id from record where display = 'ended' order by record_id limit 1`)!
  const empty = (await ports.database.one<{ subject_code: string }>`
    select subject_code from subject s where not exists (select from record r where r.subject_code = s.subject_code and r.display = 'on-display') limit 1`)!
  paths.push('/', '/organisations?q=岭湾', '/organisations?q=没有这个名称', '/organisations?q=岭',
    `/organisations/${most.subject_code}`, `/organisations/${most.subject_code}/records/${most.record_id}`,
    `/organisations/${ended.subject_code}/records/${ended.record_id}`, `/organisations/${empty.subject_code}`,
    '/object', '/data', '/accessibility', '/law/rules/none')
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await ports.close()
})

const inBoth = () => paths.flatMap((path) => [path, path === '/' ? '/en' : `/en${path}`])

test('every page in both languages is sound: accessible, on a phone, enlarged, in the dark, with every explanation open', { skip }, async () => {
  assert.deepEqual(await checkPages(browser, inBoth().map((path) => address + path)), [])
})

test('without script a reader searches, opens an organisation and its why, and changes the language', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${address}/en`)
  await page.getByLabel('Name or unified social credit code').fill('岭湾市')
  await page.keyboard.press('Enter')
  await page.locator('tbody a').first().click()
  assert.match(page.url(), /\/en\/organisations\/\w{18}$/)
  await page.locator('article summary').first().click()
  assert.ok(await page.locator('.why').first().isVisible())
  await page.getByRole('link', { name: '中文' }).click()
  assert.match(page.url(), /\d\/organisations\/\w{18}$/)
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh')
  await context.close()
})

test('a copied code has its eighteen characters and no gap', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(address + paths[4]!)
  assert.equal(await page.evaluate(`(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('.uscc')); const s = getSelection(); s.removeAllRanges(); s.addRange(r); return s.toString() })()`),
    paths[4]!.slice(-18))
  await page.close()
})

test('on paper every explanation is open and the menu is gone', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(address + paths[4]!)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.nav').isVisible(), false)
  assert.ok(await page.evaluate(`document.querySelector('details .why').getBoundingClientRect().height > 0`))
  await page.close()
})
