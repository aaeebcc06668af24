/**
 * How much of the database one caller takes at a time. A request of a client or an account that works there holds one of its
 * caller's places while a statement or a transaction of it runs; one that holds a place takes no second, so that none waits for
 * itself. What only reads does so on connections of its own, whose statements have an end, and which are let go when whoever
 * asked has gone or was told that it takes too long: PostgreSQL then ends what it was doing.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { requestHere } from '../acts/standing.ts'
import { type Database, database, watchedPool } from '../database/db.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../web/refused.ts'
import { counted } from './client.ts'
import { requestLimits } from './limits.ts'

export type AtOnce = { readonly most: number; readonly waitMs: number }

/** Of one request: statements and transactions under way, connections of those that read, and how its place was had. */
type Working = { under: number; place: Promise<void>; leave: (why: Error) => void; readonly clients: Set<pg.PoolClient> }
const working = new WeakMap<object, Working>()

/** @returns ports whose database is used within these bounds, and the hook that tells when a request is over */
export function atOnce(ports: Ports, { most, waitMs }: AtOnce = requestLimits.atOnce): { readonly ports: Ports; watch(app: FastifyInstance): void } {
  const taken = new Map<string, { places: number; readonly waiting: Set<() => void> }>()

  function place(caller: string, work: Working): Promise<void> {
    let of = taken.get(caller)
    if (of === undefined) taken.set(caller, (of = { places: 0, waiting: new Set() }))
    if (of.places < most) { of.places++; return Promise.resolve() }
    const { waiting } = of
    return new Promise((resolve, reject) => {
      const end = () => { clearTimeout(timer); waiting.delete(next) }
      const next = () => { end(); resolve() }
      const timer = setTimeout(() => { work.leave(tooManyAtOnce(most)) }, waitMs)
      timer.unref()
      work.leave = (why) => { end(); reject(why) }
      waiting.add(next)
    })
  }
  function giveBack(caller: string): void {
    const of = taken.get(caller)!
    const [next] = of.waiting
    if (next !== undefined) next()
    else if (--of.places === 0) taken.delete(caller)
  }

  /** @param reads what a request that only reads is given instead */
  function bounded(all: Database, reads: Database = all): Database {
    const run = async <T>(use: (db: Database) => Promise<T>): Promise<T> => {
      const request = requestHere() as FastifyRequest | undefined
      const work = request === undefined ? undefined : working.get(request)
      if (request === undefined || work === undefined) return use(all)
      const db = onlyReads(request) ? reads : all
      const caller = counted(request)
      // Visitors are counted by address, and a proxy nobody named is one: what they read has a pool of its own.
      if (caller.startsWith('address ')) return use(db)
      if (work.under++ === 0) work.place = place(caller, work)
      let had = false
      try {
        await work.place
        had = true
        return await use(db)
      } finally {
        if (--work.under === 0 && had) giveBack(caller)
      }
    }
    return {
      rows: (parts, ...values) => run((db) => db.rows(parts, ...values)),
      one: (parts, ...values) => run((db) => db.one(parts, ...values)),
      run: (parts, ...values) => run((db) => db.run(parts, ...values)),
      transaction: (use) => run((db) => db.transaction(use)),
      pool: all.pool, close: () => all.close(),
    }
  }

  const reads = ports.reads === undefined ? undefined : database(watchedPool(ports.reads.pool, (client) => {
    const clients = working.get(requestHere() ?? nobody)?.clients
    clients?.add(client)
    return () => { clients?.delete(client) }
  }))
  return {
    ports: { ...ports, database: bounded(ports.database, reads), loader: bounded(ports.loader) },
    watch(app) {
      app.addHook('onRequest', (request, reply, done) => {
        working.set(request, { under: 0, place: Promise.resolve(), leave: () => {}, clients: new Set() })
        reply.raw.once('close', () => { if (!reply.raw.writableFinished) letGo(request) })
        done()
      })
    },
  }
}

const nobody = {}
const onlyReads = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'

/** Nobody waits for this request any more: what it only reads is not read to its end, and it waits for no place. */
export function letGo(request: FastifyRequest): void {
  const work = working.get(request)
  if (work === undefined) return
  work.leave(new Refused(503, { code: 'answer-late', rule: null, facts: { seconds: '5' } }))
  for (const client of work.clients) (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}

const tooManyAtOnce = (most: number): Refused => new Refused(429, { code: 'too-many-at-once', rule: null, facts: { most: String(most), seconds: '5' } })
