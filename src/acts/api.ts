/** Routes of the log: C2SP tlog-tiles, for anyone, without conditions. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { formatVerifierKey } from '../log/note.ts'
import { verifierKeyOf } from '../log/sign.ts'
import { parseTilePath, tileWidth } from '../log/tiles.ts'
import type { Ports } from '../ports.ts'
import { publishedErasures } from './erasures.ts'
import { publishedSuccessors } from './successor.ts'
import { actBundle, entryBundle, tileBytes } from './serve.ts'
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

  app.get('/log/erasures', {
    schema: {
      operationId: 'getErasures', tags: ['log'], summary: 'Acts of erasure, each with the entries of the log it names',
      querystring: Type.Object({ after: Type.Optional(Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER, description: 'the leaf of the last one read' })) }),
    },
  }, async (request, reply) => {
    const { after = -1 } = request.query as { after?: number }
    return reply.header('cache-control', 'no-cache').send({ erasures: await publishedErasures(ports.database, after, 200) })
  })

  app.get('/log/successors', {
    schema: { operationId: 'getSuccessors', tags: ['log'], summary: 'Statements by which this log goes on under another name and key, oldest first' },
  }, async (_request, reply) => reply.header('cache-control', 'no-cache').send(await publishedSuccessors(ports.database)))

  const rechecks = atMost(rechecksAtOnce, rechecksWaiting)
  app.get('/log/tile/*', {
    schema: {
      operationId: 'getTile', tags: ['log'], produces: ['application/octet-stream'],
      summary: 'A tile of hashes or a bundle of entries (C2SP tlog-tiles); under acts/, what the acts behind a bundle say now',
      params: Type.Object({ '*': Type.String({ description: 'level/number[.p/width], entries/number[.p/width] or acts/number[.p/width]' }) }),
    },
    config: { rateLimit: false },
  }, async (request, reply) => {
    const address = parseTilePath(`tile/${(request.params as { '*': string })['*']}`)
    if (address === null) return reply.code(400).type('text/plain; charset=utf-8').send('Not the path of a tile.\n')
    const { level } = address
    const bytes = level === 'entries' ? await entryBundle(ports.database, address)
      : level === 'acts' ? await rechecks(() => actBundle(ports.database, address))
      : await tileBytes(ports.database, { ...address, level })
    if (bytes === busy) return reply.code(503).header('retry-after', '1').type('text/plain; charset=utf-8').send('Others are checking too; ask again.\n')
    if (bytes === null) return reply.code(404).type('text/plain; charset=utf-8').send('The tree does not reach so far.\n')
    // A full one never changes; what acts say now is never kept.
    const caching = level === 'acts' ? 'no-store' : address.width === tileWidth ? 'public, max-age=31536000, immutable' : 'no-cache'
    return reply.type('application/octet-stream').header('cache-control', caching).send(bytes)
  })
}

/** Engineering values. Acts are recomputed for whoever asks, without a limit of requests: so many at a time for all together. */
const rechecksAtOnce = 2
const rechecksWaiting = 256
const busy = Symbol('busy')

/** Does so many pieces of work at a time; what finds too many waiting is told `busy`. */
function atMost(running: number, waiting: number) {
  const queue: (() => void)[] = []
  let active = 0
  return async <T>(work: () => Promise<T>): Promise<T | typeof busy> => {
    if (active >= running) {
      if (queue.length >= waiting) return busy
      await new Promise<void>((resolve) => { queue.push(resolve) })
    } else active++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) active--
      else next()
    }
  }
}
