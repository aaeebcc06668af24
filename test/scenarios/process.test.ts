/** Ended by whatever signal reaches whichever of its processes; killed outright; beside strangers; without its database. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { isHeld } from '../../src/database/folder-lock.ts'
import { postgresOn } from '../../src/database/leftover.ts'
import { command, endAll, ended, pause, refusedStart, root, run, start, stop, untilGone } from '../support/processes.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'probity-process-'))
chmodSync(folder, 0o755)
const data = path.join(folder, 'data')
const here = { PROBITY_DATA: data }
after(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

const isAlive = (pid: number): boolean => { try { return process.kill(pid, 0) } catch { return false } }
/** Every process below one. */
function below(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  return [...children, ...children.flatMap(below)]
}
async function allGone(pids: readonly number[]): Promise<void> {
  for (let i = 0; i < 400 && pids.some(isAlive); i++) await pause(50)
  assert.deepEqual(pids.filter(isAlive), [], 'nothing is left running')
}

test('npm start ends whole and in order by one signal to npm, or when npm or the process that started the server is killed', { timeout: 600_000 }, async () => {
  const first = await start(here, 'npm', ['start', '--silent'])
  const family = below(first.child.pid!)
  assert.ok(family.length > 5, 'npm, run.mjs, the server, PostgreSQL')
  first.child.kill('SIGTERM')
  await ended(first.child)
  await allGone(family)
  assert.equal(existsSync(path.join(data, 'postgres', 'postmaster.pid')), false, 'PostgreSQL was stopped in order')

  const killed = await start(here, 'npm', ['start', '--silent'])
  const orphans = below(killed.child.pid!)
  killed.child.kill('SIGKILL')
  await allGone(orphans)
  assert.equal(existsSync(path.join(data, 'postgres', 'postmaster.pid')), false, 'stopped in order, also where npm was killed')
  assert.match((await command(here, 'operate', 'status')).text, /^No Probity runs on this machine/)

  const second = await start(here, process.execPath, [path.join(root, 'run.mjs'), 'src/main.ts'])
  const children = below(second.child.pid!)
  second.child.kill('SIGKILL')
  await allGone(children)
  assert.equal(existsSync(path.join(data, 'postgres', 'postmaster.pid')), false, 'stopped in order')
})

test('killed outright it leaves no PostgreSQL behind; numbers in files that name strangers by now stop nobody and nothing', { timeout: 600_000 }, async () => {
  const first = await start(here)
  first.child.kill('SIGKILL')
  await ended(first.child)
  await untilGone(data)
  assert.equal(isHeld(data), false, 'the kernel let go of the folder')

  const stranger = spawn('sleep', ['600'], { stdio: 'ignore' })
  try {
    writeFileSync(path.join(data, 'probity.pid'), String(stranger.pid))
    writeFileSync(path.join(data, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${path.join(data, 'postgres')}\n1790000000\n5432\n\n127.0.0.1\n\nready\n`)
    const again = await start(here)
    assert.equal(stranger.exitCode ?? stranger.signalCode, null, 'the stranger was not signalled')

    // A copy of the folder, its files naming the PostgreSQL of the original, which goes on.
    const copy = path.join(folder, 'copy')
    execFileSync('cp', ['-r', data, copy])
    const refused = await refusedStart({ PROBITY_DATA: copy })
    assert.equal(refused.code, 1)
    assert.match(refused.text, /^This register was last started at .*data.* and is now at .*copy.*"probity moved".*\n$/)
    assert.equal((await fetch(`${again.address}/health/ready`)).status, 200, 'the original lives')
    assert.match((await command({ PROBITY_DATA: copy }, 'moved', '--yes')).text, /still runs in .*data: a copy beside it would split its log/)
    assert.deepEqual(await postgresOn(path.join(copy, 'postgres')), [])

    // Once the original is stopped for good, the copy may go on, and says so in the log.
    await stop(again)
    const shown = await command({ PROBITY_DATA: copy }, 'moved')
    assert.match(shown.text, /Nothing was changed/)
    assert.equal((await command({ PROBITY_DATA: copy }, 'moved', '--yes')).code, 0)
    const moved = await start({ PROBITY_DATA: copy })
    await stop(moved)
    assert.match((await refusedStart(here)).text, /^The register of .*data was moved and goes on at .*copy.*\n$/)
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('a half-sent request holds no stop: it ends in seconds, and at once by a second signal', { timeout: 600_000 }, async () => {
  const env = { PROBITY_DATA: path.join(folder, 'stops') }
  for (const [signals, most] of [[1, 12], [2, 5]] as const) {
    const server = await start(env)
    const { port } = new URL(server.address)
    const socket = connectTo(Number(port), '127.0.0.1').on('error', () => {})
    socket.write('POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nhalf')
    await pause(300)
    const begun = performance.now()
    server.child.kill('SIGTERM')
    if (signals === 2) { await pause(700); server.child.kill('SIGTERM') }
    await ended(server.child)
    const seconds = (performance.now() - begun) / 1000
    assert.ok(seconds < most, `${seconds} s after ${signals}`)
    assert.equal(server.child.exitCode, 0)
    await untilGone(env.PROBITY_DATA, 5)
    socket.destroy()
  }
})

test('a database that is not there, does not answer or opens to nobody is named at once, in one line, and nothing is left running', { timeout: 600_000 }, async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => { silent.once('listening', resolve) })
  const { port } = silent.address() as { port: number }
  try {
    for (const [url, words] of [
      ['postgres://probity:secret@127.0.0.1:1/register', /^DATABASE_URL names a PostgreSQL at 127\.0\.0\.1:1 that cannot be reached \(connect ECONNREFUSED.*\n$/],
      [`postgres://probity:secret@127.0.0.1:${port}/register`, /^DATABASE_URL names a PostgreSQL at 127\.0\.0\.1:\d+ that cannot be reached \(.*timeout.*\n$/],
      ['postgres://probity:secret@no-such-host.invalid/register', /^DATABASE_URL names a PostgreSQL at no-such-host\.invalid:5432 that cannot be reached.*\n$/],
    ] as const) {
      const refused = await refusedStart({ PROBITY_DATA: path.join(folder, 'nowhere'), DATABASE_URL: url })
      assert.equal(refused.code, 1)
      assert.match(refused.text, words)
      assert.doesNotMatch(refused.text, /secret/)
      assert.ok(refused.seconds < 20, `${refused.seconds} s`)
    }
  } finally {
    silent.close()
  }
})

test('stopped in the middle of its first start, or refused its port, it leaves nothing running and nothing half-made', { timeout: 600_000 }, async () => {
  const env = { PROBITY_DATA: path.join(folder, 'begun') }
  for (const milliseconds of [700, 2500, 4500]) {
    const { child, said } = run({ ...env, PORT: '0' })
    await pause(milliseconds)
    child.kill('SIGTERM')
    await ended(child)
    // Before the program has come to listen for it, the signal ends it outright.
    assert.ok(child.exitCode === 0 || child.signalCode === 'SIGTERM', said())
    await untilGone(env.PROBITY_DATA, 5)
  }
  const taken = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => { taken.once('listening', resolve) })
  const { port } = taken.address() as { port: number }
  const refused = await refusedStart({ ...env, PORT: String(port) })
  assert.equal(refused.code, 1)
  assert.match(refused.text, /Port \d+ on 127\.0\.0\.1 is in use/)
  await untilGone(env.PROBITY_DATA, 5)
  taken.close()
  await stop(await start(env))
})
