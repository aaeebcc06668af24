/** The operator checked from a browser: a real server on a real database, and what its owner could do behind its back. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type Browser, chromium, type Page } from 'playwright-core'
import { canonicalJson } from '../../src/acts/act.ts'
import { appendActs } from '../../src/acts/append.ts'
import { openLog } from '../../src/acts/keeper.ts'
import { formatVerifierKey } from '../../src/log/note.ts'
import { signCheckpoint, verifierKeyOf } from '../../src/log/sign.ts'
import { deliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { delivered, unitFor } from '../support/delivered.ts'
import { axe } from '../support/page-check.ts'
import { testPorts, type TestPorts } from '../support/ports.ts'

const executablePath = process.env.PROBITY_CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `no browser at ${executablePath}: install chromium, or name one in PROBITY_CHROMIUM`

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const penalty = (number: string): Record<string, string> => ({
  行政相对人名称: '宁波演示有限公司', '行政相对人代码_1（统一社会信用代码）': organisation, 行政处罚决定书文号: number, 违法行为类型: '虚假宣传', 违法事实: '发布虚假广告',
  处罚依据: '《广告法》', 处罚类别: '罚款', 处罚内容: '罚款一万元', '罚款金额（万元）': '1', 处罚决定日期: '2026-03-05', 处罚机关: '演示市场监督管理局',
  处罚机关统一社会信用代码: unit, 数据来源单位: '演示市场监督管理局', 数据来源单位统一社会信用代码: unit, 失信行为等级: '一般', 等级认定理由: '初次违法', 备注: '内部备注',
})

let ports: TestPorts
let app: FastifyInstance
let browser: Browser
let address = ''
let record = 0

before(async () => {
  if (skip !== false) return
  ports = await testPorts({ today: '2026-06-03' })
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['penalty'])
  await delivered(ports, unit, 'penalty', ['粤罚1号', '粤罚2号', '粤罚3号'].map(penalty))
  await acts(500)
  app = await buildServer(ports, { deliveries: deliveryDesk(ports, { databaseUrl: ports.url }) })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  record = (await ports.database.one<{ record_id: number }>`select min(record_id) as record_id from record`)!.record_id
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await app.close()
  await ports.close()
})

async function acts(count: number): Promise<void> {
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'day.closed', actor: 'operator', rules: [], acts: Array.from({ length: count }, (_, i) => ({ subject: '', content: canonicalJson({ i }) })),
  }))
  await openLog(ports).catchUp()
}

/** As somebody who owns the database and removes what protects it. */
async function tamper(...statements: string[]): Promise<void> {
  for (const statement of ['set session_replication_role = replica', ...statements, 'set session_replication_role = default']) await ports.owner.pool.query(statement)
}

async function inBrowser(look: (page: Page) => Promise<void>, language = '/en', options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) errors.push(message.text()) })
  try {
    await page.goto(`${address}${language}/verify`)
    await look(page)
    assert.deepEqual(errors, [], 'the browser has nothing to complain about, its content security policy included')
  } finally {
    await context.close()
  }
}

/** Hands something in and waits for the answer: its heading, and each claim with its word. */
async function check(page: Page, text: string): Promise<{ heading: string; said: string; claims: Record<string, string> }> {
  await page.locator('#q').fill(text)
  await page.getByRole('button', { name: /^(Verify|核验)$/ }).click()
  await page.locator('#result h2').first().waitFor()
  const claims = await page.locator('#result .checks > li').evaluateAll((list) => list.map((li) => [li.id.replace('step-', ''), li.querySelector('.tag')!.textContent]))
  return { heading: await page.locator('#result h2').first().innerText(), said: await page.locator('#result').innerText(), claims: Object.fromEntries(claims) as Record<string, string> }
}
const link = () => `${address}/organisations/${organisation}/records/${record}`
const fetched = async (path: string) => (await fetch(address + path)).text()
const proved = 'Proved'
const failed = 'Not proved'

