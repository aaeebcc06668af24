/**
 * Projections again from the acts alone. The same projecting code that runs with every act writes into temporary tables of
 * the same names; what comes out is compared with what is served, or put in its place.
 *
 * Comparing looks at one snapshot, beside a working register: it waits for no writer and no writer waits for it. Its time
 * grows with the acts and not faster: they are read once, in the order of their numbers, however they lie in their table;
 * what comes by the hundred thousand is written in portions; and each table is compared by one join over its key.
 */
import type { Database, Tx } from '../database/db.ts'
import { type ActKind, type Head, isReadable } from './act.ts'

/** `closed`: what of it is not public, as the act holds it; left out where a projector is called with the act itself */
export type ProjectedAct = { readonly subject: string; readonly actId: number; readonly content: string; readonly closed?: string | null }
type Group = { readonly kind: ActKind; readonly firstAct: number; readonly head: Head }
/** Writes what a group of acts of one kind means into the tables the transaction's search path shows. */
export type Projector = (tx: Tx, group: Group, acts: readonly ProjectedAct[]) => Promise<void>

/** An act with the group it belongs to. */
export type GroupedAct = ProjectedAct & { readonly group: Group }
/**
 * The same for many groups at once, in the order of their acts.
 * `apart`: no act of a kind outside touches or reads what is written, so that these may be kept until there are many; the name
 * is that of the kinds that belong together.
 */
export type ManyProjector = { readonly many: (tx: Tx, acts: readonly GroupedAct[]) => Promise<void>; readonly apart?: string }
type ByKind = Readonly<Partial<Record<ActKind, Projector | ManyProjector>>>
/** What some kinds of acts say, and the tables it is written into; a table that others write into as well stands where it begins. */
export type Projection = { readonly tables: readonly string[]; readonly acts: ByKind }
/** All of them: every projected table, in the order in which they may be filled, and what writes into them. */
export type Projectors = { readonly tables: readonly string[]; readonly byKind: ByKind }

/** @throws where a table or a kind stands twice */
export function allOf(projections: readonly Projection[]): Projectors {
  const [tables, kinds] = [projections.flatMap((p) => p.tables), projections.flatMap((p) => Object.keys(p.acts))]
  for (const list of [tables, kinds]) for (const [i, name] of list.entries()) if (list.indexOf(name) !== i) throw new Error(`${name} is projected twice`)
  return { tables, byKind: Object.assign({}, ...projections.map((p) => p.acts)) as ByKind }
}

/**
 * What differs in one table. `onlyServed`, `onlyRebuilt`: rows, one that was changed among both; `examples`: the first few.
 * Values are not shown: they may be such as nobody is shown.
 */
export type Difference = {
  readonly table: string; readonly onlyServed: number; readonly onlyRebuilt: number
  /** `columns`: what differs; empty where one side lacks the row */
  readonly examples: readonly { readonly key: string; readonly found: 'changed' | 'surplus' | 'missing'; readonly columns: readonly string[] }[]
}

/**
 * Does what some acts say, in their order. `actOf`: the number of an act, or of that which began what is worked on. What an act says
 * can be such that no work can be done with it (it was altered): then it is named, and the others' work is done.
 */
export type Attempt = <A>(some: readonly A[], actOf: (one: A) => number, work: (some: readonly A[]) => Promise<void>) => Promise<void>

/** An act says what can be no act of its kind; it is not as it was recorded. */
export class ActUnprojectable extends Error {
  readonly act: number
  constructor(act: number, cause: unknown) {
    super(`act ${act} does not say what an act of its kind says; nothing was put in place. "probity operate audit" says whether it was altered`, { cause })
    this.name = 'ActUnprojectable'
    this.act = act
  }
}

/** How far it is: acts read of all; then dates and clocks; then tables compared or put in place. */
export type RebuildProgress = { readonly phase: 'acts' | 'dates' | 'compare' | 'put'; readonly done: number; readonly of: number }

/** Filled by the hundred thousand and, while they are, found by their keys alone: an index more is paid for by every row. */
const keyedAlone = new Set<string>(['subject', 'subject_name', 'record', 'inquiry', 'disclosure'])

/** Engineering values: acts in a fetch, acts in a portion, memory for sorting and joining, examples of a difference. */
const fetched = 4000
const portion = 4000
const memory = '128MB'
const mostExamples = 5

