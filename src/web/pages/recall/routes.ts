/** Changes of records that somebody received: the desks of those who did and of the operator, and what is published. */
import type { PublicRoute, SignedRoute } from '../../routes.ts'
import { answer, list, one, opens } from './desk.ts'
import { recallsPublished } from './published.ts'
import { changeSystems, systems } from './systems.ts'

export const recallPages: readonly SignedRoute[] = [
  {
    path: '/desk/recalls', enter: ['deliver', 'decide', 'represent', 'administer', 'operate'], notes: opens, get: (view, { query }) => list(view, query),
    post: (view, { form }) => answer(view, form),
  },
  {
    path: '/desk/recalls/systems', enter: ['administer', 'represent'], get: (view, { query }) => systems(view, query),
    post: (view, { form }) => changeSystems(view, form),
  },
  { path: '/desk/recalls/:id', enter: ['operate'], get: (view, { params }) => one(view, params.id!) },
]

export const recallPublicPages: readonly PublicRoute[] = [{ path: '/recalls', get: (view) => recallsPublished(view) }]
