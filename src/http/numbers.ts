/** Numbers of a request fit the database: every integer of a route has a bound, and what a page took for one is a mistake of the asker's. */
import type { FastifyInstance } from 'fastify'

/** Columns of four bytes; every other is of eight, and what JSON can say exactly fits it. */
const small = new Set(['version', 'days', 'amount', 'minutes', 'year'])
const largest = { small: 2 ** 31 - 1, other: Number.MAX_SAFE_INTEGER }

type Schema = { type?: unknown; minimum?: number; maximum?: number; exclusiveMaximum?: number; properties?: Record<string, Schema> } & Record<string, unknown>

/** For the routes that are added from now on: an integer or a number that says no bound of its own gets the database's. */
export function boundNumbers(app: FastifyInstance): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema === undefined) return
    for (const part of ['params', 'querystring', 'body'] as const) bound(schema[part] as Schema | undefined, '')
  })
}

function bound(schema: Schema | undefined, name: string): void {
  if (typeof schema !== 'object' || schema === null) return
  if (schema.type === 'integer' || schema.type === 'number') {
    const most = small.has(name) ? largest.small : largest.other
    if (schema.exclusiveMaximum === undefined) schema.maximum ??= most
    schema.minimum ??= -most
  }
  for (const [inner, one] of Object.entries(schema.properties ?? {})) bound(one, inner)
  for (const list of ['anyOf', 'oneOf', 'allOf']) for (const one of (schema[list] as Schema[] | undefined) ?? []) bound(one, name)
  for (const of of Array.isArray(schema.items) ? (schema.items as Schema[]) : [schema.items as Schema | undefined]) bound(of, name)
}

/** PostgreSQL's numeric_value_out_of_range, or a text that is no number where a column of numbers was asked. */
export function isNumberTooLarge(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string }
  return code === '22003' || (code === '22P02' && /^invalid input syntax for type (bigint|integer|smallint|numeric)/.test(message))
}
