/**
 * Where a body's letters go by mail. Who administers the body names its office's mailbox; a letter with a code goes there, and the
 * mailbox counts once the code came back. Until then the one before it goes on. So nobody can send a body's letters elsewhere.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, type Doer, doer } from '../../../acts/act.ts'
import { appendActs } from '../../../acts/append.ts'
import type { Projector } from '../../../acts/rebuild.ts'
import { type Outcome, ok, refuse } from '../../../law/outcome.ts'
import type { Ports } from '../../../ports.ts'
import { personalDataIn } from '../../boundary/texts.ts'
import { isMailAddress, nameOf } from '../acts.ts'
import * as store from '../post/store.ts'
import { changedMail, codeMail } from './words.ts'

/**
 * - `mail-not-set-up` this register sends no mail, so that nothing can be confirmed
 * - `mail-failed`     the mail system did not take the letter; facts: why
 */
export type MailboxRefusal = 'mail-address-wrong' | 'personal-data' | 'addressee-unknown' | 'mail-not-set-up' | 'mail-failed'
/** - `mailbox-code-wrong` another code; facts: left = tries; - `mailbox-not-asked` none waits, the code is too old or was mistaken too often */
export type ConfirmRefusal = 'mailbox-code-wrong' | 'mailbox-not-asked' | 'addressee-unknown'

/** Engineering values: how long a code counts, how many wrong ones, and how many characters of the alphabet below (50 bits). */
const life = { hours: 24 * 3 }
const mostTries = 10
const length = 10
/** Crockford's, without what is mistaken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const digestOf = (body: string, typed: string): Buffer =>
  createHash('sha256').update(`${body}\n${typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')}`).digest()

/**
 * Names the mailbox: it waits for its code. `''` takes back the one there is, at once.
 * @param by the body itself. The address stands in no act, only a salted digest of it
 * @returns whether a letter is on its way
 */
export async function askMailbox(ports: Ports, by: Doer, typed: string): Promise<Outcome<'asked' | 'removed', MailboxRefusal>> {
  const { actor: code } = doer(by)
  const address = typed.trim()
  if (address === '') return removeMailbox(ports, by)
  if (!isMailAddress(address)) return refuse('mail-address-wrong', null, { found: address })
  const personal = personalDataIn({ address }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  if (await kindOf(ports, code) === null) return refuse('addressee-unknown', null, { code })
  const { sendMail } = ports
  if (sendMail === undefined) return refuse('mail-not-set-up')
  const now = ports.now()
  const secret = [...ports.randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]!).join('')
  await store.savePending(ports.database, { code, address, digest: digestOf(code, secret), at: now.toString(), expires: now.add(life).toString() })
  const sent = await sendMail({ to: address, ...codeMail(code, `${secret.slice(0, 5)}-${secret.slice(5)}`, ports.settings.address) })
  if (!sent.ok) return refuse('mail-failed', null, { why: sent.why })
  ports.security?.note({ kind: 'mailbox-asked', body: code, account: accountIn(by) })
  return ok('asked')
}

/** @param typed the code in the letter, however it is written. The mailbox counts from now on: that is an act, with a salted digest of the address */
export async function confirmMailbox(ports: Ports, by: Doer, typed: string): Promise<Outcome<null, ConfirmRefusal>> {
  const { actor: code } = doer(by)
  const kind = await kindOf(ports, code)
  if (kind === null) return refuse('addressee-unknown', null, { code })
  const left = await store.tryCode(ports.database, code, digestOf(code, typed), ports.now().toString(), mostTries)
  if (left === null) return refuse('mailbox-not-asked')
  if (!left.fits) return refuse('mailbox-code-wrong', null, { left: String(mostTries - left.tries) })
  const done = await ports.database.transaction(async (tx): Promise<Outcome<string | null, ConfirmRefusal>> => {
    const pending = await store.takePending(tx, code, digestOf(code, typed), ports.now().toString())
    if (pending === null) return refuse('mailbox-not-asked')
    const said = saltedDigest(ports.randomBytes(16), pending.address)
    const { firstAct } = await appendActs(tx, ports, {
      kind: 'notice.mailbox-named', ...doer(by), rules: [], acts: [{ subject: kind === 'organisation' ? code : '', content: canonicalJson({ address: said, body: code }) }],
    })
    const before = await store.mailboxOf(tx, code)
    await store.saveMailbox(tx, { code, address: pending.address, said, act: firstAct })
    return ok(before === pending.address ? null : before)
  })
  if (!done.ok) return done
  ports.security?.note({ kind: 'mailbox-changed', body: code, account: accountIn(by) })
  // Whoever read the letters until now hears of it there too.
  if (done.value !== null) void ports.sendMail?.({ to: done.value, ...changedMail(code, ports.settings.address) }).catch(() => {})
  return ok(null)
}

/** Hexadecimal: a salt of 16 bytes, then SHA-256 over it and the text. Says whether an address is the one, and not which it is. */
const saltedDigest = (salt: Buffer, text: string): string => salt.toString('hex') + createHash('sha256').update(salt).update(text).digest('hex')

export const projectMailbox: Projector = async (tx, { kind }, acts) => {
  for (const { actId, content } of acts) {
    const { address = null, body } = JSON.parse(content) as { address?: string; body: string }
    if (kind === 'notice.mailbox-removed') await store.forgetMailbox(tx, body)
    else await store.projectMailbox(tx, body, address, actId)
  }
}

async function removeMailbox(ports: Ports, by: Doer): Promise<Outcome<'removed', MailboxRefusal>> {
  const { actor: code } = doer(by)
  const kind = await kindOf(ports, code)
  if (kind === null) return refuse('addressee-unknown', null, { code })
  const before = await ports.database.transaction(async (tx) => {
    await appendActs(tx, ports, {
      kind: 'notice.mailbox-removed', ...doer(by), rules: [], acts: [{ subject: kind === 'organisation' ? code : '', content: canonicalJson({ body: code }) }],
    })
    const address = await store.mailboxOf(tx, code)
    await store.removeMailbox(tx, code)
    return address
  })
  ports.security?.note({ kind: 'mailbox-removed', body: code, account: accountIn(by) })
  if (before !== null) void ports.sendMail?.({ to: before, ...changedMail(code, ports.settings.address) }).catch(() => {})
  return ok('removed')
}

const kindOf = (ports: Ports, code: string): Promise<'organisation' | 'unit' | null> => ports.database.transaction(async (tx) => {
  if (await nameOf(tx, 'organisation', code) !== null) return 'organisation'
  return await nameOf(tx, 'unit', code) === null ? null : 'unit'
})

const accountIn = (by: Doer): number | null => (typeof by === 'string' ? null : Number(by.account))
