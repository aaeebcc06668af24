import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Fastify from 'fastify'
import { importAddresses, scriptAddress, serveAssets } from './assets.ts'

const names = readdirSync(path.join(import.meta.dirname, 'scripts')).filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, ''))

test('every script is served without types, with everything it imports beside it', async () => {
  const app = Fastify()
  serveAssets(app)
  for (const address of names.flatMap((name) => [scriptAddress(name), ...importAddresses(name)])) {
    const { statusCode, body, headers } = await app.inject(address)
    assert.equal(statusCode, 200, address)
    assert.match(String(headers['cache-control']), /immutable/)
    assert.doesNotMatch(body, /^import type|^\s*(export )?type \w+ =|from '[^']*\.ts'|node:(?!crypto'|buffer')/m, address)
    for (const [, name] of body.matchAll(/^(?:import|export|\}).* from '([^']+)'|^import '([^']+)'/gm)) {
      const imported = new URL(name!, `http://x${address}`).pathname
      assert.equal((await app.inject(imported)).statusCode, 200, `${address} imports ${imported}`)
    }
  }
  await app.close()
})

test('a script that is not there is a fault of ours, found when its page is made', () => {
  assert.throws(() => scriptAddress('none'), RangeError)
})
