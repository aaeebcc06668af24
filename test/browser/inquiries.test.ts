/** Asking the register as an officer walks it, without script, and what the organisation then sees; every page sound in both languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { objected, objector, type Objected, provider } from '../support/objected.ts'
import { noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { inBoth, siteOf } from '../support/site.ts'

let register: Objected
let officer: SignedIn
let deliverer: SignedIn
let operator: SignedIn
let me: SignedIn
const site = siteOf(async () => {
  register = await objected({ today: '2026-09-28' })
  const { ports } = register
  officer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['inquire'] })
  deliverer = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver'] })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
  me = await signIn(ports, { body: { kind: 'organisation', code: objector }, roles: ['represent'] })
  return { ports }
})


test('hn-20 without the role nobody asks; with it a purpose and a case, then the answer with its receipt, and the organisation sees who looked', { skip }, async () => {
  await site.as(deliverer, async (page) => assert.equal((await page.goto('/desk/inquiries'))!.status(), 403))
  await site.as(operator, async (page) => {
    await page.goto('/desk/inquiries/office')
    await page.locator('#access-unit').fill(provider)
    await page.getByLabel('履行职责查询').check()
    await page.getByRole('button', { name: '登记' }).first().click()
    assert.match(await page.title(), /^错误：/)
    assert.equal(await page.locator('#access-unit').inputValue(), provider, 'what was typed is kept')
    await page.locator('#access-document').fill('职责规定〔2026〕1号')
    await page.getByRole('button', { name: '登记' }).first().click()
    await page.getByRole('cell', { name: /职责规定/ }).waitFor()
    await page.locator('#norms-document').fill('查询服务规范')
    await page.locator('#norms-windows').fill('岭湾市政务服务中心')
    await page.locator('#norms-windowsEn').fill('Service centre')
    await page.getByRole('button', { name: '公布' }).click()
  })
  await site.as(officer, async (page) => {
    await page.goto('/desk/inquiries')
    await page.locator('#organisation').fill(objector)
    await page.locator('#purpose').selectOption('procurement')
    await page.getByRole('button', { name: '查询', exact: true }).click()
    assert.match(await page.locator('#errors').innerText(), /没有写明案件|案件或者事项/)
    assert.equal(await page.locator('#purpose').inputValue(), 'procurement')
    await page.locator('#reference').fill('采购〔2026〕12号')
    await page.getByRole('button', { name: '查询', exact: true }).click()
    assert.match(await page.locator('.rec').innerText(), /食品经营/)
    assert.match(await page.locator('.proof').innerText(), /prb1:/)
    await page.goto('/desk/inquiries?outcome=answered')
    assert.match(await page.locator('#history tbody').innerText(), /采购〔2026〕12号/)
  })
  await site.as(me, async (page) => {
    await page.goto('/subject/inquiries')
    assert.match(await page.locator('main').innerText(), /采购/)
    await page.goto('/desk/inquiries')
    await page.locator('#organisation').fill(objector)
    await page.getByRole('button', { name: '查询', exact: true }).click()
    assert.match(await page.locator('.rec').innerText(), /食品经营/)
  })
})

test('xm-13-4 hn-17 the norms are published for everybody, in both languages, and linked from every page', { skip }, async () => {
  const page = await site.app.inject('/inquiries')
  for (const text of ['gd-24a', '政府采购', '查询服务规范', '岭湾市政务服务中心', '职责规定']) assert.ok(page.body.includes(text), text)
  assert.ok((await site.app.inject('/en/inquiries')).body.includes('Government procurement'))
  assert.ok((await site.app.inject('/')).body.includes('href="/inquiries"'))
})

test('the pages of inquiries are sound', { skip }, async () => {
  assert.deepEqual(await site.findings(null, inBoth(['/inquiries'])), [])
  assert.deepEqual(await site.findings(officer, inBoth(['/desk/inquiries']), {
    prepare: async (page) => {
      // The answer of the Chinese page, the form of the English one: each is looked at once.
      if (page.url().includes('/en/')) return
      await page.locator('#organisation').fill(objector)
      await page.locator('#purpose').selectOption('permitting')
      await page.locator('#reference').fill('许可〔2026〕9号')
      await page.getByRole('button', { name: '查询', exact: true }).click()
      await page.locator('.proof').waitFor()
    },
  }), [])
  assert.deepEqual(await site.findings(operator, inBoth(['/desk/inquiries/office'])), [])
})
