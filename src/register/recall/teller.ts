/** Works on recalls beside the requests: finds who must hear, writes it into their feeds, sends it to their systems. */
import { untilThere } from '../../database/wait.ts'
import { plainFault } from '../../database/plain-fault.ts'
import type { Ports } from '../../ports.ts'
import { ordinarySender, sendOnce } from './endpoints/acts.ts'
import { tellOnce } from './telling/acts.ts'
import type { Sender } from './webhook.ts'

export type Teller = {
  start(): void
  /** Does everything that is due now, attempts at sending included. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds between two looks when there was nothing to do. */
const idlePause = 500
/** After a step, so many times what it took: readers who come meanwhile are served. Engineering value. */
const restShare = 1.6

export function openTeller(ports: Ports, sender: Sender = ordinarySender(ports)): Teller {
  let closed = false
  const loops: Promise<void>[] = []
  const wakes = new Set<() => void>()
  /** @param step true: it may have more to do */
  const loop = async (name: string, step: () => Promise<boolean>): Promise<void> => {
    while (!closed) {
      let more = false
      const started = performance.now()
      try {
        more = await untilThere({ what: name, ended: () => closed }, step) ?? false
      } catch (error) {
        console.error(`${name}: ${plainFault(error)}`)
      }
      const rest = more ? (performance.now() - started) * restShare : idlePause
      if (!closed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(wake, rest)
          function wake() { clearTimeout(timer); wakes.delete(wake); resolve() }
          wakes.add(wake)
        })
      }
    }
  }
  const tell = async () => (await tellOnce(ports)) !== null
  const send = async () => (await sendOnce(ports, sender)) > 0
  return {
    start() {
      if (loops.length === 0) loops.push(loop('recalls', tell), loop('sending of recalls', send))
    },
    async settle() {
      while (await tell());
      while (await send());
    },
    async close() {
      closed = true
      for (const wake of wakes) wake()
      await Promise.all(loops)
    },
  }
}
