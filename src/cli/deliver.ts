/** `probity deliver`: sends a file as a unit's machine client and follows it to its end. */
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { CommandError, type CommandIo, dataFolder, serverAddress } from './io.ts'
import type { ClientKey } from '../identity/client-files.ts'
import { accessToken } from './token.ts'

type Progress = {
  id: string
  state: string
  sizeBytes: number
  bytesRead: number
  rowsRead: number
  accepted: number
  recognised: number
  changed: number
  returned: number
  refused: number
  notes: { message: { en: string; zh: string } }[]
  failure: { title: string; detail: string } | null
  reasons: { kind: string; code: string; rows: number; message: { en: string; zh: string } }[]
}

export async function deliverCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      item: { type: 'string' },
      as: { type: 'string' },
      mapping: { type: 'string' },
      key: { type: 'string' },
      server: { type: 'string' },
      returned: { type: 'string' },
      again: { type: 'boolean' },
    },
  })
  const file = positionals[0]
  if (!file || !values.item || !values.as)
    throw new CommandError(say(io, 'A file, --item and --as are needed.', '须指明文件、--item 和 --as。'), 64, true)
  const info = await stat(file).catch(() => null)
  if (!info?.isFile()) throw new CommandError(say(io, `There is no file ${file}.`, `没有文件 ${file}。`), 66)

  const server = serverAddress(io, values.server)
  const key = await readKey(io, values.as, values.key)
  let token = await accessToken(server, key)
  const ask = async (address: string, init: RequestInit & { duplex?: 'half' } = {}) => {
    const answer = await fetch(address, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token.value}`, 'accept-language': io.language },
    })
    if (answer.ok) return answer
    const problem = (await answer.json().catch(() => null)) as { title?: string; detail?: string; cure?: string } | null
    throw new CommandError([problem?.title ?? `HTTP ${answer.status}`, problem?.detail, problem?.cure].filter(Boolean).join('\n'), 1)
  }

  // The same file delivered again under the same item is the same delivery, unless --again asks for a new one.
  const idempotencyKey = values.again ? crypto.randomUUID() : await fileKey(file, values.item, values.mapping)
  const query = new URLSearchParams({ item: values.item, ...(values.mapping ? { mapping: values.mapping } : {}) })
  const sent = await ask(`${server}/api/v1/deliveries?${query}`, {
    method: 'POST',
    duplex: 'half',
    body: Readable.toWeb(createReadStream(file, { highWaterMark: 1 << 20 })) as unknown as ReadableStream<Uint8Array>,
    headers: {
      'content-type': 'application/octet-stream',
      'idempotency-key': idempotencyKey,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(path.basename(file))}`,
    },
  })
  let progress = (await sent.json()) as Progress
  io.out(
    say(
      io,
      `Delivery ${progress.id}: ${info.size.toLocaleString('en')} bytes received.`,
      `交付 ${progress.id}：已收到 ${info.size.toLocaleString('en')} 字节。`,
    ),
  )
  while (!['done', 'refused', 'failed'].includes(progress.state)) {
    io.progress(line(io, progress))
    await pause(400)
    if (token.expiresAt < performance.now() + 20_000) token = await accessToken(server, key)
    progress = (await (await ask(`${server}/api/v1/deliveries/${progress.id}`)).json()) as Progress
  }
  io.progress(line(io, progress))
  io.progress(null)
  if (io.columns === null) io.out(line(io, progress))
  for (const note of progress.notes) io.out(`· ${note.message[io.language]}`)
  if (progress.failure) {
    io.error([progress.failure.title, progress.failure.detail].filter(Boolean).join('\n'))
    return 1
  }
  for (const reason of progress.reasons) io.out(`${String(reason.rows).padStart(9)}  ${reason.message[io.language]}`)
  if (progress.returned > 0) {
    const out = values.returned ?? `${file.replace(/\.[^.]*$/, '')}.returned.csv`
    const answer = await ask(`${server}/api/v1/deliveries/${progress.id}/returned?format=csv&lang=${io.language}`)
    await writeFile(out, Buffer.from(await answer.arrayBuffer()))
    io.out(say(io, `${progress.returned} returned rows, with reasons and cures: ${out}`, `退回的${progress.returned}行及理由、更正办法：${out}`))
  }
  return progress.returned + progress.refused > 0 ? 2 : 0
}

function line(io: CommandIo, p: Progress): string {
  const done = p.state === 'done' || p.sizeBytes === 0 ? 100 : Math.min(99, Math.floor((p.bytesRead / p.sizeBytes) * 100))
  const n = (x: number) => x.toLocaleString('en')
  return io.language === 'zh'
    ? `${done}%　已读${n(p.rowsRead)}行：收下${n(p.accepted)}　已有${n(p.recognised)}　有变化${n(p.changed)}　退回${n(p.returned)}　拒收${n(p.refused)}`
    : `${done}%  ${n(p.rowsRead)} rows read: ${n(p.accepted)} accepted, ${n(p.recognised)} already held, ${n(p.changed)} changed, ${n(p.returned)} returned, ${n(p.refused)} refused`
}

async function fileKey(file: string, item: string, mapping: string | undefined): Promise<string> {
  const hash = createHash('sha256').update(`${item}\n${mapping ?? ''}\n`)
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

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

const say = (io: CommandIo, en: string, zh: string) => (io.language === 'zh' ? zh : en)
