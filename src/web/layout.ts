/** The frame of every page: header, the law in force, footer with what the page rests on. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { forNobody } from '../acts/standing.ts'
import { newestCheckpoint } from '../acts/store.ts'
import type { Text2 } from '../law/types.ts'
import type { Ports } from '../ports.ts'
import type { Acting } from '../identity/acting.ts'
import { markAddress, scriptAddress, sheetAddress } from './assets.ts'
import { sendCompressed } from './compressed.ts'
import { barDesks, inGroups, openDesks } from './desks.ts'
import { html, type Html, type Part, raw } from './html.ts'
import { joined } from './joined.ts'
import type { Language } from './language.ts'
import { type MessageKey, type Say, sayer, type Tell, teller } from './messages.ts'

/** What a page is made with. */
export type View = {
  readonly ports: Ports
  readonly language: Language
  /** absent where nobody is signed in */
  readonly acting?: Acting
  readonly say: Say
  readonly tell: Tell
  /** the text of the law in the reader's language */
  readonly in2: (text: Text2) => string
  /** an address of this site in the reader's language; `path` begins with a slash */
  readonly href: (path: string, query?: Readonly<Record<string, string | null | undefined>>) => string
}

export type Page = {
  /** of the document, without the name of the site */
  readonly title: string
  readonly main: Part
  /** what stands where `main` has `piecesHere`: many of them as bytes written once and sent with many pages */
  readonly pieces?: readonly (string | Buffer)[]
  readonly entry?: Entry
  /** of the desk, while signed in: the part of its path after the slash, such as `deliveries`; '' on the page of all of them */
  readonly desk?: string
  readonly status?: number
  /** names of scripts in `scripts/`; a page is complete without them */
  readonly scripts?: readonly string[]
}
type Entry = 'search' | 'law' | 'clocks' | 'verify' | 'oversight'

const entries: readonly { readonly entry: Entry; readonly path: string; readonly key: MessageKey }[] = [
  { entry: 'search', path: '/', key: 'menu.search' },
  { entry: 'law', path: '/law', key: 'menu.law' },
  { entry: 'clocks', path: '/clocks', key: 'menu.clocks' },
  { entry: 'verify', path: '/verify', key: 'menu.verify' },
  { entry: 'oversight', path: '/oversight', key: 'menu.oversight' },
]

export function viewOf(ports: Ports, language: Language): View {
  return {
    ports, language, say: sayer(language), tell: teller(language), in2: (text) => text[language],
    href: (path, query = {}) => {
      let search = ''
      for (const [name, value] of Object.entries(query)) {
        if (typeof value === 'string' && value !== '') search += `${search === '' ? '?' : '&'}${name}=${encodeURIComponent(value.toWellFormed())}`
      }
      return `${inLanguage(language, path)}${search}`
    },
  }
}

const inLanguage = (language: Language, path: string): string => (language === 'zh' ? path : path === '/' ? '/en' : `/en${path}`)

/** The same address in the other language, its query kept. */
function otherAddress(language: Language, url: string): string {
  const at = url.indexOf('?')
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)]
  return language === 'zh' ? `${inLanguage('en', path)}${query}` : `${path.replace(/^\/en\/?/, '/')}${query}`
}

