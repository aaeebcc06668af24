/** What a deployment is told from outside, read once at the start; everything else is passed in. */
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, isIP } from 'node:net'
import path from 'node:path'
import { clientKeyAlgorithm } from './identity/client-key.ts'
import { placeOf } from './database/place.ts'
import type { SignInSettings } from './identity/sign-in.ts'
import type { PackId } from './law/types.ts'
import type { Settings } from './ports.ts'
import { textOf } from './text/text.ts'
import { whyNot } from './text/words.ts'

export const packIds: readonly PackId[] = ['guangdong', 'xiamen', 'jiangsu', 'liaoning', 'hunan']

/** What a register runs under that is set up without PROBITY_PACK. */
export const packOfNew: PackId = 'guangdong'

export type Environment = Readonly<Record<string, string | undefined>>

export type Deployment = {
  /** named by PROBITY_PACK; null: the register's own, and `packOfNew` for one that is set up now */
  readonly packId: PackId | null
  readonly dataFolder: string
  /** an existing PostgreSQL 18; null = the embedded one */
  readonly databaseUrl: string | null
  /** the login of public pages on that PostgreSQL */
  readonly publicDatabaseUrl?: string | null
  readonly host: string
  readonly port: number
  readonly publicAddress: string
  /** fill an empty register with the demonstration region */
  readonly demonstration: boolean
  /** who vouches for people who sign in, its key still in a file; null: nobody signs in here */
  readonly signIn: (SignInSettings & { readonly keyFile?: string | null }) | null
  /** host names with port of systems inside this network that may be told of corrections; see Settings */
  readonly webhookHosts?: readonly string[]
  /** bytes of the data folder's disk that are left free: below, nothing is written */
  readonly diskReserveBytes?: number
  /** addresses and networks (CIDR) of proxies in front; what they say of a visitor's address is believed */
  readonly trustedProxies?: readonly string[]
  /** where the operator takes applications; shown to everyone */
  readonly contact?: string | null
  /** the program that sends letters, and from which address; absent: no mail is sent */
  readonly mail?: { readonly command: string; readonly from: string } | null
  /** within how many seconds a statement of a request that only reads ends */
  readonly readSeconds?: number
  /** for how many days a security event is kept */
  readonly securityEventDays?: number
  /** the day to act on, for demonstrations and drills; null = the clock */
  readonly today: Temporal.PlainDate | null
}

export class SettingError extends Error {}

/** Names of what a deployment is told: each is a text that can be kept, on one line. */
const settingName = /^(PROBITY_\w+|DATABASE_(PUBLIC_)?URL|HOST|PORT)$/
/** Engineering value, in characters. */
const longestSetting = 4000

function requireSound(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !settingName.test(name)) continue
    const text = textOf(value, { most: longestSetting })
    if (!text.ok) throw new SettingError(`${name}: ${whyNot(text.refusals[0]).en}. Set it again without that.`)
    if (/[\n\t]/.test(text.value)) throw new SettingError(`${name} holds a line end or a tab; it must be one line.`)
  }
}

/** @throws {SettingError} naming the variable, what it held and what it may hold */
export function readDeployment(env: Environment): Deployment {
  requireSound(env)
  const packId = (env.PROBITY_PACK || null) as PackId | null
  if (packId !== null && !packIds.includes(packId)) throw new SettingError(`PROBITY_PACK is "${packId}"; it may be ${packIds.join(', ')}.`)
  const port = Number(env.PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new SettingError(`PORT is "${env.PORT}"; it must be a number from 0 to 65535.`)
  const host = env.HOST ?? '127.0.0.1'
  let today: Temporal.PlainDate | null = null
  if (env.PROBITY_TODAY) {
    try { today = Temporal.PlainDate.from(env.PROBITY_TODAY) } catch { throw new SettingError(`PROBITY_TODAY is "${env.PROBITY_TODAY}"; it must be a day such as 2026-11-21.`) }
  }
  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) throw new SettingError('DATABASE_URL must begin with postgres:// (a PostgreSQL 18 or newer).')
  const publicAddress = env.PROBITY_ADDRESS?.replace(/\/$/, '') ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
  const demonstration = env.PROBITY_DEMO ? env.PROBITY_DEMO !== 'no' : databaseUrl === null
  return {
    packId, port, host, today, databaseUrl, publicDatabaseUrl: env.DATABASE_PUBLIC_URL || null, publicAddress, demonstration,
    webhookHosts: (env.PROBITY_WEBHOOK_HOSTS ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''),
    diskReserveBytes: readReserve(env.PROBITY_DISK_RESERVE_MB),
    trustedProxies: readProxies(env.PROBITY_TRUSTED_PROXIES),
    mail: readMail(env),
    contact: env.PROBITY_CONTACT?.trim() || null,
    securityEventDays: readSecurityDays(env),
    readSeconds: readReadSeconds(env.PROBITY_READ_SECONDS),
    dataFolder: path.resolve(env.PROBITY_DATA ?? defaultDataFolder()),
    signIn: readSignIn(env, { demonstration, onlyHere: isLoopback(host) && isLoopback(URL.parse(publicAddress)?.hostname ?? '') }),
  }
}

