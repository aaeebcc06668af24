/** Who connects: each role with a login of its own, so that a connection cannot become another than it was made for. */
import { createHmac } from 'node:crypto'
import pg from 'pg'
import { connect, type Logins, type ServingRole } from './connect.ts'

/** What an administrator of the database has to do before the register can start; the message says it in SQL. */
export class DatabaseNotReady extends Error {}

/**
 * Whether a database that is not ours answers at all: told within seconds and in one sentence, without the password.
 * @throws {DatabaseNotReady}
 */
export async function requireReachable(url: string, setting: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    const at = `${client.host}:${client.port}`
    // A connection that tried several addresses has no words of its own.
    const why = message || code
    const cure = code.startsWith('28') ? 'correct the user or password in it'
      : code === '3D000' ? 'create that database, or name another' : 'start that server, or correct the address'
    throw new DatabaseNotReady(`${setting} names a PostgreSQL at ${at} that cannot be reached (${why}): ${cure}.`)
  } finally {
    await client.end().catch(() => {})
  }
}

const serving: readonly ServingRole[] = ['probity_app', 'probity_loader', 'probity_public']

/** Addresses of the roles of a server whose owner's address is known: their passwords follow from the owner's. */
export function ownLogins(url: string): Logins {
  const of = (role: ServingRole): string => {
    const address = new URL(url)
    address.password = createHmac('sha256', decodeURIComponent(address.password)).update(role).digest('hex')
    address.username = role
    return address.toString()
  }
  return { probity_app: of('probity_app'), probity_loader: of('probity_loader'), probity_public: of('probity_public') }
}

/** Lets the roles log in by themselves: for a server of our own. Done again, it changes nothing. */
export async function openLogins(owner: pg.Pool, url: string): Promise<Logins> {
  const logins = ownLogins(url)
  for (const role of serving) {
    await owner.query(`alter role ${role} login password ${pg.escapeLiteral(new URL(logins[role]).password)}`)
  }
  return logins
}

/**
 * Before the migrations, on a server that is not ours: the roles are there, with what only a superuser can give, and the login
 * that migrates may hand them what they need.
 *
 * @throws {DatabaseNotReady} with the statements an administrator runs once
 */
export async function requireRoles(owner: pg.Pool): Promise<void> {
  const { rows: [found] } = await owner.query<{ login: string; superuser: boolean; cures: string[] | null }>(`
    select current_user as login, (select rolsuper from pg_roles where rolname = current_user) as superuser,
           array_agg(cure order by n, cure) filter (where cure is not null) as cures
      from (values ('probity_app', true), ('probity_loader', true), ('probity_public', false), ('probity_party', false),
                   ('probity_inquirer', false)) as needed (name, bypass)
      left join pg_roles r on r.rolname = needed.name
     cross join lateral (values
       (1, case when r.oid is null then format('create role %I nologin%s;', name, case when bypass then ' bypassrls' else '' end) end),
       (1, case when bypass and not r.rolbypassrls then format('alter role %I bypassrls;', name) end),
       (2, case when r.oid is null or not pg_has_role(current_user, r.oid, 'member with admin option')
                then format('grant %I to %I with admin option;', name, current_user) end)) as c (n, cure)`)
  if (found!.superuser || found!.cures === null) return
  throw new DatabaseNotReady(`The login ${found!.login} of DATABASE_URL cannot prepare the roles of this database. `
    + `Rows arrive by COPY, which PostgreSQL allows to no role under row-level security, so a superuser runs this once:\n\n  ${found!.cures.join('\n  ')}\n`)
}

/**
 * The login of the public pages may read what is public, and become nobody else.
 *
 * @param url of that login; null where none was named
 * @throws {DatabaseNotReady} with what is wrong with it and the statements that cure it
 */
export async function requirePublicLogin(url: string | null): Promise<void> {
  const no = (what: string): DatabaseNotReady => new DatabaseNotReady(`${what} Public pages read with a login that can read nothing else. An administrator runs `
    + "this once:\n\n  create role probity_web login password '…' in role probity_public;\n\n"
    + 'and DATABASE_PUBLIC_URL names it: postgres://probity_web:…@host/database.')
  if (url === null) throw no('DATABASE_URL names a database of yours, and DATABASE_PUBLIC_URL is missing.')
  const pool = connect(url, 'probity_public', { max: 1 })
  try {
    const { rows: [login] } = await pool.query<{ name: string; too_much: string[] | null }>(`
      select session_user as name, (
        select array_agg(r.rolname::text order by r.rolname) from pg_roles r
         where r.rolname not in (session_user, 'probity_public') and pg_has_role(session_user, r.oid, 'member')
            or r.rolname = session_user and (r.rolsuper or r.rolbypassrls or r.rolcreaterole)) as too_much`)
    if (login!.too_much !== null) throw no(`The login ${login!.name} of DATABASE_PUBLIC_URL may also act as ${login!.too_much.slice(0, 3).join(', ')}.`)
  } catch (error) {
    if (error instanceof DatabaseNotReady) throw error
    throw no(`The login of DATABASE_PUBLIC_URL is refused (${(error as Error).message}).`)
  } finally {
    await pool.end()
  }
}
