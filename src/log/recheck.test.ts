import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleLog } from '../../test/support/sample-log.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { ReadLog } from './read.ts'
import { recheckActs } from './recheck.ts'

test('what is no bundle of so many acts or entries was not read: nothing is said against a single act', async () => {
  const log = sampleLog(300)
  const opened = await openCheckpoint(log.files.get('checkpoint')!, log.key)
  assert.ok(opened.ok)
  const recheck = async (damaged: 'acts' | 'entries', damage: (bytes: Uint8Array) => Uint8Array) => {
    const read: ReadLog = async (path, most) => {
      const served = await log.read(path, most)
      return served.found && path.startsWith(`tile/${damaged}/000`) ? { found: true, bytes: damage(Uint8Array.from(served.bytes)) } : served
    }
    return (await recheckActs({ checkpoint: opened.checkpoint, key: log.key, read, wait: async () => {} })).map(({ code, facts }) => [code, facts.from ?? facts.count, facts.to ?? ''])
  }
  assert.deepEqual(await recheck('acts', (bytes) => bytes), [['acts-same', 300, ''], ['erasures', 0, '']])
  const unread = [['acts-unread', 0, 255], ['erasures', 0, '']]
  for (const [how, damage] of [
    ['cut', (b) => b.subarray(0, -1)], ['empty', () => new Uint8Array(0)], ['a length of another kind', (b) => b.fill(7, 34, 36)], ['first byte', (b) => b.fill(9, 0, 1)],
  ] as readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[]) assert.deepEqual(await recheck('entries', damage), unread, `entries: ${how}`)
  for (const [how, damage] of [
    ['cut', (b) => b.subarray(0, -1)], ['one byte more', (b) => Buffer.concat([b, Buffer.of(0)])], ['no such state', (b) => b.fill(9, 0, 1)], ['empty', () => new Uint8Array(0)],
  ] as readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[]) assert.deepEqual(await recheck('acts', damage), unread, `acts: ${how}`)
})
