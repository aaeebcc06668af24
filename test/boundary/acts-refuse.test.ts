/**
 * An act that keeps words refuses what is certain itself, whoever calls it: page, interface, command or another act. Every kind of act
 * is listed here: how it is asked with an invented identity number in each of its texts, or why it holds no words of anybody's.
 */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { registerUnit } from '../../src/identity/acts.ts'
import { grantMembership } from '../../src/identity/members.ts'
import type { Outcome } from '../../src/law/outcome.ts'
import { giveReason, setFeedInterval } from '../../src/register/accountability/acts.ts'
import { stateNoPerson } from '../../src/register/boundary/stated/acts.ts'
import { withdrawStatement } from '../../src/register/boundary/stated/withdrawal/acts.ts'
import { setPeriod } from '../../src/register/deadlines/acts.ts'
import { publishMeasureList } from '../../src/register/measures/acts.ts'
import { parseMeasureListRules } from '../../src/register/measures/measure-list.ts'
import { registerEndpoint } from '../../src/register/recall/endpoints/acts.ts'
import { withdrawRecord } from '../../src/register/records/acts.ts'
import { publishMethod } from '../../src/register/restoration/acts.ts'
import { setReturnedPeriod } from '../../src/register/retention/acts.ts'
import { openView } from '../../src/register/views/acts.ts'
import { everythingKept } from '../support/everything-kept.ts'
import { type FullRegister, fullRegister } from '../support/full-register.ts'
import { objector, provider } from '../support/objected.ts'

const number = '11010519491231002X'
const fine = '信用信息处'
let at: FullRegister
before(async () => { at = await fullRegister() })
after(() => at.ports.close())

/** One call for each text of the act: `said` gives the sample in the place that is asked and a harmless text elsewhere. */
type Ask = (at: FullRegister, said: (place: string) => string) => Promise<Outcome<unknown>>
type Entry = { readonly texts: readonly string[]; readonly ask: Ask }

const asked: Readonly<Record<string, Entry>> = {
  'period.set': { texts: ['office', 'basis'], ask: ({ ports }, said) =>
    setPeriod(ports, 'operator', { rule: 'gd-35-1c', amount: 10, unit: 'working-day', from: '2026-01-01', office: said('office'), basis: said('basis') }) },
  'feed.interval-set': { texts: ['office', 'basis'], ask: ({ ports }, said) =>
    setFeedInterval(ports, 'operator', { unit: provider, item: 'licence', minutes: 60, office: said('office'), basis: said('basis') }) },
  'workspace.period-set': { texts: ['office', 'basis'], ask: ({ ports }, said) =>
    setReturnedPeriod(ports, 'operator', { days: 30, from: '2026-12-11', office: said('office'), basis: said('basis') }) },
  'view.opened': { texts: ['title.zh', 'title.en'], ask: ({ ports }, said) =>
    openView(ports, 'operator', { id: 'place', title: { zh: said('title.zh'), en: said('title.en') }, units: [provider], wants: 'view' }) },
  'measure-list.published': { texts: ['place.zh', 'version', 'measures.0.title.zh', 'measures.0.method.en'], ask: async ({ ports }, said) => publishMeasureList(
    ports, parseMeasureListRules(await readFile('packs/measure-lists.yaml', 'utf8')), 'operator', {
      pack: ports.law().pack.id, kind: 'restriction', level: 'province', place: { zh: said('place.zh'), en: 'x' }, version: said('version'),
      inForce: { from: '2026-01-01', until: null }, consultationClosedOn: null, approval: null, filedOn: null,
      measures: [{ code: 'm1', title: { zh: said('measures.0.title.zh'), en: 'x' }, class: null, matter: null, target: null,
        method: { zh: 'x', en: said('measures.0.method.en') }, implementer: null, localRegulation: null, citedLaw: null }],
    } as never) },
  'recall.endpoint-registered': { texts: ['url'], ask: ({ ports }, said) => registerEndpoint(ports, provider, provider, `https://example.org/${encodeURIComponent(said('url'))}`) },
  'membership.granted': { texts: ['mandate'], ask: ({ ports }, said) =>
    grantMembership(ports, 'operator', { account: 1, body: { kind: 'organisation', code: objector }, role: 'represent', mandate: said('mandate') }) },
  'unit.registered': { texts: ['contact', 'nameZh', 'nameEn'], ask: ({ ports }, said) => registerUnit(ports, {
    code: provider, kind: 'administrative-organ/market-regulation', nameZh: said('nameZh'), nameEn: said('nameEn'), contact: said('contact'), items: ['licence'], demonstration: true }) },
  'accountability.reason-given': { texts: ['reason'], ask: ({ ports }, said) => giveReason(ports, provider, { act: 1, reason: said('reason') }) },
  'record.withdrawn': { texts: ['reason', 'document'], ask: ({ ports, records }, said) =>
    withdrawRecord(ports, { subject: objector, record: records[0]!, provider, reason: said('reason'), document: said('document'), rule: null }) },
  'boundary.stated': { texts: ['reason', 'text'], ask: ({ ports }, said) =>
    stateNoPerson(ports, { body: provider, place: 'form/reason', column: 'reason', text: said('text'), reason: said('reason'), client: null, account: '1' }) },
  'boundary.statement-withdrawn': { texts: ['reason'], ask: ({ ports }, said) =>
    withdrawStatement(ports, { statement: 1, reason: said('reason'), actor: 'operator', account: '1' }) },
  'restoration.method-published': { texts: ['title', 'document', 'papers'], ask: ({ ports }, said) =>
    publishMethod(ports, provider, { sector: 'market-regulation', from: '2026-01-01', title: said('title'), document: said('document'), papers: said('papers') }) },
}

