/** Texts that only the holder of a key can read: each key seals one text of a purpose, so that one nonce will do. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'

const tagBytes = 16
const nonce = Buffer.alloc(12)
const sealingKey = (key: string, purpose: string) => createHmac('sha256', key).update(purpose).digest()

export function seal(key: string, purpose: string, text: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key, purpose), nonce)
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** @throws {Error} where the key is another or the bytes were changed */
export function unseal(key: string, purpose: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, purpose), nonce)
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
}
