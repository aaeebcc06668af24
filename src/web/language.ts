/** The language of an answer: asked for by `?lang=`, by the address (`/en/…`), or by the browser; Chinese otherwise. */
import type { FastifyRequest } from 'fastify'

export type Language = 'zh' | 'en'

export function languageOf(request: Pick<FastifyRequest, 'query' | 'headers' | 'url'> & { readonly routeOptions?: { readonly url?: string | undefined } }): Language {
  const asked = (request.query as { lang?: unknown } | undefined)?.lang
  if (asked === 'zh' || asked === 'en') return asked
  if (/^\/en(\/|$|\?)/.test(request.routeOptions?.url ?? request.url)) return 'en'
  return preferred(request.headers['accept-language'] ?? '')
}

/** The first of the two languages by weight (RFC 9110, 12.5.4). */
function preferred(header: string): Language {
  let best: { language: Language; weight: number } | null = null
  for (const part of header.split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = range.startsWith('en') ? 'en' : range.startsWith('zh') ? 'zh' : null
    if (!language) continue
    const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((v) => v !== undefined)
    const weight = q === undefined ? 1 : Number(q)
    if (weight > 0 && (best === null || weight > best.weight)) best = { language, weight }
  }
  return best?.language ?? 'zh'
}
