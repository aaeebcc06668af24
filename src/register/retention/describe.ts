/** What each step of a display decision decided, as a sentence in both languages. Pure. */
import { limitInWords } from '../../calendar/describe.ts'
import type { Law, LimitUnit, Text2 } from '../../law/types.ts'
import type { EndsSooner, Step } from './display.ts'

export function describeStep({ facts, result: { code, values } }: Pick<Step, 'facts' | 'result'>, law: Pick<Law, 'national'>): Text2 {
  const length = values.amount === undefined ? { zh: '', en: '' }
    : limitInWords({ amount: Number(values.amount), unit: values.unit as LimitUnit, type: 'duration' })
  const text = law.national.displayTexts.find((t) => t.id === values.text)?.title ?? { zh: '', en: '' }
  const { endsOn } = values
  switch (code) {
    case 'no-text-in-force': return {
      zh: `${facts.day}没有施行中的国家文本规定公示期。`,
      en: `No national text in force on ${facts.day} sets a display period.`,
    }
    case 'sector-text': return { zh: `适用本领域的文本：${text.zh}。`, en: `The text of its own sector applies: ${text.en}.` }
    case 'general-text': return { zh: `适用一般文本：${text.zh}。`, en: `The general text applies: ${text.en}.` }
    case 'counted-from': return {
      zh: `公示期自决定文书之日${facts.decidedOn}起算。`,
      en: `Display is counted from ${facts.decidedOn}, the day of the document.`,
    }
    case 'class-not-stated': return {
      zh: '提供单位没有注明失信程度，注明之前不予公示。',
      en: 'The provider has not stated the class; until it does, this is not displayed.',
    }
    case 'maximum': return {
      zh: `最长公示期${length.zh}，自${endsOn}起不再公示。`,
      en: `Displayed for ${length.en} at most: no longer shown from ${endsOn}.`,
    }
    case 'minimum': return values.amount === undefined
      ? {
        zh: `没有最短公示期，最早可自${values.earliestRestorationOn}起修复。`,
        en: `No minimum: restoration is possible from ${values.earliestRestorationOn}.`,
      }
      : {
        zh: `最短公示期${length.zh}，最早可自${values.earliestRestorationOn}起修复。`,
        en: `Displayed for ${length.en} at least: restoration is possible from ${values.earliestRestorationOn}.`,
      }
    case 'from-state': return { zh: '公示期依照国家规定。', en: 'The period follows the provisions of the state.' }
    case 'from-catalog': return { zh: '公示期依照目录。', en: 'The period comes from the catalog.' }
    case 'catalog-period': return {
      zh: `目录规定的期限为${length.zh}，自${endsOn}起不再公示。`,
      en: `The catalog sets ${length.en}: no longer shown from ${endsOn}.`,
    }
    case 'period-not-set': return { zh: '公示期未设定，设定之前不予公示。', en: 'Period not set; until it is, this is not displayed.' }
    case 'no-period': return { zh: '公示期未设定，在撤回以前一直公示。', en: 'Period not set: shown until it is withdrawn.' }
    case 'province-cap': return {
      zh: `自${facts.from}起最长${length.zh}，至迟自${endsOn}起不再公示。`,
      en: `At most ${length.en} from ${facts.from}: no longer shown from ${endsOn} at the latest.`,
    }
    case 'cap-from-end-of-conduct': return {
      zh: `行为持续至${facts.conductEndedOn}，上限自该日起算。`,
      en: `The conduct went on until ${facts.conductEndedOn}; the ceiling is counted from that day.`,
    }
    case 'conduct-continues': return {
      zh: '行为仍在持续，上限尚未起算。',
      en: 'The conduct continues; the ceiling has not begun to run.',
    }
    case 'measure-runs': return {
      zh: `以此为依据的措施至${facts.measureEndsOn}届满，自${endsOn}起不再公示。`,
      en: `A measure that rests on it runs until ${facts.measureEndsOn}: no longer shown from ${endsOn}.`,
    }
    case 'shown-from': return {
      zh: `自${values.startsOn}起公示（文书日期${facts.decidedOn}，收到日期${facts.receivedOn}）。`,
      en: `Shown from ${values.startsOn} (document of ${facts.decidedOn}, received ${facts.receivedOn}).`,
    }
    case 'valid-until': return {
      zh: `有效期至${facts.validUntil}，自${endsOn}起不再公示。`,
      en: `Valid until ${facts.validUntil}: no longer shown from ${endsOn}.`,
    }
    case 'valid-without-end': return { zh: '没有截止日期，有效期间公示。', en: 'Valid without end: shown for as long as it stands.' }
    case 'validity-not-stated': return {
      zh: '没有注明截止日期，有效期间公示。',
      en: 'No last day is stated: shown for as long as it stands.',
    }
    case 'while-registered': return { zh: '在登记存续期间公示。', en: 'Shown for as long as the organisation is registered.' }
    case 'deregistered': return {
      zh: `该组织的登记于${facts.deregisteredOn}终止，自该日起不再公示。`,
      en: `The organisation's registration ended on ${facts.deregisteredOn}: no longer shown from that day.`,
    }
    case 'before-commencement': return {
      zh: `决定于${facts.decidedOn}，早于本条例施行之日${values.inForceFrom}${values['older-zh'] ? `；当时的规定是${values['older-zh']}，已由本条例废止` : ''}。`,
      en: `Decided on ${facts.decidedOn}, before this regulation took effect on ${values.inForceFrom}${values['older-en'] ? `; it repealed ${values['older-en']}` : ''}.`,
    }
    case 'withheld-by-mode': return {
      zh: '目录规定的披露方式不是社会公开，不予公示。',
      en: 'The catalog gives it another mode than public display: not displayed.',
    }
    case 'withheld-trade-secret': return { zh: '涉及商业秘密，不予公示。', en: 'It concerns a trade secret: not displayed.' }
    case 'withheld-without-basis': return {
      zh: '没有注明依据的文书，不予公示。',
      en: 'It names no document it rests on: not displayed.',
    }
    case 'hidden-by-class': return { zh: '这一失信程度不予公示。', en: 'Conduct of this class is not displayed.' }
    case 'never-displayed': return { zh: '目录规定此项不予公示。', en: 'The catalog does not display this item.' }
    case 'restored': return {
      zh: `已修复，自${facts.restoredOn}起不再公示。`,
      en: `Restored: no longer shown from ${facts.restoredOn}.`,
    }
    case 'after-end': return { zh: `自${endsOn}起不再披露。`, en: `Not disclosed again from ${endsOn}.` }
    case 'retention': return values.retentionEndsOn === undefined
      ? { zh: `另行保存${length.zh}。`, en: `Kept for ${length.en} apart from display.` }
      : { zh: `保存至${values.retentionEndsOn}前一日。`, en: `Kept until the day before ${values.retentionEndsOn}.` }
    case 'retention-not-set': return { zh: '保存期限未设定。', en: 'No retention period is set.' }
  }
}

export const endsSoonerText: Readonly<Record<EndsSooner['by'], Text2>> = {
  restoration: { zh: '信用修复', en: 'restoration' },
  revocation: { zh: '撤销原决定', en: 'revocation of the decision' },
  objection: { zh: '异议成立', en: 'an objection that is upheld' },
}
