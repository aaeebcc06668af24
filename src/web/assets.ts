/**
 * The style sheet, the mark and the scripts, under addresses that change with their content, so that they never go stale.
 * Scripts are TypeScript like everything else; their types are taken off once, when the first of them is asked for.
 */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { takesGzip } from './compressed.ts'

const folder = (name: string) => path.join(import.meta.dirname, name)
const files = (name: string, ending: string) => readdirSync(folder(name)).filter((file) => file.endsWith(ending)).sort()
const digest = (body: string | Buffer) => hash('sha256', body, 'hex').slice(0, 12)

// One sheet: the common part first, then what single rooms add, by name.
const sheetBody = [...files('public', '.css'), ...files('styles', '.css').map((file) => `../styles/${file}`)]
  .map((file) => readFileSync(path.join(folder('public'), file), 'utf8')).join('\n')
const markBody = readFileSync(path.join(folder('public'), 'mark.svg'))

const source = path.dirname(import.meta.dirname)
const imported = /^(import '|(?:import|export) [^'\n]*? from '|\} from ')([^'\n]+)'/gm
const typeImport = /^(?:import|export) type [^']*'[^'\n]*'/gm
const scripts = withImports(files('scripts', '.ts').filter((file) => !file.endsWith('.test.ts')).map((file) => `web/scripts/${file}`))
// All scripts share one folder named after all of them, so that what they import of each other is of the same hour.
const scriptFolder = `/assets/scripts-${digest([...scripts].flat().join('\n'))}`

/** The whole style sheet, as it is served. */
export const sheet = (): string => sheetBody
export const sheetAddress = `/assets/probity-${digest(sheetBody)}.css`
export const markAddress = `/assets/mark-${digest(markBody)}.svg`

/** @param name of a file in `scripts/`, without its ending. @throws {RangeError} for a script that is not there */
export function scriptAddress(name: string): string {
  if (!scripts.has(`web/scripts/${name}.ts`)) throw new RangeError(`no script ${name}`)
  return addressOf(`web/scripts/${name}.ts`)
}
const addressOf = (file: string): string => `${scriptFolder}/${file.replace(/\.ts$/, '.js')}`

/** What a script imports, and what that imports, so that a browser need not learn of it file by file. */
export function importAddresses(name: string): string[] {
  const entry = `web/scripts/${name}.ts`
  return [...withImports([entry]).keys()].filter((file) => file !== entry).map(addressOf)
}

export function serveAssets(app: FastifyInstance): void {
  const assets: readonly { readonly address: string; readonly body: () => string | Buffer; readonly type: string }[] = [
    { address: sheetAddress, body: () => sheetBody, type: 'text/css; charset=utf-8' },
    { address: markAddress, body: () => markBody, type: 'image/svg+xml' },
    ...[...scripts].map(([file, text]) => ({ address: addressOf(file), body: () => forBrowsers(text), type: 'text/javascript; charset=utf-8' })),
  ]
  for (const { address, body, type } of assets) {
    // Made once, when first asked for, and as small as it gets: it never changes.
    let made: { readonly plain: string | Buffer; readonly small: Buffer } | null = null
    app.get(address, { schema: { hide: true } }, (request, reply) => {
      if (made === null) {
        const plain = body()
        made = { plain, small: gzipSync(plain, { level: 9 }) }
      }
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding')
      return takesGzip(request.headers['accept-encoding']) ? reply.header('content-encoding', 'gzip').send(made.small) : reply.send(made.plain)
    })
  }
}

/** Without its types, and importing under the names that are served. */
const forBrowsers = (text: string): string => stripTypeScriptTypes(text).replaceAll(imported, (_, before: string, name: string) => `${before}${name.replace(/\.ts$/, '.js')}'`)

/**
 * Scripts and whatever they import, by their paths in `src/`, as they are written. They keep their places among each
 * other; what a browser cannot have stops the server's start rather than a reader's page.
 */
function withImports(entries: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue
    const text = readFileSync(path.join(source, file), 'utf8')
    found.set(file, text)
    // What is only of its types is gone before a browser sees it.
    for (const [, , name] of text.replaceAll(typeImport, '').matchAll(imported)) {
      if (!/^\.\.?\/.*\.ts$/.test(name!)) throw new Error(`src/${file} is for browsers and imports ${name}`)
      open.push(path.posix.join(path.posix.dirname(file), name!))
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}
