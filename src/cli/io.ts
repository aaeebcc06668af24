/** What a command needs of the terminal and the machine it runs on. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export type CommandIo = {
  readonly language: 'zh' | 'en'
  readonly env: Readonly<Record<string, string | undefined>>
  /** width in columns where output goes to a terminal; null otherwise (no progress line then) */
  readonly columns: number | null
  /** what stands behind the command's name, as typed */
  readonly words?: readonly string[]
  /** why words that may name a person mean none (`--no-person`) */
  readonly noPerson?: string
  out(line: string): void
  error(line: string): void
  /** replaces the current line of a terminal; ends with `progress(null)` */
  progress(line: string | null): void
}

/** An expected failure: told in one or two lines, without a stack. 64 = wrong usage, 69 = not reachable, 75 = not now, 1 = a no. */
export class CommandError extends Error {
  readonly exitCode: number
  readonly showUsage: boolean
  constructor(message: string, exitCode = 1, showUsage = false) {
    super(message)
    this.exitCode = exitCode
    this.showUsage = showUsage
  }
}

export function terminal(process: NodeJS.Process): CommandIo {
  const wanted = process.env.PROBITY_LANG ?? process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? ''
  return {
    language: wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    env: process.env,
    columns: process.stdout.isTTY ? (process.stdout.columns ?? 80) : null,
    out: (line) => { process.stdout.write(`${line}\n`) },
    error: (line) => { process.stderr.write(`${line}\n`) },
    progress: (line) => {
      if (!process.stdout.isTTY) return
      process.stdout.write(line === null ? '\n' : `\r\u001b[2K${line}`)
    },
  }
}

/** Folder of the register on this machine. */
export const dataFolder = (io: CommandIo) => path.resolve(io.env.PROBITY_DATA ?? (process.getuid?.() === 0 && process.cwd().startsWith('/root/') ? '/var/lib/probity' : 'data'))

/** Address of the register to talk to: named, or the one that runs on this machine. */
export function serverAddress(io: CommandIo, named: string | undefined): string {
  const address = named ?? io.env.PROBITY_SERVER
  if (address) return address.replace(/\/$/, '')
  try {
    return readFileSync(path.join(dataFolder(io), 'address'), 'utf8').trim()
  } catch {
    throw new CommandError(io.language === 'zh'
      ? '本机没有正在运行的 Probity。先运行 npm start，或用 --server 指明地址。'
      : 'No Probity runs on this machine. Start it with "npm start", or name one with --server ADDRESS.', 69)
  }
}