/**
 * @param owner       a database connection that may create temporary tables
 * @param projectors  of every projected table; kinds without one project nothing
 * @param finish      what must be computed once all acts are in (dates as of the last daily run)
 * @param put         false: only compare. True: writers wait from the beginning until it is put in place
 * @param progress    told every few thousand acts and at each step that follows
 * @param unprojectable  told each act that no work can be done with, which is left out
 * @throws {ActUnprojectable} at the first such act where nobody is told
 */
export async function rebuild(
  owner: Database, projectors: Projectors, finish: (tx: Tx, attempt: Attempt) => Promise<void>, put: boolean,
  progress: (now: RebuildProgress) => void = () => {}, unprojectable: ((act: number) => void) | null = null,
): Promise<readonly Difference[]> {
  const { tables } = projectors
  return owner.transaction(async (tx) => {
    const run = (sql: string) => tx.client.query(sql)
    await run('set transaction isolation level repeatable read')
    // No act may be appended between the reading and the putting in place. Taken before the snapshot, which thus holds them all.
    if (put) await run('lock table act_group in share mode')
    await run(`set local work_mem = '${memory}'`)
    await run(`set local jit = off`)
    const before = await written(tx)
    for (const table of tables) await copyShape(tx, table)
    await run('set local search_path = pg_temp, public')
    const all = async (attempt: Attempt) => {
      await openActs(tx)
      // Plans are made while the tables are empty and kept while they grow.
      await run('set local enable_seqscan = off')
      await project(tx, projectors.byKind, attempt, progress)
      await run('set local enable_seqscan = on')
      for (const table of tables) await run(`analyze pg_temp.${table}`)
      progress({ phase: 'dates', done: 0, of: 1 })
      await finish(tx, attempt)
    }
    // A savepoint for each act would cost every register what an altered one needs. So only where all together fail, one by one.
    if (!await attempted(tx, () => all((some, _actOf, work) => work(some)), () => {})) {
      await all(async (some, actOf, work) => inHalves(tx, some, work, (one, error) => {
        if (unprojectable === null) throw new ActUnprojectable(actOf(one), error)
        unprojectable(actOf(one))
      }))
    }
    // A projector of a table that is not among them would have written into what is served.
    const outside = [...await written(tx)].filter(([table, rows]) => rows !== (before.get(table) ?? 0)).map(([table]) => table)
    if (outside.length > 0) throw new Error(`projectors write into tables that no projection names: ${outside.join(', ')}`)

    const differences: Difference[] = []
    for (const [n, table] of tables.entries()) {
      progress({ phase: 'compare', done: n, of: tables.length })
      const found = await compare(tx, table)
      if (found !== null) differences.push(found)
    }
    if (put && differences.length > 0) await putInPlace(tx, tables, progress)
    // A pool may hand the same connection out again.
    for (const table of tables) await run(`drop table pg_temp.${table}`)
    return differences
  })
}

/** @returns false where what was worked on made it fail, and nothing of the work is left. Faults of the database itself are thrown. */
async function attempted(tx: Tx, work: () => Promise<void>, failed: (error: unknown) => void): Promise<boolean> {
  await tx.client.query('savepoint attempted')
  try {
    await work()
  } catch (error) {
    if (!ofContent(error)) throw error
    await tx.client.query('rollback to savepoint attempted')
    await tx.client.query('release savepoint attempted')
    failed(error)
    return false
  }
  await tx.client.query('release savepoint attempted')
  return true
}

/** What fails is tried in two halves, until what fails is one. */
async function inHalves<A>(tx: Tx, some: readonly A[], work: (some: readonly A[]) => Promise<void>, failed: (one: A, error: unknown) => void): Promise<void> {
  if (some.length === 0) return
  let fault: unknown
  if (await attempted(tx, () => work(some), (error) => { fault = error })) return
  if (some.length === 1) return failed(some[0]!, fault)
  const middle = some.length >> 1
  await inHalves(tx, some.slice(0, middle), work, failed)
  await inHalves(tx, some.slice(middle), work, failed)
}

