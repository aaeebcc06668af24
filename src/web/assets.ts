/** The style sheet and the mark, served under addresses that change with their content, so that they never go stale. */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'

const read = (name: string, type: string) => {
  const body = readFileSync(path.join(import.meta.dirname, 'public', name))
  const { name: stem, ext } = path.parse(name)
  return { body, type, address: `/assets/${stem}-${hash('sha256', body, 'hex').slice(0, 12)}${ext}` }
}
const sheet = read('probity.css', 'text/css; charset=utf-8')
const mark = read('mark.svg', 'image/svg+xml')

export const sheetAddress = sheet.address
export const markAddress = mark.address

export function serveAssets(app: FastifyInstance): void {
  for (const { address, body, type } of [sheet, mark]) {
    app.get(address, { schema: { hide: true } }, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(body))
  }
}
