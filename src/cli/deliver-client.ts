/** What commands of providing units share: a machine client's requests, and how a delivery is told in one line. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientKey } from '../identity/client-files.ts'
import { CommandError, type CommandIo, dataFolder, serverAddress } from './io.ts'
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
export async function clientOf(io: CommandIo, who: { as: string; key: string | undefined; server: string | undefined }): Promise<Ask> {
  const server = serverAddress(io, who.server)
  const key = await readKey(io, who.as, who.key)
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

async function readKey(io: CommandIo, unit: string, file: string | undefined): Promise<ClientKey> {
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
  return JSON.parse(text) as ClientKey
}

export function line(io: CommandIo, p: Progress): string {
  const done = p.state === 'done' || p.sizeBytes === 0 ? 100 : Math.min(99, Math.floor((p.bytesRead / p.sizeBytes) * 100))
  const n = (x: number) => x.toLocaleString('en')
  return io.language === 'zh'
    ? `${done}%　已读${n(p.rowsRead)}行：收下${n(p.accepted)}　已有${n(p.recognised)}　有变化${n(p.changed)}　退回${n(p.returned)}　拒收${n(p.refused)}`
    : `${done}%  ${n(p.rowsRead)} rows read: ${n(p.accepted)} accepted, ${n(p.recognised)} already held, ${n(p.changed)} changed, ${n(p.returned)} returned, ${n(p.refused)} refused`
}

export const say = (io: CommandIo, en: string, zh: string) => (io.language === 'zh' ? zh : en)
