/** `probity deliver`: sends a file as a unit's machine client and follows it to its end. */
import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { clientOf, line, type Progress, reasonCounts, say } from './deliver-client.ts'
import { CommandError, type CommandIo } from './io.ts'

export async function deliverCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      item: { type: 'string' },
      as: { type: 'string' },
      mapping: { type: 'string' },
      key: { type: 'string' },
      client: { type: 'string' },
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

  const ask = await clientOf(io, { as: values.as, key: values.key, client: values.client, server: values.server })
  // The same file delivered again under the same item is the same delivery, unless --again asks for a new one.
  const idempotencyKey = values.again ? crypto.randomUUID() : await fileKey(file, values.item, values.mapping)
  const query = new URLSearchParams({ item: values.item, ...(values.mapping ? { mapping: values.mapping } : {}) })
  const sent = await ask(`/api/v1/deliveries?${query}`, {
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
    progress = (await (await ask(`/api/v1/deliveries/${progress.id}`)).json()) as Progress
  }
  io.progress(line(io, progress))
  io.progress(null)
  if (io.columns === null) io.out(line(io, progress))
  for (const note of progress.notes) io.out(`· ${note.message[io.language]}`)
  if (progress.failure) {
    io.error([progress.failure.title, progress.failure.detail].filter(Boolean).join('\n'))
    return 1
  }
  for (const reason of progress.reasons) io.out(`${reasonCounts(io, reason)}  ${reason.message[io.language]}`)
  if (progress.returned > 0) {
    const out = values.returned ?? `${file.replace(/\.[^.]*$/, '')}.returned.csv`
    const answer = await ask(`/api/v1/deliveries/${progress.id}/returned?format=csv&lang=${io.language}`)
    await writeFile(out, Buffer.from(await answer.arrayBuffer()))
    io.out(say(io, `${progress.returned} returned rows, with reasons and cures: ${out}`, `退回的${progress.returned}行及理由、更正办法：${out}`))
  }
  return progress.returned + progress.refused > 0 ? 2 : 0
}

async function fileKey(file: string, item: string, mapping: string | undefined): Promise<string> {
  const hash = createHash('sha256').update(`${item}\n${mapping ?? ''}\n`)
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