/** Where the words are judged before the act is written, and by which test; or why there are none. */
const elsewhere: Readonly<Record<string, string>> = {
  'account.sessions-ended': 'a number', 'act.erased': 'a rule and numbers; an operator’s reason: src/register/operation/unreadable', 'authorisation.granted': 'codes and days',
  'authorisation.revoked': 'a number', 'boundary.statement-relied': 'numbers and codes', 'calendar.loaded': 'a digest', 'client.registered': 'a key that was read strictly', 'client.revoked': 'a name we made',
  'clock.moved': 'days', 'day.closed': 'days', 'deadline.missed': 'days', 'delivery.closed': 'counts', 'delivery.received': 'digests; its file name: person-doors.test.ts',
  'delivery.row-corrected': 'numbers', 'feed.changed': 'a moment', 'law.loaded': 'a digest', 'log.succeeded': 'keys and digests', 'membership.ended': 'numbers',
  'notice.issued': 'what was judged as its case’s or by writeNotice: test/scenarios/notices.test.ts', 'notice.mailbox-named': 'a code, never the address',
  'notice.mailbox-removed': 'a code', 'recall.endpoint-ended': 'numbers', 'recall.mailed': 'numbers', 'recall.told': 'numbers',
  'record.accepted': 'the cells of a delivery: src/register/ingestion/outcomes.test.ts', 'record.changed': 'as accepted', 'record.display-recomputed': 'days', 'record.expired': 'days', 'record.marked': 'numbers',
  'record.withheld': 'numbers', 'record.withholding-ended': 'numbers', 'register.moved': 'a size',
  'restoration.restructuring-filed': 'a document that fileRestructuring judges: test/scenarios/restoration.test.ts',
}

test('every kind of act is named here', async () => {
  const kinds = new Set<string>()
  for (const file of await readdir('src', { recursive: true, withFileTypes: true })) {
    if (!file.name.endsWith('.ts') || file.name.endsWith('.test.ts')) continue
    const text = await readFile(path.join(file.parentPath, file.name), 'utf8')
    for (const [, kind] of text.matchAll(/\bkind: '([a-z-]+\.[a-z-]+)'/g)) kinds.add(kind!)
  }
  assert.deepEqual([...kinds].toSorted(), [...Object.keys(asked), ...Object.keys(elsewhere)].toSorted())
})

for (const [kind, { texts, ask }] of Object.entries(asked)) {
  test(`${kind} refuses an identity number in each of its texts, and keeps nothing of it`, async () => {
    for (const text of texts) {
      const done = await ask(at, (place) => (place === text ? `身份证号${number}` : fine))
      assert.ok(!done.ok, `${text} passes`)
      const { code } = done.refusals[0] as { code: string }
      assert.ok(['personal-data', 'reason-personal', 'text-certain'].includes(code), `${text}: ${code}`)
    }
    assert.ok(!(await everythingKept(at.ports.owner.pool)).includes(number))
  })
}
