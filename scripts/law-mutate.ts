/**
 * `npm run law:mutate`: changes every number of the packs, one at a time, in a copy, and expects a test to fail.
 *
 * A number here is whatever the law counts with: amounts, units, counts and pauses of limits, periods of the catalog,
 * days in force, readings of counting, the length of a list, the class a display text names. A change that no test sees
 * is a survivor and fails the run. Arguments narrow it to changes whose name holds one of them.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { isMap, isScalar, isSeq, type Node, parseDocument, Scalar, type YAMLMap } from 'yaml'

const packs = path.join(import.meta.dirname, '..', 'packs')
// The tests that prove what the numbers do; the table of all numbers is the net beneath them.
const proofs = [
  'test/law/overdue.test.ts', 'src/calendar/due-day.test.ts', 'src/register/retention/display.test.ts', 'src/register/records/before-commencement.test.ts',
  'src/law/questions.test.ts', 'src/law/closed-list.test.ts',
]
const net = 'test/law/numbers.test.ts'

type Change = { readonly name: string; readonly file: string; readonly text: string }
type Fate = { readonly change: Change; readonly killedBy: 'proof' | 'table' | null }

const wanted = process.argv.slice(2)
const changes = readdirSync(packs, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml')).sort()
  .flatMap(changesOf).filter((c) => wanted.length === 0 || wanted.some((w) => c.name.includes(w)))
const started = performance.now()
const lanes = Math.min(availableParallelism(), 4)
const copies = Array.from({ length: lanes }, () => copyOfPacks())
// What was compiled and parsed once serves every process.
const kept = mkdtempSync(path.join(tmpdir(), 'law-mutate-'))
const fates: Fate[] = []
try {
  if ((await seenBy([...proofs, net], copies[0]!)) !== null) throw new Error('The tests fail on the packs as they are; nothing can be told from changes.')
  const queue = changes.values()
  await Promise.all(copies.map(async (copy) => {
    for (const change of queue) {
      fates.push({ change, killedBy: await fateOf(change, copy) })
      if (process.stderr.isTTY) process.stderr.write(`\r${fates.length}/${changes.length}`)
    }
  }))
} finally {
  for (const copy of [...copies, kept]) rmSync(copy, { recursive: true, force: true })
}

const survivors = fates.filter((f) => f.killedBy === null)
const byTable = fates.filter((f) => f.killedBy === 'table')
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(`\n${changes.length} numbers changed in ${seconds} s: ${fates.length - byTable.length - survivors.length} seen by a proof, ` +
  `${byTable.length} by the table of numbers, ${survivors.length} by nothing.`)
for (const { change } of survivors) console.log(`survived: ${change.name}`)
process.exit(survivors.length === 0 ? 0 : 1)

async function fateOf(change: Change, copy: string): Promise<Fate['killedBy']> {
  const file = path.join(copy, change.file)
  writeFileSync(file, change.text)
  // Lists, categories and catalog dates are counted with by no proof here: the table is asked first.
  const bookkeeping = /(lists|categories|catalog)\.yaml$/.test(change.file) || / inForce /.test(change.name)
  try {
    return bookkeeping ? (await seenBy([net], copy)) ?? (await seenBy(proofs, copy)) : await seenBy([...proofs, net], copy)
  } finally { writeFileSync(file, readFileSync(path.join(packs, change.file))) }
}

/** One process for all files: starting is most of the time. The first failing proof ends it. */
function seenBy(files: readonly string[], copy: string): Promise<Fate['killedBy']> {
  const run = spawn(process.execPath, ['--test', '--test-isolation=none', '--test-reporter=tap', ...files], {
    cwd: path.join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PROBITY_PACKS: copy, NODE_COMPILE_CACHE: path.join(kept, 'compiled'), NODE_TEST_CONTEXT: undefined },
  })
  let told = ''
  let table = false
  let proof = false
  run.stdout.setEncoding('utf8').on('data', (part: string) => {
    told += part
    for (const [, at] of told.matchAll(/^ *not ok [\s\S]*?location: '([^']+)'/gm)) {
      if (at!.includes(net)) table = true
      else if (!proof) { proof = true; run.kill('SIGKILL') }
    }
  })
  // Packs that cannot be read fail at the import, before any test: the reader saw the change.
  return new Promise((resolve, reject) => {
    run.once('error', reject).once('close', (code) => resolve(proof ? 'proof' : table ? 'table' : code === 0 ? null : 'proof'))
  })
}

