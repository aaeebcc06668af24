/** Values of a closed list. A row about a natural person is refused here, not returned: returned rows are kept. Pure. */
import { excerpt } from '../findings.ts'
import { type FieldReader, fault, remembering } from './reading.ts'

const naturalPersons = new Set(['自然人', '个人', '个体', '个体户', '个体工商户', '自然人及个体工商户'])

export function closedReader(values: readonly string[]): FieldReader {
  const allowed = new Map(values.map((value) => [compared(value), value]))
  return remembering((cell) => {
    const value = allowed.get(compared(cell))
    if (value !== undefined) return value
    if (naturalPersons.has(compared(cell))) return fault('natural-person')
    return fault('value-not-in-list', { found: excerpt(cell), allowed: values.join('、') })
  })
}

const compared = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')
