import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { unitFor } from '../../test/support/delivered.ts'
import { testPorts } from '../../test/support/ports.ts'
import { freePort } from '../database/embedded.ts'
import { registerClient } from '../identity/acts.ts'
import { writeClientKey } from '../identity/client-files.ts'
import { proofText, readPublicKey } from '../identity/client-key.ts'
import type { Ports } from '../ports.ts'
import { receiveDelivery } from '../register/ingestion/acts.ts'
import { runDelivery } from '../register/ingestion/run.ts'
import { buildServer } from '../web/server.ts'
import { deliverCommand } from './deliver.ts'
import { deliveriesCommand, withdrawCommand } from './deliveries.ts'
import { CommandError, type CommandIo } from './io.ts'

const [unit, organisation] = ['91330000470009923F', '91330200058290389A']
const test1 = await testPorts({ today: '2026-06-03' })
const port = await freePort()
// Machine clients sign for the address they talk to.
const ports: Ports = { ...test1, now: () => Temporal.Now.instant(), settings: { ...test1.settings, address: `http://127.0.0.1:${port}` } }
const keys = test1.settings.spoolFolder
let app: FastifyInstance
before(async () => {
  await unitFor(ports, unit, 'administrative-organ/market-regulation', ['licence'])
  await writeClientKey(ports, unit, path.join(keys, 'key.json'))
  app = await buildServer(ports, { deliveries: {
    start: async () => {}, idle: async () => {}, close: async () => {},
    receive: async (wanted, body) => {
      const received = await receiveDelivery(ports, wanted, body)
      if (received.ok && received.value.state === 'waiting') await runDelivery(ports, received.value.delivery_id, () => null)
      return received
    },
  } })
  await app.listen({ port, host: '127.0.0.1' })
})
after(async () => {
  await app.close()
  await test1.close()
})


type Command = (args: string[], io: CommandIo) => Promise<number>
async function run(command: Command, ...args: string[]) {
  const lines: string[] = []
  const said = (line: string) => { lines.push(line) }
  const io: CommandIo = { language: 'en', env: {}, columns: null, out: said, error: said, progress: () => {} }
  const code = await command([...args, '--as', unit, '--key', path.join(keys, 'key.json'), '--server', ports.settings.address], io)
  return { code, text: lines.join('\n') }
}

test('from a terminal: deliver, list, show, see what came back, correct it, count mistakes, withdraw', async () => {
  const file = path.join(keys, 'licence.csv')
  const columns = ['行政相对人名称', '行政相对人代码_1（统一社会信用代码）', '行政许可决定文书号', '许可内容', '许可决定日期', '有效期自', '有效期至', '许可机关', '许可机关统一社会信用代码', '数据来源单位', '数据来源单位统一社会信用代码']
  const row = (document: string, until: string) => ['宁波演示有限公司', organisation, document, '食品经营', '2026-03-05', '2026-03-05', until, '演示局', unit, '演示局', unit]
  await writeFile(file, [columns, row('许1号', '2031-03-04'), row('许2号', '某日')].map((line) => line.join(',')).join('\r\n'))
  assert.equal((await run(deliverCommand, file, '--item', 'licence', '--returned', path.join(keys, 'back.csv'))).code, 2)

  const list = await run(deliveriesCommand, 'list', '--item', 'licence', '--state', 'done')
  const id = /[0-9a-f-]{36}/.exec(list.text)![0]
  assert.match(list.text, /licence\.csv/)
  assert.equal((await run(deliveriesCommand, 'list', '--state', 'refused')).text, 'No deliveries.')
  assert.match((await run(deliveriesCommand, 'show', id)).text, /1 accepted, 0 already held, 0 changed, 1 returned/)
  assert.match((await run(deliveriesCommand, 'returned', id)).text, /^3 {2}有效期至: “某日” is not a date \(gd-17\)/)
  assert.equal((await run(deliveriesCommand, 'returned', id, '--out', path.join(keys, 'again.csv'))).code, 0)
  assert.match(await readFile(path.join(keys, 'again.csv'), 'utf8'), /许2号/)

  const still = await run(deliveriesCommand, 'correct', id, '3', '--set', '有效期至=2026-02-30')
  assert.equal(still.code, 2)
  assert.match(still.text, /there is no such day/)
  const personal = await run(deliveriesCommand, 'correct', id, '3', '--set', '许可内容=身份证号11010519491231002X')
  assert.equal(personal.code, 2)
  assert.ok(!personal.text.includes('11010519491231002X'))
  const column = await run(deliveriesCommand, 'correct', id, '3', '--set', '无此列=1')
  assert.deepEqual([column.code, column.text.split('\n')[0]], [1, 'No such column'])
  const made = await run(deliveriesCommand, 'correct', id, '3', '--set', '有效期至=2031-03-04')
  assert.match(made.text, new RegExp(`^Row 3: accepted, record \\d+ of ${organisation}$`))
  await assert.rejects(run(deliveriesCommand, 'correct', id, '3', '--set', '有效期至=2031-03-05'), /Corrected before/)
  await assert.rejects(run(deliveriesCommand, 'correct', id, '9'), /No such row/)
  assert.match((await run(deliveriesCommand, 'show', id)).text, /2 accepted[\s\S]*1 of them corrected in place/)
  assert.match((await run(deliveriesCommand, 'mistakes')).text, /1 \/ +1 {2}… is not a date \(gd-17\)\n +有效期至 1/)

  const record = /record (\d+)/.exec(made.text)![1]!
  await assert.rejects(run(withdrawCommand, record, '--subject', organisation, '--reason', '身份证号11010519491231002X'), /Personal data/)
  assert.equal((await run(withdrawCommand, record, '--subject', organisation, '--reason', '误交', '--document', '撤1号')).code, 0)
  await assert.rejects(run(withdrawCommand, record, '--subject', organisation, '--reason', '误交'), /Withdrawn before/)
  await assert.rejects(run(withdrawCommand, '99999', '--subject', organisation, '--reason', '误交'), /No such record/)
})

