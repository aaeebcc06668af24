/**
 * What an inquirer is shown of a record, and by which rule, or by which rule it is not. The ways of asking are the pack's
 * list `inquiry-grounds`, the purposes its list `inquiry-purposes`. Pure.
 */
import { admits, choices, listOf } from '../../law/closed-list.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { ClosedListEntry, Law, RuleId } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { type Mark, type RecordMark, standsOn } from '../records/marks.ts'
import type { DisplayDates } from '../retention/display.ts'

/** On what something is asked; which of these there are is for the pack to say. */
export type GroundCode = 'public-display' | 'government-sharing' | 'inquiry-by-authority' | 'own-inquiry' | 'authorised-inquiry' | 'bulk-inquiry'
export const groundCodes: readonly GroundCode[] =
  ['public-display', 'government-sharing', 'inquiry-by-authority', 'own-inquiry', 'authorised-inquiry', 'bulk-inquiry']

/** What the operator let a unit ask. `purposes`, `items` null: all of the list, all the ground lets through. Days; `until` is the last. */
export type Access = {
  readonly id: number
  readonly ground: GroundCode
  readonly purposes: readonly string[] | null
  readonly items: readonly string[] | null
  readonly from: string
  readonly until: string | null
}
export type Inquirer =
  | { readonly kind: 'public' }
  /** its name is proved: it acts through a representative with a mandate, or with its own key */
  | { readonly kind: 'organisation'; readonly code: string }
  | { readonly kind: 'unit'; readonly code: string; readonly access: readonly Access[] }

export type Ground = {
  readonly by: GroundCode
  /** of the case in hand: its number or title */
  readonly reference: string
  /** the provision or duty in words, where the purpose is an open one */
  readonly stated: string
  /** what the organisation authorised this inquirer to see, by category of the catalog */
  readonly authorisations: readonly { readonly id: number; readonly category: string }[]
}

export type DisclosableRecord = {
  readonly id: number
  readonly version: number
  readonly subject: string
  readonly item: CatalogItem
  readonly existence: 'held' | 'withdrawn' | 'erased'
  readonly display: Pick<DisplayDates, 'state' | 'usable'>
  readonly tradeSecret: boolean
  readonly marks: readonly RecordMark[]
  /** null: gone */
  readonly values: Readonly<Record<string, string>> | null
}

/**
 * - `ground-not-in-list`    the pack knows no such way; facts: ground, allowed
 * - `not-an-authority`      this way is for units registered here
 * - `not-oneself`           one's own information is one's own code's
 * - `not-authorised`        no authorisation of the organisation stands on the day
 * - `access-missing`        the operator let the unit ask nothing on this ground; facts: ground
 * - `agreement-missing`     large volumes are given upon a signed agreement alone
 * - `purpose-not-in-list`   facts: found, allowed
 * - `purpose-declined`      the text has the purpose, it concerns natural persons; facts: why-zh, why-en
 * - `duty-not-stated`       the purpose is open: the provision or duty must be said
 * - `outside-powers`        not among the purposes the unit was let ask for; facts: purpose, allowed
 * - `reference-missing`     no case is named
 */
export type InquiryRefusal =
  | 'ground-not-in-list' | 'not-an-authority' | 'not-oneself' | 'not-authorised' | 'access-missing' | 'agreement-missing' | 'purpose-not-in-list'
  | 'purpose-declined' | 'duty-not-stated' | 'outside-powers' | 'reference-missing'

/** On what an inquirer stands once it may ask. */
export type Standing = {
  readonly ground: GroundCode
  /** of the way, and of the purpose where there is one */
  readonly rules: readonly RuleId[]
  /** number of what the operator granted; null where the ground needs none */
  readonly access: Access | null
  readonly authorisations: Ground['authorisations']
}

