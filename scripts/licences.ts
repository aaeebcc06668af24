/** `npm run licences`: every installed dependency bears a licence this project may ship with. */
import { readFileSync } from 'node:fs'

const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'PostgreSQL', 'CC0-1.0', 'Unlicense', 'Python-2.0', 'OFL-1.1'])
// Only for tests, never shipped: weaker conditions will do.
const allowedForTests = new Set([...allowed, 'MPL-2.0'])

type Locked = { packages: Record<string, { license?: string; dev?: boolean; version?: string; os?: string[] }> }
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Locked
const wrong: string[] = []
let checked = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue
  const licence = entry.license ?? readLicence(path)
  const set = entry.dev ? allowedForTests : allowed
  checked++
  const alternatives = (licence ?? '').replace(/[()]/g, '').split(/ OR /)
  const fits = alternatives.some((one) => one.split(/ AND /).every((part) => set.has(part.trim())))
  if (!fits) wrong.push(`${path.replace(/^.*node_modules\//, '')} ${entry.version}: ${licence ?? 'no licence stated'}`)
}
for (const line of wrong) console.error(line)
console.log(`licences: ${checked} dependencies checked, ${wrong.length} not allowed`)
process.exit(wrong.length === 0 ? 0 : 1)

/** What the package states; where it states none, what its licence's own text is called. */
function readLicence(path: string): string | undefined {
  const read = (file: string): string | undefined => { try { return readFileSync(`${path}/${file}`, 'utf8') } catch { return undefined } }
  const stated = (JSON.parse(read('package.json') ?? '{}') as { license?: string }).license
  return stated ?? (/^\s*(?:The )?MIT Licen[cs]e\b/.test(read('LICENSE') ?? '') ? 'MIT' : undefined)
}
