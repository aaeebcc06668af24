/** What a check found, in words: a sentence, the proofs as claims, what was not proved. The same from the browser and from this site. */
import type { Answer, Step, StepName } from '../../log/answer.ts'
import { isTampering, isUnknown, type Finding } from '../../log/finding.ts'
import { formatVerifierKey } from '../../log/note.ts'
import { readCheckpoint } from '../../log/checkpoint.ts'
import { plain, sentence } from '../../log/words.ts'
import { checks, notProved, type Check } from '../components/checks.ts'
import { facts } from '../components/facts.ts'
import { html, type Html, type Part } from '../html.ts'
import type { Language } from '../../log/words.ts'
import type { MessageKey, Say, Tell } from '../messages.ts'
import { grouped } from '../words.ts'

export type Voice = { readonly language: Language; readonly say: Say; readonly tell: Tell }

export type Result = {
  readonly answer: Answer
  /** the program came from the register, or the register ran it itself */
  readonly by: 'browser' | 'site'
  /** the key was named by the reader, now or before */
  readonly keyGiven: boolean
  readonly lastSeen: string | null
  /** of the proof of one record, where the question was one */
  readonly proof: string | null
  /** of this site, for the command line */
  readonly address: string
}

const order: readonly StepName[] = ['present', 'given', 'acts', 'shown', 'file', 'receipt', 'logged', 'standing', 'still', 'between', 'since', 'tree', 'entries']

export function verifyResult(voice: Voice, result: Result): Html {
  const { say, tell } = voice
  const { answer } = result
  const act = onlyAct(answer)
  // The register remembers nothing for its readers: a check by itself has no last time.
  const told = answer.steps.filter(({ name, finding }) => result.by === 'browser' || name !== 'since' || finding.code !== 'first-seen')
  const claims = order.flatMap((name) => claim(voice, answer.question, name, told.filter((step) => step.name === name)))
  const count = (is: Check['result']) => claims.filter((c) => c.result === is).length
  const [good, bad, open] = [count('proved'), count('not-proved'), count('not-checked')]
  return html`<section class="result ${answer.verdict}"><h2 tabindex="-1">${say('verify.result', { sentence: headline(voice, answer) })}</h2>
<p class="measure">${say(bad === 0 ? 'verify.sum-all' : 'verify.sum', { good, failed: bad })}${
    open === 0 ? null : html` ${say('verify.sum-unknown', { n: open })}`}</p>
${result.by === 'site' ? html`<div class="notice"><h3>${say('verify.by-site-title')}</h3><p>${say('verify.by-site-note')}</p></div>` : null}
${checks(voice, claims)}</section>
${answer.evidence === null ? null : html`<section><h2>${say('verify.evidence')}</h2>${answer.evidence.map((note) => html`<pre class="hash note-text" translate="no">${note}</pre>`)}</section>`}
${range(voice, result)}
<section class="split">${notProved(say('verify.not-proved'), limits(voice, result))}
<div class="side proof"><h2>${say('verify.again')}</h2>${facts([
    act === null ? null : [say('verify.leaf'), html`<span translate="no">${grouped(act.leaf)}</span>`],
    act === null || act.head === null ? null : [say('verify.range-act'), html`<span class="hash" translate="no">${headLine(act.head)}</span>`],
    answer.present === null ? null : [say('verify.count'), grouped(answer.present.checkpoint.size)],
    answer.present === null ? null : [say('verify.root'), html`<span class="hash" translate="no">${answer.present.checkpoint.root.toBase64()}</span>`],
    answer.key === null ? null : [say('verify.key'), html`<span class="hash" translate="no">${formatVerifierKey(answer.key)}</span>`],
    result.proof === null ? null : [say('verify.proof'), html`<a href="${result.proof}" download>${say('verify.proof-link')}</a>`],
    [say('verify.format'), html`C2SP tlog-tiles`],
  ])}<pre class="hash" translate="no">probity verify ${result.address}${result.proof === null ? '' : result.proof.replace(/\/proof$/, '')}</pre>
<p class="note">${tell('verify.formats', { guide: html`<a href="/verify/formats">${say('verify.guide')}</a>` })}</p></div></section>`
}

function headline({ say }: Voice, { verdict, question, steps, whole }: Answer): string {
  if (verdict !== 'right') return say(`verify.${verdict}`)
  const later = steps.some(({ finding }) => ['superseded', 'record-ended', 'standing-superseded', 'standing-ended', 'receipt-superseded'].includes(finding.code))
  if (question === 'log' && !whole) return say('verify.right-edge')
  return say(later ? 'verify.right-later' : `verify.right-${question}`)
}

/** All findings of one step as one claim: it holds where every one of them does. */
function claim(voice: Voice, question: Answer['question'], name: StepName, steps: readonly Step[]): Check[] {
  if (steps.length === 0) return []
  const { say, language } = voice
  const findings = steps.map((step) => step.finding)
  const fault = findings.find(isTampering)
  const open = findings.find(isUnknown)
  const told = findings.map((finding) => html`<span class="said">${inPage(sentence(finding, language, grouped), language)}</span>`)
  const cure = fault ?? open
  return [{
    id: `step-${name}`, claim: say(findings.some(({ code }) => code === 'edge') ? 'verify.claim-edge' : `verify.claim-${name}`),
    result: fault ? 'not-proved' : open ? 'not-checked' : findings.every(({ code }) => standing.has(code)) ? { fact: say(standing.get(findings[0]!.code)!) } : 'proved',
    text: html`${told}${cure === undefined ? null : html`<span class="cure"><b>${say('verify.do')}</b>${say(cureOf(question, name, cure))}</span>`}`,
  }]
}

