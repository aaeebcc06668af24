/** Looking up on a real register: what is found and how, what a page of many records shows, what is said of what is gone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { copyLines } from '../../database/copy.ts'
import { organisationAt } from '../../demonstration/organisations.ts'
import { openIncident } from '../../register/boundary/acts.ts'
import type { Page } from '../../register/records/page.ts'
import { archivePage } from '../../register/records/store.ts'
import { receiptOf } from '../../register/records/receipt.ts'
import { mentionLines, nameTarget, subjectTarget } from '../../register/subjects/acts.ts'
import { normalName } from '../../register/subjects/name.ts'
import { searchGrams } from '../../register/subjects/search.ts'
import { fillWithRegion } from '../../../test/support/demonstration.ts'
import { testPorts, type TestPorts } from '../../../test/support/ports.ts'
import type { DeliveryDesk } from '../../register/ingestion/desk.ts'
import { buildServer } from '../server.ts'

let ports: TestPorts
let app: FastifyInstance

const serve = (on: TestPorts) => buildServer(on, { deliveries: {} as DeliveryDesk }, { requestsPerMinute: 1e6 })

before(async () => {
  ports = await testPorts()
  await fillWithRegion(ports, (item) => ['registration', 'penalty', 'licence', 'judgment-debtor'].includes(item))
  app = await serve(ports)
})
after(async () => {
  await app.close()
  await ports.close()
})

const get = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await app.inject({ url: encodeURI(url), headers: { accept: 'text/html', ...headers } })
  return { status: answer.statusCode, body: answer.body, raw: answer.rawPayload, headers: answer.headers }
}
const textOf = (body: string) => body.replaceAll(/<[^>]+>/g, '').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
const idsOf = (body: string) => [...body.matchAll(/<article class="rec" id="r(\d+)"/g)].map((m) => Number(m[1]))
const receiptOn = (body: string) => /prb1:[\w-]{43}/.exec(body)?.[0]
const one = async (display: string, item = 'penalty') => (await ports.database.one<{ subject_code: string; record_id: number; provider_code: string }>`
  select subject_code, record_id, provider_code from record where display = ${display} and item_id = ${item} and existence = 'held' order by record_id limit 1`)!
const asked = (change: Partial<Page> = {}): Page => ({ items: null, year: null, order: 'newest', limit: 20, offset: 0, after: null, ...change })
const named = async (code: string, name: string) => {
  await ports.owner.run`update subject set name = ${name}, name_normal = ${normalName(name)} where subject_code = ${code}`
  await ports.owner.run`update subject_name set name = ${name}, name_normal = ${normalName(name)}, bigrams = ${searchGrams(code, normalName(name))} where subject_code = ${code}`
}

test('gd-43a by stored dates or record by record, a page shows the same on any day, though no daily run has been', async () => {
  const codes = (await ports.database.rows<{ subject_code: string }>`
    select subject_code from record where existence = 'held' group by 1 order by count(*) desc, 1 limit 40`).map((row) => row.subject_code)
  const pages: Partial<Page>[] = [{}, { order: 'ending', limit: 2, offset: 1 }, { items: ['penalty', 'licence'], year: 2026 }, { limit: 3, offset: 2 }]
  let shown = 0
  try {
    for (const day of ['2026-11-20', '2026-11-21', '2027-02-28', '2028-06-01', '2031-11-21']) {
      ports.setToday(day)
      for (const code of codes) {
        for (const page of pages) {
          const [byDates, oneByOne] = [await archivePage(ports, code, asked(page), 0), await archivePage(ports, code, asked(page), 1000)]
          const seen = (p: typeof byDates) => [p!.matching, p!.rows.map((row) => row.record_id),
            p!.tally.toSorted((a, b) => (`${a.item_id}${a.year}` < `${b.item_id}${b.year}` ? -1 : 1))]
          assert.deepEqual(seen(byDates), seen(oneByOne), `${code} on ${day} ${JSON.stringify(page)}`)
          shown += byDates!.rows.length
        }
      }
    }
  } finally {
    ports.setToday('2026-11-21')
  }
  assert.ok(shown > 500)
})

test('while dates of another law are about, each record is decided by the law of the day', async () => {
  const { subject_code: code, record_id: id } = await one('on-display')
  const { law, display_ends_on: ends } = (await ports.database.one<{ law: string; display_ends_on: string }>`select law, display_ends_on from record where record_id = ${id}`)!
  await ports.owner.run`update record set law = 'another', display_ends_on = '2026-01-01' where subject_code = ${code} and record_id = ${id}`
  try {
    assert.ok((await archivePage(ports, code, asked(), 0))!.rows.some((row) => row.record_id === id))
  } finally {
    await ports.owner.run`update record set law = ${law}, display_ends_on = ${ends} where subject_code = ${code} and record_id = ${id}`
  }
})

test('page and interface give one receipt, and a stranger can compute it from the answer', async () => {
  const { subject_code: code } = (await ports.database.one<{ subject_code: string }>`
    select subject_code from record where display = 'on-display' group by 1 order by count(*) desc, 1 limit 1`)!
  type Answer = { organisation: { code: string; name: string }; day: string; law: string; total: number; receipt: string
    records: { id: number; version: number; act: number; shownSince: string; until: string | null; values: Record<string, string> }[] }
  const answer = (await app.inject(`/api/v1/organisations/${code}/archive`)).json<Answer>()
  const page = await get(`/organisations/${code}`)
  assert.equal(receiptOn(page.body), answer.receipt)
  assert.deepEqual(idsOf(page.body), answer.records.map((r) => r.id))
  const canonical = (values: Record<string, string>) => JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))))
  assert.equal(receiptOf({
    origin: ports.settings.logOrigin, code, name: answer.organisation.name, day: answer.day, law: answer.law, total: answer.total,
    records: answer.records.toReversed().map((r) => ({ ...r, values: canonical(r.values) })),
  }), answer.receipt)
  const ending = await get(`/organisations/${code}?order=ending`)
  assert.equal(receiptOn(ending.body), answer.receipt, 'the order is not part of it')
  assert.notEqual(receiptOn((await get(`/organisations/${code}?category=administrative`)).body), answer.receipt)
})

test('an organisation with a hundred thousand records is paged, filtered by year and ordered by end', async () => {
  const code = (await one('on-display', 'licence')).subject_code
  await ports.owner.run`
    insert into record (subject_code, record_id, item_id, provider_code, identity, version, act_id, act_group, decided_on, received_on, existence, display,
                        display_starts_on, display_ends_on, usable, retention_ends_on, law, facts)
    select subject_code, 10000000 + n, item_id, provider_code, 'copy ' || n, version, act_id, act_group, decided_on, received_on, existence, display,
           display_starts_on, display_ends_on, usable, retention_ends_on, law, facts
      from (select * from record where subject_code = ${code} and item_id = 'licence' and display = 'on-display' order by record_id limit 1) r, generate_series(1, 100000) n`
  await ports.owner.pool.query('vacuum analyze record')
  // They came without an act; another day is counted anew.
  ports.setToday('2026-11-22')
  try {
    const first = await get(`/en/organisations/${code}`)
    const total = Number(/1 to 20 of ([\d,]+)/.exec(textOf(first.body))![1]!.replaceAll(',', ''))
    assert.ok(total > 100_000)
    assert.equal(idsOf(first.body).length, 20)
    assert.match(textOf(first.body), /Drawn here are the 20 of this page; [\d,]+ are on display in all/)
    const deep = await get(`/en/organisations/${code}?page=3000`)
    assert.match(textOf(deep.body), /59,981 to 60,000 of/)
    const beyond = await get(`/en/organisations/${code}?page=40000`)
    assert.match(textOf(beyond.body), new RegExp(` to ${total.toLocaleString('en')} of ${total.toLocaleString('en')}`))
    const answer = (await app.inject(`/api/v1/organisations/${code}/archive?limit=20&offset=59980`)).json<{ total: number; receipt: string; records: { id: number }[] }>()
    assert.deepEqual([answer.total, answer.records.map((r) => r.id), answer.receipt], [total, idsOf(deep.body), receiptOn(deep.body)])
    assert.equal(idsOf((await get(`/organisations/${code}?order=ending&year=1901`)).body).length, 0)
  } finally {
    ports.setToday('2026-11-21')
    await ports.owner.run`delete from record where subject_code = ${code} and record_id > 10000000`
  }
})

test('an old link says why its record is gone, the page it leads to says so once more, and nothing of what never was public', async () => {
  const ended = await one('ended')
  const gone = await get(`/organisations/${ended.subject_code}/records/${ended.record_id}`)
  assert.equal(gone.status, 410)
  assert.match(gone.body, new RegExp(`href="/organisations/${ended.subject_code}\\?gone=${ended.record_id}"`))
  const noticed = await get(`/en/organisations/${ended.subject_code}?gone=${ended.record_id}`)
  assert.match(textOf(noticed.body), new RegExp(`Record ${ended.record_id} is no longer shown`))
  const hidden = await one('not-displayed')
  for (const id of [String(hidden.record_id), '999999999', 'x', '1e9']) {
    assert.doesNotMatch((await get(`/organisations/${hidden.subject_code}?gone=${id}`)).body, /已停止公示/)
  }
  const shown = await one('on-display')
  assert.doesNotMatch((await get(`/organisations/${shown.subject_code}?gone=${shown.record_id}`)).body, /已停止公示/)
})

test('gd-26c an erased record is gone in words, under 410, in both languages', async () => {
  const { subject_code: code, record_id: id, provider_code: by } = await one('on-display', 'judgment-debtor')
  assert.ok((await openIncident(ports, { subject: code, record: id, by, reason: '涉及自然人' })).ok)
  const [zh, en] = [await get(`/organisations/${code}/records/${id}`), await get(`/en/organisations/${code}/records/${id}`)]
  assert.deepEqual([zh.status, en.status], [410, 410])
  assert.match(textOf(zh.body), /已依法从本登记簿清除/)
  assert.match(textOf(en.body), /deleted under the law and its content destroyed/)
  assert.match(textOf((await get(`/en/organisations/${code}?gone=${id}`)).body), /is no longer shown/)
})

test('a code with a fault in it is told which, as the interface tells it, and is never “nothing on record”', async () => {
  const { subject_code: code } = await one('on-display', 'licence')
  const other = (at: number, from: string) => `${code.slice(0, at)}${[...from].find((c) => c !== code[at])!}${code.slice(at + 1)}`
  for (const [language, nothing, why] of [['', /本登记簿中没有这样的组织/, ['第18位校验码', '填写了17位，应为18位', '填写了19位', '第10位“O”不用于']],
    ['/en', /This register holds no such organisation/, ['Character 18 does not fit', 'It has 17 characters; it must have 18', 'It has 19 characters', 'Character 10, "O", is not used']]] as const) {
    const wrong = [other(17, '01'), other(4, '89').slice(0, 17), `${other(4, '89')}0`, other(9, 'O')]
    for (const [i, q] of [...wrong, wrong[0]!.toLowerCase(), `${wrong[0]!.slice(0, 8)} ${wrong[0]!.slice(8)}`].entries()) {
      const page = textOf((await get(`${language}/organisations?q=${q}`)).body)
      assert.ok(page.includes(why[i] ?? why[0]), `${q}: ${why[i] ?? why[0]}`)
      assert.doesNotMatch(page, nothing, q)
      const api = JSON.parse((await get(`/api/v1/organisations/${q.replace(' ', '')}`, { accept: 'application/json', 'accept-language': language === '' ? 'zh' : 'en' })).body) as { detail: string }
      assert.ok(page.includes(api.detail), api.detail)
    }
    for (const q of ['没有这个名称', 'Sanfu Precision Group', '查无此名20261130号']) assert.match(textOf((await get(`${language}/organisations?q=${q}`)).body), nothing, q)
  }
})

test('look-alike letters and full-width forms find the name; marks in it are shown for what they are', async () => {
  const { subject_code: code } = await one('on-display', 'licence')
  await named(code, 'ABC精密机械有限公司')
  for (const q of ['ABC精密', 'ＡＢＣ精密', 'abc精密', 'А\u0412С精密', 'A\u200bBC精密', '\u202eABC精密']) {
    assert.match((await get(`/organisations?q=${q}`)).body, new RegExp(`href="/organisations/${code}"`), q)
  }
  assert.match(textOf((await get('/en/organisations?q=АВС精密')).body), /“ABC精密” was searched for/)
  await named(code, '\u202e\u0410BC<script>alert(1)</script>精密机械有限公司')
  const page = await get(`/en/organisations/${code}`)
  assert.match(textOf(page.body), /characters that do not show, or letters of another alphabet that look Latin: U\+202E U\+0410/)
  assert.match(page.body, /<bdi lang="zh" class="legal">\u202eАBC&lt;script&gt;/)
  assert.doesNotMatch(page.body, /<script>/)
  const found = await get('/en/organisations?q=精密机械')
  assert.match(textOf(found.body), /holds characters that do not show/)
  assert.doesNotMatch(found.body, /<script>/)
})

test('where nothing is the same, similar names are offered as similar and nothing more', async () => {
  const code = (await one('ended')).subject_code
  await named(code, '岭湾市曜岚重型锻压有限公司')
  const { body } = await get('/organisations?q=岭湾市曜岚重形锻压有限公司')
  assert.match(textOf(body), /没有名称或者代码与“岭湾市曜岚重形锻压有限公司”相符的组织/)
  assert.match(textOf(body), /名称相近不表示是同一个组织/)
  assert.match(body.slice(body.indexOf('相近的名称')), new RegExp(`href="/organisations/${code}"`))
  assert.doesNotMatch((await get('/organisations?q=ZZZZ查无此名QQQ')).body, /相近的名称/)
})

test('a merged organisation is found with what it became', async () => {
  const [from, to] = [(await one('on-display', 'penalty')).subject_code, (await one('on-display', 'licence')).subject_code]
  await ports.owner.run`update subject set status = 'merged', status_on = '2026-05-04', successors = array[${to}] where subject_code = ${from}`
  await ports.owner.run`update subject_name set status = 'merged' where subject_code = ${from}`
  await named(from, '岭湾市琅玕旧业有限公司')
  try {
    const { body } = await get('/en/organisations?q=琅玕旧业')
    assert.match(textOf(body), /merged on 2026-05-04 into/)
    assert.match(body, new RegExp(`href="/en/organisations/${to}"`))
    assert.match(textOf((await get(`/organisations/${from}`)).body), /已于2026-05-04并入/)
    assert.match(textOf((await get(`/en/organisations/${to}`)).body), /Predecessors/)
  } finally {
    await ports.owner.run`update subject set status = 'registered', status_on = null, successors = '{}' where subject_code = ${from}`
  }
})

test('suggestions are eight at most, in words of the page, and the same organisations as the results', async () => {
  const answer = async (q: string, language = '') => {
    const { status, body } = await get(`${language}/organisations/suggest?q=${q}`)
    assert.equal(status, 200)
    return JSON.parse(body) as { says: string; items: { href: string; name: string; code: string; says: string }[] }
  }
  const many = await answer('岭湾', '/en')
  assert.equal(many.items.length, 8)
  assert.equal(many.says, 'The first 8 organisations match; Enter shows all'.replace('organisations match', 'organisations that match'))
  assert.match(many.items[0]!.href, /^\/en\/organisations\/\w{18}$/)
  const results = await get('/en/organisations?q=岭湾')
  for (const { code } of many.items) assert.ok(results.body.includes(code))
  assert.deepEqual(await answer('岭'), { says: '', items: [] })
  assert.match((await answer('没有这个名称')).says, /没有相符的组织/)
  assert.equal((await answer((await one('on-display')).subject_code)).items.length, 1)
})

test('ten thousand results are paged, counted as more than that, and quick', async () => {
  const batch = Array.from({ length: 10_300 }, (_, i) => organisationAt(99, 50_000 + i))
  const known = new Set((await ports.database.rows<{ subject_code: string }>`select subject_code from subject`).map((row) => row.subject_code))
  const fresh = [...new Map(batch.filter((o) => !known.has(o.code)).map((o) => [o.code, o])).values()]
  const lines = mentionLines(fresh.map((o, i) => ({ code: o.code, name: `榕垣第${i}号有限公司`, normal: `榕垣第${i}号有限公司` })), 1, true)
  await ports.owner.transaction(async (tx) => {
    await copyLines(tx.client, subjectTarget, lines.subjects)
    await copyLines(tx.client, nameTarget, lines.names)
  })
  await ports.owner.pool.query('vacuum analyze subject_name')
  const first = await get('/en/organisations?q=榕垣')
  assert.match(textOf(first.body), /1 to 20 of more than 10,000/)
  const next = /rel="next" href="([^"]+)"/.exec(first.body)![1]!.replaceAll('&amp;', '&')
  const second = await app.inject({ url: next, headers: { accept: 'text/html' } })
  assert.match(textOf(second.body), /21 to 40 of more than 10,000/)
  const started = performance.now()
  for (let i = 0; i < 5; i++) await get('/en/organisations?q=榕垣')
  assert.ok((performance.now() - started) / 5 < 250, 'a page of many results takes as long as a page')
})

test('how to object is the pack\'s own: its periods, its gaps, and where it is done', async () => {
  const gd = textOf((await get('/en/object')).body)
  assert.match(gd, /representative signs in, reads every record at My organisation/)
  assert.match(gd, /Marking the record1 working day|1 working day/)
  assert.match(gd, /gd-46-3b/)
  const js = await testPorts({ packId: 'jiangsu' })
  const other = await serve(js)
  try {
    const body = textOf((await other.inject({ url: '/object', headers: { accept: 'text/html' } })).body)
    assert.match(body, /期限未设定/)
    assert.match(body, /js-64-1b/)
    assert.doesNotMatch(body, /gd-46/)
  } finally {
    await other.close()
    await js.close()
  }
})

test('home tells what ends when, and as a table', async () => {
  const { body } = await get('/en')
  assert.match(body, /<svg width="100%" height="180" role="img" aria-label="Records whose display ends, by month from 2026-12 to 2027-11: \d+ in all/)
  const rows = [...body.matchAll(/<th scope="row">(\d{4}-\d{2})<\/th><td class="r">([\d,]+)</g)]
  assert.equal(rows.length, 12)
  const { n } = (await ports.database.one<{ n: number }>`
    select count(*)::int as n from record where existence = 'held' and display = 'on-display' and display_ends_on >= '2026-12-01' and display_ends_on < '2027-12-01'`)!
  assert.equal(rows.reduce((sum, row) => sum + Number(row[2]!.replaceAll(',', '')), 0), n)
})

test('a page goes out compressed to whoever can take it, and is the same page', async () => {
  const plain = await get('/data')
  const small = await get('/data', { 'accept-encoding': 'br, gzip;q=0.8' })
  assert.equal(small.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(small.raw).toString(), plain.body)
  assert.ok(small.raw.length < plain.raw.length / 2)
  assert.equal((await get('/data', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'], undefined)
})
