/** A record that changed, for those without a system: told, answered, seen by the operator; and an address registered and refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noteReceived } from '../../src/register/recall/acts.ts'
import { openTeller } from '../../src/register/recall/teller.ts'
import { dailyRun } from '../../src/register/retention/acts.ts'
import { objected, objector, type Objected, provider, stranger } from '../support/objected.ts'
import { noBrowser as skip } from '../support/page-check.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { siteOf } from '../support/site.ts'

let register: Objected
let unit: SignedIn
let operator: SignedIn
const site = siteOf(async () => {
  register = await objected({ today: '2026-11-02', records: 2 })
  const { ports } = register
  for (const code of [provider, stranger]) {
    await ports.database.transaction((tx) => noteReceived(tx, {
      recipient: { kind: 'unit', code }, path: 'duty', act: register.records[0]!, on: '2026-11-02',
      records: register.records.map((record) => ({ subject: objector, record, version: 1 })),
    }))
  }
  for (const n of [1, 2]) await register.deliver(n, { 有效期至: '2036-03-04' })
  await openTeller(ports).settle()
  unit = await signIn(ports, { body: { kind: 'unit', code: provider }, roles: ['deliver', 'administer'] })
  return { ports }
})


test('without script: the list is received, one change is answered, an address inside is refused; the operator sees who is late', { skip }, async () => {
  const { ports } = register
  await site.as(unit, async (page) => {
    await page.goto('/desk/recalls')
    assert.match(await page.locator('#changes').innerText(), /尚待确认2件/)
    assert.match(await page.locator('#changes').innerText(), /2026-11-05/)
    await page.getByLabel('所作处理').first().selectOption('changed')
    await page.getByRole('button', { name: /^确认/ }).first().click()
    await page.getByText(/已确认编号\d+的变动/).waitFor()
    await page.goto('/en/desk/recalls/systems')
    await page.getByRole('textbox', { name: 'Address' }).fill('https://10.0.0.1/news')
    await page.getByRole('button', { name: 'Register the address' }).click()
    assert.match(await page.title(), /^Error/)
    assert.equal(await page.getByRole('textbox', { name: 'Address' }).inputValue(), 'https://10.0.0.1/news')
    await page.getByRole('textbox', { name: 'Address' }).fill('https://news.example.org/probity')
    await page.getByRole('button', { name: 'Register the address' }).click()
    await page.getByText('The address is registered.').waitFor()
    assert.deepEqual(await site.findings(unit, ['/desk/recalls', '/en/desk/recalls/systems']), [])
  })
  ports.setToday('2026-11-06')
  await dailyRun(ports)
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
  await site.as(operator, async (page) => {
    await page.goto('/desk/recalls')
    await page.locator('table a').first().click()
    assert.match(await page.locator('main').innerText(), /尚未送达[^]*已转运营机构/)
    const paths = ['/en/desk/recalls', new URL(page.url()).pathname]
    assert.deepEqual(await site.findings(operator, paths), [])
  })
  assert.deepEqual(await site.findings(null, ['/recalls', '/en/recalls']), [])
})
