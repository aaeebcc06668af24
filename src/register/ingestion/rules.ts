/** The rule each regulation gives for what is asked of a delivered row. Null: the regulation in force has none. Pure. */
import type { PackId, RuleId } from '../../law/types.ts'

type ByPack = Readonly<Record<PackId, RuleId | null>>

/** deliver accurately and completely, by the catalog */
export const completeDelivery: ByPack = { guangdong: 'gd-17', xiamen: 'xm-10-1', jiangsu: 'js-37-1', liaoning: 'ln-12', hunan: 'hn-13' }

/** untrustworthiness rests on an effective document; in Xiamen and Hunan no article says so but what is credit information is objective data */
export const basisOfUntrustworthiness: ByPack = { guangdong: 'gd-32', xiamen: 'xm-2-2', jiangsu: 'js-27', liaoning: 'ln-23-2', hunan: 'hn-13' }

/** credit information is objective data: an opinion without a document is none */
export const objectiveData: ByPack = { guangdong: 'gd-3-2', xiamen: 'xm-2-2', jiangsu: 'js-4-1', liaoning: 'ln-3-2', hunan: 'hn-13' }

/** the class of a penalty is given with its reason; the same everywhere */
export const classWithReason: RuleId = 'nat-36-class'

/** only what is in the catalog */
export const withinCatalog: ByPack = { guangdong: 'gd-6-3', xiamen: 'xm-10-2', jiangsu: 'js-37-1', liaoning: 'ln-12', hunan: 'hn-13' }
