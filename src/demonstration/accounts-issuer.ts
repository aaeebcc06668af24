/** The demonstration's own OpenID Connect issuer, served beneath the register's address. Nothing of it is kept over a restart. */
import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ports } from '../ports.ts'
import { memoryAdapter } from './accounts-memory.ts'
import { demonstrationAccounts, demonstrationIssuer, issuedName } from './accounts.ts'

export type DemonstrationIssuer = {
  /** serves a request whose address is relative to the issuer's */
  serve(request: IncomingMessage, response: ServerResponse): Promise<unknown>
  /** the person has chosen. @returns where to go on; null when the attempt is over */
  choose(request: IncomingMessage, response: ServerResponse, id: string): Promise<string | null>
  isOpen(request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

/** Loaded by the first who signs in: most registers never need it. */
export async function demonstrationIssuerOf(ports: Pick<Ports, 'settings' | 'randomBytes' | 'now'>): Promise<DemonstrationIssuer> {
  const { Provider, interactionPolicy } = await loaded()
  const { address } = ports.settings
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const prompts = interactionPolicy.base()
  // Consent is asked by parties that are not the register itself.
  prompts.remove('consent')
  const provider = new Provider(demonstrationIssuer(address), {
    clients: [{
      client_id: 'probity', redirect_uris: [`${address}/sign-in/callback`], token_endpoint_auth_method: 'none', application_type: 'web',
      // The default is RS256, for which there is no key here.
      id_token_signed_response_alg: 'ES256',
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] as never },
    adapter: memoryAdapter(ports.now),
    cookies: {
      keys: [ports.randomBytes(32).toString('base64url')],
      names: { session: 'probity_demonstration', interaction: 'probity_demonstration_choice', resume: 'probity_demonstration_resume' },
      // The page that asks stands at two addresses, one a language.
      short: { path: '/', httpOnly: true, sameSite: 'lax' }, long: { httpOnly: true, sameSite: 'lax' },
    },
    pkce: { required: () => true },
    scopes: ['openid', 'profile'], claims: { openid: ['sub'], profile: ['name'] }, conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, userinfo: { enabled: true }, rpInitiatedLogout: { enabled: false } },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 300, Interaction: 900, Session: 900 },
    interactions: {
      policy: prompts,
      url: (ctx, interaction) => `${String(interaction.params.ui_locales ?? '').startsWith('en') ? '/en' : ''}/demonstration/accounts/${interaction.uid}`,
    },
    async findAccount(_ctx, id) {
      const person = demonstrationAccounts.find((a) => a.id === id)
      return person && { accountId: person.id, claims: async () => ({ sub: person.id, name: issuedName(person) }) }
    },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client!.clientId, accountId: ctx.oidc.session!.accountId! })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    // Its own error page would be a stranger here: the register says it in its own words.
    async renderError(ctx) { ctx.redirect('/sign-in/callback') },
  })
  const handler = provider.callback()
  const details = (request: IncomingMessage, response: ServerResponse) => provider.interactionDetails(request, response).catch(() => null)
  return {
    serve: (request, response) => handler(request, response),
    isOpen: async (request, response) => (await details(request, response)) !== null,
    async choose(request, response, id) {
      if ((await details(request, response)) === null) return null
      return provider.interactionResult(request, response, { login: { accountId: id } }, { mergeWithLastSubmission: false })
    },
  }
}

async function loaded() {
  const voice: Pick<Console, 'warn'> = console
  const { warn } = voice
  // It remarks that this release of Node has no long-term support yet; whoever starts the register need not read that.
  voice.warn = () => {}
  try { return await import('oidc-provider') } finally { voice.warn = warn }
}
