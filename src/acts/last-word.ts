/**
 * The key's last word: the newest checkpoint it signed, kept in a file beside it. A database that was set back, or exchanged,
 * holds less or other than the key has signed already; the key then signs nothing.
 */
import { open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '../database/db.ts'
import { readCheckpoint, type Checkpoint } from '../log/checkpoint.ts'
import { equalBytes } from '../log/bytes.ts'
import { bad, type Finding } from '../log/finding.ts'
import { sentence } from '../log/words.ts'
import { hashOf, tilesFor, type Node } from '../log/tree.ts'
import type { Settings } from '../ports.ts'
import * as store from './store.ts'

/** The log cannot be signed as it stands; the message says why and what to do. */
export class LogContradicted extends Error {
  readonly finding: Finding
  constructor(finding: Finding) {
    super(sentence(finding, 'en'))
    this.finding = finding
  }
}

type Word = Pick<Settings, 'lastWordFile' | 'logOrigin'>

/** null where nothing was signed yet, or nothing is remembered here */
async function readLastWord({ lastWordFile }: Word): Promise<Checkpoint | 'damaged' | null> {
  if (!lastWordFile) return null
  const note = await readFile(lastWordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    // A folder, no right to read it: as little is remembered as in a damaged one.
    return ''
  })
  return note === null ? null : (readCheckpoint(note)?.checkpoint ?? 'damaged')
}

/** Durable when it returns. A word that says less than the one kept is not kept. */
export async function keepLastWord(word: Word, note: string): Promise<void> {
  const file = word.lastWordFile
  if (!file) return
  const [before, now] = [await readLastWord(word), readCheckpoint(note)!.checkpoint]
  if (before !== null && before !== 'damaged' && before.origin === now.origin && before.size >= now.size) return
  const temporary = `${file}.${process.pid}`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(note)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  const folder = await open(path.dirname(file), 'r')
  try { await folder.sync() } finally { await folder.close() }
}

/** What speaks against the log as the database holds it; null where it is what the key has signed, or that and more. */
export async function againstLastWord(db: Db, word: Word): Promise<Finding | null> {
  const last = await readLastWord(word)
  if (last === null) return null
  if (last === 'damaged') return bad('last-word-damaged', { file: word.lastWordFile! })
  if (last.origin !== word.logOrigin) return bad('last-word-differs', { size: last.size, origin: last.origin, is: word.logOrigin })
  const size = await store.logSize(db)
  if (size < last.size) return bad('last-word-longer', { was: last.size, is: size })
  const root = await rootAt(db, last.size, size)
  return root !== null && equalBytes(root, last.root) ? null : bad('last-word-differs', { size: last.size, origin: last.origin, is: word.logOrigin })
}

/** Root of the first `at` leaves of a log of `size`, from its tiles; null where one is missing. */
export async function rootAt(db: Db, at: number, size: number, kept = new Map<string, Buffer>()): Promise<Uint8Array | null> {
  const node: Node = { start: 0, end: at }
  for (const { level, number, width } of tilesFor([node], size)) {
    const name = `${level}/${number}`
    if ((kept.get(name)?.length ?? 0) >= width * 32) continue
    const tile = await store.tile(db, level, number)
    if (tile === null || tile.length < width * 32) return null
    if (kept.size > 1000) kept.clear()
    kept.set(name, tile)
  }
  return hashOf(node, ({ level, number }) => kept.get(`${level}/${number}`)!)
}
