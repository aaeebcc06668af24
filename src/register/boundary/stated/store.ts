/** SQL of what officers stated about words that may name a person. */
import type { Db, Tx } from '../../../database/db.ts'

export type StatementRow = {
  act_id: number; body_code: string; place: string; text_digest: string; client_id: string | null; account_id: string | null
  stated_on: string; withdrawn_act: number | null; content: string | null
}

/** Digests of all texts a body stated in these places, withdrawn ones left out. `places`: those that begin with it. */
export const statedDigests = async (db: Db, body: string, places: string): Promise<ReadonlySet<string>> =>
  new Set((await db.rows<{ text_digest: string }>`
    select text_digest from boundary_statement
     where body_code = ${body} and starts_with(place, ${places}) and withdrawn_act is null`).map((r) => r.text_digest))

/** The act of the statement that stands for this text in this place; null where none does. */
export const standing = async (db: Db | Tx, body: string, place: string, digest: string): Promise<number | null> =>
  (await db.one<{ act_id: number }>`select act_id from boundary_statement
     where body_code = ${body} and place = ${place} and text_digest = ${digest} and withdrawn_act is null order by act_id limit 1`)?.act_id ?? null

export const isStated = async (db: Db, body: string, place: string, digest: string): Promise<boolean> =>
  (await db.one`select 1 from boundary_statement
     where body_code = ${body} and place = ${place} and text_digest = ${digest} and withdrawn_act is null limit 1`) !== null

export const keepStatement = (tx: Tx, s: Omit<StatementRow, 'withdrawn_act' | 'content'>) => tx.run`
  insert into boundary_statement (act_id, body_code, place, text_digest, client_id, account_id, stated_on)
  values (${s.act_id}, ${s.body_code}, ${s.place}, ${s.text_digest}, ${s.client_id}, ${s.account_id}, ${s.stated_on})`

export const endStatement = (tx: Tx, statement: number, act: number) => tx.run`
  update boundary_statement set withdrawn_act = ${act} where act_id = ${statement} and withdrawn_act is null`

/** Newest first, with the reason as the act says it. `body` null: of all bodies. */
export const statements = (db: Db, body: string | null, before: number | null, limit: number) => db.rows<StatementRow>`
  select s.*, a.content from boundary_statement s left join act a on a.subject_code = '' and a.act_id = s.act_id
   where (${body}::text is null or s.body_code = ${body}) and (${before}::bigint is null or s.act_id < ${before}::bigint)
   order by s.act_id desc limit ${limit}`

export const statementForUpdate = (tx: Tx, act: number) => tx.one<StatementRow>`
  select s.*, null as content from boundary_statement s where s.act_id = ${act} for update`

/** Rows given back to a unit because words in them may name a person, in deliveries that still wait for it. */
export const doubtfulWaiting = async (db: Db, unit: string): Promise<number> =>
  (await db.one<{ n: number }>`
    select count(*)::int as n from returned_row r join delivery d using (delivery_id)
     where d.unit_code = ${unit} and r.findings @? '$[*].facts.doubtful'`)!.n

/** The reason as its act says it; null where the act's content was erased. */
export function reasonOf({ content }: Pick<StatementRow, 'content'>): string | null {
  try { return content === null ? null : ((JSON.parse(content) as { reason?: string }).reason ?? null) } catch { return null }
}
