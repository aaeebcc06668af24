/** The operator's console in a real browser: each room is sound in both languages, each act works without script, a wrong role is told why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { sequenceOnce } from '../../src/acts/keeper.ts'
import { deliveryDesk } from '../../src/register/ingestion/desk.ts'
import { noteCalendar, noteLaw } from '../../src/register/law/acts.ts'
import { audits } from '../../src/register/operation/store.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { noBrowser } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { siteOf } from '../support/site.ts'

const skip = noBrowser
const unit = '11100000MB0143028R'
const organisation = '91330000470009923F'
const licence = {
  行政相对人名称: '岭湾澄石有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: '〔2026〕1号', 许可内容: '经营', 许可编号: '1',
  许可决定日期: '2026-01-05', 有效期至: '2026-11-20', 许可机关: '岭湾市市场监督管理局',
}

let ports: TestPorts
let operator: SignedIn

const site = siteOf(async () => {
  ports = await testPorts({ today: '2026-11-20' })
  await noteCalendar(ports)
  await noteLaw(ports)
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence', 'penalty'])
  await deliverCsv(ports, unit, 'licence', [licence, { ...licence, 行政许可决定文书号: '〔2026〕2号', 许可编号: '2', 有效期至: '没有' }])
  ports.setToday('2026-11-21')
  while (await sequenceOnce(ports) > 0);
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
  return { ports, deliveries: deliveryDesk(ports, { databaseUrl: ports.url }) }
})

const signedIn = (who: SignedIn, javaScriptEnabled: boolean): Promise<BrowserContext> => site.context(who, { javaScriptEnabled })
const head = async (kind: string) => JSON.parse((await ports.database.one<{ head: string }>`
  select head from act_group where kind = ${kind} order by first_act desc limit 1`)!.head) as { actor: string; account: string }
const byOperator = () => ({ actor: 'operator', account: String(operator.account) })
const by = async (kind: string) => (({ actor, account }) => ({ actor, account: String(account) }))(await head(kind))
const rooms = ['', '/run', '/runs', '/deliveries', '/clocks', '/clocks?feeds=by-record', '/log', '/law', '/units', '/units/new', `/units/${unit}`, '/accounts', '/security', '/security?kind=refusals&from=2026-01-01', '/incidents', '/units/none']

test('every room in both languages is sound: accessible, on a phone, enlarged, in the dark', { skip }, async () => {
  const english = ['', '/deliveries', '/clocks', '/log', '/units', '/incidents'].map((room) => `/en/desk/operate${room}`)
  const paths = [...rooms.map((room) => `/desk/operate${room}`), '/oversight', ...english, '/en/oversight']
  assert.deepEqual(await site.findings(operator, paths), [])
})

test('who has another role, or is not signed in, is told so and sees nothing', { skip }, async () => {
  const clerk = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'] })
  for (const room of rooms) {
    const ask = (cookie?: string) => site.app.inject({ url: `/en/desk/operate${room}`, headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) } })
    const refused = await ask(clerk.cookie)
    assert.equal(refused.statusCode, 403, room)
    assert.match(refused.body, /run the register/)
    assert.equal((await ask()).statusCode, 401, room)
  }
})

test('gd-43c the day is run by a click and shows what it did; again it does nothing', { skip }, async () => {
  const context = await signedIn(operator, false)
  const page = await context.newPage()
  const run = async () => {
    await page.goto('/en/desk/operate')
    await page.getByRole('link', { name: 'Run now' }).click()
    const says = await page.locator('form p').first().textContent()
    await page.getByRole('button', { name: 'Run' }).click()
    return says
  }
  assert.match((await run())!, /^1 display will end/)
  assert.match(await page.locator('.notice').textContent() ?? '', /The daily run is done/)
  assert.match(await page.locator('main').textContent() ?? '', /1 display ended, 0 began/)
  assert.deepEqual(await by('record.expired'), byOperator())
  assert.match((await run())!, /^0 displays will end/)
  assert.match(await page.locator('main').textContent() ?? '', /0 displays ended, 0 began/)
  await context.close()
})

test('a period is entered; what is wrong stands beside its field and nothing typed is lost', { skip }, async () => {
  for (const javaScriptEnabled of [false, true]) {
    const context = await signedIn(operator, javaScriptEnabled)
    const page = await context.newPage()
    await page.goto('/desk/operate/clocks')
    const form = page.locator('#period form')
    await form.getByLabel('规则').selectOption('gd-35-1c')
    await form.getByLabel('数字').fill('十')
    await form.getByLabel('设定的机构').fill('市信用主管部门')
    await form.getByRole('button').click()
    assert.match(await page.title(), /^错误：/)
    assert.equal(await page.locator('#period .notice.error li').count(), 2)
    assert.equal(await page.locator('#amount').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.locator('#office').inputValue(), '市信用主管部门')
    if (javaScriptEnabled) assert.equal(await page.evaluate('document.activeElement.id'), 'errors')
    await form.getByLabel('数字').fill(javaScriptEnabled ? '12' : '10')
    await form.getByLabel('依据的文件').fill('岭信〔2026〕3号')
    await form.getByRole('button').click()
    assert.match(await page.locator('.notice').textContent() ?? '', /期限已登记/)
    assert.match(await page.locator('main').textContent() ?? '', javaScriptEnabled ? /12个工作日/ : /10个工作日/)
    await context.close()
  }
  assert.deepEqual(await by('period.set'), byOperator())
})

test('a notice is loaded and the clocks follow; a unit is registered; returned rows are given a period', { skip }, async () => {
  const context = await signedIn(operator, false)
  const page = await context.newPage()
  await page.goto('/en/desk/operate/law')
  const notice = page.getByLabel('Notice (JSON)')
  await notice.fill('{"kind": ')
  await page.getByRole('button', { name: 'Enter' }).click()
  assert.equal(await notice.inputValue(), '{"kind": ')
  await notice.fill(JSON.stringify({ kind: 'notice', edition: '2027', year: 2027, papers: [{ address: 'https://example.gov/2027', published: '2026-11' }], days: [{ day: '2027-01-01', name: '元旦', off: true }] }))
  await page.getByRole('button', { name: 'Enter' }).click()
  assert.match(await page.locator('main').textContent() ?? '', /Certain until\s*2027-12-31/)
  assert.deepEqual(await by('calendar.loaded'), byOperator())

  await page.goto('/en/desk/operate/units/new')
  await page.getByLabel('Unified social credit code').fill('11970100MB0000510X')
  await page.getByLabel('Chinese name').fill('岭湾市水务局')
  await page.getByLabel('Kind').fill('administrative-organ/water')
  await page.getByLabel('Items').fill('penalty, gd-refused-water-charges')
  await page.getByRole('button', { name: 'Register a unit' }).click()
  assert.match(await page.locator('#code-error').textContent() ?? '', /no unified social credit code/)
  await page.getByLabel('Unified social credit code').fill('11970100MB0000510W')
  await page.getByRole('button', { name: 'Register a unit' }).click()
  await page.getByRole('link', { name: '岭湾市水务局' }).click()
  assert.match(await page.locator('main').textContent() ?? '', /administrative-organ\/water/)

  await page.goto('/en/desk/operate/deliveries')
  await page.getByLabel('Days').fill('30')
  await page.getByLabel('Office that enters it').fill('平台运行处')
  await page.getByLabel('Document it rests on').fill('运行规程第4条')
  await page.getByRole('button', { name: 'Enter' }).click()
  assert.match(await page.locator('#returned .facts').textContent() ?? '', /30 days, for deliveries from 2026-11-21 on/)
  await context.close()
})

test('the log is audited in the background and the result stays', { skip }, async () => {
  while (await sequenceOnce(ports) > 0);
  const context = await signedIn(operator, false)
  const page = await context.newPage()
  await page.goto('/en/desk/operate/log')
  await page.getByRole('button', { name: 'Start an audit' }).click()
  for (let i = 0; i < 100 && (await audits(ports.database, 1, 0))[0]?.ended_at == null; i++) await new Promise((resolve) => setTimeout(resolve, 50))
  await page.getByRole('link', { name: 'Refresh' }).click()
  await page.locator('#audit tbody a').first().click()
  assert.match(await page.locator('main').textContent() ?? '', /As it was signed/)
  assert.ok(await page.locator('ul.dash li').count() >= 3)
  await context.close()
})

test('gd-26c a record is destroyed only for a reason, and only when its number is typed twice', { skip }, async () => {
  const { record_id: record } = (await ports.database.one<{ record_id: number }>`select record_id from record where item_id = 'licence'`)!
  const existence = async () => (await ports.database.one<{ existence: string }>`select existence from record where record_id = ${record}`)!.existence
  const context = await signedIn(operator, false)
  const page = await context.newPage()
  await page.goto('/en/desk/operate/incidents')
  const fill = (label: string, text: string) => page.getByLabel(label).fill(text)
  await fill('Unified social credit code', organisation)
  await page.getByLabel('Number of the record', { exact: true }).fill(String(record))
  await page.getByRole('button', { name: 'Withdraw and destroy' }).click()
  assert.equal(await page.locator('.notice.error li').count(), 2)
  assert.equal(await existence(), 'held')
  await fill('What was found', '许可内容一栏涉及自然人')
  await fill('The number of the record once more', String(record))
  await page.getByRole('button', { name: 'Withdraw and destroy' }).click()
  assert.match(await page.locator('.notice').textContent() ?? '', /withdrawn from every use/)
  assert.equal(await existence(), 'erased')
  assert.deepEqual(await by('boundary.incident'), byOperator())
  await context.close()
})

test('all sign-ins of an account end at once', { skip }, async () => {
  const clerk = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'], name: '演示文员' })
  const context = await signedIn(operator, false)
  const page: Page = await context.newPage()
  await page.goto(`/en/desk/operate/accounts?body=${unit}`)
  await page.locator(`#account-${clerk.account}`).getByRole('button').click()
  assert.match(await page.locator('.notice').textContent() ?? '', /have ended/)
  assert.equal((await site.app.inject({ url: '/en/desk/operate', headers: { accept: 'text/html', cookie: clerk.cookie } })).statusCode, 401)
  assert.deepEqual(await by('account.sessions-ended'), byOperator())
  await context.close()
})

test('anyone sees which office is late, and no person is named', { skip }, async () => {
  ports.setToday('2027-03-01')
  const { body, statusCode } = await site.app.inject({ url: '/en/oversight', headers: { accept: 'text/html' } })
  assert.equal(statusCode, 200)
  assert.match(body, /aria-current="page">Oversight/)
  assert.match(body, /演示单位|Demonstration unit/)
  assert.doesNotMatch(body, /演示文员|演示成员/)
})
