/** While the disk is short nothing is taken in: said before a body is read. Reading goes on. */
import type { FastifyInstance } from 'fastify'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import { onceSettled } from './once-settled.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `goes on`: what it does for the reader does not wait for the disk */
    readonly fullDisk?: 'goes on'
  }
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function refuseWritesOnFullDisk(app: FastifyInstance, { disk }: Pick<Ports, 'disk'>): void {
  if (disk === undefined) return
  onceSettled(app, async (request) => {
    if (!reading.has(request.method) && request.routeOptions.config.fullDisk !== 'goes on' && disk().short) throw refused(503, 'disk-full', { seconds: '60' })
  })
}
