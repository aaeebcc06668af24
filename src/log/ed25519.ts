/** Ed25519 signatures by Web Crypto, which Node and browsers share. */

/** Whether the signature is valid; null where this machine cannot tell: an old browser, or a page that came over plain HTTP. */
export async function verifyEd25519(message: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): Promise<boolean | null> {
  // Absent outside secure contexts, whatever its type says.
  const subtle = crypto.subtle as typeof crypto.subtle | undefined
  if (subtle === undefined) return null
  try {
    const key = await subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
    return await subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message))
  } catch (error) {
    if ((error as Error).name === 'NotSupportedError') return null
    // Bytes that are no point of the curve can have signed nothing.
    return false
  }
}
