/** Connections: who holds one without saying anything is not waited for; what cannot be read is answered in words all the same. */
import type { ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import type { Refusal } from '../law/outcome.ts'
import { problemOf } from '../web/problem.ts'
import { requestLimits } from './limits.ts'

/** The header of a request is there after so long, or the connection ends; looked at every second. */
export const connectionTimes = (headerMs: number = requestLimits.headerSeconds * 1000): ServerOptions =>
  ({ headersTimeout: headerMs, connectionsCheckingInterval: Math.min(1000, headerMs / 4) })

/** Before there is a request, there is nobody whose language is known: the answer stands in both. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') { socket.destroy(); return }
  const [status, code, phrase] = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? [408, 'header-too-slow', 'Request Timeout'] as const
    : error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'header-too-large', 'Request Header Fields Too Large'] as const
    : error.code === 'HPE_INVALID_URL' ? [400, 'address-unencoded', 'Bad Request'] as const : [400, 'request-unreadable', 'Bad Request'] as const
  const refusal: Refusal = { code, rule: null, facts: code === 'header-too-slow' ? { seconds: String(requestLimits.headerSeconds) } : {} }
  const zh = problemOf(refusal, 'zh', '', status)
  const en = problemOf(refusal, 'en', '', status)
  const body = JSON.stringify({ ...en, title: `${zh.title} · ${en.title}`, detail: `${zh.detail} ${en.detail}`, cure: `${zh.cure} ${en.cure}` })
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
    + `Cache-Control: no-store\r\nConnection: close\r\n\r\n${body}`)
}