/** May it be asked at all, whatever is held? @source gd-20-1, gd-24a, gd-40-2, gd-52-2, xm-14a, js-39-2a, js-40-1, ln-21a, hn-19-1, hn-20 */
export function mayInquire(
  inquirer: Inquirer, subject: string, ground: Ground, purpose: string, day: string, law: Pick<Law, 'pack'>,
): Outcome<Standing, InquiryRefusal> {
  const { pack } = law
  const ways = listOf(pack, 'inquiry-grounds')
  const way = choices(ways).find((e) => e.code === ground.by)
  if (way === undefined) return refuse('ground-not-in-list', ways.rules[0] ?? null, { ground: ground.by, ...allowedOf(choices(ways)) })
  const standing = (access: Access | null, ...more: readonly RuleId[]): Outcome<Standing, never> =>
    ok({ ground: ground.by, rules: [...new Set([way.rule, ...more])], access, authorisations: ground.authorisations })
  switch (ground.by) {
    case 'public-display': return standing(null)
    case 'own-inquiry': return inquirer.kind === 'organisation' && inquirer.code === subject ? standing(null) : refuse('not-oneself', way.rule)
    case 'authorised-inquiry': return inquirer.kind !== 'public' && ground.authorisations.length > 0 ? standing(null) : refuse('not-authorised', way.rule)
  }
  if (inquirer.kind !== 'unit') return refuse('not-an-authority', way.rule)
  const granted = inquirer.access.filter((a) => a.ground === ground.by && a.from <= day && (a.until === null || day <= a.until))
  if (granted.length === 0) return refuse(ground.by === 'bulk-inquiry' ? 'agreement-missing' : 'access-missing', way.rule,
    { ground: ground.by, 'ground-zh': way.text.zh, 'ground-en': way.text.en })
  if (ground.by === 'bulk-inquiry') return standing(granted[0]!)
  const purposes = listOf(pack, 'inquiry-purposes')
  const admitted = admits(purposes, purpose, ground.stated.trim() === '' ? null : { zh: ground.stated, en: ground.stated })
  if (!admitted.ok) {
    const [{ code, rule, facts }] = admitted.refusals
    return refuse(purposeRefusals[code], rule, code === 'not-in-list' ? { ...facts, ...allowedOf(choices(purposes)) } : facts)
  }
  const access = granted.find((a) => a.purposes === null || a.purposes.includes(purpose))
  if (access === undefined) {
    const own = choices(purposes).filter((e) => granted.some((a) => a.purposes?.includes(e.code)))
    return refuse('outside-powers', way.rule, { purpose, ...allowedOf(own) })
  }
  if (ground.reference.trim() === '') return refuse('reference-missing', admitted.value.rule)
  return standing(access, admitted.value.rule)
}

/** Codes for machines, words for readers. */
const allowedOf = (entries: readonly ClosedListEntry[]) => ({
  allowed: entries.map((e) => e.code).join(', '), 'allowed-zh': entries.map((e) => e.text.zh).join('、'), 'allowed-en': entries.map((e) => e.text.en).join('; '),
})

const purposeRefusals = { 'not-in-list': 'purpose-not-in-list', 'declined-here': 'purpose-declined', 'provision-not-cited': 'duty-not-stated' } as const

/**
 * Why one record is not shown to one who may ask. In order of precedence:
 * `erased`, `unstated` (may tell of a person, and nobody states otherwise), `withdrawn`, `withheld` (by the organisation), `trade-secret`, `shielded`, `suspended`, `mode` (the catalog
 * keeps it for another way), `not-shareable`, `outside-access` (items), `outside-authorisation` (categories),
 * `not-on-display`, `not-usable` (its time is over, or its class or period is open)
 */
export type Unshown =
  | 'erased' | 'unstated' | 'withdrawn' | 'withheld' | 'trade-secret' | 'shielded' | 'suspended' | 'mode' | 'not-shareable' | 'outside-access' | 'outside-authorisation'
  | 'not-on-display' | 'not-usable'

export type Disclosed =
  | {
    readonly shown: true
    readonly id: number
    readonly version: number
    readonly fields: Readonly<Record<string, string>>
    /** columns the catalog keeps from this way of asking */
    readonly kept: readonly string[]
    readonly marks: readonly Mark[]
    readonly rules: readonly RuleId[]
  }
  | { readonly shown: false; readonly id: number; readonly because: Unshown; readonly rule: RuleId | null }

