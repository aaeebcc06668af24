/** `probity security`: what happened to access, on the register's own machine. */
import { parseArgs } from 'node:util'
import { isDay } from '../calendar/day-number.ts'
import { securityKinds } from '../identity/security/event.ts'
import { csvOf, mostLines } from '../identity/security/lines.ts'
import { events } from '../identity/security/store.ts'
import { sayer } from '../web/messages.ts'
import { securityReason } from '../web/security-reason.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const

export async function securityCommand(args: string[], io: CommandIo): Promise<number> {
  const options = { as: text, account: text, kind: { ...text, multiple: true }, from: text, to: text, limit: text, csv: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options })
  const wrong = (en: string, zh: string) => new CommandError(io.language === 'zh' ? `security：${zh}` : `security: ${en}`, 64, true)
  const number = (name: 'account' | 'limit', most: number): number | null => {
    const given = values[name]
    if (given === undefined) return null
    if (!/^\d{1,15}$/.test(given) || Number(given) < 1 || Number(given) > most) {
      throw wrong(`--${name} "${given}" is no number from 1 to ${most}`, `--${name}“${given}”不是1至${most}的数字。`)
    }
    return Number(given)
  }
  for (const name of ['from', 'to'] as const) {
    if (values[name] !== undefined && !isDay(values[name])) throw wrong(`--${name} "${values[name]}" is no day such as 2026-11-30`, `--${name}“${values[name]}”不是2026-11-30这样的日期。`)
  }
  const unknown = values.kind?.find((kind) => !(securityKinds as readonly string[]).includes(kind))
  if (unknown !== undefined) throw wrong(`--kind may be ${securityKinds.join(', ')}`, `--kind 可以是 ${securityKinds.join('、')}。`)
  const [account, limit] = [number('account', Number.MAX_SAFE_INTEGER), number('limit', mostLines) ?? (values.csv ? mostLines : 100)]
  return withPorts(io, async (ports) => {
    const wanted = { body: values.as ?? null, account, kinds: values.kind ?? null, from: values.from ?? null, to: values.to ?? null }
    const rows = await events(ports.database, wanted, limit, 0)
    if (values.csv) {
      io.out(csvOf(rows).trimEnd())
      return 0
    }
    const say = sayer(io.language)
    for (const r of rows) {
      const about = [r.body_code, r.account_id === null ? null : say('account.number-short', { account: String(r.account_id) }), r.client_id].filter((part) => part !== null)
      io.out([
        r.at, say(`security.kind-${r.kind}`), r.reason === null ? '-' : securityReason(r.reason, io.language), about.join(' ') || '-', r.origin ?? '-', `×${r.times}`,
      ].join('  '))
    }
    if (rows.length === 0) io.out(say('security.none'))
    return 0
  })
}
