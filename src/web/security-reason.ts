/** The code in a security event in words: of a refusal, of a role, or as it is. */
import { memberRoles } from '../identity/acting.ts'
import type { Language } from './language.ts'
import { sayer } from './messages.ts'
import { type ProblemCode, problemTexts } from './problem.ts'

export function securityReason(code: string, language: Language): string {
  const role = memberRoles.find((name) => name === code)
  if (role !== undefined) return sayer(language)(`role.${role}`)
  return Object.hasOwn(problemTexts, code) ? problemTexts[code as ProblemCode].title[language] : code
}