type Seen = { readonly record: Omit<DisclosableRecord, 'subject'>; readonly standing: Standing; readonly day: string; readonly law: Pick<Law, 'pack'> }
type Check = { readonly code: Unshown; readonly fails: (s: Seen) => boolean; readonly rule: (s: Seen) => RuleId | null }

/** Which modes of the catalog a way of asking reaches. The organisation itself is shown everything. @source gd-40-2, xm-13-3, js-39-1, hn-16-1 */
const reach: Readonly<Record<GroundCode, readonly string[]>> = {
  'public-display': ['public-display'],
  'bulk-inquiry': ['public-display'],
  'government-sharing': ['public-display', 'government-sharing'],
  'inquiry-by-authority': ['public-display', 'government-sharing', 'inquiry-by-authority'],
  'authorised-inquiry': ['public-display', 'government-sharing', 'inquiry-by-authority', 'authorised-inquiry'],
  'own-inquiry': ['public-display', 'government-sharing', 'inquiry-by-authority', 'authorised-inquiry', 'own-inquiry'],
}
const inReach = (ground: GroundCode, item: CatalogItem): boolean => reach[ground].includes(item.mode)
const sharable = (ground: GroundCode, item: CatalogItem): boolean => ground !== 'government-sharing' || item.shared.shareable
/** What these are shown is what the public is: while it is on display, and its public columns. */
const asThePublic = (ground: GroundCode): boolean => ground === 'public-display' || ground === 'bulk-inquiry'
/** Whoever inquires in the course of a duty is told that a suit is pending; to others display stops. @source xm-53-2 */
const inDuty = (ground: GroundCode): boolean => ground === 'government-sharing' || ground === 'inquiry-by-authority'

const marked = ({ record, day }: Seen, mark: Mark): boolean => record.marks.some((m) => m.mark === mark && m.record === record.id && standsOn(m, day))
const wayRule = ({ standing }: Seen): RuleId | null => standing.rules[0] ?? null
const frame = ({ law }: Seen) => law.pack.display

const checks: readonly Check[] = [
  { code: 'erased', fails: ({ record }) => record.existence === 'erased' || record.values === null, rule: () => null },
  { code: 'unstated', fails: (s) => marked(s, 'unstated'), rule: () => null },
  { code: 'withdrawn', fails: ({ record }) => record.existence === 'withdrawn', rule: (s) => frame(s).endsSooner.revocation },
  {
    code: 'withheld', fails: (s) => marked(s, 'withheld'),
    rule: (s) => s.law.pack.lists.find((l) => l.id === 'withholdable')?.entries.find((e) => e.code === s.record.item.id)?.rule ?? wayRule(s),
  },
  { code: 'trade-secret', fails: ({ record }) => record.tradeSecret, rule: (s) => frame(s).withheld.tradeSecret },
  { code: 'shielded', fails: (s) => marked(s, 'shielded'), rule: () => null },
  {
    code: 'suspended', fails: (s) => !inDuty(s.standing.ground) && marked(s, 'suspended'),
    rule: ({ law }) => law.pack.lists.find((l) => l.id === 'display-suspended-during')?.rules[0] ?? null,
  },
  { code: 'mode', fails: ({ record, standing }) => !inReach(standing.ground, record.item), rule: (s) => frame(s).withheld.byMode ?? wayRule(s) },
  { code: 'not-shareable', fails: ({ record, standing }) => !sharable(standing.ground, record.item), rule: wayRule },
  { code: 'outside-access', fails: ({ record, standing }) => standing.access?.items?.includes(record.item.id) === false, rule: wayRule },
  {
    code: 'outside-authorisation', rule: wayRule,
    fails: ({ record, standing }) => standing.ground === 'authorised-inquiry' && !standing.authorisations.some((a) => a.category === record.item.category),
  },
  {
    code: 'not-on-display', fails: ({ record, standing }) => asThePublic(standing.ground) && record.display.state !== 'on-display',
    rule: (s) => (s.record.display.state === 'ended' ? frame(s).afterEnd[0] ?? null : null),
  },
  { code: 'not-usable', fails: ({ record }) => !record.display.usable, rule: (s) => frame(s).retention ?? frame(s).afterEnd[0] ?? null },
]

