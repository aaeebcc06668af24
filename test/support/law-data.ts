/** Law and notices as the packs hold them, read here without the program's own readers, so that a test sees the data itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readYaml } from '../../src/law/yaml.ts'
import { parseCalendar } from '../../src/calendar/calendar.ts'
import type { Counting, LayerId, Limit, PackId, Rule } from '../../src/law/types.ts'

const root = path.join(import.meta.dirname, '..', '..')
/** As the program: PROBITY_PACKS points to a changed copy, under which tests that prove a number must fail. */
export const packsFolder = process.env.PROBITY_PACKS ?? path.join(root, 'packs')
/** The yearly files as their source has them; beside the project, absent in a reader's clone. */
export const sourceNotices = path.join(root, '..', 'shared', 'data', 'calendar', 'holiday-cn')
export const hasSourceNotices = existsSync(sourceNotices)

export const packIds: readonly PackId[] = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']
const prefixes: Readonly<Record<string, LayerId>> = { gd: 'guangdong', xm: 'xiamen', js: 'jiangsu', ln: 'liaoning', hn: 'hunan', nat: 'national' }

const yaml = (...names: string[]): unknown => readYaml(readFileSync(path.join(packsFolder, ...names), 'utf8'))

export const calendarJson = (): unknown[] =>
  readdirSync(path.join(packsFolder, 'calendar')).filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(packsFolder, 'calendar', name), 'utf8')) as unknown)

export const calendar = parseCalendar(calendarJson())

const rules = new Map<LayerId, readonly Rule[]>()
export function rulesOf(pack: LayerId): readonly Rule[] {
  if (!rules.has(pack)) rules.set(pack, yaml(pack, 'rules.yaml') as Rule[])
  return rules.get(pack)!
}

export const packOf = (ruleId: string): LayerId => prefixes[ruleId.split('-')[0]!]!

/** @throws when the pack has no such rule or the rule no limit */
export function limitOf(ruleId: string): Limit {
  const limit = rulesOf(packOf(ruleId)).find((rule) => rule.id === ruleId)?.limit
  if (!limit) throw new Error(`${ruleId} has no limit in its pack`)
  return limit
}

/** National rules are counted as the pack in force counts; all five read alike. */
export function countingOf(layer: LayerId): Counting {
  const pack = layer === 'national' ? 'guangdong' : layer
  if (!countings.has(pack)) countings.set(pack, (yaml(pack, 'pack.yaml') as { counting: Counting }).counting)
  return countings.get(pack)!
}
const countings = new Map<PackId, Counting>()

export const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)
