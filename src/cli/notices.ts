/** `probity notices`: letters of the register, on its own machine. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Refusal } from '../law/outcome.ts'
import { mailNotice, noticeFor, noticeTemplates, plainText, recordService, writeNotice } from '../register/notices/acts.ts'
import { askMailbox, confirmMailbox } from '../register/notices/mailbox/acts.ts'
import { mailboxOf, pendingOf } from '../register/notices/post/store.ts'
import * as store from '../register/notices/store.ts'
import { noticePdf } from '../web/pages/notices/pdf.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const usage = 'notices list|show|pdf|write|served|mail|mailbox'

export async function noticesCommand(args: string[], io: CommandIo): Promise<number> {
  const [what = 'list', ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: { as: text, sent: { type: 'boolean' }, to: text, fact: { type: 'string', multiple: true }, document: text, on: text, out: text, address: text, confirm: text },
  })
  const by = values.as ?? 'operator'
  const zh = io.language === 'zh'
  const number = () => {
    const n = Number(positionals[0] ?? Number.NaN)
    if (!Number.isSafeInteger(n)) throw new CommandError(`notices ${what}: a number is needed`, 64, true)
    return n
  }
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        const rows = await (values.sent || by === 'operator' ? store.by : store.to)(ports.database, by, 200, 0)
        for (const r of rows) {
          io.out([r.notice_id, r.issued_on, r.received_on ?? '-', r.channel ?? '-', r.issuer, r.to_code, zh ? r.title_zh : r.title_en].join('  '))
        }
        return 0
      }
      case 'show': case 'pdf': {
        // Looked at from the register's own machine, a letter is not received.
        const found = await noticeFor(ports, by, number())
        if (!found.ok) return said(found.refusals[0], io)
        const blocks = found.value.blocks[io.language]
        if (what === 'show') {
          io.out(plainText(blocks))
          for (const p of found.value.proofs) io.out([p.received ?? p.on, p.kind, p.channel, p.document ?? '', p.act].join('  '))
          return 0
        }
        const file = values.out ?? `notice-${number()}-${io.language}.pdf`
        const { unwritten } = (await noticeTemplates()).frame
        await writeFile(file, await noticePdf(blocks, io.language, { issuedOn: found.value.row.issued_on, unwritten }))
        io.out(file)
        return 0
      }
      case 'write': {
        const facts = Object.fromEntries((values.fact ?? []).map((fact) => [fact.slice(0, Math.max(0, fact.indexOf('='))), fact.slice(fact.indexOf('=') + 1)]))
        const done = await writeNotice(ports, by, { template: positionals[0] ?? '', to: values.to ?? '', facts })
        if (!done.ok) return said(done.refusals[0], io)
        io.out(zh ? `已制发，编号${done.value}。` : `Issued: number ${done.value}.`)
        return 0
      }
      case 'served': case 'mail': {
        const done = what === 'mail' ? await mailNotice(ports, by, number(), values.address ?? '')
          : await recordService(ports, by, number(), { channel: 'paper', document: values.document ?? '', on: values.on ?? '' })
        if (!done.ok) return said(done.refusals[0], io)
        io.out(zh ? '已登记。' : 'Entered.')
        return 0
      }
      case 'mailbox': {
        // Without an address it says which is named; `--address ''` takes it back.
        if (values.address !== undefined) {
          const done = await askMailbox(ports, by, values.address)
          if (!done.ok) return said(done.refusals[0], io)
        }
        if (values.confirm !== undefined) {
          const done = await confirmMailbox(ports, by, values.confirm)
          if (!done.ok) return said(done.refusals[0], io)
        }
        io.out(await mailboxOf(ports.database, by) ?? (zh ? '没有信箱。' : 'No mailbox.'))
        const pending = await pendingOf(ports.database, by, ports.now().toString())
        if (pending !== null) io.out(zh ? `等待确认：${pending.address}（notices mailbox --as ${by} --confirm 确认码）` : `Waits for its code: ${pending.address} (notices mailbox --as ${by} --confirm CODE)`)
        return 0
      }
      default: throw new CommandError(usage, 64, true)
    }
  })
}

function said(refusal: Refusal, io: CommandIo): number {
  const problem = problemOf(refusal, io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
