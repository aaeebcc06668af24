/** A delivery that is being read: its numbers move in place; every half minute at most they are said aloud. */
type Progress = {
  readonly sentence: string
  readonly spoken: string
  readonly counts: Readonly<Record<string, string>>
  readonly bars: readonly { readonly kind: string; readonly x: string; readonly width: string }[]
  /** the state in words once the delivery has ended */
  readonly ended: string | null
}

const every = 1500
const spokenEvery = 30_000

const live = document.querySelector<HTMLElement>('[data-live]')
if (live !== null) void follow(live, live.dataset.live!)

async function follow(live: HTMLElement, address: string): Promise<void> {
  let spokenAt = performance.now()
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, every) })
    if (document.hidden) continue
    let answer: Response
    try { answer = await fetch(address, { headers: { accept: 'application/json' } }) } catch { continue }
    // Signed out, or the delivery is gone: the page stays as it is, and its link says the rest.
    if (answer.status >= 400 && answer.status < 500) return
    if (!answer.ok) continue
    const now = (await answer.json()) as Progress
    show(live, now)
    if (now.ended !== null || performance.now() - spokenAt >= spokenEvery) {
      spokenAt = performance.now()
      say(live, now.ended === null ? now.spoken : `${now.spoken} ${now.ended}`)
    }
    if (now.ended !== null) {
      live.querySelector('[data-then] a')?.removeAttribute('hidden')
      return
    }
  }
}

function show(live: HTMLElement, now: Progress): void {
  const put = (selector: string, text: string) => { const at = live.querySelector(selector); if (at !== null && at.textContent !== text) at.textContent = text }
  put('[data-sentence]', now.sentence)
  for (const [kind, count] of Object.entries(now.counts)) put(`[data-count="${kind}"]`, count)
  live.querySelector('svg')?.setAttribute('aria-label', now.spoken)
  for (const { kind, x, width } of now.bars) {
    const bar = live.querySelector(`[data-bar="${kind}"]`)
    bar?.setAttribute('x', x)
    bar?.setAttribute('width', width)
  }
}

function say(live: HTMLElement, text: string): void {
  const at = live.querySelector('[data-announce]')
  if (at !== null) at.textContent = text
}