test('the key the page teaches to make delivers: PEM, JWK and the register’s own file; what is no such key is said plainly', async () => {
  const file = path.join(keys, 'x.csv')
  await writeFile(file, 'a\r\n1\r\n')
  const at = async (name: string, text: string) => { await writeFile(path.join(keys, name), text); return path.join(keys, name) }
  const io = (language: 'zh' | 'en'): CommandIo => ({ language, env: {}, columns: null, out: () => {}, error: () => {}, progress: () => {} })
  const lists = (key: string, client: string | null, language: 'zh' | 'en' = 'en') => deliveriesCommand(
    ['list', '--as', unit, '--key', key, '--server', ports.settings.address, ...(client === null ? [] : ['--client', client])], io(language))
  for (const kind of ['ed25519', 'ec'] as const) {
    const { privateKey, publicKey } = kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
    const client = `${unit}.${kind === 'ec' ? '0000000a' : '0000000b'}`
    const shown = readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }) as string)
    assert.ok(shown.ok)
    const proof = sign(kind === 'ec' ? 'sha256' : null, Buffer.from(proofText(ports.settings.address, unit)), privateKey).toString('base64')
    assert.ok((await registerClient(ports, { clientId: client, unitCode: unit, publicKey: shown.value, proof, roles: ['deliver'], by: 'operator' })).ok)
    const pem = await at(`${kind}.pem`, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
    const jwk = await at(`${kind}.jwk`, JSON.stringify(privateKey.export({ format: 'jwk' })))
    for (const key of [pem, jwk]) {
      assert.equal(await lists(key, client), 0)
      await assert.rejects(lists(key, null), (e: CommandError) => e instanceof CommandError && e.exitCode === 64 && e.message.includes('--client'))
    }
    await assert.rejects(lists(pem, `${unit}.ffffffff`), (e: CommandError) => e instanceof CommandError && e.exitCode === 77)
    const locked = await at('locked.pem', privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }) as string)
    await assert.rejects(lists(locked, client), /passphrase/)
    await assert.rejects(lists(await at('public.pem', publicKey.export({ format: 'pem', type: 'spki' }) as string), client), /public key/)
    await assert.rejects(lists(await at('public.jwk', JSON.stringify(publicKey.export({ format: 'jwk' }))), client, 'zh'), /公钥，不能签名/)
  }
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  for (const one of [rsa, p384]) await assert.rejects(lists(await at('other.pem', one.export({ format: 'pem', type: 'pkcs8' }) as string), 'x'), /another kind/)
  for (const text of ['', 'abc', '{', '{}', '[]', '{"key": 1}', '{"kty":"OKP","crv":"Ed25519","x":"x","d":"d"}', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'a,b\r\n1,2']) {
    await assert.rejects(lists(await at('none', text), 'x'), (e: CommandError) => e instanceof CommandError && e.exitCode === 65 && /no key\. Needed/.test(e.message), text)
    await assert.rejects(lists(await at('none', text), 'x', 'zh'), /这不是密钥。须为/, text)
  }
})

test('an item the unit cannot deliver is answered with those it can', async () => {
  const file = path.join(keys, 'x.csv')
  await writeFile(file, 'a\r\n1\r\n')
  await assert.rejects(run(deliverCommand, file, '--item', 'licences'), (error: CommandError) => /Your unit may deliver: licence\./.test(error.message))
})

test('what is missing on the line is a wrong use', async () => {
  for (const args of [['nothing'], ['show'], ['correct', 'x'], ['correct', 'x', '1', '--set', 'novalue']]) {
    await assert.rejects(run(deliveriesCommand, ...args), (error: CommandError) => error.exitCode === 64)
  }
  await assert.rejects(run(withdrawCommand, 'x'), (error: CommandError) => error.exitCode === 64)
})
