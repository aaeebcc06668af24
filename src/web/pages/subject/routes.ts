/** The organisation's side, and the desks that answer it. */
import { Readable } from 'node:stream'
import { sendFile } from '../../../http/file-out.ts'
import { objectionFor } from '../../../register/objections/acts.ts'
import { evidence } from '../../../register/objections/store.ts'
import { noteOwnLook, takeFile } from '../../../register/self-inquiry/acts.ts'
import { asCsv, asJson } from '../../../register/self-inquiry/file.ts'
import type { ActingView, Answer, SignedRoute } from '../../routes.ts'
import { fault } from '../fault.ts'
import { authorisationsPage, changeAuthorisations } from './authorisations.ts'
import { act, deskCase, queue } from './desk.ts'
import { home } from './home.ts'
import { recipientsPage, whoLookedPage } from './looked.ts'
import { ownObjections } from './objections.ts'
import { askReview, newObjection, ownCase, receiveObjection } from './object.ts'
import { changeOwnRecord, ownRecord } from './record.ts'
import { changeStatements, statementsPage } from './statements.ts'

const own = ['represent'] as const
const desks = ['operate', 'decide', 'deliver'] as const

/** Files of a case, for its parties: never shown in place, only handed over. */
async function evidenceFile(view: ActingView, id: string, sha256: string): Promise<Answer> {
  const party = /^[1-9]\d{0,14}$/.test(id) && (await objectionFor(view.ports, view.acting.body!.code, Number(id))).ok
  const asked = party && /^[0-9a-f]{64}$/.test(sha256)
  const file = asked ? await evidence(view.ports.database, Number(id), sha256) : null
  if (file === null) return fault(view, 404, 'case', {}, view.href('/'))
  return { send: (reply) => sendFile(reply, file, `${id}-${sha256.slice(0, 8)}`) }
}

/** All of it, as it is read: however much there is. @source gd-40-1a, hn-31, xm-13-2 */
async function ownFile(view: ActingView, format: 'json' | 'csv'): Promise<Answer> {
  const { code } = view.acting.body!
  const file = await takeFile(view.ports, { actor: code, account: view.acting.account.id }, { subject: code, channel: 'page', client: null })
  const lines = Readable.from((format === 'json' ? asJson : asCsv)(file))
  return { send: (reply) => reply.header('content-disposition', `attachment; filename="${code}.${format}"`)
    .type(format === 'json' ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8').send(lines) }
}

/** The file on its pages: what is read there is written down like any other look. */
const looks = ({ ports, acting: { account, body, sessionId } }: ActingView): Promise<void> =>
  noteOwnLook(ports, { actor: body!.code, account: account.id }, { subject: body!.code, session: sessionId })
const taken = 'the line that it was taken is written before the file is read, as the organisation'

export const subjectPages: readonly SignedRoute[] = [
  { path: '/subject', enter: own, notes: looks, get: (view, { query }) => home(view, query) },
  { path: '/subject/file.json', enter: own, whole: taken, get: (view) => ownFile(view, 'json') },
  { path: '/subject/file.csv', enter: own, whole: taken, get: (view) => ownFile(view, 'csv') },
  {
    path: '/subject/records/:id', enter: own, notes: looks, get: (view, { params, query }) => ownRecord(view, params.id!, query),
    post: (view, { params, form }) => changeOwnRecord(view, params.id!, form),
  },
  { path: '/subject/inquiries', enter: own, get: (view, { query }) => whoLookedPage(view, query) },
  { path: '/subject/recipients', enter: own, get: (view, { query }) => recipientsPage(view, query) },
  { path: '/subject/authorisations', enter: own, get: (view, { query }) => authorisationsPage(view, query), post: (view, { form }) => changeAuthorisations(view, form) },
  { path: '/subject/statements', enter: own, persons: ['text'], get: (view, { query }) => statementsPage(view, query), post: (view, { form }) => changeStatements(view, form) },
  { path: '/subject/objections', enter: own, get: (view, { query }) => ownObjections(view, query) },
  { path: '/subject/objections/new', enter: own, get: (view, { query }) => newObjection(view, query.record ?? ''), upload: (view, asked) => receiveObjection(view, asked) },
  {
    path: '/subject/objections/:id', enter: own, get: (view, { params, query }) => ownCase(view, params.id!, query),
    post: (view, { params, form }) => askReview(view, params.id!, form),
  },
  { path: '/subject/objections/:id/evidence/:sha256', enter: own, get: (view, { params }) => evidenceFile(view, params.id!, params.sha256!) },
  { path: '/desk/objections', enter: desks, get: (view, { query }) => queue(view, query.after ?? null) },
  {
    path: '/desk/objections/:id', enter: desks, get: (view, { params, query }) => deskCase(view, params.id!, query),
    post: (view, { params, form }) => act(view, params.id!, form),
  },
  { path: '/desk/objections/:id/evidence/:sha256', enter: desks, get: (view, { params }) => evidenceFile(view, params.id!, params.sha256!) },
]
