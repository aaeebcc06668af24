/** Checking the operator: a whole log of a million acts recomputed, and what one act's proof costs. */
import { auditLog } from '../src/log/audit.ts'
import { hashOf, inclusionNodes, tilesFor, verifyInclusion } from '../src/log/tree.ts'
import { leafHash } from '../src/log/hash.ts'
import { tilePath, tileWidth } from '../src/log/tiles.ts'
import { sampleEntries, sampleLog, type SampleLog } from '../test/support/sample-log.ts'
import { median, type BenchResult } from './result.ts'

const leavesPerSecond = 100_000

export async function benchVerify(): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const size of [10_000, 100_000, 1_000_000]) {
    const log = sampleLog(size)
    if (size === 1_000_000) results.unshift(await recompute(log))
    results.push(...proofCost(log))
  }
  return results
}

/** Tiles and entries come from memory: what is measured is the checking, not the network. */
async function recompute(log: SampleLog): Promise<BenchResult> {
  const rates: number[] = []
  for (let run = 0; run < 3; run++) {
    const started = performance.now()
    const audit = await auditLog({ note: log.files.get('checkpoint')!, key: log.key, read: log.read, lastSeen: null, deep: true })
    rates.push(log.size / ((performance.now() - started) / 1000))
    if (audit.leaves !== log.size || audit.findings.some((finding) => !finding.ok)) throw new Error('the sample log does not verify')
  }
  const figure = median(rates)
  return {
    name: 'verify a log of 1,000,000 acts: every entry hashed, every tile and the root recomputed', figure, unit: 'leaves/s',
    target: `at least ${leavesPerSecond.toLocaleString('en')} leaves/s`, reached: figure >= leavesPerSecond,
  }
}

function proofCost(log: SampleLog): BenchResult[] {
  const { size } = log
  const tile = (t: { level: number; number: number }) => log.files.get(tilePath({ ...t, width: tileWidth }))!
  const [making, checking, hashes, tiles]: number[][] = [[], [], [], []]
  for (let n = 0; n < 2000; n++) {
    const leaf = (n * 7_919 * 131) % size
    const entry = leafHash(sampleEntries('sample', leaf, 1))
    const started = performance.now()
    const nodes = inclusionNodes(leaf, size)
    const path = nodes.map((node) => hashOf(node, tile))
    const made = performance.now()
    if (!verifyInclusion(leaf, size, entry, path, log.root)) throw new Error(`leaf ${leaf} of ${size} is not included`)
    const checked = performance.now()
    making!.push((made - started) * 1000)
    checking!.push((checked - made) * 1000)
    hashes!.push(path.length)
    tiles!.push(tilesFor(nodes, size).length)
  }
  const at = `among ${size.toLocaleString('en')}`
  return [
    { name: `inclusion proof ${at}: hashes in the path`, figure: Math.max(...hashes!), unit: 'hashes at most', note: `from at most ${Math.max(...tiles!)} tiles` },
    { name: `inclusion proof ${at}: made from tiles`, figure: median(making!), unit: 'µs, median' },
    { name: `inclusion proof ${at}: checked`, figure: median(checking!), unit: 'µs, median' },
  ]
}

