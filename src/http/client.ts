/**
 * Whom a limit counts: the machine client or the account behind a request where it is known, else the visitor's address.
 * Behind a trusted proxy (PROBITY_TRUSTED_PROXIES) the visitor's address is the one the proxy tells; from anybody else
 * X-Forwarded-For is only words, and is not read.
 */
import type { FastifyRequest } from 'fastify'

const knownAs = new WeakMap<FastifyRequest, string>()

/** From here on this request counts for a client or an account, whatever address it came from. */
export const countAs = (request: FastifyRequest, kind: 'client' | 'account', id: string): void => { knownAs.set(request, `${kind} ${id}`) }

/** The key of whatever counts requests. */
export const counted = (request: FastifyRequest): string => knownAs.get(request) ?? visitorOf(request)

/** The visitor whose address it is; a network of IPv6 (/64) is one visitor. */
export const visitorOf = (request: Pick<FastifyRequest, 'ip'>): string => `address ${networkOf(request.ip)}`

/** `2001:db8:1:2:3:4:5:6` → `2001:db8:1:2`; an address of IPv4, also one written in IPv6's way, stays whole. Pure. */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1]
  if (four !== undefined) return four
  if (!address.includes(':')) return address.slice(0, 64)
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  const whole = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return whole.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':').slice(0, 64)
}
