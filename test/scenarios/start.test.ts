/** Started as a stranger starts it: one command, stopped and started again, a second one refused, on a database of one's own. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { connect } from '../../src/database/connect.ts'
import { freePort, startEmbedded } from '../../src/database/embedded.ts'

const main = path.join(import.meta.dirname, '../../src/main.ts')
const cli = path.join(import.meta.dirname, '../../src/cli/probity.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'probity-start-'))
chmodSync(folder, 0o755)
const running = new Set<ChildProcess>()
after(async () => {
  for (const child of running) { child.kill('SIGTERM'); await ended(child) }
  rmSync(folder, { recursive: true, force: true })
})

type Started = { child: ChildProcess; address: string; said: () => string }
const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => { child.once('exit', resolve) })

function run(env: Record<string, string>, script = main, args: string[] = []): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PROBITY_TEST_SERVER: '', ...env } })
  let text = ''
  child.stdout!.on('data', (d: Buffer) => { text += d })
  child.stderr!.on('data', (d: Buffer) => { text += d })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return { child, said: () => text }
}

async function start(data: string, env: Record<string, string> = {}): Promise<Started> {
  const port = await freePort()
  const { child, said } = run({ PROBITY_DATA: data, PORT: String(port), PROBITY_TODAY: '2026-11-21', ...env })
  const address = `http://127.0.0.1:${port}`
  for (let i = 0; i < 3600; i++) {
    if (child.exitCode !== null) throw new Error(said())
    if ((await fetch(`${address}/health/live`).catch(() => null))?.ok) return { child, address, said }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`not up after three minutes: ${said()}`)
}
/** The log has not grown for five seconds: whatever was being delivered is done. */
async function settled(address: string): Promise<void> {
  let [before, still] = ['', 0]
  for (let i = 0; i < 600 && still < 10; i++) {
    const now = await (await fetch(`${address}/log/checkpoint`)).text()
    still = now === before ? still + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
const stop = async ({ child }: Started) => { child.kill('SIGTERM'); await ended(child) }
const json = async (address: string) => (await fetch(address)).json() as Promise<Record<string, unknown>>
const command = async (data: string, ...args: string[]) => {
  const { child, said } = run({ PROBITY_DATA: data, LANG: 'en_GB.UTF-8' }, cli, args)
  await ended(child)
  return { code: child.exitCode, text: said() }
}

test('a first start fills itself, a second instance is refused in words, a restart has lost nothing', { timeout: 600_000 }, async () => {
  const data = path.join(folder, 'one')
  const first = await start(data)
  const second = run({ PROBITY_DATA: data, PORT: '0' })
  await ended(second.child)
  assert.equal(second.child.exitCode, 1)
  assert.match(second.said(), /Another Probity \(process \d+\) already runs on/)
  assert.doesNotMatch(second.said(), /\n\s+at /, 'no stack')

  const found = async (at: string) => (await json(`${at}/api/v1/organisations?q=${encodeURIComponent('岭湾')}`)).items as { code: string; generated: boolean }[]
  for (let i = 0; i < 1800 && (await found(first.address)).length < 20; i++) await new Promise((resolve) => setTimeout(resolve, 100))
  const organisations = await found(first.address)
  assert.ok(organisations.length >= 20)
  assert.ok(organisations.every((o) => o.generated), 'generated organisations say so')
  for (const secret of ['log.key', 'token.key', 'refusal.key', 'database.password', 'database.url']) assert.equal(statSync(path.join(data, 'keys', secret)).mode & 0o077, 0, secret)

  // In the middle of filling: killed outright, started again, it goes on.
  first.child.kill('SIGKILL')
  await ended(first.child)
  const again = await start(data)
  await settled(again.address)
  for (const { code } of organisations) assert.equal((await fetch(`${again.address}/api/v1/organisations/${code}`)).status, 200, code)
  const settledOn = (await found(again.address)).map((o) => o.code)
  const verified = await command(data, 'verify', again.address, '--state', path.join(folder, 'state.json'))
  assert.equal(verified.code, 0, verified.text)
  const compared = await command(data, 'rebuild', '--compare')
  assert.equal(compared.code, 0, compared.text)
  await stop(again)
  assert.equal(existsSync(path.join(data, 'postgres', 'postmaster.pid')), false, 'the database was stopped in order')

  const later = await start(data)
  for (const code of settledOn) assert.equal((await fetch(`${later.address}/api/v1/organisations/${code}`)).status, 200, code)
  const sameLog = await command(data, 'verify', later.address, '--state', path.join(folder, 'state.json'))
  assert.equal(sameLog.code, 0, sameLog.text)
  await stop(later)
})

test('DATABASE_URL points it at an existing PostgreSQL 18, under another pack', { timeout: 600_000 }, async () => {
  const server = await startEmbedded(path.join(folder, 'external'), { password: 'external', durable: false, sharedBuffers: 64 })
  try {
    const without = run({ PROBITY_DATA: path.join(folder, 'two'), DATABASE_URL: server.url, PROBITY_PACK: 'jiangsu' })
    await ended(without.child)
    assert.equal(without.child.exitCode, 1)
    assert.match(without.said(), /DATABASE_PUBLIC_URL is missing[^]*create role probity_web login password '…' in role probity_public;/)
    assert.doesNotMatch(without.said(), /\n\s+at /)
    const administrator = connect(server.url, 'owner', { max: 1 })
    await administrator.query("create role probity_web login password 'web' in role probity_public")
    await administrator.end()
    const web = new URL(server.url)
    Object.assign(web, { username: 'probity_web', password: 'web' })
    const register = await start(path.join(folder, 'two'), { DATABASE_URL: server.url, DATABASE_PUBLIC_URL: web.toString(), PROBITY_PACK: 'jiangsu' })
    assert.match(String((await json(`${register.address}/api/v1/law`)).stamp ?? JSON.stringify(await json(`${register.address}/api/v1/law`))), /jiangsu@/)
    assert.equal(existsSync(path.join(folder, 'two', 'postgres')), false, 'no embedded server beside it')
    await stop(register)
  } finally {
    await server.stop()
  }
})

test('a setting that cannot be is told with what it may be', async () => {
  for (const [env, words] of [
    [{ PROBITY_PACK: 'atlantis' }, /PROBITY_PACK is "atlantis"; it may be guangdong/],
    [{ PORT: 'eighty' }, /PORT is "eighty"/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must begin with postgres/],
    [{ PROBITY_TODAY: '2026-02-30' }, /PROBITY_TODAY is "2026-02-30"/],
  ] as const) {
    const { child, said } = run({ PROBITY_DATA: path.join(folder, 'three'), ...env })
    await ended(child)
    assert.equal(child.exitCode, 1)
    assert.match(said(), words)
    assert.doesNotMatch(said(), /\n\s+at /)
  }
})

