/** JSON and forms as they come in: how deep, how wide is known before anything is made of them. Pure. */
import { type Outcome, ok, refuse } from '../law/outcome.ts'

export type Shape = { readonly depth: number; readonly values: number }
/** - `body-too-deep` facts: most; - `body-too-wide` facts: most */
export type ShapeRefusal = 'body-too-deep' | 'body-too-wide'

/**
 * Looks a JSON text over once, in time proportional to its length. Whether it is JSON the parser says.
 * `values` counts commas and braces: at least as many as the text has values and names.
 */
export function shapeFits(text: string, most: Shape): Outcome<null, ShapeRefusal> {
  let depth = 0
  let values = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote:
        for (i++; i < text.length && text.charCodeAt(i) !== quote; i++) if (text.charCodeAt(i) === backslash) i++
        break
      case openBrace: case openBracket:
        if (++depth > most.depth) return refuse('body-too-deep', null, { most: String(most.depth) })
        if (++values > most.values) return tooWide(most.values)
        break
      case closeBrace: case closeBracket: depth--; break
      case comma: case colon:
        if (++values > most.values) return tooWide(most.values)
    }
  }
  return ok(null)
}
const tooWide = (most: number) => refuse('body-too-wide', null, { most: String(most) })
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma, colon] = [...'"\\{}[],:'].map((c) => c.charCodeAt(0)) as
  [number, number, number, number, number, number, number, number]

/** How many fields a form has, before they are taken apart. */
export function formFits(text: string, most: number): Outcome<null, ShapeRefusal> {
  let fields = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) if (++fields > most) return tooWide(most)
  return ok(null)
}
