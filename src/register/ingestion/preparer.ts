/** What every row delivered under an item is judged by, whether it came in a file or was corrected by hand. Pure. */
import type { RuleId } from '../../law/types.ts'
import { noticeCheck } from '../../law/written-notice.ts'
import type { Ports } from '../../ports.ts'
import { rulesUnder } from '../boundary/boundary.ts'
import type { Scan } from '../boundary/scan.ts'
import { scanOn } from '../boundary/texts.ts'
import type { CatalogItem } from '../catalog/types.ts'
import { olderBasisFault } from '../records/before-commencement.ts'
import { checkDetermination } from '../records/determination.ts'
import { type RowPreparer, rowPreparer } from './prepare.ts'

type Ground = Pick<Ports, 'law' | 'boundary' | 'today'>

/** Rule of the regulation in force that makes the code the key; null where it has none. */
export const keyRuleOf = (ports: Pick<Ports, 'law' | 'boundary'>): RuleId | null => rulesUnder(ports.boundary().key, ports.law().pack.id)[0] ?? null

/** The boundary's look at every text, as of today. */
export const scanOf = (ports: Ground): Scan => scanOn(ports)

/**
 * @param serialsFrom day the file's serial numbers count from; null = it has none
 * @param cellsAgain  cells of a row from its text; null = the text does not tell them
 * @param stated      by which statement of an officer of the unit exactly this text in this field means no person; null: by none
 */
export function preparerOf(
  ports: Ground, item: CatalogItem, scan: Scan, serialsFrom: string | null, cellsAgain: ((raw: string) => readonly string[]) | null = null,
  stated: ((field: string, text: string) => number | null) | null = null,
): RowPreparer {
  const law = ports.law()
  return rowPreparer({
    item, items: law.catalog, pack: law.pack.id, today: ports.today().toString(), scan, serialsFrom, cellsAgain, stated, keyRule: keyRuleOf(ports),
    determination: (row) => checkDetermination(row, item, law.pack),
    olderBasis: (decidedOn, value) => olderBasisFault(item, decidedOn, value, law),
    notice: noticeCheck(item, law.pack),
  })
}
