/** That something here cannot be read, and who knows of it. */
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'
import { notice } from './notice.ts'

/** Above a case of which some acts cannot be read. @param acts their numbers */
export const unreadableActs = ({ say, language }: View, acts: readonly number[] = []): Html | null =>
  (acts.length === 0 ? null : notice({ text: say('unreadable.acts', { acts: acts.join(language === 'zh' ? '、' : ', ') }) }))

/** In place of the values of a record. */
export const unreadableRecord = ({ say }: View): Html => html`<p class="note"><b>${say('unreadable.record')}</b> ${say('unreadable.record-text')}</p>`
