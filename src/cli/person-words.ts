/** A command's words pass the boundary like a form's: what tells of a person, or may, is not done and not kept. */
import { personsIn, unstatedOf } from '../http/person-door.ts'
import type { Ports } from '../ports.ts'
import { type NewStatement, stateAlongside } from '../register/boundary/stated/acts.ts'
import { inField } from '../register/boundary/stated/digest.ts'
import { CommandError, type CommandIo } from './io.ts'

/** @returns the words after the command's name, each with its option; a word of its own is an `argument` */
export function namedWords(words: readonly string[]): { readonly field: string; readonly text: string }[] {
  return words.flatMap((word, i) => {
    const option = /^--([a-z-]+)(?:=(.*))?$/s.exec(word)
    if (option !== null) return option[2] === undefined ? [] : [{ field: option[1]!, text: option[2] }]
    const before = /^--([a-z-]+)$/.exec(words[i - 1] ?? '')
    return [{ field: before?.[1] ?? 'argument', text: word }]
  })
}

/** @throws {CommandError} naming the option; with `--no-person REASON` doubtful words are stated with what the command does, by the body named with --as */
export async function passWords(ports: Ports, io: CommandIo): Promise<void> {
  const named = namedWords(io.words ?? [])
  const body = named.find(({ field }) => field === 'as')?.text ?? 'operator'
  const open = await unstatedOf(ports, body, personsIn(named, ports))
  const statements: NewStatement[] = []
  for (const { field, text, certain, findings } of open) {
    const reason = findings[0]!.reason[io.language]
    const where = field === 'argument' ? (io.language === 'zh' ? '参数' : 'An argument') : `--${field}`
    if (certain) throw new CommandError(io.language === 'zh' ? `${where} 指自然人：${reason}。未办理，也未保存。删去后重新执行。` : `${where} tells of a person: ${reason}. Nothing was done and nothing kept. Leave it out.`)
    if (io.noPerson === undefined) {
      throw new CommandError(io.language === 'zh'
        ? `${where} 可能指自然人：${reason}。未办理，也未保存。以职务代替姓名；确实不指自然人的，加上 --no-person "理由"。`
        : `${where} may tell of a person: ${reason}. Nothing was done and nothing kept. Write the office instead of the name; where no person is meant, add --no-person "WHY".`)
    }
    statements.push({ body, place: inField(field), column: field, text, reason: io.noPerson, client: 'command-line', account: null })
  }
  const done = stateAlongside(ports, io, statements)
  if (!done.ok) throw new CommandError(io.language === 'zh' ? '--no-person：写明为何不指自然人；不必引用有关文字，不写姓名和号码。' : '--no-person: say why no person is meant; the words need not be quoted, and names and numbers are left out.')
}
