/** The log's entry for one act: 32 bytes that commit to it and tell nothing once the salt is gone. */
import { sha256 } from './hash.ts'

export const saltLength = 16
const encoder = new TextEncoder()
let input = new Uint8Array(16_384)

/**
 * `SHA-256(salt ‖ head ‖ LF ‖ content)`, texts as UTF-8.
 *
 * @param salt     16 bytes, unpredictable and used once; destroying it erases the act while its proofs stay valid
 * @param head     canonical JSON of what the act's group shares; holds no line feed, so no two pairs of texts give
 *                 the same bytes
 * @param content  canonical JSON of the act's own part
 */
export function commitment(salt: Uint8Array, head: string, content: string): Uint8Array {
  if (salt.length !== saltLength) throw new RangeError(`a salt has ${saltLength} bytes, not ${salt.length}`)
  if (head.includes('\n')) throw new RangeError('a head is one line')
  const most = saltLength + 1 + 3 * (head.length + content.length)
  // One work space for all: a daily run commits to every record that ends.
  if (most > input.length) input = new Uint8Array(most * 2)
  input.set(salt)
  let end = saltLength + encoder.encodeInto(head, input.subarray(saltLength)).written
  input[end++] = 0x0a
  end += encoder.encodeInto(content, input.subarray(end)).written
  return sha256(input.subarray(0, end))
}
