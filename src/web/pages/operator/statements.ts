/** What bodies stated of words that may name a person: all of it, what stands on each, and the form by which one that was wrong is taken back. */
import type { Refusal } from '../../../law/outcome.ts'
import { withdrawStatement } from '../../../register/boundary/stated/withdrawal/acts.ts'
import { button, empty, errorSummary, field, type FieldError, form, notice } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { personalReason } from '../../no-person.ts'
import type { ActingView, Answer, Asked } from '../../routes.ts'
import { oneStatement, statementList } from '../stated/parts.ts'
import { errorOf, room, typed } from './room.ts'

type Sent = { readonly values: Readonly<Record<'statement' | 'why', string>>; readonly refusals: readonly Refusal[] }

const path = '/desk/operate/statements'
/** Both fields are asked at once: a form sent empty says all that is missing in it. */
function errorsFor(view: ActingView, sent?: Sent): FieldError[] {
  if (sent === undefined) return []
  const { say } = view
  const { values, refusals } = sent
  const [number, why] = [say('person.statement-number'), say('person.withdraw-reason')]
  const refused = (code: string) => refusals.some((r) => r.code === code)
  return [
    ...(values.statement === '' ? [{ field: 'statement', label: number, text: say('person.statement-missing') }]
      : !readNumber(values.statement) || refused('statement-unknown') ? [{ field: 'statement', label: number, text: say('operator.no-statement-unknown') }] : []),
    ...(refused('reason-missing') ? [{ field: 'why', label: why, text: say('person.withdraw-reason-missing') }] : []),
    ...(refused('reason-personal') ? [{ field: 'why', label: why, text: personalReason(view, values.why) }] : []),
  ]
}
const readNumber = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

function withdrawalForm(view: ActingView, statement: string, sent?: Sent): Html {
  const { say } = view
  const errors = errorsFor(view, sent)
  return form(view, { action: path, id: 'withdraw' }, html`${errorSummary(view, errors)}
${field(view, { type: 'text', name: 'statement', numeric: true, label: say('person.statement-number'), value: sent?.values.statement ?? statement, error: errorOf(errors, 'statement') })}
${field(view, { type: 'text', name: 'why', most: 1000, label: say('person.withdraw-reason'), hint: say('person.withdraw-hint'), value: sent?.values.why ?? '', error: errorOf(errors, 'why') })}
<p class="buttons">${button(say('person.withdraw'), { second: true })}</p>`)
}

export async function statementsRoom(view: ActingView, asked: Asked, sent?: Sent): Promise<Page> {
  const { say } = view
  const { query } = asked
  const done = /^\d{1,15}$/.test(query.withdrawn ?? '') && /^\d{1,9}$/.test(query.hidden ?? '')
  return room(view, {
    name: 'statements', title: say('person.statements'), lead: say('person.statements-lead'), errors: errorsFor(view, sent),
    main: html`${done ? notice({ kind: 'done', text: say('person.withdrawn', { n: query.withdrawn!, hidden: Number(query.hidden) }) }) : null}
<section id="statements">${await statementList(view, path, null, query)}</section>${withdrawalForm(view, '', sent)}`,
  })
}

export async function statementPage(view: ActingView, { params, query }: Asked): Promise<Page> {
  const { say } = view
  const found = await oneStatement(view, path, null, params.statement!, query, true)
  const page = room(view, {
    name: 'statements', title: found === null ? say('person.statement-unknown') : `${say('person.statement')} ${params.statement!}`, lead: say('person.statements-lead'),
    main: found === null ? empty({ title: say('person.statement-unknown'), text: '' })
      : html`${found.page}${found.withdrawn ? null : withdrawalForm(view, params.statement!)}`,
  })
  return found === null ? { ...page, status: 404 } : page
}

export async function doWithdraw(view: ActingView, asked: Asked): Promise<Answer> {
  const values = typed(asked.form, 'statement', 'why')
  const done = await withdrawStatement(view.ports, {
    statement: readNumber(values.statement), reason: values.why, actor: 'operator', account: view.acting.account.id,
  })
  if (done.ok) return { redirect: view.href(path, { withdrawn: values.statement, hidden: String(done.value.hidden) }) }
  return statementsRoom(view, asked, { values, refusals: done.refusals })
}
