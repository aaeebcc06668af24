/** `probity unit`: providing units and their machine clients, on the register's own machine. */
import { generateKeyPair, exportJWK } from 'jose'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { registerClient, registerUnit } from '../identity/acts.ts'
import { unitByCode, units } from '../identity/store.ts'
import type { Ports } from '../ports.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { withPorts } from './ports.ts'
import type { ClientKey } from './token.ts'

export async function unitCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: { name: { type: 'string' }, 'name-en': { type: 'string' }, kind: { type: 'string' }, items: { type: 'string' }, out: { type: 'string' } },
  })
  const code = positionals[0]
  switch (what) {
    case 'list':
      return withPorts(io, async (ports) => {
        for (const u of await units(ports.database)) io.out(`${u.unit_code}  ${io.language === 'zh' ? u.name_zh : u.name_en}  (${u.kind}: ${u.items.join(', ')})`)
        return 0
      })
    case 'register':
      if (!code || !values.name || !values.kind) throw new CommandError('unit register: CODE, --name and --kind are needed', 64, true)
      return withPorts(io, async (ports) => {
        const done = await registerUnit(ports, {
          code, kind: values.kind!, nameZh: values.name!, nameEn: values['name-en'] ?? values.name!, items: values.items?.split(',') ?? [], demonstration: false,
        })
        if (!done.ok) throw new CommandError(`${done.refusals[0].code} ${JSON.stringify(done.refusals[0].facts)}`, 1)
        io.out(`${code} registered`)
        return 0
      })
    case 'key':
      if (!code) throw new CommandError('unit key: a unit code is needed', 64, true)
      return withPorts(io, async (ports) => {
        if ((await unitByCode(ports.database, code)) === null) throw new CommandError(`There is no unit ${code}; "probity unit list" shows those there are.`, 1)
        const file = values.out ?? path.join(dataFolder(io), 'keys', 'clients', `${code}.json`)
        await writeClientKey(ports, code, file)
        io.out(`${file}`)
        return 0
      })
    default:
      throw new CommandError('unit list | unit register | unit key', 64, true)
  }
}

/** Makes a key pair for a unit, registers its public half and writes the private one where only its owner reads. */
export async function writeClientKey(ports: Ports, unit: string, file: string): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true })
  const clientId = `${unit}.${ports.randomBytes(4).toString('hex')}`
  const shown = { ...(await exportJWK(publicKey)), alg: 'Ed25519', kid: clientId, use: 'sig' }
  const done = await registerClient(ports, { clientId, unitCode: unit, publicKey: shown })
  if (!done.ok) throw new Error(done.refusals[0].code)
  const secret: ClientKey = { clientId, unit, key: { ...(await exportJWK(privateKey)), alg: 'Ed25519', kid: clientId } }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(secret, null, 2)}\n`, { mode: 0o600 })
  await chmod(file, 0o600)
}
