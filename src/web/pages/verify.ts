/**
 * Checking the operator: the reader hands something in, and the script checks it in the reader's own browser. Without
 * script the register checks it itself, and says what that is worth.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyRequest } from 'fastify'
import { newestCheckpoint } from '../../acts/store.ts'
import { answer } from '../../log/answer.ts'
import type { FetchBytes } from '../../log/client.ts'
import { formatVerifierKey } from '../../log/note.ts'
import { type NoQuestion, readQuestion, type Question } from '../../log/question.ts'
import { verifierKeyOf } from '../../log/sign.ts'
import { errorSummary, errorTitle, facts, scroll } from '../components.ts'
import { importAddresses } from '../assets.ts'
import { html, type Html } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped } from '../messages.ts'
import type { Asked, PublicRoute } from '../routes.ts'
import { verifyResult } from './verify-result.ts'

/** Acts up to which a whole tree is recomputed unasked: a few seconds of a browser, a moment of the server's. */
const wholeUpTo = { browser: 20_000, site: 2000 } as const

// Thirty small files, each leading to the next, would be a long way over a slow line.
const preloads = importAddresses('verify').map((address) => html`<link rel="modulepreload" href="${address}">`)

const formats = path.join(import.meta.dirname, '../../../docs/verify.md')

export const verifyPages: readonly PublicRoute[] = [
  { path: '/verify', get: (view, { query }) => verify(view, { given: query.q ?? query.record ?? '' }), post: (view, asked) => checkedHere(view, asked) },
  { path: '/verify/formats', get: () => ({ send: (reply) => reply.type('text/plain; charset=utf-8').send(readFileSync(formats, 'utf8')) }) },
]

/** The register's own check, by the same code, of what it serves to anyone. */
async function checkedHere(view: View, { form, request }: Asked): Promise<Page> {
  const given = form.get('q') ?? ''
  const key = (form.get('key') ?? '').trim() || null
  const here = `${request.protocol}://${request.host}`
  let read = readQuestion(given, here)
  if (!read.ok && read.why === 'elsewhere') read = readQuestion(given, new URL(view.ports.settings.address).origin)
  if (!read.ok) return verify(view, { given, problem: read.why })
  const { question } = read
  const found = await answer({ question, base: '', fetchBytes: ownRoutes(request), key, lastSeen: null, whole: false, wholeUpTo: wholeUpTo.site })
  const { address } = view.ports.settings
  const result = verifyResult(view, { answer: found, by: 'site', keyGiven: key !== null, lastSeen: null, proof: proofOf(question), address })
  return verify(view, { given, result })
}

const proofOf = (question: Question): string | null =>
  (question.kind === 'record' ? `/api/v1/organisations/${question.code}/records/${question.record}/proof` : null)

/** What anyone would be served at these addresses. */
const ownRoutes = (request: FastifyRequest): FetchBytes => async function own(url): Promise<{ status: number; bytes: Uint8Array }> {
  const reply = await request.server.inject({ url, remoteAddress: request.ip })
  if (reply.statusCode === 308 && typeof reply.headers.location === 'string') return own(reply.headers.location)
  return { status: reply.statusCode, bytes: reply.rawPayload }
}

type Shown = { readonly given: string; readonly problem?: NoQuestion; readonly result?: Html }

