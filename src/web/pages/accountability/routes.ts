/** Oversight: the desk of a department in charge, its cases, and the side of the body concerned. */
import type { SignedRoute } from '../../routes.ts'
import { actOn, oneCase, openFrom, opening } from './case.ts'
import { act, desk } from './desk.ts'

const enter = ['decide', 'operate', 'represent'] as const
export const accountabilityPages: readonly SignedRoute[] = [
  { path: '/desk/oversight', enter, get: (view, { query }) => desk(view, query), post: (view, { form }) => act(view, form) },
  { path: '/desk/oversight/new', enter: ['decide'], get: (view, { query }) => opening(view, new URLSearchParams(query)), post: (view, { form }) => openFrom(view, form) },
  {
    path: '/desk/oversight/:case', enter, get: (view, { params, query }) => oneCase(view, params.case!, query),
    post: (view, { params, form }) => actOn(view, params.case!, form),
  },
]
