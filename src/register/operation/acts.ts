/** The operator's console: how the register stands, and the audit of its own log that the operator asks for. */
import { plainFault } from '../../database/plain-fault.ts'
import { readFileSync } from 'node:fs'
import { canonicalJson, type Doer, doer } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { againstLastWord } from '../../acts/last-word.ts'
import { newestCheckpoint } from '../../acts/store.ts'
import { publishedSuccessors } from '../../acts/successor.ts'
import { publishedErasures } from '../../acts/erasures.ts'
import { actBundle, entryBundle, tileBytes } from '../../acts/serve.ts'
import { auditLog } from '../../log/audit.ts'
import { readCheckpoint } from '../../log/checkpoint.ts'
import { bad, isTampering, type Finding } from '../../log/finding.ts'
import { recheckActs } from '../../log/recheck.ts'
import { earlierKeys } from '../../log/successor.ts'
import { LogUnreachable, type ReadLog } from '../../log/read.ts'
import { verifierKeyOf } from '../../log/sign.ts'
import { parseTilePath } from '../../log/tiles.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { feedsNow } from '../accountability/acts.ts'
import type { FeedLine } from '../accountability/feeds.ts'
import { returnedPeriod } from '../retention/acts.ts'
import type { ReturnedPeriod } from '../retention/returned-period.ts'
import { dayClosed, dueUntil, runs, type DailyRunRow } from '../retention/store.ts'
import { auditStored } from './audit/acts.ts'
import * as store from './store.ts'
import { type UnreadableAct, unreadableActs } from './unreadable/store.ts'

// ── The audit ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Engineering values: how often an audit says how far it is, and after what silence it counts as broken off. */
const audit = { saysEvery: 1000, silentSeconds: 120 }

/**
 * Checks the whole log against its newest signed checkpoint and the one the last sound audit saw, as any stranger may
 * from outside, in the background. One at a time.
 * @returns its number at once; `ended` resolves when the result is kept
 */
export async function startAudit(ports: Ports, account: string | null): Promise<Outcome<{ readonly id: number; readonly ended: Promise<void> }, 'audit-running' | 'log-empty'>> {
  const { database } = ports
  const started = await database.transaction(async (tx): Promise<Outcome<{ id: number; note: string }, 'audit-running' | 'log-empty'>> => {
    await tx.run`select pg_advisory_xact_lock(7204)`
    await store.closeBrokenAudits(tx, ports.now().subtract({ seconds: audit.silentSeconds }).toString())
    const running = await store.runningAudit(tx)
    if (running !== null) return refuse('audit-running', null, { audit: String(running.audit_id) })
    const newest = await newestCheckpoint(tx)
    if (newest === null) return refuse('log-empty')
    return ok({ id: await store.openAudit(tx, { account, at: ports.now().toString(), size: newest.size }), note: newest.note })
  })
  return started.ok ? ok({ id: started.value.id, ended: runAudit(ports, started.value.id, started.value.note) }) : started
}

async function runAudit(ports: Ports, id: number, note: string): Promise<void> {
  const { database } = ports
  const read = readOwnLog(ports)
  let leaves = 0
  const moved = setInterval(() => void store.moveAudit(database, id, ports.now().toString(), leaves).catch(() => {}), audit.saysEvery).unref()
  try {
    const key = verifierKeyOf(ports.settings.logOrigin, ports.settings.logKey)
    const earlier = await earlierKeys(read, key)
    const before = await store.lastSound(database)
    const last = before === null ? null : (readCheckpoint(before.note)?.checkpoint ?? null)
    // The tree goes on whatever the log is called.
    const lastSeen = last !== null && earlier.some(({ name }) => name === last.origin) ? { ...last, origin: key.name } : last
    const log = await auditLog({ note, key, read, deep: true, ahead: 2, lastSeen, progress: (now) => { leaves = now } })
    const { checkpoint } = log
    const acts = checkpoint === null ? [] : await recheckActs({ checkpoint, key, read, ahead: 2 })
    const findings = [...log.findings, ...acts, ...await auditStored(ports, [key, ...earlier])]
    const outcome = findings.some(isTampering) ? 'faulty' : findings.every((f) => f.ok) ? 'sound' : 'broken-off'
    await store.closeAudit(database, id, { at: ports.now().toString(), leaves: log.leaves, outcome, findings })
  } catch (error) {
    console.error(`audit: ${plainFault(error)}`)
    await store.closeAudit(database, id, { at: ports.now().toString(), leaves, outcome: 'broken-off', findings: [] }).catch(() => {})
  } finally {
    clearInterval(moved)
  }
}

