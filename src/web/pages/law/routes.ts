/** The pages of the law, open to anyone. */
import type { PublicRoute } from '../../routes.ts'
import { catalog, catalogItem } from '../catalog.ts'
import { clocks } from '../clocks.ts'
import { compare, comparisonCsv } from './compare.ts'
import { articlePage, packPage } from './pack.ts'
import { rulePage } from './rule.ts'
import { law } from './rules.ts'
import { versions } from './versions.ts'

export const lawPages: readonly PublicRoute[] = [
  { path: '/law', get: (view, { query }) => law(view, query) },
  { path: '/law/rules/:id', get: (view, { params }) => rulePage(view, params.id!) },
  { path: '/law/compare', get: (view, { query }) => compare(view, query) },
  { path: '/law/compare.csv', get: (view) => ({
    send: (reply) => reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="comparison.csv"').send(comparisonCsv(view)),
  }) },
  { path: '/law/versions', get: (view, { query }) => versions(view, query) },
  { path: '/law/:pack', get: (view, { params }) => packPage(view, params.pack!) },
  { path: '/law/:pack/articles/:article', get: (view, { params }) => articlePage(view, params.pack!, params.article!) },
  { path: '/clocks', get: (view, { query }) => clocks(view, query) },
  { path: '/catalog', get: (view) => catalog(view) },
  { path: '/catalog/:item', get: (view, { params }) => catalogItem(view, params.item!) },
]
