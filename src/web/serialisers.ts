/** How answers become JSON: by the schema of their route, compiled when the route first answers. */
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const compilerOf = SerializerSelector()

/**
 * Each compilation checks every named schema of the interface: done for hundreds of answers beforehand, it would be most of
 * a start. That every reference leads somewhere is held by the test of the OpenAPI document.
 */
export const buildSerializer: typeof compilerOf = (schemas, options) => {
  const compile = compilerOf(schemas, options)
  return (route) => {
    let serialize: ReturnType<typeof compile> | null = null
    return (answer) => (serialize ??= compile(route))(answer)
  }
}
