/** To the issuer and back, and out again. */
import { unavailableOf } from '../../../database/unavailable.ts'
import { noteRefusal } from '../../../http/who.ts'
import { actingOf, issuerToken, openSession } from '../../../identity/sessions.ts'
import { endSession } from '../../../identity/sessions-store.ts'
import { beginSignIn, finishSignIn, localPath, type SignInRefusal } from '../../../identity/sign-in.ts'
import { leaveIssuer } from '../../../identity/sign-out.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { emptyPage } from '../../components.ts'
import { languageOf } from '../../language.ts'
import { type Page, sendPage, type View, viewOf } from '../../layout.ts'
import type { PublicRoute, SignedRoute } from '../../routes.ts'
import { attemptOf, giveAttempt, giveLeaving, giveSession, leavingOf, takeLeaving, takeSession } from './cookies.ts'

/** A person who mistypes at the issuer comes here a few times; a machine that tries comes more often. */
const attemptsPerMinute = 30

export const signInPages: readonly PublicRoute[] = [
  {
    path: '/sign-in', perMinute: attemptsPerMinute, writes: 'an attempt to sign in is noted before the issuer is asked',
    async get(view, { query, request }) {
      const next = query.next === undefined ? view.href('/desk') : localPath(query.next)
      if (view.acting !== undefined) return { redirect: next }
      const begun = await beginSignIn(view.ports, { next, language: view.language, browser: attemptOf(view.ports, request) })
      if (!begun.ok) return no(view, begun.refusals[0], next)
      return { send: (reply) => giveAttempt(view.ports, reply, begun.value.browser).header('cache-control', 'no-store').redirect(begun.value.location, 303) }
    },
  },
  {
    path: '/sign-in/callback', perMinute: attemptsPerMinute, writes: 'a session begins',
    async get(plain, { request }) {
      const { ports } = plain
      const at = request.url.indexOf('?')
      const done = await finishSignIn(ports, { query: at < 0 ? '' : request.url.slice(at + 1), browser: attemptOf(ports, request) })
      if (!done.ok) {
        noteRefusal(request, { kind: 'sign-in-refused', reason: done.refusals[0].code })
        // One address for both languages: the issuer knows no other.
        const view = plain.language === 'en' ? plain : viewOf(ports, languageOf(request))
        return { send: (reply) => sendPage(request, reply.header('cache-control', 'no-store'), view, no(view, done.refusals[0], '/account')) }
      }
      const before = await actingOf(ports, request)
      if (before !== null) await endSession(ports.database, Number(before.account.id), Number(before.sessionId), ports.now().toString())
      const session = await openSession(ports, done.value.account, request.headers['user-agent'] ?? '', done.value.issuer)
      return { send: (reply) => giveSession(ports, reply, session.secret).header('cache-control', 'no-store').redirect(done.value.next, 303) }
    },
  },
]

export const signOutPages: readonly SignedRoute[] = [
  {
    path: '/sign-out', enter: [], fullDisk: 'goes on',
    get: (view) => ({ redirect: view.href('/account') }),
    async post({ ports, acting, href, language }, { request }) {
      const token = await issuerToken(ports, request, Number(acting.sessionId))
      // Here first: whatever the issuer answers, this session is over. Where a full disk keeps that from being written down, it is over
      // for the reader all the same: the browser forgets it.
      try {
        await endSession(ports.database, Number(acting.account.id), Number(acting.sessionId), ports.now().toString())
      } catch (error) {
        if (!['reads-only', 'full'].includes(unavailableOf(error) ?? '')) throw error
      }
      const leaving = await leaveIssuer(ports, { idToken: token, language })
      return { send: (reply) => (leaving === null ? takeSession(ports, reply).redirect(href('/'), 303)
        : giveLeaving(ports, takeSession(ports, reply), leaving.state).header('cache-control', 'no-store').redirect(leaving.location, 303)) }
    },
  },
]

/** Where the issuer sends the browser once its own session is over. One address for both languages: the issuer knows no other. */
export const signedOutPages: readonly PublicRoute[] = [{
  path: '/sign-out/done',
  get(plain, { query, request }) {
    const { ports } = plain
    const view = plain.language === 'en' ? plain : viewOf(ports, languageOf(request))
    const state = leavingOf(ports, request)
    const everywhere = state !== null && query.state === state
    const title = view.say('account.signed-out')
    const main = emptyPage({ title, text: view.say(everywhere ? 'account.signed-out-everywhere' : 'account.signed-out-here'), way: { href: view.href('/'), label: view.say('menu.search') } })
    return { send: (reply) => sendPage(request, takeLeaving(ports, reply).header('cache-control', 'no-store'), view, { title, main }) }
  },
}]

const statuses: Record<SignInRefusal, number> = {
  'sign-in-not-set-up': 404, 'issuer-unreachable': 503, 'attempt-unknown': 400, 'sign-in-declined': 403, 'sign-in-unproven': 403, 'subject-personal': 403,
}

/** Says what happened and offers to try again; never whether an account is there. */
function no(view: View, refusal: Refusal<SignInRefusal>, next: string): Page {
  const { say, tell, href } = view
  const title = say(`account.${refusal.code}`)
  const again = refusal.code === 'sign-in-not-set-up' ? {} : { way: { href: href('/sign-in', { next }), label: say('account.try-again') } }
  return { title, status: statuses[refusal.code], main: emptyPage({ title, text: tell(`account.${refusal.code}-text`, refusal.facts), ...again }) }
}
