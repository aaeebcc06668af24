/** A file's own fault, thrown from the depth of a stream. Everything else that is thrown is a bug or a broken disk. */
import type { FileFault, FileFaultCode } from './row.ts'

export class FileUnreadable extends Error {
  readonly fault: FileFault
  constructor(code: FileFaultCode, facts: FileFault['facts'] = {}) {
    super(code)
    this.name = 'FileUnreadable'
    this.fault = { code, rule: null, facts }
  }
}

/** @throws the error itself when it is not the file's fault */
export function fileFaultOf(error: unknown): FileFault {
  if (error instanceof FileUnreadable) return error.fault
  throw error
}
