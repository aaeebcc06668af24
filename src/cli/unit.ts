/** `probity unit`: providing units and their machine clients, on the register's own machine. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { registerUnit } from '../identity/acts.ts'
import { writeClientKey } from '../identity/client-files.ts'
import { unitByCode, units } from '../identity/store.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { withPorts } from './ports.ts'

export async function unitCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true,
    options: { name: { type: 'string' }, 'name-en': { type: 'string' }, kind: { type: 'string' }, items: { type: 'string' }, contact: { type: 'string' }, out: { type: 'string' } },
  })
  const code = positionals[0]
  switch (what) {
    case 'list':
      return withPorts(io, async (ports) => {
        for (const u of await units(ports.database)) io.out(`${u.unit_code}  ${io.language === 'zh' ? u.name_zh : u.name_en}  (${u.kind}: ${u.items.join(', ')})${u.contact === null ? '' : `  ${u.contact}`}`)
        return 0
      })
    case 'register':
      if (!code || !values.name || !values.kind) throw new CommandError('unit register: CODE, --name and --kind are needed', 64, true)
      return withPorts(io, async (ports) => {
        const done = await registerUnit(ports, {
          code, kind: values.kind!, nameZh: values.name!, nameEn: values['name-en'] ?? values.name!, items: values.items?.split(',') ?? [], demonstration: false,
          ...(values.contact === undefined ? {} : { contact: values.contact }),
        })
        if (!done.ok) throw new CommandError(`${done.refusals[0].code} ${JSON.stringify(done.refusals[0].facts)}`, 1)
        io.out(`${code} registered`)
        return 0
      })
    case 'key':
      if (!code) throw new CommandError('unit key: a unit code is needed', 64, true)
      return withPorts(io, async (ports) => {
        if (code !== 'operator' && (await unitByCode(ports.database, code)) === null) throw new CommandError(`There is no unit ${code}; "probity unit list" shows those there are.`, 1)
        const file = values.out ?? path.join(dataFolder(io), 'keys', 'clients', `${code}.json`)
        await writeClientKey(ports, code, file)
        io.out(`${file}`)
        return 0
      })
    default:
      throw new CommandError('unit list | unit register | unit key', 64, true)
  }
}
