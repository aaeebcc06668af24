/** What the files of packs/ must look like: the only description of their form. References are checked in pack.ts. */
import { Type, type Static, type TLiteral, type TSchema } from 'typebox'

const strict = { additionalProperties: false } as const
const object = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, strict)
const oneOf = <const V extends string[]>(...values: V) => Type.Union(values.map((v) => Type.Literal(v)) as unknown as { [I in keyof V]: TLiteral<V[I]> })
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const list = <S extends TSchema>(schema: S, options = {}) => Type.Array(schema, options)

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Id = Type.String({ pattern: '^(gd|xm|js|ln|hn|nat)(-[0-9a-z]+)+$' })
const English = Type.String({ pattern: '[A-Za-z0-9]' })
const Chinese = Type.String({ pattern: '[\\u4e00-\\u9fff]' })
const Text = object({ en: English, zh: Chinese })
const Span = object({ from: Day, until: orNull(Day) })
const Sure = oneOf('read', 'reported', 'unverified')

const LimitFile = object({
  amount: orNull(Type.Integer({ minimum: 1 })),
  unit: oneOf('working-day', 'day', 'month', 'year'),
  type: oneOf('deadline', 'duration', 'cap', 'floor', 'frequency', 'age', 'window'),
  count: Type.Optional(Type.Integer({ minimum: 1 })),
  pauses: Type.Optional(list(oneOf('inspection', 'testing', 'quarantine', 'appraisal', 'expert-review'), { minItems: 1 })),
})

export const RulesFile = list(object({
  id: Id,
  article: Type.String({ minLength: 1 }),
  text: Text,
  kind: oneOf('definition', 'duty', 'prohibition', 'power', 'right', 'policy', 'sanction'),
  actor: Type.String({ minLength: 1 }),
  trigger: orNull(Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$' })),
  limit: orNull(LimitFile),
  fines: Type.Optional(list(object({
    gravity: oneOf('any', 'ordinary', 'serious'), from: Type.Integer({ minimum: 1 }), to: Type.Integer({ minimum: 1 }),
  }), { minItems: 1 })),
  feature: Type.String({ pattern: '^[a-z-]+$' }),
  scope: oneOf('in', 'declined', 'not-software'),
  why: orNull(Text),
  accept: orNull(Text),
  inForce: Type.Optional(Span),
  certainty: Sure,
}), { minItems: 1 })

const Mode = oneOf('public-display', 'government-sharing', 'inquiry-by-authority', 'own-inquiry', 'authorised-inquiry')

export const PackFile = object({
  id: oneOf('guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan'),
  revision: Type.String({ pattern: '^\\d{4}\\.\\d+$' }),
  title: Text,
  place: Text,
  inForce: Span,
  repeals: orNull(Text),
  counting: object({
    stepsCountTriggerDay: Type.Boolean(),
    lastRestDayMoves: Type.Boolean(),
    pauseEdgesLeftOut: Type.Boolean(),
    stateIncludesEndDay: Type.Boolean(),
  }),
  display: object({
    cap: orNull(object({ rule: Id, from: Type.Literal('determination') })),
    fromEndOfConduct: orNull(Id),
    extendedByMeasure: orNull(Id),
    fromCatalog: orNull(Id),
    fromState: orNull(Id),
    afterEnd: list(Id),
    retention: orNull(Id),
    withheld: object({ tradeSecret: orNull(Id), withoutBasis: orNull(Id), byMode: orNull(Id) }),
    endsSooner: object({ restoration: orNull(Id), revocation: orNull(Id), objection: orNull(Id) }),
  }),
  modes: list(Mode, { minItems: 1 }),
  providerKinds: list(Type.String({ pattern: '^[a-z-]+$' })),
  catalogMandatory: Type.Record(Type.String(), Id),
  words: Type.Record(Type.String(), Text),
})

export const NationalFile = object({
  revision: Type.String({ pattern: '^\\d{4}\\.\\d+$' }),
  title: Text,
  texts: Type.Record(Type.String(), Text),
})

export const ListsFile = list(object({
  id: Type.String({ pattern: '^[a-z-]+$' }),
  title: Text,
  rules: list(Id, { minItems: 1 }),
  closed: Type.Boolean(),
  entries: list(object({
    /** a kind of unit where the list is of bodies: `judicial-organ/court` */
    code: Type.String({ pattern: '^[a-z0-9-]+(/[a-z0-9-]+)?$' }),
    text: Text,
    rule: Id,
    scope: oneOf('in', 'declined'),
    why: orNull(Text),
  }), { minItems: 1 }),
}))

export const ParametersFile = Type.Record(Type.String(), Type.Union([
  object({ kind: Type.Literal('limit'), rule: Id, limit: Type.Optional(LimitFile), start: Type.Optional(orNull(Type.String())) }),
  object({ kind: Type.Literal('text'), text: Text, rules: list(Id, { minItems: 1 }) }),
  object({ kind: Type.Literal('gap'), gap: oneOf('silent', 'no-number', 'number-missing'), text: Type.Optional(orNull(Text)), rules: Type.Optional(list(Id)) }),
]))

export const ParameterCatalogueFile = list(object({ key: Type.String({ pattern: '^[A-M][0-9]+(\\.[a-z-]+)?$' }), group: Text, title: Text }))

/** A class names rules; its numbers are those rules' own limits. */
const DisplayClassFile = object({
  rule: Id,
  displayed: Type.Boolean(),
  minimum: orNull(Id),
  minimumIn: Type.Optional(object({ fields: list(Type.String(), { minItems: 1 }), rule: Id })),
  maximum: Id,
  notDisplayedKinds: Type.Optional(object({ kinds: list(Type.String(), { minItems: 1 }), rule: Id })),
  note: orNull(Text),
})
export const DisplayTextsFile = list(object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  title: Text,
  inForce: Span,
  sector: orNull(Type.String({ pattern: '^[a-z-]+$' })),
  besideSector: orNull(object({ rule: Id, prevails: oneOf('sector', 'general', 'shorter'), certainty: Sure })),
  start: Id,
  certainty: Sure,
  classes: object({
    minor: orNull(DisplayClassFile), general: orNull(DisplayClassFile), serious: orNull(DisplayClassFile), unclassified: orNull(DisplayClassFile),
  }),
}))

