/** Word to a body's office that there is something to read about access: never what, and not more often than once an hour. */
import type { Ports } from '../../ports.ts'
import { securityMail } from '../../register/notices/mailbox/words.ts'
import { toldByMail } from './event.ts'
import * as store from './store.ts'

/** Engineering values. */
const atOnce = 10
const rest = { minutes: 60 }

/** @returns how many were tried */
export async function tellOfSecurity(ports: Ports): Promise<number> {
  const { sendMail, settings } = ports
  if (sendMail === undefined) return 0
  const now = ports.now()
  const due = await store.wordsDue(ports.database, toldByMail, now.toString(), atOnce)
  for (const w of due) {
    // Taken before it is sent: should this server stop between, one word is lost and none is sent for ever.
    await store.wordFailed(ports.database, w.body_code, now.add(rest).toString())
    const sent = await sendMail({ to: w.address, ...securityMail(w.body_code, settings.address) })
    if (sent.ok) await store.wordSent(ports.database, w.body_code, w.event_id, now.add(rest).toString())
  }
  return due.length
}