test('a record link, its code and number, its proof, the archive, a receipt and a checkpoint all hold; what was not proved is always said', { skip }, () => inBrowser(async (page) => {
  const early = await fetched('/log/checkpoint')
  const first = await check(page, link())
  assert.deepEqual(first.claims, { present: proved, acts: proved, shown: proved, still: proved, since: 'First time', tree: proved, entries: proved })
  assert.match(first.heading, /this record is as its act in the log has it/)
  assert.match(first.said, /What was not proved[^]*Whether what a document says is true[^]*taken from this site on first contact/)
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2', 'the answer has the focus')

  const again = await check(page, `${organisation} ${record}`)
  assert.deepEqual(again.claims, { ...first.claims, since: proved })
  const archive = await fetched(`/api/v1/organisations/${organisation}/archive?limit=20`)
  const proof = await fetched(`/api/v1/organisations/${organisation}/records/${record}/proof`)
  assert.deepEqual((await check(page, archive)).claims, { present: proved, file: proved, receipt: proved, since: proved, tree: proved, entries: proved })
  const { receipt } = JSON.parse(archive) as { receipt: string }
  assert.deepEqual((await check(page, `${receipt}\n${organisation}`)).claims, { present: proved, shown: proved, receipt: proved, since: proved, tree: proved, entries: proved })
  assert.equal((await check(page, `prb1:${'A'.repeat(43)}\n${organisation}`)).claims.receipt, 'As it stands')

  await acts(300)
  assert.deepEqual((await check(page, proof)).claims, {
    present: proved, given: proved, acts: proved, standing: 'As it stands', still: proved, between: proved, since: proved, tree: proved, entries: proved,
  })
  assert.match((await check(page, early)).heading, /this checkpoint is genuine/)
  assert.match((await check(page, '')).heading, /the log has not been changed/)
}))

test('what is handed in changed is told apart from a register that changed something', { skip }, () => inBrowser(async (page) => {
  const archive = await fetched(`/api/v1/organisations/${organisation}/archive?limit=20`)
  const changed = await check(page, archive.replace('罚款一万元', '罚款九万元'))
  assert.deepEqual([changed.claims.file, changed.claims.receipt, changed.claims.entries], [failed, failed, proved])
  assert.match(changed.heading, /what you handed in does not agree with the log/)
  assert.match(changed.said, /“处罚内容”[^]*What to do: Ask whoever gave it to you/)
  const proof = await fetched(`/api/v1/organisations/${organisation}/records/${record}/proof`)
  assert.equal((await check(page, proof.replace('罚款一万元', '罚款九万元'))).claims.acts, failed)
  const note = await fetched('/log/checkpoint')
  assert.equal((await check(page, note.replace(/^\d+$/m, (n) => String(Number(n) + 1)))).claims.given, failed)
}))

test('input that is nothing to check is said beside the field, and stays', { skip }, () => inBrowser(async (page) => {
  for (const [text, words] of [
    ['hello', /Not recognised/], ['{"format":', /not whole JSON/], ['{"a":1}', /neither a proof nor an archive/], ['https://elsewhere.example/organisations/91330200058290389A', /another site/],
    ['log\n1\n\n— log AAAA\n', /not a whole checkpoint/],
  ] as const) {
    await page.locator('#q').fill(text)
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.locator('#q-error').waitFor()
    assert.match(await page.locator('#q-error').innerText(), words)
    assert.equal(await page.locator('#q').getAttribute('aria-invalid'), 'true')
  }
  assert.match((await check(page, `prb1:${'A'.repeat(43)}`)).said, /No such receipt was written down/)
  await page.locator('#q').fill('')
  await page.locator('summary').first().click()
  await page.getByLabel('Verifier key').fill('not a key')
  await page.getByRole('button', { name: 'Verify' }).click()
  assert.match(await page.locator('#key-error').innerText(), /This is no verifier key/)
  await page.getByLabel('Verifier key').fill('')
  const unknown = await check(page, `${organisation} 999999`)
  assert.match(unknown.said, /could not be finished[^]*gives nothing to check[^]*Check the code and the number/)
}))

test('an act rewritten in place is found and named, from the record and from the log', { skip }, () => inBrowser(async (page) => {
  await check(page, link())
  const { rows: [row] } = await ports.owner.pool.query<{ act_id: string; content: string }>(`select act_id, content from act where content like '%粤罚1号%'`)
  const proof = await fetched(`/api/v1/organisations/${organisation}/records/${record}/proof`)
  await tamper(`update act set content = replace(content, '罚款一万元', '罚款九万元') where act_id = ${row!.act_id}`)
  const found = await check(page, link())
  assert.match(found.heading, /the register shows something other than what it signed/)
  assert.deepEqual([found.claims.acts, found.claims.entries], [failed, failed])
  const kept = await check(page, proof)
  assert.deepEqual([kept.claims.acts, kept.claims.still, kept.claims.entries], [proved, failed, failed])
  await tamper(`update act set content = replace(content, '罚款九万元', '罚款一万元') where act_id = ${row!.act_id}`)
  assert.match((await check(page, link())).heading, /this record is as its act/)
}))

