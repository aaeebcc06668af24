/** Pieces of an answer as one: text is encoded where it will stand, bytes are copied. */
export function joined(pieces: readonly (string | Buffer)[]): Buffer {
  let length = 0
  for (const piece of pieces) length += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length
  const answer = Buffer.allocUnsafe(length)
  let at = 0
  for (const piece of pieces) at += typeof piece === 'string' ? answer.write(piece, at) : piece.copy(answer, at)
  return answer
}
