/** Checks what the reader hands in, here in the browser; remembers the key and the checkpoint for the next time. */
import { answer, toRemember, type Answer } from '../../log/answer.ts'
import { readCheckpoint } from '../../log/checkpoint.ts'
import { Cancelled, type FetchBytes } from '../../log/client.ts'
import { parseVerifierKey, formatVerifierKey } from '../../log/note.ts'
import { readQuestion, type Question } from '../../log/question.ts'
import { facts } from '../components/facts.ts'
import { html } from '../html.ts'
import { en as partEn, zh as partZh } from '../messages/part.ts'
import { en, zh } from '../messages/verify.ts'
import type { Say, Tell } from '../messages.ts'
import { verifyResult, type Voice } from '../pages/verify-result.ts'
import { fill, fillHtml } from '../words.ts'

const language = document.documentElement.lang === 'en' ? 'en' : 'zh'
const words: Readonly<Record<string, string>> = language === 'en' ? { ...partEn, ...en } : { ...partZh, ...zh }
const say: Say = (key, values = {}) => fill(words[key]!, values)
const tell: Tell = (key, values = {}) => fillHtml(words[key]!, values)
const voice: Voice = { language, say, tell }

const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E
const form = byId<HTMLFormElement>('verify')
const box = byId<HTMLTextAreaElement>('q')
const ownKey = byId<HTMLInputElement>('key')
const file = byId<HTMLInputElement>('file')
const run = document.querySelector<HTMLElement>('.run')!
const [status, count, bar, memoryPart, result] = ['status', 'count', 'bar', 'memory', 'result'].map((id) => byId(id)) as
  [HTMLElement, HTMLElement, HTMLProgressElement, HTMLElement, HTMLElement]

/** Kept in this browser alone, one for each register. */
type Memory = { readonly key: string; readonly given: boolean; readonly checkpoint: string }
const memoryName = 'probity-verify'
const mostFileBytes = 32 * 2 ** 20
/** How often a long check is told to whoever listens rather than looks. */
const tellEvery = 10_000

function recall(): Memory | null {
  try {
    const memory = JSON.parse(localStorage.getItem(memoryName) ?? 'null') as Memory | null
    return memory !== null && parseVerifierKey(memory.key) !== null && readCheckpoint(memory.checkpoint) !== null ? memory : null
  } catch {
    return null
  }
}

function remember(memory: Memory): void {
  try {
    localStorage.setItem(memoryName, JSON.stringify(memory))
  } catch { /* a browser told to keep nothing keeps nothing; the memory shown stays empty */ }
}

function showMemory(): void {
  const memory = recall()
  memoryPart.innerHTML = html`<h2>${say('verify.memory')}</h2>${memory === null ? html`<p class="note">${say('verify.memory-none')}</p>` : html`${facts([
    [say('verify.memory-key'), html`<span class="hash" translate="no">${memory.key}</span><br>${say(memory.given ? 'verify.memory-given' : 'verify.memory-offered')}`],
    [say('verify.memory-size'), say('verify.acts', { n: readCheckpoint(memory.checkpoint)!.checkpoint.size })],
  ])}<p class="note after">${say('verify.memory-text')}</p><p class="after"><button type="button" class="btn second" id="forget">${say('verify.forget')}</button></p>`}`.html
  document.getElementById('forget')?.addEventListener('click', () => {
    localStorage.removeItem(memoryName)
    showMemory()
    memoryPart.insertAdjacentHTML('beforeend', html`<p class="note" role="status" tabindex="-1">${say('verify.forgotten')}</p>`.html)
    memoryPart.querySelector<HTMLElement>('[tabindex]')!.focus()
  })
}

/** An error beside its field, which takes the focus; null takes it away. */
function fault(field: HTMLInputElement | HTMLTextAreaElement, text: string | null): void {
  const shown = byId(`${field.id}-error`)
  shown.textContent = text === null ? '' : `${say('part.error')}${text}`
  shown.hidden = text === null
  field.closest('.field')!.classList.toggle('bad', text !== null)
  if (text === null) return field.removeAttribute('aria-invalid')
  field.setAttribute('aria-invalid', 'true')
  field.closest('details')?.setAttribute('open', '')
  field.focus()
}

let stop: AbortController | null = null

