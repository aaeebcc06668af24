/** Restoration: the organisation's side, and the desks that answer. */
import { sendFile } from '../../../http/file-out.ts'
import { restorationFor } from '../../../register/restoration/acts.ts'
import { evidence, ruling } from '../../../register/restoration/store.ts'
import type { ActingView, Answer, SignedRoute } from '../../routes.ts'
import { fault } from '../fault.ts'
import { actOnCase, actOnPlan, deskRestoration, restorationDesk } from './desk.ts'
import { methodDesk, publishOnDesk } from './publish.ts'
import { serveRightsForm } from './rights.ts'
import { newRestoration, ownRestoration, ownRestorations, receiveCompletion, receiveRestoration, receiveRestructuring } from './own.ts'

const own = ['represent'] as const
const desks = ['operate', 'decide', 'deliver'] as const

/** Files of a case, for its parties: never shown in place, only handed over. */
async function evidenceFile(view: ActingView, id: string, sha256: string): Promise<Answer> {
  const now = /^[1-9]\d{0,14}$/.test(id) ? await restorationFor(view.ports, view.acting.body!.code, Number(id)) : null
  const file = now?.ok && /^[0-9a-f]{64}$/.test(sha256) ? await evidence(view.ports.database, now.value.of.application, sha256) : null
  if (file === null) return fault(view, 404, 'case', {}, view.href('/'))
  return { send: (reply) => sendFile(reply, file, `${id}-${sha256.slice(0, 8)}`) }
}

/** What the operator looks at before it shields. */
async function rulingFile(view: ActingView, id: string): Promise<Answer> {
  const file = /^[1-9]\d{0,14}$/.test(id) ? await ruling(view.ports.database, Number(id)) : null
  if (file === null) return fault(view, 404, 'case', {}, view.href('/desk/restorations'))
  return { send: (reply) => sendFile(reply, file, id) }
}

export const restorationPages: readonly SignedRoute[] = [
  { path: '/subject/restorations', enter: own, get: (view, { query }) => ownRestorations(view, query) },
  {
    path: '/subject/restorations/new', enter: own,
    get: (view, { query }) => newRestoration(view, new URLSearchParams(query.record === undefined ? [] : [['record', query.record]])),
    upload: (view, { request }) => receiveRestoration(view, request),
  },
  {
    path: '/subject/restorations/:id', enter: own, get: (view, { params, query }) => ownRestoration(view, params.id!, query),
    upload: (view, { params, request }) => receiveCompletion(view, params.id!, request),
  },
  { path: '/subject/restorations/:id/evidence/:sha256', enter: own, get: (view, { params }) => evidenceFile(view, params.id!, params.sha256!) },
  {
    path: '/subject/restructurings', enter: own, get: (view) => ({ redirect: view.href('/subject/restorations') }),
    upload: (view, { request }) => receiveRestructuring(view, request),
  },
  {
    path: '/desk/deliveries/records/:record/rights', enter: ['deliver', 'decide'], get: (view, { params }) => ({ redirect: view.href(`/desk/deliveries/records/${params.record!}`) }),
    post: (view, { params }) => serveRightsForm(view, params.record!),
  },
  { path: '/desk/restorations', enter: desks, get: (view, { query }) => restorationDesk(view, query) },
  {
    path: '/desk/restorations/methods', enter: ['operate', 'decide'], get: (view, { query }) => methodDesk(view, query),
    post: (view, { form }) => publishOnDesk(view, form),
  },
  {
    path: '/desk/restorations/:id', enter: desks, get: (view, { params, query }) => deskRestoration(view, params.id!, query),
    post: (view, { params, form }) => actOnCase(view, params.id!, form),
  },
  { path: '/desk/restorations/:id/evidence/:sha256', enter: desks, get: (view, { params }) => evidenceFile(view, params.id!, params.sha256!) },
  {
    path: '/desk/restructurings/:id', enter: ['operate'], get: (view) => ({ redirect: view.href('/desk/restorations') }),
    post: (view, { params, form }) => actOnPlan(view, params.id!, form),
  },
  { path: '/desk/restructurings/:id/ruling', enter: ['operate'], get: (view, { params }) => rulingFile(view, params.id!) },
]