/** What is served to a stranger, without the way over the network. */
const readOwnLog = (ports: Ports): ReadLog => async (path) => {
  if (path === 'checkpoint') {
    const newest = await newestCheckpoint(ports.database)
    return newest === null ? { found: false, said: '404' } : { found: true, bytes: Buffer.from(newest.note) }
  }
  const after = /^erasures\?after=(-?\d+)$/.exec(path)
  if (after) return { found: true, bytes: Buffer.from(JSON.stringify({ erasures: await publishedErasures(ports.database, Number(after[1]), 200) })) }
  if (path === 'successors') return { found: true, bytes: Buffer.from(JSON.stringify(await publishedSuccessors(ports.database))) }
  const address = parseTilePath(path)
  if (address === null) throw new LogUnreachable(path)
  const { level } = address
  const bytes = level === 'entries' ? await entryBundle(ports.database, address)
    : level === 'acts' ? await actBundle(ports.database, address) : await tileBytes(ports.database, { ...address, level })
  return bytes === null ? { found: false, said: '404' } : { found: true, bytes }
}

// ── Accounts ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Ends every session of an account at once, as when a device was lost. Its memberships stay. */
export async function endAccountSessions(ports: Ports, by: Doer, account: number): Promise<Outcome<number, 'account-unknown'>> {
  const done = await ports.database.transaction(async (tx): Promise<Outcome<number, 'account-unknown'>> => {
    if (!(await store.accountKnown(tx, account))) return refuse('account-unknown', null, { account: String(account) })
    await appendActs(tx, ports, { kind: 'account.sessions-ended', ...doer(by), rules: [], acts: [{ subject: '', content: canonicalJson({ account }) }] })
    return ok(await store.endSessions(tx, account, ports.now().toString()))
  })
  if (done.ok) ports.security?.note({ kind: 'sessions-ended', account })
  return done
}

// ── How the register stands ────────────────────────────────────────────────────────────────────────────────────────

export type LogHealth = {
  readonly size: number
  /** null: nothing signed yet */
  readonly checkpoint: { readonly size: number; readonly signedAt: string; readonly ageSeconds: number } | null
  /** committed, and not yet a leaf; `lagSeconds`: how long the oldest has waited */
  readonly pending: { readonly acts: number; readonly lagSeconds: number }
  readonly audit: store.AuditRow | null
  /** contents destroyed by acts that say so in the log */
  readonly erasures: number
  /** what is to be said of it without reading it through; empty: nothing speaks against it */
  readonly against: readonly Finding[]
  /** `sound`: a recent full audit found it as it was signed, and nothing has spoken against it since. `unknown`: no recent one */
  readonly state: 'sound' | 'unknown' | 'faulty'
  /** the newest audit that came to a result */
  readonly lastAudit: store.AuditRow | null
}

