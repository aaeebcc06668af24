/** Letters: of an organisation, of a unit and of the operator. */
import type { ActingView, Answer, Asked, SignedRoute } from '../../routes.ts'
import { letterFile, letterPage, openLetter, serve } from './letter.ts'
import { deskNotices, ownNotices } from './lists.ts'
import { mailboxPages, saveMailbox } from './mailbox.ts'
import { give, ownMisses } from './reasons.ts'
import { write, writePage } from './write.ts'

async function ownMailbox(view: ActingView, { form, query }: Asked): Promise<Answer> {
  const done = await saveMailbox(view, form)
  return typeof done === 'string' ? { redirect: view.href('/subject/notices', { done }) } : ownNotices(view, query, done)
}

const opens = (view: ActingView, { params, request }: Asked) => openLetter(view, params.number!, request)
const parties = ['represent', 'operate', 'decide', 'deliver'] as const

export const noticePages: readonly SignedRoute[] = [
  { path: '/subject/notices', enter: ['represent'], get: (view, { query }) => ownNotices(view, query), post: ownMailbox },
  { path: '/desk/notices', enter: ['operate', 'decide', 'deliver'], get: (view, { query }) => deskNotices(view, query) },
  ...mailboxPages,
  { path: '/desk/notices/new', enter: ['decide', 'deliver'], get: (view) => writePage(view), post: (view, { form }) => write(view, form) },
  { path: '/desk/board', enter: ['operate', 'decide'], get: (view, { query }) => ownMisses(view, query), post: (view, { form }) => give(view, form) },
  {
    path: '/notices/:number', enter: parties, notes: opens,
    get: (view, asked) => letterPage(view, asked.params.number!, asked), post: (view, asked) => serve(view, asked.params.number!, asked),
  },
  { path: '/notices/:number/pdf', enter: parties, notes: opens, get: (view, { params }) => letterFile(view, params.number!) },
]
