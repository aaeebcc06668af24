/**
 * Sends the news to an address a body registered. The address is another's: it may hang, answer anything, lead elsewhere,
 * or point into the register's own network.
 */
import { createPrivateKey, sign } from 'node:crypto'
import { lookup as resolve } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { addressBytes, mappedFour } from '../../text/ip.ts'
import { signedPart } from './event.ts'

/**
 * What became of one attempt: `taken` (2xx), `status-NNN`, `redirected`, `timed-out`, `unreachable`, `address-refused`. A
 * redirection is never followed.
 */
export type SendResult = string

export type Sender = {
  /** host names with port (`127.0.0.1:9000`) that may be reached although they lie inside, and without TLS */
  readonly inside: readonly string[]
  readonly timeoutMilliseconds: number
}

// What IANA keeps for a purpose of its own (registries iana-ipv4-special-registry and iana-ipv6-special-registry), and groups.
const within = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) within.ipv4.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2620:4f:8000::', 48], ['3fff::', 20]] as const) within.ipv6.addSubnet(net, bits, 'ipv6')
/** The open net of the sixth version; everything else is kept for something. */
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')

/** Ranges whose addresses wrap one of the fourth version, and where it stands: mapped, translated, of two translators' prefixes, 6to4, Teredo. */
const wrapping: readonly (readonly [net: string, bits: number, inner: (bytes: readonly number[]) => readonly (readonly number[])[]])[] = [
  ['::ffff:0:0', 96, (b) => [b.slice(12)]], ['::ffff:0:0:0', 96, (b) => [b.slice(12)]], ['64:ff9b::', 96, (b) => [b.slice(12)]],
  ['2002::', 16, (b) => [b.slice(2, 6)]], ['2001::', 32, (b) => [b.slice(4, 8), b.slice(12).map((byte) => byte ^ 255)]],
]
const wrapped = wrapping.map(([net, bits, inner]) => {
  const range = new BlockList()
  range.addSubnet(net, bits, 'ipv6')
  return { range, inner }
})

/** Not an address of the open net: this machine, a private net, the link, a group, or one that wraps such an address. */
export function isInside(address: string): boolean {
  const bytes = addressBytes(address.split('%')[0]!)
  if (bytes === null) return true
  if (bytes.length === 4) return within.ipv4.check(bytes.join('.'), 'ipv4')
  const written = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! * 256 + bytes[2 * i + 1]!).toString(16)).join(':')
  // Node's list takes a mapped address for the one it stands for.
  const mapped = mappedFour(bytes)
  if (mapped !== null) return within.ipv4.check(mapped.join('.'), 'ipv4')
  const wraps = wrapped.find(({ range }) => range.check(written, 'ipv6'))
  if (wraps !== undefined) return wraps.inner(bytes).some((four) => within.ipv4.check(four.join('.'), 'ipv4'))
  return !open.check(written, 'ipv6') || within.ipv6.check(written, 'ipv6')
}

/** Why an address is not taken; null: it may be registered. What its name means is looked at each time something is sent. */
export function addressFault(text: string, inside: readonly string[]): 'not-an-address' | 'not-https' | 'inside' | null {
  const url = URL.parse(text)
  if (url === null || text.length > 500 || url.username !== '' || url.password !== '' || url.hash !== '') return 'not-an-address'
  if (inside.includes(url.host)) return url.protocol === 'https:' || url.protocol === 'http:' ? null : 'not-https'
  if (url.protocol !== 'https:') return 'not-https'
  const host = hostOf(url)
  const named = host === 'localhost' || localName.test(host) || (isIP(host) === 0 && !host.includes('.'))
  return named || (isIP(host) !== 0 && isInside(host)) ? 'inside' : null
}

/** Names that lead nowhere on the open net. */
const localName = /\.(localhost|local|internal|lan|home|arpa|intranet|corp|private|svc|test|invalid|onion)$/
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')

class Inside extends Error {}
/** The name is looked up once, and the connection goes to what was found and judged. */
const openNetOnly: LookupFunction = (name, options, done) => {
  resolve(name, { ...options, all: true }, (error, found) => {
    const [first] = found ?? []
    if (error || !first) done(error ?? new Error('not found'), '', 4)
    else if (found.some(({ address }) => isInside(address))) done(new Inside(), '', 4)
    else if (options.all) (done as unknown as (error: null, found: readonly object[]) => void)(null, found)
    else done(null, first.address, first.family)
  })
}

/** @param seconds since 1970. @param key Ed25519 private key, PEM */
export function signatureOf(id: string, seconds: number, body: string, key: string): string {
  return `v1a,${sign(null, Buffer.from(signedPart(id, seconds, body)), createPrivateKey(key)).toString('base64')}`
}

/** One attempt. Never throws. */
export async function sendNews(
  to: string, news: { readonly id: string; readonly body: string; readonly seconds: number; readonly key: string }, by: Sender,
): Promise<SendResult> {
  const fault = addressFault(to, by.inside)
  if (fault !== null) return 'address-refused'
  const url = new URL(to)
  const body = Buffer.from(news.body)
  const options = {
    method: 'POST', agent: false, signal: AbortSignal.timeout(by.timeoutMilliseconds), maxHeaderSize: 16 * 1024,
    ...(by.inside.includes(url.host) ? {} : { lookup: openNetOnly }),
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8', 'content-length': body.length, 'user-agent': 'Probity',
      'webhook-id': news.id, 'webhook-timestamp': String(news.seconds), 'webhook-signature': signatureOf(news.id, news.seconds, news.body, news.key),
    },
  } as const
  return new Promise((done) => {
    const asked = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (answer) => {
      const status = answer.statusCode ?? 0
      done(status >= 200 && status < 300 ? 'taken' : status >= 300 && status < 400 ? 'redirected' : `status-${status}`)
      // What it says besides is nobody's concern, and may have no end.
      answer.destroy()
    })
    asked.on('error', (error) => {
      const why = (error as Error & { cause?: unknown })
      done(error instanceof Inside ? 'address-refused' : why.name === 'AbortError' || why.name === 'TimeoutError' ? 'timed-out' : 'unreachable')
    })
    asked.end(body)
  })
}