/** Not to be read, or not to be kept (SQLSTATE classes 22 data, 23 constraint, P0 raised); a lost connection or a full disk is another matter. */
const ofContent = (error: unknown): boolean => {
  if (!(error instanceof Error) || error instanceof ActUnprojectable) return false
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown }
  return severity !== undefined ? /^(22|23|P0)/.test(String(code)) : code === undefined || String(code).startsWith('ERR_')
}

/** Both in one pass over their tables: a range of act numbers is spread over all of a table that small acts have filled up. */
async function openActs(tx: Tx): Promise<void> {
  await tx.client.query(`declare rebuilt_groups no scroll cursor for
    select first_act, acts, kind, readable_head(head, kind, recorded_at) as head from act_group order by first_act`)
  await tx.client.query(`declare rebuilt_acts no scroll cursor for select act_id, subject_code as subject, content, closed from act order by act_id`)
}

/** Rows written into tables that are served, as this connection has counted them: its transaction's, and those before that are not reported yet. */
async function written(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.client.query<{ name: string; rows: number }>(`
    select relname as name, (n_tup_ins + n_tup_upd + n_tup_del)::float8 as rows from pg_stat_xact_user_tables
     where schemaname = 'public' and n_tup_ins + n_tup_upd + n_tup_del > 0`)
  return new Map(rows.map((r) => [r.name, r.rows]))
}

/** The rows of a cursor, as they come. */
export async function* readCursor<R extends object>(tx: Tx, cursor: string): AsyncGenerator<R> {
  for (;;) {
    const { rows } = await tx.client.query<R>(`fetch ${fetched} from ${cursor}`)
    yield* rows
    if (rows.length < fetched) return
  }
}

async function copyShape(tx: Tx, table: string): Promise<void> {
  await tx.client.query(`create temporary table ${table} (like public.${table} including all excluding indexes)`)
  const { rows } = await tx.client.query<{ def: string }>(
    `select pg_get_indexdef(indexrelid) as def from pg_index where indrelid = 'public.${table}'::regclass and (indisunique or $1)`, [!keyedAlone.has(table)])
  // An index is made where its table is: the schema it is created in says nothing, its table's does.
  for (const { def } of rows) await tx.client.query(def.replace(/^(CREATE (?:UNIQUE )?INDEX) \S+ ON (?:ONLY )?public\./, '$1 ON pg_temp.'))
}

type GroupRead = { readonly first_act: number; readonly acts: number; readonly kind: ActKind; readonly head: string }
type ActRead = { readonly act_id: number; readonly subject: string; readonly content: string | null; readonly closed: string | null }

async function project(tx: Tx, projectors: ByKind, attempt: Attempt, progress: (now: RebuildProgress) => void): Promise<void> {
  const { rows: [size] } = await tx.client.query<{ acts: number }>('select coalesce(sum(acts), 0)::bigint as acts from act_group')
  const waiting = portions(tx, attempt)
  const acts = readCursor<ActRead>(tx, 'rebuilt_acts')
  let next = await acts.next()
  let [done, said] = [0, 0]
  for await (const row of readCursor<GroupRead>(tx, 'rebuilt_groups')) {
    const head = JSON.parse(row.head) as Head
    // The kind that was signed, not the one beside it.
    const group: Group = { kind: head.act, firstAct: row.first_act, head }
    const projector = projectors[head.act]
    const own: ProjectedAct[] = []
    for (; !next.done && next.value.act_id < row.first_act + row.acts; next = await acts.next()) {
      const { act_id: actId, subject, content, closed } = next.value
      if (projector !== undefined && content !== null && actId >= row.first_act && isReadable(content)) {
        own.push({ subject, actId, content, closed })
      }
    }
    done += row.acts
    if (projector !== undefined && own.length > 0) await waiting.add(projector, group, own)
    if (done - said >= fetched) progress({ phase: 'acts', done: said = done, of: size!.acts })
  }
  await waiting.end()
  progress({ phase: 'acts', done, of: size!.acts })
}

