/** Where applications are taken: the operator first, then the providing units; offices and never a person. */
import { units } from '../../../identity/store.ts'
import type { Text2 } from '../../../law/types.ts'
import type { Ports } from '../../../ports.ts'
import { noticeTemplates } from '../acts.ts'

/** `contact` null: none is published. `office`: `operator`, or the unit's code. */
export type Contact = { readonly office: string; readonly name: Text2; readonly contact: string | null }

/** @source xm-37-1 */
export async function contacts(ports: Pick<Ports, 'publicReads' | 'settings'>): Promise<readonly Contact[]> {
  const { frame } = await noticeTemplates()
  const registered = await units(ports.publicReads)
  return [
    { office: 'operator', name: frame.operator, contact: ports.settings.contact ?? null },
    ...registered.map((u) => ({ office: u.unit_code, name: { zh: u.name_zh, en: u.name_en }, contact: u.contact })),
  ]
}
