/** The tests that were shipped with this program, by the rules in their titles. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { findRule } from '../../law/rule.ts'
import type { Law } from '../../law/types.ts'
import { type Proofs, proofsIn } from './proofs.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = new WeakMap<Law, Proofs | null>()

/** Read once for each text of the law. @returns null where the program was installed without its tests */
export function shippedProofs(law: Law): Proofs | null {
  let proofs = read.get(law)
  if (proofs === undefined) read.set(law, (proofs = proofsUnder(root, law)))
  return proofs
}

/** @param folder of the project */
export function proofsUnder(folder: string, law: Law): Proofs | null {
  const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: folder }).sort()
  const sources = Object.fromEntries(files.map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(folder, file), 'utf8')]))
  return files.length === 0 ? null : proofsIn(sources, (id) => findRule(law, id) !== undefined)
}
