/** SQL of attempts to sign in, and of forms that were typed before one had to. */
import type { Db } from '../database/db.ts'
import type { Language } from '../web/language.ts'

type Attempt = { readonly nonce: string; readonly verifier: string; readonly next: string; readonly language: Language }

export const addAttempt = (db: Db, a: Attempt & { state: Buffer; browser: Buffer; expires: string }) => db.run`
  insert into sign_in_attempt (state_sha256, browser_sha256, nonce, verifier, next, language, expires_at)
  values (${a.state}, ${a.browser}, ${a.nonce}, ${a.verifier}, ${a.next}, ${a.language}, ${a.expires})`

export const takeAttempt = (db: Db, state: Buffer, browser: Buffer, now: string) => db.one<Attempt>`
  delete from sign_in_attempt where state_sha256 = ${state} and browser_sha256 = ${browser} and expires_at > ${now}
  returning nonce, verifier, next, language`

export const forgetAttempts = (db: Db, now: string) => db.run`delete from sign_in_attempt where expires_at <= ${now}`

/** At most `most` an account; the oldest make room. */
export async function keepForm(db: Db, f: { key: Buffer; account: number; sealed: Buffer; now: string; expires: string; most: number }): Promise<void> {
  await db.run`delete from pending_form where expires_at <= ${f.now} or key_sha256 in (
    select key_sha256 from pending_form where account_id = ${f.account} order by expires_at desc offset ${f.most - 1})`
  await db.run`insert into pending_form (key_sha256, account_id, sealed, expires_at) values (${f.key}, ${f.account}, ${f.sealed}, ${f.expires})`
}

export const keptForm = (db: Db, key: Buffer, account: number, now: string) => db.one<{ sealed: Buffer }>`
  select sealed from pending_form where key_sha256 = ${key} and account_id = ${account} and expires_at > ${now}`

/** @returns false when it was sent or forgotten before */
export const dropForm = async (db: Db, key: Buffer, account: number): Promise<boolean> =>
  (await db.run`delete from pending_form where key_sha256 = ${key} and account_id = ${account}`) === 1
