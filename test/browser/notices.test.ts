/** Letters and the accountability board as their readers see them: opened without script, their pages sound. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sweepClocks } from '../../src/register/deadlines/clocks/acts.ts'
import * as store from '../../src/register/notices/store.ts'
import { actOnObjection, lodgeObjection } from '../../src/register/objections/acts.ts'
import { objected, objector, type Objected, provider } from '../support/objected.ts'
import { noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { siteOf } from '../support/site.ts'

let register: Objected
let me: SignedIn
let officer: SignedIn
let number = 0
const site = siteOf(async () => {
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
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  officer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['decide'] })
  return { ports }
})

test('without script: an unread letter is opened from the list, and is read from then on', { skip }, async () => {
  await site.as(me, async (page) => {
    await page.goto('/en/subject/notices')
    assert.match(await page.locator('.lead').innerText(), /2 letters have not been opened/)
    await page.getByRole('link', { name: 'Notice that an objection was passed on' }).first().click()
    assert.match(await page.locator('article.letter').innerText(), /What is open to you[\s\S]*Administrative reconsideration, within 60 days/)
    assert.match(await page.locator('main').innerText(), /Opened in the register by its addressee/)
    await page.goto('/en/subject/notices')
    assert.match(await page.locator('.lead').innerText(), /1 letter has not been opened/)
  })
})

test('without script: an office says why it missed a limit, and everyone reads it on the board', { skip }, async () => {
  await site.as(officer, async (page) => {
    await page.goto('/desk/board')
    await page.getByRole('textbox', { name: /为2026-11-12届满的期限说明理由/ }).first().fill('忙')
    await page.getByRole('button', { name: '说明理由' }).first().click()
    assert.match(await page.locator('#errors').innerText(), /写明|理由/)
    await page.getByRole('textbox', { name: /为2026-11-12届满的期限说明理由/ }).first().fill('原件存于市档案馆，调卷用时十日。')
    await page.getByRole('button', { name: '说明理由' }).first().click()
    await page.getByText('已经公开。').waitFor()
  })
  const anyone = await site.browser.newPage({ baseURL: site.address })
  await anyone.goto('/oversight')
  await anyone.getByRole('navigation', { name: '监督' }).getByRole('link', { name: /^问责榜/ }).click()
  await anyone.getByRole('link', { name: '演示单位' }).click()
  assert.match(await anyone.locator('main').innerText(), /调卷用时十日/)
  await anyone.close()
})

test('the pages are sound, in one language or the other', { skip }, async () => {
  assert.deepEqual(await site.findings(me, [`/notices/${number}`, '/en/subject/notices']), [])
  assert.deepEqual(await site.findings(officer, ['/desk/notices', '/en/desk/notices/new']), [])
  assert.deepEqual(await site.findings(null, ['/board', `/en/board/${provider}`, '/en/contacts']), [])
})
