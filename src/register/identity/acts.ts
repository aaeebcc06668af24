/** A database learns what register it holds, once; every later start and command is held against it. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson } from '../../acts/act.ts'
import { logSize } from '../../acts/store.ts'
import type { Database } from '../../database/db.ts'
import { openCheckpoint, readCheckpoint } from '../../log/checkpoint.ts'
import { formatVerifierKey } from '../../log/note.ts'
import { verifierKeyOf } from '../../log/sign.ts'
import type { Ports } from '../../ports.ts'
import { addLoaded } from '../law/acts.ts'
import { version } from '../operation/acts.ts'
import * as store from './store.ts'
import { type Brought, IdentityRefused, lawRefused, type RegisterIdentity, unlike } from './unlike.ts'

export type LogKeys = {
  /** last part of the log's origin */
  readonly name: string | null
  /** Ed25519 private key, PKCS#8 PEM */
  readonly key: string | null
  /** the origin these keys have signed for; null: none yet */
  readonly signedFor: string | null
}
export type Opening = {
  readonly folder: string
  /** what PROBITY_PACK names; null: left out */
  readonly pack: string | null
  /** what a new register runs under where nobody named a pack; null: only a start may set up a register without being told */
  readonly packOfNew: string | null
  readonly place: string | null
  readonly today: string | null
  readonly at: string
  readonly keys: LogKeys
  /** the keys need not fit: they are about to be succeeded */
  readonly anyKeys?: boolean
  /** makes what is missing of the keys of a new log */
  makeKeys(): Promise<{ readonly name: string; readonly key: string }>
  stampOf(pack: string): Promise<string>
}

/**
 * The register this database holds; sets one up where there is none. A register of before this table was there is known by
 * its newest checkpoint, which the key at hand must have signed, and by the law of its newest act.
 *
 * @throws {IdentityRefused} where what is brought is not the register held here
 */
export async function openIdentity(db: Database, opening: Opening): Promise<RegisterIdentity> {
  const known = await store.knownIdentity(db)
  if (known === null) return foundIdentity(db, opening)
  const brought = broughtBy(opening, known.origin)
  const refused = unlike(known, opening.anyKeys ? { ...brought, logName: known.origin.split('/').at(-1)!, logKey: known.logKey } : brought)
  if (refused) throw refused
  if (opening.place !== null && known.place === null) await store.setPlace(db, opening.place, written(opening))
  return known
}

/** @throws {IdentityRefused} where the program brings another revision than the register runs under */
export function requireLaw(known: RegisterIdentity, stamp: string): void {
  const refused = lawRefused(known, stamp)
  if (refused) throw refused
}

async function foundIdentity(db: Database, opening: Opening): Promise<RegisterIdentity> {
  const note = await store.newestNote(db)
  const law = await store.newestLaw(db)
  const rest = { place: opening.place }
  if (note !== null) {
    const origin = readCheckpoint(note)?.checkpoint.origin ?? ''
    const pack = packOf(law ?? '')
    const before: RegisterIdentity = { origin, logKey: '', pack, law: law ?? '', drill: false, ...rest }
    const brought = broughtBy(opening, origin)
    const signed = opening.keys.key !== null && (await openCheckpoint(note, verifierKeyOf(origin, opening.keys.key))).ok
    const known = { ...before, logKey: signed ? brought.logKey! : '' }
    const refused = unlike(known, brought)
    if (refused) throw refused
    return keep(db, known, opening)
  }
  const pack = law === null ? opening.pack ?? opening.packOfNew : packOf(law)
  if (pack === null) {
    throw new IdentityRefused('no-register', {
      en: 'This database holds no register yet: start it once with "npm start" (PROBITY_PACK names the region whose law it runs under).',
      zh: '本数据库尚无登记簿：请先以npm start启动一次（PROBITY_PACK指明适用哪个地区的规定）。',
    })
  }
  if (opening.keys.signedFor !== null && opening.keys.name !== null && opening.keys.key !== null) {
    const { signedFor } = opening.keys
    throw new IdentityRefused('other-key', {
      en: `This database is empty, and the keys in ${opening.folder} have signed the log ${signedFor}, which must not begin again: bring back the database of that register `
        + '(docs/operating.md says how), or set PROBITY_DATA to an empty folder for a new one.',
      zh: `本数据库为空，而${opening.folder}中的密钥已用于签署日志${signedFor}，不得从头再签：请恢复该登记簿的数据库（见docs/operating.md），或将PROBITY_DATA设为空目录另建。`,
    })
  }
  const stamp = law ?? await opening.stampOf(pack)
  const { name, key } = await opening.makeKeys()
  const drill = opening.today !== null
  const origin = `probity/${drill ? 'drill/' : ''}${pack}/${name}`
  return keep(db, { origin, logKey: formatVerifierKey(verifierKeyOf(origin, key)), pack, law: stamp, drill, ...rest }, opening)
}

async function keep(db: Database, made: RegisterIdentity, opening: Opening): Promise<RegisterIdentity> {
  // Two that set it up at once: the second is held against what the first wrote, with the keys as they lie there by then.
  return await store.insertIdentity(db, made, written(opening)) ? made : (await store.knownIdentity(db))!
}

const written = ({ at }: Opening) => ({ at, by: version })
const packOf = (stamp: string): string => stamp.split('@')[0]!

function broughtBy(opening: Opening, origin: string): Brought {
  const { keys: { name, key }, folder, pack, place, today } = opening
  return { folder, pack, place, today, logName: name, logKey: key === null ? null : formatVerifierKey(verifierKeyOf(origin, key)) }
}

/**
 * The register goes on under another revision of its texts: an act, and what the database knows, in one transaction. Dates
 * are computed again by the next daily run.
 */
export async function loadRevision(ports: Ports, by: string): Promise<void> {
  const { stamp } = ports.law()
  await ports.database.transaction(async (tx) => {
    const { firstAct } = await appendActs(tx, ports, { kind: 'law.loaded', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ law: stamp }) }] })
    await addLoaded(tx, stamp, firstAct, ports.today().toString())
    await store.setLaw(tx, stamp, { at: ports.now().toString(), by })
  })
}

/**
 * The register goes on somewhere else: moved, or restored from a backup. The act says from which size of the log, so that
 * whoever remembers a longer one knows what happened.
 */
export async function goOnAt(ports: Ports, place: string, by: string): Promise<{ readonly size: number }> {
  return ports.database.transaction(async (tx) => {
    const size = await logSize(tx)
    await appendActs(tx, ports, { kind: 'register.moved', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ size }) }] })
    await store.setPlace(tx, place, { at: ports.now().toString(), by })
    return { size }
  })
}
