/** A real register on a small disk that fills up: reading goes on, writing says why, and goes on when there is room. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { after, test } from 'node:test'
import { mostLogBytes } from '../../src/database/disk.ts'

const MB = 2 ** 20
const folder = mkdtempSync(path.join(tmpdir(), 'probity-disk-'))
let mounted = false
let register: ChildProcess | null = null
after(async () => {
  if (register?.exitCode === null) {
    register.kill('SIGTERM')
    await new Promise((resolve) => register!.once('exit', resolve))
  }
  if (mounted) execFileSync('umount', [folder])
  rmSync(folder, { recursive: true, force: true })
})

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700m,mode=755', 'none', folder], { stdio: 'ignore' })
    return (mounted = true)
  } catch { return false }
}

const freeBytes = () => { const { bavail, bsize } = statfsSync(folder); return bavail * bsize }
/** Takes the disk's room until so many bytes are left. */
function fillUntil(left: number): void {
  const file = openSync(path.join(folder, 'filler'), 'a')
  const block = Buffer.alloc(MB)
  try { while (freeBytes() > left) writeSync(file, block, 0, Math.min(MB, freeBytes() - left)) } catch { /* full */ } finally { closeSync(file) }
}

test('the log of the database is bounded by the disk it is on', () => {
  assert.equal(mostLogBytes(700 * MB), 256 * MB)
  assert.equal(mostLogBytes(10_000 * MB), 1000 * MB)
  assert.equal(mostLogBytes(1_000_000 * MB), 4096 * MB)
})

test('a disk that fills up', { timeout: 600_000 }, async (t) => {
  if (!mount()) { t.skip('a small disk cannot be mounted here: needs root'); return }
  chmodSync(folder, 0o755)
  let [out, errors] = ['', '']
  register = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PROBITY_DATA: path.join(folder, 'data'), PROBITY_DEMO: 'no', PORT: '0', PROBITY_DISK_RESERVE_MB: '64' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  register.stdout!.on('data', (text) => { out += String(text) })
  register.stderr!.on('data', (text) => { errors += String(text) })
  while (!out.includes('Ready')) { assert.equal(register.exitCode, null, errors); await pause(100) }
  const at = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(out)![1]!
  const noted = errors.length
  const read = async () => (await fetch(`${at}/en/?q=demo`, { headers: { accept: 'text/html' } })).status
  const write = async () => {
    const answer = await fetch(`${at}/oauth/token`, { method: 'POST', headers: { 'accept-language': 'en' }, body: new URLSearchParams({ grant_type: 'x' }) })
    return { status: answer.status, ...(await answer.json() as { code: string; detail: string }), retryAfter: answer.headers.get('retry-after') }
  }
  assert.equal(await read(), 200)
  assert.equal((await write()).code, 'grant-unsupported')

  fillUntil(40 * MB)
  for (let i = 0; i < 300 && (await write()).status !== 503; i++) await pause(100)
  const full = await write()
  assert.deepEqual([full.status, full.code, full.retryAfter], [503, 'disk-full', '60'])
  assert.match(full.detail, /disk is short of space/)
  assert.equal(await read(), 200)
  const [first] = errors.slice(noted).split('\n')
  assert.match(first!, new RegExp(`^The disk of ${folder}/data is nearly full: \\d+ MB are left, 64 MB are kept in reserve`))

  fillUntil(0)
  assert.ok(freeBytes() < MB)
  await pause(3000)
  for (let i = 0; i < 5; i++) assert.equal(await read(), 200)
  assert.equal((await write()).status, 503)
  assert.equal(register.exitCode, null)

  rmSync(path.join(folder, 'filler'))
  for (let i = 0; i < 300 && (await write()).status === 503; i++) await pause(200)
  assert.equal((await write()).code, 'grant-unsupported')
  assert.match(errors, /has room again/)
})
