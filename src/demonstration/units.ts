/** The units of the invented city, and the two bureaus whose real decisions the region shows. */
import { readFileSync } from 'node:fs'
import { readYaml } from '../law/yaml.ts'

export type PenaltyCase = {
  readonly type: string
  readonly facts: string
  readonly law: string
  readonly class: '轻微' | '一般' | '严重'
  readonly reason: string
  /** span of the fine in 10,000 yuan; 0 to 0 is a warning alone */
  readonly fine: readonly [number, number]
  readonly gains?: boolean
  readonly halt?: boolean
  readonly continues?: boolean
  readonly field?: string
}
export type DemonstrationUnit = {
  readonly id: string
  readonly code: string
  readonly kind: string
  /** in Chinese */
  readonly name: string
  /** in English */
  readonly title: string
  /** how its document numbers begin */
  readonly prefix: string
  /** over all packs; those of a supplement not in use are left out by `region` */
  readonly items: readonly string[]
  readonly licences?: readonly string[]
  readonly penalties?: readonly PenaltyCase[]
  readonly measures?: readonly string[]
}

export const demonstrationUnits: readonly DemonstrationUnit[] =
  readYaml(readFileSync(new URL('./data/units.yaml', import.meta.url), 'utf8')) as DemonstrationUnit[]

export const unitById = (id: string): DemonstrationUnit => {
  const unit = demonstrationUnits.find((u) => u.id === id)
  if (!unit) throw new RangeError(`no demonstration unit ${id}`)
  return unit
}
