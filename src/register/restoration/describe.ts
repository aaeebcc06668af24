/** Whether a record can be restored, in a sentence of either language. Pure. */
import type { Text2 } from '../../law/types.ts'
import type { Eligibility } from './eligibility.ts'

export function describeEligibility(e: Eligibility): Text2 {
  switch (e.standing) {
    case 'open': return e.earliestOn === null ? { zh: '可以申请修复', en: 'Restoration can be applied for' }
      : { zh: `自${e.earliestOn}起可以申请修复`, en: `Restoration can be applied for since ${e.earliestOn}` }
    case 'too-early': return { zh: `最早自${e.earliestOn}起可以申请修复`, en: `Restoration can be applied for from ${e.earliestOn}` }
    case 'class-missing': return { zh: '没有写明失信行为等级，无法确定可以申请的日期', en: 'The class is not stated: the earliest day cannot be told' }
    case 'excluded': return { zh: `依${e.provision}，不予修复`, en: `Excluded by ${e.provision}` }
    case 'restored': return { zh: `已于${e.on}修复`, en: `Restored on ${e.on}` }
    case 'over': return { zh: `自${e.on}起已不再公示和使用，无须修复`, en: `Neither shown nor used since ${e.on}: nothing is left to restore` }
    case 'not-concerned': return { zh: '不涉及修复', en: 'Nothing to restore' }
  }
}
