/**
 * The log of security events: noted at once, written a moment later in portions, outside of whatever failed. Whoever notes never
 * waits. Alike ones within a minute are one line with a count, and where too many differ, what tells them apart is left out: a
 * flood makes some hundred lines a minute and no more. What a crash catches unwritten (a quarter of a second) is lost.
 */
import { createHmac } from 'node:crypto'
import type { Database } from '../../database/db.ts'
import { changeKinds, lineOf, networkOf, type SecurityNote } from './event.ts'
import * as store from './store.ts'

/** Engineering values: milliseconds, lines a minute, lines waiting while the database is away. */
export const pace = { rest: 250, alike: 60_000, linesPerMinute: 600, waiting: 2000, forget: 3_600_000 }

export type SecurityLog = {
  /** returns at once, whatever state the database is in */
  note(note: SecurityNote): void
  /** writes what was noted, also what waits for others alike */
  flush(): Promise<void>
  close(): Promise<void>
}

type Kept = { line: Omit<store.SecurityLine, 'times'>; /** not yet written */ times: number; /** when it may be written, by `elapsed` */ due: number; writtenAt: number }

/**
 * @param key  of the digest that stands for a network
 * @param days for how many an event is kept
 * @param elapsed milliseconds that only go forward
 */
export function openSecurityLog(at: {
  readonly database: Database; readonly now: () => Temporal.Instant; readonly key: Buffer; readonly days: number; readonly elapsed?: () => number
}): SecurityLog {
  const { elapsed = () => performance.now() } = at
  const originKey = createHmac('sha256', at.key).update('security origin').digest()
  const kept = new Map<string, Kept>()
  let changes: store.SecurityLine[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let [minute, fresh, forgotAt, closed] = [0, 0, -Infinity, false]

  // Of a flood, most come from where others came from.
  const origins = new Map<string, string>()
  function originOf(address: string | null | undefined): string | null {
    if (!address) return null
    const network = networkOf(address)
    const known = origins.get(network) ?? createHmac('sha256', originKey).update(network).digest('hex').slice(0, 12)
    if (origins.size >= pace.waiting) origins.clear()
    origins.set(network, known)
    return known
  }

  const keyOf = (line: Kept['line']) => [line.kind, line.reason, line.body, line.account, line.client, line.origin].join('\n')

  function note(given: SecurityNote): void {
    if (closed) return
    const line = { at: at.now().toString(), ...lineOf(given), origin: originOf(given.address) }
    if ((changeKinds as readonly string[]).includes(line.kind)) {
      if (changes.length < pace.waiting) changes.push({ ...line, times: 1 })
    } else count(line)
    timer ??= setTimeout(tick, pace.rest).unref()
  }

  function count(line: Kept['line']): void {
    const now = elapsed()
    if (now - minute >= pace.alike) [minute, fresh] = [now, 0]
    let key = keyOf(line)
    if (!kept.has(key) && ++fresh > pace.linesPerMinute) {
      line = { ...line, reason: null, body: null, account: null, client: null, origin: null }
      key = keyOf(line)
    }
    const before = kept.get(key)
    if (before === undefined) kept.set(key, { line, times: 1, due: now, writtenAt: -Infinity })
    else if (before.times > 0) before.times++
    else Object.assign(before, { line, times: 1, due: before.writtenAt + pace.alike })
  }

  /** @param all also what waits for others alike */
  async function write(all: boolean): Promise<void> {
    const now = elapsed()
    const due = [...kept.values()].filter((k) => k.times > 0 && (all || k.due <= now))
    const lines = [...changes, ...due.map((k) => ({ ...k.line, times: k.times }))]
    const counted = due.map((k) => [k, k.times] as const)
    if (lines.length > 0) {
      await store.addEvents(at.database, lines)
      changes = changes.slice(lines.length - due.length)
      for (const [k, times] of counted) Object.assign(k, { times: k.times - times, writtenAt: now })
    }
    for (const [key, k] of kept) if (k.times === 0 && now - k.writtenAt > pace.alike) kept.delete(key)
    if (now - forgotAt > pace.forget) {
      forgotAt = now
      await store.forgetEvents(at.database, at.now().subtract({ hours: 24 * at.days }).toString())
    }
  }

  const enqueue = (all: boolean): Promise<void> => (writing = writing.catch(() => {}).then(() => write(all)))

  function tick(): void {
    // Where the database is away, what is noted meanwhile waits in memory, bounded as ever.
    let rest = pace.rest
    void enqueue(false).catch((error: Error) => { console.error(`security events: ${error.message}`); rest = 20 * pace.rest }).finally(() => {
      timer = undefined
      if (!closed && (changes.length > 0 || [...kept.values()].some((k) => k.times > 0))) timer = setTimeout(tick, rest).unref()
    })
  }

  return {
    note,
    flush: () => enqueue(true),
    async close() {
      closed = true
      clearTimeout(timer)
      await enqueue(true).catch((error: Error) => { console.error(`security events: ${error.message}`) })
    },
  }
}
