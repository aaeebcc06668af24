/** The clocks of recipients who have received the news and owe an answer, when projections are rebuilt. */
import type { Attempt } from '../../../acts/rebuild.ts'
import type { Tx } from '../../../database/db.ts'
import type { Ports } from '../../../ports.ts'
import { openClocks } from '../../deadlines/clocks/acts.ts'
import { dutyClocks, stepOf } from '../telling/acts.ts'
import { owing } from './store.ts'

const atOnce = 5000

export async function rebuildRecallClocks(tx: Tx, ports: Ports, attempt: Attempt): Promise<void> {
  const clockOf = await dutyClocks(ports, tx)
  for (let after = { recall: 0, kind: '', code: '' }; ;) {
    const rows = await owing(tx, after, atOnce)
    await attempt(rows, (e) => e.recall_id, (some) => openClocks(tx, ports, some.flatMap((e) => {
      const { rule } = clockOf(e.because, e.recipient_kind, e.received_on)
      return rule === null ? [] : [{
        kind: 'recall' as const, case: e.recall_id, step: stepOf(e), subject: e.subject_code, party: e.recipient_code, rule, from: e.received_on,
      }]
    })))
    const last = rows.at(-1)
    if (last === undefined || rows.length < atOnce) return
    after = { recall: last.recall_id, kind: last.recipient_kind, code: last.recipient_code }
  }
}
