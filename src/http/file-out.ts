/** A file that was handed in goes out again as it came, or not at all. */
import { hash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { refused } from '../web/refused.ts'

export type KeptFile = { readonly sha256: Buffer; readonly media_type: string; readonly bytes: Buffer }

/**
 * Sends a file to be kept, never to be shown in place.
 * @param name   what it is called, without its ending
 * @throws {Refused} 503 `evidence-altered` where its bytes are not those whose digest acts and its row name
 */
export function sendFile(reply: FastifyReply, file: KeptFile, name: string): FastifyReply {
  const digest = file.sha256.toString('hex')
  if (hash('sha256', file.bytes, 'hex') !== digest) {
    console.error(`file ${digest}: its bytes in the database were altered; it is not given out. Bring it back from a backup; "probity operate audit" names all of them.`)
    throw refused(503, 'evidence-altered', { sha256: digest, seconds: '3600' })
  }
  return reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="${name}.${file.media_type.split('/')[1]}"`)
    .type(file.media_type).send(file.bytes)
}