/** Of one who may ask: is this record shown, and which of its columns? What is gone is gone for everybody; all else one is shown of oneself. */
export function discloseRecord(record: Omit<DisclosableRecord, 'subject'>, standing: Standing, day: string, law: Pick<Law, 'pack'>): Disclosed {
  const seen: Seen = { record, standing, day, law }
  const own = standing.ground === 'own-inquiry'
  const no = (own ? checks.slice(0, 1) : checks).find((check) => check.fails(seen))
  if (no !== undefined) return { shown: false, id: record.id, because: no.code, rule: no.rule(seen) }
  const open = new Set(record.item.fields.filter((f) => f.public).map((f) => f.name))
  const all = Object.entries(record.values!)
  const publicOnly = asThePublic(standing.ground)
  const fields = publicOnly ? all.filter(([name]) => open.has(name)) : all
  // Also a column that has no value here: that it has one is nobody's business either.
  const kept = publicOnly ? new Set([...record.item.fields.map((f) => f.name), ...all.map(([name]) => name)]) : []
  return {
    shown: true, id: record.id, version: record.version, fields: Object.fromEntries(fields),
    kept: [...kept].filter((name) => !open.has(name)),
    marks: (['disputed', 'suspended', 'shielded', 'withheld', 'unstated'] as const).filter((mark) => marked(seen, mark)), rules: standing.rules,
  }
}

/** What the law says of a way of asking, in the form in which the database holds it (migrations/0047): the same decision, by the same lists. */
export type Way = {
  readonly ground: GroundCode
  readonly standing: 'anybody' | 'oneself' | 'authorisation' | 'access'
  /** null: it asks for none */
  readonly purposes: readonly string[] | null
  readonly onDisplay: boolean
  readonly pending: boolean
  /** of the catalog, those whose mode it reaches */
  readonly items: readonly Pick<CatalogItem, 'id' | 'category'>[]
}

const standings: Readonly<Record<GroundCode, Way['standing']>> = {
  'public-display': 'anybody', 'own-inquiry': 'oneself', 'authorised-inquiry': 'authorisation',
  'government-sharing': 'access', 'inquiry-by-authority': 'access', 'bulk-inquiry': 'access',
}

/** The ways of asking of a pack, each with what it can reach of the catalog. @source gd-40-2, xm-13-3, js-39-1, hn-16-1 */
export function waysOf({ pack, catalog }: Pick<Law, 'pack' | 'catalog'>): readonly Way[] {
  const purposes = choices(listOf(pack, 'inquiry-purposes')).map((e) => e.code)
  const inPack = new Set(choices(listOf(pack, 'inquiry-grounds')).map((e) => e.code))
  return groundCodes.filter((ground) => inPack.has(ground)).map((ground) => ({
    ground, standing: standings[ground], onDisplay: asThePublic(ground), pending: inDuty(ground),
    purposes: standings[ground] === 'access' && ground !== 'bulk-inquiry' ? purposes : null,
    items: catalog.filter((item) => item.scope === 'in' && inReach(ground, item) && sharable(ground, item)).map(({ id, category }) => ({ id, category })),
  }))
}

/** Both questions at once: may it be asked, and what is then shown of this record. */
export function disclose(
  record: DisclosableRecord, inquirer: Inquirer, ground: Ground, purpose: string, day: string, law: Pick<Law, 'pack'>,
): Outcome<Disclosed, InquiryRefusal> {
  const may = mayInquire(inquirer, record.subject, ground, purpose, day, law)
  return may.ok ? ok(discloseRecord(record, may.value, day, law)) : may
}
