/** News by mail, for those who have no system that listens: to the office's mailbox, again while they are late. Taken is an act; it proves no arrival. */
import { canonicalJson } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Ports } from '../../../ports.ts'
import { codesOf } from '../store.ts'
import * as store from './store.ts'
import { newsMail } from './words.ts'

/** Engineering values: mails at once, minutes for which one is taken, minutes of the first rest and of the longest. */
const post = { atOnce: 10, taken: 10, firstRest: 5, longestRest: 24 * 60 }

/** @returns how many were tried */
export async function mailOnce(ports: Ports): Promise<number> {
  if (ports.sendMail === undefined) return 0
  const later = (minutes: number) => ports.now().add({ minutes }).toString()
  const due = await store.takeMails(ports.database, ports.now().toString(), later(post.taken), post.atOnce)
  for (const w of due) await mailOne({ ...ports, sendMail: ports.sendMail }, w, later(Math.min(post.firstRest * 2 ** w.tries, post.longestRest)))
  return due.length
}

async function mailOne(ports: Ports & { readonly sendMail: NonNullable<Ports['sendMail']> }, w: store.MailRow, again: string): Promise<void> {
  const waits = (await store.unread(ports.database, await codesOf(ports.database, w.code)))!
  // Read or answered meanwhile: nobody is written to for nothing.
  if (waits.news === 0 && waits.asking === 0) return void await store.mailNeedless(ports.database, w.code)
  const sent = await ports.sendMail({ to: w.address, ...newsMail(waits, `${ports.settings.address}/desk/recalls`) })
  if (!sent.ok) return void await store.mailFailed(ports.database, w.code, again, sent.why)
  await ports.database.transaction(async (tx) => {
    // The act says that there was news, not where the mail went.
    await appendActs(tx, ports, {
      kind: 'recall.mailed', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ asking: waits.asking, body: w.code, news: waits.news }) }],
    })
    await store.mailTaken(tx, w.code, ports.now().toString())
  })
}
