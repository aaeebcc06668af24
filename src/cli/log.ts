/** `probity log successor`: the log goes on under another name and key, stated and signed, where its key was lost or is no longer to be trusted. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openLog } from '../acts/keeper.ts'
import { succeedLog } from '../acts/successor.ts'
import { readCheckpoint } from '../log/checkpoint.ts'
import { formatVerifierKey } from '../log/note.ts'
import { verifierKeyOf } from '../log/sign.ts'
import { mayNamePerson } from '../register/boundary/texts.ts'
import { readLogKeys } from '../settings.ts'
import { CommandError, type CommandIo, dataFolder } from './io.ts'
import { withStoppedRegister } from './ports.ts'

export async function logCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  if (what !== 'successor') throw new CommandError('log successor --reason TEXT [--yes]', 64, true)
  const { values } = parseArgs({ args: rest, options: { reason: { type: 'string' }, yes: { type: 'boolean' } } })
  const reason = values.reason?.trim() ?? ''
  if (reason === '' || /[\n\r]/.test(reason) || reason.length > 500) {
    throw new CommandError(say(io, 'Name the reason in one line of at most 500 characters: --reason TEXT. It is published with the log.',
      '须以--reason写明理由，一行，不超过500字。理由随日志公开。'), 64, true)
  }
  const keys = path.join(dataFolder(io), 'keys')
  const file = (name: string) => path.join(keys, name)
  return withStoppedRegister(io, { doing: 'log successor', not: 'keys' }, async (ports, { identity }) => {
    if (await finished(file, identity.logKey)) {
      io.out(say(io, `The keys of ${identity.origin} were put in place. Start the register.`, `${identity.origin}的密钥已就位。请启动登记簿。`))
      return 0
    }
    if (mayNamePerson({ reason }, ports) !== null) {
      throw new CommandError(say(io, 'The reason names a person, and it is published: write it without.', '理由中有自然人，而理由须公开：请改写。'), 1)
    }
    const held = await readLogKeys(dataFolder(io))
    const oldKey = held.key !== null && formatVerifierKey(verifierKeyOf(identity.origin, held.key)) === identity.logKey ? held.key : null
    const word = await readFile(file('log.last'), 'utf8').then((note) => readCheckpoint(note)?.checkpoint ?? null, () => null)
    const name = randomBytes(4).toString('hex')
    const origin = `${identity.origin.slice(0, identity.origin.lastIndexOf('/'))}/${name}`
    io.out(`${identity.origin} → ${origin}`)
    io.out(oldKey === null
      ? say(io, 'The old key is not here: the statement bears the new signature alone, and whoever trusts the log must take the new key from you anew.',
        '原密钥不在此处：声明仅有新密钥的签名，信任本日志者须重新从贵处取得新密钥。')
      : say(io, 'The old key signs the statement: whoever trusts it may trust the new one.', '声明由原密钥签名：信任原密钥者可信任新密钥。'))
    if (!values.yes) {
      io.out(say(io, 'Nothing was changed. With --yes the log goes on so; the old key must never sign again.', '未作改动。加--yes即行改用；原密钥不得再签署。'))
      return 0
    }
    const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    // The keys are there before the database names them; a command cut off in between is finished by the next.
    await writeFile(file('log.key.next'), key, { mode: 0o600, flush: true })
    await writeFile(file('log.name.next'), `${name}\n`, { mode: 0o600, flush: true })
    const done = await ports.database.transaction((tx) => succeedLog(tx, ports, {
      from: identity.logKey, oldKey, to: { origin, key }, lastSigned: word?.origin === identity.origin ? word.size : 0, reason,
    }))
    if (!done.ok) {
      await Promise.all([rm(file('log.key.next')), rm(file('log.name.next'))])
      throw new CommandError(say(io, 'The log as it stands here is not what its key signed: bring back a sound database first ("probity operate audit" names what is wrong).',
        '此处的日志与其密钥所签署的不符：请先恢复完好的数据库（“probity operate audit”指明何处有误）。'), 1)
    }
    await finished(file, formatVerifierKey(verifierKeyOf(origin, key)))
    // Signed at once: from the first answer on, checkpoint and key belong together.
    await openLog({ ...ports, settings: { ...ports.settings, logOrigin: origin, logKey: key } }).catchUp()
    io.out('')
    io.out(done.value)
    io.out(say(io, 'Publish this elsewhere too, with the new key. The register can be started.', '请将此声明连同新密钥另行公布。登记簿可以启动。'))
    return 0
  })
}

/** Puts prepared keys in place once the database names them; the old ones are kept beside them. @returns whether that was to be done */
async function finished(file: (name: string) => string, logKey: string): Promise<boolean> {
  const [key, name] = await Promise.all(['log.key.next', 'log.name.next'].map((next) => readFile(file(next), 'utf8').catch(() => null)))
  const origin = logKey.split('+')[0]!
  const named = name?.trim() ?? (await readFile(file('log.name'), 'utf8').catch(() => '')).trim()
  if (!key || !origin.endsWith(`/${named}`) || formatVerifierKey(verifierKeyOf(origin, key)) !== logKey) return false
  const before = (await readFile(file('log.name'), 'utf8').catch(() => 'lost')).trim()
  if (name !== null) {
    for (const part of ['log.key', 'log.last']) if (existsSync(file(part))) await rename(file(part), file(`${part}.before-${named}-${before}`))
    await rename(file('log.name.next'), file('log.name'))
  }
  await rename(file('log.key.next'), file('log.key'))
  return true
}

const say = (io: CommandIo, en: string, zh: string): string => (io.language === 'zh' ? zh : en)