export type Standing = {
  readonly day: string
  readonly version: string
  readonly dayClosed: string | null
  readonly run: DailyRunRow | null
  /** what ends and begins today and in the days that follow, unless already done */
  readonly due: readonly { readonly on: string; readonly ending: number; readonly starting: number }[]
  readonly deliveries: Readonly<Record<string, number>>
  readonly lateFeeds: readonly FeedLine[]
  readonly feeds: number
  readonly log: LogHealth
  readonly calendar: { readonly edition: string; readonly lastCertainDay: string; readonly lastDay: string }
  readonly law: string
  readonly units: number
  readonly returnedPeriod: ReturnedPeriod | null
  readonly database: Awaited<ReturnType<typeof store.databaseState>>
  /** acts that cannot be read, oldest first; at most a hundred of them */
  readonly unreadable: readonly UnreadableAct[]
  /** of the data folder; null where this is not the register's own process */
  readonly disk: { readonly freeBytes: number; readonly reserveBytes: number; readonly short: boolean } | null
}

/** How many days ahead the console looks at displays that end. */
const lookAhead = { days: 7 }
/** How many acts that cannot be read it names. */
const mostNamed = 100

/** Engineering value: a sound audit speaks for the log so long. */
const auditHolds = { days: 7 }

export async function logHealth(ports: Ports): Promise<LogHealth> {
  const { database } = ports
  const [newest, { signed, placed }, waiting, [last], lastAudit, { erasures, lost }, word] = await Promise.all([
    newestCheckpoint(database), store.signedAndPlaced(database), store.pending(database), store.audits(database, 1, 0), store.lastAudit(database),
    store.erased(database),
    againstLastWord(database, ports.settings),
  ])
  const against = [
    ...(signed < placed ? [bad('checkpoint-behind', { size: signed })] : []),
    ...(lost > 0 ? [bad('contents-missing', { count: lost })] : []), ...(word === null ? [] : [word]),
  ]
  const recent = lastAudit !== null && secondsSince(ports, lastAudit.ended_at ?? lastAudit.started_at) <= auditHolds.days * 86_400
  return {
    size: newest?.size ?? 0,
    checkpoint: newest === null ? null : { size: newest.size, signedAt: newest.signed_at, ageSeconds: secondsSince(ports, newest.signed_at) },
    pending: { acts: waiting.acts, lagSeconds: waiting.since === null ? 0 : secondsSince(ports, waiting.since) },
    audit: last ?? null, lastAudit, erasures, against,
    state: against.length > 0 || lastAudit?.outcome === 'faulty' ? 'faulty' : recent ? 'sound' : 'unknown',
  }
}

export async function standing(ports: Ports): Promise<Standing> {
  const { database } = ports
  const day = ports.today()
  const calendar = ports.calendar()
  const [closed, [run], due, deliveries, feeds, log, units, period, state, unreadable] = await Promise.all([
    dayClosed(database), runs(database, 1, 0), dueUntil(database, day.add(lookAhead).toString()), store.deliveryCounts(database, null),
    feedsNow(ports), logHealth(ports), store.unitCount(database), returnedPeriod(ports), store.databaseState(database),
    unreadableActs(database, mostNamed),
  ])
  return {
    day: day.toString(), version, dayClosed: closed, run: run ?? null, due, deliveries,
    lateFeeds: feeds.filter((f) => f.feed.state === 'late'), feeds: feeds.length, log,
    calendar: { edition: calendar.edition, lastCertainDay: calendar.lastCertainDay, lastDay: calendar.lastDay }, law: ports.law().stamp, units,
    returnedPeriod: period, database: state, unreadable, disk: diskState(ports),
  }
}

function diskState({ disk }: Ports): Standing['disk'] {
  if (disk === undefined) return null
  const { freeBytes, reserveBytes, short } = disk()
  return { freeBytes, reserveBytes, short }
}

const secondsSince = (ports: Ports, at: string): number =>
  Math.max(0, Math.round((ports.now().epochMilliseconds - instantOf(at).epochMilliseconds) / 1000))

/** Moments come from the database as `2026-11-21 19:30:00.123+08`. */
export const instantOf = (at: string): Temporal.Instant => Temporal.Instant.from(at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))

export const version = (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version
