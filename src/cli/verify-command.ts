/** `probity verify ADDRESS`: wires the verifying client to the network and to what it remembers. */
import { mkdir, readFile, writeFile, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { CommandError, type CommandIo, serverAddress } from './io.ts'

export async function verifyCommand(args: string[], io: CommandIo): Promise<number> {
  const { verifyAddress } = await import('./verify.ts')
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { deep: { type: 'boolean' }, key: { type: 'string' }, state: { type: 'string' }, json: { type: 'boolean' } },
  })
  const address = positionals[0] ?? serverAddress(io, undefined)
  if (!/^https?:\/\//.test(address)) throw new CommandError(io.language === 'zh' ? '地址须以 http:// 或 https:// 开头。' : 'An address begins with http:// or https://.', 64, true)
  const stateFile = values.state ?? path.join(io.env.XDG_STATE_HOME ?? path.join(homedir(), '.local', 'state'), 'probity', 'checkpoints.json')
  const result = await verifyAddress({
    address, stateFile, deep: values.deep ?? false, key: values.key ?? null, language: io.language,
    fetchBytes: async (url: string) => {
      const answer = await fetch(url)
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
    },
    readState: (file: string) => readFile(file, 'utf8').catch(() => null),
    writeState: async (file: string, text: string) => {
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(`${file}.new`, text)
      await rename(`${file}.new`, file)
    },
    progress: io.columns === null ? undefined : (line: string) => io.progress(line),
  } as never)
  const { lines, exitCode } = result as unknown as { lines: string[]; exitCode: number }
  for (const line of lines) io.out(line)
  return exitCode
}
