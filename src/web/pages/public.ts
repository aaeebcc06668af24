/** The pages anyone may read. */
import type { PublicRoute } from '../routes.ts'
import { signedOutPages } from './account/sign-in.ts'
import { accessibility } from './accessibility.ts'
import { boardPages } from './board.ts'
import { contactsPage } from './contacts.ts'
import { data } from './data.ts'
import { home } from './home.ts'
import { lawPages } from './law/routes.ts'
import { object } from './object.ts'
import { oversight } from './oversight.ts'
import { organisation } from './organisation.ts'
import { recallPublicPages } from './recall/routes.ts'
import { record } from './record.ts'
import { restorationMethods } from './restoration/methods.ts'
import { results, suggestions } from './results.ts'
import { verifyPages } from './verify.ts'

export const publicPages: readonly PublicRoute[] = [
  { path: '/', get: (view) => home(view) },
  { path: '/organisations', get: (view, { query }) => results(view, query) },
  { path: '/organisations/suggest', get: (view, { query }) => ({ send: async (reply) => reply.header('cache-control', 'no-cache').send(await suggestions(view, query)) }) },
  { path: '/organisations/:code', get: (view, { params, query }) => organisation(view, params.code!, query) },
  { path: '/organisations/:code/records/:id', get: (view, { params }) => record(view, params.code!, params.id!) },
  ...signedOutPages,
  ...lawPages,
  { path: '/object', get: (view) => object(view) },
  { path: '/restoration', get: (view) => restorationMethods(view) },
  { path: '/contacts', get: (view) => contactsPage(view) },
  { path: '/data', get: (view) => data(view) },
  { path: '/accessibility', get: (view) => accessibility(view) },
  ...verifyPages,
  ...recallPublicPages,
  { path: '/oversight', get: (view) => oversight(view) },
  ...boardPages,
]
