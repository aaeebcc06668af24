/** SQL of what officers stated about words that may name a person. */
import type { Db, Tx } from '../../../database/db.ts'
import { rowsWaiting } from '../../ingestion/counts/store.ts'
import type { LetIn } from './reliance/acts.ts'

export type StatementRow = {
  act_id: number; body_code: string; place: string; text_digest: string; client_id: string | null; account_id: string | null
  stated_on: string; withdrawn_act: number | null; content: string | null
}

/** Digests of all texts a body stated in these places, with the statement of each, withdrawn ones left out. `places`: those that begin with it. */
export const statedDigests = async (db: Db, body: string, places: string): Promise<ReadonlyMap<string, number>> =>
  new Map((await db.rows<{ text_digest: string; act_id: number }>`
    select text_digest, act_id from boundary_statement
     where body_code = ${body} and starts_with(place, ${places}) and withdrawn_act is null order by act_id desc`).map((r) => [r.text_digest, r.act_id]))

/** The act of the statement that stands for this text in this place; null where none does. */
export const standing = async (db: Db | Tx, body: string, place: string, digest: string): Promise<number | null> =>
  (await db.one<{ act_id: number }>`select act_id from boundary_statement
     where body_code = ${body} and place = ${place} and text_digest = ${digest} and withdrawn_act is null order by act_id limit 1`)?.act_id ?? null

export const keepStatement = (tx: Tx, s: Omit<StatementRow, 'withdrawn_act' | 'content'>) => tx.run`
  insert into boundary_statement (act_id, body_code, place, text_digest, client_id, account_id, stated_on)
  values (${s.act_id}, ${s.body_code}, ${s.place}, ${s.text_digest}, ${s.client_id}, ${s.account_id}, ${s.stated_on})`

export const endStatement = (tx: Tx, statement: number, act: number) => tx.run`
  update boundary_statement set withdrawn_act = ${act} where act_id = ${statement} and withdrawn_act is null`

export type StatementFilter = {
  /** null: of all bodies */
  readonly body: string | null
  readonly state?: 'stands' | 'withdrawn' | undefined
  /** whether anything stands on it */
  readonly letIn?: 'something' | 'nothing' | undefined
}
/** `before`: what is older than this act */
export type Portion = { readonly limit: number; readonly before?: number | null; readonly offset?: number }
export type ListedStatement = StatementRow & { readonly records: number; readonly others: number }


/** Newest first, with the reason as the act says it, and how many records and other acts stand on each. */
export const statements = (db: Db, f: StatementFilter, page: Portion) => db.rows<ListedStatement>`
  select s.*, readable(a.content) as content,
         (select count(distinct (l.subject_code, l.record_id))::int from boundary_reliance l
           where l.statement = s.act_id and l.record_id is not null) as records,
         (select count(*)::int from boundary_reliance l where l.statement = s.act_id and l.record_id is null) as others
    from boundary_statement s left join act a on a.subject_code = '' and a.act_id = s.act_id
   where (${f.body}::text is null or s.body_code = ${f.body}) and (${page.before ?? null}::bigint is null or s.act_id < ${page.before ?? null}::bigint)
     and (${f.state ?? null}::text is null or (s.withdrawn_act is not null) = (${f.state ?? null}::text = 'withdrawn'))
     and (${f.letIn ?? null}::text is null
          or exists (select from boundary_reliance l where l.statement = s.act_id) = (${f.letIn ?? null}::text = 'something'))
   order by s.act_id desc limit ${page.limit} offset ${page.offset ?? 0}`

export type StatementCount = { readonly withdrawn: boolean; readonly something: boolean; readonly n: number }
/** How many there are, by whether they were taken back and whether anything stands on them. */
export const countStatements = (db: Db, body: string | null) => db.rows<StatementCount>`
  select s.withdrawn_act is not null as withdrawn, exists (select from boundary_reliance l where l.statement = s.act_id) as something, count(*)::int as n
    from boundary_statement s where ${body}::text is null or s.body_code = ${body} group by 1, 2`

export const tallied = (counts: readonly StatementCount[]): { readonly stands: number; readonly withdrawn: number; readonly something: number } => {
  const n = (fits: (c: StatementCount) => boolean) => counts.reduce((sum, c) => (fits(c) ? sum + c.n : sum), 0)
  return { stands: n((c) => !c.withdrawn), withdrawn: n((c) => c.withdrawn), something: n((c) => c.something) }
}