function readReserve(text: string | undefined): number {
  const megabytes = Number(text || 1024)
  if (Number.isInteger(megabytes) && megabytes >= 16 && megabytes <= 1_048_576) return megabytes * 2 ** 20
  throw new SettingError(`PROBITY_DISK_RESERVE_MB is "${text}"; it must be a number of megabytes from 16 to 1048576. Below so much free space nothing is written.`)
}

function readProxies(text: string | undefined): readonly string[] {
  const named = (text ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')
  for (const one of named) {
    const [address = '', prefix, ...more] = one.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : null
    if (most === null || more.length > 0 || (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= most))) {
      throw new SettingError(`PROBITY_TRUSTED_PROXIES holds "${one}"; it lists addresses or networks of proxies in front, such as 10.0.0.5, 10.1.0.0/16 or fd00::/64. `
        + 'Whoever is named there says from which address a visitor comes, so name nothing that others can send from.')
    }
  }
  return named
}

/** Below the 30 seconds after which any answer is late (src/http/in-time.ts). */
export const defaultReadSeconds = 20
function readReadSeconds(text: string | undefined): number {
  const seconds = Number(text || defaultReadSeconds)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 25) return seconds
  throw new SettingError(`PROBITY_READ_SECONDS is "${text}"; it must be a number of seconds from 1 to 25. A statement that only reads is ended after them.`)
}

/** No text sets it: long enough to find out what happened, short enough not to follow anybody. */
export const defaultSecurityEventDays = 200
function readSecurityDays({ PROBITY_SECURITY_EVENT_DAYS: days }: Environment): number {
  const read = Number(days || defaultSecurityEventDays)
  if (!Number.isInteger(read) || read < 30 || read > 3660) throw new SettingError(`PROBITY_SECURITY_EVENT_DAYS is "${days}"; it must be a number of days from 30 to 3660.`)
  return read
}

function readMail({ PROBITY_MAIL_COMMAND: command, PROBITY_MAIL_FROM: from }: Environment): Deployment['mail'] {
  if (!command) return null
  if (!path.isAbsolute(command)) throw new SettingError(`PROBITY_MAIL_COMMAND is "${command}"; it must be the whole path of a sending program such as /usr/sbin/sendmail.`)
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(from ?? '')) throw new SettingError(`PROBITY_MAIL_FROM is "${from ?? ''}"; it must be the address letters are sent from.`)
  return { command, from: from! }
}

