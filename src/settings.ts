/** What a deployment is told from outside, read once at the start; everything else is passed in. */
import { randomBytes, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PackId } from './law/types.ts'
import type { Settings } from './ports.ts'

export const packIds: readonly PackId[] = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']

export type Environment = Readonly<Record<string, string | undefined>>

export type Deployment = {
  readonly packId: PackId
  readonly dataFolder: string
  /** an existing PostgreSQL 18; null = the embedded one */
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  readonly publicAddress: string
  /** fill an empty register with the demonstration region */
  readonly demonstration: boolean
  /** the day to act on, for demonstrations and drills; null = the clock */
  readonly today: Temporal.PlainDate | null
}

export class SettingError extends Error {}

/** @throws {SettingError} naming the variable, what it held and what it may hold */
export function readDeployment(env: Environment): Deployment {
  const packId = (env.PROBITY_PACK ?? 'guangdong') as PackId
  if (!packIds.includes(packId)) throw new SettingError(`PROBITY_PACK is "${packId}"; it may be ${packIds.join(', ')}.`)
  const port = Number(env.PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new SettingError(`PORT is "${env.PORT}"; it must be a number from 0 to 65535.`)
  const host = env.HOST ?? '127.0.0.1'
  let today: Temporal.PlainDate | null = null
  if (env.PROBITY_TODAY) {
    try { today = Temporal.PlainDate.from(env.PROBITY_TODAY) } catch { throw new SettingError(`PROBITY_TODAY is "${env.PROBITY_TODAY}"; it must be a day such as 2026-11-21.`) }
  }
  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) throw new SettingError('DATABASE_URL must begin with postgres:// (a PostgreSQL 18 or newer).')
  return {
    packId, port, host, today, databaseUrl,
    dataFolder: path.resolve(env.PROBITY_DATA ?? defaultDataFolder()),
    publicAddress: env.PROBITY_ADDRESS?.replace(/\/$/, '') ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`,
    demonstration: env.PROBITY_DEMO ? env.PROBITY_DEMO !== 'no' : databaseUrl === null,
  }
}

// A checkout in root's private home cannot be entered by the user PostgreSQL must run as.
function defaultDataFolder(): string {
  const here = path.resolve('data')
  return process.getuid?.() === 0 && here.startsWith('/root/') ? '/var/lib/probity' : here
}

/** The deployment's own keys, made on the first start and kept in its data folder, readable by its owner alone. */
export async function readSettings(deployment: Deployment): Promise<Settings & { databasePassword: string }> {
  const keys = path.join(deployment.dataFolder, 'keys')
  const spoolFolder = path.join(deployment.dataFolder, 'spool')
  await mkdir(keys, { recursive: true, mode: 0o700 })
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 })
  await chmod(keys, 0o700)
  const ed25519 = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const kept = async (name: string, make: () => string) => {
    const file = path.join(keys, name)
    try { return (await readFile(file, 'utf8')).trim() } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      const value = make()
      await writeFile(file, `${value.trim()}\n`, { mode: 0o600, flag: 'wx' })
      return value.trim()
    }
  }
  return {
    address: deployment.publicAddress,
    logOrigin: `probity/${deployment.packId}/${await kept('log.name', () => randomBytes(4).toString('hex'))}`,
    spoolFolder,
    refusalKey: Buffer.from(await kept('refusal.key', () => randomBytes(32).toString('hex')), 'hex'),
    logKey: await kept('log.key', ed25519),
    tokenKey: await kept('token.key', ed25519),
    databasePassword: await kept('database.password', () => randomBytes(18).toString('hex')),
  }
}
