/**
 * One story of an organisation, told once in each language with the pages alone: an office asks about it, it sees who looked,
 * objects, the office withdraws, everyone who received the record hears of it and answers, another record is restored, an
 * authorisation is given, used and revoked. What single rooms do is walked beside their own tests; here they hang together.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser, Page } from 'playwright-core'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { grantAccess } from '../../src/register/inquiries/office/acts.ts'
import { openTeller } from '../../src/register/recall/teller.ts'
import type { Language } from '../../src/web/language.ts'
import { sayer } from '../../src/web/messages.ts'
import { buildServer } from '../../src/web/server.ts'
import { axe, launchBrowser, noBrowser as skip, sideways } from '../support/page-check.ts'
import { applicant, authority, type Penalised, penalised, penalty } from '../support/penalised.ts'
import { signIn, type SignedIn } from '../support/signed-in.ts'
import { minimalPdf } from '../support/pdf-text.ts'

let register: Penalised
let app: FastifyInstance
let browser: Browser
let page: Page
let address = ''
let me: SignedIn
let office: SignedIn
let operator: SignedIn
before(async () => {
  if (skip !== false) return
  register = await penalised({ packId: 'guangdong', today: '2026-05-11', rows: [1, 2, 3, 4].map((n) => penalty(n, '2026-02-10', '一般')) })
  const { ports } = register
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  page = await browser.newPage()
  page.setDefaultTimeout(8000)
  me = await signIn(ports, { body: { kind: 'organisation', code: applicant }, roles: ['represent'] })
  office = await signIn(ports, { body: { kind: 'unit', code: authority }, roles: ['deliver', 'decide', 'inquire'] })
  operator = await signIn(ports, { body: 'operator', roles: ['operate'] })
  const granted = await grantAccess(ports, 'operator', {
    unit: authority, ground: 'inquiry-by-authority', purposes: null, items: null, need: '办理许可', use: '核对申请单位', document: '查询权限登记表', from: '2026-05-11', until: null,
  })
  assert.ok(granted.ok)
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await register.ports.close()
})

/** The same tab changes hands. */
async function as(who: SignedIn | null, url: string): Promise<void> {
  await page.context().clearCookies()
  const [name, value] = (who?.cookie ?? '').split('=') as [string, string]
  if (who !== null) await page.context().addCookies([{ name, value, url: address }])
  await page.goto(address + url)
}
const main = () => page.locator('main').innerText()
/** Of pages that no other test looks at; each in one language. */
const sound = async () => [...await axe(page), ...await sideways(page)]
const proof = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: minimalPdf() }

