/**
 * Loaded into the processes of law:mutate: of all files of the packs a change touches one, and reading YAML is most of a
 * process's time. A text that was parsed before is read back as JSON; the program itself is none the wiser.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import * as yaml from 'yaml'

const folder = process.env.PARSED_ONCE!

type Parsed = { readonly errors: readonly yaml.YAMLParseError[]; toJS(): unknown }

export function parseDocument(text: string, options?: yaml.ParseOptions & yaml.DocumentOptions): Parsed {
  const kept = path.join(folder, `${createHash('sha256').update(text).digest('hex')}.json`)
  if (existsSync(kept)) return { errors: [], toJS: () => JSON.parse(readFileSync(kept, 'utf8')) as unknown }
  const document = yaml.parseDocument(text, options)
  if (document.errors.length === 0) {
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(document.toJS()))
    renameSync(`${kept}.${process.pid}`, kept)
  }
  return document
}

export function parse(text: string): unknown {
  const document = parseDocument(text)
  if (document.errors[0]) throw document.errors[0]
  return document.toJS()
}

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'yaml' && context.parentURL !== import.meta.url && !context.parentURL?.includes('node_modules')
    ? { url: import.meta.url, shortCircuit: true } : next(specifier, context)),
})
