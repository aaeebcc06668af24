/** What a regulation asks of a local supplement: data of packs/supplements.yaml. Pure. */
import { readYaml } from '../../law/yaml.ts'
import type { CatalogItem } from './types.ts'
import type { PackId, RuleId, Text2 } from '../../law/types.ts'

export type Level = 'province' | 'city'
export type SupplementRules = {
  readonly levels: { readonly allowed: readonly Level[]; readonly rule: RuleId }
  readonly localRegulation: RuleId | null
  readonly approval: { readonly by: Text2; readonly rule: RuleId } | null
  readonly classes: { readonly reading: 'closed' | 'complete' | 'including'; readonly for: 'all' | 'untrustworthiness'; readonly rule: RuleId } | null
  readonly filing: RuleId | null
}

/** An entry on its way into a supplement. */
export type DraftEntry = {
  readonly item: CatalogItem
  /** the local regulation it rests on, with its article */
  readonly localRegulation: Text2 | null
  /** law, regulation or state provision that opens the list's last class */
  readonly citedLaw: Text2 | null
}

export type DraftSupplement = {
  readonly pack: PackId
  readonly level: Level
  readonly version: string
  readonly entries: readonly DraftEntry[]
  readonly approval: { readonly documentNumber: string; readonly by: string; readonly on: string } | null
  readonly filedOn: string | null
}

export function parseSupplementRules(text: string): Readonly<Record<PackId, SupplementRules>> {
  return readYaml(text) as Record<PackId, SupplementRules>
}
