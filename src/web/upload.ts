/** A form with files, read part by part: each file is held to its bound while it comes; what is larger is not read to its end. */
import type { FastifyRequest } from 'fastify'
import { letGo } from '../http/bodies.ts'
import type { Refusal } from '../law/outcome.ts'
import { evidenceLimits } from '../register/objections/evidence.ts'
import type { HandedIn } from '../register/objections/evidence/acts.ts'
import { holdUpload } from './no-person.ts'
import { type ActingView, tokenFits } from './routes.ts'
import { unsoundTyped } from './unsound-form.ts'

export type Uploaded = {
  readonly typed: URLSearchParams
  /** looked at already, where nothing stopped it */
  readonly files: HandedIn
  /** why it was not read to the end */
  readonly stopped: Refusal | null
}

/** Of all files of a form and what is typed with them: whoever says beforehand that more will come is not waited for. */
const mostBytes = evidenceLimits.files * evidenceLimits.bytes + 1_000_000

/** @returns null where the form's token does not fit: nothing of it was kept */
export async function readUpload(view: ActingView, request: FastifyRequest): Promise<Uploaded | null> {
  const typed = new URLSearchParams()
  const files: Buffer[] = []
  const tooLarge = (): Uploaded => {
    letGo(request)
    return { typed, files: [], stopped: { code: 'evidence-too-large', rule: null, facts: { most: String(evidenceLimits.bytes / 1_000_000) } } }
  }
  for await (const part of request.parts()) {
    if (part.type === 'field') { typed.append(part.fieldname, String(part.value)); continue }
    if (!tokenFits(view.acting, typed.get('_token'))) { letGo(request); return null }
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLarge()
    const chunks: Buffer[] = []
    for await (const chunk of part.file) chunks.push(chunk as Buffer)
    if (part.file.truncated) return tooLarge()
    if (part.filename) files.push(Buffer.concat(chunks))
  }
  if (!tokenFits(view.acting, typed.get('_token'))) return null
  const unsound = unsoundTyped(request)
  if (unsound !== null) return { typed, files: [], stopped: unsound }
  const passed = await holdUpload(view, request, typed, files)
  return passed.ok ? { typed, files: passed.value, stopped: null } : { typed, files: [], stopped: passed.refusals[0] }
}
