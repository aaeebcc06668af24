/** Delivering in a real browser: in both languages, with script and without, by keyboard alone, and every page sound. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContext } from 'playwright-core'
import { type DeliveryDesk, deliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { checkPages, launchBrowser, noBrowser } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'

const skip = noBrowser
const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const code = '行政相对人代码_1（统一社会信用代码）'
const row = (change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', [code]: organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})
const csvOf = (...rows: Record<string, string>[]) => [Object.keys(row()), ...rows.map((r) => Object.values(r))].map((line) => line.join(',')).join('\r\n')

let ports: TestPorts
let app: FastifyInstance
let desk: DeliveryDesk
let browser: Browser
let address = ''
let me: SignedIn
/** of a delivery whose rows came back for every kind of reason; of a file returned as a whole; of a record */
let mixed = ''
let whole = ''
let record = 0

before(async () => {
  if (skip !== false) return
  ports = await testPorts({ today: '2026-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence', 'penalty'])
  mixed = (await deliverCsv(ports, unit, 'licence', [row(), row({ 行政许可决定文书号: '许2号', 有效期至: '某日' }),
    row({ 行政许可决定文书号: '', 许可决定日期: '2026-13-02', 许可内容: '' }), row({ [code]: '91330200058290389B' }), row({ 行政相对人名称: '另一演示有限公司', 行政许可决定文书号: '许5号' }),
    row({ 许可内容: '身份证号11010519491231002X' }), ...Array.from({ length: 25 }, (_, i) => row({ 行政许可决定文书号: `许${i + 20}号`, 有效期至: `2026.${i + 20}` }))])).delivery!.delivery_id
  whole = (await deliverCsv(ports, unit, 'licence', [{ 甲: '1', 乙: '2' }])).delivery!.delivery_id
  record = (await ports.database.one<{ record_id: number }>`select record_id from record limit 1`)!.record_id
  // The worker's day is the clock's own.
  desk = deliveryDesk(ports, { databaseUrl: ports.url, fixedDay: '2026-06-03' })
  await desk.start()
  app = await buildServer(ports, { deliveries: desk })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  me = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'], name: '演示交付员' })
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await desk.close()
  await ports.close()
})

const session = (): Promise<BrowserContext> => signedIn(true)
async function signedIn(javaScriptEnabled: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ javaScriptEnabled, reducedMotion: 'reduce' })
  const [name, value] = me.cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: address }])
  return context
}
async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(ports.settings.spoolFolder, '..', `${path.basename(ports.settings.spoolFolder)}-${name}`)
  await writeFile(file, text)
  return file
}

test('every page of the desk is sound in both languages: accessible, on a phone, enlarged, in the dark', { skip }, async () => {
  const here = `/desk/deliveries/${mixed}`
  const paths = ['/desk/deliveries', '/desk/deliveries/new', `${here}?page=2`, `${here}/rows/3`, `${here}/rows/4?all=1`,
    `/desk/deliveries/${whole}`, '/desk/deliveries/mistakes', '/desk/deliveries/records', `/desk/deliveries/records/${record}`]
  assert.deepEqual(await checkPages(browser, paths.flatMap((p) => [address + p, `${address}/en${p}`]), { cookie: me.cookie }), [])
})

for (const [language, prefix, words] of [
  ['zh', '', { item: '目录项', file: '文件', send: '交付', correct: '改正第3行', redeliver: '重新交付这一行', until: '有效期至', done: /第3行已改正/, wrong: '有1处需要改正' }],
  ['en', '/en', { item: 'Catalog item', file: 'File', send: 'Deliver', correct: 'Correct Row 3', redeliver: 'Deliver this row again', until: '有效期至', done: /Row 3 was corrected/, wrong: '1 thing needs correcting' }],
] as const) {
  test(`without script (${language}): choose, deliver, see what came back, correct a row and find its record`, { skip }, async () => {
    const context = await signedIn(false)
    const page = await context.newPage()
    await page.goto(`${address}${prefix}/desk/deliveries/new`)
    // The item is forgotten first: the page says so, beside the field and in its summary.
    const file = await fileOf(`plain-${language}.csv`, csvOf(row({ 行政许可决定文书号: `许9${language}号` }), row({ 行政许可决定文书号: `许8${language}号`, 有效期至: '某日' })))
    await page.getByLabel(words.file, { exact: true }).setInputFiles(file)
    await page.getByRole('button', { name: words.send, exact: true }).click()
    assert.equal(await page.locator('#errors').isVisible(), true)
    await page.getByLabel(words.item).selectOption('licence')
    await page.getByLabel(words.file, { exact: true }).setInputFiles(file)
    await page.getByRole('button', { name: words.send, exact: true }).click()
    await page.waitForURL(/\/desk\/deliveries\/[0-9a-f-]{36}/)
    await desk.idle()
    await page.reload()
    assert.equal(await page.locator('[data-count=returned]').textContent(), '1')
    assert.equal(await page.locator('[data-count=accepted]').textContent(), '1')
    await page.getByRole('link', { name: language === 'zh' ? '改正 第3行' : words.correct }).click()
    await page.getByLabel(words.until).fill('2026-02-30')
    await page.getByRole('button', { name: words.redeliver }).click()
    assert.match((await page.locator('#errors').textContent())!, new RegExp(words.wrong))
    assert.equal(await page.getByLabel(words.until).inputValue(), '2026-02-30')
    await page.getByLabel(words.until).fill('2031-03-04')
    await page.getByRole('button', { name: words.redeliver }).click()
    assert.match((await page.locator('[role=status]').first().textContent())!, words.done)
    assert.equal(await page.locator('[data-count=accepted]').textContent(), '2')
    await page.locator('[role=status] a').first().click()
    assert.match(page.url(), new RegExp(`/organisations/${organisation}/records/\\d+$`))
    await context.close()
  })
}

