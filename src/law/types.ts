/** The law as data: what a pack says, in the shapes the rest of the register reads. Pure types, no values. */

export type Text2 = { readonly en: string; readonly zh: string }

/** Packs a deployment can run under. `national` lies beneath each of them. */
export type PackId = 'guangdong' | 'xiamen' | 'jiangsu' | 'liaoning' | 'hunan'
export type LayerId = PackId | 'national'

/** `gd-46-1`: jurisdiction, article, part. National rules begin `nat-`. */
export type RuleId = string

export type LimitUnit = 'working-day' | 'day' | 'month' | 'year'
/** `cap` lasts at most, `floor` lasts at least, `duration` lasts exactly. */
export type LimitType = 'deadline' | 'duration' | 'cap' | 'floor' | 'frequency' | 'age' | 'window'
export type PauseGround = 'inspection' | 'testing' | 'quarantine' | 'appraisal' | 'expert-review'

/** A span the law sets. `amount: null` means the text gives no number: *period not set*, never zero. */
export type Limit = {
  readonly amount: number | null
  readonly unit: LimitUnit
  readonly type: LimitType
  /** only for `window`: how many events inside the span */
  readonly count?: number
  /** grounds whose days do not count */
  readonly pauses?: readonly PauseGround[]
}

/** In yuan, both ends included. `any`: the text does not tell grave cases from others. */
export type FineRange = { readonly gravity: 'any' | 'ordinary' | 'serious'; readonly from: number; readonly to: number }

/** Days on which a text applies: `from` is the first day in force, `until` the last, null = open. */
export type InForce = { readonly from: string; readonly until: string | null }

/** How sure we are of a value, where the source is not the promulgated text itself. */
export type Certainty = 'read' | 'reported' | 'unverified'

export type Rule = {
  readonly id: RuleId
  readonly layer: LayerId
  readonly article: string
  readonly text: Text2
  readonly kind: 'definition' | 'duty' | 'prohibition' | 'power' | 'right' | 'policy' | 'sanction'
  readonly actor: string
  readonly trigger: string | null
  readonly limit: Limit | null
  /** fines a competent department may decide under it; absent: none */
  readonly fines?: readonly FineRange[]
  readonly feature: string
  /** `declined` = asked for by the text, refused by Probity; `why` then gives the reason */
  readonly scope: 'in' | 'declined' | 'not-software'
  readonly why: Text2 | null
  /** the case it is held to: `Given …, when …, then …`, `假如…，当…，那么…。` */
  readonly accept: Text2 | null
  readonly inForce: InForce
  readonly certainty: Certainty
}

/** How one pack answers one parameter of the comparison table. */
export type ParameterValue =
  | { readonly kind: 'limit'; readonly limit: Limit; readonly start: string | null; readonly rule: RuleId }
  | { readonly kind: 'text'; readonly text: Text2; readonly rules: readonly RuleId[] }
  /** silent = no such duty; no-number = the text demands speed without a figure; number-missing = lost in the source */
  | { readonly kind: 'gap'; readonly gap: 'silent' | 'no-number' | 'number-missing'; readonly text: Text2 | null; readonly rules: readonly RuleId[] }

export type Parameter = { readonly key: string; readonly group: Text2; readonly title: Text2 }

/** Readings that no text states (differences.md, head): each is a parameter of its own. */
export type Counting = {
  /** is the day of the trigger itself counted as day one of a step? */
  readonly stepsCountTriggerDay: boolean
  /** does a last day (in calendar days) that is a rest day move to the next working day? */
  readonly lastRestDayMoves: boolean
  /** are the first and the last day of a pause left out of the count? */
  readonly pauseEdgesLeftOut: boolean
  /** is the corresponding date itself still inside a state (display, list)? false: on that day it is over */
  readonly stateIncludesEndDay: boolean
}

export type Severity = 'minor' | 'general' | 'serious'

/** One national or sectoral text that says how long untrustworthiness information is displayed. */
export type DisplayText = {
  readonly id: string
  readonly title: Text2
  readonly inForce: InForce
  /** null = everything; otherwise only items/sectors named */
  readonly sector: string | null
  /** a text for everything says how it stands to a sector's own text in force on the same day; null for sector texts */
  readonly besideSector: BesideSector | null
  /** the day the period is counted from, in words, with its rule; always the day of the document */
  readonly start: RuleId
  readonly certainty: Certainty
  /** by severity class; null key `unclassified` is used by texts that know no classes (order 58) */
  readonly classes: Readonly<Record<Severity | 'unclassified', DisplayClass | null>>
}
/** `sector`: the sector's text governs its items; `shorter`: whichever displays less, not displayed being the least. */
export type BesideSector = { readonly rule: RuleId; readonly prevails: 'sector' | 'general' | 'shorter'; readonly certainty: Certainty }
export type DisplayClass = {
  readonly rule: RuleId
  /** false: normally not displayed at all */
  readonly displayed: boolean
  /** earliest restoration, counted from the document date; null = as soon as the duties are met */
  readonly minimum: Limit | null
  /** the rules that hold the two numbers */
  readonly minimumRule: RuleId | null
  readonly maximumRule: RuleId
  /** the longer minimum for named fields of conduct (special equipment, work safety, fire) */
  readonly minimumIn?: { readonly fields: readonly string[]; readonly limit: Limit; readonly rule: RuleId }
  readonly maximum: Limit
  /** kinds of sanction that are not displayed at all, whatever the class (a warning) */
  readonly notDisplayedKinds?: { readonly kinds: readonly string[]; readonly rule: RuleId }
  readonly note: Text2 | null
}

