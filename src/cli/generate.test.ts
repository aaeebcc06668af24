import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { generateCommand } from './generate.ts'
import { CommandError, type CommandIo } from './io.ts'

const lines: string[] = []
const io: CommandIo = { language: 'en', env: {}, columns: null, out: (line) => { lines.push(line) }, error: () => {},
  progress: () => {} }

test('generate writes one file for each item, each saying it is generated, and the same ones for the same seed',
  async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'probity-generate-'))
  try {
    const made = async (name: string) => {
      const out = path.join(folder, name)
      assert.equal(await generateCommand(['--organisations', '200', '--records', 'penalty=300', '--records',
        'licence=10', '--from', '2025-01-01', '--until', '2025-12-31', '--out', out], io), 0)
      return Promise.all((await readdir(out)).sort().map(async (file) => [file, await readFile(path.join(out, file),
        'utf8')] as const))
    }
    const [first, second] = [await made('a'), await made('b')]
    assert.deepEqual(first, second)
    assert.deepEqual(first.map(([file]) => file), ['GENERATED.txt', 'generated-licence.csv', 'generated-penalty.csv',
      'generated-registration.csv'])
    assert.deepEqual(first.slice(1).map(([, text]) => text.trimEnd().split('\n').length - 1), [10, 300, 200])
    assert.match(first[0]![1], /虚构[^]*invented/)
    assert.ok(lines.some((line) => line.includes('generated and invented')))
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a wrong request is answered with what would be right', async () => {
  const refused = (args: string[], what: RegExp) => assert.rejects(generateCommand(args, io),
    (error) => error instanceof CommandError && error.exitCode === 64 && what.test(error.message))
  await refused(['--organisations', 'many'], /whole number/)
  await refused(['--records', 'opinions=3'], /There are: registration, penalty/)
  await refused(['--records', 'penalty'], /whole number/)
  await refused(['--from', '2025-02-30'], /YYYY-MM-DD/)
  await refused(['--from', '2025-02-03', '--until', '2025-02-01'], /before/)
  await refused(['--dirty', '2'], /share/)
})
