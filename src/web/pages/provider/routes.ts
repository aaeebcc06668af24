/** The desk of those who deliver for a unit. */
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import type { SignedRoute } from '../../routes.ts'
import { correct, correctionPage } from './correct.ts'
import { deliveryPage, progressData, returnedDownload } from './delivery.ts'
import { deliveryList } from './list.ts'
import { mistakesDownload, mistakesPage } from './mistakes.ts'
import { backToForm, newDelivery, receiveUpload } from './new.ts'
import { ownStatement, ownStatements } from './stated.ts'
import { ownRecords, withdraw, withdrawalPage } from './records.ts'

const enter = ['deliver'] as const

export const providerPages = (desk: DeliveryDesk): readonly SignedRoute[] => [
  { path: '/desk/deliveries', enter, get: (view, { query }) => deliveryList(view, query) },
  { path: '/desk/deliveries/new', enter, get: (view, { query }) => newDelivery(view, query), upload: receiveUpload(desk) },
  { path: '/desk/deliveries/new/upload', enter, get: backToForm },
  { path: '/desk/deliveries/mistakes', enter, get: (view, { query }) => mistakesPage(view, query) },
  { path: '/desk/deliveries/mistakes/csv', enter, get: (view, { query }) => mistakesDownload(view, query) },
  { path: '/desk/deliveries/statements', enter, get: (view, { query }) => ownStatements(view, query) },
  { path: '/desk/deliveries/statements/:statement', enter, get: (view, { params, query }) => ownStatement(view, params.statement!, query) },
  { path: '/desk/deliveries/records', enter, get: (view, { query }) => ownRecords(view, query) },
  {
    path: '/desk/deliveries/records/:record', enter, persons: ['reason', 'document'], get: (view, { params }) => withdrawalPage(view, params.record!),
    post: (view, { params, form }) => withdraw(view, params.record!, form),
  },
  { path: '/desk/deliveries/:id', enter, get: (view, { params, query }) => deliveryPage(view, params.id!, query) },
  { path: '/desk/deliveries/:id/progress', enter, get: (view, { params }) => progressData(view, params.id!) },
  { path: '/desk/deliveries/:id/returned/:format', enter, get: (view, { params }) => returnedDownload(view, params.id!, params.format!) },
  {
    path: '/desk/deliveries/:id/rows/:row', enter, persons: 'own', get: (view, { params, query }) => correctionPage(view, params.id!, params.row!, query),
    post: (view, { params, form }) => correct(view, params.id!, params.row!, form),
  },
]
