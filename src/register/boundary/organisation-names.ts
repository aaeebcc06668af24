/** Whether what stands where an organisation's name should is a person's: no form of organisation in it, and it reads as a name. Pure. */
import type { Boundary } from './boundary.ts'
import type { LatinNames } from './latin-names.ts'
import type { NameFinder } from './person-names.ts'

/** `holds`: a form of organisation is part of it; `person`: there is none, and it reads as a person's name. */
export type NameKind = 'holds' | 'person' | 'other'

export function organisationNames(boundary: Boundary, names: NameFinder, latin: LatinNames): (name: string) => NameKind {
  const forms = new Set(boundary.organisationForms.chinese)
  const longest = Math.max(...[...forms].map((f) => f.length))
  const long = new RegExp([...forms].filter((f) => f.length > 1).join('|'))

  const endsSo = new Uint8Array(65536)
  for (const form of forms) if (form.length === 1) endsSo[form.charCodeAt(0)] = 1

  const endsInForm = (name: string): boolean => {
    if (endsSo[name.charCodeAt(name.length - 1)] === 1) return true
    for (let size = 2; size <= longest; size++) if (forms.has(name.slice(-size))) return true
    return false
  }
  return (name) => {
    // Nearly every name: longer than a person's, and its form is at its end.
    if (name.length > 4 && name.length <= 200 && endsInForm(name)) return 'holds'
    const plain = name.slice(0, 200).replace(/[\s\u3000]+/g, ' ').trim()
    if (/[\u3400-\u9fff]/.test(plain)) {
      if (plain.length > 4 && endsInForm(plain.replace(/[）)】\]]+$/, ''))) return 'holds'
      const bare = plain.replace(/[（(【[〔].*$/, '').replace(/[\d\-/.:：、，,\s年月日号]+$/, '').trim()
      // 王子轩 ends like a 轩: of two or three characters, what reads as a name is one.
      if (names.reads(bare) && (bare.length <= 3 || !endsInForm(bare))) return 'person'
      return long.test(plain) || endsInForm(bare) ? 'holds' : 'other'
    }
    return latin.reads(plain) ? 'person' : 'other'
  }
}
