/** An act's commitment: what the log holds of it. Pure. */
import { hash } from 'node:crypto'

/**
 * @param salt     16 random bytes; destroying them makes the commitment say nothing about the content any more
 * @param head     the group's head, canonical JSON
 * @param content  the act's own content, canonical JSON
 * @returns        32 bytes: SHA-256(salt ‖ head ‖ LF ‖ content), the entry of the log
 */
export function commitment(salt: Uint8Array, head: string, content: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(`${head}\n${content}`)]), 'buffer')
}
