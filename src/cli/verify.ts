/**
 * The verifying client behind `probity verify`: a stranger's check of the operator. It trusts nothing it is served but
 * the log's key, and remembers of every log the newest checkpoint it has seen.
 */
import { Agent as HttpAgent, get as httpGet } from 'node:http'
import { Agent as HttpsAgent, get as httpsGet } from 'node:https'
import { answer, toRemember } from '../log/answer.ts'
import { auditLog } from '../log/audit.ts'
import { jsonOf, keyFor, logClient, mostBytesOf as most, type FetchBytes, type Fetched, type LogClient } from '../log/client.ts'
import { readCheckpoint, type Checkpoint } from '../log/checkpoint.ts'
import { checkConsistency } from '../log/consistency.ts'
import { bad, isTampering, isUnknown, type Finding } from '../log/finding.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../log/note.ts'
import { checkProof, type ProofBundle } from '../log/proof.ts'
import type { Question } from '../log/question.ts'
import { recheckActs } from '../log/recheck.ts'
import { followSuccessors } from '../log/successor.ts'
import { LogUnreachable, type ReadLog } from '../log/read.ts'
import { findingLine, limits, plain, verdicts, type Language, type LimitName } from '../log/words.ts'

export type VerifyRequest = {
  /** of the register, or of one record: its page, its answer or its proof (`…/records/<id>`, `…/records/<id>/proof`) */
  readonly address: string
  /** a proof, an archive or a checkpoint kept from before, checked against the register at the address */
  readonly handedIn?: Question | null
  /** passed to `readState` and `writeState` */
  readonly stateFile: string
  readonly fetchBytes: FetchBytes
  /** null where there is no such file yet */
  readonly readState: (file: string) => Promise<string | null>
  readonly writeState: (file: string, text: string) => Promise<void>
  /** verifier key named by the user; null = the one remembered, or on first contact the one the address offers */
  readonly key?: string | null
  /** false: only the edge of the tree and the consistency with last time; entries are not read */
  readonly deep?: boolean
  readonly language?: Language
  /** requests under way at once */
  readonly ahead?: number
  readonly progress?: (line: string | null) => void
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

export type Verified = {
  /** 0 in order, 1 could not be verified, 2 tampering found */
  readonly exitCode: 0 | 1 | 2
  readonly findings: readonly Finding[]
  readonly lines: readonly string[]
}

/** What is remembered of one log. */
type SeenLog = { origin: string; key: string; trusted: 'given' | 'first-contact'; checkpoint: string; addresses: string[] }
type Memory = { format: typeof memoryFormat; logs: SeenLog[] }
const memoryFormat = 'probity-seen/1'

const recordAddress = /^(https?:\/\/[^?#]+?)((?:\/(?:api|v\d+|zh|en))*)((?:\/organisations\/[^/?#]+)?\/records\/[^/?#]+?)(?:\/proof)?\/?$/

/** Never throws on what a server does; a state file that cannot be read or written is thrown to the caller. */
export async function verifyAddress(request: VerifyRequest): Promise<Verified> {
  const language = request.language ?? 'en'
  const record = recordAddress.exec(request.address)
  const base = (record ? record[1]! : request.address).replace(/\/+$/, '').replace(/\/log$/, '')
  const memory = readMemory(await request.readState(request.stateFile))
  if (memory === null) {
    return ended([], [say(language, {
      en: `What was seen before cannot be read: ${request.stateFile} is damaged. Nothing was checked and nothing was overwritten.`,
      zh: `无法读取此前所见的记录：${request.stateFile} 已损坏。未作任何核验，也未覆盖该文件。`,
    })], language, [])
  }
  const client = logClient(request.fetchBytes, `${base}/log`, request.wait)
  try {
    // Before the checkpoint: a log may grow between the two, never shrink.
    // A page's address leads to the answer of the same record.
    const proof = record && !request.handedIn ? { bundle: await fetchJson(client, `${base}${/^(\/(zh|en))?$/.test(record[2]!) ? '/api/v1' : record[2]}${record[3]}/proof`) } : null
    return await check({ request, language, base, memory, client, proof })
  } catch (error) {
    if (!(error instanceof LogUnreachable)) throw error
    return ended([bad('unreachable', { said: error.message })], [], language, [])
  } finally {
    request.progress?.(null)
  }
}

type Case = {
  readonly request: VerifyRequest
  readonly language: Language
  readonly base: string
  readonly memory: Memory
  readonly client: LogClient
  /** null = the whole log is to be checked */
  readonly proof: { readonly bundle: unknown } | null
}

async function check({ request, language, base, memory, client, proof }: Case): Promise<Verified> {
  const served = await client.read('checkpoint', most.checkpoint)
  // A log that has signed does not become one that never did.
  const remembered = memory.logs.find((log) => log.addresses.includes(base))
  const size = remembered === undefined ? 0 : (readCheckpoint(remembered.checkpoint)?.checkpoint.size ?? 0)
  if (!served.found && size > 0 && served.said.startsWith('HTTP 404')) return ended([bad('checkpoints-gone', { size })], [], language, [])
  if (!served.found) throw new LogUnreachable(served.said)
  const claimed = readCheckpoint(served.bytes)
  if (!claimed) return ended([bad('checkpoint-malformed')], [], language, [])
  const { origin } = claimed.checkpoint

  const here = memory.logs.find((log) => log.addresses.includes(base))
  const seen = memory.logs.find((log) => log.origin === origin)
  // The log seen here before may go on under another name: then it is held to what that one showed.
  const earlier = here && here.origin !== origin && !seen ? here : null
  const followed = earlier === null ? null : await followSuccessors(client.read, parseVerifierKey(earlier.key)!, origin)
  const mayGoOn = request.key || (followed?.trusted && followed.key !== null)
  if (here && here.origin !== origin && !mayGoOn) {
    return ended(followed !== null && followed.findings.length > 0 ? followed.findings : [bad('origin-changed', { was: here.origin, is: origin })], [], language, [])
  }
  const trusted = request.key ? 'given' : (seen?.trusted ?? (mayGoOn ? here!.trusted : 'first-contact'))
  const key = await keyFor(request.key ?? seen?.key ?? (followed?.key ? formatVerifierKey(followed.key) : null), client)
  if (key === null) {
    return ended([], [say(language, {
      en: 'There is no verifier key to check signatures with. Name it with --key NAME+ID+KEY.', zh: '没有可用于验证签名的密钥。请用 --key 名称+标识+密钥 指明。',
    })], language, [])
  }

  const before = readCheckpoint(seen?.checkpoint ?? (followed?.key ? earlier!.checkpoint : ''))?.checkpoint ?? null
  const lastSeen = before === null ? null : { ...before, origin }
  const deep = proof === null && (request.deep ?? true)
  const note = Buffer.from(served.bytes).toString()
  const result = request.handedIn ? await checkHandedIn(request.handedIn, request, base, key, seen?.checkpoint ?? null)
    : proof === null ? await checkLog(request, note, key, lastSeen, deep, client.read)
    : await checkRecord(proof.bundle, note, key, lastSeen, client.read)

  // A statement without the old signature says nothing any more where the reader named the new key.
  const findings = [...(followed?.findings ?? []).map((f) => (f.code === 'successor-unsigned' ? { ...f, ok: true } : f)), ...result.findings]
  if (result.signed && !findings.some(isTampering)) {
    const addresses = [...new Set([...(seen?.addresses ?? []), base])]
    const logs = [
      ...memory.logs.filter((log) => log.origin !== origin).map((log) => ({ ...log, addresses: log.addresses.filter((a) => a !== base) })),
      { origin, key: formatVerifierKey(key), trusted, checkpoint: result.shown, addresses } satisfies SeenLog,
    ]
    await request.writeState(request.stateFile, `${JSON.stringify({ format: memoryFormat, logs }, null, 2)}\n`)
  }

  const unproved: LimitName[] = [
    ...(trusted === 'first-contact' ? ['key-trust' as const] : []),
    ...(proof !== null || request.handedIn ? ['later-acts' as const] : []), ...(proof !== null || deep ? [] : ['not-walked' as const]),
    'others-see', 'pages-differ', 'operator-audit', 'delivery-incomplete', 'content-false',
  ]
  const heading = [
    say(language, { en: `Log ${plain(origin)} at ${base}`, zh: `日志 ${plain(origin)}，地址 ${base}` }),
    say(language, { en: `Key ${formatVerifierKey(key)}`, zh: `密钥 ${formatVerifierKey(key)}` }),
    ...(seen || request.key || followed?.key ? [] : [say(language, {
      en: 'This key was seen for the first time and is trusted from now on; another one will be noticed.', zh: '首次见到此密钥，自此予以信任；以后若有变更即会发现。',
    })]),
    '',
  ]
  const pair = evidence(findings, result.contradicted ?? seen?.checkpoint, result.shown, language)
  return ended(findings, [], language, unproved, [...heading, ...result.acts], pair, result.document ? 'document' : 'wrong')
}

type Checked = {
  readonly findings: readonly Finding[]
  /** the newest note shown */
  readonly shown: string
  /** it bears the log's signature and may be remembered */
  readonly signed: boolean
  /** another note shown at the same time that it does not agree with */
  readonly contradicted?: string
  /** the acts a record's proof shows, a line each */
  readonly acts: readonly string[]
  /** what was handed in is not in the log; the register itself showed nothing but what it signed */
  readonly document?: boolean
}

async function checkLog(
  request: VerifyRequest, shown: string, key: VerifierKey, lastSeen: Checkpoint | null, deep: boolean, read: ReadLog,
): Promise<Checked> {
  let told = 0
  const { findings, checkpoint } = await auditLog({
    note: shown, key, read, lastSeen, deep, ahead: request.ahead ?? 16,
    progress: (leaves, size) => {
      const hundredth = Math.floor((leaves / size) * 100)
      if (hundredth > told) request.progress?.(`${hundredth} %`)
      told = hundredth
    },
  })
  if (!deep || checkpoint === null || findings.some(isUnknown)) return { findings, shown, signed: checkpoint !== null, acts: [] }
  const acts = await recheckActs({ checkpoint, key, read, ahead: 8, ...(request.wait && { wait: request.wait }) })
  return { findings: [...findings, ...acts], shown, signed: true, acts: [] }
}

/** A record's own proof, then that its checkpoint belongs to the one history this log shows now and showed before. */
async function checkRecord(bundle: unknown, current: string, key: VerifierKey, lastSeen: Checkpoint | null, read: ReadLog): Promise<Checked> {
  const { findings, checkpoint } = await checkProof(bundle, key)
  const present = await auditLog({ note: current, key, read, lastSeen: null, deep: false })
  if (checkpoint === null || present.checkpoint === null) {
    return { findings: [...findings, ...present.findings.filter((f) => !f.ok)], shown: current, signed: false, acts: [] }
  }
  const { checkpoint: note, acts } = bundle as ProofBundle
  // The two were fetched one after the other, so either may be the newer.
  const bundleIsNewer = checkpoint.size > present.checkpoint.size
  const [older, newer] = bundleIsNewer ? [present.checkpoint, checkpoint] : [checkpoint, present.checkpoint]
  const between = await checkConsistency(older, newer, read).catch(unreachable)
  const since = await checkConsistency(lastSeen, newer, read).catch(unreachable)
  return {
    findings: [...findings, ...(between.ok ? [] : [between]), since], signed: since.ok && between.ok,
    shown: bundleIsNewer ? note : current, ...(!between.ok && { contradicted: bundleIsNewer ? current : note }),
    acts: [...acts.map((act) => `  ${act.leaf}  ${'salt' in act ? plain(actLine(act.head)) : '—'}`), ''],
  }
}

/** The same check as in a browser, of what the user kept. */
async function checkHandedIn(question: Question, request: VerifyRequest, base: string, key: VerifierKey, lastSeen: string | null): Promise<Checked> {
  const found = await answer({
    question, base, fetchBytes: request.fetchBytes, key: formatVerifierKey(key), lastSeen, whole: request.deep ?? true, wholeUpTo: 0, wait: request.wait,
  })
  return {
    findings: found.steps.map((step) => step.finding), shown: found.present?.note ?? '', signed: toRemember(found) !== null,
    acts: found.acts.length === 0 ? [] : [...found.acts.map((act) => `  ${act.leaf}  ${act.head === null ? '—' : plain(actLine(act.head))}`), ''],
    document: found.verdict === 'document', ...(found.evidence && { contradicted: found.evidence[0] }),
  }
}

function unreachable(error: unknown): Finding {
  if (!(error instanceof LogUnreachable)) throw error
  return bad('unreachable', { said: error.message })
}

/** Two signed notes that cannot both be true convict the log before anyone. */
function evidence(findings: readonly Finding[], before: string | undefined, shown: string, language: Language): string[] {
  const against = findings.some(({ code }) => code === 'split-view' || code === 'history-rewritten' || code === 'rollback')
  if (before === undefined || !against) return []
  const words = {
    en: 'Both checkpoints bear the log\'s signature. Together they are the evidence; keep them:', zh: '两个检查点均带有该日志的签名，合在一起即为证据，请保存：',
  }
  return ['', words[language], ...[before, shown].flatMap((note) => ['', ...note.trimEnd().split('\n').map((line) => `    ${plain(line)}`)])]
}

/** Kind and legal day of an act, for the reader to recognise it by. */
function actLine(head: string): string {
  try {
    const { act, on, actor } = JSON.parse(head) as Record<string, unknown>
    return [on, act, actor].filter((part) => typeof part === 'string').join('  ')
  } catch {
    return head
  }
}

async function fetchJson(client: LogClient, url: string): Promise<unknown> {
  const served = await client.fetch(url, most.proof)
  if (!served.found) throw new LogUnreachable(served.said)
  return jsonOf(served.bytes)
}

const [mostHops, patience] = [5, 30_000]
const agents = { 'http:': new HttpAgent({ keepAlive: true, maxSockets: 32 }), 'https:': new HttpsAgent({ keepAlive: true, maxSockets: 32 }) }

/**
 * `fetchBytes` over HTTP: gives up after half a minute, and reads no more than it was allowed to. A large log is thousands of small
 * answers: they come uncompressed over connections that stay open, at a third of what `fetch` takes for each.
 */
export async function fetchBytes(url: string, mostBytes: number): Promise<Fetched> {
  let address = new URL(url)
  for (let hops = 0; ; hops++) {
    const { location, ...fetched } = await get(address, mostBytes)
    if (location === undefined || hops === mostHops) return fetched
    address = new URL(location, address)
  }
}

type Got = Fetched & { readonly location?: string }

/** A connection kept from before may have ended meanwhile (a server that started again ends all of them): then one of its own is opened. */
function get(address: URL, mostBytes: number): Promise<Got> {
  return getOver(address, mostBytes, true).catch((error: unknown) => {
    if (error instanceof ConnectionEnded) return getOver(address, mostBytes, false)
    throw error
  })
}

class ConnectionEnded extends Error {}

function getOver(address: URL, mostBytes: number, kept: boolean): Promise<Got> {
  if (address.protocol !== 'http:' && address.protocol !== 'https:') return Promise.reject(new Error(`not an address of the web: ${address}`))
  const [ask, agent] = [address.protocol === 'http:' ? httpGet : httpsGet, agents[address.protocol]]
  return new Promise((resolve, reject) => {
    let answered = false
    const request = ask(address, { agent: kept && agent }, (answer) => {
      answered = true
      const chunks: Buffer[] = []
      let length = 0
      const done = () => {
        clearTimeout(late)
        const status = answer.statusCode!
        const { location, 'retry-after': after } = answer.headers
        resolve({
          status, bytes: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).subarray(0, mostBytes + 1),
          ...(Number(after) > 0 && { retryAfter: Number(after) }), ...(status >= 300 && status < 400 && location !== undefined && { location }),
        })
      }
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length <= mostBytes) return
        done()
        request.destroy()
      })
      answer.once('end', done)
      answer.once('error', reject)
    })
    const late = setTimeout(() => request.destroy(new Error(`no answer within ${patience / 1000} seconds`)), patience)
    request.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(late)
      reject(request.reusedSocket && !answered && error.code === 'ECONNRESET' ? new ConnectionEnded(error.message, { cause: error }) : error)
    })
  })
}