test('with script: two files dropped, the second waits in words for the first; both become deliveries', { skip }, async () => {
  const context = await session()
  const page = await context.newPage()
  await page.goto(`${address}/desk/deliveries/new`)
  await page.getByLabel('目录项').selectOption('licence')
  // The first one is held on its way, so that the second comes while it is being sent.
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  let first = true
  await page.route('**/upload', async (route) => {
    if (first) { first = false; await held }
    await route.continue()
  })
  const drop = (name: string, text: string) => page.evaluate(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv', lastModified: 1 }))
    document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  })()`)
  const [one, two] = [csvOf(row({ 行政许可决定文书号: '许101号' })), csvOf(row({ 行政许可决定文书号: '许102号' }))]
  await drop('一.csv', one)
  await drop('二.csv', two)
  const lines = page.locator('[data-uploads] li')
  assert.match((await lines.nth(0).textContent())!, /正在送出/)
  assert.match((await lines.nth(1).textContent())!, /排在后面/)
  assert.match((await page.locator('[data-uploads] [data-announce]').textContent())!, /二\.csv/)
  await drop('一.csv', one)
  assert.equal(await lines.count(), 2, 'a file that is there already is not added twice')
  release()
  await lines.nth(1).getByRole('link').waitFor()
  assert.equal(await lines.nth(0).getByRole('link').count(), 1)
  await desk.idle()
  await lines.nth(1).getByRole('link').click()
  assert.equal(await page.locator('[data-count=accepted]').textContent(), '1')
  await context.close()
})

test('a sign-in that ended: the file stays chosen, nothing is delivered, and after signing in it is sent from where it waits', { skip }, async () => {
  const context = await session()
  const page = await context.newPage()
  await page.goto(`${address}/desk/deliveries/new`)
  await page.getByLabel('目录项').selectOption('licence')
  const count = async () => (await ports.database.one<{ n: number }>`select count(*)::int as n from delivery`)!.n
  const before = await count()
  await context.clearCookies()
  await page.getByLabel('文件', { exact: true }).setInputFiles(await fileOf('ended.csv', csvOf(row({ 行政许可决定文书号: '许111号' }))))
  await page.getByRole('button', { name: '交付', exact: true }).click()
  const line = page.locator('[data-uploads] li')
  await line.getByRole('button').waitFor()
  assert.match((await line.textContent())!, /登录已经结束/)
  assert.equal(await count(), before)
  const [name, value] = me.cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: address }])
  await line.getByRole('button').click()
  await page.waitForURL(/\/desk\/deliveries\/[0-9a-f-]{36}/)
  assert.equal(await count(), before + 1)
  await desk.idle()
  await context.close()
})

test('the page of a running delivery moves by itself, without anything jumping, and says its end aloud', { skip }, async () => {
  const delivery = (await deliverCsv(ports, unit, 'licence', [row({ 行政许可决定文书号: '许121号' }), row({ 行政许可决定文书号: '许122号' })])).delivery!
  await ports.database.run`update delivery set state = 'running', ended_at = null, accepted = 1, rows_read = 1, bytes_read = size_bytes / 2 where delivery_id = ${delivery.delivery_id}`
  const context = await session()
  const page = await context.newPage()
  await page.addInitScript(`globalThis.moved = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) moved += e.value }).observe({ type: 'layout-shift', buffered: true })`)
  await page.goto(`${address}/desk/deliveries/${delivery.delivery_id}`)
  assert.equal(await page.locator('[data-count=accepted]').textContent(), '1')
  assert.match((await page.locator('[data-count=unread]').textContent())!, /^约/)
  await ports.database.run`update delivery set state = 'done', accepted = 2, rows_read = 2, bytes_read = size_bytes, ended_at = now() where delivery_id = ${delivery.delivery_id}`
  await page.locator('[data-then] a').waitFor()
  assert.equal(await page.locator('[data-count=accepted]').textContent(), '2')
  assert.match((await page.locator('[data-live] [data-announce]').textContent())!, /已读2行，共2行[\s\S]*已读完/)
  assert.equal(await page.evaluate('moved'), 0)
  await page.locator('[data-then] a').click()
  assert.equal(await page.locator('[data-live]').count(), 0)
  await context.close()
})

test('by keyboard alone: from the list to the form, the item, the file, the button and the delivery', { skip }, async () => {
  const context = await session()
  const page = await context.newPage()
  // Asked for before the first page: the browser must know to hand over its chooser when the key is pressed, however busy it is.
  const chooser = page.waitForEvent('filechooser', { timeout: 120_000 })
  await page.goto(`${address}/desk/deliveries`)
  const tabTo = async (selector: string) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${selector} is not reached by Tab`)
  }
  await tabTo('a.btn')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/new$/)
  await tabTo('select[name=what]')
  await page.keyboard.press('ArrowDown')
  await tabTo('input[type=file]')
  await page.keyboard.press('Space')
  await (await chooser).setFiles(await fileOf('keys.csv', csvOf(row({ 行政许可决定文书号: '许131号' }))))
  await tabTo('button.btn')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk\/deliveries\/[0-9a-f-]{36}/)
  await desk.idle()
  await page.reload()
  assert.equal(await page.locator('[data-count=accepted]').textContent(), '1')
  await context.close()
})