/** An issuer that is named wins; else the demonstration's own, and that only where nobody but this machine can reach it. */
function readSignIn(env: Environment, here: { readonly demonstration: boolean; readonly onlyHere: boolean }): Deployment['signIn'] {
  const { PROBITY_OIDC_ISSUER: issuer, PROBITY_OIDC_CLIENT_ID: clientId, PROBITY_OIDC_CLIENT_SECRET: secret, PROBITY_OIDC_CLIENT_KEY: keyFile } = env
  if (issuer) {
    const address = URL.parse(issuer)
    if (address === null || (address.protocol !== 'https:' && !(address.protocol === 'http:' && isLoopback(address.hostname)))) {
      throw new SettingError(`PROBITY_OIDC_ISSUER is "${issuer}"; it must be the https:// address of an OpenID Connect issuer (http:// only on this machine).`)
    }
    if (!clientId) throw new SettingError('PROBITY_OIDC_CLIENT_ID is missing: the name under which the issuer knows this register.')
    if (secret && keyFile) throw new SettingError('PROBITY_OIDC_CLIENT_SECRET and PROBITY_OIDC_CLIENT_KEY are both set; the issuer expects one of them.')
    return { kind: 'issuer', issuer, clientId, secret: secret || null, key: null, keyFile: keyFile || null }
  }
  const without = ['PROBITY_OIDC_CLIENT_ID', 'PROBITY_OIDC_CLIENT_SECRET', 'PROBITY_OIDC_CLIENT_KEY'].find((name) => env[name])
  if (without) throw new SettingError(`${without} is set, but PROBITY_OIDC_ISSUER is not: name the issuer it belongs to.`)
  const where = env.PROBITY_DEMONSTRATION_SIGN_IN || null
  if (where !== null && !['everywhere', 'no'].includes(where)) throw new SettingError(`PROBITY_DEMONSTRATION_SIGN_IN is "${where}"; it may be everywhere or no.`)
  if (!here.demonstration || where === 'no') return null
  if (here.onlyHere || where === 'everywhere') return where === 'everywhere' ? { kind: 'demonstration', everywhere: true } : { kind: 'demonstration' }
  throw new SettingError('The demonstration accounts need no password, so they are offered only where this machine alone can reach the register; '
    + 'HOST or PROBITY_ADDRESS opens it to others. Name an issuer in PROBITY_OIDC_ISSUER, or set PROBITY_DEMONSTRATION_SIGN_IN=no (nobody signs in) '
    + 'or PROBITY_DEMONSTRATION_SIGN_IN=everywhere (whoever reaches it may act for each demonstration unit and for the operator).')
}

const isLoopback = (host: string): boolean => host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || /^\[?::1\]?$/.test(host)

/** Port 0 takes a free one, known before anything names the register's address. */
export async function withPort(deployment: Deployment): Promise<Deployment> {
  if (deployment.port !== 0) return deployment
  const port = await new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, deployment.host, () => {
      const { port: free } = probe.address() as { port: number }
      probe.close(() => resolve(free))
    })
  })
  return { ...deployment, port, publicAddress: deployment.publicAddress.replace(/:0$/, `:${port}`) }
}

// A checkout in root's private home cannot be entered by the user PostgreSQL must run as.
function defaultDataFolder(): string {
  const here = path.resolve('data')
  return process.getuid?.() === 0 && here.startsWith('/root/') ? '/var/lib/probity' : here
}

const keysFolder = (dataFolder: string): string => path.join(dataFolder, 'keys')
const ed25519 = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** null where there is no such file */
async function keptKey(dataFolder: string, name: string): Promise<string | null> {
  try { return (await readFile(path.join(keysFolder(dataFolder), name), 'utf8')).trim() } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return null
  }
}

/** Readable by its owner alone; whoever comes second takes what the first made. */
async function keepKey(dataFolder: string, name: string, make: () => string): Promise<string> {
  const kept = await keptKey(dataFolder, name)
  if (kept !== null) return kept
  await mkdir(keysFolder(dataFolder), { recursive: true, mode: 0o700 })
  await chmod(keysFolder(dataFolder), 0o700)
  const value = make().trim()
  try { await writeFile(path.join(keysFolder(dataFolder), name), `${value}\n`, { mode: 0o600, flag: 'wx', flush: true }) } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await keptKey(dataFolder, name))!
  }
  return value
}

/** Another key for access tokens, from the next start on: those signed with the one before open nothing any more. */
export async function renewTokenKey(dataFolder: string): Promise<void> {
  await mkdir(keysFolder(dataFolder), { recursive: true, mode: 0o700 })
  const file = path.join(keysFolder(dataFolder), 'token.key')
  await writeFile(`${file}.next`, ed25519(), { mode: 0o600, flush: true })
  await rename(`${file}.next`, file)
}

/**
 * The password of the embedded database's owner, made with the database.
 * @throws {SettingError} where the database is there and its password is not: another would not open it
 */
