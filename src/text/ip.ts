/** Addresses of the net by their bytes, however they are written. Pure. */

/** @returns 4 or 16 bytes; null for what is no address. No zone, no port, no brackets. */
export function addressBytes(text: string): readonly number[] | null {
  if (/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) {
    const bytes = text.split('.').map(Number)
    return bytes.every((byte) => byte <= 255) ? bytes : null
  }
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return null
  // The parser of web addresses writes each in one way: hexadecimal groups, the longest run of zeros left out.
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1)
  if (host === undefined) return null
  const [left = '', right] = host.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, after] = [groups(left), groups(right ?? '')]
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after].flatMap((group) => [group >> 8, group & 255])
}

/** The address of the fourth version that this one stands for; null where it stands for itself. */
export const mappedFour = (bytes: readonly number[]): readonly number[] | null =>
  (bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255 ? bytes.slice(12) : null)
