/** Asking the register, and the operator's side of it. */
import type { PublicRoute, SignedRoute } from '../../routes.ts'
import { ask, inquirers, inquiryDesk } from './desk.ts'
import { normsPage } from './norms.ts'
import { officeAct, officePage } from './office.ts'

export const inquiryNorms: PublicRoute = { path: '/inquiries', get: (view) => normsPage(view) }

export const inquiryPages: readonly SignedRoute[] = [
  { path: '/desk/inquiries', enter: inquirers, get: (view, { query }) => inquiryDesk(view, query), post: (view, { form }) => ask(view, form) },
  { path: '/desk/inquiries/office', enter: ['operate'], get: (view, { query }) => officePage(view, query), post: (view, { form }) => officeAct(view, form) },
]
