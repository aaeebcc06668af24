/** Letters and the accountability board as their readers see them: opened without script, their pages sound. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import { sweepClocks } from '../../src/register/deadlines/clocks/acts.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import * as store from '../../src/register/notices/store.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { buildServer } from '../../src/web/server.ts'
import { objected, objector, type Objected, provider } from '../support/objected.ts'
import { checkPages, launchBrowser, noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'

let register: Objected
let app: FastifyInstance
let browser: Browser
let address = ''
let me: SignedIn
let officer: SignedIn
let number = 0
before(async () => {
  if (skip !== false) return
  register = await objected({ packId: 'xiamen', today: '2026-11-02', records: 2 })
  const { ports } = register
  for (const record of register.records) {
    const lodged = await lodgeObjection(ports, objector, { subject: objector, record, ground: 'error', explanation: '许可有效期登记有误，应为2036年。', at: 'operator', evidence: [] })
    assert.ok(lodged.ok)
    assert.ok((await actOnObjection(ports, 'operator', lodged.value, { do: 'transfer', reason: '' })).ok)
  }
  ports.setToday('2026-12-01')
  await sweepClocks(ports)
  number = (await store.to(ports.database, objector, 1, 0))[0]!.notice_id
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  officer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await register.ports.close()
})

test('without script: an unread letter is opened from the list, and is read from then on', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const [name, value] = me.cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: address }])
  const page = await context.newPage()
  await page.goto(`${address}/en/subject/notices`)
  assert.match(await page.locator('.lead').innerText(), /2 letters have not been opened/)
  await page.getByRole('link', { name: 'Notice that an objection was passed on' }).first().click()
  assert.match(await page.locator('article.letter').innerText(), /What is open to you[\s\S]*Administrative reconsideration, within 60 days/)
  assert.match(await page.locator('main').innerText(), /Opened in the register by its addressee/)
  await page.goto(`${address}/en/subject/notices`)
  assert.match(await page.locator('.lead').innerText(), /1 letter has not been opened/)
  await context.close()
})

test('without script: an office says why it missed a limit, and everyone reads it on the board', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const [name, value] = officer.cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: address }])
  const page = await context.newPage()
  await page.goto(`${address}/desk/board`)
  await page.getByRole('textbox', { name: /为2026-11-12届满的期限说明理由/ }).first().fill('忙')
  await page.getByRole('button', { name: '说明理由' }).first().click()
  assert.match(await page.locator('#errors').innerText(), /写明|理由/)
  await page.getByRole('textbox', { name: /为2026-11-12届满的期限说明理由/ }).first().fill('原件存于市档案馆，调卷用时十日。')
  await page.getByRole('button', { name: '说明理由' }).first().click()
  await page.getByText('已经公开。').waitFor()
  await context.close()
  const anyone = await browser.newPage()
  await anyone.goto(`${address}/oversight`)
  await anyone.getByRole('link', { name: /^问责榜：/ }).click()
  await anyone.getByRole('link', { name: '演示单位' }).click()
  assert.match(await anyone.locator('main').innerText(), /调卷用时十日/)
  await anyone.close()
})

test('the pages are sound, in one language or the other', { skip }, async () => {
  const at = (...paths: readonly string[]) => paths.map((path) => `${address}${path}`)
  assert.deepEqual(await checkPages(browser, at(`/notices/${number}`, '/en/subject/notices'), { cookie: me.cookie }), [])
  assert.deepEqual(await checkPages(browser, at('/desk/notices', '/en/desk/notices/new'), { cookie: officer.cookie }), [])
  assert.deepEqual(await checkPages(browser, at('/board', `/en/board/${provider}`, '/en/contacts')), [])
})
