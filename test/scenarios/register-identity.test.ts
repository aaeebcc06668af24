/** A database knows which register it holds: whoever starts or commands with another is refused in one sentence, and nothing is changed. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type Embedded, startEmbedded } from '../../src/database/embedded.ts'
import { command, endAll, pause, refusedStart, root, start, stop } from '../support/processes.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'probity-identity-'))
chmodSync(folder, 0o755)
let server: Embedded
before(async () => {
  server = await startEmbedded(path.join(folder, 'postgres'), { password: 'external', durable: false, sharedBuffers: 64 })
})
after(async () => {
  await endAll()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string, login = 'probity', password = 'external') => Object.assign(new URL(server.url), { pathname: `/${name}`, username: login, password }).toString()
async function ask<R extends Record<string, unknown>>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try { return (await client.query<R>(text)).rows } finally { await client.end() }
}
/** An empty database of its own. */
async function place(name: string): Promise<{ DATABASE_URL: string; DATABASE_PUBLIC_URL: string }> {
  await ask(server.url, `create database ${name}`)
  return { DATABASE_URL: at(name), DATABASE_PUBLIC_URL: at(name, 'probity_web', 'web') }
}
const foreignKey = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
/** One sentence and no more. */
const sentence = (text: string, words: RegExp) => {
  assert.match(text, words)
  assert.match(text, /^[^\n]+\n$/, 'one line')
}

