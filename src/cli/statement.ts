/** `probity statement`: words that may name a person and mean none, stated, listed, and taken back. */
import { parseArgs } from 'node:util'
import { clientOf, say } from './deliver-client.ts'
import { CommandError, type CommandIo } from './io.ts'

type Item = { statement: number; body: string; place: string; reason: string | null; on: string; withdrawn: number | null }

export async function statementCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true, options: { as: text, key: text, server: text, item: text, field: text, text, reason: text },
  })
  if (!values.as) throw new CommandError(say(io, '--as UNIT is needed.', '须用 --as 指明单位。'), 64, true)
  const ask = await clientOf(io, { as: values.as, key: values.key, server: values.server })
  const post = async (address: string, body: unknown) =>
    (await ask(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()
  switch (what) {
    case 'make': {
      const { item, field, text: words, reason } = values
      if (!field || !words) throw new CommandError(say(io, '--field and --text are needed.', '须写明 --field 和 --text。'), 64, true)
      const made = (await post('/api/v1/boundary/statements', { ...(item ? { item } : {}), field, text: words, reason: reason ?? '' })) as { statement: number }
      const next = item === undefined ? say(io, 'Send again what was given back.', '请重新提交被退回的内容。')
        : say(io, 'Correct the row, or deliver the file again with --again.', '请改正该行，或用 --again 重新交付该文件。')
      io.out(say(io, `Stated: act ${made.statement}. ${next}`, `已说明：行为${made.statement}。${next}`))
      return 0
    }
    case 'list': {
      const { items } = (await (await ask('/api/v1/boundary/statements?limit=200')).json()) as { items: Item[] }
      for (const s of items) io.out(`${s.statement}  ${s.on}  ${s.body}  ${s.place}  ${s.reason ?? ''}${s.withdrawn === null ? '' : say(io, `  taken back (act ${s.withdrawn})`, `  已撤销（行为${s.withdrawn}）`)}`)
      if (items.length === 0) io.out(say(io, 'No statements.', '没有说明。'))
      return 0
    }
    case 'withdraw': {
      const [statement] = positionals
      if (!/^\d{1,15}$/.test(statement ?? '')) throw new CommandError(say(io, 'The number of a statement is needed.', '须写明说明的编号。'), 64, true)
      const made = (await post(`/api/v1/operator/boundary-statements/${statement}/withdrawal`, { reason: values.reason ?? '' })) as { act: number }
      io.out(say(io, `Statement ${statement} taken back: act ${made.act}.`, `说明${statement}已撤销：行为${made.act}。`))
      return 0
    }
    default: throw new CommandError(say(io, 'statement make, list or withdraw', 'statement make、list 或 withdraw'), 64, true)
  }
}
