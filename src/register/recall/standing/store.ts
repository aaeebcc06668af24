/** SQL of what became of a version. */
import type { Db } from '../../../database/db.ts'

/** The day on which the version after this one was recorded. */
export const supersededOn = async (db: Db, subject: string, record: number, version: number): Promise<string | null> =>
  (await db.one<{ on: string | null }>`select superseded_on(${subject}, ${record}, ${version}) as on`)!.on

/** The act whose entry is a leaf of the log, where it is a version of a record and its content was not erased. */
export const versionAtLeaf = (db: Db, leaf: number) => db.one<{ subject: string; record: number; version: number }>`
  select subject, record, version from version_at_leaf(${leaf})`
