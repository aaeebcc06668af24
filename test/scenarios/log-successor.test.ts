/** A log whose key was lost, or is no longer to be trusted: refused in words, gone on with in words, and what a stranger is told. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { canonicalJson } from '../../src/acts/act.ts'
import { appendActs } from '../../src/acts/append.ts'
import { openLog } from '../../src/acts/keeper.ts'
import { succeedLog } from '../../src/acts/successor.ts'
import { fetchBytes, verifyAddress } from '../../src/cli/verify.ts'
import { freePort } from '../../src/database/embedded.ts'
import { formatVerifierKey } from '../../src/log/note.ts'
import { verifierKeyOf } from '../../src/log/sign.ts'
import { parseSuccession, successionText } from '../../src/log/successor.ts'
import { answer } from '../../src/log/answer.ts'
import { readQuestion } from '../../src/log/question.ts'
import { startAudit } from '../../src/register/operation/acts.ts'
import { audits } from '../../src/register/operation/store.ts'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { type TestPorts, testPorts } from '../support/ports.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'probity-successor-'))
chmodSync(folder, 0o755)
const running = new Set<ChildProcess>()
const ended = (child: ChildProcess) => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => { child.once('exit', resolve) }))
after(async () => {
  for (const child of running) { child.kill('SIGTERM'); await ended(child) }
  rmSync(folder, { recursive: true, force: true })
})

const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
async function grow(ports: TestPorts, count = 1): Promise<void> {
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'day.closed', actor: 'operator', rules: [], acts: Array.from({ length: count }, (_, i) => ({ subject: '', content: canonicalJson({ i }) })),
  }))
  await openLog(ports).catchUp()
}
function stranger() {
  let memory: string | null = null
  return async (address: string, key: string | null = null) => verifyAddress({
    address, key, stateFile: '', fetchBytes, readState: async () => memory, writeState: async (_file, text) => { memory = text }, wait: async () => {},
  })
}

test('a successor that the old key signed is followed, held to what was seen before, and told; one it did not sign is trusted by nobody unasked', async () => {
  const ports = await testPorts()
  // One address, whatever the log behind it is called.
  let server = await buildServer(ports, { deliveries: {} as DeliveryDesk })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const again = async (at: TestPorts) => {
    await server.close()
    server = await buildServer(at, { deliveries: {} as DeliveryDesk })
    await server.listen({ host: '127.0.0.1', port: Number(new URL(address).port) })
  }
  const succeed = async (before: TestPorts, name: string, { signs, lastSigned = 0 }: { signs: boolean; lastSigned?: number }) => {
    const { logOrigin, logKey } = before.settings
    const to = { origin: `probity/${name}`, key: pem() }
    const done = await ports.database.transaction((tx) => succeedLog(tx, ports, {
      from: formatVerifierKey(verifierKeyOf(logOrigin, logKey)), oldKey: signs ? logKey : null, to, lastSigned, reason: '密钥保管人已变更',
    }))
    assert.ok(done.ok)
    const now = { ...ports, settings: { ...ports.settings, logOrigin: to.origin, logKey: to.key } }
    await openLog(now).catchUp()
    await again(now)
    return now
  }
  await grow(ports, 300)
  const [seen, also] = [stranger(), stranger()]
  for (const check of [seen, also]) assert.equal((await check(address)).exitCode, 0)

  const kept = await (await fetch(`${address}/log/checkpoint`)).text()
  const second = await succeed(ports, 'second', { signs: true })
  const followed = await seen(address)
  assert.equal(followed.exitCode, 0, followed.lines.join('\n'))
  assert.deepEqual(followed.findings.map((f) => f.code), ['successor', 'signature', 'consistency', 'root', 'entries', 'acts-same', 'erasures'])
  assert.match(followed.lines.join('\n'), /The log probity\/test goes on as probity\/second since 2026-11-21, after 300 acts; its earlier key signed this\..*密钥保管人已变更/)
  await grow(second, 5)
  assert.deepEqual((await seen(address)).findings.map((f) => f.code).slice(0, 2), ['signature', 'consistency'], 'remembered from then on')

  // The key is lost; two steps from what the other stranger saw.
  const third = await succeed(second, 'third', { signs: false })
  const unsure = await also(address)
  assert.deepEqual([unsure.exitCode, unsure.findings.map((f) => f.code)], [1, ['successor', 'successor-unsigned']], unsure.lines.join('\n'))
  const named = await also(address, formatVerifierKey(verifierKeyOf('probity/third', third.settings.logKey)))
  assert.equal(named.exitCode, 0, named.lines.join('\n'))
  assert.ok(named.findings.some((f) => f.code === 'consistency'), 'held to what the first log showed')

  // A checkpoint kept from the first log, handed in to a reader who knows the present key alone; and the operator's own audit.
  const question = readQuestion(kept, address)
  assert.ok(question.ok)
  const handed = await answer({ question: question.question, base: address, fetchBytes, key: null, lastSeen: kept, whole: true, wholeUpTo: 0 })
  assert.deepEqual([handed.verdict, handed.steps.filter(({ finding }) => !finding.ok)], ['right', []])
  const browser = await answer({
    question: { kind: 'log' }, base: address, fetchBytes, key: formatVerifierKey(verifierKeyOf('probity/second', second.settings.logKey)), lastSeen: kept, whole: false, wholeUpTo: 0,
  })
  assert.ok(browser.steps.some(({ finding }) => finding.code === 'successor-unsigned'), 'a key that nobody vouched for is not taken by itself')
  assert.notEqual(browser.verdict, 'right')
  const audit = await startAudit(third, null)
  assert.ok(audit.ok)
  await audit.value.ended
  const [done] = await audits(third.database, 1, 0)
  assert.equal(done!.outcome, 'sound', JSON.stringify(done!.findings))

  // Another history under a new name is none of the old log's, whatever is stated.
  const thief = await testPorts()
  await grow(thief, 400)
  await again({ ...thief, settings: { ...thief.settings, logOrigin: 'probity/fourth' } })
  const stolen = await seen(address)
  assert.notEqual(stolen.exitCode, 0)
  await server.close()
  await thief.close()

  // A log that is not what its key signed is not carried over.
  await ports.owner.pool.query('set session_replication_role = replica')
  const owner = await ports.owner.pool.connect()
  await owner.query('set session_replication_role = replica')
  await owner.query('update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 0 and number = 0')
  await owner.query('update log_tile set hashes = set_bit(hashes, 77, 1 - get_bit(hashes, 77)) where level = 1 and number = 0')
  owner.release()
  const refused = await ports.database.transaction((tx) => succeedLog(tx, ports, {
    from: formatVerifierKey(verifierKeyOf('probity/third', third.settings.logKey)), oldKey: third.settings.logKey, to: { origin: 'probity/fifth', key: pem() }, lastSigned: 0, reason: 'x',
  }))
  assert.equal(!refused.ok && refused.refusals[0].code, 'log-damaged')
  await ports.close()
})

test('a statement is read back as it was written, and nothing else is', () => {
  const [from, to] = [verifierKeyOf('probity/one', pem()), verifierKeyOf('probity/two', pem())]
  const step = { from, to, size: 12, root: new Uint8Array(32), signed: 14, on: '2026-11-21', reason: 'the key was lost' }
  const text = successionText(step)
  assert.deepEqual(parseSuccession(text), step)
  for (const other of ['', text.slice(0, -1), `${text}x\n`, text.replace('successor 1', 'successor 2'), text.replace('\n12\n', '\n-1\n'), text.replace('2026-11-21', 'today')]) {
    assert.equal(parseSuccession(other), null)
  }
  assert.throws(() => successionText({ ...step, reason: 'two\nlines' }))
})

test('without its key a register does not start, and says how it goes on; the command does it', { timeout: 600_000 }, async () => {
  const data = path.join(folder, 'data')
  const run = (script: string, args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../src', script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PROBITY_TEST_SERVER: '', LANG: 'en_GB.UTF-8', PROBITY_DATA: data, PROBITY_DEMO: 'no', ...env },
    })
    let said = ''
    for (const out of [child.stdout!, child.stderr!]) out.on('data', (text: Buffer) => { said += text })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return { child, said: () => said }
  }
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const start = async () => {
    const started = run('main.ts', [], { PORT: String(port) })
    for (let i = 0; i < 3600 && started.child.exitCode === null; i++) {
      if ((await fetch(`${address}/log/checkpoint`).catch(() => null))?.ok) return started
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(started.said())
  }
  const stop = async ({ child }: { child: ChildProcess }) => { child.kill('SIGTERM'); await ended(child) }
  const command = async (...args: string[]) => {
    const { child, said } = run('cli/probity.ts', args)
    await ended(child)
    return { code: child.exitCode, said: said() }
  }
  const file = (name: string) => path.join(data, 'keys', name)

  const check = stranger()
  const first = await start()
  assert.equal((await check(address)).exitCode, 0)
  await stop(first)

  for (const missing of ['log.key', 'log.name']) {
    renameSync(file(missing), file('away'))
    const refused = run('main.ts', [], { PORT: String(port) })
    await ended(refused.child)
    assert.equal(refused.child.exitCode, 1)
    assert.match(refused.said(), new RegExp(`no keys/${missing}.*bring the file back.*probity log successor`))
    assert.doesNotMatch(refused.said(), /\n\s+at /)
    assert.ok(!existsSync(file(missing)), 'none is made in its place')
    renameSync(file('away'), file(missing))
  }

  rmSync(file('log.key'))
  assert.equal((await command('log', 'successor')).code, 64, 'a reason is asked for')
  const shown = await command('log', 'successor', '--reason', 'The disk with the key failed')
  assert.deepEqual([shown.code, existsSync(file('log.key'))], [0, false], shown.said)
  assert.match(shown.said, /Nothing was changed/)
  const done = await command('log', 'successor', '--reason', 'The disk with the key failed', '--yes')
  assert.equal(done.code, 0, done.said)
  assert.match(done.said, /The disk with the key failed/)
  assert.ok(readdirSync(path.join(data, 'keys')).some((name) => name.startsWith('log.last.before-')))

  const second = await start()
  const unsure = await check(address)
  assert.deepEqual([unsure.exitCode, unsure.findings.map((f) => f.code)], [1, ['successor-unsigned']])
  const key = (await (await fetch(`${address}/log/key`)).text()).trim()
  const taken = await verifyAddress({ address, key, stateFile: '', fetchBytes, readState: async () => null, writeState: async () => {} })
  assert.equal(taken.exitCode, 0, taken.lines.join('\n'))
  await stop(second)
  assert.match(readFileSync(file('log.last'), 'utf8'), new RegExp(`^${key.split('+')[0]!}\n`))
})