function copyOfPacks(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'packs-'))
  cpSync(packs, copy, { recursive: true })
  return copy
}

/** Every change to one file, named by the entry it is in. */
function changesOf(file: string): Change[] {
  const text = readFileSync(path.join(packs, file), 'utf8')
  const document = parseDocument(text)
  const found: Change[] = []

  const change = (place: string, node: Scalar, value: unknown) => {
    const { value: before, source } = node
    node.value = value
    found.push({ name: `${file} ${place}: ${String(before)} → ${String(value)}`, file, text: document.toString() })
    node.value = before
    node.source = source
  }
  const scalar = (map: YAMLMap, key: string) => { const node = map.get(key, true); return isScalar(node) ? node : null }

  const nameOf = (map: YAMLMap) => String(map.get('id') ?? map.get('key') ?? map.get('code') ?? map.get('name') ?? '')
  const limit = (map: YAMLMap, place: string) => {
    const amount = scalar(map, 'amount')!
    change(`${place} amount`, amount, amount.value === null ? 5 : Number(amount.value) + 1)
    const unit = scalar(map, 'unit')!
    const other = { 'working-day': 'day', day: scalar(map, 'type')!.value === 'deadline' ? 'working-day' : 'month', month: 'year', year: 'month' }
    change(`${place} unit`, unit, other[unit.value as keyof typeof other])
    const count = scalar(map, 'count')
    if (count) change(`${place} count`, count, Number(count.value) + 1)
    const pauses = map.get('pauses')
    if (isSeq(pauses)) {
      const [last] = pauses.items.splice(-1)
      found.push({ name: `${file} ${place} pauses: without the last`, file, text: document.toString() })
      pauses.items.push(last!)
    }
  }

  const visit = (node: Node | null, place: string): void => {
    if (isSeq(node)) {
      for (const item of node.items) visit(item as Node, isMap(item) ? `${place} ${nameOf(item)}`.trim() : place)
      return
    }
    // What is declined takes effect nowhere, whatever its numbers.
    if (!isMap(node) || node.get('scope') === 'declined') return
    if (node.has('amount') && node.has('unit')) return limit(node, place)
    for (const pair of node.items) {
      const key = String((pair.key as Scalar).value)
      const value = pair.value as Node | null
      const at = `${place} ${key}`.trim()
      if (key === 'inForce' && isMap(value)) {
        for (const end of ['from', 'until']) {
          const day = scalar(value, end)
          if (typeof day?.value === 'string') change(`${at} ${end}`, day, Temporal.PlainDate.from(day.value).add({ days: end === 'from' ? 1 : -1 }).toString())
        }
      } else if (isScalar(value) && typeof value.value === 'boolean' && (key === 'closed' || / counting$|counting | classes /.test(`${at} `))) {
        change(at, value, !value.value)
      } else if (isScalar(value) && key === 'prevails') {
        for (const reading of ['sector', 'general', 'shorter']) if (reading !== value.value) change(at, value, reading)
      } else if (isScalar(value) && key === 'cap' && value.value !== null) change(at, value, null)
      else if (key === 'entries' && isSeq(value)) {
        const [last] = value.items.splice(-1)
        if (value.items.length > 0) found.push({ name: `${file} ${place}: without its last entry`, file, text: document.toString() })
        value.items.push(last!)
      } else visit(value, at)
    }
  }
  visit(document.contents as Node | null, '')
  return found
}
