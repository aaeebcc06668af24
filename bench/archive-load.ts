/** The load generator, a process of its own: asks a list of addresses over kept connections for a while and counts. */
import net from 'node:net'

const [port, seconds, connections, prefix, suffix, ...codes] = process.argv.slice(2) as [string, string, string, string, string, ...string[]]
let answers = 0
let bytes = 0
let next = Math.floor(Math.random() * codes.length)
let stopped = false

/** Reads just enough of HTTP to know where an answer ends: reading must cost less than answering. */
function connection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
    let left = 0
    let head = ''
    const ask = () => {
      if (stopped) { socket.end(); resolve(); return }
      next = (next + 1) % codes.length
      socket.write(`GET ${prefix}${codes[next]!}${suffix} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
    }
    socket.on('connect', ask)
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (left === 0) {
        head += chunk.toString('latin1', 0, Math.min(chunk.length, 4096))
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        if (!head.startsWith('HTTP/1.1 200')) { reject(new Error(head.slice(0, 200))); return }
        left = Number(/content-length: (\d+)/i.exec(head)![1]) + end + 4 - (head.length - Math.min(chunk.length, 4096))
        head = ''
      }
      left -= chunk.length
      if (left > 0) return
      left = 0
      answers++
      ask()
    })
  })
}

const started = performance.now()
// An answer still on its way when the time is up is not waited for.
const over = new Promise<void>((resolve) => setTimeout(() => { stopped = true; resolve() }, Number(seconds) * 1000))
await Promise.race([over, Promise.all(Array.from({ length: Number(connections) }, connection))])
console.log(JSON.stringify({ perSecond: answers / ((performance.now() - started) / 1000), bytesEach: bytes / answers }))
process.exit(0)
