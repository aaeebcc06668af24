/**
 * A real, migrated PostgreSQL for a test file: a database of its own, cloned from a migrated template.
 * `npm test` starts one server for all files and names it in PROBITY_TEST_SERVER; a file run alone starts its own.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { connect } from '../../src/database/connect.ts'
import { bulkDatabase, type Database, database } from '../../src/database/db.ts'
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts'
import { openLogins, ownLogins } from '../../src/database/logins.ts'
import { migrate } from '../../src/database/migrate.ts'

export type TestServer = { url: string; stop(): Promise<void> }

/** Starts a throw-away server (no fsync) and prepares the template. */
export async function startTestServer(options: { durable?: boolean; sharedBuffers?: number } = {}): Promise<TestServer & { embedded: Embedded; folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'probity-test-'))
  chmodSync(folder, 0o755) // the server runs as another user when the tests run as root
  const embedded = await startEmbedded(path.join(folder, 'postgres'), {
    password: randomBytes(12).toString('hex'), durable: options.durable ?? false, sharedBuffers: options.sharedBuffers ?? 128,
  })
  await prepareTemplate(embedded.url)
  return {
    url: embedded.url,
    embedded,
    folder,
    async stop() {
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function prepareTemplate(url: string): Promise<void> {
  await admin(url, 'create database probity_template')
  const owner = connect(withDatabase(url, 'probity_template'), 'owner', { max: 1 })
  await migrate(owner)
  await openLogins(owner, url)
  await owner.end()
}

/** A fresh database with its pools. `close` drops it. */
export async function testDatabase(): Promise<{ url: string; app: Database; loader: Database; owner: Database; publicPool: pg.Pool; disconnect(): Promise<void>; close(): Promise<void> }> {
  const shared = process.env.PROBITY_TEST_SERVER
  const own = shared ? null : await startTestServer()
  const server = shared ?? own!.url
  const name = `t_${randomBytes(6).toString('hex')}`
  await admin(server, `create database ${name} template probity_template`)
  const url = withDatabase(server, name)
  // Each with a login of its own, as a register that was started has them.
  const logins = ownLogins(url)
  const app = database(connect(logins, 'probity_app', { max: 6 }))
  const loader = bulkDatabase(connect(logins, 'probity_loader', { max: 3 }))
  const owner = bulkDatabase(connect(url, 'owner', { max: 2 }))
  const publicPool = connect(logins, 'probity_public', { max: 3 })
  let connected = true
  const disconnect = async () => {
    if (connected) await Promise.all([app.close(), loader.close(), owner.close(), publicPool.end()])
    connected = false
  }
  return {
    url, app, loader, owner, publicPool, disconnect,
    async close() {
      await disconnect()
      if (own) await own.stop()
      else await admin(server, `drop database ${name} with (force)`)
    },
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.toString()
}

// Two clones of one template must not overlap: PostgreSQL refuses while another session reads it.
async function admin(url: string, command: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(command)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100))
    } finally {
      await client.end()
    }
  }
}