async function verify(view: View, { given, problem, result }: Shown): Promise<Page> {
  const { say, tell, href, ports } = view
  const { settings } = ports
  const checkpoint = await newestCheckpoint(ports.database)
  const key = formatVerifierKey(verifierKeyOf(settings.logOrigin, settings.logKey))
  const error = problem === undefined ? undefined : say(`verify.no-${problem}`)
  const errors = error === undefined ? [] : [{ field: 'q', label: say('verify.what'), text: error }]
  const record = readQuestion(given, new URL(settings.address).origin)
  const proof = record.ok ? proofOf(record.question) : null
  return {
    title: errorTitle(view, say('verify.title'), errors), entry: 'verify', scripts: ['form', 'verify'], ...(error !== undefined && { status: 422 }),
    main: html`${preloads}<div class="head top"><h1>${say('verify.title')}</h1><p class="lead">${say('verify.lead')}</p></div>
<div class="split"><div>
${errorSummary(view, errors)}
<form method="post" action="${href('/verify')}" id="verify" data-address="${settings.address}" data-whole="${wholeUpTo.browser}" data-key="${key}">
<div class="field${error === undefined ? null : ' bad'}"><label for="q">${say('verify.what')}</label><p class="hint" id="q-hint">${say('verify.what-hint')}</p>
<p class="err" id="q-error"${error === undefined ? html` hidden` : null}>${error === undefined ? null : html`${say('part.error')}${error}`}</p>
<textarea id="q" name="q" class="mono" rows="4" spellcheck="false" aria-describedby="q-hint q-error"${error === undefined ? null : html` aria-invalid="true"`}>
${given}</textarea></div>
<div class="field scripted"><label for="file">${say('verify.file')}</label><input type="file" id="file" accept=".json,.txt,application/json,text/plain"></div>
<div class="field pick scripted"><input type="checkbox" id="whole" aria-describedby="whole-hint"><label for="whole">${say('verify.whole')}</label><p class="hint" id="whole-hint">${
      say('verify.whole-hint', { n: wholeUpTo.browser })}</p></div>
<details><summary><span>${say('verify.own-key')}</span></summary><div class="field"><label for="key">${say('verify.key')}</label><p class="hint" id="key-hint">${
      say('verify.own-key-hint')}</p><p class="err" id="key-error" hidden></p><input type="text" id="key" name="key" class="mono" autocomplete="off" spellcheck="false" aria-describedby="key-hint key-error"></div></details>
<p class="go"><button class="btn">${say('verify.run')}</button></p>
<div class="run" hidden><p role="status" id="status"></p><p class="note" id="count" aria-hidden="true"></p><progress id="bar" aria-label="${
      say('verify.reading')}"></progress><p><button type="button" class="btn second" id="cancel">${say('verify.cancel')}</button></p></div>
</form></div>
<div class="side">
<div class="unscripted"><h2>${say('verify.no-script')}</h2><p class="after">${tell('verify.no-script-text', {
      proof: proof === null ? say('verify.no-script-proof') : html`<a href="${proof}" download>${say('verify.no-script-proof')}</a>`,
    })}</p><p>${say('verify.by-site-text')}</p></div>
<div class="scripted" id="memory"><h2>${say('verify.memory')}</h2><p class="note">${say('verify.memory-none')}</p></div>
</div></div>
<div id="result">${result}</div>
<section class="split"><div>
<h2>${say('verify.command')}</h2>
${scroll(say('verify.command'), html`<pre class="command" translate="no">probity verify ${settings.address}${proof === null ? '' : proof.replace(/\/proof$/, '')}
probity verify ${settings.address} --file proof.json</pre>`)}
<p class="measure note after">${say('verify.command-text')} ${tell('verify.formats', { guide: html`<a href="/verify/formats">${say('verify.guide')}</a>` })}</p>
<h2 class="later">${say('verify.key')}</h2>
<p class="hash after" translate="no">${key}</p>
<p class="measure note after">${say('verify.key-text')}</p>
</div>
<div class="side proof"><h2>${say('verify.checkpoint')}</h2>${checkpoint === null ? html`<p class="note">${say('verify.none')}</p>` : html`${facts([
      [say('verify.signed'), html`<span class="nb">${beijingTime(Temporal.Instant.from(iso(checkpoint.signed_at)))}</span>`],
      [say('verify.count'), grouped(checkpoint.size)],
      [say('verify.root'), html`<span class="hash" translate="no">${checkpoint.root.toString('base64')}</span>`],
    ])}<h3 class="small">${say('verify.note')}</h3><pre class="hash" translate="no">${checkpoint.note}</pre>`}
<p class="note"><a href="/log/checkpoint" translate="no">/log/checkpoint</a> · <a href="/log/key" translate="no">/log/key</a></p></div>
</section>`,
  }
}

/** PostgreSQL writes `2026-11-21 01:30:00+00`. */
const iso = (timestamp: string): string => timestamp.replace(' ', 'T')
