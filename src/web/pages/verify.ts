/** How to check the register: the command, the checkpoint, the key, and what a check does not prove. */
import { newestCheckpoint } from '../../acts/store.ts'
import { formatVerifierKey } from '../../log/note.ts'
import { verifierKeyOf } from '../../log/sign.ts'
import { facts, scroll } from '../components.ts'
import { html } from '../html.ts'
import { beijingTime, type Page, type View } from '../layout.ts'
import { grouped } from '../messages.ts'

export async function verify(view: View): Promise<Page> {
  const { say, ports } = view
  const { settings } = ports
  const checkpoint = await newestCheckpoint(ports.database)
  const key = formatVerifierKey(verifierKeyOf(settings.logOrigin, settings.logKey))
  return {
    title: say('verify.title'), entry: 'verify',
    main: html`<div class="head top"><h1>${say('verify.title')}</h1><p class="lead">${say('verify.lead')}</p></div>
<section class="split"><div>
<h2>${say('verify.how')}</h2>
<p class="measure after">${say('verify.how-text')}</p>
${scroll(say('verify.how'), html`<pre class="command" translate="no">probity verify ${settings.address}</pre>`)}
<p class="measure note after">${say('verify.one')}</p>
<h2 class="later">${say('verify.key')}</h2>
<p class="hash after" translate="no">${key}</p>
<p class="measure note after">${say('verify.key-text')}</p>
<h2 class="later">${say('verify.not-proved')}</h2>
<p class="measure after">${say('verify.not-proved-text')}</p>
</div>
<div class="side proof"><h2>${say('verify.checkpoint')}</h2>${checkpoint === null ? html`<p class="note">${say('verify.none')}</p>` : html`${facts([
      [say('verify.signed'), html`<span class="nb">${beijingTime(Temporal.Instant.from(iso(checkpoint.signed_at)))}</span>`],
      [say('verify.acts'), grouped(checkpoint.size)],
      [say('verify.root'), html`<span class="hash" translate="no">${checkpoint.root.toString('base64')}</span>`],
    ])}<h3 class="small">${say('verify.note')}</h3><pre class="hash" translate="no">${checkpoint.note}</pre>`}
<p class="note"><a href="/log/checkpoint" translate="no">/log/checkpoint</a> · <a href="/log/key" translate="no">/log/key</a></p></div>
</section>`,
  }
}

/** PostgreSQL writes `2026-11-21 01:30:00+00`. */
const iso = (timestamp: string): string => timestamp.replace(' ', 'T')
