/** Who the connections are: the public login can become nobody else; an existing database is prepared by no superuser but once. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { connect } from '../../src/database/connect.ts'
import { DatabaseNotReady, ownLogins, requirePublicLogin, requireRoles } from '../../src/database/logins.ts'
import { migrate } from '../../src/database/migrate.ts'
import { testDatabase } from '../support/postgres.ts'

let db: Awaited<ReturnType<typeof testDatabase>>
const name = `someone_${randomBytes(4).toString('hex')}`
const addressOf = (login: string, password: string, database?: string): string => {
  const address = new URL(db.url)
  Object.assign(address, { username: login, password, ...(database === undefined ? {} : { pathname: `/${database}` }) })
  return address.toString()
}
before(async () => { db = await testDatabase() })
after(async () => {
  await db.owner.pool.query(`drop database if exists ${name} with (force)`)
  await db.close()
})
const denied = (error: unknown) => error instanceof pg.DatabaseError && error.code === '42501'

test('a connection of the public pages is nobody else, whatever statement is smuggled into it; the application is not the owner', async () => {
  const pools = { public: connect(ownLogins(db.url), 'probity_public', { max: 1 }), app: db.app.pool }
  try {
    const { rows: [me] } = await pools.public.query('select session_user as session, current_user as now')
    assert.deepEqual(me, { session: 'probity_public', now: 'probity_public' })
    for (const other of ['probity_app', 'probity_loader', 'probity_party', 'probity_inquirer', 'probity']) {
      await assert.rejects(pools.public.query(`set role ${other}`), denied)
      await assert.rejects(pools.public.query(`set session authorization ${other}`), denied)
    }
    await pools.public.query('reset role')
    await assert.rejects(pools.public.query('select * from session'), denied)
    await assert.rejects(pools.app.query('set role probity'), denied)
    await assert.rejects(pools.app.query('alter table act disable trigger all'), denied)
    await requirePublicLogin(ownLogins(db.url).probity_public)
  } finally {
    await pools.public.end()
  }
})

test('on an existing database the register says in SQL what is missing, and with it done needs no superuser', async () => {
  const { owner } = db
  await owner.pool.query(`create role ${name} login createrole password 'one'`)
  await owner.pool.query(`create database ${name} owner ${name} locale_provider builtin builtin_locale 'C.UTF-8' template template0`)
  const migrator = connect(addressOf(name, 'one', name), 'owner', { max: 1 })
  try {
    const said = await requireRoles(migrator).then(() => '', (error: Error) => (error instanceof DatabaseNotReady ? error.message : String(error)))
    const cures = said.split('\n').filter((line) => line.endsWith(';')).map((line) => line.trim())
    assert.deepEqual(cures, ['probity_app', 'probity_inquirer', 'probity_loader', 'probity_party', 'probity_public'].map((role) => `grant ${role} to ${name} with admin option;`))
    for (const cure of cures) await owner.pool.query(cure)
    await requireRoles(migrator)
    assert.ok((await migrate(migrator)).includes('0047_inquirer.sql'))
    const { rows: [secured] } = await migrator.query("select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity")
    assert.ok(secured.n > 30)
  } finally {
    await migrator.end()
  }

  const no = async (url: string | null) => requirePublicLogin(url).then(() => '', (error: Error) => (error instanceof DatabaseNotReady ? error.message : String(error)))
  assert.match(await no(null), /DATABASE_PUBLIC_URL is missing[^]*create role probity_web login/)
  assert.match(await no(addressOf(name, 'one', name)), /may also act as/)
  assert.match(await no(addressOf('nobody_here', 'x', name)), /is refused[^]*create role/)
  await owner.pool.query(`create role ${name}_web login password 'two' in role probity_public`)
  assert.equal(await no(addressOf(`${name}_web`, 'two', name)), '')
})
