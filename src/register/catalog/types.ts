/** The catalog: what may enter the register at all. Data in packs/national/catalog.yaml and packs/<pack>/catalog.yaml. */
import type { Certainty, DisclosureMode, InForce, Limit, LayerId, RuleId, Text2 } from '../../law/types.ts'

export type FieldType =
  | 'text'
  | 'date'
  | 'amount' // decimal; `unit` says of what, `decimals` how many places
  | 'uscc' // unified social credit code of an organisation
  | 'closed' // one of `values`

export type CatalogField = {
  /** column name in the Chinese template, the key of the value in a record's content */
  readonly name: string
  /** code of the national template where it has one (CF_WSH), accepted as a column name too */
  readonly code: string | null
  readonly title: Text2
  readonly type: FieldType
  readonly required: boolean
  readonly unit?: string
  readonly decimals?: number
  readonly maxLength?: number
  readonly values?: readonly string[]
  /** date fields only: a value that means "no end" (2099-12-31) */
  readonly noEnd?: string
  /** other column names under which older templates carry this field */
  readonly alsoCalled?: readonly string[]
  readonly public: boolean
}

/** How a record of this item is displayed and kept. */
export type DisplayRule =
  /** untrustworthiness information: national class periods within the province's frame */
  | { readonly by: 'severity'; readonly sector: string | null }
  /** a licence or certificate: while it is valid */
  | { readonly by: 'validity'; readonly untilField: string; readonly rule: RuleId }
  /** a period set by the catalog itself; amount null = period not set */
  | { readonly by: 'period'; readonly limit: Limit; readonly rule: RuleId }
  /** registration data: as long as the organisation is registered */
  | { readonly by: 'registration'; readonly rule: RuleId }
  | { readonly by: 'none'; readonly rule: RuleId }

export type CatalogItem = {
  readonly id: string
  readonly layer: LayerId
  readonly version: string
  readonly inForce: InForce
  readonly title: Text2
  /** category of the national basic catalog */
  readonly category: string
  /** class of the province's closed list the item falls under, by pack id where they differ */
  readonly classes: Readonly<Partial<Record<LayerId, string>>>
  readonly nature: 'basic' | 'untrustworthiness' | 'positive' | 'other'
  readonly scope: 'in' | 'declined'
  readonly why: Text2 | null
  readonly fields: readonly CatalogField[]
  /** field names whose values, joined, identify a record of one provider on one subject */
  readonly identity: readonly string[]
  readonly subject: { readonly code: string; readonly name: string | null }
  /** the document a record rests on; required for untrustworthiness (gd-32) */
  readonly basis: { readonly documentNumber: string | null; readonly date: string; readonly authority: string | null; readonly kinds: readonly string[] }
  /** fields that state severity class, its reason, end of conduct, field of conduct; kind of sanction where a sector's text tells kinds apart */
  readonly severity: {
    readonly class: string; readonly reason: string
    readonly conductEndedOn: string | null; readonly conductField: string | null; readonly sanctionKind?: string | null
  } | null
  /** who may deliver: kinds of unit, and/or unit codes */
  readonly providers: readonly string[]
  readonly mode: DisclosureMode
  readonly shared: { readonly shareable: boolean; readonly scope: Text2 }
  readonly display: DisplayRule
  /** null = not set */
  readonly retention: Limit | null
  readonly frequency: { readonly limit: Limit; readonly rule: RuleId | null }
  readonly legalBasis: Text2
  /** columns of official templates about persons: dropped by name, with a note to the provider */
  readonly personColumns: readonly string[]
  readonly certainty: Certainty
}
