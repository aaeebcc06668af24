/** The public pages on how offices keep their duties, at the head of each of them. */
import { filters } from '../components.ts'
import { html, type Html } from '../html.ts'
import type { View } from '../layout.ts'
import type { MessageKey } from '../messages.ts'

const rooms: readonly { readonly path: string; readonly key: MessageKey }[] = [
  { path: '/oversight', key: 'oversight.room-now' },
  { path: '/board', key: 'oversight.room-board' },
  { path: '/recalls', key: 'recall.published' },
]

/** @param at path of the page one is on */
export const oversightRooms = ({ say, href }: View, at: string): Html => html`<nav class="rooms after" aria-label="${say('menu.oversight')}">${
  filters(say('menu.oversight'), rooms.map(({ path, key }) => ({ href: href(path), label: say(key), chosen: path === at })))}</nav>`
