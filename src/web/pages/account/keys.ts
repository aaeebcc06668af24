/** Machine clients of a unit: public keys handed in, known by their thumbprints, revoked. Keys themselves are never shown. */
import type { Acting, Body } from '../../../identity/acting.ts'
import { type ClientRole, newClientId, registerClient, revokeClient, thumbprint } from '../../../identity/acts.ts'
import { proofText, readPublicKey } from '../../../identity/client-key.ts'
import { clientsOf } from '../../../identity/store.ts'
import { button, buttons, empty, errorSummary, errorTitle, field, form, notice, stackTable, tag } from '../../components.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { ActingView, SignedRoute } from '../../routes.ts'
import { fault } from '../fault.ts'
import { moment } from './account.ts'
import { bodyName } from './person.ts'

type At = ActingView & { readonly acting: Acting & { readonly body: Body } }
const by = ({ acting }: At) => ({ actor: acting.body.code, account: acting.account.id })
/** The operator has no machine clients: it works where the register runs. */
const atUnit = ({ acting }: ActingView): boolean => acting.body?.kind === 'unit'
const elsewhere = (view: ActingView): Page => fault(view, 403, 'role', { needed: view.say('role.administer') })

export const keyPages: readonly SignedRoute[] = [
  {
    // A key that is read strictly holds no words; nothing else that is sent is kept.
    path: '/desk/keys', enter: ['administer'], persons: 'own',
    get: (view, { query }) => (atUnit(view) ? keysPage(view as At, { done: query.done }) : elsewhere(view)),
    async post(plain, { form: typed }) {
      if (!atUnit(plain)) return elsewhere(plain)
      const view = plain as At
      const { ports, acting, href } = view
      const text = typed.get('key') ?? ''
      const key = readPublicKey(text)
      const roles: readonly ClientRole[] = typed.get('administer') === 'on' ? ['deliver', 'administer'] : ['deliver']
      const unitCode = acting.body.code
      const proof = typed.get('proof') ?? ''
      const done = !key.ok ? key
        : await registerClient(ports, { clientId: newClientId(ports, unitCode), unitCode, publicKey: key.value, proof, roles, by: by(view) })
      if (done.ok) return { redirect: href('/desk/keys', { done: 'registered' }) }
      // What could be the private half is not written back into the page.
      const secret = done.refusals[0].code === 'key-is-private'
      return keysPage(view, { refused: done.refusals[0], typed: secret ? '' : text, proof: secret ? '' : proof, administer: roles.length > 1 })
    },
  },
  {
    path: '/desk/keys/revoke', enter: ['administer'],
    get: (view) => ({ redirect: view.href('/desk/keys') }),
    async post(plain, { form: typed }) {
      if (!atUnit(plain)) return elsewhere(plain)
      const view = plain as At
      const done = await revokeClient(view.ports, typed.get('client') ?? '', by(view), view.acting.body.code)
      return { redirect: view.href('/desk/keys', { done: done ? 'revoked' : null }) }
    },
  },
]

type Shown = { readonly done?: string | undefined; readonly refused?: Refusal; readonly typed?: string; readonly proof?: string; readonly administer?: boolean }

async function keysPage(view: At, shown: Shown): Promise<Page> {
  const { say, tell, ports, acting } = view
  const known = await clientsOf(ports.database, acting.body.code)
  const clients = await Promise.all(known.map(async (c) => ({ ...c, thumbprint: await thumbprint(c.public_key) })))
  const error = shown.refused === undefined ? undefined : say(`account.refused-${shown.refused.code}` as MessageKey, shown.refused.facts)
  const at = shown.refused?.code.startsWith('key-proof') ? 'proof' : 'key'
  const errors = error === undefined ? [] : [{ field: at, label: say(at === 'proof' ? 'account.key-proof' : 'account.public-key'), text: error }]
  return {
    title: errorTitle(view, say('account.keys'), errors), desk: 'keys', scripts: ['form'], status: errors.length > 0 ? 422 : 200,
    main: html`<div class="head top"><h1>${say('account.keys')}</h1></div><p class="measure">${tell('account.keys-text', { body: html`<b>${bodyName(view, acting.body)}</b>` })}</p>
${shown.done === 'registered' || shown.done === 'revoked' ? notice({ kind: 'done', text: say(`account.key-${shown.done}`, { body: bodyName(view, acting.body) }) }) : null}
<section class="near">${clients.length === 0 ? empty({ title: say('account.no-keys'), text: say('account.no-keys-text') }) : stackTable({
    caption: say('account.keys'), captionHidden: true, rows: clients,
    columns: [
      { head: say('account.client'), kind: 'head', cell: (c) => html`<span class="mono" translate="no">${c.client_id}</span>` },
      { head: say('account.thumbprint'), cell: (c) => (c.thumbprint === null ? say('account.key-unusable') : html`<span class="mono" translate="no">${c.thumbprint}</span>`) },
      { head: say('account.may'), cell: (c) => c.roles.map((role) => say(`role.${role}`)).join(say('account.and')) },
      { head: say('account.since'), cell: (c) => moment(c.from_at) },
      { head: say('account.state'), cell: (c) => (c.until_at === null ? tag('shown', say('account.state-stands')) : html`${tag('ended', say('account.state-revoked'))} ${moment(c.until_at)}`) },
      { head: say('account.revoke'), label: null, cell: (c) => (c.until_at !== null ? null : form(view, { action: '/desk/keys/revoke' },
        html`<button class="btn second" name="client" value="${c.client_id}">${say('account.revoke')}<span class="vh"> ${c.client_id}</span></button>`)) },
    ],
  })}</section>
<section><h2>${say('account.new-key')}</h2><p class="measure">${say('account.new-key-text')}</p><pre class="command">openssl genpkey -algorithm ed25519 -out probity.pem
openssl pkey -in probity.pem -pubout
printf %s '${proofText(ports.settings.address, acting.body.code)}' > proof.txt
openssl pkeyutl -sign -inkey probity.pem -rawin -in proof.txt | openssl base64 -A</pre><p class="measure">${say('account.key-then')}</p><pre class="command">probity deliver FILE --item ITEM --as ${acting.body.code} --client ${
    clients.find((c) => c.until_at === null)?.client_id ?? `${acting.body.code}.…`} --key probity.pem --server ${ports.settings.address}</pre>
<div class="form after">${form(view, { action: '/desk/keys', label: say('account.new-key') }, html`${errorSummary(view, errors)}
${field(view, { type: 'textarea', name: 'key', label: say('account.public-key'), hint: say('account.public-key-hint'), value: shown.typed ?? '', mono: true, most: 4000, rows: 6,
    error: at === 'key' ? error : undefined })}
${field(view, { type: 'textarea', name: 'proof', label: say('account.key-proof'), hint: say('account.key-proof-hint'), value: shown.proof ?? '', mono: true, most: 600, rows: 2,
    error: at === 'proof' ? error : undefined })}
${field(view, { type: 'checkbox', name: 'administer', label: say('account.key-administers'), hint: say('account.key-administers-hint'), checked: shown.administer ?? false })}
${buttons(button(say('account.register-key')))}`)}</div></section>`,
  }
}
