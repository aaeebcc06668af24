/**
 * Letters by mail: a body names its office's mailbox, and every letter to it is sent there besides. What is not taken is tried
 * again, ever less often, until it is. That it was taken is an act; it proves no arrival.
 */
import { plainFault } from '../../../database/plain-fault.ts'
import { untilThere } from '../../../database/wait.ts'
import type { Ports } from '../../../ports.ts'
import { sendNotice } from '../acts.ts'
import * as store from './store.ts'

/** Engineering values: mails at once, minutes for which one is taken, minutes of the first rest and of the longest. */
export const post = { atOnce: 10, taken: 10, firstRest: 5, longestRest: 24 * 60 }
/** When one that did not go is tried again: ever less often. */
export const triedAgain = (now: Temporal.Instant, tries: number): string =>
  now.add({ minutes: Math.min(post.firstRest * 2 ** tries, post.longestRest) }).toString()

/** @returns how many letters were tried */
export async function sendWaiting(ports: Ports): Promise<number> {
  if (ports.sendMail === undefined) return 0
  const now = ports.now()
  const due = await store.takeDue(ports.database, now.toString(), now.add({ minutes: post.taken }).toString(), post.atOnce)
  for (const w of due) {
    const sent = await sendNotice(ports, 'operator', w.notice_id, w.address, (tx) => store.sentMail(tx, w.notice_id))
    if (!sent.ok) {
      const { code, facts } = sent.refusals[0]
      await store.failedMail(ports.database, w.notice_id, triedAgain(now, w.tries), facts.why ?? code)
    }
  }
  return due.length
}

export type Post = { start(): void; close(): Promise<void> }
/** Milliseconds between two looks. */
const idle = 20_000

/**
 * Works beside the requests, where this register is set up to send mail.
 * @param rounds each sends a portion of what waits, and says how many it tried
 */
export function openPost(ports: Ports, rounds: readonly ((ports: Ports) => Promise<number>)[]): Post {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<unknown> = Promise.resolve()
  let busy = false
  let closed = false
  const look = async () => {
    if (busy) return
    busy = true
    try {
      for (const round of rounds) while ((await untilThere({ what: 'mail', ended: () => closed }, () => round(ports)) ?? 0) > 0);
    } catch (error) {
      console.error(`mail: ${plainFault(error)}`)
    } finally {
      busy = false
    }
  }
  return {
    start() {
      if (ports.sendMail !== undefined) timer = setInterval(() => { working = look() }, idle).unref()
    },
    async close() {
      closed = true
      clearInterval(timer)
      await working
    },
  }
}
