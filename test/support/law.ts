/** The law under each pack, as the program reads it; PROBITY_PACKS points to a changed copy. */
import { readLaws } from '../../src/packs.ts'

export const laws = await readLaws()
