/** Unified social credit codes, each in its canonical form (gd-16-2, xm-7-1a). Pure. */
import { type UsccRefusalCode, readUscc } from '../../subjects/uscc.ts'
import { type FieldFault, type FieldReader, fault, remembering } from './reading.ts'

const codes: Readonly<Record<UsccRefusalCode, FieldFault['code']>> = {
  'code-empty': 'required-missing',
  'code-length': 'code-length',
  'code-alphabet': 'code-alphabet',
  'individual-trader': 'natural-person',
  'code-check-character': 'code-check-character',
  'code-organisation-check': 'code-check-character',
}

const read: FieldReader = (cell) => {
  const code = readUscc(cell)
  return code.ok ? code.value.code : fault(codes[code.refusals[0].code], code.refusals[0].facts)
}

/** @param subject codes of the rows' subjects hardly repeat and are not remembered; those of authorities do and are */
export const codeReader = (subject: boolean): FieldReader => (subject ? read : remembering(read))
