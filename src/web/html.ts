/** HTML as tagged templates: whatever is put in is text, and escaped, unless it is HTML already. */

/** Text that may stand on a page as it is. Made by `html`, or by name with `raw`. */
export type Html = { readonly html: string }
export type Part = Html | string | number | null | undefined | false | readonly Part[]

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const special = /[&<>"']/
// Most texts have nothing to escape, and a page is thousands of them.
const escape = (text: string): string => (special.test(text) ? text.replace(/[&<>"']/g, (c) => entities[c]!) : text)

/** For text and for quoted attributes alike. Arrays are joined, null and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  let text = parts[0]!
  for (let i = 1; i < parts.length; i++) text += show(values[i - 1]) + parts[i]!
  return { html: text }
}

/** Only for text this program wrote itself. */
export const raw = (text: string): Html => ({ html: text })

export const nothing: Html = { html: '' }

export function join(parts: readonly Part[], between: Part): Html {
  return { html: parts.map(show).join(show(between)) }
}

function show(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escape(part)
  if (typeof part === 'number') return String(part)
  if ('html' in part) return part.html
  let text = ''
  for (const one of part) text += show(one)
  return text
}
