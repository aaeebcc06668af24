/** `probity template`: the file a providing unit fills in. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { CommandError, type CommandIo, serverAddress } from './io.ts'

export async function templateCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { server: { type: 'string' }, format: { type: 'string', default: 'xlsx' }, out: { type: 'string' } },
  })
  const server = serverAddress(io, values.server)
  const item = positionals[0]
  if (!item) {
    const answer = (await (await fetch(`${server}/api/v1/catalog`)).json()) as { items: { id: string; title: { en: string; zh: string } }[] }
    for (const one of answer.items) io.out(`${one.id.padEnd(24)} ${one.title[io.language]}`)
    return 0
  }
  if (values.format !== 'csv' && values.format !== 'xlsx') throw new CommandError('--format csv | xlsx', 64, true)
  const answer = await fetch(`${server}/api/v1/catalog/${encodeURIComponent(item)}/template?format=${values.format}`, { headers: { 'accept-language': io.language } })
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
    throw new CommandError([problem.title, problem.detail].filter(Boolean).join('\n') || `HTTP ${answer.status}`, 1)
  }
  const out = values.out ?? `${item}.${values.format}`
  await writeFile(out, Buffer.from(await answer.arrayBuffer()))
  io.out(out)
  return 0
}
