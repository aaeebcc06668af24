/** The colours of the style sheet, read from it, and their contrast (WCAG 2.2: relative luminance). Pure. */

export type Colour = { readonly token: string; readonly light: string; readonly dark: string }

/** In the order of the sheet: `--token: #rrggbb` of the light palette with its counterpart in the dark one. */
export function coloursOf(sheet: string): readonly Colour[] {
  const palettes = [...sheet.matchAll(/:root\{([^}]*)\}/g)].map((m) => new Map(
    [...m[1]!.matchAll(/--([a-z-]+\d?):(#[0-9a-f]{3,6})\b/g)].map(([, token, value]) => [token!, sixDigits(value!)])))
  const [light, dark] = [palettes[0]!, palettes[1]!]
  return [...light].map(([token, value]) => ({ token, light: value, dark: dark.get(token) ?? value }))
}

const sixDigits = (hex: string): string => (hex.length === 7 ? hex : `#${hex.slice(1).replace(/./g, '$&$&')}`)

/** @returns from 1 to 21, of two colours `#rrggbb` */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
