/** The pages of the law, over HTTP: what they say, under which status, in both languages. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { testPorts, type TestPorts } from '../../../../test/support/ports.ts'
import { limitInWords } from '../../../calendar/describe.ts'
import { packIds } from '../../../law/pack.ts'
import type { LayerId } from '../../../law/types.ts'
import { setPeriod } from '../../../register/deadlines/acts.ts'
import { articleKey, articlesOf, rulesOf } from '../../../register/law/articles.ts'
import { loadNotice, noteCalendar, noteLaw } from '../../../register/law/acts.ts'
import { route } from '../../routes.ts'
import { lawPages } from './routes.ts'

let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts({ today: '2026-11-21' })
  await noteLaw(ports)
  await noteCalendar(ports)
  app = Fastify()
  for (const page of lawPages) route(app, ports, page)
  await app.ready()
})
after(async () => {
  await app.close()
  await ports.close()
})

const get = async (url: string) => {
  const { statusCode: status, body, headers } = await app.inject({ url, headers: { accept: 'text/html' } })
  return { status, body, headers, text: body.replace(/<[^>]+>/g, '').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&') }
}
const layers: readonly LayerId[] = [...packIds, 'national']

test('every pack, article and rule has its page in both languages, with what it says and how far it is applied', async () => {
  const law = ports.law()
  for (const [n, language] of (['zh', 'en'] as const).entries()) {
    for (const layer of layers) {
      const prefix = language === 'zh' ? '' : '/en'
      const pack = await get(`${prefix}/law/${layer}`)
      assert.equal(pack.status, 200)
      for (const rule of rulesOf(law, layer)) assert.ok(pack.body.includes(`${prefix}/law/rules/${rule.id}"`), rule.id)
      // Every other article in Chinese, the rest in English: all of them, in half the time.
      for (const [i, article] of articlesOf(law, layer).entries()) {
        if (i % 2 !== n) continue
        const page = await get(`${prefix}/law/${layer}/articles/${article.key}`)
        assert.equal(page.status, 200, `${layer} ${article.key}`)
        for (const rule of article.rules) {
          assert.ok(page.text.includes(rule.text[language]), rule.id)
          if (rule.scope === 'declined') assert.ok(page.text.includes(rule.why![language]), `${rule.id} says why`)
          if (rule.limit !== null) assert.ok(page.text.includes(limitInWords(rule.limit)[language]), `${rule.id} says how long`)
          if (rule.certainty !== 'read') assert.match(page.text, language === 'zh' ? /来源不清/ : /Source unclear/)
        }
      }
    }
  }
})

test('what is not there says so: a pack, an article, a rule, an item', async () => {
  for (const url of ['/law/sichuan', '/law/hunan/articles/999', '/law/rules/gd-999', '/catalog/nothing', '/en/law/national/articles/x']) assert.equal((await get(url)).status, 404, url)
})

test('a rule tells its tests by their titles, its case, its questions, and what no test names yet', async () => {
  const { text, body } = await get('/en/law/rules/gd-46-3b')
  assert.match(text, /gd-46-3b every day from the transfer to the decision says whether it counts, and why/)
  assert.match(body, /src\/calendar\/due-day\.test\.ts/)
  assert.match(text, /Given.*When.*Then/s)
  assert.match(body, /href="\/en\/law\/compare\?group=F#F9"/)
  const law = ports.law()
  const bare = law.pack.rules.find((r) => r.scope === 'not-software')!
  assert.match((await get(`/en/law/rules/${bare.id}`)).text, /No test names this rule in its title yet/)
  assert.match((await get(`/law/guangdong/articles/${articleKey(bare)}`)).text, /不属软件/)
})

test('rules are found by words, article, scope and subject; pages go on; nothing found is said', async () => {
  const found = async (query: string) => [...(await get(`/en/law?${query}`)).body.matchAll(/<tr role="row" id="([^"]+)"/g)].map((m) => m[1]!)
  assert.deepEqual(await found('q=gd-46-3b'), ['gd-46-3b'])
  assert.equal((await found('q=46')).length, 10)
  assert.ok((await found('scope=declined')).length > 0)
  assert.ok((await found('scope=declined&layer=all')).length > (await found('scope=declined')).length)
  assert.ok((await found('feature=objections')).every((id) => id.startsWith('gd-') || id.startsWith('nat-')))
  assert.ok((await found('layer=hunan')).every((id) => id.startsWith('hn-')))
  const [first, second] = [await found(''), await found('page=2')]
  assert.equal(new Set([...first, ...second]).size, first.length + second.length)
  assert.match((await get('/law?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E8%AF%8D')).text, /没有这样的规则/)
  assert.doesNotMatch((await get('/law?q=%3Cscript%3E')).body, /<script>/)
})

test('nat-58-max nat-36-minor nat-36-general nat-36-serious the two texts stand side by side on 2026-04-01, and on that day alone', async () => {
  const { text, body } = await get('/en/law/versions?on=2026-04-01')
  assert.match(text, /2026-04-01: 12 begin, 6 end/)
  const row = (name: string) => body.slice(body.indexOf(`>${name}</th>`)).split('</tr>')[0]!.replace(/<[^>]+>/g, ' ')
  assert.match(row('general'), /at most 3 years\s+nat-58-max.*at most 1 year\s+nat-36-general/s)
  assert.match(row('minor'), /nat-58-max.*normally not shown\s+nat-36-minor/s)
  assert.match(row('serious'), /nat-58-max.*at most 3 years\s+nat-36-serious/s)
  for (const day of ['2026-03-31', '2026-04-02']) assert.match((await get(`/en/law/versions?on=${day}`)).text, /No rule begins or ends on this day/)
  const wrong = await get('/law/versions?on=2026-02-30')
  assert.equal(wrong.status, 400)
  assert.match(wrong.body, /value="2026-02-30"/)
})

test('the texts and editions this register has run under are listed with their acts, and each notice with its address', async () => {
  const { text, body } = await get('/en/law/versions')
  assert.ok(text.includes(ports.law().stamp))
  assert.match(text, /act 1/)
  assert.match(body, /href="https:\/\/www\.gov\.cn\/[^"]+" rel="noreferrer"/)
})

test('gd-46-3c hn-32-2b five regulations are drawn on one axis; a lane without a number has no bar with an end', async () => {
  const { body, text } = await get('/en/law/compare?group=F&from=2026-09-28')
  const lane = (name: string) => { const at = body.indexOf(`aria-label="${name}`); return body.slice(at, body.indexOf('</svg>', at)) }
  assert.match(lane('Guangdong Province, through the providing unit'), /2026-10-13.*class="theirs".*class="endbar"/s)
  assert.match(lane('Hunan Province, through the providing unit'), /5 days, 2026-10-03/)
  for (const open of ['Jiangsu Province, own information', 'Liaoning Province, through the providing unit']) {
    assert.match(lane(open), /class="open"/)
    assert.doesNotMatch(lane(open), /class="endbar"/)
  }
  assert.match(text, /number missing in the source/)
  assert.match((await get('/law/compare?group=F&from=gestern')).text, /“gestern”不是日期/)
  assert.ok((await get('/law/compare?group=C')).body.indexOf('class="lanes') < 0)
})

test('only where they differ: the rows that are alike are gone, and their number is told beforehand', async () => {
  const rows = (body: string) => [...body.matchAll(/<tr id="([^"]+)" role="row">/g)].length
  for (const group of ['A', 'D', 'K']) {
    const all = await get(`/law/compare?group=${group}`), few = await get(`/law/compare?group=${group}&differing=1`)
    assert.equal(rows(few.body), [...few.body.matchAll(/class="cmp-diff"/g)].length)
    assert.equal(rows(few.body), [...all.body.matchAll(/class="cmp-diff"/g)].length)
  }
  const file = await get('/law/compare.csv')
  assert.match(String(file.headers['content-type']), /text\/csv/)
  assert.equal(file.body.trim().split('\r\n').length, ports.law().parameters.length + 1)
})

const cells = (body: string) => Object.fromEntries([...body.matchAll(/<td class="([^"]+)"><time datetime="([^"]+)">.*?<\/time>(?:<em><span class="l">(.*?)<\/span><span class="s">(.*?)<\/span>)?/gs)]
  .map((m) => [m[2]!, [m[1]!, (m[3] ?? '').replace('<br>', ' '), m[4] ?? '']]))

test('gd-46-3b gd-46-5 the calendar draws each day: event, counted, holiday, pause, make-up day, due', async () => {
  const query = 'rule=gd-46-3b&from=2026-09-23&ground-1=appraisal&from-1=2026-09-28&to-1=2026-10-09'
  const { body, text } = await get(`/clocks?${query}`)
  assert.match(text, /最迟2026年10月12日，星期一/)
  const days = cells(body)
  assert.deepEqual(days['2026-09-23'], ['start', '起算事件 不计入', '起算'])
  assert.deepEqual(days['2026-09-24'], ['in', '第1日', '第1'])
  assert.deepEqual(days['2026-09-25'], ['hol', '中秋节', '中秋'])
  assert.deepEqual(days['2026-09-29'], ['pause', '鉴定中止', '中止'])
  assert.deepEqual(days['2026-10-10'], ['in', '第2日 调休上班', '第2班'])
  assert.deepEqual(days['2026-10-12'], ['in due', '第3日 届满', '届满'])
  assert.match(body, /href="\/clocks\?rule=gd-46-3b&amp;from=2026-09-23&amp;pause=2026-09-28..2026-10-09%3Aappraisal"/)
  assert.match((await get('/clocks?rule=gd-46-3b&from=2026-09-23&pause=2026-09-28..2026-10-09%3Aappraisal')).text, /最迟2026年10月12日，星期一/)
  assert.match(body, /href="\/api\/v1\/law\/due\?rule=gd-46-3b&amp;from=2026-09-23&amp;pause=/)
})

test('gd-43a a state in years has no day by day: the weeks around its end are drawn, its first day over marked', async () => {
  const { body, text } = await get('/en/clocks?rule=gd-43a&from=2024-03-04')
  assert.match(text, /Over on Sunday 4 March 2029/)
  assert.deepEqual(cells(body)['2029-03-04']?.slice(1), ['due', 'due'])
  assert.doesNotMatch(body, /<table class="stack cert"/)
})

test('gd-35-1c the text gives no number: no date at all, until an office enters one; then its office and document are named', async () => {
  const url = '/en/clocks?rule=gd-35-1c&from=2026-03-04'
  const without = await get(url)
  assert.match(without.text, /Period not set/)
  assert.ok(!without.body.includes('class="cal"'))
  assert.match((await get('/en/law/rules/gd-35-1c')).text, /Until an office enters one/)
  assert.ok((await setPeriod(ports, 'operator', { rule: 'gd-35-1c', amount: 10, unit: 'working-day', from: '2026-01-01', office: '法规处', basis: '粤信〔2026〕1号' })).ok)
  const set = await get(url)
  assert.match(set.text, /Wednesday 18 March 2026/)
  assert.match(set.text, /10 working days as 法规处 entered it here, applied from 2026-01-01, on the basis of 粤信〔2026〕1号/)
  assert.match((await get('/en/law/rules/gd-35-1c')).text, /Entered here as 10 working days/)
})

test('a pause can be added without script, what was typed stays, and every fault stands beside its field', async () => {
  const more = await get('/clocks?rule=gd-46-3b&from=2026-09-23&ground-1=testing&from-1=2026-09-28&to-1=2026-09-29&more=1')
  assert.equal(more.status, 200)
  assert.match(more.body, /name="ground-2"/)
  assert.match(more.body, /id="from-1" name="from-1" value="2026-09-28"/)
  assert.ok(!more.body.includes('id="answer"'))
  const wrong = await get('/en/clocks?rule=gd-46-3b&from=2026-09-23&ground-1=&from-1=2026-09-31&to-1=2026-09-01&ground-2=testing&from-2=2026-09-10&to-2=2026-09-09')
  assert.equal(wrong.status, 400)
  for (const id of ['ground-1', 'from-1', 'to-2']) {
    assert.match(wrong.body, new RegExp(`<a href="#${id}"`))
    assert.match(wrong.body, new RegExp(`id="${id}"[^>]*aria-invalid="true"|id="${id}"[^>]* aria-describedby="[^"]*${id}-error"`))
  }
  assert.match(wrong.body, /value="2026-09-31"/)
  assert.match(wrong.text, /The last day is before the first/)
  assert.match((await get('/clocks?rule=gd-46-1&from=2026-09-23&ground-1=testing&from-1=2026-09-24')).text, /本期限不得中止，检测也不例外/)
})

test('gd-46-1 a provisional answer is drawn dashed and says so, and another answer stands there once the notice is loaded', async () => {
  const url = '/en/clocks?rule=gd-46-1&from=2026-12-31'
  const before = await get(url)
  assert.match(before.text, /Monday 4 January 2027Provisional/)
  assert.match(cells(before.body)['2027-01-04']![0]!, /^prov due/)
  assert.ok((await loadNotice(ports, {
    kind: 'notice', edition: '2027', year: 2027, papers: [{ address: 'https://example.gov/2027', published: '2026-11' }],
    days: [{ day: '2027-01-01', name: '元旦', off: true }, { day: '2027-01-04', name: '元旦', off: true }],
  })).ok)
  const after = await get(url)
  assert.match(after.text, /Tuesday 5 January 2027/)
  assert.match(cells(after.body)['2027-01-05']![0]!, /^in due/)
  assert.match((await get('/en/law/versions')).text, /2027/)
})

test('the catalog shows every item that may enter, and what is declined with its reason', async () => {
  const { body, text } = await get('/catalog')
  for (const item of ports.law().catalog) {
    assert.ok(body.includes(`href="/catalog/${item.id}"`), item.id)
    if (item.scope === 'declined') assert.ok(text.includes(item.why!.zh), item.id)
    const page = await get(`/en/catalog/${item.id}`)
    assert.equal(page.status, 200)
    assert.ok(page.text.includes(item.legalBasis.en))
    for (const field of item.fields) assert.ok(page.text.includes(field.name), `${item.id} ${field.name}`)
    assert.equal(page.body.includes('/template?'), item.scope === 'in')
  }
})
