/** Tokens for machine clients (RFC 6749 client credentials, RFC 7523 assertions) and who is behind a request. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { tokenLimits } from '../http/caller.ts'
import { noteRefusal, whoIs } from '../http/who.ts'
import type { Refusal } from '../law/outcome.ts'
import type { Ports } from '../ports.ts'
import { languageOf } from '../web/language.ts'
import { problemOf, type ProblemCode } from '../web/problem.ts'
import { ProblemSchema } from '../web/schemas.ts'
import { allowedAlgorithms } from './client-key.ts'
import { memberRoutes } from './members-api.ts'
import { signOutRoutes } from './sign-out-api.ts'
import { authenticateClient, claimedClient, issueToken, publicKeys, tokenEndpoint } from './tokens.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const TokenProblem = Type.Object({ error: Type.String(), error_description: Type.String(), ...ProblemSchema.properties },
  { $id: 'TokenProblem', description: 'RFC 6749 error, with the members of a problem' })

export function identityRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(TokenProblem)
  memberRoutes(app, ports)
  signOutRoutes(app, ports)
  const limits = tokenLimits(app)
  app.post('/oauth/token', {
    config: { rateLimit: false },
    schema: {
      operationId: 'getToken', tags: ['identity'], consumes: ['application/x-www-form-urlencoded'],
      summary: 'Exchange a signed assertion for a short-lived access token (private_key_jwt)',
      description: 'client_assertion is a JWT signed with the private half of a key registered under /desk/keys: header alg (Ed25519 or EdDSA; ES256 for P-256); '
        + 'iss and sub both the client (UNIT.xxxxxxxx); aud this endpoint; iat and exp in seconds, a minute apart, say; jti used once. '
        + 'The token goes with each request as Authorization: Bearer.',
      body: Type.Object({
        grant_type: Type.Optional(Type.String({ description: 'client_credentials' })), client_assertion_type: Type.Optional(Type.String({ description: assertionType })),
        client_assertion: Type.Optional(Type.String({ maxLength: 8192, description: 'the signed JWT' })),
        client_id: Type.Optional(Type.String()), scope: Type.Optional(Type.String()),
      }),
      response: {
        200: Type.Object({ access_token: Type.String(), token_type: Type.Literal('Bearer'), expires_in: Type.Integer({ description: 'seconds' }) }),
        400: Type.Ref('TokenProblem'), 401: Type.Ref('TokenProblem'),
      },
    },
  }, async (request, reply) => {
    const body = request.body as Record<string, string | undefined>
    reply.header('cache-control', 'no-store')
    // RFC 6749, 5.2 wants its own two members and plain JSON; the problem's members stand beside them.
    const no = async (error: string, refusal: Refusal) => {
      noteRefusal(request, { kind: refusal.code === 'assertion-replayed' ? 'replayed' : 'token-refused', reason: refusal.code })
      await limits.refused(request, reply)
      if (error === 'invalid_client') whoIs(request, await claimedClient(ports, body.client_assertion!) ?? {})
      const problem = problemOf(refusal, languageOf(request), '/oauth/token')
      const said = JSON.stringify({ error, error_description: `${problem.title} ${problem.detail}`, ...problem })
      return reply.code(problem.status as 400 | 401).type('application/json; charset=utf-8').send(said)
    }
    const refusal = (code: ProblemCode, facts: Refusal['facts'] = {}): Refusal => ({ code, rule: null, facts })
    if (body.grant_type !== 'client_credentials') return no('unsupported_grant_type', refusal('grant-unsupported'))
    if (body.client_assertion_type !== assertionType || !body.client_assertion) return no('invalid_request', refusal('assertion-type-unsupported', { type: assertionType }))
    const client = await authenticateClient(ports, body.client_assertion)
    if (!client.ok) return no('invalid_client', client.refusals[0])
    if (body.client_id !== undefined && body.client_id !== client.value.clientId) return no('invalid_client', refusal('client-is-another'))
    await limits.known(request, reply, client.value.clientId)
    const { token, expiresIn } = await issueToken(ports, client.value)
    return reply.send({ access_token: token, token_type: 'Bearer', expires_in: expiresIn })
  })

  app.get('/.well-known/oauth-authorization-server', { schema: { operationId: 'getAuthorizationServer', tags: ['identity'], summary: 'Authorization server metadata (RFC 8414)' } }, async () => ({
    issuer: ports.settings.address,
    token_endpoint: tokenEndpoint(ports),
    jwks_uri: `${ports.settings.address}/oauth/keys`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: allowedAlgorithms,
  }))

  app.get('/oauth/keys', { schema: { operationId: 'getKeys', tags: ['identity'], summary: 'Public keys of the token service (JWK set)' } }, () => publicKeys(ports))
}