test('a removed act is found and named, also against a proof kept from before', { skip }, () => inBrowser(async (page) => {
  const proof = await fetched(`/api/v1/organisations/${organisation}/records/${record}/proof`)
  const { leaf } = (JSON.parse(proof) as { acts: { leaf: number }[] }).acts[0]!
  const { rows: [row] } = await ports.owner.pool.query(`select subject_code, act_id, salt, content, closed from act where content like '%粤罚1号%'`)
  await tamper(`delete from act where act_id = ${row.act_id}`)
  const found = await check(page, proof)
  assert.deepEqual([found.claims.acts, found.claims.still, found.claims.entries], [proved, failed, failed])
  assert.match(found.said, new RegExp(`The act at leaf ${leaf} is gone`))
  await ports.owner.pool.query('insert into act (subject_code, act_id, salt, content, closed) values ($1, $2, $3, $4, $5)', [row.subject_code, row.act_id, row.salt, row.content, row.closed])
  assert.match((await check(page, proof)).heading, /this proof holds/)
}))

test('a flipped bit in a tile is found and named', { skip }, () => inBrowser(async (page) => {
  await check(page, '')
  const flip = 'update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 0 and number = 1'
  await tamper(flip)
  const found = await check(page, '')
  assert.equal(found.claims.tree, failed)
  assert.match(found.said, /Tile 1 of level 0 was changed[^]*What to do: Print or keep this page/)
  await tamper(flip)
  assert.equal((await check(page, '')).claims.tree, proved)
}))

test('a log cut back is found by whoever saw the later checkpoint; both notes are kept as evidence, and nothing is forgotten', { skip }, () => inBrowser(async (page) => {
  await check(page, '')
  const newest = await fetched('/log/checkpoint')
  const { rows: kept } = await ports.owner.pool.query('select * from log_checkpoint where size = (select max(size) from log_checkpoint)')
  await tamper('delete from log_checkpoint where size = (select max(size) from log_checkpoint)')
  const found = await check(page, '')
  assert.equal(found.claims.since, failed)
  assert.match(found.said, /The log has shrunk[^]*Keep the two checkpoints below/)
  assert.equal(await page.locator('.note-text').count(), 2)
  assert.equal((await page.locator('.note-text').first().textContent())!.trim(), newest.trim())
  assert.equal((await check(page, newest)).claims.between, failed)
  await ports.owner.pool.query('insert into log_checkpoint (size, root, note, signed_at) values ($1, $2, $3, $4)', [kept[0].size, kept[0].root, kept[0].note, kept[0].signed_at])
  assert.equal((await check(page, '')).claims.since, proved, 'the later checkpoint was still remembered')
}))

test('another key than the remembered one is noticed; one named by the reader alone counts; what is remembered can be forgotten', { skip }, () => inBrowser(async (page) => {
  await check(page, '')
  assert.match(await page.locator('#memory').innerText(), /probity\/test\+[^]*taken from this site on first contact/)
  const other = formatVerifierKey(verifierKeyOf('probity/test', generateKeyPairSync('ed25519').publicKey))
  await page.locator('summary').first().click()
  await page.getByLabel('Verifier key').fill(other)
  const strange = await check(page, '')
  assert.equal(strange.claims.present, failed)
  assert.match(strange.said, /not signed by the log's key[^]*Compare with a key you received another way/)
  await page.getByLabel('Verifier key').fill(await fetched('/log/key'))
  const named = await check(page, '')
  assert.deepEqual([named.claims.present, named.claims.since], [proved, proved], 'a key that did not fit was not remembered')
  assert.doesNotMatch(named.said, /taken from this site on first contact/)
  assert.match(await page.locator('#memory').innerText(), /named by you/)
  await page.getByLabel('Verifier key').fill('')
  await page.getByRole('button', { name: 'Forget' }).click()
  assert.match(await page.locator('#memory').innerText(), /Nothing yet[^]*Forgotten/)
  assert.equal((await check(page, '')).claims.since, 'First time')
}))

test('a register that signs with another key all of a sudden is found out', { skip }, () => inBrowser(async (page) => {
  await check(page, '')
  const { database } = ports
  const newest = (await database.one<{ size: number; root: Buffer; note: string }>`select size, root, note from log_checkpoint order by size desc limit 1`)!
  const forged = signCheckpoint({ origin: 'probity/test', size: newest.size, root: newest.root }, generateKeyPairSync('ed25519').privateKey)
  await tamper(`update log_checkpoint set note = '${forged}' where size = ${newest.size}`)
  assert.match((await check(page, '')).heading, /something other than what it signed/)
  await tamper(`update log_checkpoint set note = '${newest.note}' where size = ${newest.size}`)
  assert.equal((await check(page, '')).claims.present, proved)
}))

test('a long check can be stopped, and says that it reached no conclusion', { skip }, () => inBrowser(async (page) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  await page.route('**/log/tile/entries/**', async (route) => { await held; await route.continue().catch(() => {}) })
  await page.locator('#q').fill('')
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped. No conclusion was reached.').waitFor()
  release()
  assert.equal(await page.locator('#result .checks').count(), 0)
}))