async function story(language: Language, wrong: number, met: number): Promise<void> {
  const say = sayer(language)
  const at = (path: string) => `${language === 'en' ? '/en' : ''}${path}`
  const document = (record: number) => `罚${register.records.indexOf(record) + 1}号`
  const ask = async (ground: string, purpose: string) => {
    await as(office, at('/desk/inquiries'))
    await page.locator('#organisation').fill(applicant)
    await page.locator(`[name=ground][value=${ground}]`).check()
    await page.locator('#purpose').selectOption(purpose)
    await page.locator('#reference').fill('许可〔2026〕1号')
    await page.locator('#inquire .btn').click()
  }

  await ask('inquiry-by-authority', 'permitting')
  assert.match(await page.locator('.proof').innerText(), /prb1:/, 'the answer bears its receipt')
  assert.ok((await main()).includes(document(wrong)))
  await as(me, at('/subject/inquiries'))
  assert.ok((await main()).includes(say('path.duty')) || (await main()).includes(language === 'zh' ? '许可' : 'Permitting'), 'it sees who looked and for what')

  // Objects beside the record, in words that are markup.
  await page.goto(address + at('/subject'))
  await page.locator(`#r${wrong} a[href*="/objections/new"]`).click()
  await page.locator('#object .btn').click()
  assert.doesNotMatch(await page.locator('#errors').innerText(), /error, omission/, 'the choice is told in its words, not in its codes')
  await page.locator('[name=ground][value=error]').check()
  await page.locator('#explanation').fill('<script>document.title="!"</script> 罚款金额登记有误。')
  await page.locator('#object .btn').click()
  const objection = /\/objections\/(\d+)/.exec(page.url())![1]!
  assert.match(await main(), /<script>document\.title="!"<\/script>/, 'markup is shown as text')
  assert.ok((await page.title()).startsWith(say('objections.case', { n: objection })))
  await as(null, at(`/organisations/${applicant}`))
  assert.ok((await page.locator(`#r${wrong}`).innerText()).includes(say('state.disputed')), 'every reader sees that it is disputed')
  await as(operator, at('/desk/objections'))
  await page.getByRole('link', { name: objection, exact: true }).click()
  await page.locator('#act-transfer .btn').click()
  await as(office, at(`/desk/objections/${objection}`))
  assert.match(await main(), /<script>document\.title/)
  await page.locator('[name=verdict][value=withdraw]').check()
  await page.locator('#reasons').fill(`经核查${document(wrong)}决定书原件，登记有误，予以撤回。`)
  await page.locator('#act-decide .btn').click()
  await as(operator, at(`/desk/objections/${objection}`))
  await page.locator('#act-close .btn').click()
  await as(null, at(`/organisations/${applicant}/records/${wrong}`))
  assert.ok((await main()).includes(say('record.gone')))
  if (language === 'zh') assert.deepEqual(await sound(), [])

  // Whoever received it is told, and answers.
  await openTeller(register.ports).settle()
  await as(office, at('/desk/recalls'))
  const withdrawn = page.locator('tr', { hasText: say('recall.withdrawn') }).filter({ has: page.locator('select') })
  await withdrawn.locator('select').selectOption('deleted')
  await withdrawn.locator('button').click()
  assert.ok((await main()).includes(say('recall.did-deleted')) || await withdrawn.count() === 0)
  await as(me, at('/subject/recipients'))
  assert.ok((await main()).includes(document(wrong)) || (await main()).includes(String(wrong)), `the organisation sees who received it: ${await main()}`)
  await page.goto(address + at('/subject/notices'))
  await page.locator('main table a').first().click()
  assert.equal(await page.locator('article.letter').count(), 1)

  // Another record is restored.
  await page.goto(address + at(`/subject/restorations/new?record=${met}`))
  await page.locator('[name=way]').first().check()
  await page.locator('#corrected').fill('2026-04-01')
  await page.locator('#explanation').fill('罚款已经缴清，违法行为已经改正。')
  await page.locator('#file').setInputFiles(proof)
  await page.locator('[name=commitment]').check()
  await page.locator('#apply-restoration .btn').click()
  await page.getByRole('link', { name: document(met) }).first().click()
  const restoration = new URL(page.url()).pathname.split('/').at(-1)!
  await as(operator, at(`/desk/restorations/${restoration}`))
  await page.locator('#act-accept .btn').click()
  await as(office, at(`/desk/restorations/${restoration}`))
  await page.locator('[name=verdict][value=grant]').check()
  await page.locator('#reasons').fill(`${document(met)}所列义务已经履行，信用承诺属实。`)
  await page.locator('[name=fulfilled]').first().check()
  await page.locator('#act-decide .btn').click()
  assert.doesNotMatch(await page.locator('#errors').innerText(), /[a-z]+-[a-z]+-|（无）|\(none\)/, 'what is missing is said in words')
  await page.locator('[name=effect]').first().check()
  await page.locator('#act-decide .btn').click()
  assert.ok((await main()).includes(say('restoration.verdict-grant')))
  await as(null, at(`/organisations/${applicant}`))
  assert.equal(await page.locator(`#r${met}`).count(), 0, 'it is no longer shown')

  // An authorisation is given, used, seen, revoked.
  await as(me, at('/subject/authorisations'))
  await page.locator('#inquirer').fill(authority)
  await page.locator('[name=purpose][value=financing]').check()
  await page.locator('#category .pick input').nth(2).check()
  await page.locator('#until').fill('2026-12-31')
  await page.locator('[name=alone][value=yes]').check()
  await page.locator('#grant .btn').click()
  assert.ok((await main()).includes(say('consent.granted')), await main())
  await ask('authorised-inquiry', 'authorised/financing')
  assert.match(await page.locator('.proof').innerText(), /prb1:/)
  await as(me, at('/subject/authorisations'))
  assert.match(await page.locator('#given').innerText(), /2026-05-11/)
  assert.ok(!(await page.locator('#given tbody tr').first().innerText()).includes(say('consent.no-uses')), 'the use stands beside it')
  await page.locator('#given button').first().click()
  await ask('authorised-inquiry', 'authorised/financing')
  assert.equal(await page.locator('#errors').count(), 1, 'revoked at once')
  await as(me, at('/subject/inquiries'))
  assert.ok((await main()).includes(say('subject.looked-refused')), 'and the organisation sees the attempt')
  if (language === 'en') assert.deepEqual(await sound(), [])
}

test('an organisation is looked up, objects, is corrected everywhere, is restored, authorises and revokes, in Chinese', { skip },
  () => story('zh', register.records[0]!, register.records[1]!))
test('the same story in English', { skip }, () => story('en', register.records[2]!, register.records[3]!))
