/** `probity find` and `probity archive`: what anyone may look up. */
import { parseArgs } from 'node:util'
import { CommandError, type CommandIo, serverAddress } from './io.ts'


export async function findCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { server: { type: 'string' }, json: { type: 'boolean' } } })
  if (!positionals[0]) throw new CommandError(io.language === 'zh' ? '须写明代码或名称。' : 'A code or a name is needed.', 64, true)
  const answer = await ask(`${serverAddress(io, values.server)}/api/v1/organisations?q=${encodeURIComponent(positionals.join(' '))}`, io)
  if (values.json) { io.out(JSON.stringify(answer, null, 2)); return 0 }
  const items = answer.items as { code: string; name: string; matched?: string; generated?: boolean }[]
  if (items.length === 0) io.out(io.language === 'zh' ? '没有找到。' : 'Nothing found.')
  for (const o of items) io.out(`${o.code}  ${o.name}${o.generated ? (io.language === 'zh' ? '（演示数据）' : '  (generated for demonstration)') : ''}`)
  return items.length === 0 ? 1 : 0
}

export async function archiveCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { server: { type: 'string' }, json: { type: 'boolean' } } })
  if (!positionals[0]) throw new CommandError(io.language === 'zh' ? '须写明统一社会信用代码。' : 'A unified social credit code is needed.', 64, true)
  const archive = await ask(`${serverAddress(io, values.server)}/api/v1/organisations/${encodeURIComponent(positionals[0])}/archive`, io)
  io.out(JSON.stringify(archive, null, 2))
  return 0
}

async function ask(address: string, io: CommandIo): Promise<Record<string, unknown>> {
  const answer = await fetch(address, { headers: { 'accept-language': io.language, accept: 'application/json' } })
    .catch((error: Error) => { throw new CommandError(`${address}: ${(error.cause as Error | undefined)?.message ?? error.message}`, 69) })
  const body = (await answer.json()) as Record<string, unknown>
  if (!answer.ok) throw new CommandError([body.title, body.detail].filter(Boolean).join('\n'), 1)
  return body
}

