/** `probity consent` and `probity mine`: what an organisation does with its own file, on the register's own machine. */
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Outcome, Refusal } from '../law/outcome.ts'
import { authorise, endWithholding, revokeAuthorisation, withhold } from '../register/consent/acts.ts'
import { stateOf } from '../register/consent/authorisation.ts'
import { ofSubject } from '../register/consent/store.ts'
import { takeFile } from '../register/self-inquiry/acts.ts'
import { asCsv, asJson } from '../register/self-inquiry/file.ts'
import { makeStatement, withdrawStatement } from '../register/statements/acts.ts'
import { subject as subjectOf } from '../register/subjects/store.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const

export async function consentCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: { as: text, to: text, purpose: text, categories: text, until: text, tied: { type: 'boolean' }, kind: text, text },
  })
  const by = values.as
  if (!by) throw new CommandError(`consent ${what}: --as CODE of the organisation is needed`, 64, true)
  const numbers = () => {
    const read = positionals.map(Number)
    if (read.length === 0 || read.some((n) => !Number.isSafeInteger(n) || n < 1)) throw new CommandError(`consent ${what}: a number is needed`, 64, true)
    return read
  }
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        for (const a of await ofSubject(ports.database, by, 500, 0)) {
          io.out([a.id, a.inquirer.code, a.purpose, a.categories.join(','), `${a.from} – ${a.until}`, stateOf(a, ports.today().toString())].join('  '))
        }
        return 0
      }
      case 'grant': return told(io, await authorise(ports, by, {
        inquirer: values.to ?? '', purpose: values.purpose ?? '', categories: (values.categories ?? '').split(','),
        until: values.until ?? '', alone: values.tied !== true,
      }))
      case 'revoke': return told(io, await revokeAuthorisation(ports, by, numbers()[0]!))
      case 'withhold': return told(io, await withhold(ports, by, numbers()))
      case 'show-again': return told(io, await endWithholding(ports, by, numbers()[0]!))
      case 'state': return told(io, await makeStatement(ports, by, { kind: values.kind ?? 'statement', text: values.text ?? '' }))
      case 'unstate': return told(io, await withdrawStatement(ports, by, numbers()[0]!))
      default: throw new CommandError('consent list|grant|revoke|withhold|show-again|state|unstate', 64, true)
    }
  })
}

/** Everything held about an organisation, as one file. */
export async function mineCommand(args: string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args, options: { as: text, format: text, out: text } })
  const format = values.format ?? 'json'
  if (!values.as || (format !== 'json' && format !== 'csv')) throw new CommandError('mine: --as CODE, --format json|csv', 64, true)
  return withPorts(io, async (ports) => {
    if (await subjectOf(ports.database, values.as!) === null) return said({ code: 'organisation-unknown', rule: null, facts: { code: values.as! } }, io)
    const lines = Readable.from((format === 'csv' ? asCsv : asJson)(await takeFile(ports, values.as!, { subject: values.as!, channel: 'terminal', client: null })))
    if (values.out) await finished(lines.pipe(createWriteStream(values.out)))
    else for await (const line of lines) io.out(String(line).replace(/\r?\n$/, ''))
    return 0
  })
}

function told(io: CommandIo, done: Outcome<number | null>): number {
  if (!done.ok) return said(done.refusals[0], io)
  io.out(`${io.language === 'zh' ? '已办理。' : 'Done.'}${done.value === null ? '' : ` ${done.value}`}`)
  return 0
}

function said(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
