/** What kind of organisation a code stands for. Natural persons and individual traders are not in the union. Pure. */
import { isTraderPrefix, type Uscc } from './uscc.ts'
import type { Text2 } from '../../law/types.ts'

export type SubjectKind =
  | 'enterprise' | 'institution' | 'social-organisation' | 'government-body' | 'farmers-cooperative' | 'other-organisation'

/**
 * First character: the body that registered it; second: the kind within that body.
 * Source: GB 32100-2015, table 1, and its later letters for the army, agriculture and others. A pair that is not
 * listed is a real organisation of a kind we do not tell apart: `other-organisation`.
 */
const kinds: Readonly<Record<string, SubjectKind>> = {
  11: 'government-body', 12: 'institution', 13: 'social-organisation', // offices of the establishment: body, institution, mass organisation
  51: 'social-organisation', 52: 'social-organisation', 53: 'social-organisation', // civil affairs: association, service unit, foundation
  91: 'enterprise', 93: 'farmers-cooperative', // market regulation; 92, the individual trader, is refused before it gets here
}

/** @throws RangeError for an individual trader's code: reading it refused it already, so this is a bug */
export function kindOf(code: Uscc): SubjectKind {
  if (isTraderPrefix(code)) throw new RangeError('an individual trader is not a subject of this register')
  return kinds[code.slice(0, 2)] ?? 'other-organisation'
}

export const kindText: Readonly<Record<SubjectKind, Text2>> = {
  enterprise: { zh: '企业', en: 'enterprise' },
  institution: { zh: '事业单位', en: 'institution' },
  'social-organisation': { zh: '社会组织', en: 'social organisation' },
  'government-body': { zh: '机关', en: 'government body' },
  'farmers-cooperative': { zh: '农民专业合作社', en: "farmers' cooperative" },
  'other-organisation': { zh: '其他组织', en: 'other organisation' },
}
