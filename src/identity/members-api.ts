/** Members and machine clients of a unit, for its own machine clients that may administer. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '../ports.ts'
import { problemTexts } from '../web/problem.ts'
import { Refused, refused } from '../web/refused.ts'
import { day, nullable } from '../web/schemas.ts'
import { memberRoles } from './acting.ts'
import { newClientId, registerClient, revokeClient, thumbprint } from './acts.ts'
import { readPublicKey } from './client-key.ts'
import { endMembership } from './members.ts'
import { offerMembership } from './offers.ts'
import { membersOf, saveAccount } from './members-store.ts'
import { callers, requireRole } from './request.ts'
import { clientsOf } from './store.ts'

const role = Type.Union([Type.Literal('deliver'), Type.Literal('administer'), Type.Literal('inquire')], { description: 'what it may do for the unit' })
/** Roles given elsewhere are shown too. */
const held = Type.Union(memberRoles.map((name) => Type.Literal(name)), { description: 'what it may do for the body' })
const Member = Type.Object({
  membership: Type.Integer({ description: 'number of the act that granted it' }), account: Type.Integer({ description: 'number of the account; names are not given' }),
  role: held, from: day('first day'), until: nullable(day('last day')), endedAt: nullable(Type.String({ description: 'when it was ended before its last day' })),
}, { $id: 'Member' })
const Client = Type.Object({
  client: Type.String(), thumbprint: nullable(Type.String({ description: 'RFC 7638, SHA-256, base64url; null: the key cannot be used' })), roles: Type.Array(held),
  from: Type.String(), until: nullable(Type.String({ description: 'when it was revoked' })),
}, { $id: 'MachineClient', description: 'Keys themselves are not given' })
const common = { tags: ['identity'], security: callers() }

export function memberRoutes(app: FastifyInstance, ports: Ports): void {
  app.addSchema(Member)
  app.addSchema(Client)

  app.get('/api/v1/members', {
    schema: { ...common, security: callers('administer'), operationId: 'listMembers', summary: 'Who acts, will act or acted for the unit', response: { 200: Type.Object({ items: Type.Array(Type.Ref('Member')) }) } },
  }, async (request) => {
    const { unitCode, own } = await requireRole(ports, request, 'administer')
    const members = await membersOf(own.database, { kind: 'unit', code: unitCode })
    return {
      items: members.map((m) => ({
        membership: m.membership_id, account: m.account_id, role: m.role, from: m.from_on, until: m.until_on, endedAt: m.ended_at,
      })),
    }
  })

  app.post('/api/v1/members', {
    schema: {
      ...common, security: callers('administer'), operationId: 'addMember',
      summary: 'Offer a role to the account an issuer vouches for, which need not have signed in yet: it is a member once it has said yes on its own page',
      body: Type.Object({
        issuer: Type.String({ minLength: 1, maxLength: 300 }), subject: Type.String({ minLength: 1, maxLength: 300, description: 'sub, as the issuer gives it' }), role,
        from: Type.Optional(day('first day; today when left out')), until: Type.Optional(nullable(day('last day'))),
      }, { additionalProperties: false }),
      response: { 202: Type.Object({ offer: Type.Integer({ description: 'number of the offer' }), account: Type.Integer() }) },
    },
  }, async (request, reply) => {
    const { unitCode, clientId } = await requireRole(ports, request, 'administer')
    const asked = request.body as { issuer: string; subject: string; role: 'deliver' | 'administer' | 'inquire'; from?: string; until?: string | null }
    const account = await saveAccount(ports.database, { issuer: asked.issuer, subject: asked.subject, name: '', at: ports.now().toString(), signedIn: false })
    const offered = await offerMembership(ports, { client: clientId }, { account, body: { kind: 'unit', code: unitCode }, ...asked })
    if (!offered.ok) throw new Refused(problemTexts[offered.refusals[0].code].status, ...offered.refusals)
    return reply.code(202).send({ offer: offered.value, account })
  })

  app.delete('/api/v1/members/:membership', {
    schema: {
      ...common, security: callers('administer'), operationId: 'endMember', summary: 'End a membership at once',
      params: Type.Object({ membership: Type.Integer() }), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'administer')
    const ended = await endMembership(ports, unitCode, { kind: 'unit', code: unitCode }, (request.params as { membership: number }).membership)
    if (!ended.ok) throw new Refused(ended.refusals[0].code === 'membership-unknown' ? 404 : 409, ...ended.refusals)
    return reply.code(204).send()
  })

  app.get('/api/v1/clients', {
    schema: { ...common, security: callers('administer'), operationId: 'listClients', summary: 'Machine clients of the unit, the revoked ones last', response: { 200: Type.Object({ items: Type.Array(Type.Ref('MachineClient')) }) } },
  }, async (request) => {
    const { unitCode, own } = await requireRole(ports, request, 'administer')
    const clients = await clientsOf(own.database, unitCode)
    const shown = clients.map(async (c) => ({
      client: c.client_id, thumbprint: await thumbprint(c.public_key), roles: c.roles, from: c.from_at, until: c.until_at,
    }))
    return { items: await Promise.all(shown) }
  })

  app.post('/api/v1/clients', {
    schema: {
      ...common, security: callers('administer'), operationId: 'addClient', summary: 'Register the public key of another machine client, with a proof that you hold its other half',
      body: Type.Object({
        key: Type.Union([
          Type.String({ maxLength: 4000, description: 'PEM' }), Type.Object({ kty: Type.String() }, { additionalProperties: true, description: 'JWK' }),
        ]),
        proof: Type.Optional(Type.String({
          maxLength: 600, description: 'base64 of a signature, made with the private half, over: probity register key ADDRESS UNIT',
        })),
        roles: Type.Optional(Type.Array(role, { uniqueItems: true, minItems: 1, description: 'deliver alone when left out' })),
      }, { additionalProperties: false }),
      response: { 201: Type.Object({ client: Type.String(), thumbprint: Type.String() }) },
    },
    // A key that is read strictly holds no words; nothing else that is sent is kept.
    config: { persons: 'own' },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'administer')
    const { key: given, proof = '', roles } = request.body as { key: string | object; proof?: string; roles?: ('deliver' | 'administer' | 'inquire')[] }
    const key = readPublicKey(typeof given === 'string' ? given : JSON.stringify(given))
    if (!key.ok) throw new Refused(422, ...key.refusals)
    const clientId = newClientId(ports, unitCode)
    const done = await registerClient(ports, { clientId, unitCode, publicKey: key.value, proof, ...(roles ? { roles } : {}) })
    if (!done.ok) throw new Refused(done.refusals[0].code === 'key-known' ? 409 : 422, ...done.refusals)
    return reply.code(201).send({ client: clientId, thumbprint: (await thumbprint(key.value))! })
  })

  app.delete('/api/v1/clients/:client', {
    schema: {
      ...common, security: callers('administer'), operationId: 'revokeClient', summary: 'Revoke a machine client; its tokens no longer stand',
      params: Type.Object({ client: Type.String({ maxLength: 100 }) }), response: { 204: Type.Null() },
    },
  }, async (request, reply) => {
    const { unitCode } = await requireRole(ports, request, 'administer')
    const { client } = request.params as { client: string }
    if (!(await revokeClient(ports, client, unitCode, unitCode))) throw refused(404, 'client-not-there', { client })
    return reply.code(204).send()
  })
}
