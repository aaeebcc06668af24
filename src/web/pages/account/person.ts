/** People and bodies as words on a page. */
import { operatorBody } from '../../../identity/members.ts'
import { unitByCode } from '../../../identity/store.ts'
import type { Body } from '../../../identity/acting.ts'
import type { Ports } from '../../../ports.ts'
import { subject } from '../../../register/subjects/store.ts'
import { html, type Html } from '../../html.ts'
import type { View } from '../../layout.ts'

/** A name as its issuer gives it, in the language it is written in. */
export const personName = ({ say }: Pick<View, 'say'>, name: string, account: string | number): Html =>
  (name === '' ? html`${say('account.unnamed', { account: String(account) })}` : html`<bdi lang="${/\p{Script=Han}/u.test(name) ? 'zh' : 'en'}">${name}</bdi>`)

export const bodyName = ({ language }: Pick<View, 'language'>, body: Pick<Body, 'nameZh' | 'nameEn'>): string => (language === 'zh' ? body.nameZh : body.nameEn)

/** The body that bears a code; null where none does. */
export async function bodyByCode(ports: Ports, code: string): Promise<Body | null> {
  if (code === operatorBody.code) return operatorBody
  const unit = await unitByCode(ports.database, code)
  if (unit !== null) return { kind: 'unit', code, nameZh: unit.name_zh, nameEn: unit.name_en }
  const organisation = await subject(ports.database, code)
  return organisation && { kind: 'organisation', code, nameZh: organisation.name, nameEn: organisation.name }
}

export const rowBodyName = (view: Pick<View, 'language'>, row: { body_kind: string | null; body_code: string | null; name_zh?: string | null; name_en?: string | null }): string =>
  (row.body_kind === 'operator' ? bodyName(view, operatorBody) : ((view.language === 'zh' ? row.name_zh : row.name_en) ?? row.body_code ?? ''))
