/**
 * An answer in time: where the database hangs, whoever asks is told so and not kept waiting. What was asked is then not begun any
 * more; what had begun may be done or not, which the answer says. The time in which a body comes counts for nobody.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { giveUp } from '../acts/standing.ts'
import { letGo } from './at-once.ts'
import { refused } from '../web/refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** why this route may take longer than others until its answer begins */
    patient?: string
  }
}

const longestMs = 30_000
const seconds = '5'

export function answerInTime(app: FastifyInstance, ms: number = longestMs): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.patient === undefined) {
      const { raw } = request
      let before = raw.socket.bytesRead
      const timer = setInterval(() => {
        const now = raw.socket.bytesRead
        const comes = !raw.complete && !raw.destroyed && now > before
        before = now
        if (comes) return
        clearInterval(timer)
        if (reply.sent) return
        const late = () => lateAnswer(request)
        giveUp(request, late)
        letGo(request)
        void reply.send(late())
      }, ms)
      timer.unref()
      reply.raw.once('close', () => { clearInterval(timer) })
    }
    done()
  })
}

const lateAnswer = ({ method }: FastifyRequest) => (method === 'GET' || method === 'HEAD'
  ? refused(503, 'database-away', { seconds })
  : refused(503, 'answer-late', { seconds }))
