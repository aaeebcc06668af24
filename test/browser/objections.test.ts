/** An objection from its lodging to its answer, as its parties walk it, without script; every page of it sound in both languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { objected, objector, type Objected, provider } from '../support/objected.ts'
import { noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { inBoth, siteOf } from '../support/site.ts'
import { minimalPdf } from '../support/pdf-text.ts'

let register: Objected
let me: SignedIn
let officer: SignedIn
let operator: SignedIn
const site = siteOf(async () => {
  register = await objected({ today: '2026-09-28', records: 4 })
  const { ports } = register
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  officer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
  return { ports }
})


let number = ''

test('without script: object beside the record, follow it through the desks, read the answer', { skip }, async () => {
  await site.as(me, async (page) => {
    await page.goto('/subject')
    await page.getByRole('link', { name: /^提出异议/ }).first().click()
    await page.getByRole('button', { name: '提出异议' }).click()
    assert.match(await page.title(), /^错误：/)
    assert.equal(await page.locator('#errors li').count(), 2)
    await page.getByLabel('错误', { exact: true }).check()
    await page.getByLabel('说明').fill('许可有效期至2036年，登记为2031年，有误。')
    await page.locator('#file').setInputFiles({ name: '原件.pdf', mimeType: 'application/pdf', buffer: minimalPdf() })
    await page.getByRole('button', { name: '提出异议' }).click()
    number = /\/objections\/(\d+)/.exec(page.url())![1]!
    await page.getByRole('heading', { name: '已经收到' }).waitFor()
    assert.match(await page.locator('.casesteps').innerText(), /属于提供单位责任的：转交/)
  })
  await site.as(operator, async (page) => {
    await page.goto('/desk/objections')
    await page.getByRole('link', { name: number }).click()
    await page.getByRole('button', { name: '转交提供单位' }).click()
    await page.getByText('已经办理').waitFor()
  })
  await site.as(officer, async (page) => {
    await page.goto('/en/desk/objections')
    await page.getByRole('link', { name: number }).click()
    await page.getByLabel('appraisal').check()
    await page.getByRole('button', { name: 'Pause the clock' }).click()
    assert.equal(await page.locator('#errors').count(), 1, 'a pause rests on a document')
    await page.getByLabel('Not upheld: the record stays').check()
    await page.getByLabel('Reasons').fill('所称错误不成立：决定书原件与登记一致。')
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByText('Done, and entered').waitFor()
  }, { javaScriptEnabled: true })
  await site.as(operator, async (page) => {
    await page.goto(`/desk/objections/${number}`)
    await page.getByRole('button', { name: '办结' }).click()
    await page.getByText('已经办结，没有其他步骤').waitFor()
  }, { javaScriptEnabled: true })
  await site.as(me, async (page) => {
    await page.goto(`/subject/objections/${number}`)
    assert.match(await page.locator('#answer').innerText(), /决定书原件与登记一致/)
    assert.match(await page.locator('#ways').innerText(), /向上一级行政机关申请复核/)
  })
})

test('what waits stands where one lands, and an organisation finds its objections by how far they have come', { skip }, async () => {
  await site.as(me, async (page) => {
    await page.goto(`/subject/objections/new?record=${register.records[2]}`)
    await page.getByLabel('遗漏', { exact: true }).check()
    await page.getByLabel('说明').fill('登记遗漏了许可的变更内容，请补充。')
    await page.getByRole('button', { name: '提出异议' }).click()
    await page.goto('/desk')
    assert.match(await page.locator('.waiting').innerText(), /异议\s*正在办理1件\s*下一步最迟2026-/)
    await page.locator('.waiting').getByRole('link', { name: '异议' }).click()
    assert.equal(await page.locator('#cases tbody tr').count(), 2, 'the closed and the open one')
    await page.getByRole('link', { name: /^正在办理/ }).click()
    assert.equal(await page.locator('#cases tbody tr').count(), 1)
    await page.getByRole('link', { name: /^已有决定/ }).click()
    await page.getByRole('heading', { name: '没有这样的异议' }).waitFor()
  })
  await site.as(operator, async (page) => {
    await page.goto('/desk')
    assert.match(await page.locator('.waiting').innerText(), /异议\s*1件等待办理/)
    const bar = page.getByRole('navigation', { name: '工作台' })
    assert.equal(await bar.getByRole('link', { name: '文书被撤销' }).isVisible(), false)
    await bar.getByText('全部工作台').click()
    await bar.getByRole('link', { name: '文书被撤销' }).click()
    assert.match(page.url(), /revocations$/)
  })
})

test('the pages of an objection are sound: for the organisation, the desks and any reader', { skip }, async () => {
  await site.as(me, async (page) => {
    await page.goto(`/subject/objections/new?record=${register.records[1]}`)
    await page.getByLabel('遗漏', { exact: true }).check()
    await page.getByLabel('说明').fill('登记遗漏了许可的变更内容，请补充。')
    await page.getByRole('button', { name: '提出异议' }).click()
    await page.getByRole('heading', { name: '已经收到' }).waitFor()
  })
  const open = Number((await register.ports.database.one<{ n: number }>`select max(case_id) as n from objection`)!.n)
  const own = ['/desk', '/subject', '/subject/objections', '/subject/objections?state=decided', `/subject/objections/${number}`, `/subject/objections/${open}`, `/subject/objections/new?record=${register.records[3]}`]
  assert.deepEqual(await site.findings(me, inBoth(own)), [])
  assert.deepEqual(await site.findings(operator, inBoth(['/desk', '/desk/objections', `/desk/objections/${open}`])), [])
  assert.deepEqual(await site.findings(null, inBoth([`/organisations/${objector}`, `/organisations/${objector}/records/${register.records[1]}`])), [])
})
