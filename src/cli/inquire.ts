/** `probity inquire`: the same inquiries as on the desk, on the register's own machine; the operator's acts about them. */
import { parseArgs } from 'node:util'
import type { Outcome } from '../law/outcome.ts'
import type { GroundCode } from '../register/disclosure/disclose.ts'
import { answerInquiry, inquiryGaps } from '../register/inquiries/acts.ts'
import * as office from '../register/inquiries/office/acts.ts'
import { askedBy } from '../register/inquiries/store.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const
const options = {
  as: text, ground: text, purpose: text, reference: text, stated: text, items: text, purposes: text,
  document: text, need: text, use: text, from: text, until: text,
  windows: text, 'windows-en': text, 'large-from': text, outcome: text, counter: { type: 'boolean' }, json: { type: 'boolean' },
} as const
const list = (given: string | undefined): string[] | null => given?.split(',').map((one) => one.trim()).filter(Boolean) ?? null

export async function inquireCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [what = '', second = '', third = ''] = positionals
  const zh = io.language === 'zh'
  const asker = () => {
    if (!values.as) throw new CommandError('inquire: --as CODE, the unit or organisation that asks, is needed', 64, true)
    return values.as
  }
  const { purpose = '', reference = '', stated = '' } = values
  return withPorts(io, async (ports) => {
    switch (what) {
      case 'list': {
        for (const i of await askedBy(ports.database, asker(), { subject: null, ground: null, outcome: null }, 200, 0)) {
          io.out([i.sequence, i.asked_at, i.subject_code, i.ground, i.purpose || '-', i.reference || '-', i.refusal ?? `${i.shown}  ${i.receipt ?? ''}`].join('  '))
        }
        return 0
      }
      case 'case': return said(await office.closeCase(ports, asker(), { subject: second, purpose, reference }), io, (inquiry) =>
        (inquiry === null ? (zh ? '没有为本件查询，已列为遗漏。' : 'No inquiry was made for it: listed as an omission.') : zh ? `已为本件查询：${inquiry}。` : `Asked before: inquiry ${inquiry}.`))
      case 'access': {
        if (second === 'grant') {
          return said(await office.grantAccess(ports, 'operator', {
            unit: third, ground: (values.ground ?? '') as GroundCode, purposes: list(values.purposes),
            items: list(values.items), need: values.need ?? '', use: values.use ?? '',
            document: values.document ?? '', from: values.from ?? ports.today().toString(), until: values.until ?? null,
          }), io, (id) => (zh ? `已登记：权限${id}。` : `Granted: access ${id}.`))
        }
        if (second === 'end') return said(await office.endAccess(ports, 'operator', Number(third) || 0), io, () => (zh ? '已终止。' : 'Ended.'))
        for (const a of await office.allAccess(ports.database)) {
          io.out([a.access_id, a.unit_code, zh ? a.name_zh : a.name_en, a.ground, a.purposes?.join(',') ?? '*',
            a.items?.join(',') ?? '*', a.document, a.from_on, a.ended_on ?? a.until_on ?? ''].join('  '))
        }
        return 0
      }
      case 'norms': {
        if (second === 'publish') {
          const windows = { zh: values.windows ?? '', en: values['windows-en'] ?? '' }
          const largeFrom = values['large-from'] === undefined ? null : Number(values['large-from']) || 0
          return said(await office.publishNorms(ports, 'operator', { document: values.document ?? '', windows, largeFrom, directory: [] }), io, () => (zh ? '已公布。' : 'Published.'))
        }
        const norms = await office.normsNow(ports.database)
        io.out(norms === null ? (zh ? '尚未公布查询服务规范。' : 'No norms of inquiry are published.') : `${norms.on}  ${norms.document}  ${norms.windows[io.language]}  ${norms.largeFrom ?? '-'}`)
        return norms === null ? 1 : 0
      }
      case 'review': return said(await office.reviewUse(ports, 'operator', { from: Number(second) || 0, to: Number(third) || 0, outcome: values.outcome ?? '' }), io, (r) =>
        (zh ? `已登记：${r.from}至${r.to}，共${r.lines}件，缺失${r.missing.length}件。` : `Written down: ${r.from} to ${r.to}, ${r.lines} inquiries, ${r.missing.length} missing.`))
      case 'omissions': {
        for (const o of await office.omissions(ports.database, values.as ?? null, 500))
          io.out([o.closed_on, o.unit_code, o.subject_code, o.purpose, o.reference].join('  '))
        return 0
      }
      case 'gaps': {
        const { lines, acts } = await inquiryGaps(ports.database)
        if (lines.length + acts.length === 0) io.out(zh ? '没有缺失。' : 'None is missing.')
        else io.error(`${zh ? '缺失' : 'Missing'}: ${[...new Set([...lines, ...acts])].join(', ')}`)
        return lines.length + acts.length === 0 ? 0 : 1
      }
      case '': throw new CommandError('inquire CODE --as CODE', 64, true)
      default: {
        const by = asker()
        const done = await answerInquiry(ports, values.counter ? 'operator' : by, {
          subject: what, ground: (values.ground ?? 'inquiry-by-authority') as GroundCode, purpose, reference, stated, items: list(values.items),
          channel: values.counter ? 'counter' : 'terminal', client: null, ...(values.counter ? { onBehalfOf: by } : {}),
        })
        return said(done, io, (a) => (values.json ? JSON.stringify(a) : [
          `${a.organisation.name}  ${a.organisation.code}  ${a.day}`,
          ...a.records.map((r) => `  ${r.id}  ${zh ? r.title.zh : r.title.en}  ${r.basis.documentNumber ?? ''}  ${r.decidedOn}  ${r.state}${r.marks.map((m) => `  ${m}`).join('')}`),
          `${zh ? '查询' : 'inquiry'} ${a.sequence}  ${a.rules.join(' ')}  ${a.receipt}`,
        ].join('\n')))
      }
    }
  })
}

function said<T>(done: Outcome<T>, io: CommandIo, words: (value: T) => string): number {
  if (done.ok) {
    io.out(words(done.value))
    return 0
  }
  const problem = problemOf(done.refusals[0], io.language, '')
  io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}${problem.rule === null ? '' : ` (${problem.rule})`}`)
  return 1
}
