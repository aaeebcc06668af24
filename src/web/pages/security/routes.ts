/** What happened to access: all of it for the operator, a body's own for its administrators, its own for each account. */
import { markSeen } from '../../../identity/security/store.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { ofAccount } from '../account/account.ts'
import { room } from '../operator/room.ts'
import { securityCsv, securityList } from './list.ts'

const all = { path: '/desk/operate/security', body: null, account: null }
const own = (view: ActingView) => ({ path: '/desk/security', body: view.acting.body!.code, account: null })
const mine = (view: ActingView) => ({ path: '/account/security', body: null, account: Number(view.acting.account.id) })

export const securityPages: readonly SignedRoute[] = [
  {
    path: all.path, enter: ['operate'],
    get: async (view, asked) => room(view, { name: 'security', title: view.say('security.title'), lead: view.say('security.lead'), asked, main: await securityList(view, asked.query, all) }),
  },
  { path: `${all.path}/csv`, enter: ['operate'], get: (view, { query }) => securityCsv(view, query, all) },
  { path: '/desk/security', enter: ['administer'], get: async (view, { query }) => page(view, 'security.own-lead', await securityList(view, query, own(view))) },
  { path: '/desk/security/csv', enter: ['administer'], get: (view, { query }) => securityCsv(view, query, own(view)) },
  {
    path: '/account/security', enter: [], whole: ofAccount,
    async get(view, { query }) {
      const list = await securityList(view, query, mine(view))
      await markSeen(view.ports.database, Number(view.acting.account.id))
      return page(view, 'security.account-lead', list, null)
    },
  },
  { path: '/account/security/csv', enter: [], whole: ofAccount, get: (view, { query }) => securityCsv(view, query, mine(view)) },
]

function page({ say }: ActingView, lead: 'security.own-lead' | 'security.account-lead', list: Page['main'], desk: string | null = 'security'): Page {
  return {
    title: say('security.title'), ...(desk === null ? {} : { desk }),
    main: html`<div class="head top"><h1>${say('security.title')}</h1><p class="lead">${say(lead)}</p></div><section class="near">${list}</section>`,
  }
}
