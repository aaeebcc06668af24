/** A form that came too late, or under another body than it was opened for: shown, and sent with one button once all is well. */
import { type KeptForm, keptForm, takeKept } from '../../../identity/kept-forms.ts'
import { button, buttons, emptyPage, form, notice } from '../../components.ts'
import { html, join } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { ofAccount } from './account.ts'
import { bodyByCode, bodyName } from './person.ts'

export const keptPages: readonly SignedRoute[] = [{
  path: '/account/kept/:key', enter: [], whole: ofAccount,
  async get(view, { params }) {
    const kept = await keptForm(view.ports, Number(view.acting.account.id), params.key!)
    return kept ? keptPage(view, kept, params.key!) : gone(view)
  },
  async post(view, { params }) {
    const account = Number(view.acting.account.id)
    const kept = await keptForm(view.ports, account, params.key!)
    if (kept === null) return gone(view)
    if (!fits(view, kept)) return { ...(await keptPage(view, kept, params.key!)), status: 409 }
    if (!(await takeKept(view.ports, account, params.key!))) return gone(view)
    // 307: the browser sends the same fields on, now to where the form belongs.
    return { send: (reply) => reply.redirect(kept.address, 307) }
  },
}]

const fits = ({ acting }: ActingView, kept: KeptForm): boolean => kept.openedFor === null || kept.openedFor === acting.body?.code

const gone = ({ say, href }: ActingView): Page => ({
  title: say('account.kept-gone'), status: 410,
  main: emptyPage({ title: say('account.kept-gone'), text: say('account.kept-gone-text'), way: { href: href('/account'), label: say('account.link') } }),
})

/** What a form says of itself, not its writer. */
const unseen = new Set(['how', 'code', 'next'])
/** Names of fields whose labels are not their names. */
const labels: Readonly<Record<string, MessageKey>> = {
  issuer: 'account.issuer', subject: 'account.subject', role: 'account.role', from: 'account.from', until: 'account.until', key: 'account.public-key', proof: 'account.key-proof',
}

/** As typed, in the language it was typed in. */
const written = (text: string) => html`<bdi lang="${/\p{Script=Han}/u.test(text) ? 'zh' : 'en'}">${text}</bdi>`

export async function keptPage(view: ActingView, kept: KeptForm, key: string): Promise<Page> {
  const { say, tell, acting, ports, href } = view
  const opened = kept.openedFor === null ? null : await bodyByCode(ports, kept.openedFor)
  const now = acting.body
  const shown = kept.fields.filter(([name]) => !unseen.has(name))
  return {
    title: say('account.kept'), scripts: ['form'],
    main: html`<div class="head top"><h1>${say('account.kept')}</h1></div>
${notice({ text: join([
      say('account.kept-text'),
      ...(opened ? [tell('account.kept-for', { body: html`<b>${bodyName(view, opened)}</b>` })] : []),
      ...(now ? [tell('account.kept-now', { body: html`<b>${bodyName(view, now)}</b>` })] : []),
    ], view.language === 'zh' ? null : ' ') })}
${shown.length === 0 ? null : html`<section class="near"><h2>${say('account.kept-fields')}</h2>${html`<dl class="facts">${shown.map(([name, value]) =>
    html`<dt>${labels[name] ? say(labels[name]) : written(name)}</dt><dd>${written(value === '' ? '–' : value)}</dd>`)}</dl>`}</section>`}
${fits(view, kept)
    ? form(view, { action: `/account/kept/${key}` }, html`${kept.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${
      buttons(button(now ? say('account.send-for', { body: bodyName(view, now) }) : say('account.send')))}`)
    : html`<p class="after"><a class="btn" href="${href('/account/choose', { next: href(`/account/kept/${key}`) })}">${say('account.change-first')}</a></p>`}`,
  }
}
