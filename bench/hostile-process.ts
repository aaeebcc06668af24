/** Beside the register: reads pages at a steady rate, or sends the worst bodies one client can. Told by messages what to do. */
import { connect, type Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { workbookOf } from '../test/support/zip.ts'

export const hostileKinds = [
  'large bodies without a token', 'large bodies with a token', 'bodies that trickle', 'deep JSON', 'wide JSON', 'a million parts', 'ten thousand fields',
  'packed bodies', 'long texts', 'workbooks that unpack a thousandfold', 'rows that are all wrong',
] as const
export type HostileTask =
  | { readonly kind: 'read'; readonly address: string; readonly paths: readonly string[]; readonly seconds: number; readonly rate: number }
  | { readonly kind: (typeof hostileKinds)[number]; readonly address: string; readonly seconds: number; readonly token: string; readonly cookie: string }

/** @returns how long each took, in milliseconds; what is late because the one before was late counts from when it was due */
async function read({ address, paths, seconds, rate }: Extract<HostileTask, { kind: 'read' }>): Promise<number[]> {
  const times: number[] = []
  const asked: Promise<void>[] = []
  const began = performance.now()
  for (let i = 0; i < seconds * rate; i++) {
    const due = began + i * 1000 / rate
    if (due > performance.now()) await pause(due - performance.now())
    asked.push(fetch(`${address}${paths[i % paths.length]}`, { headers: { 'x-forwarded-for': visitor(i) } }).then(async (answer) => {
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`${answer.status}`)
      times.push(performance.now() - due)
    }))
  }
  await Promise.all(asked)
  return times
}

/** Whoever looks something up is somebody else than the one before: each would be limited alone. */
const visitor = (i: number): string => `198.51.${100 + ((i >> 7) & 1)}.${i & 127}`

/** As fast as the answers come, over four connections. @returns how many were sent */
async function send(task: Exclude<HostileTask, { kind: 'read' }>): Promise<number> {
  const until = performance.now() + task.seconds * 1000
  let sent = 0
  const one = bodyOf(task)
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (performance.now() < until) {
      await one()
      sent++
    }
  }))
  return sent
}

const [megabytes, chunk] = [68, Buffer.alloc(1 << 20, 'x')]

function bodyOf({ kind, address, token, cookie }: Exclude<HostileTask, { kind: 'read' }>): () => Promise<void> {
  const { port } = new URL(address)
  const common = { authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.9' }
  const json = (url: string, body: string, headers: Record<string, string> = {}) => async () => {
    await fetch(`${address}${url}`, { method: 'POST', body, headers: { ...common, 'content-type': 'application/json', ...headers } }).then((r) => r.arrayBuffer()).catch(() => {})
  }
  const large = (headers: string, total = megabytes << 20) => () => raw(Number(port), `POST /api/v1/notices HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\n${headers}`
    + `Content-Type: application/json\r\nContent-Length: ${total}\r\n\r\n`, total)
  switch (kind) {
    case 'large bodies without a token': return large('')
    case 'large bodies with a token': return large(`Authorization: Bearer ${token}\r\n`)
    case 'bodies that trickle': return () => raw(Number(port), `POST /api/v1/notices HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nAuthorization: Bearer ${token}\r\n`
      + 'Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n', 0, 800)
    case 'deep JSON': return json('/api/v1/operator/notices', '['.repeat(65_000))
    case 'wide JSON': return json('/api/v1/notices', `{"facts":{${Array.from({ length: 4900 }, (_, i) => `"k${i}":"x"`).join(',')}}}`)
    case 'a million parts': {
      const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
      const body = part.repeat(1_000_000)
      return async () => {
        await fetch(`${address}/desk/deliveries/new/upload`, { method: 'POST', body, headers: { cookie, 'content-type': 'multipart/form-data; boundary=x', 'x-forwarded-for': '203.0.113.9' } })
          .then((r) => r.arrayBuffer()).catch(() => {})
      }
    }
    case 'ten thousand fields': return json('/oauth/token', Array.from({ length: 10_000 }, (_, i) => `f${i}=`).join('&').slice(0, 65_000), { 'content-type': 'application/x-www-form-urlencoded' })
    case 'packed bodies': return json('/api/v1/notices', 'x'.repeat(60_000), { 'content-encoding': 'gzip' })
    case 'long texts': {
      const text = '对该单位的许可事项进行了核查，未发现问题；责令改正并通报有关单位，编号2026第0013800号。'.repeat(90).slice(0, 3900)
      return json('/api/v1/notices', JSON.stringify({ template: 'x', to: '91330203MA2810A14X', facts: Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`f${i}`, text])) }))
    }
    case 'workbooks that unpack a thousandfold': {
      const cell = '<c t="inlineStr"><is><t>x</t></is></c>'
      const body = workbookOf(`<row>${cell.repeat(30)}</row>`.repeat(40_000))
      return () => deliver(address, common, body)
    }
    case 'rows that are all wrong': return () => deliver(address, common, Buffer.from(`行政相对人名称,行政处罚决定书文号\n${'x,x\n'.repeat(100_000)}`))
  }
}

async function deliver(address: string, headers: Record<string, string>, body: Buffer): Promise<void> {
  await fetch(`${address}/api/v1/deliveries?item=penalty`, { method: 'POST', body: body as never, headers: { ...headers, 'content-type': 'application/octet-stream' } })
    .then((r) => r.arrayBuffer()).catch(() => {})
  await pause(500)
}

/** Writes as much as the other side takes until it ends the connection. */
function raw(port: number, head: string, bytes: number, linger = 3000): Promise<void> {
  return new Promise((resolve) => {
    let left = bytes
    const socket: Socket = connect(port, '127.0.0.1', () => {
      socket.write(head)
      more()
    })
    const more = () => {
      while (left > 0) {
        left -= chunk.length
        if (!socket.write(chunk)) { socket.once('drain', more); return }
      }
    }
    const timer = setTimeout(() => { socket.destroy() }, linger)
    socket.on('data', () => {}).on('error', () => {}).on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.on('message', (task: HostileTask) => {
    void (async () => { process.send!(task.kind === 'read' ? await read(task) : [await send(task)]) })()
  })
}
