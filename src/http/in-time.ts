/** An answer in time: where the database hangs, whoever asks is told so and not kept waiting. What had begun goes on by itself. */
import type { FastifyInstance } from 'fastify'
import { refused } from '../web/refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** why this route may take longer than others until its answer begins */
    patient?: string
  }
}

const longestMs = 30_000

export function answerInTime(app: FastifyInstance, ms: number = longestMs): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.patient === undefined) {
      const timer = setTimeout(() => { if (!reply.sent) void reply.send(refused(503, 'database-away', { seconds: '5' })) }, ms)
      timer.unref()
      reply.raw.once('close', () => { clearTimeout(timer) })
    }
    done()
  })
}
