/** A letter made of its template and its facts, and how it reads. Pure. */
import { limitInWords } from '../../calendar/describe.ts'
import { type Outcome, ok, type Refusal, refuse } from '../../law/outcome.ts'
import { findRule } from '../../law/rule.ts'
import type { Law, RuleId, Text2 } from '../../law/types.ts'
import { remediesOf } from './remedies.ts'
import type { NoticeTemplate, NoticeTemplates } from './templates.ts'

type Language = 'zh' | 'en'

/** The letter as its act keeps it: what was served stays readable whatever becomes of the template. */
export type Letter = {
  readonly title: Text2
  readonly paragraphs: readonly Text2[]
  readonly remedies: readonly {
    readonly code: string; readonly text: Text2; readonly rule: RuleId; readonly period: Text2 | null; readonly periodRule: RuleId | null
  }[]
  /** those of the act it tells of and of the duty to tell; where the act names none, those that ask for the letter */
  readonly rules: readonly RuleId[]
}

/**
 * - `template-unknown`  facts: allowed
 * - `fact-missing`      facts: fact (name), fact-zh, fact-en (its label)
 * - `fact-unreadable`   a day that is none, a code without words; facts: fact, fact-zh, fact-en, found
 * - `remedies-missing`  no letter goes out that does not say what is open to its addressee
 */
export type LetterRefusal = 'template-unknown' | 'fact-missing' | 'fact-unreadable' | 'remedies-missing'

export type Facts = Readonly<Record<string, string>>

/** What a letter calls a record in the fact `document`: its document, or its own number where there is none. */
export const documentFacts = (document: string | null, record: number): Facts =>
  (document ? { document } : { 'document-zh': `编号${record}的信息`, 'document-en': `record ${record}` })

/**
 * @param facts by the template's names; a text that has two languages is given as `name-zh` and `name-en`
 * @param rules of the act the letter tells of
 */
export function writeLetter(
  all: NoticeTemplates, law: Law, on: Temporal.PlainDate, w: { readonly template: string; readonly facts: Facts; readonly rules: readonly RuleId[] },
): Outcome<Letter, LetterRefusal> {
  const template = all.templates.find((t) => t.id === w.template)
  if (template === undefined) return refuse('template-unknown', null, { template: w.template, allowed: all.templates.map((t) => t.id).join(', ') })
  const asked = rulesAsking(template, law)
  const facts = readFacts(template, w.facts, asked[0] ?? null)
  if (!facts.ok) return facts
  const remedies = remediesOf(law, template.remedies, on)
  if (remedies.length === 0) return refuse('remedies-missing', asked[0] ?? null, { template: w.template })
  const fill = (text: Text2): Text2 => ({ zh: filled(text.zh, facts.value, 'zh'), en: filled(text.en, facts.value, 'en') })
  return ok({
    title: fill(template.title), paragraphs: template.paragraphs.map(fill),
    rules: w.rules.length === 0 ? asked : [...new Set([...w.rules, ...asked.filter((id) => findRule(law, id)!.feature === 'notices')])],
    remedies: remedies.map(({ code, text, rule, period }) => ({
      code, text, rule, period: period === null ? null : limitInWords(period.limit), periodRule: period?.rule ?? null,
    })),
  })
}

/** Those of the regulation in force and of the national layer. */
export const rulesAsking = (template: NoticeTemplate, law: Law): readonly RuleId[] => {
  const here = new Set([...law.pack.rules, ...law.national.rules].map((r) => r.id))
  return template.rules.filter((id) => here.has(id))
}

