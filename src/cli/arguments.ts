/** What a command is given: words and files that can be kept, or a line that says which cannot. */
import { readFile } from 'node:fs/promises'
import { textOf } from '../text/text.ts'
import { faultWithin } from '../text/within.ts'
import { whyNot } from '../text/words.ts'
import { CommandError, type CommandIo } from './io.ts'

/** Engineering value: a word of a command line, in characters. */
const longestWord = 20_000

/** @throws {CommandError} naming the first word that cannot be kept. @returns the words in the form in which they are kept */
export function soundWords(words: readonly string[], language: CommandIo['language']): string[] {
  return words.map((word, i) => {
    const text = textOf(word, { most: longestWord })
    if (text.ok) return text.value
    // The name of an option is no text of anybody's.
    const before = words[i - 1]
    const place = /^--[a-z-]+$/.exec(before ?? '')?.[0] ?? /^(--[a-z-]+)=/.exec(word)?.[1] ?? null
    const why = whyNot(text.refusals[0])[language]
    if (language === 'zh') throw new CommandError(`${place ?? `第${i + 1}个参数`}：${why}。没有办理任何事项。`, 64)
    throw new CommandError(`${place ?? `Argument ${i + 1}`}: ${why}. Nothing was done.`, 64)
  })
}

/** @throws {CommandError} where the file is no JSON, or holds a text that cannot be kept, with its place */
export async function readJsonFile(file: string, language: CommandIo['language']): Promise<unknown> {
  const bytes = await readFile(file).catch((error: Error) => { throw new CommandError(`${file}: ${error.message}`, 66) })
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new CommandError(language === 'zh' ? `${file} 不是 UTF-8 的 JSON。` : `${file} is no JSON in UTF-8.`, 65)
  }
  const fault = faultWithin(value)
  if (fault === null) return value
  const why = whyNot(fault.refusal)[language]
  throw new CommandError(`${file}${fault.where.length === 0 ? '' : ` · ${fault.where.filter((step) => textOf(step).ok).join(' · ')}`}: ${why}`, 65)
}
