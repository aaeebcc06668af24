/** From a deployment's settings to a database that is up to date and served by nobody else: the same for a start and for commands. */
import type pg from 'pg'
import { connect, type Logins, requireVersion18 } from './connect.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { openLogins, requirePublicLogin, requireReachable, requireRoles } from './logins.ts'
import { migrate } from './migrate.ts'
import { quotingSettings, quotingWarning } from './quoting.ts'
import { serveAlone, type ServedAlready } from './serving.ts'

export type OpenOptions = {
  /** an existing PostgreSQL and the login of its public pages; null: the embedded one in `folder` */
  readonly external: { readonly url: string; readonly publicUrl: string | null } | null
  readonly folder: string
  /** of the embedded one */
  readonly password: () => Promise<string>
  /** who serves, as told to another who would */
  readonly label: string
  /** what must come down again, in the order in which it came up; called also where the opening fails later */
  readonly stops: ((hasten: AbortSignal) => Promise<unknown>)[]
  readonly onCrash: (said: string) => void
  readonly onLost: (error: ServedAlready) => void
  /** what the operator should hear, and what stops nothing */
  readonly warn: (sentence: string) => void
  /** asked before anything is changed: whether this database is the one that is meant */
  readonly check: (owner: pg.Pool) => Promise<void>
}
export type OpenDatabase = {
  readonly url: string
  readonly logins: Logins
  /** the owner's connection; whoever opened ends it */
  readonly owner: pg.Pool
  /** migrations that were applied now */
  readonly applied: readonly string[]
}

/**
 * @throws {DatabaseNotReady | DatabaseDidNotStart | ServedAlready} each in words, and whatever `check` throws
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { external, stops } = options
  let embedded: Embedded | null = null
  if (external === null) {
    embedded = await startEmbedded(options.folder, { password: await options.password(), sharedBuffers: 1024, onCrash: options.onCrash })
    stops.push((hasten) => embedded!.stop(hasten))
  } else {
    await requireReachable(external.url, 'DATABASE_URL')
  }
  const url = external?.url ?? embedded!.url
  const owner = connect(url, 'owner', { max: 1, evenWhenShort: true })
  try {
    await requireVersion18(owner)
    const serving = await serveAlone(url, options.label, options.onLost)
    stops.push(() => serving.close())
    await options.check(owner)
    if (external) {
      await requireRoles(owner)
      const quoting = await quotingSettings(owner)
      if (quoting.length > 0) options.warn(quotingWarning(quoting))
    }
    const applied = await migrate(owner)
    if (external) await requirePublicLogin(external.publicUrl)
    const logins: Logins = external
      ? { probity_app: url, probity_loader: url, probity_public: external.publicUrl! }
      : await openLogins(owner, url)
    return { url, logins, owner, applied }
  } catch (error) {
    await owner.end()
    throw error
  }
}
