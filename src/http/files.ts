/**
 * Files handed in by machines: a form whose part `data` holds the JSON the route describes, each file a part of its own. Read as
 * they come, each held to its bound; never as base64 inside JSON, which a server takes in whole before it knows what it is.
 */
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Refused, refused } from '../web/refused.ts'
import { shapeFits } from './json-body.ts'
import { requestLimits } from './limits.ts'

export type FileLimits = { readonly files: number; /** of each */ readonly bytes: number }

const handedIn = new WeakMap<FastifyRequest, readonly Buffer[]>()

/** What came with a request, in its order; nothing where the JSON came alone. */
export const filesOf = (request: FastifyRequest): readonly Buffer[] => handedIn.get(request) ?? []

/** For the schema of a route: what its body may come as. */
export const takesFiles = { consumes: ['application/json', 'multipart/form-data'] }

/**
 * In this scope a body may be such a form. Its length is known beforehand (bodies.ts), and bounds all of it.
 * @param name of the parts that are files
 */
export function readFiles(scope: FastifyInstance, name: string, limits: FileLimits): void {
  const most = limits.files * limits.bytes + requestLimits.bodyBytes * 2
  const parse = scope.getDefaultJsonParser('error', 'error')
  const parsed = (request: FastifyRequest, data: string) => new Promise<unknown>((resolve, reject) => {
    void parse(request, data, (error, body) => { if (error === null) resolve(body); else reject(error) })
  })
  scope.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: IncomingMessage) => {
    if (Number(request.headers['content-length']) > most) throw refused(413, 'evidence-too-large', { most: String(limits.bytes / 1_000_000) })
    const { data, files } = await readParts(request, payload, name, limits)
    const fits = shapeFits(data, { depth: requestLimits.jsonDepth, values: requestLimits.jsonValuesOfLong })
    if (!fits.ok) throw new Refused(400, ...fits.refusals)
    handedIn.set(request, files)
    return parsed(request, data)
  })
}

function readParts(request: FastifyRequest, payload: IncomingMessage, name: string, limits: FileLimits): Promise<{ data: string; files: Buffer[] }> {
  return new Promise((resolve, reject) => {
    const files: Buffer[] = []
    let data: string | null = null
    const stop = (error: Error) => {
      payload.unpipe(reader)
      payload.pause()
      reader.destroy()
      reject(error)
    }
    const wrong = () => { stop(refused(400, 'parts-unexpected', { files: name })) }
    let reader: InstanceType<typeof Busboy>
    try {
      reader = new Busboy({
        headers: request.headers as BusboyHeaders,
        limits: {
          files: limits.files + 1, fileSize: limits.bytes + 1, fields: 2, fieldSize: requestLimits.bodyBytes, parts: limits.files + 3, headerPairs: 20,
        },
      })
    } catch { reject(refused(400, 'parts-unexpected', { files: name })); return }
    // Bytes are counted as they come; a text has fewer characters than bytes.
    reader.on('field', (field, value, _cutName, isCut) => {
      if (field !== 'data' || data !== null) wrong()
      else if (isCut) stop(refused(413, 'payload-too-large'))
      else data = value
    })
    reader.on('file', (field, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => { chunks.push(chunk) })
      stream.on('limit', () => { stop(refused(413, 'evidence-too-large', { most: String(limits.bytes / 1_000_000) })) })
      stream.on('end', () => { files.push(Buffer.concat(chunks)) })
      stream.on('error', () => {})
      if (field !== name) wrong()
      else if (files.length >= limits.files) stop(refused(422, 'evidence-too-many', { most: String(limits.files) }))
    })
    reader.on('partsLimit', wrong)
    reader.on('fieldsLimit', wrong)
    reader.on('error', () => { stop(refused(400, 'upload-broken')) })
    reader.on('finish', () => {
      if (data === null) wrong()
      else resolve({ data, files })
    })
    payload.on('error', reject)
    payload.on('aborted', () => { stop(refused(400, 'upload-broken')) })
    payload.pipe(reader)
  })
}
