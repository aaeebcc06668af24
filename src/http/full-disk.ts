/** While the disk is short nothing is taken in: said before a body is read. Reading goes on. */
import type { FastifyInstance } from 'fastify'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function refuseWritesOnFullDisk(app: FastifyInstance, { disk }: Pick<Ports, 'disk'>): void {
  if (disk === undefined) return
  app.addHook('preParsing', async (request) => {
    if (!reading.has(request.method) && disk().short) throw refused(503, 'disk-full', { seconds: '60' })
  })
}
