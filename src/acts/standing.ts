/**
 * Whoever acts must still be the one who may when the act is committed. What is known of them when their request arrives is
 * old by then: a key was revoked meanwhile, a membership or a session ended. So the transaction of an act asks once more and
 * holds the answer: an ending that is committed before it is seen, one that comes later waits for it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from '../database/db.ts'

/** On what somebody acts. `ended` makes the refusal of whoever acts on it no more. */
export type Standing =
  | { readonly kind: 'client'; readonly client: string; readonly unit: string; readonly ended: () => Error }
  | {
    readonly kind: 'member'; readonly session: string; readonly account: string
    /** null: no body is acted for, being signed in is enough */
    readonly body: { readonly kind: string; readonly code: string } | null
    /** one of these is needed; none: any membership of the body is enough */
    readonly roles: readonly string[]; readonly ended: () => Error
  }

const requests = new AsyncLocalStorage<object>()
const standings = new WeakMap<object, Standing>()
const givenUp = new WeakMap<object, () => Error>()
const asked = new WeakMap<Tx, Set<Standing>>()

/** Runs the work of a request or a command, so that what is done within it is known to be done for it. */
export const forRequest = <T>(request: object, work: () => T): T => requests.run(request, work)
/** The request, or the command, for which this is done; undefined: the register itself. */
export const requestHere = (): object | undefined => requests.getStore()
/** Work that goes on by itself, whoever set it going. */
export const forNobody = <T>(work: () => T): T => requests.exit(work)
/** On what this request acts: also after its answer, for as long as anything is done for it. */
export const actsOn = (request: object, standing: Standing): void => { standings.set(request, standing) }
/** Whoever asked has been told that there was no answer in time: what has not begun by now is not begun any more. */
export const giveUp = (request: object, why: () => Error): void => { givenUp.set(request, why) }

/**
 * @throws what the standing says where it has ended, or that the answer came too late; nothing where nobody is behind this work:
 * the register itself, a command
 */
export async function requireStanding(tx: Tx, day: string): Promise<void> {
  const request = requests.getStore()
  const late = request === undefined ? undefined : givenUp.get(request)
  if (late !== undefined) throw late()
  const standing = request === undefined ? undefined : standings.get(request)
  if (standing === undefined) return
  const before = asked.get(tx)
  if (before?.has(standing)) return
  const row = standing.kind === 'client'
    ? await tx.one<{ stands: boolean }>`select client_stands(${standing.client}, ${standing.unit}) as stands`
    : await tx.one<{ stands: boolean }>`
      select member_stands(${standing.session}, ${standing.account}, ${standing.body?.kind ?? null}, ${standing.body?.code ?? null},
                           ${[...standing.roles]}, ${day}) as stands`
  if (row?.stands !== true) throw standing.ended()
  if (before === undefined) asked.set(tx, new Set([standing]))
  else before.add(standing)
}
