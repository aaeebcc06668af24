/** How machines hand in files with an objection or an application: a form, whose JSON part the route describes. */
import type { FastifyInstance } from 'fastify'
import { readFiles, takesFiles } from './files.ts'
import { evidenceLimits } from '../register/objections/evidence.ts'

/** For the schema of such a route. */
export const evidenceSchema = {
  ...takesFiles,
  description: 'JSON; or, with files, multipart/form-data: this JSON in the part `data`, each file (PDF, PNG or JPEG) in a part `evidence`. '
    + '可只提交 JSON；附文件的，以表单提交：JSON 放在名为 data 的部分，每份文件（PDF、PNG 或 JPEG）各为一个名为 evidence 的部分。',
}

/** Puts routes where such forms are read. */
export function withEvidence(app: FastifyInstance, routes: (scope: FastifyInstance) => unknown): void {
  void app.register(async (scope) => {
    readFiles(scope, 'evidence', evidenceLimits)
    routes(scope)
  })
}
