/** What the letters about an authorisation say. Pure. */
import type { Law, Text2 } from '../../law/types.ts'
import type { Facts } from '../notices/notice.ts'
import { type Authorisation, categoriesOf, purposesOf } from './authorisation.ts'

/**
 * @param inquirer name of the body that may ask
 * @param day      of what the letter tells of, YYYY-MM-DD
 * @source xm-37-1
 */
export function authorisationFacts(a: Omit<Authorisation, 'revokedOn'>, inquirer: Text2, law: Law, day: string): Facts {
  const purpose = purposesOf(law.pack).entries.find((e) => e.code === a.purpose)?.text ?? { zh: a.purpose, en: a.purpose }
  const categories = a.categories.map((id) => categoriesOf(law).find((c) => c.id === id)?.title ?? { zh: id, en: id })
  return {
    number: String(a.id), day, until: a.until, 'inquirer-zh': inquirer.zh, 'inquirer-en': inquirer.en, 'purpose-zh': purpose.zh, 'purpose-en': purpose.en,
    'categories-zh': categories.map((c) => c.zh).join('、'), 'categories-en': categories.map((c) => c.en).join('; '),
  }
}
