/** The headers of a request that are kept, as the texts they stand for. */
import type { FastifyRequest } from 'fastify'

/** By name; those that were not sent are left out. */
export function keptHeaders(request: FastifyRequest): [name: string, text: string][] {
  const key = request.headers['idempotency-key']
  const fileName = fileNameOf(request)
  return [
    ...(key === undefined ? [] : [['idempotency-key', asWritten([key].flat().join(', '))] satisfies [string, string]]),
    ...(fileName === null ? [] : [['content-disposition', fileName] satisfies [string, string]]),
  ]
}

/** The name of a file that is the body (RFC 6266). */
export function fileNameOf(request: FastifyRequest): string | null {
  const header = request.headers['content-disposition'] ?? ''
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(header)?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(header)?.[1]
  const written = plain === undefined ? null : asWritten(plain)
  try { return encoded ? decodeURIComponent(encoded) : written } catch { return written }
}

/** Node reads the bytes of a header as Latin-1; what was written is UTF-8 nearly always. */
function asWritten(header: string): string {
  if (!/[\x80-\xff]/.test(header)) return header
  const text = Buffer.from(header, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? header : text
}
