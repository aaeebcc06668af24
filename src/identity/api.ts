/** Tokens for machine clients (RFC 6749 client credentials, RFC 7523 assertions) and who is behind a request. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import { allowedAlgorithms } from './client-key.ts'
import { type Access, authenticateClient, checkToken, issueToken, publicKeys, tokenEndpoint } from './tokens.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function identityRoutes(app: FastifyInstance, ports: Ports): void {
  app.post('/oauth/token', {
    schema: {
      tags: ['identity'], summary: 'Exchange a signed assertion for a short-lived access token (private_key_jwt)', consumes: ['application/x-www-form-urlencoded'],
      body: Type.Object({
        grant_type: Type.String(), client_assertion_type: Type.Optional(Type.String()), client_assertion: Type.Optional(Type.String({ maxLength: 8192 })),
        client_id: Type.Optional(Type.String()), scope: Type.Optional(Type.String()),
      }),
    },
  }, async (request, reply) => {
    const body = request.body as Record<string, string | undefined>
    reply.header('cache-control', 'no-store')
    const no = (error: string, description: string, status = 400) => reply.code(status).send({ error, error_description: description })
    if (body.grant_type !== 'client_credentials') return no('unsupported_grant_type', 'grant_type must be client_credentials')
    if (body.client_assertion_type !== assertionType || !body.client_assertion) return no('invalid_request', `client_assertion_type must be ${assertionType}, with a client_assertion`)
    const client = await authenticateClient(ports, body.client_assertion)
    if (!client.ok) return no('invalid_client', client.refusals[0].code, 401)
    if (body.client_id !== undefined && body.client_id !== client.value.clientId) return no('invalid_client', 'client_id is not the one that signed', 401)
    const { token, expiresIn } = await issueToken(ports, client.value)
    return reply.send({ access_token: token, token_type: 'Bearer', expires_in: expiresIn })
  })

  app.get('/.well-known/oauth-authorization-server', { schema: { tags: ['identity'], summary: 'Authorization server metadata (RFC 8414)' } }, async () => ({
    issuer: ports.settings.address,
    token_endpoint: tokenEndpoint(ports),
    jwks_uri: `${ports.settings.address}/oauth/keys`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: allowedAlgorithms,
  }))

  app.get('/oauth/keys', { schema: { tags: ['identity'], summary: 'Public keys of the token service (JWK set)' } }, () => publicKeys(ports))
}

/** The unit behind a request. @throws {Refused} 401 without a valid token */
export async function requireUnit(ports: Ports, request: FastifyRequest): Promise<Access> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw refused(401, 'sign-in-needed')
  const access = await checkToken(ports, token)
  if (!access.ok) throw refused(401, access.refusals[0].code)
  return access.value
}
