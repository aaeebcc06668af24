/** Whether what stands where an organisation's name should is a person's: no form of organisation in it, and it reads as a name. Pure. */
import type { Boundary } from './boundary.ts'
import type { LatinNames } from './latin-names.ts'
import type { NameFinder } from './person-names.ts'

/** `holds`: a form of organisation is part of it; `person`: there is none, and it reads as a person's name. */
export type NameKind = 'holds' | 'person' | 'other'

export function organisationNames(boundary: Boundary, names: NameFinder, latin: LatinNames): (name: string) => NameKind {
  const forms = new Set(boundary.organisationForms.chinese)
  const long = new RegExp([...forms].filter((f) => f.length > 1).join('|'))

  // By the last unit: 1 is a form by itself, 2 may end one of those in `byLast`. Nothing is cut from a name to tell.
  const endsSo = new Uint8Array(65536)
  const byLast = new Map<number, string[]>()
  for (const form of forms) {
    const last = form.charCodeAt(form.length - 1)
    if (form.length === 1) endsSo[last] = 1
    else byLast.set(last, [...(byLast.get(last) ?? []), form])
  }
  for (const last of byLast.keys()) if (endsSo[last] === 0) endsSo[last] = 2

  const endsInForm = (name: string): boolean => {
    const last = name.charCodeAt(name.length - 1)
    const may = endsSo[last]
    return may === 1 || (may === 2 && byLast.get(last)!.some((form) => name.endsWith(form)))
  }
  return (name) => {
    // Nearly every name: longer than a person's, and its form is at its end.
    if (name.length > 4 && name.length <= 200 && endsInForm(name)) return 'holds'
    const plain = name.slice(0, 200).replace(/[\s\u3000]+/g, ' ').trim()
    if (/[\u3400-\u9fff]/.test(plain)) {
      if (plain.length > 4 && endsInForm(plain.replace(/(?<![）)】\]])[）)】\]]+$/, ''))) return 'holds'
      const bare = plain.replace(/[（(【[〔].*$/, '').replace(/(?<![\d\-/.:：、，,\s年月日号])[\d\-/.:：、，,\s年月日号]+$/, '').trim()
      // 王子轩 ends like a 轩: of two or three characters, what reads as a name is one.
      if (names.reads(bare) && (bare.length <= 3 || !endsInForm(bare))) return 'person'
      return long.test(plain) || endsInForm(bare) ? 'holds' : 'other'
    }
    return latin.reads(plain) ? 'person' : 'other'
  }
}
