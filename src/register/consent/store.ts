/** SQL of consent: projections of its acts. */
import type { Db } from '../../database/db.ts'
import type { Authorisation, Inquirer } from './authorisation.ts'
import type { HeldToWithhold } from './withholding.ts'

type AuthorisationRow = {
  authorisation_id: number; subject_code: string; inquirer_kind: 'unit' | 'organisation'; inquirer_code: string; purpose: string; categories: string[]
  from_on: string; until_on: string; revoked_on: string | null
}
const read = (row: AuthorisationRow): Authorisation => ({
  id: row.authorisation_id, subject: row.subject_code, inquirer: { kind: row.inquirer_kind, code: row.inquirer_code }, purpose: row.purpose,
  categories: row.categories, from: row.from_on, until: row.until_on, revokedOn: row.revoked_on,
})

/** Who bears the code. A body that is a unit and an organisation both is asked as a unit: it has desks there. */
export const inquirerOf = (db: Db, code: string) => db.one<Inquirer>`
  select kind, code from (select 'unit' as kind, unit_code as code, 1 as n from unit where unit_code = ${code}
                          union all select 'organisation', subject_code, 2 from subject where subject_code = ${code}) both_kinds order by n limit 1`

/** Authorisations of one organisation are given and taken one after another. */
export const hold = (db: Db, subject: string) => db.run`select pg_advisory_xact_lock(7231, hashtext(${subject}))`

export const save = (db: Db, a: Omit<Authorisation, 'revokedOn'>) => db.run`
  insert into authorisation (authorisation_id, subject_code, inquirer_kind, inquirer_code, purpose, categories, from_on, until_on)
  values (${a.id}, ${a.subject}, ${a.inquirer.kind}, ${a.inquirer.code}, ${a.purpose}, ${[...a.categories]}, ${a.from}, ${a.until})`

export const revoke = (db: Db, subject: string, id: number, on: string) => db.run`
  update authorisation set revoked_on = ${on} where authorisation_id = ${id} and subject_code = ${subject} and revoked_on is null`

export const authorisation = async (db: Db, subject: string, id: number): Promise<Authorisation | null> => {
  const row = await db.one<AuthorisationRow>`select * from authorisation where authorisation_id = ${id} and subject_code = ${subject}`
  return row && read(row)
}

/** The same, against whoever answers on it: held before the act that revokes it takes its number. */
export const authorisationForChange = async (tx: Db, subject: string, id: number): Promise<Authorisation | null> => {
  const row = await tx.one<AuthorisationRow>`select * from authorisation where authorisation_id = ${id} and subject_code = ${subject} for update`
  return row && read(row)
}

export const runningOf = async (db: Db, subject: string, day: string): Promise<readonly Authorisation[]> => (await db.rows<AuthorisationRow>`
  select * from authorisation
   where subject_code = ${subject} and from_on <= ${day} and until_on >= ${day} and revoked_on is null order by authorisation_id`).map(read)

/** Ran out between two days (the first included), and no letter has told so. */
export const endedUntold = async (db: Db, since: string, day: string, limit: number): Promise<readonly Authorisation[]> => (await db.rows<AuthorisationRow>`
  select * from authorisation a
   where until_on >= ${since} and until_on < ${day} and revoked_on is null
     and not exists (select from notice n where n.case_id = a.authorisation_id and n.template = 'authorisation-ended')
   order by authorisation_id limit ${limit}`).map(read)

/** Newest first. @param before numbers below this one; null: from the newest */
export const ofSubject = async (db: Db, subject: string, most: number, offset: number): Promise<readonly Authorisation[]> => (await db.rows<AuthorisationRow>`
  select * from authorisation where subject_code = ${subject} order by authorisation_id desc limit ${most} offset ${offset}`).map(read)
export const countOf = async (db: Db, subject: string): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from authorisation where subject_code = ${subject}`)!.n

export const toInquirer = async (db: Db, inquirer: string, most: number): Promise<readonly Authorisation[]> => (await db.rows<AuthorisationRow>`
  select * from authorisation where inquirer_code = ${inquirer} order by authorisation_id desc limit ${most}`).map(read)

type HeldFor = { subject: string; inquirer: string; purpose: string; day: string }
/**
 * Those that let this inquirer see anything for this purpose on the day, held until the transaction ends: a revocation that is
 * committed is seen, one that comes meanwhile waits for whatever rests on them.
 */
export const authorisationsHeld = (tx: Db, q: HeldFor) => tx.rows<{ id: number; categories: string[] }>`
  select authorisation_id as id, categories from authorisation
   where inquirer_code = ${q.inquirer} and subject_code = ${q.subject} and purpose = ${q.purpose}
     and from_on <= ${q.day} and until_on >= ${q.day} and (revoked_on is null or revoked_on > ${q.day})
   order by authorisation_id for share`

export const recordToWithhold = (db: Db, subject: string, record: number) => db.one<HeldToWithhold>`
  select record_id as record, item_id as item, existence,
         exists (select from record_mark m where m.subject_code = r.subject_code and m.record_id = r.record_id
                                             and m.mark = 'withheld' and m.until_on is null) as withheld
    from record r where subject_code = ${subject} and record_id = ${record}`

/** Records of an organisation, held against whoever would change or mark them: what is read of them next stays so. */
export const holdRecords = (tx: Db, subject: string, records: readonly number[]) => tx.run`
  select from record where subject_code = ${subject} and record_id = any(${records}::bigint[]) order by record_id for update`

/** The act that withheld it. */
export const withheldBy = async (db: Db, subject: string, record: number): Promise<number> => (await db.one<{ case: number }>`
  select case_id as case from record_mark
   where subject_code = ${subject} and record_id = ${record} and mark = 'withheld' and until_on is null order by case_id desc limit 1`)!.case

export const withheldRecords = (db: Db, subject: string, day: string) => db.rows<{ record: number }>`
  select record_id as record from record_mark
   where subject_code = ${subject} and mark = 'withheld' and from_on <= ${day} and (until_on is null or until_on > ${day}) order by record_id`
