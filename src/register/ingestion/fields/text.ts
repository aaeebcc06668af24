/** Text: kept as written, formulas included, as text and nothing else. Only its length is asked for here. Pure. */
import { type FieldReader, fault } from './reading.ts'

/** @param maxLength characters (code points), as the templates count them */
export function textReader(maxLength: number | undefined): FieldReader {
  if (maxLength === undefined) return (cell) => cell
  return (cell) => {
    // Code points are never more than code units.
    if (cell.length <= maxLength) return cell
    let characters = 0
    for (const _ of cell) characters++
    return characters <= maxLength ? cell : fault('text-too-long', { found: String(characters), allowed: String(maxLength) })
  }
}
