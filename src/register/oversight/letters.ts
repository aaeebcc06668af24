/** Which letter tells the body concerned of what happened in its case, and what the letter says. Pure. */
import type { Law, Text2 } from '../../law/types.ts'
import { dayInWords, type Facts } from '../notices/notice.ts'
import { order, type OversightCase, type OversightEvent } from './case.ts'
import { mattersOf, stepsUnder } from './procedure.ts'

const without = { document: { zh: '没有文号', en: 'none' }, until: { zh: '责令书没有写明', en: 'the order names none' } } as const satisfies Record<string, Text2>
const either = (name: keyof typeof without, said: Text2 | null): Facts => {
  const { zh, en } = said ?? without[name]
  return { [`${name}-zh`]: zh, [`${name}-en`]: en }
}

/**
 * @param c the case after the event
 * @returns null where the body need not be told: what it wrote itself, and a talk, at which it sat
 * @source hn-38-1, hn-45c
 */
export function letterOf(c: OversightCase, event: OversightEvent, law: Law, today: string): { readonly template: string; readonly facts: Facts } | null {
  const about = { case: String(c.id), day: today }
  switch (event.event) {
    case 'opened': {
      const matter = mattersOf(law).find((m) => m.code === c.matter)?.text ?? { zh: c.matter, en: c.matter }
      const facts = { ...about, 'matter-zh': matter.zh, 'matter-en': matter.en, content: c.facts, until: c.answerUntil }
      return { template: 'oversight-opened', facts }
    }
    case 'step-taken': {
      const { document, until, result: content } = event
      const told = { ...about, day: event.takenOn, content, ...either('document', document === '' ? null : { zh: document, en: document }) }
      if (event.step === order) return { template: 'oversight-ordered', facts: { ...told, ...either('until', until === null ? null : dayInWords(until)) } }
      if (event.step === 'talk') return null
      const step = stepsUnder(law, c.rule).find((s) => s.code === event.step)!.text
      const fine = event.fine === null ? { zh: '', en: '' } : { zh: `（${event.fine.amount}元）`, en: ` (CNY ${event.fine.amount})` }
      return { template: 'oversight-step', facts: { ...told, 'step-zh': `${step.zh}${fine.zh}`, 'step-en': `${step.en}${fine.en}` } }
    }
    case 'closed': return { template: 'oversight-closed', facts: { ...about, finding: event.finding, reasons: event.reasons } }
    default: return null
  }
}
