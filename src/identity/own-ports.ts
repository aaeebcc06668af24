/** The register as one body reads it: a fault in what is made with it has no other database to read than what is given to that body. */
import { ownReads } from '../database/restricted.ts'
import type { Ports } from '../ports.ts'

/** Bodies whose ports are kept, so that what is counted once for them is not counted again with every page. */
const most = 500
const kept = new WeakMap<Ports, Map<string, Ports>>()

/** The same ports, whose database is read as the body reads (role probity_party) and cannot be written. */
export function ownPorts(ports: Ports, body: string): Ports {
  let bodies = kept.get(ports)
  if (bodies === undefined) kept.set(ports, (bodies = new Map()))
  let own = bodies.get(body)
  if (own === undefined) {
    if (bodies.size >= most) bodies.delete(bodies.keys().next().value!)
    bodies.set(body, (own = { ...ports, database: ownReads(ports.database, body) }))
  }
  return own
}
