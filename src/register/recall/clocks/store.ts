/** SQL of the clocks of recalls. */
import type { Db } from '../../../database/db.ts'
import type { EntryRow } from '../store.ts'

export type Owing = Pick<EntryRow, 'recall_id' | 'recipient_kind' | 'recipient_code' | 'subject_code' | 'because'> & { received_on: string }
type After = { readonly recall: number; readonly kind: string; readonly code: string }

/** Recipients the news has reached who have not answered. */
export const owing = (db: Db, after: After, limit: number) => db.rows<Owing>`
  select e.recall_id, e.recipient_kind, e.recipient_code, r.subject_code, r.because, e.received_on
    from recall_recipient e join recall r using (recall_id)
   where e.received_on is not null and e.acknowledged_on is null
     and (e.recall_id, e.recipient_kind, e.recipient_code) > (${after.recall}, ${after.kind}, ${after.code})
   order by e.recall_id, e.recipient_kind, e.recipient_code limit ${limit}`
