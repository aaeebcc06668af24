/** The design of the pages, on pages of its own. */
import type { PublicRoute } from '../../routes.ts'
import { componentPage, designPage, examplePage } from './design.ts'

export const designPages: readonly PublicRoute[] = [
  { path: '/design', get: (view) => designPage(view) },
  { path: '/design/:component', get: (view, { params }) => componentPage(view, params.component!) },
  { path: '/design/:component/:example', get: (view, { params }) => examplePage(view, params.component!, params.example!) },
]
