/**
 * What a regulation asks of a determination before it is recorded: leniency that is decided and reasoned, a standard
 * that applies. The register does not determine; it takes in no determination that lacks what its law asks. Pure.
 */
import { isInForce } from '../../law/in-force.ts'
import type { Pack, RuleId } from '../../law/types.ts'
import type { CatalogItem } from '../catalog/types.ts'

/** Columns an item may have for it. */
export const determinationFields = { circumstance: '从宽情形', lenientReason: '从宽认定理由', standard: '认定标准' } as const

export type Determination = {
  /** ground of leniency the unit marked, in the words of the pack's list */
  readonly circumstance: string | null
  readonly lenientReason: string | null
  /** severity class in the template's word */
  readonly class: string | null
  /** document number or title of the standard cited */
  readonly standard: string | null
  readonly decidedOn: string
}

export type DeterminationFault = {
  readonly code:
    | 'lenient-decision-missing' | 'lenient-class-missing' | 'lenient-class-severest'
    | 'standard-unknown' | 'state-standard-prevails' | 'standard-made-alone'
  readonly field: keyof typeof determinationFields | 'class'
  readonly rule: RuleId
  readonly facts: Readonly<Record<string, string>>
}

export function checkDetermination(row: Determination, item: CatalogItem, pack: Pick<Pack, 'lists' | 'standards'>): DeterminationFault[] {
  return [...leniency(row, item, pack), ...standard(row, item, pack)]
}

const severest = '严重'

/** @source js-26-2, ln-31: the pack's list `lenient-circumstances`; a pack without it asks nothing */
function leniency(row: Determination, item: CatalogItem, { lists }: Pick<Pack, 'lists'>): DeterminationFault[] {
  const ground = lists.find((l) => l.id === 'lenient-circumstances')?.entries.find((e) => e.text.zh === row.circumstance)
  if (!ground) return []
  const fault = (code: DeterminationFault['code'], field: DeterminationFault['field'], facts: DeterminationFault['facts']): DeterminationFault =>
    ({ code, field, rule: ground.rule, facts: { circumstance: ground.text.zh, ...facts } })
  const faults: DeterminationFault[] = []
  if (row.lenientReason === null) faults.push(fault('lenient-decision-missing', 'lenientReason', { field: determinationFields.lenientReason }))
  if (item.severity !== null && row.class === null) faults.push(fault('lenient-class-missing', 'class', {}))
  if (row.class === severest) faults.push(fault('lenient-class-severest', 'class', { class: severest }))
  return faults
}

/** @source js-28-1: the state's standard where there is one, otherwise a local one made with the comprehensive department */
function standard(row: Determination, item: CatalogItem, { standards }: Pick<Pack, 'standards'>): DeterminationFault[] {
  const applicable = standards.filter((s) => s.items.includes(item.id) && isInForce(s.inForce, row.decidedOn))
  const [first] = applicable
  if (row.standard === null || !first) return []
  const fault = (code: DeterminationFault['code'], allowed: typeof applicable): DeterminationFault =>
    ({ code, field: 'standard', rule: first.rule, facts: { standard: row.standard!, allowed: allowed.map((s) => s.documentNumber).join('、') } })
  const cited = applicable.find((s) => plain(s.documentNumber) === plain(row.standard!) || plain(s.title.zh) === plain(row.standard!))
  const ofTheState = applicable.filter((s) => s.level === 'state')
  if (ofTheState.length > 0 && cited?.level !== 'state') return [fault('state-standard-prevails', ofTheState)]
  if (!cited) return [fault('standard-unknown', applicable)]
  return cited.level !== 'state' && cited.madeWith === null ? [fault('standard-made-alone', applicable.filter((s) => s.madeWith !== null))] : []
}

/** Brackets and white space of document numbers vary from hand to hand. */
const plain = (text: string): string => text.replace(/[\s《》〔［[【（(〕］\]】）)]/g, '')
