/** What anybody may read, taken by a reader who signed in: written down before it leaves. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readerOf } from '../identity/reader.ts'
import type { Ports } from '../ports.ts'
import { refused } from './refused.ts'
import { noteTaken } from '../register/inquiries/acts.ts'

/**
 * What changes later of these versions is told to the reader; of a stranger nothing is written.
 * @throws {Refused} 401 where the token shown is not valid, 503 where a record changed since it was read
 */
export type NoteGiven = (
  request: FastifyRequest, reply: FastifyReply, subject: string, receipt: string, rows: readonly { readonly record_id: number; readonly version: number }[],
) => Promise<void>

export const noteGivenBy = (ports: Ports): NoteGiven => async (request, reply, subject, receipt, rows) => {
  const reader = await readerOf(ports, request)
  if (reader === null) return
  // No cache on the way may hand it to another reader who is known.
  reply.header('cache-control', 'private, no-cache')
  const versions = rows.map((r) => ({ record: r.record_id, version: r.version }))
  const written = await noteTaken(ports, reader.by, { body: reader.code, client: reader.client, subject, receipt, versions })
  if (!written) throw refused(503, 'changed-meanwhile', { code: subject })
}
