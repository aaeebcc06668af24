/** An organisation's side as it walks it, without script: everything held and its history, who may look, what it withholds and says of itself; all of it to take away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { answerInquiry } from '../../src/register/inquiries/acts.ts'
import { deliverCsv, unitFor } from '../support/delivered.ts'
import { objected, objector, type Objected, provider, stranger } from '../support/objected.ts'
import { noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { siteOf } from '../support/site.ts'

let register: Objected
let me: SignedIn
let donation = 0
const buyer = '113300000024820075'
const site = siteOf(async () => {
  register = await objected({ today: '2026-09-28', records: 3 })
  const { ports } = register
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  const giver = '53330000501879009Q'
  await unitFor(ports, giver, 'administrative-organ/civil-affairs', ['gd-charity'])
  await deliverCsv(ports, giver, 'gd-charity', [{
    机构名称: '宁波演示有限公司', 统一社会信用代码: objector, 证书号: '捐1号', 公益项目: '助学捐赠', 认定日期: '2026-05-01', 认定单位: '演示慈善总会',
  }])
  donation = (await ports.database.one<{ id: number }>`select record_id as id from record where item_id = 'gd-charity'`)!.id
  await unitFor(ports, buyer, 'administrative-organ/finance', ['contract-performance'])
  const contract = await deliverCsv(ports, buyer, 'contract-performance', [{
    名称: '宁波演示有限公司', 统一社会信用代码: objector, 合同编号: '合1号', 合同名称: '办公设备采购合同', 合同相对方: '演示财政局', 履行情况: '按期交付', 记录日期: '2026-06-01',
  }])
  assert.equal(contract.delivery?.accepted, 1, JSON.stringify(contract.returned))
  await register.deliver(1, { 有效期至: '2036-03-04' })
  await withdrawRecord(ports, { subject: objector, record: register.records[2]!, provider, reason: '许可决定已经撤销', document: '撤许3号', rule: null })
  return { ports }
})

const asked = (url: string) => site.app.inject({ url, headers: { accept: 'text/html', cookie: me.cookie } })

test('gd-7-3 hn-31 js-63 ln-35-1 xm-13-2 everything held stands there, shown or not, with source, reasons and every change of it', { skip }, () => site.as(me, async (page) => {
  await page.goto('/subject')
  assert.equal(await page.locator('article.rec').count(), 5)
  assert.match(await page.locator('#records').innerText(), /办公设备采购合同.*不公示|不公示.*办公设备采购合同/s, 'what is not public is there too')
  assert.match(await page.locator(`#r${register.records[2]}`).innerText(), /已撤回/)
  for (const way of ['/subject/inquiries', '/subject/authorisations', '/subject/objections/new', '/subject/restorations', '/subject/file.json']) {
    assert.ok(await page.locator(`main a[href^="${way}"]`).count() > 0, `gd-7-3 from here: ${way}`)
  }
  await page.getByRole('link', { name: /^已撤回/ }).click()
  assert.equal(await page.locator('article.rec').count(), 1)
  await page.getByRole('link', { name: /全部内容和变动/ }).click()
  assert.match(await page.locator('#history').innerText(), /撤回.*演示单位.*撤许3号 许可决定已经撤销/s)
  await page.goto(`/subject/records/${register.records[0]}`)
  assert.match(await page.locator('#values').innerText(), /有效期至\s+2036-03-04/)
  const history = await page.locator('#history').innerText()
  assert.match(history, /更正，第2版\s+有效期至：2031-03-04 → 2036-03-04/)
  assert.match(history, /收下，第1版/)
  const foreign = await asked(`/subject/records/${register.foreign}`)
  assert.equal(foreign.statusCode, 404, 'another organisation\'s record is not there for it')
}))

test('gd-39 js-61b what is typed into an authorisation stays; without an end it is refused; given, its use is told with who looked and who received; revoked at once', { skip }, () => site.as(me, async (page) => {
  await page.goto('/en/subject/authorisations')
  await page.getByLabel('Unified social credit code of the inquirer').fill(stranger)
  await page.getByLabel('Loans and financing').check()
  await page.getByLabel(/administrative/i).first().check()
  await page.getByLabel(/^Yes: it is the condition/).check()
  await page.getByRole('button', { name: 'Authorise an inquiry' }).click()
  assert.match(await page.locator('#errors').innerText(), /No authorisation is given for ever/)
  assert.equal(await page.getByLabel('Unified social credit code of the inquirer').inputValue(), stranger)
  assert.ok(await page.getByLabel(/administrative/i).first().isChecked())
  await page.getByLabel('Last day').fill('2026-12-31')
  await page.getByRole('button', { name: 'Authorise an inquiry' }).click()
  await page.getByText('Authorised.').waitFor()
  assert.match(await page.locator('#given').innerText(), /Holds.*Never used/s)
  const ask = () => answerInquiry(register.ports, { actor: stranger, account: '2' }, {
    subject: objector, ground: 'authorised-inquiry', purpose: 'financing', reference: '贷1号', stated: '', items: null, channel: 'page', client: null,
  })
  assert.ok((await ask()).ok)
  await page.reload()
  assert.match(await page.locator('#given').innerText(), /2026-09-28 09:30 · \d records/)
  await page.goto('/en/subject/inquiries')
  assert.match(await page.locator('main').innerText(), /宁波另一有限公司.*Inquiry by authorisation of the organisation.*Loans and financing/s)
  await page.goto('/en/subject/recipients')
  assert.match(await page.locator('main').innerText(), /宁波另一有限公司.*Authorised inquiry.*Version 2, current/s)
  await page.goto('/en/subject/authorisations')
  await page.getByRole('button', { name: /Revoke/ }).click()
  assert.match(await page.locator('#given').innerText(), /Revoked/)
  assert.equal((await ask()).ok, false)
}))

test('gd-41 a donation is withheld from its page, gone for readers and their interface, and comes back on request', { skip }, () => site.as(me, async (page) => {
  const seen = async () => [
    (await site.app.inject(`/api/v1/organisations/${objector}/records/${donation}`)).statusCode,
    (await site.app.inject(`/organisations/${objector}`)).body.includes('助学捐赠'),
    (await site.app.inject(`/api/v1/organisations/${objector}/archive`)).body.includes('助学捐赠'),
  ]
  assert.deepEqual(await seen(), [200, true, true])
  await page.goto(`/subject/records/${donation}`)
  await page.getByRole('button', { name: '申请不公开' }).click()
  await page.getByText('已经不公开，立即生效').waitFor()
  assert.deepEqual(await seen(), [404, false, false])
  assert.match((await asked('/subject')).body, /助学捐赠/, 'it sees it itself')
  await page.getByRole('button', { name: '恢复公开' }).click()
  await page.getByText('已经恢复公开').waitFor()
  assert.deepEqual(await seen(), [200, true, true])
}))

test('ln-13-2b js-37-2 a pledge of its own is shown as its own, refused with personal data, and taken back', { skip }, () => site.as(me, async (page) => {
  await page.goto('/subject/statements')
  await page.getByLabel('信用承诺').check()
  await page.getByRole('textbox', { name: '内容' }).fill('联系人王小明，手机13800138000。')
  await page.getByRole('button', { name: '作出声明或者承诺' }).click()
  assert.match(await page.locator('#errors').innerText(), /自然人的信息/)
  await page.getByRole('textbox', { name: '内容' }).fill('本公司承诺按期清偿到期货款。')
  await page.getByRole('button', { name: '作出声明或者承诺' }).click()
  await page.getByText('已经登记').waitFor()
  const shown = (await site.app.inject(`/organisations/${objector}`)).body
  assert.match(shown, /信用承诺：本公司承诺按期清偿到期货款/)
  assert.match(shown, /自主申报，由该组织对真实性负责/)
  await page.getByRole('button', { name: /撤回/ }).click()
  await page.getByText('已经撤回').waitFor()
  assert.doesNotMatch((await site.app.inject(`/organisations/${objector}`)).body, /到期货款/)
}))

test('gd-40-1a hn-31 xm-13-2 all of it to take away, fifty times over: every record, change and authorisation, and none of another', { skip }, async () => {
  for (let i = 0; i < 50; i++) assert.equal((await asked('/subject/file.json')).statusCode, 200)
  const file = JSON.parse((await asked('/subject/file.json')).body) as Record<string, { record?: number; changed?: unknown[]; state?: string }[]>
  const ids = [...register.records, donation]
  assert.deepEqual(file.records!.map((r) => r.record!).filter((id) => ids.includes(id)).sort((a, b) => a - b), ids.toSorted((a, b) => a - b))
  assert.equal(file.records!.find((r) => r.record === register.records[2])!.state, 'withdrawn')
  assert.deepEqual(file.changes!.find((c) => c.record === register.records[0] && c.changed!.length > 0)!.changed, [{ field: '有效期至', before: '2031-03-04', after: '2036-03-04' }])
  assert.equal(file.authorisations!.length, 1)
  assert.deepEqual(file.objections, [])
  const inquiries = file.inquiries as unknown as { outcome: string; ground: string }[]
  assert.deepEqual(inquiries.filter((i) => i.ground !== 'own-inquiry').map((i) => i.outcome), ['refused', 'answered'])
  assert.equal(inquiries.filter((i) => i.ground === 'own-inquiry').length, 52, 'the look of the session, and each time it was taken, this one too')
  assert.ok(!JSON.stringify(file.records).includes('宁波另一有限公司'))
  const table = (await asked('/subject/file.csv')).body
  assert.match(table, /^\uFEFFpart,number,record,version,day/)
  assert.match(table, new RegExp(`\\r\\nrecord,${donation},${donation},1,2026-05-01,慈善公益信息,`))
  assert.equal((await site.app.inject('/subject/file.json')).statusCode, 401)
})

test('its pages are sound', { skip }, async () => {
  const pages = [`/subject/records/${register.records[0]}`, '/subject/authorisations', '/subject/statements', '/en/subject/recipients']
  assert.deepEqual(await site.findings(me, pages), [])
})
