/**
 * What a first start delivers: an invented city with some 300 organisations and their records over the last five years,
 * and the securities regulator's real decisions. Everything goes the way every delivery goes.
 */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Law } from '../law/types.ts'
import { findItem } from '../register/catalog/find-item.ts'
import { mayProvide, mayRegisterAsProvider } from '../register/catalog/may-provide.ts'
import { type GeneratedOrganisation, organisations } from './organisations.ts'
import { type GeneratedRecord, generateRecords, recordColumns } from './records.ts'
import { type DemonstrationUnit, demonstrationUnits } from './units.ts'
import { csv } from './write.ts'
import { type FurtherCells, noticeCells } from './written-notice.ts'

export type RegionDelivery = {
  readonly unit: DemonstrationUnit
  readonly item: string
  readonly fileName: string
  /** name of the mapping the file is delivered through */
  readonly mapping: string | null
  /** true: every row is invented; false: real decisions */
  readonly generated: boolean
  readonly open: () => Readable
}
export type Region = { readonly units: readonly DemonstrationUnit[]; readonly deliveries: readonly RegionDelivery[] }

const seed = 1
const count = 300

/** How many records of which item each unit delivers. */
const amounts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'market-regulation': { 'market-penalty': 200, licence: 150, pledge: 120, honour: 60, 'abnormal-operations': 60,
    'serious-list-entry': 15, 'own-statement': 10 },
  ecology: { penalty: 90, licence: 80, 'administrative-measure': 30, pledge: 30, 'assessment-result': 40 },
  'emergency-management': { penalty: 60, licence: 60, 'administrative-measure': 20, 'serious-list-entry': 8,
    pledge: 20 },
  water: { penalty: 40, licence: 60, 'gd-refused-water-charges': 20, 'ln-refused-water-charges': 20, 'hn-deception': 8,
    'js-deception': 8, 'xm-deception': 8 },
  tax: { penalty: 60, 'tax-arrears': 40, 'abnormal-taxpayer': 20, 'major-tax-violation': 5, 'assessment-result': 100 },
  housing: { penalty: 60, licence: 60, 'administrative-measure': 20, 'contract-performance': 20 },
  'civil-affairs': { penalty: 8, 'abnormal-operations': 6, 'gd-charity': 20, 'xm-charity': 20, 'js-charity': 20,
    'ln-charity': 20 },
  court: { 'judgment-debtor': 30, judgment: 60 },
  'intellectual-property': { 'intellectual-property': 25 },
  federation: { honour: 30, pledge: 20, 'xm-charity': 10, 'js-charity': 10 },
}

/** Which registry registers which organisations, by the first characters of their codes. */
const registries: Readonly<Record<string, readonly string[]>> = { 'market-regulation': ['91', '93'],
  'civil-affairs': ['51', '52', '53'], 'institution-registry': ['11', '12'] }

/**
 * @param law   decides which items there are and who may provide them: under Guangdong no mass organisation appears
 * @param today records are decided on the weekdays of the five years before
 */
export function region(law: Law, today: Temporal.PlainDate): Region {
  const inCatalog = (item: string) => findItem(law, item, today).ok
  const units = demonstrationUnits
    .filter((unit) => mayRegisterAsProvider(unit.kind, law).ok)
    .map((unit) => ({ ...unit, items: unit.items.filter(inCatalog) }))
  const span = { from: today.subtract({ years: 5 }).toString(), until: today.toString() }
  const source = organisations({ seed, count })
  const rows = (unit: DemonstrationUnit, item: string, many: number, keep?: (o: GeneratedOrganisation) => boolean,
    dirty = 0): RegionDelivery => ({
    unit, item, mapping: null, generated: true,
    fileName: `generated-${unit.id}-${item}${dirty > 0 ? '-with-faults' : ''}.csv`,
    open: () => {
      const columns = recordColumns(item)
      const further = noticeCells(law.catalog.find((i) => i.id === item)!, law, columns)
      return Readable.from(csv([...columns, ...further.columns], cellsOf(generateRecords({
        seed, organisations: source, item, count: many, unit, dirty, firstNumber: dirty > 0 ? 5001 : 1, ...span,
      }), further, keep)))
    },
  })

  const generated = units.flatMap((unit) => Object.entries(amounts[unit.id] ?? {}).flatMap(([item, many]) =>
    (deliverable(unit, item) ? [rows(unit, item, many)] : [])))
  const market = units.find((unit) => unit.id === 'market-regulation')!
  return {
    units,
    deliveries: [
      ...Object.entries(registries).map(([id, prefixes]) => rows(units.find((u) => u.id === id)!, 'registration', count,
        (o) => prefixes.includes(o.code.slice(0, 2)))),
      ...generated,
      // A delivery as they come: some rows go back to the unit, with reasons.
      rows(market, 'market-penalty', 40, undefined, 0.2),
      ...csrc(units),
    ],
  }

  function deliverable(unit: DemonstrationUnit, item: string): boolean {
    const found = findItem(law, item, today)
    return found.ok && mayProvide(unit, found.value, law).ok
  }
}

function* cellsOf(
  records: Iterable<GeneratedRecord>, further: FurtherCells, keep: (o: GeneratedOrganisation) => boolean = () => true,
): Generator<readonly string[]> {
  for (const record of records) if (keep(record.organisation)) yield [...record.cells, ...further.of(record.cells)]
}

/** The regulator's files hold both bureaus; the mapping leaves out the other's rows. */
function csrc(units: readonly DemonstrationUnit[]): RegionDelivery[] {
  const files = [
    { item: 'administrative-measure', file: 'supervisory-measures.csv', mapping: 'cn-csrc-supervisory-measures' },
    { item: 'penalty', file: 'penalty-decisions.csv', mapping: 'cn-csrc-penalty-decisions' },
  ]
  return units.filter((unit) => unit.id.startsWith('csrc-')).flatMap((unit) =>
    files.map(({ item, file, mapping }) => ({
      unit, item, mapping, generated: false, fileName: file,
      open: () => createReadStream(new URL(`./data/csrc/${file}`, import.meta.url)),
    })))
}
