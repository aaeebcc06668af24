/** What commands of providing units share: a machine client's requests, and how a delivery is told in one line. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientKey } from '../identity/client-files.ts'
import { CommandError, type CommandIo, dataFolder, serverAddress } from './io.ts'
import { type KeyFile, readKeyFile } from './key-file.ts'
import { accessToken, notNow } from './token.ts'

export type Text2 = { readonly en: string; readonly zh: string }
export type Progress = {
  id: string
  item: string
  fileName: string | null
  state: string
  receivedAt: string
  by: { client: string | null; account: string | null } | null
  sizeBytes: number
  bytesRead: number
  rowsRead: number
  accepted: number
  recognised: number
  changed: number
  returned: number
  refused: number
  corrected: number
  notes: { message: Text2 }[]
  failure: { title: string; detail: string } | null
  reasons: { kind: string; code: string; rows: number; findings: number; message: Text2 }[]
}

/** Rows a reason was found in, and how often, where a row bears it more than once. */
export const reasonCounts = (io: CommandIo, r: Progress['reasons'][number]): string =>
  `${String(r.rows).padStart(9)}${r.findings === r.rows ? '' : say(io, ` rows (${r.findings} findings)`, `行（${r.findings}处）`)}`

type Init = RequestInit & { duplex?: 'half'; /** statuses that are an answer rather than a no */ also?: readonly number[] }
export type Ask = (address: string, init?: Init) => Promise<Response>

/** @throws {CommandError} without a key, or where the register accepts none */
export async function clientOf(io: CommandIo, who: Who & { readonly server: string | undefined }): Promise<Ask> {
  const server = serverAddress(io, who.server)
  const key = await readKey(io, who)
  let token = await accessToken(server, key, io.language)
  return async (address, { also = [], ...init } = {}) => {
    if (token.expiresAt < performance.now() + 20_000) token = await accessToken(server, key, io.language)
    const send = () => fetch(`${server}${address}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token.value}`, 'accept-language': io.language },
    })
    let answer = await send()
    // What only reads asks again when it was told to; a file is read once, and whoever sent it decides.
    for (let asked = 1; isLater(answer) && (init.method ?? 'GET') === 'GET' && asked < mostAsked; asked++) {
      await pause(Math.min(60, Number(answer.headers.get('retry-after') ?? 1) || 1) * 1000)
      answer = await send()
    }
    if (answer.ok || also.includes(answer.status)) return answer
    const problem = (await answer.json().catch(() => null)) as { title?: string; detail?: string; cure?: string } | null
    if (isLater(answer)) throw new CommandError(notNow(server, answer, problem ?? {}), 75)
    throw new CommandError([problem?.title ?? `HTTP ${answer.status}`, problem?.detail, problem?.cure].filter(Boolean).join('\n'), 1)
  }
}

const mostAsked = 6
const isLater = (answer: Response): boolean => answer.status === 429 || answer.status === 503

type Who = { readonly as: string; readonly key: string | undefined; readonly client?: string | undefined }
async function readKey(io: CommandIo, { as: unit, key: file, client }: Who): Promise<ClientKey> {
  const named = file ?? path.join(dataFolder(io), 'keys', 'clients', `${unit}.json`)
  const text = await readFile(named, 'utf8').catch(() => {
    throw new CommandError(
      say(
        io,
        `No key for ${unit}: ${named} is not there. Name the unit's key with --key FILE.`,
        `没有${unit}的密钥：找不到 ${named}。用 --key 指明该单位的密钥文件。`,
      ),
      66,
    )
  })
  const read = await readKeyFile(text)
  const no = ([en, zh]: readonly [string, string]) => new CommandError(`${named}: ${say(io, en, zh)}`, 65)
  if (read.kind === 'client') return client === undefined ? read.client : { ...read.client, clientId: client }
  if (read.kind !== 'key') throw no(unusable[read.kind])
  if (client === undefined) {
    throw new CommandError(say(io,
      `${named} holds a key, but not as which client it is registered. Add --client CLIENT, as the register's page of keys shows it (${unit}.…).`,
      `${named} 中只有密钥，没有写明它登记为哪个客户端。请加上 --client 客户端编号，见登记簿的密钥页（${unit}.…）。`), 64)
  }
  return { clientId: client, unit, key: read.key }
}

const needed = ['Needed is the private half of an Ed25519 or P-256 key: PEM, JWK, or a key file of this register.',
  '须为 Ed25519 或 P-256 的私钥：PEM、JWK，或者本登记簿的密钥文件。'] as const
const unusable: Readonly<Record<Exclude<KeyFile['kind'], 'client' | 'key'>, readonly [en: string, zh: string]>> = {
  public: [`it holds a public key, which signs nothing. ${needed[0]}`, `其中是公钥，不能签名。${needed[1]}`],
  unfit: [`the key is of another kind. ${needed[0]}`, `密钥的种类不符。${needed[1]}`],
  encrypted: ['the key is under a passphrase. Write it out without one first: openssl pkey -in FILE -out probity.pem', '密钥带有口令。请先写成没有口令的文件：openssl pkey -in FILE -out probity.pem'],
  none: [`this is no key. ${needed[0]}`, `这不是密钥。${needed[1]}`],
}

export function line(io: CommandIo, p: Progress): string {
  const done = p.state === 'done' || p.sizeBytes === 0 ? 100 : Math.min(99, Math.floor((p.bytesRead / p.sizeBytes) * 100))
  const n = (x: number) => x.toLocaleString('en')
  return io.language === 'zh'
    ? `${done}%　已读${n(p.rowsRead)}行：收下${n(p.accepted)}　已有${n(p.recognised)}　有变化${n(p.changed)}　退回${n(p.returned)}　拒收${n(p.refused)}`
    : `${done}%  ${n(p.rowsRead)} rows read: ${n(p.accepted)} accepted, ${n(p.recognised)} already held, ${n(p.changed)} changed, ${n(p.returned)} returned, ${n(p.refused)} refused`
}

export const say = (io: CommandIo, en: string, zh: string) => (io.language === 'zh' ? zh : en)
