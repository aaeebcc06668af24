/** `npm run bench [NAME …]`: speed as ratios against a floor or a peer measured in the same run. */
import { availableParallelism, totalmem } from 'node:os'
import type { BenchResult } from '../bench/result.ts'

const benches: Record<string, () => Promise<() => Promise<readonly BenchResult[]>>> = {
  prepare: async () => (await import('../bench/prepare.ts')).benchPrepare,
  deliver: async () => (await import('../bench/deliver.ts')).benchDeliver,
  archive: async () => (await import('../bench/archive.ts')).benchArchive,
  pages: async () => (await import('../bench/pages.ts')).benchPages,
  search: async () => (await import('../bench/search.ts')).benchSearch,
  rebuild: async () => (await import('../bench/rebuild.ts')).benchRebuild,
  verify: async () => {
    const [memory, http] = [await import('../bench/verify.ts'), await import('../bench/verify-http.ts')]
    return async () => [...await memory.benchVerify(), ...await http.benchVerifyHttp()]
  },
  start: async () => (await import('../bench/start.ts')).benchStart,
  clocks: async () => (await import('../bench/clocks.ts')).benchClocks,
  recall: async () => (await import('../bench/recall.ts')).benchRecall,
  inquiries: async () => (await import('../bench/inquiries.ts')).benchInquiries,
  hostile: async () => (await import('../bench/hostile.ts')).benchHostile,
  lists: async () => (await import('../bench/lists.ts')).benchLists,
}
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(64)
}
console.log(`${new Date().toISOString().slice(0, 10)} · ${availableParallelism()} cores · ${(totalmem() / 2 ** 30).toFixed(0)} GiB · Node ${process.version} · ${process.platform}-${process.arch}\n`)
let missed = 0
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`## ${name}`)
  for (const r of await (await load())()) {
    const figure = r.figure >= 100 ? Math.round(r.figure).toLocaleString('en') : r.figure.toPrecision(3)
    const ratio = r.ratio === undefined ? '' : ` · ratio ${r.ratio.toFixed(2)}${r.against ? ` of ${r.against}` : ''}`
    const target = r.target === undefined ? '' : ` · target ${r.target}: ${r.reached ? 'reached' : 'MISSED'}`
    if (r.reached === false) missed++
    console.log(`- ${r.name}: ${figure} ${r.unit}${ratio}${target}${r.note ? ` · ${r.note}` : ''}`)
  }
  console.log('')
}
process.exit(missed > 0 ? 2 : 0)
