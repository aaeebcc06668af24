/** Routes of the log: C2SP tlog-tiles, for anyone, without conditions. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { formatVerifierKey } from '../log/note.ts'
import { verifierKeyOf } from '../log/sign.ts'
import { parseTilePath, tileWidth } from '../log/tiles.ts'
import type { Ports } from '../ports.ts'
import { entryBundle, tileBytes } from './serve.ts'
import * as store from './store.ts'

export function logRoutes(app: FastifyInstance, ports: Ports): void {
  const key = formatVerifierKey(verifierKeyOf(ports.settings.logOrigin, ports.settings.logKey))

  app.get('/log/checkpoint', {
    schema: { operationId: 'getCheckpoint', tags: ['log'], summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)', produces: ['text/plain'] },
  }, async (_request, reply) => {
    const newest = await store.newestCheckpoint(ports.database)
    if (newest === null) return reply.code(404).type('text/plain; charset=utf-8').send('The log holds no act yet.\n')
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(newest.note)
  })

  app.get('/log/key', {
    schema: { operationId: 'getLogKey', tags: ['log'], summary: 'The verifier key of the log (signed-note form)', produces: ['text/plain'] },
  }, async (_request, reply) => reply.type('text/plain; charset=utf-8').send(`${key}\n`))

  app.get('/log/tile/*', {
    schema: {
      operationId: 'getTile', tags: ['log'], produces: ['application/octet-stream'], summary: 'A tile of hashes or a bundle of entries (C2SP tlog-tiles)',
      params: Type.Object({ '*': Type.String({ description: 'level/number[.p/width] or entries/number[.p/width]' }) }),
    },
    config: { rateLimit: false },
  }, async (request, reply) => {
    const address = parseTilePath(`tile/${(request.params as { '*': string })['*']}`)
    if (address === null) return reply.code(400).type('text/plain; charset=utf-8').send('Not the path of a tile.\n')
    const bytes = address.level === 'entries'
      ? await entryBundle(ports.database, address)
      : await tileBytes(ports.database, { ...address, level: address.level })
    if (bytes === null) return reply.code(404).type('text/plain; charset=utf-8').send('The tree does not reach so far.\n')
    const immutable = address.width === tileWidth && address.level !== 'entries'
    return reply.type('application/octet-stream').header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache').send(bytes)
  })
}