/** A province's own ceiling, start and extension of display (gd-43, hn-35, xm-36, js-41). */
export type DisplayFrame = {
  readonly cap: { readonly rule: RuleId; readonly limit: Limit; readonly from: 'determination' } | null
  /** conduct that continues: the period runs from its end (gd-43b) */
  readonly fromEndOfConduct: RuleId | null
  /** a running measure prolongs the record (hn-35-1b) */
  readonly extendedByMeasure: RuleId | null
  /** the period comes from the catalog (xm-36, js-41-1, ln-10-2b) */
  readonly fromCatalog: RuleId | null
  /** the period follows the provisions of the state (hn-35-1a, js-41-1) */
  readonly fromState: RuleId | null
  /** after the end: not disclosed again, by these rules */
  readonly afterEnd: readonly RuleId[]
  /** a separate retention period after display */
  readonly retention: RuleId | null
  /** why a record is held back whatever its period */
  readonly withheld: { readonly tradeSecret: RuleId | null; readonly withoutBasis: RuleId | null; readonly byMode: RuleId | null }
  /** what ends display before its last day */
  readonly endsSooner: { readonly restoration: RuleId | null; readonly revocation: RuleId | null; readonly objection: RuleId | null }
}

export type DisclosureMode = 'public-display' | 'government-sharing' | 'inquiry-by-authority' | 'own-inquiry' | 'authorised-inquiry'

/** A closed list of the pack: catalog classes, grounds, measure menus, modes, prohibited data … */
export type ClosedList = {
  readonly id: string
  readonly title: Text2
  readonly rules: readonly RuleId[]
  readonly closed: boolean
  readonly entries: readonly ClosedListEntry[]
}
export type ClosedListEntry = {
  readonly code: string
  readonly text: Text2
  readonly rule: RuleId
  readonly scope: 'in' | 'declined'
  readonly why: Text2 | null
}

/** A standard by which a determination is made, and the items whose conduct it speaks of. */
export type DesignationStandard = {
  readonly id: string
  readonly title: Text2
  readonly documentNumber: string
  readonly level: 'state' | 'province' | 'city'
  /** the rule that asks for standards */
  readonly rule: RuleId
  /** the comprehensive department it was made with; a local standard without one is none */
  readonly madeWith: Text2 | null
  /** ids of catalog items */
  readonly items: readonly string[]
  readonly inForce: InForce
}

export type Pack = {
  readonly id: PackId
  readonly revision: string
  readonly title: Text2
  readonly place: Text2
  readonly inForce: InForce
  readonly repeals: Text2 | null
  readonly counting: Counting
  readonly display: DisplayFrame
  readonly modes: readonly DisclosureMode[]
  /** kinds of body that may provide public information, beyond those a law authorises */
  readonly providerKinds: readonly string[]
  /** fields a catalog entry must state in this jurisdiction, with the rule that asks for each */
  readonly catalogMandatory: Readonly<Record<string, RuleId>>
  readonly rules: readonly Rule[]
  readonly lists: readonly ClosedList[]
  readonly standards: readonly DesignationStandard[]
  /** by parameter key */
  readonly parameters: Readonly<Record<string, ParameterValue>>
  /** words of this pack where they differ from the glossary */
  readonly words: Readonly<Record<string, Text2>>
}

export type NationalPack = {
  readonly revision: string
  readonly title: Text2
  /** names of the texts its rules come from, by what stands in their ids after `nat-` */
  readonly texts: Readonly<Record<string, Text2>>
  readonly rules: readonly Rule[]
  readonly displayTexts: readonly DisplayText[]
  readonly lists: readonly ClosedList[]
  readonly catalogCategories: readonly CatalogCategory[]
}
export type CatalogCategory = {
  readonly id: string
  readonly title: Text2
  readonly scope: 'in' | 'declined'
  readonly why: Text2 | null
  readonly inForce: InForce
  readonly certainty: Certainty
}

/** All law a deployment has loaded. `stamp` names every revision in use, for the head of each act. */
export type Law = {
  readonly pack: Pack
  readonly national: NationalPack
  readonly packs: Readonly<Record<PackId, Pack>>
  readonly parameters: readonly Parameter[]
  readonly catalog: readonly import('../register/catalog/types.ts').CatalogItem[]
  readonly stamp: string
}
