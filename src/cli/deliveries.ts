/** `probity deliveries` and `probity withdraw`: what a unit's deliveries became, from a terminal. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Ask, clientOf, line, type Progress, reasonCounts, say, type Text2 } from './deliver-client.ts'
import { CommandError, type CommandIo } from './io.ts'

type Finding = { readonly code: string; readonly column: string | null; readonly rule: string | null; readonly zh: Said; readonly en: Said }
type Said = { readonly found: string; readonly cure: string }
type Values = { readonly [name in 'item' | 'state' | 'reason' | 'out' | 'format']?: string | undefined } & { readonly set?: string[] | undefined; readonly why?: string[] | undefined }

export async function deliveriesCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: {
      as: { type: 'string' }, key: { type: 'string' }, client: { type: 'string' }, server: { type: 'string' }, item: { type: 'string' }, state: { type: 'string' },
      reason: { type: 'string' }, out: { type: 'string' }, format: { type: 'string' }, set: { type: 'string', multiple: true }, why: { type: 'string', multiple: true },
    },
  })
  const run = commands[what ?? '']
  if (run === undefined) throw new CommandError(say(io, 'deliveries list, show, returned, correct or mistakes', 'deliveries list、show、returned、correct 或 mistakes'), 64, true)
  if (!values.as) throw new CommandError(say(io, '--as UNIT is needed.', '须用 --as 指明单位。'), 64, true)
  return run(await clientOf(io, { as: values.as, key: values.key, client: values.client, server: values.server }), positionals, values, io)
}

type Command = (ask: Ask, positionals: readonly string[], values: Values, io: CommandIo) => Promise<number>
const commands: Readonly<Record<string, Command>> = { list, show, returned, correct, mistakes }

async function list(ask: Ask, _: readonly string[], values: Values, io: CommandIo): Promise<number> {
  const query = new URLSearchParams({ limit: '50', ...(values.item ? { item: values.item } : {}), ...(values.state ? { state: values.state } : {}) })
  const { items } = (await (await ask(`/api/v1/deliveries?${query}`)).json()) as { items: Progress[] }
  for (const d of items) {
    const by = d.by === null ? '' : d.by.client === null ? say(io, `account ${d.by.account}`, `账户${d.by.account}`) : d.by.client
    io.out(`${d.id}  ${d.receivedAt.slice(0, 16)}  ${d.state.padEnd(9)}  ${d.item}  ${d.fileName ?? ''}  ${by}\n    ${line(io, d)}`)
  }
  if (items.length === 0) io.out(say(io, 'No deliveries.', '没有交付。'))
  return 0
}

async function show(ask: Ask, [id]: readonly string[], _: Values, io: CommandIo): Promise<number> {
  const d = (await (await ask(`/api/v1/deliveries/${idOf(io, id)}`)).json()) as Progress
  io.out(`${d.id}  ${d.item}  ${d.fileName ?? ''}  ${d.state}`)
  io.out(line(io, d))
  if (d.corrected > 0) io.out(say(io, `${d.corrected} of them corrected in place since they were returned`, `其中${d.corrected}行退回后已在原处改正`))
  for (const note of d.notes) io.out(`· ${note.message[io.language]}`)
  for (const reason of d.reasons) io.out(`${reasonCounts(io, reason)}  ${reason.code}  ${reason.message[io.language]}`)
  if (d.failure !== null) io.error([d.failure.title, d.failure.detail].filter(Boolean).join('\n'))
  return d.failure === null ? 0 : 1
}

async function returned(ask: Ask, [id]: readonly string[], values: Values, io: CommandIo): Promise<number> {
  const address = `/api/v1/deliveries/${idOf(io, id)}/returned`
  const reason: Record<string, string> = values.reason ? { reason: values.reason } : {}
  if (values.out) {
    const format = values.format ?? (values.out.endsWith('.xlsx') ? 'xlsx' : 'csv')
    const answer = await ask(`${address}?${new URLSearchParams({ format, lang: io.language, ...reason })}`)
    await writeFile(values.out, Buffer.from(await answer.arrayBuffer()))
    io.out(values.out)
    return 0
  }
  for (let after = 0; ;) {
    const page = (await (await ask(`${address}?${new URLSearchParams({ after: String(after), ...reason })}`)).json()) as
      { items: { row: number; findings: Finding[] }[]; next: number | null }
    for (const { row, findings } of page.items) for (const f of findings) io.out(told(io, row, f))
    if (page.next === null) return 0
    after = page.next
  }
}

const told = (io: CommandIo, row: number, f: Finding): string =>
  `${row}  ${f.column ?? '—'}: ${f[io.language].found}${f.rule === null ? '' : ` (${f.rule})`}\n    ${f[io.language].cure}`

/** @returns 2 where faults remain, as a delivery with returned rows does */
async function correct(ask: Ask, [id, row]: readonly string[], values: Values, io: CommandIo): Promise<number> {
  if (!/^\d+$/.test(row ?? '')) throw new CommandError(say(io, 'A delivery and the number of a row are needed.', '须写明交付的编号和行号。'), 64, true)
  const pairs = (given: readonly string[] | undefined, option: string): Record<string, string> => Object.fromEntries((given ?? []).map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new CommandError(say(io, `--${option} COLUMN=VALUE: ${pair}`, `--${option} 列名=内容：${pair}`), 64, true)
    return [pair.slice(0, at), pair.slice(at + 1)]
  }))
  const cells = pairs(values.set, 'set')
  // Why words in question mean no person, beside the cell that is typed again.
  const statements = pairs(values.why, 'why')
  const answer = await ask(`/api/v1/deliveries/${idOf(io, id)}/returned/${row}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cells, statements }), also: [422],
  })
  if (answer.status === 422) {
    const problem = (await answer.json()) as { title: string; detail: string; findings?: Finding[] }
    io.error(`${problem.title}\n${problem.detail}`)
    for (const f of problem.findings ?? []) io.error(told(io, Number(row), f))
    return problem.findings === undefined ? 1 : 2
  }
  const made = (await answer.json()) as { outcome: string; organisation: string; record: number }
  io.out(say(io, `Row ${row}: ${made.outcome}, record ${made.record} of ${made.organisation}`, `第${row}行：${made.outcome}，${made.organisation} 的信息 ${made.record}`))
  return 0
}

async function mistakes(ask: Ask, [id]: readonly string[], values: Values, io: CommandIo): Promise<number> {
  const query = new URLSearchParams({ lang: io.language, ...(id ? { delivery: idOf(io, id) } : {}) })
  if (values.out) {
    query.set('format', 'csv')
    await writeFile(values.out, Buffer.from(await (await ask(`/api/v1/deliveries/mistakes?${query}`)).arrayBuffer()))
    io.out(values.out)
    return 0
  }
  const sheet = (await (await ask(`/api/v1/deliveries/mistakes?${query}`)).json()) as {
    mistakes: {
      code: string; rule: string | null; inDelivery: number; inYear: number; foundInYear: number; message: Text2; columns: { column: string; rows: number }[]
    }[]
    months: { month: string; rows: number; faulty: number; percent: string | null }[]
  }
  io.out(say(io, 'rows of this delivery / of the last 12 months', '行：本次 / 近12个月'))
  for (const m of sheet.mistakes) {
    io.out(`${String(m.inDelivery).padStart(7)} /${String(m.inYear).padStart(8)}  ${m.message[io.language]}${m.rule === null ? '' : ` (${m.rule})`}${
      m.foundInYear === m.inYear ? '' : say(io, `: ${m.foundInYear} findings in 12 months`, `：近12个月${m.foundInYear}处`)}`)
    for (const { column, rows } of m.columns.slice(0, 3)) io.out(`${' '.repeat(20)}${column} ${rows}`)
  }
  for (const { month, rows, faulty, percent } of sheet.months) if (rows > 0) io.out(`${month}  ${faulty} / ${rows}  ${percent}%`)
  return 0
}

function idOf(io: CommandIo, id: string | undefined): string {
  if (id === undefined) throw new CommandError(say(io, 'The number of a delivery is needed.', '须写明交付的编号。'), 64, true)
  return encodeURIComponent(id)
}

export async function withdrawCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      as: { type: 'string' }, key: { type: 'string' }, client: { type: 'string' }, server: { type: 'string' }, subject: { type: 'string' }, reason: { type: 'string' }, document: { type: 'string' },
    },
  })
  const [record] = positionals
  if (!/^\d+$/.test(record ?? '') || !values.as || !values.subject || !values.reason)
    throw new CommandError(say(io, 'A record, --subject, --reason and --as are needed.', '须写明信息编号、--subject、--reason 和 --as。'), 64, true)
  const ask = await clientOf(io, { as: values.as, key: values.key, client: values.client, server: values.server })
  await ask(`/api/v1/organisations/${encodeURIComponent(values.subject)}/records/${record}/withdrawal`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: values.reason, document: values.document ?? null }),
  })
  io.out(say(io, `Record ${record} withdrawn.`, `编号${record}的信息已撤回。`))
  return 0
}
