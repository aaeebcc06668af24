/** `probity member`: who acts for a unit or for the operator, on the register's own machine. The first administrators are made here. */
import { parseArgs } from 'node:util'
import { endMembership, operatorBody, rolesOf } from '../identity/members.ts'
import { offerMembership } from '../identity/offers.ts'
import { memberRoles, type MemberRole } from '../identity/acting.ts'
import { demonstrationMark } from '../demonstration/accounts.ts'
import { membersOf, saveAccount } from '../identity/members-store.ts'
import type { Refusal } from '../law/outcome.ts'
import { endAccountSessions } from '../register/operation/acts.ts'
import { problemOf } from '../web/problem.ts'
import { CommandError, type CommandIo } from './io.ts'
import { withPorts } from './ports.ts'

const text = { type: 'string' } as const

export async function memberCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const options = { issuer: text, subject: text, role: text, from: text, until: text, organisation: { type: 'boolean' }, mandate: text } as const
  const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options })
  const code = positionals[0]
  if (what === 'end-sessions') {
    const account = Number(code ?? Number.NaN)
    if (!Number.isSafeInteger(account) || account < 1) throw new CommandError('member end-sessions ACCOUNT', 64, true)
    return withPorts(io, async (ports) => {
      const done = await endAccountSessions(ports, operatorBody.code, account)
      const ended = done.ok ? done.value : 0
      return said(done, io, io.language === 'zh' ? `已结束${ended}个登录，成员身份不变。` : `${ended} sessions ended; its memberships stay.`)
    })
  }
  if (!code) throw new CommandError('member: the code of a unit, or the word operator, is needed', 64, true)
  const body = code === 'operator' ? { kind: 'operator', code } as const : { kind: values.organisation ? 'organisation' : 'unit', code } as const
  return withPorts(io, async (ports) => {
    if (what === 'list') {
      for (const m of await membersOf(ports.database, body)) {
        const state = m.ended_at === null ? `${m.from_on} – ${m.until_on ?? ''}` : (io.language === 'zh' ? '已结束' : 'ended')
        io.out(`${m.membership_id}  ${m.role.padEnd(10)}  ${state}  ${io.language === 'zh' ? '账户' : 'account '}${m.account_id}  ${m.issuer}  ${m.subject}`)
      }
      return 0
    }
    if (what === 'end') {
      const done = await endMembership(ports, operatorBody.code, body, Number(positionals[1] ?? Number.NaN))
      return said(done, io, io.language === 'zh' ? '已结束，该成员代表此单位的登录同时结束。' : 'Ended; its sessions for this body ended with it.')
    }
    if (what !== 'add') throw new CommandError('member add | member end | member end-sessions | member list', 64, true)
    const role = memberRoles.find((r) => r === (values.role ?? (values.organisation ? 'represent' : undefined))) as MemberRole | undefined
    if (!role || !rolesOf(body.kind).includes(role)) throw new CommandError(`member add: --role ${rolesOf(body.kind).join('|')} is needed`, 64, true)
    if (!values.subject) throw new CommandError('member add: --issuer and --subject are needed', 64, true)
    const issuer = values.issuer ?? namedIssuer(ports.settings.signIn)
    if (issuer === null) throw new CommandError('member add: --issuer is needed, as PROBITY_OIDC_ISSUER names none', 64, true)
    const account = await saveAccount(ports.database, { issuer, subject: values.subject, name: '', at: ports.now().toString(), signedIn: false })
    const days = { ...(values.from ? { from: values.from } : {}), until: values.until ?? null }
    const done = await offerMembership(ports, 'operator', { account, body, role, ...days, ...(values.mandate ? { mandate: values.mandate } : {}) })
    return said(done, io, io.language === 'zh' ? `已向账户${account}提出。对方登录后在“账户”页同意，即成为成员。`
      : `Offered to account ${account}: it is a member once its person signs in and says yes on the page "Account".`)
  })
}

const namedIssuer = (signIn: { readonly kind: string; readonly issuer?: string } | null | undefined): string | null =>
  (signIn?.kind === 'demonstration' ? demonstrationMark : signIn?.issuer ?? null)

type Done = { readonly ok: true } | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] }

/** One line for what was done, or what is in the way and what helps. */
export function said(done: Done, io: CommandIo, words: string): number {
  if (done.ok) io.out(words)
  else {
    const problem = problemOf(done.refusals[0], io.language, '')
    io.error(`${problem.title}${io.language === 'zh' ? '：' : ': '}${problem.detail} ${problem.cure ?? ''}`)
  }
  return done.ok ? 0 : 1
}
