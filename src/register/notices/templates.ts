/** The form of packs/notices.yaml: letters as data. Pure. */
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { readYaml } from '../../law/yaml.ts'

const object = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, { additionalProperties: false })
const English = Type.String({ pattern: '[A-Za-z0-9{]' })
const Chinese = Type.String({ pattern: '[\\u4e00-\\u9fff{]' })
const Text = object({ zh: Chinese, en: English })
const RuleId = Type.String({ pattern: '^(gd|xm|js|ln|hn|nat)(-[0-9a-z]+)+$' })

const Fact = object({ label: Text, is: Type.Union([Type.Literal('text'), Type.Literal('day'), Type.Record(Type.String({ pattern: '^[a-z-]+$' }), Text)]) })
const Template = object({
  id: Type.String({ pattern: '^[a-z-]+$' }),
  title: Text,
  /** `party`: a unit or an organisation, whichever the addressee is */
  to: Type.Union([Type.Literal('organisation'), Type.Literal('unit'), Type.Literal('party')]),
  remedies: Type.Union([Type.Literal('objection'), Type.Literal('act')]),
  /** a unit writes it itself */
  hand: Type.Boolean(),
  /** the rules that ask for it, of all regulations; none: a letter names those of the act it tells of */
  rules: Type.Array(RuleId),
  /** the kind of application whose outcome it tells */
  closes: Type.Optional(Type.String({ pattern: '^[a-z-]+$' })),
  facts: Type.Record(Type.String({ pattern: '^[a-z]+$' }), Fact),
  paragraphs: Type.Array(Text, { minItems: 1 }),
})
const File = object({
  frame: object({
    to: Text, code: Text, from: Text, operator: Text, number: Text, issued: Text, remedies: Text, basis: Text, unverified: Text, unwritten: Text,
  }),
  moved: object({ cases: Type.Record(Type.String({ pattern: '^[a-z]+$' }), Text), why: object({ holidays: Text, period: Text }), unset: Text }),
  /** which rule says on which day a letter counts as served; null: none does */
  service: object({ rule: Type.Union([RuleId, Type.Null()]), says: Text }),
  /** what a letter calls the law that a national rule comes from */
  sources: Type.Record(RuleId, Text),
  templates: Type.Array(Template, { minItems: 1 }),
})

export type NoticeTemplate = Static<typeof Template>
export type NoticeTemplates = Static<typeof File>
export type Frame = NoticeTemplates['frame']

/** @throws {SyntaxError} naming each fault: an unknown key, a placeholder that is no fact, a fact no sentence uses */
export function parseNoticeTemplates(text: string): NoticeTemplates {
  const file: unknown = readYaml(text)
  if (!Value.Check(File, file)) {
    throw new SyntaxError(`notices.yaml: ${[...Value.Errors(File, file)].slice(0, 5).map((e) => `${e.instancePath} ${e.message}`).join('; ')}`)
  }
  const faults = file.templates.flatMap(faultsOf)
  const ids = file.templates.map((t) => t.id)
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) faults.push(`${id} stands twice`)
  if (faults.length > 0) throw new SyntaxError(`notices.yaml: ${faults.join('; ')}`)
  return file
}

/** Both languages of a paragraph say the same facts, and every fact is said. */
function faultsOf({ id, facts, paragraphs, title }: NoticeTemplate): string[] {
  const used = new Set<string>()
  const faults: string[] = []
  for (const [i, text] of [title, ...paragraphs].entries()) {
    const [zh, en] = [slots(text.zh), slots(text.en)]
    if (zh.join() !== en.join()) faults.push(`${id} ${i}: the languages name different facts`)
    for (const name of zh) {
      used.add(name)
      if (!(name in facts)) faults.push(`${id} ${i}: {${name}} is no fact`)
    }
  }
  return [...faults, ...Object.keys(facts).filter((name) => !used.has(name)).map((name) => `${id}: the fact ${name} is never said`)]
}

const slots = (text: string): string[] => [...new Set([...text.matchAll(/\{([a-z]+)\}/g)].map((m) => m[1]!))].sort()
