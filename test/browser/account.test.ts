/** Signing in at the demonstration's issuer, choosing a body, sessions, members and keys, in a real browser. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openDemonstrationAccounts } from '../../src/demonstration/accounts.ts'
import { unitById } from '../../src/demonstration/units.ts'
import { registerUnit } from '../../src/identity/acts.ts'
import type { Ports } from '../../src/ports.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { freePort } from '../../src/database/embedded.ts'
import { axe, checkPages, launchBrowser, noBrowser, sideways } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'

const skip = noBrowser
let base: TestPorts
let app: FastifyInstance
let browser: Browser
let address = ''

before(async () => {
  if (skip !== false) return
  base = await testPorts()
  for (const id of ['market-regulation', 'ecology', 'emergency-management', 'water']) {
    const { code, kind, name, title } = unitById(id)
    assert.ok((await registerUnit(base, { code, kind, nameZh: name, nameEn: title, items: ['penalty'], demonstration: true })).ok)
  }
  await openDemonstrationAccounts(base)
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  const ports: Ports = { ...base, settings: { ...base.settings, address, signIn: { kind: 'demonstration' } } }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  await app.listen({ port, host: '127.0.0.1' })
  browser = await launchBrowser()
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await base.close()
})

/** From a page one wants to see, through the list of accounts, to that page. */
async function signedIn(who: string, path: string, options: { script?: boolean } = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: options.script ?? true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(address + path)
  await page.locator('main a.btn').click()
  await page.getByLabel(who, { exact: true }).check()
  await page.locator('main button').click()
  await page.waitForURL((url) => url.pathname === path)
  return { context, page }
}
const cookieOf = async (context: BrowserContext) => (await context.cookies(address)).filter((c) => c.name === 'probity_session').map((c) => `${c.name}=${c.value}`).join('; ')

for (const [script, how] of [[true, 'with script'], [false, 'without script']] as const) {
  test(`a member signs in, registers a key, revokes it, ends a session and signs out, ${how}`, { skip }, async () => {
    const { context, page } = await signedIn('Demonstration deliverer 1', '/en/desk/keys', { script })
    assert.match(await page.locator('.acting').innerText(), /Acting for Market Regulation Bureau of Lingwan/)
    await page.getByRole('textbox', { name: 'Public key' }).fill('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    assert.match(await page.locator('.notice.error').innerText(), /This is a private key/)
    assert.equal(await page.getByRole('textbox', { name: 'Public key' }).inputValue(), '')
    if (script) assert.equal(await page.evaluate('document.activeElement.id'), 'errors')
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await page.getByRole('textbox', { name: 'Public key' }).fill(publicKey.export({ type: 'spki', format: 'pem' }).toString())
    // What the page says is to be signed, signed as its commands would.
    const text = /printf %s '([^']+)'/.exec(await page.locator('pre.command', { hasText: 'printf' }).innerText())![1]!
    await page.getByRole('textbox', { name: 'Proof (signature)' }).fill(sign('sha256', Buffer.from(text), privateKey).toString('base64'))
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    assert.match(await page.locator('[role=status]').innerText(), /Registered, and entered in the log for Market Regulation/)
    await page.getByRole('button', { name: /^Revoke/ }).first().click()
    assert.match(await page.locator('[role=status]').innerText(), /Revoked/)

    const elsewhere = await signedIn('Demonstration deliverer 1', '/en/account')
    await page.goto(`${address}/en/account`)
    await page.getByRole('button', { name: 'End all others' }).click()
    assert.match(await page.locator('[role=status]').innerText(), /Ended/)
    assert.equal((await elsewhere.page.goto(`${address}/en/account`))!.status(), 401)
    await page.getByRole('button', { name: 'Sign out' }).click()
    assert.equal(new URL(page.url()).pathname, '/en')
    assert.equal((await page.goto(`${address}/en/account`))!.status(), 401)
    await context.close()
    await elsewhere.context.close()
  })
}

/** The first right of the form that a button sends. */
const roleOf = (page: Page, button: string) => page.locator('form', { has: page.getByRole('button', { name: button, exact: true }) }).locator('input[name=role]').first()

test('a person with two bodies chooses before a desk opens; a newcomer joins by a link', { skip }, async () => {
  const two = await signedIn('演示交付员三', '/account')
  await two.page.getByRole('link', { name: '换一个单位' }).click()
  await two.page.getByLabel('岭湾市水务局').check()
  await two.page.getByRole('button', { name: '继续' }).click()
  assert.match(await two.page.locator('.acting').innerText(), /代表岭湾市水务局/)
  await two.context.close()

  const administrator = await signedIn('演示交付员二', '/desk/members')
  // Which right is given is chosen, never preselected.
  await roleOf(administrator.page, '生成加入链接').check()
  await administrator.page.getByRole('button', { name: '生成加入链接' }).click()
  const link = await administrator.page.locator('#link').innerText()
  const path = link.slice(address.length)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await page.locator('main a.btn').click()
  await page.getByLabel('演示新成员', { exact: true }).check()
  await page.locator('main button').click()
  await page.waitForURL((url) => url.pathname + url.search === path)
  await page.getByRole('button', { name: '加入', exact: true }).click()
  assert.match(await page.locator('main').innerText(), /岭湾市生态环境局/)
  await context.close()
  await administrator.context.close()
})

test('a form sent after the session ended comes back after signing in, and is sent with one button', { skip }, async () => {
  const { context, page } = await signedIn('Demonstration deliverer 1', '/en/desk/members')
  await page.getByLabel('Address of the issuer').fill('https://login.example')
  await page.getByLabel('Its identifier for the person (sub)').fill('colleague-7')
  await roleOf(page, 'Offer').check()
  await base.database.run`update session set ended_at = now()`
  await page.getByRole('button', { name: 'Offer', exact: true }).click()
  assert.match(await page.locator('main').innerText(), /What you typed is kept, for you alone/)
  assert.deepEqual(await axe(page), [])
  await page.locator('main a.btn').click()
  await page.getByLabel('Demonstration deliverer 1', { exact: true }).check()
  await page.locator('main button').click()
  await page.waitForURL((url) => url.pathname.startsWith('/en/account/kept/'))
  assert.match(await page.locator('main').innerText(), /colleague-7/)
  assert.deepEqual([...await axe(page), ...await sideways(page)], [])
  await page.getByRole('button', { name: 'Submit for Market Regulation Bureau of Lingwan' }).dblclick()
  await page.waitForURL((url) => url.pathname === '/en/desk/members')
  const { n } = (await base.database.one<{ n: number }>`select count(*) as n from invitation join account using (account_id) where subject = 'colleague-7'`)!
  assert.equal(n, 1)
  await context.close()
})

test('every page of an account is sound in both languages', { skip }, async () => {
  const { context } = await signedIn('演示交付员一', '/account')
  const paths = ['/account', '/account/choose', '/account/security', '/desk/members', '/desk/keys', '/desk/mailbox', '/desk/security', '/account/kept/x', '/account/join?code=x']
  const findings = await checkPages(browser, paths.flatMap((path) => [address + path, `${address}/en${path}`]), { cookie: await cookieOf(context) })
  assert.deepEqual(findings, [])
  await context.close()
  assert.deepEqual(await checkPages(browser, ['/sign-in', '/en/sign-in', '/en/sign-in/callback', '/desk/members', '/en/desk/keys'].map((path) => address + path)), [])
})
