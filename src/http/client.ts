/**
 * Whom a limit counts: the machine client or the account behind a request where it is known, else the visitor's address.
 * Behind a trusted proxy (PROBITY_TRUSTED_PROXIES) the visitor's address is the one the proxy tells; from anybody else
 * X-Forwarded-For is only words, and is not read.
 */
import type { FastifyRequest } from 'fastify'
import { addressBytes, mappedFour } from '../text/ip.ts'

const knownAs = new WeakMap<FastifyRequest, string>()

/** From here on this request counts for a client or an account, whatever address it came from. */
export const countAs = (request: FastifyRequest, kind: 'client' | 'account', id: string): void => { knownAs.set(request, `${kind} ${id}`) }

/** The key of whatever counts requests. */
export const counted = (request: FastifyRequest): string => knownAs.get(request) ?? visitorOf(request)

/** The visitor whose address it is; a network of IPv6 (/64) is one visitor. What a proxy tells and is no address counts for the proxy. */
export const visitorOf = (request: Pick<FastifyRequest, 'ip'> & { readonly raw?: FastifyRequest['raw'] }): string =>
  `address ${networkIn(request.ip) ?? networkOf(request.raw?.socket?.remoteAddress ?? '')}`

/** `2001:db8:1:2:3:4:5:6` → `2001:db8:1:2`; an address of IPv4, also one written in IPv6's way, stays whole; `unknown` for what is none. Pure. */
export const networkOf = (address: string): string => networkIn(address) ?? 'unknown'

function networkIn(address: string): string | null {
  // Some proxies write the port too.
  const bare = /^(?:\[([^\]]*)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5})$/.exec(address)
  const bytes = addressBytes((bare?.[1] ?? bare?.[2] ?? address).split('%')[0]!)
  if (bytes === null) return null
  const four = bytes.length === 4 ? bytes : mappedFour(bytes)
  if (four !== null) return four.join('.')
  return [0, 2, 4, 6].map((i) => (bytes[i]! * 256 + bytes[i + 1]!).toString(16)).join(':')
}