/** Collects what may be written together. */
function portions(tx: Tx, attempt: Attempt) {
  const apart = new Map<string, { readonly projector: ManyProjector; readonly kind: string; acts: GroupedAct[] }[]>()
  let together: { readonly projector: ManyProjector; readonly kind: string; acts: GroupedAct[] } | null = null
  const write = async (some: { readonly projector: ManyProjector; readonly acts: readonly GroupedAct[] } | null) => {
    if (some !== null) await attempt(some.acts, (act) => act.actId, (part) => some.projector.many(tx, part))
  }
  return {
    async add(projector: Projector | ManyProjector, group: Group, acts: readonly ProjectedAct[]): Promise<void> {
      if (typeof projector === 'function') {
        await write(together)
        together = null
        return attempt(acts, (act) => act.actId, (part) => projector(tx, group, part))
      }
      const grouped = acts.map((act) => ({ ...act, group }))
      if (projector.apart === undefined) {
        if (together !== null && (together.projector !== projector || together.acts.length >= portion)) {
          await write(together)
          together = null
        }
        together ??= { projector, kind: group.kind, acts: [] }
        together.acts.push(...grouped)
        return
      }
      const known = apart.get(projector.apart) ?? []
      if (known.length === 0) apart.set(projector.apart, known)
      const last = known.at(-1)
      if (last?.projector === projector) last.acts.push(...grouped)
      else known.push({ projector, kind: group.kind, acts: grouped })
      if (known.reduce((n, k) => n + k.acts.length, 0) < portion) return
      for (const some of known.splice(0)) await write(some)
    },
    async end(): Promise<void> {
      await write(together)
      for (const known of apart.values()) for (const some of known) await write(some)
    },
  }
}

async function columnsOf(tx: Tx, table: string): Promise<{ readonly all: readonly string[]; readonly key: readonly string[] }> {
  const { rows } = await tx.client.query<{ name: string; key: boolean }>(`
    select attname as name, exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)) as key
      from pg_attribute a where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`, [`public.${table}`])
  const key = rows.filter((r) => r.key).map((r) => r.name)
  if (key.length === 0) throw new Error(`table ${table} has no key to be compared by`)
  return { all: rows.map((r) => r.name), key }
}

async function compare(tx: Tx, table: string): Promise<Difference | null> {
  const { all, key } = await columnsOf(tx, table)
  const listed = (of: string) => all.map((c) => `${of}.${c}`).join(', ')
  const differ = `public.${table} s full join pg_temp.${table} r using (${key.join(', ')}) where row(${listed('s')}) is distinct from row(${listed('r')})`
  const { rows: [count] } = await tx.client.query<{ served: number; rebuilt: number }>(
    `select count(s.${key[0]})::bigint as served, count(r.${key[0]})::bigint as rebuilt from ${differ}`)
  const { served, rebuilt } = count!
  if (served + rebuilt === 0) return null
  const { rows } = await tx.client.query<{ key: string; found: 'changed' | 'surplus' | 'missing'; columns: string[] }>(`
    select concat_ws(' ', ${key.join(', ')}) as key,
           case when r.${key[0]} is null then 'surplus' when s.${key[0]} is null then 'missing' else 'changed' end as found,
           case when r.${key[0]} is null or s.${key[0]} is null then '{}'::text[] else array_remove(array[${
             all.map((c) => `case when s.${c} is distinct from r.${c} then '${c}' end`).join(', ')}], null) end as columns
      from ${differ} order by ${key.join(', ')} limit ${mostExamples}`)
  return { table, onlyServed: served, onlyRebuilt: rebuilt, examples: rows }
}

async function putInPlace(tx: Tx, tables: readonly string[], progress: (now: RebuildProgress) => void): Promise<void> {
  let done = 0
  const step = async (sql: string) => {
    progress({ phase: 'put', done: done++, of: 2 * tables.length })
    await tx.client.query(sql)
  }
  // Whoever serves may add to some tables and never change them. This is their owner.
  const { rows: kept } = await tx.client.query<{ table: string; trigger: string }>(`
    select tgrelid::regclass::text as table, tgname as trigger from pg_trigger
     where tgfoid = 'refuse_change'::regproc and tgrelid = any (select ('public.' || t)::regclass from unnest($1::text[]) t)`, [[...tables]])
  for (const { table, trigger } of kept) await tx.client.query(`alter table ${table} disable trigger ${trigger}`)
  for (const table of tables.toReversed()) await step(`delete from public.${table}`)
  for (const table of tables) await step(`insert into public.${table} table pg_temp.${table}`)
  for (const { table, trigger } of kept) await tx.client.query(`alter table ${table} enable trigger ${trigger}`)
}
