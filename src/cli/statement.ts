/** `probity statement`: words that may name a person and mean none, stated, listed, and taken back. */
import { parseArgs } from 'node:util'
import { clientOf, say } from './deliver-client.ts'
import { CommandError, type CommandIo } from './io.ts'

type Item = {
  statement: number; body: string; place: string; reason: string | null; on: string; withdrawn: number | null; let_in: { records: number; others: number }
}
type LetIn = { act: number; kind: string; subject: string | null; record: number | null; newest: boolean; hidden: boolean }
type Counts = { stands: number; withdrawn: number; something: number }

export async function statementCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true, options: {
      as: text, key: text, client: text, server: text, item: text, field: text, text, reason: text, body: text,
      state: text, 'let-in': text, before: text, limit: text,
    },
  })
  if (!values.as) throw new CommandError(say(io, '--as UNIT is needed.', '须用 --as 指明单位。'), 64, true)
  const ask = await clientOf(io, { as: values.as, key: values.key, client: values.client, server: values.server })
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
      const asked = queryOf({ limit: values.limit ?? '200', before: values.before, body: values.body, state: values.state, let_in: values['let-in'] })
      const answer = await ask(`/api/v1/boundary/statements?${asked}`)
      const { items, next, counts } = (await answer.json()) as { items: Item[]; next: number | null; counts: Counts }
      for (const s of items) io.out(lineOf(io, s))
      if (items.length === 0) io.out(say(io, 'No statements.', '没有说明。'))
      io.out(say(io, `${counts.stands} in force, ${counts.withdrawn} taken back; something stands on ${counts.something}.`,
        `有效${counts.stands}项，已撤销${counts.withdrawn}项；其中${counts.something}项有信息以其为据。`))
      if (next !== null) io.out(say(io, `Older ones: --before ${next}`, `更早的：--before ${next}`))
      return 0
    }
    case 'show': {
      const asked = queryOf({ limit: values.limit ?? '200', before: values.before })
      const answer = await ask(`/api/v1/boundary/statements/${numbered(io, positionals[0])}?${asked}`)
      const { statement: s, items, next } = (await answer.json()) as { statement: Item; items: LetIn[]; next: number | null }
      io.out(lineOf(io, s))
      for (const l of items) io.out(letInLine(io, l))
      if (items.length === 0) io.out(say(io, 'Nothing stands on it.', '没有信息以其为据。'))
      if (next !== null) io.out(say(io, `Older ones: --before ${next}`, `更早的：--before ${next}`))
      return 0
    }
    case 'withdraw': {
      const statement = numbered(io, positionals[0])
      const made = (await post(`/api/v1/operator/boundary-statements/${statement}/withdrawal`, { reason: values.reason ?? '' })) as { act: number; hidden: number }
      io.out(say(io, `Statement ${statement} taken back: act ${made.act}. Records kept from view by it: ${made.hidden}.`,
        `说明${statement}已撤销：行为${made.act}。因此暂停公开的信息：${made.hidden}条。`))
      return 0
    }
    default: throw new CommandError(say(io, 'statement make, list, show or withdraw', 'statement make、list、show 或 withdraw'), 64, true)
  }
}

const queryOf = (asked: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function numbered(io: CommandIo, statement: string | undefined): string {
  if (!/^\d{1,15}$/.test(statement ?? '')) throw new CommandError(say(io, 'The number of a statement is needed.', '须写明说明的编号。'), 64, true)
  return statement!
}

const lineOf = (io: CommandIo, s: Item): string => `${s.statement}  ${s.on}  ${s.body}  ${s.place}  ${s.reason ?? ''}${
  say(io, `  let in: ${s.let_in.records} records, ${s.let_in.others} other acts`, `  由此进入：信息${s.let_in.records}条，其他行为${s.let_in.others}项`)}${
  s.withdrawn === null ? '' : say(io, `  taken back (act ${s.withdrawn})`, `  已撤销（行为${s.withdrawn}）`)}`
const letInLine = (io: CommandIo, l: LetIn): string => `  ${say(io, `act ${l.act}`, `行为${l.act}`)}  ${l.kind}  ${l.subject ?? ''}${
  l.record === null ? '' : say(io, `  record ${l.record}`, `  信息${l.record}`)}${l.record !== null && !l.newest ? say(io, '  (changed since)', '（后来已变更）') : ''}${
  l.hidden ? say(io, '  kept from view', '  暂停公开') : ''}`