/** Nothing may come out of the browser's own store: what is checked is what is served now, to a stranger. */
const fetchFor = (signal: AbortSignal): FetchBytes => async (url, mostBytes) => {
  try {
    const reply = await fetch(url, { signal, cache: 'no-store', credentials: 'omit', headers: { accept: 'application/json, */*;q=0.5' } })
    const bytes = new Uint8Array(await reply.arrayBuffer())
    const retryAfter = Number(reply.headers.get('retry-after'))
    return { status: reply.status, bytes: bytes.subarray(0, mostBytes + 1), ...(retryAfter > 0 && { retryAfter }) }
  } catch (error) {
    if (signal.aborted) throw new Cancelled()
    throw error
  }
}

async function check(): Promise<void> {
  if (stop !== null) return
  fault(box, null)
  fault(ownKey, null)
  const read = readQuestion(box.value, location.origin)
  if (!read.ok) return fault(box, say(`verify.no-${read.why}`))
  const named = ownKey.value.trim()
  if (named !== '' && parseVerifierKey(named) === null) return fault(ownKey, say('verify.no-key'))

  stop = new AbortController()
  result.replaceChildren()
  running(true)
  const memory = recall()
  const lastSeen = memory?.checkpoint ?? null
  try {
    const found = await answer({
      question: read.question, base: '', fetchBytes: fetchFor(stop.signal), key: named || (memory?.key ?? null), lastSeen,
      whole: byId<HTMLInputElement>('whole').checked, wholeUpTo: Number(form.dataset.whole), progress: teller(),
    })
    show(found, read.question, named !== '' || memory?.given === true, lastSeen)
  } catch (error) {
    status.textContent = say(error instanceof Cancelled ? 'verify.cancelled' : 'verify.unknown')
    if (!(error instanceof Cancelled)) throw error
  } finally {
    stop = null
    running(false)
  }
}

function show(found: Answer, question: Question, keyGiven: boolean, lastSeen: string | null): void {
  const note = toRemember(found)
  if (note !== null && found.key !== null) remember({ key: formatVerifierKey(found.key), given: keyGiven, checkpoint: note })
  showMemory()
  const proof = question.kind === 'record' ? `/api/v1/organisations/${question.code}/records/${question.record}/proof` : null
  result.innerHTML = verifyResult(voice, { answer: found, by: 'browser', keyGiven, lastSeen, proof, address: form.dataset.address! }).html
  status.textContent = ''
  // The heading is the answer: whoever listens hears it, whoever looks is there.
  result.querySelector('h2')!.focus()
}

function running(is: boolean): void {
  run.hidden = !is && status.textContent === ''
  bar.hidden = count.hidden = byId('cancel').hidden = !is
  form.setAttribute('aria-busy', String(is))
  if (!is) return
  status.textContent = say('verify.reading')
  count.textContent = ''
  bar.removeAttribute('value')
}

/** Shows every hundredth, says one in ten seconds. */
function teller(): (done: number, of: number, what: 'tree' | 'records') => void {
  let said = performance.now()
  return (done, of, what) => {
    bar.max = of
    bar.value = done
    count.textContent = say(`verify.progress-${what}`, { done, of })
    if (performance.now() - said < tellEvery) return
    said = performance.now()
    status.textContent = count.textContent
  }
}

async function take(chosen: File | undefined): Promise<void> {
  if (chosen === undefined) return
  if (chosen.size > mostFileBytes) return fault(box, say('verify.no-file'))
  box.value = await chosen.text()
  fault(box, null)
  box.focus()
}

function start(): void {
  if (recall() !== null) showMemory()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    void check()
  }, { capture: true })
  byId('cancel').addEventListener('click', () => stop?.abort())
  file.addEventListener('change', () => void take(file.files?.[0]))
  box.addEventListener('dragover', (event) => event.preventDefault())
  box.addEventListener('drop', (event) => {
    if (event.dataTransfer?.files.length !== 1) return
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  })
  // Asked for by the address alone does nothing; asked for in so many words, it begins.
  if (new URLSearchParams(location.search).get('run') === '1') void check()
}

if ('toBase64' in Uint8Array.prototype && 'parse' in URL) start()
else {
  status.textContent = say('verify.too-old')
  running(false)
}