/** No proof, but how things stand: each under its word. */
const standing = new Map<Finding['code'], MessageKey>([
  ['standing-current', 'verify.now'], ['standing-superseded', 'verify.now'], ['standing-ended', 'verify.now'],
  ['first-seen', 'verify.first'], ['superseded', 'verify.now'], ['record-ended', 'verify.now'], ['receipt-other', 'verify.now'],
  ['receipt-current', 'verify.now'], ['receipt-superseded', 'verify.now'], ['and-more', 'verify.now'],
])

function cureOf(question: Answer['question'], name: StepName, { code }: Finding): MessageKey {
  if (code === 'checkpoint-unchecked') return 'verify.cure-browser'
  if (code === 'unreachable') return 'verify.cure-unreachable'
  if (code === 'receipt-unknown') return 'verify.cure-receipt'
  if (code === 'proof-missing') return 'verify.cure-missing'
  if (code.startsWith('checkpoint-') || code === 'key-missing' || code === 'origin-changed') return name === 'given' ? 'verify.cure-document' : 'verify.cure-key'
  if (name === 'between' || name === 'since') return 'verify.cure-history'
  if (name === 'shown' || (name === 'acts' && question !== 'proof')) return 'verify.cure-shown'
  return name === 'given' || name === 'acts' || name === 'file' || name === 'receipt' ? 'verify.cure-document' : 'verify.cure-tree'
}

/** Chinese on a page is set without typed spaces beside Han characters; the browser draws the gap. */
const inPage = (text: string, language: Language): string =>
  (language === 'zh' ? text.replace(/(?<=[\p{Script=Han}，。：；、）”]) | (?=[\p{Script=Han}（“])/gu, '') : text)

/** Of an archive there are many, and none of them is the one. */
const onlyAct = ({ question, acts }: Answer) => (question === 'record' || question === 'proof' || question === 'receipt' ? (acts[0] ?? null) : null)

function headLine(head: string): string {
  try {
    const { on, act, actor } = JSON.parse(head) as Record<string, unknown>
    return plain([on, act, actor].filter((part) => typeof part === 'string').join(' '))
  } catch {
    return plain(head)
  }
}

function limits({ say, language }: Voice, { answer, by, keyGiven }: Result): Part[] {
  const { present, key, question, whole } = answer
  const others = present === null ? [] : [...new Set(readCheckpoint(present.note)!.note.signatures.map((s) => s.name))].filter((name) => name !== key?.name)
  const list: (MessageKey | null)[] = [
    'verify.limit-content', 'verify.limit-complete',
    question === 'record' || question === 'proof' ? 'verify.limit-later' : null,
    question === 'archive' ? 'verify.limit-file' : null, question === 'receipt' ? 'verify.limit-receipt' : null,
    question === 'log' || question === 'checkpoint' || question === 'proof' ? 'verify.limit-pages' : null,
    others.length > 0 ? 'verify.limit-others-signed' : 'verify.limit-others',
    keyGiven ? null : 'verify.limit-key', whole ? null : 'verify.limit-walked', by === 'browser' ? 'verify.limit-script' : null,
  ]
  return list.filter((key) => key !== null).map((limit) => say(limit, { names: plain(others.join(language === 'zh' ? '、' : ', ')) }))
}

/** Where in the log the reader's act and checkpoint stand. */
function range({ say, tell }: Voice, { answer, lastSeen }: Result): Html | null {
  const { present, given } = answer
  const size = present?.checkpoint.size ?? 0
  // Nothing is drawn as kept that was not shown to be.
  if (size === 0 || answer.verdict !== 'right') return null
  const seen = lastSeen === null ? null : (readCheckpoint(lastSeen)?.checkpoint ?? null)
  const kept = given !== null && answer.question !== 'record' && answer.question !== 'receipt'
  const older = kept ? { at: given.size, label: 'verify.range-yours' as const } : seen === null ? null : { at: seen.size, label: 'verify.range-seen' as const }
  const mark = older !== null && older.at <= size ? older : null
  const act = onlyAct(answer)
  if (mark === null && act === null) return null
  const place = (n: number) => Math.round((n / size) * 10_000) / 100
  const anchor = (x: number) => (x < 15 ? 'start' : x > 85 ? 'end' : 'middle')
  const reach = place(mark?.at ?? size)
  const spoken = [say('verify.range-spoken', { n: size }), act && `${say('verify.range-act')} ${grouped(act.leaf)}`, mark && `${say(mark.label)} ${grouped(mark.at)}`]
  const edge = (x: number) => html`<rect class="edge" x="${x}%" y="48" width="3" height="40" transform="translate(${x > 50 ? -3 : 0},0)"/>`
  return html`<section><h2>${say('verify.range')}</h2><figure class="reach">
<svg width="100%" height="134" role="img" aria-label="${spoken.filter((part) => part !== null).join(' ')}"><rect class="room" x="0" y="58" width="100%" height="20"/><rect class="kept" x="0" y="58" width="${
    reach}%" height="20"/>${act === null ? null : html`${edge(place(act.leaf))}<text class="today" x="${place(act.leaf)}%" y="18" text-anchor="${anchor(place(act.leaf))}">${
    say('verify.range-act')}</text><text x="${place(act.leaf)}%" y="37" text-anchor="${anchor(place(act.leaf))}">${grouped(act.leaf)}</text>`}${
    mark === null ? null : html`${edge(reach)}<text class="today" x="${reach}%" y="107" text-anchor="${anchor(reach)}">${
      say(mark.label)}</text><text x="${reach}%" y="126" text-anchor="${anchor(reach)}">${grouped(mark.at)}</text>`}</svg>
<p class="ends"><span>${say('verify.range-first')}</span><span>${tell('verify.range-now', { n: size })}</span></p>
<figcaption class="note after">${say('verify.range-note')}</figcaption></figure></section>`
}


