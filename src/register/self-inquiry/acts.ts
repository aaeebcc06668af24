/** An organisation's own file: read whole, a portion at a time, without limit and without charge. */
import type { Doer } from '../../acts/act.ts'
import { ownPorts } from '../../identity/own-ports.ts'
import type { Ports } from '../../ports.ts'
import { noteLook, noteOwnFile } from '../inquiries/acts.ts'
import type { Channel } from '../inquiries/inquiry.ts'
import * as consent from '../consent/store.ts'
import { stateOf } from '../consent/authorisation.ts'
import { casesOfSubject } from '../objections/acts.ts'
import { archiveReaderOf, basisOf } from '../records/archive.ts'
import { closedJsonOf } from '../records/record.ts'
import { subject as subjectOf } from '../subjects/store.ts'
import type { FilePart } from './file.ts'
import { type Change, changesOf, type FileAct } from './history.ts'
import * as store from './store.ts'

const portion = 500
/** Newest uses beside an authorisation; every one of them stands among the inquiries. */
const mostUses = 1000

const fileAct = (row: store.ActRow): FileAct => ({ act: row.act_id, kind: row.kind, head: row.head, content: row.content, closed: closedJsonOf(row.closed) })

/** What happened to one record, oldest first. */
export const historyOf = async (ports: Pick<Ports, 'database'>, code: string, record: number): Promise<readonly Change[]> =>
  changesOf((await store.actsOfRecord(ports.database, code, record)).map(fileAct))

/**
 * The whole file for the organisation itself, once the line that it was taken is written.
 * @param taken.client the machine client that takes it; null for a member
 */
export async function takeFile(
  ports: Ports, by: Doer, taken: { readonly subject: string; readonly channel: Channel; readonly client: string | null },
): Promise<AsyncGenerator<FilePart>> {
  return fileOf(ownPorts(ports, taken.subject), taken.subject, await noteOwnFile(ports, by, taken))
}

/**
 * A representative looks at the file on its pages: the first look of a session is a line in the log, committed before the page
 * leaves; the pages after it belong to the same look.
 * @param looked.session number of the session
 * @source gd-20-2, gd-40-1a, xm-13-2, js-39-3, ln-35-1, hn-31
 */
export async function noteOwnLook(ports: Ports, by: Doer, looked: { readonly subject: string; readonly session: string }): Promise<void> {
  if (await store.lookedInSession(ports.database, looked.subject, looked.session)) return
  await noteLook(ports, by, { subject: looked.subject, channel: 'page', client: null, records: null })
}

/**
 * The whole file, part by part: each row is one line of it. Nothing is held in memory but a portion.
 * @param receipt of the line written before; null: it is not handed out
 * @source gd-39, gd-40-1a, xm-13-2, xm-32-1, js-63, ln-35-1, hn-31
 */
export async function* fileOf(ports: Ports, code: string, receipt: string | null = null): AsyncGenerator<FilePart> {
  const db = ports.database
  const day = ports.today().toString()
  const law = ports.law()
  const read = archiveReaderOf(law, ports.today())
  const organisation = await subjectOf(db, code)
  if (organisation === null) return
  yield { part: 'organisation', row: { code, name: organisation.name, kind: organisation.kind, status: organisation.status, day, law: law.stamp, receipt } }

  for (let after: { decidedOn: string; record: number } | null = null; ;) {
    const rows: store.HeldRow[] = await store.heldRecords(db, code, day, { state: null, items: null }, { limit: portion, offset: 0, after })
    for (const row of rows) {
      const display = row.existence === 'erased' ? null : read.display(row)
      const shown = display === null ? null : read.shown(display, 'both')
      const facts = row.facts === '' ? { documentNumber: null, authority: null } : basisOf(row.facts)
      yield { part: 'record', row: {
        record: row.record_id, item: row.item_id, title: read.item(row.item_id)?.title ?? null, category: read.category(row.item_id), state: row.state,
        version: row.version, act: row.act_id, source: { code: row.provider_code, name: row.own ? row.subject_name : row.provider_zh, own: row.own },
        document: facts.documentNumber ?? null, authority: facts.authority ?? null, decidedOn: row.decided_on, receivedOn: row.received_on,
        shownFrom: display?.startsOn ?? null, shownUntil: display?.endsOn ?? null,
        why: shown === null ? [] : (JSON.parse(`{${shown.json.toString()}`) as { why: unknown }).why,
        values: valuesOf(row.content), notPublic: JSON.parse(closedJsonOf(row.closed) || '{}') as Record<string, string>,
      } }
    }
    const last = rows.at(-1)
    if (rows.length < portion || !last) break
    after = { decidedOn: last.decided_on, record: last.record_id }
  }

  const known = new Map<number, Readonly<Record<string, string>>>()
  for (let after = -1; ;) {
    const rows = await store.actsAfter(db, code, after, portion)
    for (const change of changesOf(rows.map(fileAct), known)) yield { part: 'change', row: change }
    if (rows.length < portion) break
    after = rows.at(-1)!.act_id
  }
  for (let before: number | null = null; ;) {
    const rows: store.LookedRow[] = await store.lookedAt(db, code, before, portion)
    for (const row of rows) {
      yield { part: 'inquiry', row: {
        number: row.sequence, at: row.asked_at, on: row.asked_on, outcome: row.outcome,
        inquirer: { kind: row.inquirer_kind, code: row.inquirer_code, name: row.inquirer_zh },
        ground: row.ground, purpose: row.purpose, stated: row.stated, reference: row.reference,
        versionsShown: row.shown, receipt: row.receipt, refusal: row.refusal,
      } }
    }
    if (rows.length < portion) break
    before = rows.at(-1)!.sequence
  }
  for (let offset = 0; ; offset += portion) {
    const rows = await store.receivedOf(db, code, portion, offset)
    for (const row of rows) {
      yield { part: 'recipient', row: {
        record: row.record_id, version: row.version, versionNow: row.now, on: row.received_on, path: row.path, act: row.act_id,
        recipient: { kind: row.recipient_kind, code: row.recipient_code, name: row.recipient_zh },
      } }
    }
    if (rows.length < portion) break
  }
  for (const { of, steps } of await casesOfSubject(ports, code)) {
    yield { part: 'objection', row: {
      case: of.id, record: of.record, lodgedOn: of.lodgedOn, ground: of.ground, explanation: of.explanation, decision: of.decision, closedOn: of.closedOn,
      steps: steps.map(({ due, limit, ...s }) => ({ ...s, limit: limit && { amount: limit.amount, unit: limit.unit }, due: due?.day.toString() ?? null })),
    } }
  }
  for (let offset = 0; ; offset += portion) {
    const rows = await consent.ofSubject(db, code, portion, offset)
    for (const { subject: _, id, ...a } of rows) {
      const uses = (await store.usesOf(db, code, { id, inquirer: a.inquirer.code }, mostUses))
        .map((u) => ({ number: u.sequence, at: u.asked_at, versionsShown: u.shown }))
      yield { part: 'authorisation', row: { authorisation: id, ...a, state: stateOf({ id, subject: code, ...a }, day), uses } }
    }
    if (rows.length < portion) break
  }
}

const valuesOf = (content: string | null): Readonly<Record<string, string>> =>
  (content === null ? {} : (JSON.parse(content) as { values?: Record<string, string> }).values ?? {})
