/** Words that may name a person, in a real browser without script: given back, stated, registered, and taken back by the operator. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { noBrowser } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { inBoth, siteOf } from '../support/site.ts'

const skip = noBrowser
const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
/** Invented. */
const words = '汪明辉的单位'
const row = (change: Record<string, string> = {}): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政许可决定文书号: '许1号', 许可内容: '食品经营', 许可决定日期: '2026-03-05',
  有效期自: '2026-03-05', 有效期至: '2031-03-04', 许可机关: '演示市场监督管理局', 许可机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局',
  数据来源单位统一社会信用代码: unit, ...change,
})

let ports: TestPorts
let me: SignedIn
let operator: SignedIn
let delivery = ''
let statement = 0
const site = siteOf(async () => {
  ports = await testPorts({ today: '2026-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
  delivery = (await deliverCsv(ports, unit, 'licence', [
    row(), row({ 行政许可决定文书号: '许2号', 许可内容: words }), row({ 行政许可决定文书号: '许3号', 许可内容: '食品<br>经营' }),
    row({ 行政许可决定文书号: '许4号', 许可内容: '法定代表人身份证号11010519491231002X' })])).delivery!.delivery_id
  me = await signIn(ports, { body: { kind: 'unit', code: unit }, roles: ['deliver'], name: '演示交付员' })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'], name: '演示运行员' })
  return { ports }
})
/** For whoever looks at the pages themselves: SCREENS names a folder. */
const shot = async (page: Page, name: string) => {
  const folder = process.env.SCREENS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('the row is shown without the words; typed again with a reason it is registered, and the operator may take the statement back', { skip }, async () => {
  await site.as(me, async (page) => {
    await page.goto('/desk')
    assert.match(await page.locator('main').innerText(), /1行中有可能指自然人的文字/)
    await page.goto(`/en/desk/deliveries/${delivery}`)
    await shot(page, 'delivery-en')
    await page.goto(`/desk/deliveries/${delivery}`)
    await shot(page, 'delivery-zh')
    const row = (await ports.database.one<{ returned: number; refused: number }>`select returned, refused from delivery where delivery_id = ${delivery}`)!
    assert.deepEqual([row.returned, row.refused], [2, 1])
    for (const kind of ['returned', 'refused'] as const) assert.equal(await page.locator(`[data-count=${kind}]`).innerText(), String(row[kind]), 'as interface and command say')
    const shown = await page.locator('#returned').innerText()
    assert.match(shown, /▇▇▇/)
    assert.match(shown, /可能指自然人/)
    assert.doesNotMatch(shown, /汪明辉|110105/)
    await page.goto(`/desk/deliveries/${delivery}/rows/3`)
    await page.getByRole('textbox', { name: '许可内容' }).fill(words)
    await page.getByRole('button', { name: '重新交付' }).click()
    await shot(page, 'row-still-zh')
    await page.getByRole('textbox', { name: '许可内容' }).fill(words)
    await page.getByLabel('这里的文字不指自然人').check()
    await page.getByRole('button', { name: '重新交付' }).click()
    assert.match(await page.locator('#errors').innerText(), /写明为何不指自然人/)
    await page.getByRole('textbox', { name: '许可内容' }).fill(words)
    await page.getByRole('textbox', { name: '为何不指自然人' }).fill('是企业字号')
    await page.getByRole('button', { name: '重新交付' }).click()
    assert.match(await page.locator('main').innerText(), /第3行/)
    await page.goto(`/en/desk/deliveries/${delivery}/rows/4`)
    await shot(page, 'row-en')
    assert.equal((await ports.database.rows`select 1 from boundary_statement where withdrawn_act is null`).length, 1)

    // A form of any page.
    const record = (await ports.database.one<{ record_id: number }>`select record_id from record where identity like '许1号%' limit 1`)!.record_id
    for (const [language, lang] of [['', 'zh'], ['/en', 'en']] as const) {
      await page.goto(`${language}/desk/deliveries/records/${record}`)
      await page.locator('[name=reason]').fill('汪明辉的单位填写有误')
      await page.locator('main form button').first().click()
      await shot(page, `held-${lang}`)
      assert.equal(await page.locator('mark').innerText(), '汪明辉')
      assert.equal(await page.locator('[name=_no-person]').isVisible(), true)
    }
    await page.locator('[name=_no-person]').check()
    await page.locator('[name=_no-person-why]').fill('the name of a shop')
    await page.locator('main form button').click()
    assert.equal((await ports.database.one<{ existence: string }>`select existence from record where record_id = ${record}`)!.existence, 'withdrawn')
  })
  await site.as(operator, async (page) => {
    await page.goto('/desk/operate/statements')
    await shot(page, 'statements-zh')
    const [first] = await ports.database.rows<{ act_id: number }>`select act_id from boundary_statement order by act_id`
    await page.locator('#withdraw [name=statement]').fill('1')
    await page.locator('#withdraw [name=why]').fill('核实后另有所指')
    await page.getByRole('button', { name: '撤销说明' }).click()
    assert.match(await page.locator('#errors').innerText(), /说明的编号/)
    await page.goto('/desk/operate/statements')
    await page.locator('#statements').getByRole('link', { name: String(first!.act_id), exact: true }).click()
    assert.match(await page.locator('#let-in').innerText(), /现行版本/)
    await page.locator('#withdraw [name=why]').fill('核实后另有所指')
    await page.getByRole('button', { name: '撤销说明' }).click()
    assert.match(await page.locator('main').innerText(), new RegExp(`说明${first!.act_id}已撤销，1条信息暂停公开`))
    await page.goto(`/en/desk/operate/statements/${first!.act_id}`)
    await shot(page, 'statement-en')
    assert.match(await page.locator('#let-in').innerText(), /kept from view/)
    statement = first!.act_id
  })
  assert.deepEqual(await site.findings(me, inBoth([`/desk/deliveries/${delivery}`, `/desk/deliveries/${delivery}/rows/4`, '/desk/deliveries/statements', `/desk/deliveries/statements/${statement}`])), [])
  assert.deepEqual(await site.findings(operator, inBoth(['/desk/operate/incidents', '/desk/operate/statements', `/desk/operate/statements/${statement}`])), [])
})