/** `2026-11-21 09:30` in Beijing */
export const beijingTime = (instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** Writes the page and its status. */
export async function sendPage(request: FastifyRequest, reply: FastifyReply, view: View, page: Page): Promise<FastifyReply> {
  const text = frame(view, page, request.url, await checkpointSize(view.ports)).html
  reply.code(page.status ?? 200).type('text/html; charset=utf-8').header('content-language', view.language)
  // What a signed-in reader sees stays with nobody; other pages may be kept if they are asked after again.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', view.acting === undefined ? 'no-cache' : 'no-store')
  const body = page.pieces === undefined ? Buffer.from(text) : withPieces(text, page.pieces)
  return view.acting === undefined ? sendCompressed(request, reply, body) : reply.send(body)
}

/** No text of a page can hold it: a `<` that is not markup is escaped. */
const piecesMark = '<!--pieces-->'
export const piecesHere = raw(piecesMark)

/** Long texts cost more as strings than as bytes: they are joined, flattened, encoded and thrown away. */
function withPieces(text: string, pieces: readonly (string | Buffer)[]): Buffer {
  const at = text.indexOf(piecesMark)
  if (at < 0) throw new Error('a page with pieces says where they stand')
  return joined([text.slice(0, at), ...pieces, text.slice(at + piecesMark.length)])
}

/** Asked once a second at most: the footer of every page shows it. */
const sizes = new WeakMap<Ports, { readonly second: number; readonly size: Promise<number | null> }>()
function checkpointSize(ports: Ports): Promise<number | null> {
  const second = Math.floor(ports.now().epochMilliseconds / 1000)
  const known = sizes.get(ports)
  if (known?.second === second) return known.size
  const size = forNobody(() => newestCheckpoint(ports.database)).then((checkpoint) => checkpoint?.size ?? null)
  sizes.set(ports, { second, size })
  size.catch(() => sizes.delete(ports))
  return size
}

/** Without the database: for the page that says the register has a fault. */
export const sendPlainPage = (request: FastifyRequest, reply: FastifyReply, view: View, page: Page): FastifyReply =>
  reply.code(page.status ?? 500).type('text/html; charset=utf-8').header('cache-control', 'no-store').header('content-language', view.language)
    .send(frame(view, page, request.url, null).html)

function frame(view: View, page: Page, url: string, size: number | null): Html {
  const { say, tell, href, language, ports } = view
  const law = ports.law()
  const other = language === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} – Probity${language === 'zh' ? '' : ', '}${say('site.descriptor')}</title>
<link rel="stylesheet" href="${sheetAddress}">
<link rel="icon" type="image/svg+xml" href="${markAddress}">
<link rel="alternate" hreflang="${other}" href="${otherAddress(language, url)}">
${(page.scripts ?? []).map((name) => html`<script type="module" src="${scriptAddress(name)}"></script>\n`)}</head>
<body lang="${language}">
<a class="skip" href="#main">${say('site.skip')}</a>
<header><div class="page">
<div class="mast">
<a class="brand" href="${href('/')}">${mark}<span class="nm"><b lang="en">Probity</b> <span class="zhn">${say('site.descriptor')}</span></span></a>
<div class="tools"><a href="${otherAddress(language, url)}" lang="${other}" hreflang="${other}">${other === 'zh' ? '中文' : 'English'}</a>${signTool(view, url)}</div>
<p class="printed" aria-hidden="true">${ports.settings.address}${url}</p>
</div>
<nav class="nav" aria-label="${say('site.menu')}">${entries.map((e) =>
    html`<a href="${href(e.path)}"${e.entry === page.entry ? raw(' aria-current="page"') : null}>${say(e.key)}</a>`)}<span class="law">${
    say('site.law', { law: view.in2(law.pack.title) })}</span></nav>
</div>${actingBar(view, page)}</header>
${ports.settings.drill ? html`<aside class="drill"><span class="page">${say('site.drill', { day: ports.today().toString() })}</span></aside>
` : null}<main id="main" class="page">
${page.main}
</main>
<footer><div class="page">
<div class="cols four">
<div><h2>${say('footer.kept')}</h2><p>${say('footer.kept-text')}</p><p>${say('footer.never-text')}</p></div>
${footerLinks.map(({ title, links }) => html`<div><h2>${say(title)}</h2><ul class="plain">${links.map(([path, key, everywhere]) =>
    html`<li><a href="${everywhere ? path : href(path)}">${say(key)}</a></li>`)}</ul></div>`)}
</div>
<div class="base"><span>${tell('footer.made', { at: html`<span class="nb">${beijingTime(ports.now())}</span>` })}</span><span>${
    tell('footer.stamp', { law: stamp(law.stamp) })}</span><span>${
    size === null ? say('footer.no-checkpoint') : tell('footer.size', { acts: size })}</span></div>
</div></footer>
</body>
</html>
`
}

type FooterLink = readonly [path: string, key: MessageKey, /** one address for both languages */ everywhere?: true]
const footerLinks: readonly { readonly title: MessageKey; readonly links: readonly FooterLink[] }[] = [
  { title: 'footer.rights', links: [['/inquiries', 'footer.inquiries'], ['/object', 'footer.object'], ['/restoration', 'footer.restore'], ['/contacts', 'footer.contacts']] },
  { title: 'footer.open', links: [['/law', 'footer.rules'], ['/data', 'footer.api'], ['/recalls', 'recall.published'], ['/board', 'board.short'], ['/log/checkpoint', 'footer.checkpoint', true]] },
  { title: 'footer.site', links: [['/accessibility', 'footer.accessibility'], ['/design', 'footer.design'], ['/verify', 'footer.verify']] },
]

const signTool = (view: View, url: string): Html => (view.acting === undefined
  ? html`<a href="${view.href('/sign-in', { next: /^\/(en)?(\/|\/?sign-in.*)?$/.test(url) ? view.href('/desk') : url })}">${view.say('account.sign-in')}</a>`
  : html`${(view.acting.news ?? 0) === 0 ? null : html`<a href="${view.href('/account/security')}"><b>${view.say('security.news')}</b></a>`}<a href="${view.href('/account')}">${view.say('account.link')}</a>`)

/** For whom one acts, the way to what waits, and the desks of the work one is at; the others unfold beneath. */
function actingBar(view: View, page: Page): Html | null {
  const { acting, language, href, say, tell } = view
  if (!acting?.body) return null
  const name = language === 'zh' ? acting.body.nameZh : acting.body.nameEn
  const open = openDesks(acting)
  const { shown, current, more } = barDesks(open, page.desk)
  const link = (path: string, key: MessageKey, here: boolean) => html`<a href="${href(path)}"${here ? raw(' aria-current="page"') : null}>${say(key)}</a>`
  return html`<div class="acting"><div class="page"><span>${tell('account.acting-for', { body: html`<b${language === 'en' && /\p{Script=Han}/u.test(name) ? raw(' lang="zh"') : null}>${name}</b>` })}${
    acting.bodies > 1 ? html` <a href="${href('/account/choose')}">${say('account.change-body')}</a>` : null}</span>${
    open.length === 0 ? null : html`<nav aria-label="${say('account.desks')}">${link('/desk', 'desks.title', page.desk === '')}${
      shown.map((desk) => link(desk.path, desk.key, desk === current))}${!more ? null : html`<details><summary><span>${say('desks.all')}</span></summary><div class="more">${
      inGroups(open).map(([group, own]) => html`<div><b>${say(`desks.group-${group}`)}</b><ul class="plain">${own.map((desk) =>
        html`<li>${link(desk.path, desk.key, desk === current)}</li>`)}</ul></div>`)}</div></details>`}</nav>`}</div></div>`
}

/** What every form of a signed-in page brings back. */
export const formToken = (view: View): Html => html`<input type="hidden" name="_token" value="${view.acting?.formToken ?? ''}">`

/** `guangdong@2026.1 national@2026.1`, as printed */
export const stamp = (text: string): Html => html`<span class="mono" translate="no">${text}</span>`

export const mark = raw(`<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false"><path d="M3 2.5h18v3H3z"/><path d="M10.5 2.5h3v19h-3z"/>`
  + `<path d="M10.5 10h9v3h-9z"/><path d="M4.5 10h3v11.5h-3z"/><path d="M1.5 18.5h21v3h-21z"/></svg>`)
