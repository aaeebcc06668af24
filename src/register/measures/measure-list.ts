/** Lists of restrictions and rewards: what one is, and what a regulation asks of it (packs/measure-lists.yaml). Pure. */
import { readYaml } from '../../law/yaml.ts'
import type { InForce, PackId, RuleId, Text2 } from '../../law/types.ts'

export type ListKind = 'restriction' | 'reward'
export type ListLevel = 'province' | 'city' | 'county'

/** What an entry can be asked to state. */
export type Stated = 'matter' | 'target' | 'method' | 'implementer'

export type Measure = {
  readonly code: string
  readonly title: Text2
  /** code of the pack's list of classes; null where the regulation has none */
  readonly class: string | null
  readonly matter: Text2 | null
  readonly target: Text2 | null
  readonly method: Text2 | null
  /** the unit that carries it out, and what body it is (`administrative-organ/tax`) */
  readonly implementer: { readonly name: Text2; readonly kind: string } | null
  /** the local regulation it rests on, with its article */
  readonly localRegulation: Text2 | null
  /** what opens the list's open last class */
  readonly citedLaw: Text2 | null
}

export type MeasureList = {
  readonly pack: PackId
  readonly kind: ListKind
  readonly level: ListLevel
  readonly place: Text2
  readonly version: string
  readonly inForce: InForce
  readonly measures: readonly Measure[]
  readonly consultationClosedOn: string | null
  readonly approval: { readonly documentNumber: string; readonly by: string; readonly on: string } | null
  readonly filedOn: string | null
}

export type MeasureListRules = {
  readonly classes: string | null
  readonly levels: { readonly allowed: readonly ListLevel[]; readonly rule: RuleId }
  readonly localRegulation: RuleId | null
  readonly states: Readonly<Partial<Record<Stated, RuleId>>>
  readonly implementers: RuleId | null
  readonly apart: RuleId | null
  readonly consultation: RuleId | null
  readonly approval: { readonly by: Text2; readonly rule: RuleId } | null
  readonly filing: RuleId | null
  readonly chosen: RuleId | null
}
export type AllMeasureListRules = Readonly<Record<PackId, Readonly<Record<ListKind, MeasureListRules | null>>>>

export const parseMeasureListRules = (text: string): AllMeasureListRules => readYaml(text) as AllMeasureListRules
