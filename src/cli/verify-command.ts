/** `probity verify ADDRESS|RECEIPT [--file FILE]`: wires the verifying client to the network and to what it remembers. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { CommandError, type CommandIo, serverAddress } from './io.ts'
import { readQuestion } from '../log/question.ts'
import { fetchBytes, verifyAddress } from './verify.ts'

export async function verifyCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      quick: { type: 'boolean' }, key: { type: 'string' }, state: { type: 'string' }, json: { type: 'boolean' }, file: { type: 'string' }, server: { type: 'string' },
    },
  })
  const receipt = positionals[0]?.startsWith('prb1:') ? positionals[0] : null
  const address = receipt === null && positionals[0] !== undefined ? positionals[0] : serverAddress(io, values.server)
  if (!/^https?:\/\//.test(address)) {
    throw new CommandError(io.language === 'zh' ? '地址须以 http:// 或 https:// 开头。' : 'An address begins with http:// or https://.', 64, true)
  }
  const given = values.file === undefined ? receipt : await readFile(values.file, 'utf8')
  const handedIn = given === null ? null : readQuestion(given, new URL(address).origin)
  if (handedIn?.ok === false) {
    throw new CommandError(io.language === 'zh' ? `${values.file ?? receipt} 不是该登记簿的证明、档案、检查点或回执。` : `${values.file ?? receipt} is no proof, archive, checkpoint or receipt of this register.`, 65)
  }
  const { findings, lines, exitCode } = await verifyAddress({
    address, handedIn: handedIn?.question ?? null, deep: !values.quick, key: values.key ?? null, language: io.language, fetchBytes,
    stateFile: values.state ?? path.join(io.env.XDG_STATE_HOME ?? path.join(homedir(), '.local', 'state'), 'probity', 'checkpoints.json'),
    // Only a file that is not there is a first contact; one that cannot be read must not be taken for it.
    readState: (file) => readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    }),
    writeState: async (file, text) => {
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(`${file}.new`, text)
      await rename(`${file}.new`, file)
    },
    ...(io.columns !== null && !values.json && { progress: (line: string | null) => io.progress(line) }),
  })
  if (values.json) io.out(JSON.stringify({ exitCode, findings }, null, 2))
  else for (const line of lines) io.out(line)
  return exitCode
}
