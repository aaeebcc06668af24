/** Bytes and their spellings, the same in Node and in a browser. */

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The text of bytes that are UTF-8 throughout; null where they are not. A byte order mark is text like any other. */
export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Null where the text is not written in the one canonical way. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.fromBase64(text)
    return bytes.toBase64() === text ? bytes : null
  } catch {
    return null
  }
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  // Eight bytes at a step, where they lie so: whole tiles are compared.
  const long = a.length >= 256 && ((a.byteOffset | b.byteOffset) & 7) === 0 ? a.length >> 3 : 0
  if (long > 0) {
    const [x, y] = [new BigUint64Array(a.buffer, a.byteOffset, long), new BigUint64Array(b.buffer, b.byteOffset, long)]
    for (let i = 0; i < long; i++) if (x[i] !== y[i]) return false
  }
  for (let i = long * 8; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