function ended(
  findings: readonly Finding[], reasons: readonly string[], language: Language, unproved: readonly LimitName[],
  heading: readonly string[] = [], evidence: readonly string[] = [], fault: 'wrong' | 'document' = 'wrong',
): Verified {
  const tampering = findings.some(isTampering)
  const verdict = tampering ? fault : reasons.length > 0 || findings.some((f) => !f.ok) ? 'unknown' : 'right'
  const lines = [
    ...heading, ...findings.map((finding) => findingLine(finding, language)), ...reasons, ...evidence, '', verdicts[verdict][language],
    ...(unproved.length > 0 ? ['', say(language, { en: 'Not proved:', zh: '未证明的事项：' })] : []),
    ...unproved.map((name) => `- ${limits[name][language]}`),
  ]
  return { exitCode: tampering ? 2 : verdict === 'unknown' ? 1 : 0, findings, lines }
}

/** @returns null where the text is no memory of this program: better to stop than to forget what was seen */
function readMemory(text: string | null): Memory | null {
  if (text === null) return { format: memoryFormat, logs: [] }
  try {
    const memory = JSON.parse(text) as Memory
    const whole = memory.format === memoryFormat && memory.logs.every((log) =>
      typeof log.origin === 'string' && parseVerifierKey(log.key) !== null && readCheckpoint(log.checkpoint)?.checkpoint.origin === log.origin
      && Array.isArray(log.addresses))
    return whole ? memory : null
  } catch {
    return null
  }
}

const say = (language: Language, words: { readonly en: string; readonly zh: string }): string => words[language]
