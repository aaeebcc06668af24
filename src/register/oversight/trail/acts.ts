/** The trail of a case, put together from what the register holds: nobody types it. */
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import type { Db } from '../../../database/db.ts'
import { feedsNow } from '../../accountability/acts.ts'
import { dayOf } from '../../accountability/feeds.ts'
import { actsOfKind } from '../../inquiries/store.ts'
import { objectionFor } from '../../objections/acts.ts'
import { restorationFor } from '../../restoration/acts.ts'
import * as store from '../store.ts'
import type { About, MissedStep, Trail, TrailAct } from '../trail.ts'

/**
 * - `about-unknown`     the register holds no such thing; facts: found
 * - `about-not-of-body` it is another body's; facts: body = whose it is
 * - `feed-not-late`     facts: item
 */
export type AttachRefusal = 'about-unknown' | 'about-not-of-body' | 'feed-not-late'

export async function attach(ports: Ports, about: About, body: string): Promise<Outcome<Trail, AttachRefusal>> {
  const db = ports.database
  const empty: Trail = { acts: [], missed: [], feed: null, inquiry: null, law: ports.law().stamp, calendar: ports.calendar().edition }
  switch (about.kind) {
    case 'none': return ok(empty)
    case 'miss': {
      const miss = await store.miss(db, about.act)
      if (miss === null) return refuse('about-unknown', null, { found: `miss:${about.act}` })
      if (miss.party !== body) return refuse('about-not-of-body', null, { body: miss.party })
      return ok({ ...empty, ...await ofCase(ports, miss.kind, miss.case_id, body, about.act) })
    }
    case 'objection': case 'restoration': {
      const now = await (about.kind === 'objection' ? objectionFor : restorationFor)(ports, 'operator', about.case)
      if (!now.ok) return refuse('about-unknown', null, { found: `${about.kind}:${about.case}` })
      const { provider, handler } = now.value.of
      if (body !== 'operator' && body !== provider && body !== handler) return refuse('about-not-of-body', null, { body: provider })
      return ok({ ...empty, ...await ofCase(ports, about.kind, about.case, body, null) })
    }
    case 'record': {
      const provider = await store.provider(db, about.subject, about.record)
      if (provider === null) return refuse('about-unknown', null, { found: `record:${about.subject}:${about.record}` })
      if (provider !== body && body !== 'operator') return refuse('about-not-of-body', null, { body: provider })
      return ok({ ...empty, acts: await told(ports, await store.recordActs(db, about.subject, about.record)) })
    }
    case 'feed': {
      const line = (await feedsNow(ports)).find((f) => f.unit === body && f.item === about.item)
      if (line === undefined) return refuse('about-unknown', null, { found: `feed:${about.item}` })
      if (line.feed.state !== 'late') return refuse('feed-not-late', line.feed.rule, { item: about.item })
      const since = dayOf(line.feed.since)
      return ok({ ...empty, feed: { item: about.item, since, days: Temporal.PlainDate.from(since).until(ports.today()).days, rule: line.feed.rule } })
    }
    case 'inquiry': {
      const line = await store.inquiryLine(db, about.line)
      if (line === null) return refuse('about-unknown', null, { found: `inquiry:${about.line}` })
      if (line.inquirer_code !== body) return refuse('about-not-of-body', null, { body: line.inquirer_code })
      const { sequence, act_id: act, asked_on: on, subject_code: subject, ground, purpose, stated, reference } = line
      const acts = await told(ports, [act, ...await reviewsOf(db, about.line)])
      return ok({ ...empty, acts, inquiry: { line: sequence, act, on, subject, ground, purpose, stated, reference } })
    }
  }
}

/** The acts of a case, and what the party missed in it. */
async function ofCase(ports: Ports, kind: string, id: number, party: string, miss: number | null): Promise<Pick<Trail, 'acts' | 'missed'>> {
  const db = ports.database
  const [acts, rows] = await Promise.all([
    kind === 'objection' ? store.objectionActs(db, id) : kind === 'restoration' ? store.restorationActs(db, id) : [id], store.missesIn(db, kind, id, party),
  ])
  const steps = kind === 'objection' || kind === 'restoration' ? await (kind === 'objection' ? objectionFor : restorationFor)(ports, 'operator', id) : null
  // While its clock stands the day it was counted from stands there; later the steps of the case tell it.
  const counted: readonly { readonly rule: string | null; readonly startsOn: string | null }[] = steps?.ok ? steps.value.steps : []
  const from = (m: store.MissRow): string | null => m.started_on ?? counted.find((s) => s.rule === m.rule)?.startsOn ?? null
  const missed = rows.filter((m) => miss === null || m.act_id === miss || kind !== 'recall')
    .map((m): MissedStep => ({ act: m.act_id, step: m.step, rule: m.rule, from: from(m), due: m.due_on }))
  return { acts: await told(ports, [...acts, ...rows.map((m) => m.act_id)]), missed }
}

const told = async (ports: Ports, acts: readonly number[]): Promise<readonly TrailAct[]> => (await store.heads(ports.database, acts)).map((row) => {
  const { on, actor, rules } = JSON.parse(row.head) as { on: string; actor: string; rules: readonly string[] }
  return { act: row.act_id, kind: row.kind, on, by: actor, rules }
})

/** Reviews of use that covered a line. */
const reviewsOf = async (db: Db, line: number): Promise<readonly number[]> => (await actsOfKind(db, 'inquiry.use-reviewed', mostReviews)).flatMap((row) => {
  const { from, to } = JSON.parse(row.content) as { from: number; to: number }
  return from <= line && line <= to ? [row.act_id] : []
})
const mostReviews = 200