export const StandardsFile = list(object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  title: Text,
  documentNumber: Type.String({ minLength: 1 }),
  level: oneOf('state', 'province', 'city'),
  rule: Id,
  madeWith: orNull(Text),
  items: list(Type.String(), { minItems: 1 }),
  inForce: Span,
}))

export const CategoriesFile = list(object({
  id: Type.String({ pattern: '^[a-z-]+$' }), title: Text, scope: oneOf('in', 'declined'), why: orNull(Text), inForce: Span, certainty: Sure,
}))

const Field = object({
  name: Type.String({ minLength: 1 }),
  code: orNull(Type.String()),
  title: Text,
  type: oneOf('text', 'date', 'amount', 'uscc', 'closed'),
  required: Type.Boolean(),
  unit: Type.Optional(Type.String()),
  decimals: Type.Optional(Type.Integer({ minimum: 0 })),
  maxLength: Type.Optional(Type.Integer({ minimum: 1 })),
  values: Type.Optional(list(Type.String(), { minItems: 1 })),
  noEnd: Type.Optional(Day),
  alsoCalled: Type.Optional(list(Type.String())),
  public: Type.Boolean(),
})
const Layer = oneOf('national', 'guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan')

export const CatalogFile = list(object({
  id: Type.String({ pattern: '^[a-z0-9-]+$' }),
  layer: Layer,
  version: Type.String({ minLength: 1 }),
  inForce: Span,
  title: Text,
  category: Type.String(),
  classes: Type.Partial(object({
    national: Type.String(), guangdong: Type.String(), xiamen: Type.String(), jiangsu: Type.String(), liaoning: Type.String(), hunan: Type.String(),
  })),
  nature: oneOf('basic', 'untrustworthiness', 'positive', 'other'),
  scope: oneOf('in', 'declined'),
  why: orNull(Text),
  fields: list(Field),
  identity: list(Type.String()),
  subject: object({ code: Type.String(), name: orNull(Type.String()) }),
  basis: object({ documentNumber: orNull(Type.String()), date: Type.String(), authority: orNull(Type.String()), kinds: list(Type.String()) }),
  severity: orNull(object({
    class: Type.String(), reason: Type.String(), conductEndedOn: orNull(Type.String()), conductField: orNull(Type.String()),
    sanctionKind: Type.Optional(orNull(Type.String())),
  })),
  providers: list(Type.String()),
  mode: Mode,
  shared: object({ shareable: Type.Boolean(), scope: Text }),
  display: Type.Union([
    object({ by: Type.Literal('severity'), sector: orNull(Type.String()) }),
    object({ by: Type.Literal('validity'), untilField: Type.String(), rule: Id }),
    object({ by: Type.Literal('period'), limit: LimitFile, rule: Id }),
    object({ by: Type.Literal('registration'), rule: Id }),
    object({ by: Type.Literal('none'), rule: Id }),
  ]),
  retention: orNull(LimitFile),
  frequency: object({ limit: LimitFile, rule: orNull(Id) }),
  legalBasis: Text,
  personColumns: list(Type.String()),
  certainty: Sure,
}))

export type RulesFile = Static<typeof RulesFile>
export type PackFile = Static<typeof PackFile>
export type ParametersFile = Static<typeof ParametersFile>
export type DisplayTextsFile = Static<typeof DisplayTextsFile>
