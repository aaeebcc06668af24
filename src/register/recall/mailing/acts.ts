/** News by mail, for those who have no system that listens: to the office's mailbox, again while they are late. Taken is an act; it proves no arrival. */
import { canonicalJson } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Ports } from '../../../ports.ts'
import { post, triedAgain } from '../../notices/post/acts.ts'
import { codesOf } from '../store.ts'
import * as store from './store.ts'
import { newsMail } from './words.ts'

/** @returns how many were tried */
export async function mailOnce(ports: Ports): Promise<number> {
  const { sendMail } = ports
  if (sendMail === undefined) return 0
  const now = ports.now()
  const due = await store.takeMails(ports.database, now.toString(), now.add({ minutes: post.taken }).toString(), post.atOnce)
  for (const w of due) await mailOne(ports, sendMail, w, triedAgain(now, w.tries))
  return due.length
}

async function mailOne(ports: Ports, sendMail: NonNullable<Ports['sendMail']>, w: store.MailRow, again: string): Promise<void> {
  const waits = (await store.unread(ports.database, await codesOf(ports.database, w.code)))!
  // Read or answered meanwhile: nobody is written to for nothing.
  if (waits.news === 0 && waits.asking === 0) return void await store.mailNeedless(ports.database, w.code)
  const sent = await sendMail({ to: w.address, ...newsMail(waits, `${ports.settings.address}/desk/recalls`) })
  if (!sent.ok) return void await store.mailFailed(ports.database, w.code, again, sent.why)
  await ports.database.transaction(async (tx) => {
    // The act says that there was news, not where the mail went.
    await appendActs(tx, ports, {
      kind: 'recall.mailed', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ asking: waits.asking, body: w.code, news: waits.news }) }],
    })
    await store.mailTaken(tx, w.code, ports.now().toString())
  })
}
