/** How much of a body is read, and for how long: nobody holds the server up by what is sent, or by not sending it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../web/refused.ts'
import { requestLimits } from './limits.ts'
import { onceSettled } from './once-settled.ts'

export type BodyTime = { readonly windowMs: number; readonly bytesInWindow: number }
const bodyTime: BodyTime = { windowMs: requestLimits.bodyWindowSeconds * 1000, bytesInWindow: requestLimits.bytesInWindow }

/** Does a body come with this request, and is any of it still on its way? */
const hasBody = ({ headers }: FastifyRequest): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
const isComing = (request: FastifyRequest): boolean => hasBody(request) && !request.raw.complete && !request.raw.destroyed

/** After the hooks that settle who asks: what they refuse is not read at all. */
export function guardBodies(app: FastifyInstance, time: BodyTime = bodyTime): void {
  onceSettled(app, async (request, reply) => {
    if (!hasBody(request)) return
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') throw refused(415, 'body-packed', { encoding: encoding.slice(0, 40) })
    if (request.headers['content-type']?.startsWith('multipart/') && request.headers['content-length'] === undefined) throw refused(411, 'length-missing')
    endTrickle(request, reply, time)
  })
  app.addHook('onSend', async (request, reply) => { if (isComing(request) && !lettingGo.has(request)) closeUnread(request, reply) })
}

/** A body that comes too slowly is answered and its connection ended. The time in which we are the ones who do not read counts for nobody. */
function endTrickle(request: FastifyRequest, reply: FastifyReply, { windowMs, bytesInWindow }: BodyTime): void {
  const { raw } = request
  let before = raw.socket.bytesRead
  const timer = setInterval(() => {
    if (reply.sent || !isComing(request)) { clearInterval(timer); return }
    const now = raw.socket.bytesRead
    const ours = raw.readableFlowing !== true && raw.readableLength > 0
    if (!ours && now - before < bytesInWindow) {
      clearInterval(timer)
      void reply.send(refused(408, 'body-too-slow', { seconds: String(windowMs / 1000) }))
    }
    before = now
  }, windowMs)
  timer.unref()
  reply.raw.once('close', () => { clearInterval(timer) })
}

/**
 * What was not read stays unread: the sender is held up by its own network, and not we by its bytes. The connection stays
 * open for a moment, so that the answer arrives before it is gone.
 */
function closeUnread({ raw }: FastifyRequest, reply: FastifyReply): void {
  const { socket } = raw
  reply.header('connection', 'close')
  // Node calls this when an answer after which the connection closes has been written.
  socket.destroySoon = () => {
    socket.end()
    // It has just let the rest of the body run out, which takes effect with the next tick.
    setImmediate(() => {
      raw.pause()
      socket.pause()
    })
    setTimeout(() => { socket.destroy() }, requestLimits.lingerMs).unref()
  }
}

const lettingGo = new WeakSet<FastifyRequest>()
const lingerSeconds = 5

/** The rest of an upload runs out unread for a while, so that the browser of somebody known is told what happened; then the connection ends. */
export function letGo(request: FastifyRequest): void {
  const { raw } = request
  lettingGo.add(request)
  raw.unpipe()
  raw.resume()
  const timer = setTimeout(() => { if (!raw.complete) raw.destroy() }, lingerSeconds * 1000)
  timer.unref()
  raw.once('close', () => { clearTimeout(timer) })
}
