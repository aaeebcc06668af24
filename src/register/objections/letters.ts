/** Which letter tells the organisation of what happened in its case, and what the letter says. Pure. */
import type { Pack, Text2 } from '../../law/types.ts'
import type { Facts } from '../notices/notice.ts'
import type { ObjectionCase, ObjectionEvent } from './objection.ts'
import { reviewsOf } from './procedure.ts'

/**
 * @param c    the case after the event
 * @param unit name of the unit that answers for the record
 * @returns null where the event need not be told
 * @source js-64-4, gd-46-2, gd-46-3c, xm-33-1, ln-37-2, ln-37-4, hn-32-2c
 */
export function letterOf(
  c: ObjectionCase, event: ObjectionEvent, unit: Text2, pack: Pack, today: string,
): { readonly template: string; readonly facts: Facts } | null {
  const about: Facts = c.document === null ? { 'document-zh': `编号${c.record}的信息`, 'document-en': `record ${c.record}` } : { document: c.document }
  const facts = { ...about, case: String(c.id), day: today }
  switch (event.event) {
    case 'accepted': return { template: 'objection-accepted', facts }
    case 'transferred': return { template: 'objection-transferred', facts: { ...facts, 'unit-zh': unit.zh, 'unit-en': unit.en } }
    case 'decided': return { template: 'objection-decided', facts: { ...facts, verdict: event.verdict, reasons: event.reasons } }
    case 'closed': return { template: 'objection-closed', facts: { ...facts, verdict: c.decision!.verdict, reasons: c.decision!.reasons } }
    case 'review-ended': {
      const way = reviewsOf(pack).find((w) => w.code === event.way)?.text ?? { zh: event.way, en: event.way }
      return { template: 'objection-review-ended', facts: { ...facts, 'way-zh': way.zh, 'way-en': way.en, outcome: event.document } }
    }
    default: return null
  }
}