export async function embeddedPassword(dataFolder: string): Promise<string> {
  const kept = await keptKey(dataFolder, 'database.password')
  if (kept === null && existsSync(path.join(dataFolder, 'postgres', 'PG_VERSION'))) {
    throw new SettingError(`${path.join(keysFolder(dataFolder), 'database.password')} is missing, and the database beside it opens with no other: `
      + 'bring the file back from your backup (docs/operating.md says how to set a new password without it).')
  }
  return kept ?? keepKey(dataFolder, 'database.password', () => randomBytes(18).toString('hex'))
}

/** The keys of the log as they lie there, and for which log they were used; nothing is made. */
export async function readLogKeys(dataFolder: string): Promise<{ name: string | null; key: string | null; signedFor: string | null }> {
  const [name, key, signedFor] = await Promise.all(['log.name', 'log.key', 'log.origin'].map((file) => keptKey(dataFolder, file)))
  if (key && !isEd25519(key)) {
    throw new SettingError(`${path.join(keysFolder(dataFolder), 'log.key')} holds no Ed25519 private key in PKCS#8 PEM: bring the file back from your backup.`)
  }
  return { name: name || null, key: key || null, signedFor: signedFor || null }
}

function isEd25519(pem: string): boolean {
  try { return createPrivateKey(pem).asymmetricKeyType === 'ed25519' } catch { return false }
}

/** For a log that begins. */
export async function makeLogKeys(dataFolder: string): Promise<{ name: string; key: string }> {
  return { name: await keepKey(dataFolder, 'log.name', () => randomBytes(4).toString('hex')), key: await keepKey(dataFolder, 'log.key', ed25519) }
}

/**
 * What a register is set up with: its log as the database knows it, with the key at hand, and the keys that only this
 * deployment uses, which are made where they are missing.
 */
export async function readSettings(
  deployment: Deployment, log: { readonly origin: string; readonly drill: boolean; readonly pack: string },
): Promise<Settings> {
  const { dataFolder } = deployment
  const spoolFolder = path.join(dataFolder, 'spool')
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 })
  // Absent only where a command begins a successor of a log whose key is lost.
  const logKey = await keptKey(dataFolder, 'log.key') ?? ''
  // For later: that these keys have signed for this log, and for commands that ask no database, under which pack.
  if (await keptKey(dataFolder, 'log.origin') !== log.origin) await writeFile(path.join(keysFolder(dataFolder), 'log.origin'), `${log.origin}\n`, { mode: 0o600 })
  if (await readOwnPack(dataFolder) !== log.pack) await writeFile(path.join(dataFolder, 'pack'), `${log.pack}\n`)
  return {
    signIn: await withKey(deployment.signIn),
    address: deployment.publicAddress,
    webhookHosts: deployment.webhookHosts ?? [],
    trustedProxies: deployment.trustedProxies ?? [],
    contact: deployment.contact ?? null,
    logOrigin: log.origin,
    drill: log.drill,
    spoolFolder,
    refusalKey: Buffer.from(await keepKey(dataFolder, 'refusal.key', () => randomBytes(32).toString('hex')), 'hex'),
    logKey,
    place: await placeOf(dataFolder),
    lastWordFile: path.join(keysFolder(dataFolder), 'log.last'),
    tokenKey: await keepKey(dataFolder, 'token.key', ed25519),
  }
}

/** The pack of the register of this folder, for commands that ask no database; null where none was started here. */
export async function readOwnPack(dataFolder: string): Promise<PackId | null> {
  const pack = await readFile(path.join(dataFolder, 'pack'), 'utf8').catch(() => '')
  return packIds.find((id) => id === pack.trim()) ?? null
}

/** @throws {SettingError} where the key's file cannot be read or holds no key that fits */
async function withKey(signIn: Deployment['signIn']): Promise<SignInSettings | null> {
  if (signIn?.kind !== 'issuer' || !signIn.keyFile) return signIn
  const pem = await readFile(signIn.keyFile, 'utf8').catch((error: Error) => {
    throw new SettingError(`PROBITY_OIDC_CLIENT_KEY names ${signIn.keyFile}, which cannot be read (${error.message}).`)
  })
  if (clientKeyAlgorithm(pem) === null || !pem.includes('BEGIN PRIVATE KEY')) {
    throw new SettingError(`PROBITY_OIDC_CLIENT_KEY names ${signIn.keyFile}; it must hold a private key in PKCS#8 PEM: Ed25519, P-256 or RSA.`)
  }
  return { ...signIn, key: pem }
}