test('a link fills the field and waits to be asked, unless it asks for the run itself; Chinese says the same', { skip }, () => inBrowser(async (page) => {
  await page.goto(`${address}/verify?q=${encodeURIComponent(link())}`)
  await page.waitForLoadState('networkidle')
  assert.equal(await page.locator('#q').inputValue(), link())
  assert.equal(await page.locator('.unscripted').isVisible(), false)
  assert.equal(await page.locator('#result').innerText(), '')
  await page.goto(`${address}/verify?q=${encodeURIComponent(link())}&run=1`)
  await page.getByRole('heading', { name: '结果：这条信息与日志中的行为一致' }).waitFor()
  assert.match(await page.locator('#result').innerText(), /没有证明的/)
}, ''))

test('the pages of a record and of an organisation lead here with what is to be checked', { skip }, () => inBrowser(async (page) => {
  await page.goto(`${address}/en/organisations/${organisation}/records/${record}`)
  await page.locator('main').getByRole('link', { name: 'Verify', exact: true }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('heading', { name: 'Result: this record is as its act in the log has it' }).waitFor()
  await page.goto(`${address}/en/organisations/${organisation}`)
  await page.locator('.proof').getByRole('link', { name: 'Verify', exact: true }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('heading', { name: 'Result: the records shown are as their acts in the log have them' }).waitFor()
  assert.equal(await page.locator('#step-receipt .tag').innerText(), proved)
}))

test('a file is taken from the disk', { skip }, () => inBrowser(async (page) => {
  const proof = await fetched(`/api/v1/organisations/${organisation}/records/${record}/proof`)
  await page.setInputFiles('#file', { name: 'proof.json', mimeType: 'application/json', buffer: Buffer.from(proof) })
  await page.waitForFunction(`document.getElementById('q').value.length > 100`)
  assert.match((await check(page, await page.locator('#q').inputValue())).heading, /this proof holds/)
}))

test('a browser without Ed25519 says that it could not tell, and nothing against the register', { skip }, () => inBrowser(async (page) => {
  await page.addInitScript(`SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))`)
  await page.reload()
  const found = await check(page, '')
  assert.equal(found.claims.present, 'Not checked yet')
  assert.match(found.said, /could not be finished[^]*Use a newer browser/)
  assert.equal(await page.evaluate(`localStorage.getItem('probity-verify')`), null)
}))

test('nothing moves when the script arrives', { skip }, () => inBrowser(async (page) => {
  await page.addInitScript(`new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted = (window.shifted ?? 0) + e.value }).observe({ type: 'layout-shift', buffered: true })`)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${address}/en/verify`, { waitUntil: 'networkidle' })
  assert.equal(await page.evaluate('window.shifted ?? 0'), 0)
}))

test('without script the site checks by the same code, and says what that is worth', { skip }, async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${address}/en/verify?q=${encodeURIComponent(link())}`)
  assert.equal(await page.locator('.scripted').first().isVisible(), false)
  assert.match(await page.locator('.unscripted').innerText(), /Without script[^]*let this site check for you; then you have to trust this site/)
  await page.getByRole('button', { name: 'Verify' }).click()
  assert.match(await page.locator('#result').innerText(), /this record is as its act in the log has it[^]*computed by the very register you want to check/)
  await page.locator('#q').fill('hello')
  await page.getByRole('button', { name: 'Verify' }).click()
  assert.match(await page.title(), /^Error: /)
  assert.equal(await page.locator('#q').inputValue(), 'hello')
  await context.close()
})

test('no accessibility finding before and after a check, in either language, light or dark; nothing scrolls sideways', { skip }, async () => {
  for (const [language, colorScheme] of [['', 'light'], ['/en', 'dark']] as const) {
    await inBrowser(async (page) => {
      assert.deepEqual(await axe(page), [])
      await check(page, link())
      assert.deepEqual(await axe(page), [])
      await page.setViewportSize({ width: 320, height: 800 })
      assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0)
    }, language, { colorScheme })
  }
})
