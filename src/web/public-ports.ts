/** What public pages and routes are made with: a fault in one of them has no other database to read than what is public. */
import type { Ports } from '../ports.ts'

const made = new WeakMap<Ports, Ports>()

/** The same ports, whose database is read as the public reads (role probity_public) and cannot be written. */
export function publicPorts(ports: Ports): Ports {
  let shown = made.get(ports)
  if (shown === undefined) made.set(ports, (shown = { ...ports, database: ports.publicReads }))
  return shown
}
