/** Which tests prove a rule: those whose title names it. Pure; the files are read in store.ts. */
import type { RuleId } from '../../law/types.ts'

export type Proof = { readonly file: string; readonly title: string }
export type Proofs = ReadonlyMap<RuleId, readonly Proof[]>

const titled = /\b(?:test|it|describe|suite|scenario)(?:\.\w+)*\s*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)/g
const named = /\b(?:gd|xm|js|ln|hn|nat)-\d*[0-9a-z-]*[0-9a-z]/g

/**
 * @param files   source of each test file by its path in the project
 * @param isRule  so that a word that only looks like an id proves nothing
 */
export function proofsIn(files: Readonly<Record<string, string>>, isRule: (id: RuleId) => boolean): Proofs {
  const found = new Map<RuleId, Proof[]>()
  for (const [file, source] of Object.entries(files)) {
    for (const match of source.matchAll(titled)) {
      const title = (match[1] ?? match[2] ?? match[3]!).replaceAll(/\\(.)/g, '$1')
      for (const id of new Set(title.match(named) ?? [])) {
        if (isRule(id)) found.set(id, [...(found.get(id) ?? []), { file, title }])
      }
    }
  }
  return found
}

/** Those of several rules, each once. */
export const proofsOf = (proofs: Proofs, ids: readonly RuleId[]): readonly Proof[] =>
  [...new Map(ids.flatMap((id) => proofs.get(id) ?? []).map((p) => [`${p.file}\n${p.title}`, p])).values()]
