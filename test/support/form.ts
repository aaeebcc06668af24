/** A form with files as a machine sends it. */
export async function formOfFiles(data: object | null, files: readonly Uint8Array[], name = 'evidence'): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData()
  if (data !== null) form.set('data', JSON.stringify(data))
  for (const [i, bytes] of files.entries()) form.append(name, new Blob([bytes as Uint8Array<ArrayBuffer>]), `file-${i + 1}`)
  const made = new Response(form)
  const payload = Buffer.from(await made.arrayBuffer())
  return { payload, headers: { 'content-type': made.headers.get('content-type')!, 'content-length': String(payload.length) } }
}