test('xiamen’s register: another server, key, pack, day or revision is refused with the way to what was meant, and a command takes its law', { timeout: 600_000 }, async () => {
  // The roles of the cluster come with the first migration; the login of public pages is an administrator's.
  const one = path.join(folder, 'one')
  const first = await place('first')
  const missing = await refusedStart({ ...first, PROBITY_DATA: one, PROBITY_PACK: 'xiamen' })
  assert.match(missing.text, /create role probity_web/)
  await ask(server.url, "create role probity_web login password 'web' in role probity_public")

  const own = { ...first, PROBITY_DATA: one }
  const running = await start({ ...own, PROBITY_PACK: 'xiamen' })
  const [identity] = await ask<{ origin: string; pack: string; drill: boolean }>(first.DATABASE_URL, 'select origin, pack, drill from register_identity')
  assert.match(identity!.origin, /^probity\/xiamen\/[0-9a-f]{8}$/)
  assert.deepEqual([identity!.pack, identity!.drill], ['xiamen', false])

  const two = path.join(folder, 'two')
  const second = await refusedStart({ ...first, PROBITY_DATA: two, PROBITY_PACK: 'xiamen' })
  assert.equal(second.code, 1)
  sentence(second.text, /^Another Probity \(server http:\/\/127\.0\.0\.1:\d+, process \d+ on .*\) serves this database, .* stop it first, or set DATABASE_URL/)
  assert.equal((await fetch(`${running.address}/health/ready`)).status, 200)

  // Commands: the register's own law, its own keys, the clock's day.
  assert.match((await command(own, 'operate', 'status')).text, /, xiamen@/)
  assert.match((await command({ PROBITY_DATA: one }, 'law')).text, /\(xiamen@/)
  sentence((await command({ ...own, PROBITY_PACK: 'guangdong' }, 'day')).text, /runs under xiamen, and PROBITY_PACK names guangdong: leave PROBITY_PACK out/)
  sentence((await command({ ...own, PROBITY_TODAY: '2027-03-01' }, 'day')).text, /PROBITY_TODAY is 2027-03-01, but this register was not made for drills/)
  sentence((await command({ ...first, PROBITY_DATA: two }, 'day')).text, /holds no keys\/log\.key.*set PROBITY_DATA to the folder that holds it/)
  assert.equal(existsSync(path.join(two, 'keys')), false, 'no keys were made')
  const zh = await command({ ...own, PROBITY_PACK: 'guangdong', PROBITY_LANG: 'zh' }, 'day')
  sentence(zh.text, /请去掉PROBITY_PACK/)
  assert.equal((await ask<{ n: number }>(first.DATABASE_URL, `select count(*)::int as n from act_group where head::json ->> 'on' > '2027' or head::json ->> 'law' not like 'xiamen@%'`))[0]!.n, 0)
  sentence((await command(own, 'migrate')).text, /^Another Probity .* serves this database/)
  await stop(running)

  // The schema is brought up to date by this register's deployment alone, and while nothing serves it.
  sentence((await command({ ...own, PROBITY_PACK: 'guangdong' }, 'migrate')).text, /runs under xiamen, and PROBITY_PACK names guangdong/)
  sentence((await command({ ...first, PROBITY_DATA: two }, 'migrate')).text, /holds no keys\/log\.key/)
  assert.deepEqual(await command(own, 'migrate'), { code: 0, text: 'Nothing to do.\n' })

  // Starts.
  const start2 = async (words: RegExp, env: Record<string, string>) => {
    const refused = await refusedStart({ ...own, ...env })
    assert.equal(refused.code, 1)
    sentence(refused.text, words)
  }
  await start2(/holds no keys\/log\.key/, { PROBITY_DATA: two })
  mkdirSync(path.join(two, 'keys'), { recursive: true })
  writeFileSync(path.join(two, 'keys', 'log.key'), foreignKey())
  writeFileSync(path.join(two, 'keys', 'log.name'), 'feedbeef\n')
  await start2(/^The keys in .*two are not those of this database's log \(probity\/xiamen\//, { PROBITY_DATA: two })
  await start2(/PROBITY_PACK names hunan/, { PROBITY_PACK: 'hunan' })
  await start2(/not made for drills/, { PROBITY_TODAY: '2027-03-01' })
  for (const file of ['log.key', 'log.name']) {
    const kept = path.join(one, 'keys', file)
    renameSync(kept, `${kept}.away`)
    await start2(new RegExp(`holds no keys/${file}.*backup.*"probity log successor"`), {})
    assert.equal(existsSync(kept), false, 'not replaced')
    renameSync(`${kept}.away`, kept)
  }
  const empty = await place('empty')
  await start2(/^This database is empty, and the keys in .*one have signed the log probity\/xiamen\//, empty)

  // Another revision: shown, loaded by an act, started.
  const packs = path.join(folder, 'packs')
  cpSync(path.join(root, 'packs'), packs, { recursive: true })
  const file = path.join(packs, 'xiamen', 'pack.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^revision: .*$/m, "revision: '2027.9'"))
  const newer = { PROBITY_PACKS: packs }
  await start2(/^This register runs under xiamen@\S+ national@\S+, and this program brings xiamen@2027\.9 .*"probity law load"/, newer)
  assert.match((await command({ ...own, ...newer }, 'law', 'load')).text, /→ xiamen@2027\.9 .*\n0 of 0 records would change on .*\nNothing was changed/)
  assert.equal((await command({ ...own, ...newer }, 'law', 'load', '--yes')).code, 0)
  const under = await start({ ...own, ...newer })
  assert.match(((await (await fetch(`${under.address}/health/ready`)).json()) as { law: string }).law, /^xiamen@2027\.9 /)
  assert.match((await command({ ...own, ...newer }, 'law', 'load')).text, /served|serves this database|already runs/)
  await stop(under)
  await start2(/runs under xiamen@2027\.9 .* brings xiamen@/, {})

  // A register from before databases knew is known by what its key signed.
  await ask(first.DATABASE_URL, 'delete from register_identity')
  await start2(/^The keys in .*two are not those/, { ...newer, PROBITY_DATA: two })
  const old = await start({ ...own, ...newer })
  assert.deepEqual((await ask<{ origin: string }>(first.DATABASE_URL, 'select origin from register_identity')).map((r) => r.origin), [identity!.origin])
  await stop(old)
})

test('a drill is a register of its own from its first start, and says so on every page and in its log’s name', { timeout: 600_000 }, async () => {
  const drill = { PROBITY_DATA: path.join(folder, 'drill') }
  const running = await start({ ...drill, PROBITY_TODAY: '2027-03-01' })
  // It answers before its first acts have come into its log.
  const checkpoint = () => fetch(`${running.address}/log/checkpoint`)
  for (let i = 0; i < 600 && !(await checkpoint()).ok; i++) await pause(100)
  assert.match(await (await checkpoint()).text(), /^probity\/drill\/guangdong\//)
  for (const [address, words] of [['/', '演练：这是为演练建立的登记簿，按2027-03-01办理'], ['/en/law', 'Drill: this register was made for drills and acts as of 2027-03-01']] as const) {
    assert.ok((await (await fetch(`${running.address}${address}`)).text()).includes(words), address)
  }
  assert.equal((await fetch(`${running.address}/api/v1/organisations?q=x1`)).headers.get('x-probity-drill'), '2027-03-01')
  await stop(running)
  const other = await start({ ...drill, PROBITY_TODAY: '2027-06-01' })
  await stop(other)
})
