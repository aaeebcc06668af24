/** The pages on a real register: what they say, under which status, in both languages. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { bigrams, normalName } from '../../register/subjects/name.ts'
import { nothingShown } from '../../register/records/archive.ts'
import { withdrawRecord } from '../../register/records/acts.ts'
import { fillWithRegion } from '../../../test/support/demonstration.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import { deliveryDesk } from '../../register/ingestion/desk.ts'
import { asksForPage, registerPages, sendFault } from './index.ts'

let ports: TestPorts
let app: FastifyInstance
type Row = { subject_code: string; record_id: number; display_ends_on: string; provider_code: string }

before(async () => {
  ports = await testPorts()
  await fillWithRegion(ports, (item) => ['registration', 'penalty', 'licence'].includes(item))
  app = Fastify()
  app.setNotFoundHandler((request, reply) => (asksForPage(request) ? sendFault(ports, request, reply, { status: 404, refusal: { code: 'not-found', rule: null, facts: {} } }) : reply.code(404).send('')))
  registerPages(app, ports, { deliveries: deliveryDesk(ports, { databaseUrl: ports.url }) })
  await app.ready()
})
after(async () => {
  await app.close()
  await ports.close()
})

const get = async (url: string, accept = 'text/html') => {
  const answer = await app.inject({ url, headers: { accept } })
  return { status: answer.statusCode, body: answer.body, location: answer.headers.location, type: answer.headers['content-type'], cache: answer.headers['cache-control'] }
}
const textOf = (body: string) => body.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
const one = async (display: string, item = 'penalty') => (await ports.database.one<Row>`
  select subject_code, record_id, display_ends_on, provider_code from record where display = ${display} and item_id = ${item} order by record_id limit 1`)!

test('the style sheet never goes stale and nothing is styled or scripted inside a page', async () => {
  const { body } = await get('/')
  const address = /href="(\/assets\/probity-[0-9a-f]{12}\.css)"/.exec(body)![1]!
  const sheet = await get(address)
  assert.equal(sheet.status, 200)
  assert.match(sheet.cache!, /immutable/)
  for (const path of ['/', '/law', '/law/compare', '/clocks', '/verify', '/organisations?q=有限']) assert.doesNotMatch((await get(encodeURI(path))).body, /<script(?! type="module" src="\/assets\/)|style="|<style| on\w+="/)
})

test('home counts what the register holds and names the law in force', async () => {
  const { body } = await get('/en')
  const { subjects } = (await ports.database.one<{ subjects: number }>`select count(*) as subjects from subject`)!
  assert.match(textOf(body), new RegExp(`Organisations\\s*${subjects}`))
  assert.match(body, /Guangdong Provincial Social Credit Regulations/)
  assert.match((await get('/')).body, /<html lang="zh">/)
})

test('each page leads to itself in the other language, query kept', async () => {
  assert.match((await get('/clocks?rule=gd-46-1&from=2026-02-12')).body, /href="\/en\/clocks\?rule=gd-46-1&amp;from=2026-02-12" lang="en"/)
  assert.match((await get('/en/clocks?rule=gd-46-1&from=2026-02-12')).body, /href="\/clocks\?rule=gd-46-1&amp;from=2026-02-12" lang="zh"/)
  assert.match((await get('/en')).body, /href="\/" lang="zh"/)
})

test('search tells what matched, says when nothing did, and explains why one character is too few', async () => {
  const { subject_code: code } = await one('on-display')
  const { name } = (await ports.database.one<{ name: string }>`select name from subject where subject_code = ${code}`)!
  const found = await get(`/organisations?q=${encodeURIComponent(name.slice(-8))}`)
  assert.match(found.body, new RegExp(`href="/organisations/${code}"`))
  assert.match(found.body, /现用名/)
  assert.match(textOf((await get(`/en/organisations?q=${encodeURIComponent('没有这个名称')}`)).body), /No organisation matches/)
  assert.match(textOf((await get(`/organisations?q=${encodeURIComponent('岭')}`)).body), /请输入至少两个字/)
  assert.deepEqual([(await get(`/organisations?q=${code.toLowerCase()}`)).status, (await get(`/organisations?q=${code}`)).location], [302, `/organisations/${code}`])
})

test('results go on where they ended, and no organisation comes twice', async () => {
  const codes: string[] = []
  let url: string | null = `/organisations?q=${encodeURIComponent('有限')}`
  for (let page = 0; url !== null && page < 3; page++) {
    const { body } = await get(url)
    codes.push(...[...body.matchAll(/<th scope="row" role="rowheader"><a href="\/organisations\/(\w{18})"/g)].map((m) => m[1]!))
    url = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? null
  }
  assert.equal(codes.length, 60)
  assert.equal(new Set(codes).size, 60)
})

test('the archive shows each record with issuer, document, both edges of its display and the rules behind them', async () => {
  const { subject_code: code, record_id: id, display_ends_on: until } = await one('on-display')
  const { body, status } = await get(`/organisations/${code}`)
  assert.equal(status, 200)
  const article = textOf(body.slice(body.indexOf(`id="r${id}"`)).split('</article>')[0]!)
  const last = Temporal.PlainDate.from(until).subtract({ days: 1 }).toString()
  assert.match(article, new RegExp(`公示至${last}为止（含当日），${until}零时起不再显示`))
  assert.match(article, /〔\d{4}〕/)
  assert.match(article, /nat-36-general|nat-107-general|nat-36-serious/)
  assert.match(article, /信用修复获准（最早\d{4}-\d{2}-\d{2}可以申请）/)
  assert.match(body, /演示数据/)
  const english = await get(`/en/organisations/${code}`)
  assert.match(english.body, /<h1><bdi lang="zh" class="legal">/)
  assert.match(textOf(english.body), /Generated for demonstration/)
})

test('the day decides, not the stored state: on the end day a record is gone though no daily run has been', async () => {
  const { subject_code: code, record_id: id, display_ends_on: until } = await one('on-display')
  const address = `/organisations/${code}/records/${id}`
  try {
    ports.setToday(Temporal.PlainDate.from(until).subtract({ days: 1 }).toString())
    assert.equal((await get(address)).status, 200)
    assert.match((await get(`/organisations/${code}`)).body, new RegExp(`id="r${id}"`))
    ports.setToday(until)
    const gone = await get(address)
    assert.equal(gone.status, 410)
    assert.match(textOf(gone.body), new RegExp(`公示期已于${until}届满`))
    assert.match(gone.body, /gd-43c/)
    assert.doesNotMatch((await get(`/organisations/${code}`)).body, new RegExp(`id="r${id}"`))
  } finally {
    ports.setToday('2026-11-21')
  }
})

test('the content of a record no longer shown is nowhere on its page', async () => {
  const { subject_code: code, record_id: id } = await one('ended')
  const { content } = (await ports.database.one<{ content: string }>`
    select a.content from record r join act a using (subject_code, act_id) where r.subject_code = ${code} and r.record_id = ${id}`)!
  const values = Object.entries((JSON.parse(content) as { values: Record<string, string> }).values).filter(([field, v]) => v.length > 4 && !/名称|统一社会信用代码/.test(field))
  for (const language of ['', '/en']) {
    const { status, body } = await get(`${language}/organisations/${code}/records/${id}`)
    assert.equal(status, 410)
    assert.deepEqual(values.filter(([, value]) => body.includes(value)), [])
  }
})

test('what was never for the public is answered like what never was', async () => {
  const hidden = await one('not-displayed')
  const answer = await get(`/organisations/${hidden.subject_code}/records/${hidden.record_id}`)
  const never = await get(`/organisations/${hidden.subject_code}/records/999999999`)
  assert.deepEqual([answer.status, never.status], [404, 404])
  const without = (body: string, id: number) => body.replaceAll(String(id), '')
  assert.equal(without(answer.body, hidden.record_id), without(never.body, 999999999))
})

test('a withdrawn record says since when, and shows nothing', async () => {
  const { subject_code: code, record_id: id, provider_code: provider } = await one('on-display', 'licence')
  assert.ok((await withdrawRecord(ports, { subject: code, record: id, provider, reason: '文书撤销', document: null, rule: null })).ok)
  const { status, body } = await get(`/en/organisations/${code}/records/${id}`)
  assert.equal(status, 410)
  assert.match(textOf(body), /took it back on 2026-11-21/)
})

test('nothing on display is said as exactly that', async () => {
  const empty = (await ports.database.one<{ subject_code: string }>`
    select subject_code from subject s where not exists (select from record r where r.subject_code = s.subject_code and r.display = 'on-display') limit 1`)!
  assert.ok(textOf((await get(`/organisations/${empty.subject_code}`)).body).includes(nothingShown.zh))
  assert.ok(textOf((await get(`/en/organisations/${empty.subject_code}`)).body).includes(nothingShown.en))
})

test('a name that is markup, turns the direction or holds quotes is a name', async () => {
  const code = (await one('on-display')).subject_code
  const { name } = (await ports.owner.one<{ name: string }>`select name from subject where subject_code = ${code}`)!
  const odd = `<script>alert("1")</script>\u202eBA'有限公司`
  await ports.owner.run`update subject set name = ${odd} where subject_code = ${code}`
  await ports.owner.run`update subject_name set name = ${odd}, bigrams = ${bigrams(normalName(odd))} where subject_code = ${code}`
  try {
    const { body } = await get(`/organisations/${code}`)
    assert.doesNotMatch(body, /<script/)
    assert.ok(body.includes('<bdi lang="zh" class="legal">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\u202eBA&#39;<wbr>有限公司</bdi>'))
  } finally {
    await ports.owner.run`update subject set name = ${name} where subject_code = ${code}`
  }
})

test('many records are paged, counted and filtered by links', async () => {
  const code = (await one('on-display', 'licence')).subject_code
  await ports.owner.run`
    insert into record select r.subject_code, 900000 + n, r.item_id, r.provider_code, 'copy ' || n, r.version, r.act_id, r.act_group, r.decided_on, r.received_on,
           r.existence, r.display, r.display_starts_on, r.display_ends_on, r.usable, r.retention_ends_on, r.law, r.facts
      from (select * from record where subject_code = ${code} and item_id = 'licence' and display = 'on-display' order by record_id limit 1) r, generate_series(1, 45) n`
  const first = await get(`/en/organisations/${code}?category=administrative`)
  const total = Number(/1 to 20 of (\d+)/.exec(textOf(first.body))![1])
  assert.ok(total >= 46)
  const second = await get(`/en/organisations/${code}?category=administrative&page=2`)
  assert.match(textOf(second.body), new RegExp(`21 to 40 of ${total}`))
  assert.match(second.body, /rel="prev"/)
  const ids = (body: string) => [...body.matchAll(/<article class="rec" id="r(\d+)"/g)].map((m) => m[1]!)
  assert.equal(ids(first.body).length, 20)
  assert.deepEqual(ids(first.body).filter((id) => ids(second.body).includes(id)), [])
  assert.match((await get(`/en/organisations/${code}?category=administrative&page=99999`)).body, new RegExp(` to ${total} of ${total}`))
})

test('the due day stands on the page with each day counted or skipped', async () => {
  const { body, status } = await get('/en/clocks?rule=gd-46-3b&from=2026-02-12&pause=2026-02-13..2026-02-20%3Aappraisal')
  assert.equal(status, 200)
  assert.match(textOf(body), /Due by the end of Thursday 26 February 2026/)
  const wrong = await get('/clocks?rule=x&from=2026-02-31&pause=a')
  assert.equal(wrong.status, 400)
  assert.match(wrong.body, /<title>错误：/)
  for (const field of ['rule', 'from', 'pause']) assert.match(wrong.body, new RegExp(`href="#${field}"`))
  assert.match(wrong.body, /value="2026-02-31"/)
})

test('rules, differences and the key are on their pages', async () => {
  assert.match((await get('/law?q=gd-46-3b')).body, /gd-46-3b/)
  assert.match(textOf((await get('/en/law/rules/gd-46-3b')).body), /3 working days/)
  assert.match(textOf((await get('/en/law/compare?group=F')).body), /Differs/)
  assert.match((await get('/verify')).body, /probity verify http:\/\/127\.0\.0\.1/)
})

test('every no has its status and says what to do, in both languages', async () => {
  const cases = [
    ['/nowhere', 404, /没有这个页面/], ['/en/nowhere', 404, /There is no such page/],
    ['/en/organisations/91970121MAMMW90T3A', 400, /not a unified social credit code/], ['/organisations/x', 400, /这不是一个统一社会信用代码/],
    ['/en/organisations/91350100M000100Y43', 404, /holds no organisation with this code/], ['/law/rules/none', 404, /没有这条规则/],
    [`/organisations/${(await one('on-display')).subject_code}/records/x`, 404, /该组织没有这个编号的信息/],
  ] as const
  for (const [url, status, says] of cases) {
    const answer = await get(url)
    assert.equal(answer.status, status, url)
    assert.match(textOf(answer.body), says, url)
    assert.match(answer.type!, /text\/html/)
  }
})