/** Null where there is none, or where it is another body's. */
export const statementOf = async (db: Db, body: string | null, statement: number): Promise<ListedStatement | null> =>
  (await statements(db, { body }, { before: statement + 1, limit: 1 })).find((s) => s.act_id === statement) ?? null

export type StandingRow = {
  let_in: number; kind: string; subject_code: string; record_id: number | null; newest: boolean; existence: string | null; hidden: boolean
}
/** What stands on a statement, newest first. `newest`: the record's version of today is the one that was let in; `hidden`: kept from view by its withdrawal. */
export const standingOn = (db: Db, statement: number, page: Portion) => db.rows<StandingRow>`
  select l.let_in, l.kind, l.subject_code, l.record_id, coalesce(r.act_id = l.let_in, false) as newest, r.existence,
         exists (select from record_mark m where m.subject_code = l.subject_code and m.record_id = l.record_id and m.mark = 'unstated'
                    and m.case_id = l.statement and m.until_on is null) as hidden
    from boundary_reliance l left join record r on r.subject_code = l.subject_code and r.record_id = l.record_id
   where l.statement = ${statement} and (${page.before ?? null}::bigint is null or l.let_in < ${page.before ?? null}::bigint)
   order by l.let_in desc limit ${page.limit} offset ${page.offset ?? 0}`

export const countStanding = async (db: Db, statement: number): Promise<number> =>
  (await db.one<{ n: number }>`select count(*)::int as n from boundary_reliance where statement = ${statement}`)!.n

// ── What was let in ────────────────────────────────────────────────────────────────────────────────────────────────

export const linkedTo = (tx: Tx, acts: readonly number[]) => tx.rows<{ statement: number; act: number }>`
  select statement, let_in as act from boundary_reliance where let_in = any (${[...acts]}::bigint[])`

export const link = (tx: Tx, links: readonly (LetIn & { readonly relied: number })[]) => tx.run`
  insert into boundary_reliance (statement, let_in, kind, subject_code, record_id, relied_act)
  select * from unnest(${links.map((l) => l.statement)}::bigint[], ${links.map((l) => l.act)}::bigint[], ${links.map((l) => l.kind)}::text[],
                       ${links.map((l) => l.subject)}::text[], ${links.map((l) => l.record)}::bigint[], ${links.map((l) => l.relied)}::bigint[])`

export const endedOf = (tx: Tx, statements: readonly number[]) => tx.rows<{ act_id: number }>`
  select act_id from boundary_statement where act_id = any (${[...statements]}::bigint[]) and withdrawn_act is not null`

export type OfRecord = { readonly subject: string; readonly record: number }
/** The act of the newest version of each of these records, in their order. */
export const newestOf = (tx: Tx, records: readonly OfRecord[]) => tx.rows<{ act_id: number; version: number }>`
  select r.act_id, r.version
    from unnest(${records.map((r) => r.subject)}::text[], ${records.map((r) => r.record)}::bigint[]) with ordinality as k (subject, record, n)
    join record r on r.subject_code = k.subject and r.record_id = k.record order by k.n`

/** Records held whose newest version was let in by the statement, locked. */
export const newestLetIn = (tx: Tx, statement: number) => tx.rows<OfRecord>`
  select r.subject_code as subject, r.record_id as record from boundary_reliance l
    join record r on r.subject_code = l.subject_code and r.record_id = l.record_id and r.act_id = l.let_in
   where l.statement = ${statement} and r.existence = 'held' order by r.subject_code, r.record_id for update of r`

/** Marks by which these records are kept from view because a statement was taken back. */
export const unstatedMarks = (tx: Tx, records: readonly OfRecord[]) => tx.rows<OfRecord & { readonly case: number }>`
  select m.subject_code as subject, m.record_id as record, m.case_id as case from record_mark m
   where m.mark = 'unstated' and m.until_on is null and (m.subject_code, m.record_id) in (
     select * from unnest(${records.map((r) => r.subject)}::text[], ${records.map((r) => r.record)}::bigint[]))
   order by m.subject_code, m.record_id, m.case_id`

export const statementForUpdate = (tx: Tx, act: number) => tx.one<StatementRow>`
  select s.*, null as content from boundary_statement s where s.act_id = ${act} for update`

/** Rows given back to a unit because words in them may name a person, in deliveries that still wait for it. */
export const doubtfulWaiting = (db: Db, unit: string): Promise<number> => rowsWaiting(db, unit, true)

/** The reason as its act says it; null where the act's content was erased. */
export function reasonOf({ content }: Pick<StatementRow, 'content'>): string | null {
  try { return content === null ? null : ((JSON.parse(content) as { reason?: string }).reason ?? null) } catch { return null }
}
