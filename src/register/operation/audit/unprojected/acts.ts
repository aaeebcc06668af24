/**
 * What is no projection and is yet said by acts, by the law or by the keys: editions of the calendar, files handed in, settings, ways of
 * asking, what the database knows of itself. Each is held against what says it.
 */
import { databasePlace, databasePrefix, knownIdentity } from '../../../identity/store.ts'
import { bad, type Finding } from '../../../../log/finding.ts'
import { formatVerifierKey } from '../../../../log/note.ts'
import { verifierKeyOf } from '../../../../log/sign.ts'
import type { Ports } from '../../../../ports.ts'
import { differentWays } from '../../../inquiries/ways/acts.ts'
import { alteredEditions } from '../../../law/editions/acts.ts'
import * as store from './store.ts'

const differs = (table: string, key: string, found: 'changed' | 'surplus' | 'missing', columns = '') => bad('projection-differs', { table, key, found, columns })

/** Each by its name, so that one that cannot be looked at hides nothing of the others. @param most findings of one kind */
export const unprojected = (ports: Ports, most: number): Readonly<Record<string, () => Promise<readonly Finding[]>>> => {
  const { database: db } = ports
  return {
    calendar: async () => (await alteredEditions(db)).map((edition) => differs('calendar_edition', edition, 'changed', 'body')),
    editions: async () => (await store.otherEditions(db, most)).map(({ key, found }) => differs('calendar_edition', key, found)),
    files: async () => (await store.otherEvidence(db, most)).map(({ table, key, found, columns }) => differs(table, key, found, columns)),
    settings: async () => (await store.otherSettings(db)).map(({ name }) => differs('setting', name, 'changed', 'value')),
    inquiries: async () => (await differentWays(ports)).map(({ table, key, found, columns }) => differs(table, key, found, columns)),
    identity: () => identity(ports),
  }
}

async function identity({ database: db, settings }: Ports): Promise<Finding[]> {
  const known = await knownIdentity(db)
  if (known === null) return []
  const own = { origin: settings.logOrigin, log_key: formatVerifierKey(verifierKeyOf(settings.logOrigin, settings.logKey)) }
  const columns = [
    ...known.origin === own.origin ? [] : ['origin'], ...known.logKey === own.log_key ? [] : ['log_key'],
    ...known.drill === known.origin.startsWith('probity/drill/') ? [] : ['drill'],
    ...(await store.otherLaw(db)).length === 0 ? [] : ['law'], ...known.pack === known.law.split('@')[0] ? [] : ['pack'],
    ...known.place === null || known.place === (known.place.startsWith(databasePrefix) ? await databasePlace(db) : settings.place) ? [] : ['place'],
  ]
  return columns.length === 0 ? [] : [differs('register_identity', own.origin, 'changed', columns.join(', '))]
}