function readFacts(template: NoticeTemplate, given: Facts, rule: RuleId | null): Outcome<ReadonlyMap<string, Text2>, LetterRefusal> {
  const read = new Map<string, Text2>()
  const faults: Refusal<LetterRefusal>[] = []
  for (const [name, { label, is }] of Object.entries(template.facts)) {
    const about = { fact: name, 'fact-zh': label.zh, 'fact-en': label.en }
    const zh = (given[`${name}-zh`] ?? given[name] ?? '').trim()
    const en = (given[`${name}-en`] ?? given[name] ?? '').trim()
    if (zh === '' || en === '') { faults.push({ code: 'fact-missing', rule, facts: about }); continue }
    const said = is === 'text' ? { zh, en } : is === 'day' ? dayInWords(zh) : Object.hasOwn(is, zh) ? is[zh]! : null
    if (said === null) faults.push({ code: 'fact-unreadable', rule, facts: { ...about, found: zh } })
    else read.set(name, said)
  }
  const [first, ...more] = faults
  return first ? { ok: false, refusals: [first, ...more] } : ok(read)
}

// One pass: what a fact says is never read as a placeholder.
const filled = (text: string, facts: ReadonlyMap<string, Text2>, language: Language): string =>
  text.replace(/\{([a-z]+)\}/g, (_, name: string) => facts.get(name)![language])

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
/** `2026年10月12日`, `12 October 2026`; null where it is no day */
export function dayInWords(iso: string): Text2 | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null
  try {
    const { year, month, day } = Temporal.PlainDate.from(iso, { overflow: 'reject' })
    return { zh: `${year}年${month}月${day}日`, en: `${day} ${months[month - 1]} ${year}` }
  } catch {
    return null
  }
}

/** A letter as one reads it: the page and the PDF are made of these, so that they cannot say different things. */
export type Block =
  | { readonly kind: 'title' | 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'items'; readonly items: readonly string[] }

export type Sent = {
  readonly number: number
  readonly issuedOn: string
  readonly to: { readonly code: string; readonly name: Text2 }
  /** null: the operator */
  readonly from: Text2 | null
  readonly letter: Letter
}

export function letterBlocks(sent: Sent, { frame, sources }: Pick<NoticeTemplates, 'frame' | 'sources'>, law: Law, language: Language): readonly Block[] {
  const { letter } = sent
  const rule = (id: RuleId): string => ruleInWords(law, sources, id, language)
  return [
    { kind: 'title', text: letter.title[language] },
    {
      kind: 'facts', rows: [
        [frame.number[language], String(sent.number)], [frame.to[language], sent.to.name[language]],
        // The operator goes by no code.
        ...(sent.to.code === 'operator' ? [] : [[frame.code[language], sent.to.code] as const]),
        [frame.from[language], (sent.from ?? frame.operator)[language]], [frame.issued[language], dayInWords(sent.issuedOn)![language]],
      ],
    },
    ...letter.paragraphs.map((text): Block => ({ kind: 'paragraph', text: text[language] })),
    { kind: 'heading', text: frame.remedies[language] },
    {
      kind: 'items', items: letter.remedies.map(({ text, period, rule: id, periodRule }) => {
        const ids = periodRule === null || periodRule === id ? [id] : [id, periodRule]
        const within = period === null ? '' : language === 'zh' ? `，自知道之日起${period.zh}内` : `, within ${period.en} of the day you learn of it`
        const known = ids.every((one) => findRule(law, one)?.certainty !== 'unverified')
        const basis = [...ids.map(rule), ...(known ? [] : [frame.unverified[language]])]
        return language === 'zh' ? `${text.zh}${within}（${basis.join('；')}）` : `${text.en}${within} (${basis.join('; ')})`
      }),
    },
    { kind: 'heading', text: frame.basis[language] },
    { kind: 'items', items: letter.rules.map(rule) },
  ]
}

/** `广东省社会信用条例第46条 gd-46-3c` */
function ruleInWords(law: Law, sources: NoticeTemplates['sources'], id: RuleId, language: Language): string {
  const rule = findRule(law, id)
  const source = rule === undefined ? undefined : sources[id] ?? (rule.layer === 'national' ? law.national : law.packs[rule.layer]).title
  if (rule === undefined || source === undefined) return id
  const article = !/^[\d.]+$/.test(rule.article) ? '' : language === 'zh' ? `第${rule.article}条` : `, article ${rule.article}`
  return `${source[language]}${article} ${id}`
}
