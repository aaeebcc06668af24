/**
 * The demonstration's sign-in asks for no password, so it answers this machine's own browser alone: under the register's own name
 * (a foreign one that leads here is a page of somebody else's that reads over its shoulder, DNS rebinding) and not through others.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ports } from '../ports.ts'
import { refused } from '../web/refused.ts'
import { noteRefusal } from './who.ts'

/** Routes, not addresses: `/%73ign-in` and `http://other/sign-in` are spellings of one. */
const guarded = /^(\/en)?\/(demonstration|sign-in)(\/|$)/
/** What a proxy adds: whoever has one of these did not come from here. By how they begin and end, for every maker has names of its own. */
const forwarded = [
  /^(?:forwarded|via|x-host|x-scheme|x-url|x-proto|x-port)$/,
  /^x-(?:forward|original|rewrite|envoy|real|client|cluster|remote|source|prox|appengine|azure|arr|amzn|cdn|http)/,
  /^(?:cf|fastly|akamai|fly|true|incap|wl-proxy|ali-cdn|proxy)-/, /(?:^|-)(?:client|connecting|remote|user|source)[-_]?(?:ip|addr|address|host)$/,
]
const forwards = (name: string): boolean => forwarded.some((pattern) => pattern.test(name))

export function refuseForeign(app: FastifyInstance, ports: Pick<Ports, 'settings'>): void {
  const { address, signIn } = ports.settings
  if (signIn?.kind !== 'demonstration') return
  app.addHook('onRequest', (request, _reply, done) => {
    const why = guarded.test(request.routeOptions.url ?? '') ? foreign(request, address, signIn.everywhere === true) : null
    if (why === null) return done()
    noteRefusal(request, { kind: 'foreign-host', reason: why })
    done(refused(403, 'demonstration-elsewhere', { address }))
  })
}

/** @param everywhere the deployment says that whoever reaches it may, also through others. @returns why not; null: it may */
export function foreign({ headers, raw }: Pick<FastifyRequest, 'headers' | 'raw'>, address: string, everywhere: boolean): 'host' | 'forwarded' | null {
  // A target that names its host (RFC 9112, 3.2.2) is what a proxy is asked.
  if (!everywhere && (raw.url?.startsWith('/') === false || Object.keys(headers).some(forwards))) return 'forwarded'
  const named = raw.headersDistinct?.host ?? (headers.host === undefined ? [] : [headers.host])
  const own = new URL(address)
  const host = named.length === 1 ? URL.parse(`${own.protocol}//${named[0]!}`) : null
  if (host === null || host.pathname !== '/' || host.username !== '' || host.password !== '' || host.search !== '' || host.hash !== '') return 'host'
  const sameName = host.hostname === own.hostname || (isHere(own.hostname) && isHere(host.hostname))
  return sameName && host.port === own.port ? null : 'host'
}

const isHere = (name: string): boolean => name === 'localhost' || /^127(\.\d{1,3}){3}$/.test(name) || name === '[::1]'
